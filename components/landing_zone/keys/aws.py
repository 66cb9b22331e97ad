"""Customer-managed keys in AWS KMS."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import (
    Statement,
    allow,
    arn,
    deny,
    document,
    iam_arn,
    people_of,
    unknown_partition,
)
from landing_zone.core import (
    Environment,
    LandingZoneError,
    NameRule,
    Names,
    Scope,
    UnsupportedError,
    after,
)
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Purpose

ALIAS = NameRule("key alias", max_length=250)
"""Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"""

ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""What the account's IAM policies may allow without a condition: nothing that touches data.

It holds `kms:PutKeyPolicy`, without which KMS refuses the policy lest nobody can change it again.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

READING = ("kms:Decrypt", "kms:DescribeKey")
WRITING = (*READING, "kms:GenerateDataKey")
"""What S3 needs of the caller; a multipart upload also decrypts.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

CRYPTOGRAPHY = (
    *("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"),
    *("kms:ReEncryptFrom", "kms:ReEncryptTo"),
)
"""The operations that touch data, name by name."""

ACTIONS = {KeyUse.DECRYPT: READING, KeyUse.ENCRYPT: WRITING}


@dataclass(frozen=True)
class Reach:
    """The services that a purpose's key may be used through."""

    via: tuple[str, ...]
    """As `kms:ViaService` names them."""
    creates: bool = False
    """Whether creating what is encrypted makes the creator use the key or grant it on, so that
    the keys' administrators, who create it, must not be denied that."""


REACH = {
    Purpose.DATA: Reach(("s3",)),
    Purpose.CLUSTER: Reach(("ec2", "eks"), creates=True),
    Purpose.LOGS: Reach(("logs", "network-firewall"), creates=True),
    Purpose.REGISTRY: Reach(("ecr",), creates=True),
    Purpose.SECRETS: Reach(("secretsmanager", "ssm")),
}
"""Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"""


def check(names: Names, spec: KeysSpec) -> Iterator[LandingZoneError]:
    """Yield what AWS refuses: a store for keys, and names that are too long."""
    yield from unknown_partition(names.env)
    if spec.store is not None:
        yield UnsupportedError("store", "aws", instead="leave it out: keys have no container here")
    for index, purpose in enumerate(spec.purposes):
        yield from names.check(f"purposes.{index}", ALIAS, purpose)


def build(scope: Scope, spec: KeysSpec) -> KeysOutputs:
    """Declare a rotated key with a policy and an alias for each purpose.

    Both protections are kept: every KMS key lives in a hardware security module validated to
    FIPS 140-3 level 3, so `software` asks for less than there is.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/kms-internals.html
    """
    ids = {purpose.value: _key(scope, spec, purpose) for purpose in spec.purposes}
    return KeysOutputs.existing(ids=ids, store=arn(scope.env, "kms", "").rstrip(":"))


def grant(
    scope: Scope,
    keys: KeysOutputs,
    purpose: Purpose,
    principal: pulumi.Input[str],
    *,
    name: str,
    use: KeyUse,
) -> pulumi.Output[str]:
    """Let a role use a key through the purpose's services, by a policy of its own.

    The key's policy leaves use to IAM under the same conditions, so both say so, and removing
    either ends it.
    """
    key = keys.ids.get(purpose)
    if key is None:
        raise LandingZoneError(f"keys: there is no key for '{purpose}', which '{name}' needs")
    policy = aws.iam.RolePolicy(
        scope.child(name),
        role=pulumi.Output.from_input(principal).apply(lambda role: role.rpartition("/")[2]),
        policy=document([allow("UseKey", ACTIONS[use], key, when=_within(scope.env, purpose))]),
        opts=scope.opts(),
    )
    return after(key, policy)


def _key(scope: Scope, spec: KeysSpec, purpose: Purpose) -> pulumi.Output[str]:
    name = scope.physical(ALIAS, purpose)
    key = aws.kms.Key(
        scope.child(purpose),
        description=f"{name}: encrypts {purpose}",
        policy=document(_policy(scope.env, spec, purpose)),
        enable_key_rotation=True,
        rotation_period_in_days=spec.rotation_days,
        deletion_window_in_days=spec.deletion_days,
        multi_region=False,
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )
    alias = aws.kms.Alias(
        scope.child(f"{purpose}-alias"),
        name=f"alias/{name}",
        target_key_id=key.key_id,
        opts=scope.opts(),
    )
    return after(key.arn, alias)


def _policy(env: Environment, spec: KeysSpec, purpose: Purpose) -> list[Statement]:
    """Return a key's policy, whose resource `*` is the key itself."""
    account = {"AWS": iam_arn(env, "root")}
    within = _within(env, purpose)
    statements = [
        allow("Administer", ADMINISTRATION, "*", principal=account),
        allow("Use", (*CRYPTOGRAPHY, "kms:DescribeKey"), "*", principal=account, when=within),
    ]
    if REACH[purpose].creates:
        resource = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
        when = {**within, **resource}
        statements.append(allow("Grant", ["kms:CreateGrant"], "*", principal=account, when=when))
    if purpose is Purpose.LOGS:
        statements.append(_used_by_log_groups(env))
    return statements + list(_administrators_use_nothing(env, spec, purpose))


def _within(env: Environment, purpose: Purpose) -> dict[str, dict[str, object]]:
    via = [f"{service}.{env.region}.amazonaws.com" for service in REACH[purpose].via]
    return {"StringEquals": {"kms:CallerAccount": env.account, "kms:ViaService": via}}


def _used_by_log_groups(env: Environment) -> Statement:
    """Let CloudWatch Logs use a key, for log groups of this account and region alone.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = arn(env, "logs", "log-group:*")
    return allow(
        "LogGroups",
        (*CRYPTOGRAPHY, "kms:DescribeKey"),
        "*",
        principal={"Service": f"logs.{env.region}.amazonaws.com"},
        when={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _administrators_use_nothing(
    env: Environment, spec: KeysSpec, purpose: Purpose
) -> Iterator[Statement]:
    """Deny cryptography to the keys' administrators, whatever their permission set allows."""
    personas = [persona for persona in spec.admins if persona in env.groups]
    patterns = [each for persona in personas for each in people_of(env, persona)]
    if not patterns:
        return
    when: dict[str, dict[str, object]] = {"ArnLike": {"aws:PrincipalArn": patterns}}
    if REACH[purpose].creates:
        via = [f"{service}.{env.region}.amazonaws.com" for service in REACH[purpose].via]
        when["StringNotEqualsIfExists"] = {"kms:ViaService": via}
    yield deny(
        "AdministratorsUseNothing",
        CRYPTOGRAPHY,
        "*",
        principal={"AWS": "*"},
        when=when,
    )
