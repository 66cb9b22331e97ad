"""Private names and paths from a network on Azure to the cloud's own services."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import monitor, network, privatedns, resources

from landing_zone.baseline.azure_private import private_endpoint
from landing_zone.core import Profile, Scope
from landing_zone.core import after as once
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import PrivateService

ZONES = {
    "agentsvc": "privatelink.agentsvc.azure-automation.net",
    "azurecr": "privatelink.azurecr.io",
    "blob": "privatelink.blob.core.windows.net",
    "dfs": "privatelink.dfs.core.windows.net",
    "monitor": "privatelink.monitor.azure.com",
    "ods": "privatelink.ods.opinsights.azure.com",
    "oms": "privatelink.oms.opinsights.azure.com",
    "postgres": "privatelink.postgres.database.azure.com",
    "vaultcore": "privatelink.vaultcore.azure.net",
}
"""The private DNS zone behind each word for a service.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""

MONITOR = ("monitor", "oms", "ods", "agentsvc", "blob")
"""The zones of one service: a private link to Azure Monitor needs all five.

Source: https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure
"""

SERVICES: Mapping[PrivateService, tuple[str, ...]] = {
    PrivateService.STORAGE: ("blob", "dfs"),
    PrivateService.KEYS: ("vaultcore",),
    PrivateService.SECRETS: ("vaultcore",),
    PrivateService.REGISTRY: ("azurecr",),
    PrivateService.LOGS: MONITOR,
    PrivateService.MONITORING: MONITOR,
    PrivateService.DATABASE: ("postgres",),
    PrivateService.IDENTITY: (),
    PrivateService.COMPUTE: (),
    PrivateService.CLUSTER: (),
}
"""The zones of each service. Microsoft Entra ID and Azure Resource Manager have no private link
for one network, and a private cluster brings a zone of its own."""


SCOPE = "azuremonitor"
"""The word for what makes Azure Monitor private: the scope that its parts are joined to."""

WORDS = {
    service: (*zones, *([SCOPE] if zones is MONITOR else [])) for service, zones in SERVICES.items()
}
"""Azure's word for everything that a service is reached through."""


@dataclass(frozen=True)
class Paths:
    """Private endpoints that the network itself makes."""

    last: pulumi.Resource
    """What the next endpoint in the same subnet waits for."""
    scopes: Mapping[str, pulumi.Output[str]]
    """By private-link word, what further resources are joined to: `azuremonitor`."""


def private_zones(
    scope: Scope,
    group: resources.ResourceGroup,
    services: tuple[PrivateService, ...],
    vnet: network.VirtualNetwork,
    *,
    after: pulumi.Resource,
) -> dict[str, pulumi.Output[str]]:
    """Declare a DNS zone for every service that has one, linked to the network.

    Returns:
        The zones' IDs by the word for their service, each available once its names resolve.
    """
    wanted = {word for service in services for word in SERVICES[service]}
    return {word: _zone(scope, group, word, vnet, after) for word in ZONES if word in wanted}


def private_paths(
    scope: Scope,
    group: resources.ResourceGroup,
    services: tuple[PrivateService, ...],
    *,
    subnet: network.Subnet,
    zones: Mapping[str, pulumi.Output[str]],
    keys: KeysOutputs,
    after: pulumi.Resource,
) -> Paths:
    """Declare the endpoints of the key store and of Azure Monitor, one after the other.

    The zones of Azure Monitor answer for all of it, so linking them without an endpoint would
    cut its services off. What is to be reached is joined to the scope by whoever declares it;
    up to `standard` the rest stays reachable the public way.
    """
    last, scopes = after, dict[str, pulumi.Output[str]]()
    if PrivateService.KEYS in services:
        last = private_endpoint(
            scope,
            group,
            "keys",
            subnet=subnet.id,
            target=keys.store,
            service="vault",
            zones={"vaultcore": zones["vaultcore"]},
            after=last,
        )
    if "monitor" in zones:
        joined = _monitor_scope(scope, group)
        last = private_endpoint(
            scope,
            group,
            "monitor",
            subnet=subnet.id,
            target=joined.id,
            service="azuremonitor",
            zones={word: zones[word] for word in MONITOR},
            after=last,
        )
        scopes[SCOPE] = once(joined.id, last)
    return Paths(last, scopes)


def _zone(
    scope: Scope,
    group: resources.ResourceGroup,
    word: str,
    vnet: network.VirtualNetwork,
    after: pulumi.Resource,
) -> pulumi.Output[str]:
    zone = privatedns.PrivateZone(
        scope.child(f"{word}-zone"),
        resource_group_name=group.name,
        private_zone_name=ZONES[word],
        location="Global",
        tags=scope.tags,
        opts=scope.opts(),
    )
    link = privatedns.VirtualNetworkLink(
        scope.child(f"{word}-link"),
        resource_group_name=group.name,
        private_zone_name=zone.name,
        location="Global",
        virtual_network={"id": vnet.id},
        registration_enabled=False,
        tags=scope.tags,
        opts=scope.opts(depends_on=[after]),
    )
    return once(zone.id, link)


def _monitor_scope(scope: Scope, group: resources.ResourceGroup) -> monitor.PrivateLinkScope:
    """Declare what Azure Monitor's resources are joined to; from `regulated` up, they alone.

    Source: https://learn.microsoft.com/azure/azure-monitor/logs/private-link-security
    """
    mode = "PrivateOnly" if scope.env.profile.at_least(Profile.REGULATED) else "Open"
    return monitor.PrivateLinkScope(
        scope.child("monitor-scope"),
        resource_group_name=group.name,
        location="Global",
        access_mode_settings={"ingestion_access_mode": mode, "query_access_mode": mode},
        tags=scope.tags,
        opts=scope.opts(),
    )
