"""What the AWS modules share: the provider, ARNs, policy documents, and whom roles trust."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pulumi
import pulumi_aws as aws

from landing_zone.core import Environment, Persona, UnsupportedError

Statement: TypeAlias = dict[str, Any]
Conditions: TypeAlias = Mapping[str, Mapping[str, Any]]

PARTITIONS = {"us-gov-": "aws-us-gov", "cn-": "aws-cn", "eusc-": "aws-eusc"}
"""The partition that an ARN names, by the beginning of the region; everywhere else it is `aws`.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

BUILT_IN = ("aws", "aws-us-gov")
"""Partitions whose service principals, endpoint names and zone IDs are known here."""

SUFFIX_LENGTH = 16
"""Characters after a permission set's name in the name of its role. Written as `?` in a pattern,
so that the set `Data` does not stand for the set `Data_Admin`.

Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""


def provider(name: str, env: Environment, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """Declare a provider that refuses any other account; tags are given resource by resource."""
    return aws.Provider(
        name,
        region=env.region,
        allowed_account_ids=[env.account],
        opts=opts,
    )


def partition(env: Environment) -> str:
    """Return the partition that the environment's region belongs to."""
    found = (each for start, each in PARTITIONS.items() if env.region.startswith(start))
    return next(found, "aws")


def unknown_partition(env: Environment) -> Iterator[UnsupportedError]:
    """Yield an error where service principals and endpoints have names that are not known here."""
    if partition(env) not in BUILT_IN:
        what = f"region: the partition {partition(env)} of {env.region}"
        yield UnsupportedError(what, "aws", instead="use a region of aws or aws-us-gov")


def arn(env: Environment, service: str, resource: str) -> str:
    """Return the ARN of something in the environment's region and account."""
    return f"arn:{partition(env)}:{service}:{env.region}:{env.account}:{resource}"


def iam_arn(env: Environment, resource: str) -> str:
    """Return the ARN of an identity in the environment's account; identities have no region."""
    return f"arn:{partition(env)}:iam::{env.account}:{resource}"


def allow(
    sid: str, actions: Sequence[str], resources: pulumi.Input[Any] = None, **rest: Any
) -> Statement:
    """Return a statement that allows; a trust policy names a principal and no resource.

    Args:
        sid: the statement's name: letters and digits, unique in its document.
        actions: the actions, each by its full name.
        resources: one ARN or several.
        **rest: `principal` (of policies that stand with a resource) and `when`, the conditions.
    """
    return _statement("Allow", sid, actions, Resource=resources, **rest)


def deny(sid: str, actions: Sequence[str], resources: pulumi.Input[Any], **rest: Any) -> Statement:
    """Return a statement that denies, whatever else allows; its arguments are those of `allow`."""
    return _statement("Deny", sid, actions, Resource=resources, **rest)


def document(statements: pulumi.Input[Sequence[Statement]]) -> pulumi.Output[str]:
    """Return a policy document; it depends on whatever its statements mention."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})


def people_of(env: Environment, persona: Persona) -> list[str]:
    """Return the patterns of the role ARNs behind a persona's Identity Center permission set.

    The path names the region that Identity Center lives in, except for us-east-1, where it names
    none: hence two patterns.

    Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    """
    role = f"AWSReservedSSO_{env.groups[persona]}_{'?' * SUFFIX_LENGTH}"
    path = "role/aws-reserved/sso.amazonaws.com"
    return [iam_arn(env, f"{path}/{role}"), iam_arn(env, f"{path}/*/{role}")]


def _statement(
    effect: str,
    sid: str,
    actions: Sequence[str],
    *,
    principal: Any = None,
    when: Conditions | None = None,
    **resource: Any,
) -> Statement:
    parts = {"Principal": principal, **resource, "Condition": when}
    given = {key: value for key, value in parts.items() if value is not None}
    return {"Sid": sid, "Effect": effect, "Action": list(actions), **given}
