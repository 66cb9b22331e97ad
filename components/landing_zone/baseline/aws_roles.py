"""Roles that AWS's services take on, and how long the name of any role may be."""

from collections.abc import Iterator, Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, allow, document
from landing_zone.core import LandingZoneError, Names, Scope, after

ROLE_NAME = 64
"""Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

AUTO_NAME = 8
"""What Pulumi adds to a logical name: a hyphen and seven hexadecimal digits.

Source: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
"""


def too_long(names: Names, path: str, part: str) -> Iterator[LandingZoneError]:
    """Yield an error for a role whose name would be too long; `path` is what it is made for."""
    length = len(names.logical(part)) + AUTO_NAME
    if length > ROLE_NAME:
        limit = f"a role's name has {ROLE_NAME} characters at most, this one would have {length}"
        yield LandingZoneError(f"{path}: {limit}: shorten '{names.component}'")


def service_role(
    scope: Scope, part: str, *, service: str, source: str, statements: Sequence[Statement]
) -> pulumi.Output[str]:
    """Let an AWS service act for one kind of resource here, and return the role's ARN.

    The policy is also the permission boundary: whoever attaches another one later adds nothing.
    The ARN is available once the policy is attached.
    """
    env = scope.env
    policy = aws.iam.Policy(
        scope.child(f"{part}-policy"),
        policy=document(statements),
        tags=scope.tags,
        opts=scope.opts(),
    )
    trust = allow(
        "Service",
        ["sts:AssumeRole"],
        principal={"Service": service},
        when={
            "StringEquals": {"aws:SourceAccount": env.account},
            "ArnLike": {"aws:SourceArn": source},
        },
    )
    role = aws.iam.Role(
        scope.child(f"{part}-role"),
        assume_role_policy=document([trust]),
        permissions_boundary=policy.arn,
        tags=scope.tags,
        opts=scope.opts(),
    )
    attached = aws.iam.RolePolicyAttachment(
        scope.child(f"{part}-attached"),
        role=role.name,
        policy_arn=policy.arn,
        opts=scope.opts(),
    )
    return after(role.arn, attached)
