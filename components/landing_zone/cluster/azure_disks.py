"""The encryption of a cluster's disks on Azure, with the customer's key."""

from typing import Any

import pulumi
from pulumi_azure_native import compute, keyvault, managedidentity, resources

from landing_zone.core import Scope, after
from landing_zone.keys.spec import KeysOutputs, Purpose


def disk_encryption(
    scope: Scope,
    group: resources.ResourceGroup,
    keys: KeysOutputs,
    *,
    waiting_for: pulumi.Output[Any],
) -> tuple[compute.DiskEncryptionSet, pulumi.Output[str]]:
    """Declare what encrypts every disk of the cluster, and return it with the key's version.

    The set follows rotations by itself. The address must name a version all the same, and so must
    the one that secrets are encrypted with, which stays until the next deployment: deploy within
    the 90 days for which a version outlives its rotation.

    Args:
        scope: the cluster's component.
        group: its resource group.
        keys: hold the key.
        waiting_for: what takes as long as role assignments take to reach a vault.

    Sources: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys,
    https://learn.microsoft.com/azure/virtual-machines/disk-encryption,
    https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
    """
    identity = managedidentity.UserAssignedIdentity(
        scope.child("disks-identity"),
        resource_group_name=group.name,
        location=scope.env.region,
        tags=scope.tags,
        opts=scope.opts(),
    )
    granted = keys.grant(scope, Purpose.CLUSTER, identity.principal_id, name="disks-key")
    key = _current(scope, keys.store, after(granted, waiting_for))
    disks = compute.DiskEncryptionSet(
        scope.child("disks"),
        resource_group_name=group.name,
        location=scope.env.region,
        encryption_type="EncryptionAtRestWithCustomerKey",
        rotation_to_latest_key_version_enabled=True,
        active_key={"key_url": key, "source_vault": {"id": keys.store}},
        identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )
    return disks, key


def _current(
    scope: Scope, vault: pulumi.Output[str], key: pulumi.Output[str]
) -> pulumi.Output[str]:
    """Return the address of a key's current version."""
    found = keyvault.get_key_output(
        resource_group_name=vault.apply(lambda id: id.split("/")[4]),
        vault_name=vault.apply(lambda id: id.rpartition("/")[2]),
        key_name=key.apply(lambda address: address.partition("/keys/")[2].partition("/")[0]),
        opts=pulumi.InvokeOptions(parent=scope.component),
    )
    return found.key_uri_with_version
