"""The most that any role may ever be allowed, and how much fits into one."""

import json
from collections.abc import Iterator, Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, allow, arn, document
from landing_zone.core import Environment, LandingZoneError, Scope
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.aws_access import (
    ADMIN_OBJECTS,
    KEY_METADATA,
    LISTS,
    METADATA,
    statements_of,
)
from landing_zone.identity.spec import Grant, Verb

LONGEST_BUCKET = f"arn:aws-us-gov:s3:::{'b' * 63}"

INLINE_CHARACTERS = 10_240 - 1_024
"""What a role's own policies may have together, less room for the key's.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

KEY_USE = ("kms:Decrypt", "kms:GenerateDataKey", *KEY_METADATA)

ELSEWHERE = {
    ("secretsmanager", "secret:*"): (
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
    ),
    ("ecr", "repository/*"): (
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ),
    ("logs", "log-group:*"): ("logs:CreateLogStream", "logs:PutLogEvents"),
}
"""What else in this account and region may be granted to a role: secrets, images and logs."""


def boundary(scope: Scope, lake: DataLakeOutputs) -> aws.iam.Policy:
    """Declare the boundary of all roles: the lake, its key, and what programs commonly need.

    It grants nothing. Apart from the lake and its key, which may have been built elsewhere, no
    role can act on identities, other accounts or other regions, whatever policy is attached later.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    statements = pulumi.Output.all(lake.key, lake.access_log, *lake.ids.values()).apply(
        lambda all_: _ceiling(scope.env, all_[0], [bucket for bucket in all_[1:] if bucket])
    )
    return aws.iam.Policy(
        scope.child("boundary"),
        description="boundary",
        policy=document(statements),
        tags=scope.tags,
        opts=scope.opts(),
    )


def too_large(path: str, grants: Sequence[Grant]) -> Iterator[LandingZoneError]:
    """Yield an error if the grants come to more than a role's policies may say."""
    longest = {grant.layer: LONGEST_BUCKET for grant in grants}
    text = json.dumps(statements_of(longest, grants, "0" * 12), separators=(",", ":"))
    if len(text) > INLINE_CHARACTERS:
        limit = f"at most {INLINE_CHARACTERS} characters of policy fit into a role"
        yield LandingZoneError(f"{path}: {limit}, got {len(text)}; grant whole layers or fewer")


def _ceiling(env: Environment, key: str, buckets: Sequence[str]) -> list[Statement]:
    objects = [f"{bucket}/*" for bucket in buckets]
    return [
        allow("Buckets", sorted({*LISTS[Verb.ADMIN], *METADATA}), list(buckets)),
        allow("Objects", ADMIN_OBJECTS, objects),
        allow("Keys", KEY_USE, [key, arn(env, "kms", "key/*")]),
        *(
            allow(service.title(), actions, arn(env, service, resource))
            for (service, resource), actions in ELSEWHERE.items()
        ),
    ]
