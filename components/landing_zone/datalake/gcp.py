"""A data lake on Google Cloud: a Cloud Storage bucket for each layer."""

from collections.abc import Iterator

import pulumi
from pulumi_gcp import storage

from landing_zone.baseline.gcp import enable
from landing_zone.core import LandingZoneError, NameRule, Names, Profile, Scope
from landing_zone.datalake.gcp_access_log import access_log
from landing_zone.datalake.gcp_lifecycle import lifecycle_rules
from landing_zone.datalake.gcp_transport import require_tls
from landing_zone.datalake.spec import DataLakeOutputs, DataLakeSpec, LayerSpec
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

BUCKET = NameRule("bucket", 63, unique=True)
"""Source: https://cloud.google.com/storage/docs/buckets#naming"""

DAY = 86_400
"""Seconds, in which Cloud Storage counts retention."""


def build(
    scope: Scope, spec: DataLakeSpec, *, keys: KeysOutputs, network: NetworkOutputs
) -> DataLakeOutputs:
    """Declare the buckets of all layers, closed to the public and encrypted with one key.

    The network makes the private path to Cloud Storage; a bucket itself does not name it. An IP
    filter would, but it also shuts out the people and the pipelines outside the network whom IAM
    lets in, among them who deploys the bucket.

    Source: https://cloud.google.com/storage/docs/ip-filtering-overview
    """
    del network
    apis = enable(scope, "storage", "logging", "cloudresourcemanager")
    transport = require_tls(scope, apis)
    names = [scope.physical(BUCKET, layer) for layer in spec.layers]
    log = access_log(scope, names, keys, apis) if spec.access_log else None
    before = [*transport, *([log.sink] if log else [])]
    key = _usable_key(scope, keys, apis)
    buckets = {
        layer: _bucket(scope, layer, each, key, [*apis, *before])
        for layer, each in spec.layers.items()
    }
    return DataLakeOutputs(
        uris={layer: bucket.url for layer, bucket in buckets.items()},
        ids={layer: bucket.name for layer, bucket in buckets.items()},
        key=key,
        access_log=log.id if log else pulumi.Output.from_input(""),
    )


def check(names: Names, spec: DataLakeSpec) -> Iterator[LandingZoneError]:
    """Refuse names that a bucket cannot have."""
    for layer in spec.layers:
        yield from names.check(f"layers.{layer}", BUCKET, layer)


def _usable_key(scope: Scope, keys: KeysOutputs, apis: list[pulumi.Resource]) -> pulumi.Output[str]:
    """Return the key for data, once Cloud Storage may use it in this project.

    Asking for the service agent creates it. It alone uses the key: who reads and writes objects
    needs no grant on it.

    Source: https://cloud.google.com/storage/docs/encryption/customer-managed-keys#service-agents
    """
    agent = storage.get_project_service_account_output(
        project=scope.env.account,
        opts=pulumi.InvokeOutputOptions(parent=scope.component, depends_on=apis),
    )
    return keys.grant(scope, Purpose.DATA, agent.member, name="storage-key")


def _bucket(
    scope: Scope,
    name: str,
    layer: LayerSpec,
    key: pulumi.Output[str],
    before: list[pulumi.Resource],
) -> storage.Bucket:
    """Declare a bucket that takes objects under our key only.

    Soft delete brings back what was overwritten or deleted, and nobody can cut it short. It takes
    the place of versions, which whoever may delete may delete too, and which would stay for the
    days of soft delete after their own.

    Sources: https://cloud.google.com/storage/docs/soft-delete,
    https://cloud.google.com/storage/docs/encryption/enforce-encryption-types
    """
    return storage.Bucket(
        scope.child(name),
        name=scope.physical(BUCKET, name),
        project=scope.env.account,
        location=scope.env.region,
        storage_class="STANDARD",
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        encryption={
            "default_kms_key_name": key,
            "google_managed_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
            "customer_supplied_encryption_enforcement_config": {
                "restriction_mode": "FullyRestricted"
            },
        },
        soft_delete_policy={"retention_duration_seconds": layer.noncurrent_days * DAY},
        retention_policy=_retention(scope, layer),
        lifecycle_rules=lifecycle_rules(layer),
        force_destroy=not scope.env.protects_data,
        labels=scope.tags,
        opts=scope.opts(stateful=True, depends_on=before),
    )


def _retention(scope: Scope, layer: LayerSpec) -> storage.BucketRetentionPolicyArgsDict | None:
    """Return for how long objects stay as they are.

    In a regulated environment the policy is locked: nobody can shorten or remove it, not even
    Google, the bucket cannot be deleted before its last object is old enough, and the project is
    held by a lien. Below, who administers the bucket can lift it.

    Source: https://cloud.google.com/storage/docs/bucket-lock
    """
    if layer.lock_days is None:
        return None
    return {
        "retention_period": str(layer.lock_days * DAY),
        "is_locked": scope.env.profile.at_least(Profile.REGULATED),
    }
