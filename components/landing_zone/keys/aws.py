"""Customer-managed keys in AWS KMS."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, arn, document, unknown_partition
from landing_zone.core import LandingZoneError, NameRule, Names, Scope, UnsupportedError, after
from landing_zone.keys.aws_policy import statements_of, within
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Purpose

ALIAS = NameRule("key alias", max_length=250)
"""Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"""

READING = ("kms:Decrypt",)
WRITING = (*READING, "kms:GenerateDataKey")
"""What S3 needs of the caller; a multipart upload also decrypts.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

ACTIONS = {KeyUse.DECRYPT: READING, KeyUse.ENCRYPT: WRITING}


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
    key = keys.ids[purpose]
    policy = aws.iam.RolePolicy(
        scope.child(name),
        role=pulumi.Output.from_input(principal).apply(lambda role: role.rpartition("/")[2]),
        policy=document([allow("UseKey", ACTIONS[use], key, when=within(scope.env, purpose))]),
        opts=scope.opts(),
    )
    return after(key, policy)


def _key(scope: Scope, spec: KeysSpec, purpose: Purpose) -> pulumi.Output[str]:
    name = scope.physical(ALIAS, purpose)
    key = aws.kms.Key(
        scope.child(purpose),
        description=f"{name}: encrypts {purpose}",
        policy=document(statements_of(scope.env, spec, purpose)),
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
