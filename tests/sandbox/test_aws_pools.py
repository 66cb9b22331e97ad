"""What a second deployment does to the pools of a zone that stands in the simulated AWS."""

from collections.abc import Mapping
from typing import Any

from landing_zone import LandingZone, ZoneSpec
from landing_zone_rehearsal import record
from landing_zone_rehearsal.sandbox import InProcess, Sandbox
from landing_zone_rehearsal.sandbox.difference import Difference
from tests.zones import environment

POOL = {"accelerator": ["l4", "t4"], "max_nodes": 2}
ZONE: dict[str, Any] = {"cluster": {}, "gpu_pool": {"serve": POOL, "notes": POOL}}


class Again(InProcess):
    """Deploys what is not there, and changes what is, as the engine would."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.standing = {each.urn: each for each in sandbox.objects()}
        self.changed: dict[str, list[Difference]] = {}
        """By the name of a resource."""

    def create(
        self,
        type: str,
        name: str,
        urn: str,
        inputs: Mapping[str, Any],
        provider: Mapping[str, Any] | None = None,
    ) -> tuple[Any, dict[str, Any]]:
        standing = self.standing.get(urn)
        if standing is None:
            return super().create(type, name, urn, inputs, provider)
        given, _ = self.sandbox.check(type, name, urn, inputs, standing.inputs)
        if found := self.sandbox.diff(type, standing.inputs, given):
            self.changed[name] = found
            standing = self.sandbox.update(type, standing.id, urn, given, provider)
        return standing.id, standing.outputs


def deployed(sandbox: Sandbox, pool: Mapping[str, Any]) -> dict[str, list[Difference]]:
    """Deploy the zone with one of its pools changed, and return what that changed in the cloud."""
    spec = {**ZONE, "gpu_pool": {**ZONE["gpu_pool"], "serve": {**POOL, **pool}}}
    clouds = Again(sandbox)

    def program() -> None:
        LandingZone("ai", environment("aws"), ZoneSpec.model_validate(spec))

    record(program, preview=False, clouds=clouds)
    return clouds.changed


def test_a_larger_disk_reaches_the_nodes_of_its_pool_and_no_others():
    sandbox = Sandbox()
    deployed(sandbox, {})
    assert deployed(sandbox, {}) == {}

    changed = deployed(sandbox, {"disk_gib": 300})

    assert {*changed} == {
        "ai-gpu-serve-od-template",
        "ai-gpu-serve-od",
        "ai-gpu-serve-od-resources/ephemeral-storage",
    }
    (rolled,) = changed["ai-gpu-serve-od"]
    assert (rolled.path, rolled.replaces) == ("launchTemplate.version", False)
    templates = {each.id: each for each in sandbox.objects("aws:ec2:LaunchTemplate")}
    taken = {
        each.name: (
            each.get("launchTemplate.version"),
            templates[each.get("launchTemplate.id")].get("latestVersion"),
        )
        for each in sandbox.objects("aws:eks:NodeGroup")
    }
    assert taken == {
        "ai-cluster-system": ("1", 1),
        "ai-gpu-serve-od": ("2", 2),
        "ai-gpu-notes-od": ("1", 1),
    }
