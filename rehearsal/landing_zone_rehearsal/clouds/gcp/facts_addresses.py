"""Addresses, and the peering with Google's network of managed services.

Source: https://cloud.google.com/vpc/docs/configure-private-services-access
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import (
    COMPUTE,
    COMPUTE_NAME,
    DELETIONS,
    MISSING,
    NETWORK,
    SUBNETWORK,
    in_use,
)

ADDRESSES: Mapping[str, Facts] = {
    "gcp:compute:Address": Facts(
        replaces=(
            *("address", "addressType", "description", "ipCollection", "ipVersion"),
            *("ipv6EndpointType", "name", "network", "networkTier", "prefixLength", "project"),
            *("purpose", "region", "subnetwork"),
        ),
        kept=(
            *("address", "networkTier", "prefixLength", "project", "purpose", "region"),
            "subnetwork",
        ),
        values={
            **DELETIONS,
            "addressType": ("INTERNAL", "EXTERNAL"),
            "ipVersion": ("IPV4", "IPV6"),
            "ipv6EndpointType": ("VM", "NETLB"),
            "networkTier": ("PREMIUM", "STANDARD"),
        },
        formats={"name": COMPUTE_NAME},
        tags="labels",
        refers={"network": NETWORK, "subnetwork": SUBNETWORK},
        scope=Within.WORLD,
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("address"),
    ),
    "gcp:compute:GlobalAddress": Facts(
        replaces=(
            *("address", "addressType", "description", "ipVersion", "name", "network"),
            *("prefixLength", "project", "purpose"),
        ),
        kept=("address", "prefixLength", "project"),
        values={
            **DELETIONS,
            "addressType": ("EXTERNAL", "INTERNAL"),
            "ipVersion": ("IPV4", "IPV6"),
            "purpose": ("VPC_PEERING", "PRIVATE_SERVICE_CONNECT"),
        },
        bounds={"prefixLength": (8, 96)},
        formats={"name": COMPUTE_NAME},
        tags="labels",
        refers={"network": NETWORK},
        scope=Within.ACCOUNT,
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("address"),
    ),
    "gcp:servicenetworking:Connection": Facts(
        replaces=("network", "service"),
        values={"deletionPolicy": (*DELETIONS["deletionPolicy"], "REMOVE_PEERING")},
        refers={
            "network": NETWORK,
            "reservedPeeringRanges[]": To("gcp:compute:GlobalAddress", by=("name",), holds=True),
        },
        scope=Within.WORLD,
        api="servicenetworking.googleapis.com",
        conflict="googleapi: Error 400: Cannot modify allocated ranges in CreateConnection."
        " Please use UpdateConnection., failedPrecondition",
    ),
}
"""Addresses, and the peering with Google's network of managed services."""
