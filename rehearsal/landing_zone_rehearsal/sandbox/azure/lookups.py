"""What Azure refuses to tell, as it is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.objects import World

from .arm import at, not_found

TOLD: Mapping[str, str] = {
    "azure-native:keyvault:getKey": "Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
    "azure-native:containerservice:listManagedClusterUserCredentials": (
        "Microsoft.ContainerService/managedClusters/{resourceName}"
    ),
}
"""By data source: the path of what it tells of, in its resource group."""


def is_not_there(
    world: World, token: str, arguments: Mapping[str, Any], account: str
) -> Iterator[str]:
    """Refuse to tell of what does not exist.

    Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found
    """
    if token not in TOLD:
        return
    path = TOLD[token].format_map(arguments)
    group = arguments.get("resourceGroupName")
    id = f"/subscriptions/{account}/resourceGroups/{group}/providers/{path}"
    if at(world, id) is None:
        yield not_found(id)
