"""Zones that stand in simulated clouds, deployed in process by the recorder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi

from landing_zone import LandingZone, ZoneSpec
from landing_zone_rehearsal import Recording, record
from landing_zone_rehearsal.sandbox import InProcess, Sandbox
from tests.sandbox.breaks import Transform
from tests.zones import FULL, environment


@dataclass(frozen=True)
class Deployed:
    """One zone, and the cloud that it stands in."""

    sandbox: Sandbox
    recording: Recording

    def outputs(self, component: str) -> Mapping[str, Any]:
        """Return what a component of the zone puts out: `DataLake`, `Identity`."""
        (found,) = self.recording.find(f"landing-zone:index:{component}")
        return found.outputs


def deploy(
    cloud: str,
    profile: str = "regulated",
    spec: Mapping[str, Any] = FULL,
    *,
    sandbox: Sandbox | None = None,
    transform: Transform | None = None,
    **environment_changes: Any,
) -> Deployed:
    """Deploy a zone in process, into an empty sandbox or one that is given."""
    sandbox = sandbox or Sandbox()
    env = environment(cloud, profile=profile, **environment_changes)
    zone = ZoneSpec.model_validate(spec)

    def program() -> None:
        if transform:
            pulumi.runtime.register_stack_transform(transform)
        LandingZone("ai", env, zone)

    recording = record(program, preview=False, clouds=InProcess(sandbox))
    return Deployed(sandbox, recording)


@cache
def full(cloud: str, profile: str = "regulated") -> Deployed:
    """Return the zone with everything on; the tests only read it."""
    return deploy(cloud, profile)
