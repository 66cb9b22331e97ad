"""Roles of a cluster, its nodes and its programs: AWS's own policies, and what they leave out."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, document, partition
from landing_zone.core import Scope, after


@dataclass(frozen=True)
class Role:
    """A role with the policies that AWS writes and keeps up to date for its purpose."""

    part: str
    """What its logical name says of it, before `-role`."""
    trust: Statement
    """Who takes it on."""
    managed: Sequence[str] = ()
    """AWS's own policies, by the end of their ARNs: `AmazonEKSClusterPolicy`."""
    statements: pulumi.Input[Sequence[Statement]] | None = None
    """What else it may do, or must not."""


def declare(scope: Scope, role: Role) -> pulumi.Output[str]:
    """Declare a role, and return its ARN, available once its policies are attached."""
    made = aws.iam.Role(
        scope.child(f"{role.part}-role"),
        assume_role_policy=document([role.trust]),
        tags=scope.tags,
        opts=scope.opts(),
    )
    rights: list[pulumi.Resource] = [
        aws.iam.RolePolicyAttachment(
            scope.child(f"{role.part}-{policy.rpartition('/')[2].lower()}"),
            role=made.name,
            policy_arn=f"arn:{partition(scope.env)}:iam::aws:policy/{policy}",
            opts=scope.opts(),
        )
        for policy in role.managed
    ]
    if role.statements is not None:
        rights.append(
            aws.iam.RolePolicy(
                scope.child(f"{role.part}-own"),
                role=made.name,
                policy=document(role.statements),
                opts=scope.opts(),
            )
        )
    return after(made.arn, *rights)
