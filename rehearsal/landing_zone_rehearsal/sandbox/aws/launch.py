"""A node group with the template that its machines are launched by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.values import is_dict

from .nodes import subnets_of

TEMPLATE = "aws:ec2:LaunchTemplate"


@dataclass(frozen=True)
class Launch:
    """A node group with the template that it takes."""

    world: World
    nodes: Object
    template: Object

    @cached_property
    def target(self) -> str | None:
        """The reservation that machines come from."""
        path = "capacityReservationSpecification.capacityReservationTarget.capacityReservationId"
        return self.template.get(path)

    @cached_property
    def interfaces(self) -> list[dict[str, Any]]:
        """The interfaces of a machine."""
        return [each for each in self.template.all("networkInterfaces[]") if is_dict(each)]

    @cached_property
    def kinds(self) -> list[str]:
        """The types of machines, by the template or by the group."""
        own = self.template.get("instanceType")
        return [own] if own else [str(each) for each in self.nodes.all("instanceTypes[]")]

    @cached_property
    def zones(self) -> set[Any]:
        """The zones that machines may be in."""
        return {each.get("availabilityZone") for each in subnets_of(self.world, self.nodes)}

    def groups(self) -> Iterator[str]:
        """Yield the security groups of a machine."""
        for path in ("vpcSecurityGroupIds[]", "networkInterfaces[].securityGroups[]"):
            yield from (str(each) for each in self.template.all(path))


def launch_of(world: World, nodes: Object) -> Launch | None:
    """Find what a node group launches; None where it brings no template."""
    template = next(
        (
            found
            for by in ("id", "name")
            if (name := nodes.get(f"launchTemplate.{by}"))
            for found in world.find((TEMPLATE,), (by,), name)
            if found.place == nodes.place
        ),
        None,
    )
    return Launch(world, nodes, template) if template else None
