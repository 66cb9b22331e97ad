"""A lake of S3 buckets, one for each layer."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws

from landing_zone.core import LandingZoneError, NameRule, Names, Profile, Scope
from landing_zone.datalake.aws_bucket import Bucket, encryption_by_key, encryption_by_s3, store
from landing_zone.datalake.aws_lifecycle import lock, log_rules, record_accesses, rules_of
from landing_zone.datalake.aws_policy import deliver_logs, refuse_other_keys, refuse_others
from landing_zone.datalake.spec import DataLakeOutputs, DataLakeSpec
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

BUCKET = NameRule("bucket", max_length=63, unique=True)
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""

ACCESS_LOG = "accesslog"
"""The log's part of the names; a layer called so would share it."""


def check(names: Names, spec: DataLakeSpec) -> Iterator[LandingZoneError]:
    """Yield what AWS refuses: names that are too long, and one that two buckets would have."""
    for layer in spec.layers:
        yield from names.check(f"layers.{layer}", BUCKET, layer)
    if not spec.access_log:
        return
    yield from names.check("access_log", BUCKET, ACCESS_LOG)
    if ACCESS_LOG in spec.layers:
        taken = f"layers.{ACCESS_LOG}: any other name, as the access log's bucket has this one"
        yield LandingZoneError(taken)


def build(
    scope: Scope, spec: DataLakeSpec, *, keys: KeysOutputs, network: NetworkOutputs
) -> DataLakeOutputs:
    """Declare the buckets.

    The network needs nothing of them: its endpoint leads to every bucket of the account. A key
    needs no grant either: S3 uses it with the rights of whoever calls.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    del network
    if scope.env.profile.at_least(Profile.REGULATED):
        _close_account(scope)
    key = keys.ids[Purpose.DATA]
    layers = {layer: _layer(scope, spec, layer, key) for layer in spec.layers}
    log = _access_log(scope, layers) if spec.access_log else None
    return DataLakeOutputs.existing(
        uris={layer: pulumi.Output.concat("s3://", each.name) for layer, each in layers.items()},
        ids={layer: each.arn for layer, each in layers.items()},
        key=key,
        access_log=log or "",
    )


def _close_account(scope: Scope) -> None:
    """Close every bucket of the account to the public, those made elsewhere too.

    An account has this setting once, so several lakes say the same, and it stays when one goes.
    Below `regulated` each bucket of ours is closed by itself.

    Source:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    aws.s3.AccountPublicAccessBlock(
        scope.child("account-private"),
        account_id=scope.env.account,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=scope.opts(retain_on_delete=True),
    )


def _layer(scope: Scope, spec: DataLakeSpec, layer: str, key: pulumi.Input[str]) -> Bucket:
    kept = spec.layers[layer]
    bucket = store(
        scope,
        layer,
        scope.physical(BUCKET, layer),
        encryption=encryption_by_key(key),
        statements=lambda arn: [*refuse_others(scope.env, arn), *refuse_other_keys(arn, key)],
        rules=rules_of(kept),
    )
    if kept.lock_days:
        lock(scope, layer, bucket, kept.lock_days)
    return bucket


def _access_log(scope: Scope, layers: dict[str, Bucket]) -> pulumi.Output[str]:
    """Declare the bucket that S3 records every access in, and record them.

    S3 delivers its access logs only where S3's own keys encrypt by default: not with a customer's
    key, nor where objects are locked. They hold names of objects and of who asked, no contents.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    env = scope.env
    sources = [each.arn for each in layers.values()]
    log = store(
        scope,
        ACCESS_LOG,
        scope.physical(BUCKET, ACCESS_LOG),
        encryption=encryption_by_s3(),
        statements=lambda arn: [*refuse_others(env, arn), deliver_logs(env, arn, sources)],
        rules=log_rules(env.profile),
    )
    for layer, bucket in layers.items():
        record_accesses(scope, layer, bucket, log)
    return log.arn
