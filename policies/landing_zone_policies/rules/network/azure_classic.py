"""What the internet reaches on Azure, as the classic provider declares it, with its own defaults.

Source: https://www.pulumi.com/registry/packages/azure/api-docs/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, either, need
from landing_zone_policies.rules.network.reach import NAMED
from landing_zone_policies.wanted import absent, false, given, not_true, one_of, true

ACCOUNT = "azure:storage:Account"
CLUSTER = "azure:containerservice:KubernetesCluster"
POSTGRES = "azure:postgresql:FlexibleServer"
MYSQL = "azure:mysql:FlexibleServer"
OPEN_BY_DEFAULT = (
    "azure:mssql:Server",
    "azure:postgresql:Server",
    "azure:mysql:Server",
    "azure:mariadb:Server",
    "azure:redis:Cache",
    "azure:cosmosdb:Account",
    "azure:synapse:Workspace",
    "azure:kusto:Cluster",
)
"""Databases that are public unless their program says otherwise."""

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-03": (
        need(ACCOUNT, "allowNestedItemsToBePublic", false),
        either(
            need(ACCOUNT, "publicNetworkAccessEnabled", false),
            need(ACCOUNT, "networkRules.defaultAction", one_of("Deny")),
        ),
        need("azure:storage:Container", "containerAccessType", one_of("private").or_missing()),
    ),
    "NET-04": (
        need(OPEN_BY_DEFAULT, "publicNetworkAccessEnabled", false),
        need("azure:mssql:ManagedInstance", "publicDataEndpointEnabled", not_true),
        either(
            need(POSTGRES, "publicNetworkAccessEnabled", false),
            need(POSTGRES, "delegatedSubnetId", given),
        ),
        either(
            need(MYSQL, "publicNetworkAccess", one_of("Disabled")),
            need(MYSQL, "delegatedSubnetId", given),
        ),
    ),
    "NET-05": (
        either(
            need(CLUSTER, "privateClusterEnabled", true),
            need(CLUSTER, "apiServerAccessProfile.authorizedIpRanges[]", NAMED),
        ),
    ),
    "NET-06": (
        need("azure:network:NetworkInterface", "ipConfigurations[].publicIpAddressId", absent),
    ),
}
