"""How the network on Google Cloud is closed: firewall, private names and peering."""

from tests.promises.table import (
    Expected,
    has,
    is_between,
    is_missing,
    says,
    says_all,
)
from tests.zones import FULL

NETWORK = "gcp:compute/network:Network"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
NAT = "gcp:compute/routerNat:RouterNat"
ROUTE = "gcp:compute/route:Route"
RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
FIREWALL_ON = "gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation"
ZONE = "gcp:dns/managedZone:ManagedZone"
RECORD = "gcp:dns/recordSet:RecordSet"
DATABASE_RANGE = "gcp:compute/globalAddress:GlobalAddress"
PEERING = "gcp:servicenetworking/connection:Connection"
AGENT = "gcp:projects/serviceIdentity:ServiceIdentity"

RESTRICTED_RANGE = "199.36.153.4/30"
"""The addresses of restricted.googleapis.com, which serve Google's interfaces and nothing else.

Source: https://cloud.google.com/vpc/docs/configure-private-google-access#domain-options
"""
RESTRICTED = tuple(f"199.36.153.{n}" for n in range(4, 8))


def allows(direction: str, to: Expected, *, logged: bool) -> Expected:
    """Expect a firewall rule that comes before all that deny."""
    return {
        "action": "allow",
        "direction": direction,
        "priority": is_between(1, 60_000),
        "enableLogging": logged,
        "firewallPolicy": says("{id:ai-network-firewall}"),
        **to,
    }


def denies_rest(direction: str, side: str) -> Expected:
    """Expect the last rule of a direction, which logs and denies whatever comes to it."""
    return {
        "action": "deny",
        "direction": direction,
        "priority": is_between(65_000, 65_535),
        "enableLogging": True,
        "firewallPolicy": says("{id:ai-network-firewall}"),
        f"match.{side}IpRanges": ["0.0.0.0/0"],
        "match.layer4Configs": has({"all": {"ports": is_missing}}, by="ipProtocol"),
    }


HTTPS: Expected = {"match.layer4Configs": has({"tcp": {"ports": ["443"]}}, by="ipProtocol")}
ANY_PORT: Expected = {"match.layer4Configs": has({"all": {}}, by="ipProtocol")}

FIREWALL: dict[str, Expected] = {
    f"{RULE} ai-network-in-internal": allows(
        "INGRESS",
        {
            "match.srcIpRanges": says_all(
                "{ipCidrRange:ai-network-nodes}",
                "{secondaryIpRanges.0.ipCidrRange:ai-network-nodes}",
            ),
            **ANY_PORT,
        },
        logged=False,
    ),
    f"{RULE} ai-network-in-rest": denies_rest("INGRESS", "src"),
    f"{RULE} ai-network-out-internal": allows(
        "EGRESS", {"match.destIpRanges": ["10.0.0.0/16"], **ANY_PORT}, logged=False
    ),
    f"{RULE} ai-network-out-google": allows(
        "EGRESS", {"match.destIpRanges": [RESTRICTED_RANGE], **HTTPS}, logged=False
    ),
    f"{RULE} ai-network-out-domains-0": allows(
        "EGRESS",
        {"match.destFqdns": says_all(*FULL["network"]["egress_allow"]), **HTTPS},
        logged=True,
    ),
    f"{RULE} ai-network-out-rest": denies_rest("EGRESS", "dest"),
}


def private_name(zone: str, *, entry: str) -> dict[str, Expected]:
    """Expect that all names of a domain lead to the private addresses."""
    domain = zone.replace("-", ".")
    return {
        f"{ZONE} ai-network-{zone}": {
            "dnsName": f"{domain}.",
            "visibility": "private",
            "peeringConfig": is_missing,
            "privateVisibilityConfig.networks": has({"{id:ai-network-vpc}": {}}, by="networkUrl"),
        },
        f"{RECORD} ai-network-{zone}-a": {
            "managedZone": says(f"{{name:ai-network-{zone}}}"),
            "name": f"{entry}.",
            "type": "A",
            "rrdatas": says_all(*RESTRICTED),
        },
        f"{RECORD} ai-network-{zone}-all": {
            "managedZone": says(f"{{name:ai-network-{zone}}}"),
            "name": f"*.{domain}.",
            "type": "CNAME",
            "rrdatas": [f"{entry}."],
        },
    }


CLOSED: dict[str, Expected] = {
    NETWORK: {
        "autoCreateSubnetworks": False,
        "networkFirewallPolicyEnforcementOrder": "AFTER_CLASSIC_FIREWALL",
    },
    f"{SUBNET} ai-network-.*": {"privateIpGoogleAccess": True, "stackType": "IPV4_ONLY"},
    f"{FIREWALL_ON} ai-network-.*": {
        "firewallPolicy": says("{id:ai-network-firewall}"),
        "attachmentTarget": says("{id:ai-network-vpc}"),
    },
    **FIREWALL,
    ROUTE: {
        "destRange": RESTRICTED_RANGE,
        "nextHopGateway": "default-internet-gateway",
        "network": says("{id:ai-network-vpc}"),
    },
    **private_name("googleapis-com", entry="restricted.googleapis.com"),
    **private_name("gcr-io", entry="gcr.io"),
    **private_name("pkg-dev", entry="pkg.dev"),
    DATABASE_RANGE: {
        "addressType": "INTERNAL",
        "purpose": "VPC_PEERING",
        "network": says("{id:ai-network-vpc}"),
    },
    PEERING: {
        "network": says("{id:ai-network-vpc}"),
        "service": "servicenetworking.googleapis.com",
        "reservedPeeringRanges": says_all("{name:ai-network-databases}"),
    },
}
"""Everything that keeps the network to itself."""
