"""What Google Cloud answers about networks, addresses, firewalls and names."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind

from .answers_forms import (
    COMPUTE,
    CREATED,
    DELETED,
    FINGERPRINT,
    GLOBAL,
    LABELLED,
    PROJECT,
    in_a_region,
    in_all_regions,
)

POLICY = f"{GLOBAL}/firewallPolicies/{{_last:firewallPolicy}}"

IDLE = {
    "icmpIdleTimeoutSec": 30,
    "tcpEstablishedIdleTimeoutSec": 1200,
    "tcpTimeWaitTimeoutSec": 120,
    "tcpTransitoryIdleTimeoutSec": 30,
    "udpIdleTimeoutSec": 30,
}
"""Seconds after which a gateway forgets a connection.

Source: https://cloud.google.com/nat/docs/tune-nat-configuration
"""

NETWORKS: Mapping[str, Kind] = {
    "gcp:compute:Network": in_all_regions(
        "networks",
        networkId="{_number:19}",
        numericId="{_number:19}",
        autoCreateSubnetworks=True,
        bgpAlwaysCompareMed=False,
        bgpBestPathSelectionMode="LEGACY",
        deleteBgpAlwaysCompareMed=False,
        deleteDefaultRoutesOnCreate=False,
        gatewayIpv4="",
        internalIpv6Range="",
        mtu=1460,
        networkFirewallPolicyEnforcementOrder="AFTER_CLASSIC_FIREWALL",
        routingMode="REGIONAL",
    ),
    "gcp:compute:Subnetwork": in_a_region(
        "subnetworks",
        **{"logConfig.filterExpr": "{logConfig.filterExpr|=true}"},
        allowSubnetCidrRoutesOverlap=False,
        externalIpv6Prefix="",
        fingerprint=FINGERPRINT,
        gatewayAddress="10.0.0.1",
        internalIpv6Prefix="",
        ipv6CidrRange="",
        ipv6GceEndpoint="",
        privateIpGoogleAccess=False,
        privateIpv6GoogleAccess="DISABLE_GOOGLE_ACCESS",
        purpose="PRIVATE",
        stackType="IPV4_ONLY",
        state="READY",
        subnetworkId="{_number:18}",
    ),
    "gcp:compute:Route": in_all_regions(
        "routes",
        asPaths=[],
        nextHopHub="",
        nextHopInterRegionCost="",
        nextHopMed="",
        nextHopNetwork="",
        nextHopOrigin="",
        nextHopPeering="",
        priority=1000,
        routeStatus="ACTIVE",
        routeType="STATIC",
        warnings=[],
    ),
    "gcp:compute:Router": in_a_region("routers", encryptedInterconnectRouter=False),
    "gcp:compute:RouterNat": Kind(
        id="{_account}/{_region}/{router}/{name}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            **IDLE,
            "region": "{_region}",
            "autoNetworkTier": "PREMIUM",
            "drainNatIps": [],
            "enableDynamicPortAllocation": False,
            "enableEndpointIndependentMapping": False,
            "endpointTypes": ["ENDPOINT_TYPE_VM"],
            "minPortsPerVm": 64,
            "type": "PUBLIC",
        },
    ),
    "gcp:compute:Address": in_a_region(
        "addresses",
        **LABELLED,
        address="34.90.{_number:2}.{_number:2:=host}",
        addressId="{_number:19}",
        addressType="EXTERNAL",
        ipVersion="IPV4",
        labelFingerprint=FINGERPRINT,
        networkTier="PREMIUM",
        prefixLength=0,
        users=[],
    ),
    "gcp:compute:GlobalAddress": in_all_regions(
        "addresses",
        **LABELLED,
        address="34.110.{_number:2}.{_number:2:=host}",
        addressType="EXTERNAL",
        ipVersion="IPV4",
        labelFingerprint=FINGERPRINT,
    ),
    "gcp:servicenetworking:Connection": Kind(
        id="{network}:{service}",
        outputs={**DELETED, "peering": "servicenetworking-googleapis-com"},
    ),
}
"""Networks, what lies in them, and the peering with Google's."""

FIREWALLS: Mapping[str, Kind] = {
    "gcp:compute:NetworkFirewallPolicy": in_all_regions(
        "firewallPolicies",
        networkFirewallPolicyId="{_number:12}",
        fingerprint=FINGERPRINT,
        policyType="VPC_POLICY",
        ruleTupleCount=0,
        selfLinkWithId=f"{COMPUTE}/{GLOBAL}/firewallPolicies/{{_number:12}}",
    ),
    "gcp:compute:NetworkFirewallPolicyAssociation": Kind(
        id=f"{POLICY}/associations/{{name}}",
        name="name",
        outputs={**PROJECT, **DELETED, "shortName": "{_last:firewallPolicy}"},
    ),
    "gcp:compute:NetworkFirewallPolicyRule": Kind(
        id=f"{POLICY}/rules/{{priority}}",
        outputs={
            **PROJECT,
            **DELETED,
            "creationTimestamp": CREATED,
            "disabled": False,
            "enableLogging": False,
            "kind": "compute#firewallPolicyRule",
            "ruleTupleCount": 2,
            "targetType": "INSTANCES",
        },
    ),
}
"""A firewall policy, its rules and what it is for."""

NAMES: Mapping[str, Kind] = {
    "gcp:dns:ManagedZone": Kind(
        id="projects/{_account}/managedZones/{name}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            **LABELLED,
            "cloudLoggingConfig": {"enableLogging": False},
            "creationTime": CREATED,
            "description": "Managed by Pulumi",
            "forceDestroy": False,
            "managedZoneId": "{_number:19}",
            "nameServers": ["ns-gcp-private.googledomains.com."],
            "visibility": "public",
        },
    ),
    "gcp:dns:RecordSet": Kind(
        id="projects/{_account}/managedZones/{managedZone}/rrsets/{name}/{type}",
        outputs={**PROJECT, **DELETED},
    ),
}
"""Zones and their records."""
