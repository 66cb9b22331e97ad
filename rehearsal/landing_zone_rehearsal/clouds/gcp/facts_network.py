"""Networks and what lies in them.

What replaces was read from the provider's own schemas. Refusals:
https://cloud.google.com/vpc/docs/subnets, https://cloud.google.com/nat/docs/nat-rules-overview
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.conditions import leaves_its_range
from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import (
    ADDRESS,
    COMPUTE,
    COMPUTE_NAME,
    DELETIONS,
    MISSING,
    NETWORK,
    SUBNETWORK,
    in_use,
)

NETWORKS: Mapping[str, Facts] = {
    "gcp:compute:Network": Facts(
        replaces=(
            *("autoCreateSubnetworks", "description", "internalIpv6Range", "name"),
            *("networkProfile", "params.**", "project"),
        ),
        kept=(
            *("bgpAlwaysCompareMed", "bgpBestPathSelectionMode", "bgpInterRegionCost"),
            *("internalIpv6Range", "mtu", "project", "routingMode"),
        ),
        values={
            **DELETIONS,
            "bgpBestPathSelectionMode": ("LEGACY", "STANDARD"),
            "bgpInterRegionCost": ("DEFAULT", "ADD_COST_TO_MED"),
            "networkFirewallPolicyEnforcementOrder": (
                "BEFORE_CLASSIC_FIREWALL",
                "AFTER_CLASSIC_FIREWALL",
            ),
            "routingMode": ("REGIONAL", "GLOBAL"),
        },
        bounds={"mtu": (1300, 8896)},
        formats={"name": COMPUTE_NAME},
        cidrs=("internalIpv6Range",),
        scope=Within.WORLD,
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("network"),
    ),
    "gcp:compute:Subnetwork": Facts(
        replaces=(
            *("description", "externalIpv6Prefix", "internalIpv6Prefix", "name", "network"),
            *("params.**", "project", "region", "reservedInternalRange", "resolveSubnetMask"),
        ),
        replaces_when={"ipCidrRange": leaves_its_range},
        fixed=("ipCollection", "ipv6AccessType"),
        kept=(
            *("allowSubnetCidrRoutesOverlap", "externalIpv6Prefix", "internalIpv6Prefix"),
            *("ipCidrRange", "privateIpGoogleAccess", "privateIpv6GoogleAccess", "project"),
            *("purpose", "region", "secondaryIpRanges", "secondaryIpRanges[].ipCidrRange"),
            *("secondaryIpRanges[].ipVersion", "stackType"),
        ),
        values={
            **DELETIONS,
            "ipv6AccessType": ("EXTERNAL", "INTERNAL"),
            "logConfig.aggregationInterval": (
                *("INTERVAL_5_SEC", "INTERVAL_30_SEC", "INTERVAL_1_MIN"),
                *("INTERVAL_5_MIN", "INTERVAL_10_MIN", "INTERVAL_15_MIN"),
            ),
            "logConfig.metadata": (
                "EXCLUDE_ALL_METADATA",
                "INCLUDE_ALL_METADATA",
                "CUSTOM_METADATA",
            ),
            "resolveSubnetMask": (
                *("ARP_ALL_RANGES", "ARP_PRIMARY_RANGE", "ARP_BROADCAST_PRIMARY_RANGE"),
                "ARP_BROADCAST_PRIMARY_RANGE_WITH_LEARNING",
            ),
            "role": ("ACTIVE", "BACKUP"),
            "secondaryIpRanges[].ipVersion": ("IPV4", "IPV6"),
            "stackType": ("IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"),
        },
        bounds={"logConfig.flowSampling": (0, 1)},
        formats={"name": COMPUTE_NAME, "secondaryIpRanges[].rangeName": COMPUTE_NAME},
        cidrs=("ipCidrRange", "secondaryIpRanges[].ipCidrRange"),
        refers={"network": NETWORK},
        scope=Within.WORLD,
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("subnetwork"),
    ),
    "gcp:compute:Route": Facts(
        replaces=(
            *("description", "destRange", "name", "network", "nextHopGateway", "nextHopIlb"),
            *("nextHopInstance", "nextHopInstanceZone", "nextHopIp", "nextHopVpnTunnel"),
            *("params.**", "priority", "project", "tags"),
        ),
        kept=("nextHopInstanceZone", "nextHopIp", "project"),
        values=DELETIONS,
        bounds={"priority": (0, 65535)},
        formats={"name": COMPUTE_NAME},
        cidrs=("destRange",),
        refers={"network": NETWORK},
        scope=Within.WORLD,
        api=COMPUTE,
    ),
    "gcp:compute:Router": Facts(
        replaces=(
            *("encryptedInterconnectRouter", "name", "nccGateway", "network", "params"),
            *("project", "region"),
        ),
        kept=("bgp.identifierRange", "project", "region"),
        values={**DELETIONS, "bgp.advertiseMode": ("DEFAULT", "CUSTOM")},
        bounds={"bgp.keepaliveInterval": (20, 60)},
        formats={"name": COMPUTE_NAME},
        cidrs=("bgp.advertisedIpRanges[].range",),
        refers={"network": NETWORK},
        scope=Within.REGION,
        api=COMPUTE,
        missing=MISSING,
    ),
    "gcp:compute:RouterNat": Facts(
        replaces=("endpointTypes", "initialNatIps", "name", "project", "region", "router", "type"),
        kept=(
            *("autoNetworkTier", "drainNatIps", "enableDynamicPortAllocation"),
            *("enableEndpointIndependentMapping", "endpointTypes", "minPortsPerVm", "natIps"),
            *("project", "region", "rules[].action"),
        ),
        values={
            **DELETIONS,
            "autoNetworkTier": ("PREMIUM", "STANDARD"),
            "logConfig.filter": ("ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"),
            "natIpAllocateOption": ("MANUAL_ONLY", "AUTO_ONLY"),
            "sourceSubnetworkIpRangesToNat": (
                *("ALL_SUBNETWORKS_ALL_IP_RANGES", "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES"),
                "LIST_OF_SUBNETWORKS",
            ),
            "sourceSubnetworkIpRangesToNat64": ("ALL_IPV6_SUBNETWORKS", "LIST_OF_IPV6_SUBNETWORKS"),
            "subnetworks[].sourceIpRangesToNats[]": (
                *("ALL_IP_RANGES", "PRIMARY_IP_RANGE", "LIST_OF_SECONDARY_IP_RANGES"),
            ),
            "type": ("PUBLIC", "PRIVATE"),
        },
        bounds={"rules[].ruleNumber": (0, 65000), "minPortsPerVm": (2, 65536)},
        formats={"name": COMPUTE_NAME},
        refers={
            "router": To("gcp:compute:Router", by=("name",)),
            "natIps[]": ADDRESS,
            "drainNatIps[]": ADDRESS,
            "initialNatIps[]": ADDRESS,
            "subnetworks[].name": SUBNETWORK,
            "nat64Subnetworks[].name": SUBNETWORK,
        },
        scope=Within.WORLD,
        api=COMPUTE,
    ),
}
"""The network, its subnetworks, its routes and its gateway."""
