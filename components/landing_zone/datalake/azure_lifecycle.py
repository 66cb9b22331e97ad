"""How long a layer on Azure keeps what, and what of that an account with folders refuses."""

from collections.abc import Iterator

from pulumi_azure_native import resources, storage

from landing_zone.core import LandingZoneError, Names, Profile, Scope, UnsupportedError
from landing_zone.datalake.spec import DataLakeSpec, LayerSpec

SHORTEST_CONTAINER_NAME = 3
"""Source: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata"""


def layer_refusals(names: Names, spec: DataLakeSpec) -> Iterator[LandingZoneError]:
    """Yield what an account with folders cannot keep, layer by layer.

    * Soft delete is a setting of the whole account:
      https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview
    * The archive tier is not there for zone-redundant accounts:
      https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview
    * Locking a retention policy is a call that azure-native does not make, and an unlocked one
      can be lifted: https://learn.microsoft.com/azure/storage/blobs/immutable-storage-overview
    """
    first, days = next(iter(spec.layers)), recovery_days(spec)
    for name, layer in spec.layers.items():
        path = f"layers.{name}"
        if len(name) < SHORTEST_CONTAINER_NAME:
            yield LandingZoneError(
                f"{path}: at least {SHORTEST_CONTAINER_NAME} characters, as it names a container"
            )
        if layer.noncurrent_days != days:
            yield UnsupportedError(
                f"{path}.noncurrent_days: {layer.noncurrent_days} beside {days} in '{first}'",
                "azure",
                instead="give all layers the same, or declare another lake",
            )
        if layer.archive_after_days and names.env.profile.at_least(Profile.STANDARD):
            yield UnsupportedError(
                f"{path}.archive_after_days in a zone-redundant account",
                "azure",
                instead="use cool_after_days",
            )
        if layer.lock_days and names.env.profile.at_least(Profile.REGULATED):
            yield UnsupportedError(
                f"{path}.lock_days that nobody can lift",
                "azure",
                instead="leave it out, and set and lock a policy on the container with "
                "`az storage container immutability-policy`",
            )


def recovery_days(spec: DataLakeSpec) -> int:
    """Return how long anything deleted from the account can be brought back.

    An account with folders keeps no versions, so what is overwritten is gone; a layer that must
    not lose that takes `lock_days`.

    Source: https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts
    """
    return next(iter(spec.layers.values())).noncurrent_days


def declare_lifecycle(
    scope: Scope,
    group: resources.ResourceGroup,
    lake: storage.StorageAccount,
    spec: DataLakeSpec,
) -> None:
    """Declare what happens to objects as they age, if anything does.

    Abandoned uploads need no rule: blocks that are not committed within a week are dropped.

    Sources: https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview,
    https://learn.microsoft.com/rest/api/storageservices/put-block
    """
    rules = [rule for name, layer in spec.layers.items() for rule in _rules(name, layer)]
    if not rules:
        return
    storage.ManagementPolicy(
        scope.child("lifecycle"),
        resource_group_name=group.name,
        account_name=lake.name,
        management_policy_name="default",
        policy={"rules": rules},
        opts=scope.opts(),
    )


def lock(
    scope: Scope,
    group: resources.ResourceGroup,
    lake: storage.StorageAccount,
    container: storage.BlobContainer,
    *,
    name: str,
    days: int,
) -> storage.BlobContainerImmutabilityPolicy:
    """Let nobody change or delete an object of a layer for days after it was written.

    Files are written by appending until they are complete, which the policy must allow for.
    The policy goes with its container: azure-native cannot delete it by itself. For the same
    reason taking `lock_days` away again is done by hand first.

    Sources: https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies,
    https://github.com/pulumi/pulumi-azure-native/issues/2156
    """
    return storage.BlobContainerImmutabilityPolicy(
        scope.child(f"{name}-lock"),
        resource_group_name=group.name,
        account_name=lake.name,
        container_name=container.name,
        immutability_policy_name="default",
        immutability_period_since_creation_in_days=days,
        allow_protected_append_writes_all=True,
        opts=scope.opts(stateful=True, deleted_with=container),
    )


def _rules(name: str, layer: LayerSpec) -> Iterator[storage.ManagementPolicyRuleArgsDict]:
    """Yield a layer's rules: only block blobs change their tier, but all kinds expire."""
    tiers = storage.ManagementPolicyBaseBlobArgsDict()
    if layer.cool_after_days is not None:
        tiers["tier_to_cool"] = {"days_after_modification_greater_than": layer.cool_after_days}
    if layer.archive_after_days is not None:
        days = layer.archive_after_days
        tiers["tier_to_archive"] = {"days_after_modification_greater_than": days}
    if tiers:
        yield _rule(f"{name}Tier", name, ["blockBlob"], tiers)
    if layer.expire_after_days is not None:
        expiry: storage.ManagementPolicyBaseBlobArgsDict = {
            "delete": {"days_after_modification_greater_than": layer.expire_after_days}
        }
        yield _rule(f"{name}Expire", name, ["blockBlob", "appendBlob"], expiry)


def _rule(
    rule: str,
    layer: str,
    kinds: list[str],
    actions: storage.ManagementPolicyBaseBlobArgsDict,
) -> storage.ManagementPolicyRuleArgsDict:
    return {
        "name": rule,
        "type": "Lifecycle",
        "enabled": True,
        "definition": {
            "filters": {"blob_types": [*kinds], "prefix_match": [f"{layer}/"]},
            "actions": {"base_blob": actions},
        },
    }
