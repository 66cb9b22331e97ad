"""Records of a network's traffic on Azure, in an account of their own."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import managedidentity, monitor, network, resources, storage

from landing_zone.baseline.azure_private import private_endpoint
from landing_zone.baseline.azure_roles import assign_role, built_in
from landing_zone.baseline.azure_storage import log_account
from landing_zone.core import Scope
from landing_zone.keys.spec import KeysOutputs

WATCHER_GROUP = "NetworkWatcherRG"
"""Where Azure puts the one network watcher that a subscription has in each region.

It makes `NetworkWatcher_REGION` there by itself with the first network of a region, so it is used
and not declared: a second one is refused. In a subscription that has opted out
(`DisableNetworkWatcherAutocreation`) or keeps its watchers elsewhere, a deployment stops at the
flow log, whose parent is not found, with everything else in place; no network stays unrecorded in
silence. Run this once and deploy again:

    az network watcher configure --enabled true --locations REGION --resource-group NetworkWatcherRG

Sources: https://learn.microsoft.com/azure/network-watcher/network-watcher-create,
https://learn.microsoft.com/cli/azure/network/watcher#az-network-watcher-configure
"""

FIREWALL_LOGS = (
    "AZFWApplicationRule",
    "AZFWNetworkRule",
    "AZFWThreatIntel",
    "AZFWDnsQuery",
    "AZFWFqdnResolveFailure",
)
"""Source: https://learn.microsoft.com/azure/firewall/monitor-firewall-reference"""


def record_traffic(
    scope: Scope,
    group: resources.ResourceGroup,
    vnet: network.VirtualNetwork,
    *,
    days: int,
    keys: KeysOutputs,
    subnet: network.Subnet,
    zones: Mapping[str, pulumi.Output[str]],
    firewall: network.AzureFirewall | None,
    after: pulumi.Resource,
) -> pulumi.Resource:
    """Declare the records of what passed, and return the last change of the endpoints' subnet.

    The account is closed, so people read it through an endpoint where the network has the names.
    """
    account = log_account(scope, group, keys=keys, days=days, waiting_for=after.urn)
    _flow_log(scope, group, vnet, account, after)
    if firewall:
        _firewall_log(scope, firewall, account)
    if "blob" not in zones:
        return after
    return private_endpoint(
        scope,
        group,
        "logs",
        subnet=subnet.id,
        target=account.id,
        service="blob",
        zones={"blob": zones["blob"]},
        after=after,
    )


def _flow_log(
    scope: Scope,
    group: resources.ResourceGroup,
    vnet: network.VirtualNetwork,
    account: storage.StorageAccount,
    after: pulumi.Resource,
) -> network.FlowLog:
    """Declare the flow log; it writes as an identity, for the account knows no shared keys.

    Retention is the account's: a flow log that keeps its own overwrites the account's policy.

    Sources: https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview,
    https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
    """
    writer = managedidentity.UserAssignedIdentity(
        scope.child("flow-log-identity"),
        resource_group_name=group.name,
        location=scope.env.region,
        tags=scope.tags,
        opts=scope.opts(),
    )
    may_write = assign_role(
        scope,
        "flow-log-writes",
        role=built_in(scope.env, "Storage Blob Data Contributor"),
        on=account.id,
        to=writer.principal_id,
        kind="ServicePrincipal",
    )
    return network.FlowLog(
        scope.child("flow-log"),
        resource_group_name=WATCHER_GROUP,
        network_watcher_name=f"NetworkWatcher_{scope.env.region}",
        location=scope.env.region,
        target_resource_id=vnet.id,
        storage_id=account.id,
        enabled=True,
        format={"type": "JSON", "version": 2},
        retention_policy={"enabled": False, "days": 0},
        identity={
            "type": network.ResourceIdentityType.USER_ASSIGNED,
            "user_assigned_identities": [writer.id],
        },
        tags=scope.tags,
        opts=scope.opts(depends_on=[may_write, after]),
    )


def _firewall_log(
    scope: Scope, firewall: network.AzureFirewall, account: storage.StorageAccount
) -> monitor.DiagnosticSetting:
    return monitor.DiagnosticSetting(
        scope.child("firewall-log"),
        resource_uri=firewall.id,
        storage_account_id=account.id,
        logs=[{"category": category, "enabled": True} for category in FIREWALL_LOGS],
        opts=scope.opts(),
    )
