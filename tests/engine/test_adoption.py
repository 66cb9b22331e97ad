"""Another stack reads a zone's outputs, and builds on its network and keys."""

import pytest
import yaml

from landing_zone_rehearsal.clouds.facts import facts

from .driving import (
    DEV,
    ROOT,
    Project,
    changed,
    needs_engine,
    resources,
    succeeded,
    told,
)
from .programs import program
from .states import in_clouds

pytestmark = [needs_engine, pytest.mark.engine]

CAPABILITIES = {
    *("network", "keys", "lake", "cluster", "gpu_pool", "identity", "gpu_runtime"),
}


@pytest.mark.parametrize("stack", DEV)
def test_builds_on_what_another_stack_deployed(tmp_path, stack, subtests):
    zone = Project.ours(tmp_path / "zone")
    with zone.served():
        outputs = succeeded(zone.stack(stack).up()).outputs
        with subtests.test("a zone puts out its capabilities"):
            assert outputs.keys() == CAPABILITIES

        described = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text())
        config = {
            "environment": described["config"]["landing-zone:environment"],
            "zone": f"organization/landing-zone/{stack}",
            "services": [*outputs["network"]["private_services"]["storage"]],
        }
        theirs = Project.small(
            tmp_path / "theirs",
            program("adopting"),
            stack,
            name="theirs",
            config=config,
            beside=zone,
        )
        adopted = succeeded(theirs.stack(stack).up())
        with subtests.test("its outputs are read by name"):
            assert adopted.outputs["key"] == outputs["keys"]["ids"]["data"]
            assert adopted.outputs["uris"].keys() == outputs["lake"]["uris"].keys()
        with subtests.test("what is adopted is not declared again"):
            made = unshared(in_clouds(resources(theirs.stack(stack))))
            assert made
            assert not made & unshared(in_clouds(resources(zone.stack(stack))))
        with subtests.test("and stays as it is"):
            assert changed(succeeded(theirs.stack(stack).up())) == []
            assert changed(succeeded(zone.stack(stack).refresh())) == []
        with subtests.test("it goes without the zone, and the zone after it"):
            succeeded(theirs.stack(stack).destroy())
            assert unshared(zone.standing()) == unshared(in_clouds(resources(zone.stack(stack))))
            assert changed(succeeded(zone.stack(stack).refresh())) == []
            gone = zone.stack(stack).destroy()
            assert gone.ok, told(gone)
            assert not unshared(zone.standing())


def unshared(found):
    """Leave out what many programs may declare, and what stays for others: APIs and audits."""
    return {(type, id) for type, id in found if not facts(type).adopts}
