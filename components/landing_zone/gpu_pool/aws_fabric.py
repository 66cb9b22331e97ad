"""How the nodes of a pool on AWS reach each other: side by side, and past the kernel by EFA."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.core import after
from landing_zone.gpu_pool.aws_pool import Pool
from landing_zone.gpu_pool.catalog import Machine
from landing_zone.gpu_pool.spec import Fabric

EFA = "vpc.amazonaws.com/efa"
"""What a container asks for to use an interface past the kernel.

Source: https://docs.aws.amazon.com/eks/latest/userguide/device-management-efa.html
"""

PLAIN_FIRST_CARD = ("p6-b300.",)
"""Families whose first network card knows no EFA: they have one card more than interfaces.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html#network-cards
"""


@dataclass(frozen=True)
class Among:
    """What a pool's nodes have in common."""

    placement: aws.ec2.PlacementGroup | None
    """Keeps them close together in one zone."""
    group: pulumi.Output[str] | None
    """The security group in which they reach each other past the kernel."""


def among(pool: Pool) -> Among:
    """Declare what the fabric needs; nothing where nodes work alone."""
    fabric = pool.spec.fabric
    return Among(
        placement=None if fabric is Fabric.NONE else _placement(pool),
        group=_group(pool) if fabric is Fabric.RDMA else None,
    )


def interfaces(machine: Machine, nodes: pulumi.Output[str], group: pulumi.Output[str]) -> list[Any]:
    """Return a node's interfaces: one for the network, and EFA alone on every card that has it.

    EFA alone takes no address. Beside the first interface it is the second device of its card,
    anywhere else the first.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
    """
    first = 1 if machine.name.startswith(PLAIN_FIRST_CARD) else 0
    cards = range(first, first + machine.interfaces)
    own = _interface(0, 0, "interface", [nodes, group])
    return [own, *(_interface(card, int(card == 0), "efa-only", [group]) for card in cards)]


def _placement(pool: Pool) -> aws.ec2.PlacementGroup:
    """Declare a group of all rungs, as a job may get its nodes from several.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html
    """
    return aws.ec2.PlacementGroup(
        pool.scope.child("placement"),
        strategy="cluster",
        tags=pool.scope.tags,
        opts=pool.scope.opts(),
    )


def _group(pool: Pool) -> pulumi.Output[str]:
    """Declare a security group that lets its members do anything among themselves, and no more.

    EFA wants both rules to name the group itself: a rule for addresses does not count.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html
    """
    scope = pool.scope
    group = aws.ec2.SecurityGroup(
        scope.child("fabric"),
        description="EFA among the nodes of a pool",
        vpc_id=pool.network.id,
        tags=scope.tags,
        opts=scope.opts(),
    )
    rules = [
        kind(
            scope.child(f"fabric-{way}"),
            security_group_id=group.id,
            description="The pool's own nodes",
            ip_protocol="-1",
            referenced_security_group_id=group.id,
            tags=scope.tags,
            opts=scope.opts(),
        )
        for way, kind in (
            ("in", aws.vpc.SecurityGroupIngressRule),
            ("out", aws.vpc.SecurityGroupEgressRule),
        )
    ]
    return after(group.id, *rules)


def _interface(card: int, device: int, kind: str, groups: list[pulumi.Output[str]]) -> Any:
    return {
        "network_card_index": card,
        "device_index": device,
        "interface_type": kind,
        "security_groups": groups,
        "delete_on_termination": "true",
    }
