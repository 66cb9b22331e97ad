"""What was built elsewhere on each cloud, for components that are used alone."""

from typing import Any

from landing_zone import DataLakeOutputs, KeysOutputs, NetworkOutputs, Purpose

LAYERS = ("raw", "models")

SUBSCRIPTION = "/subscriptions/0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b/resourceGroups/theirs/providers"
RING = "projects/acme-prod/locations/europe-west4/keyRings/theirs"
ACCOUNT = f"{SUBSCRIPTION}/Microsoft.Storage/storageAccounts/theirs"
VNET = f"{SUBSCRIPTION}/Microsoft.Network/virtualNetworks/theirs"
ZONES = f"{SUBSCRIPTION}/Microsoft.Network/privateDnsZones/privatelink"

KEY_IDS = {
    "aws": "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-{purpose}",
    "gcp": f"{RING}/cryptoKeys/{{purpose}}",
    "azure": "https://theirs.vault.azure.net/keys/{purpose}",
}
STORES = {
    "aws": "arn:aws:kms:eu-west-1:123456789012",
    "gcp": RING,
    "azure": f"{SUBSCRIPTION}/Microsoft.KeyVault/vaults/theirs",
}
BUCKETS = {
    "aws": "arn:aws:s3:::theirs-{layer}",
    "gcp": "theirs-{layer}",
    "azure": f"{ACCOUNT}/blobServices/default/containers/{{layer}}",
}
NETWORKS: dict[str, dict[str, Any]] = {
    "aws": {
        "id": "vpc-theirs",
        "subnet": "subnet-theirs",
        "services": {"storage": {"s3": "vpce-theirs"}},
    },
    "gcp": {
        "id": "projects/acme-prod/global/networks/theirs",
        "subnet": "projects/acme-prod/regions/europe-west4/subnetworks/theirs",
        "services": {"storage": {"googleapis.com": "theirs"}},
    },
    "azure": {
        "id": VNET,
        "subnet": f"{VNET}/subnets/theirs",
        "services": {
            "storage": {
                "blob": f"{ZONES}.blob.core.windows.net",
                "dfs": f"{ZONES}.dfs.core.windows.net",
            },
        },
    },
}


def keys(cloud: str) -> KeysOutputs:
    """Return keys that somebody else made."""
    ids = {purpose.value: KEY_IDS[cloud].format(purpose=purpose.value) for purpose in Purpose}
    return KeysOutputs.existing(ids=ids, store=STORES[cloud])


def network(cloud: str) -> NetworkOutputs:
    """Return a network that somebody else made."""
    theirs = NETWORKS[cloud]
    return NetworkOutputs.existing(
        id=theirs["id"],
        node_subnets=[theirs["subnet"]],
        pod_subnets=[],
        endpoint_subnets=[theirs["subnet"]],
        database_subnets=[],
        cidrs={"network": "10.8.0.0/16"},
        private_services=theirs["services"],
        egress_ips=[],
    )


def lake(cloud: str) -> DataLakeOutputs:
    """Return a lake that somebody else made."""
    return DataLakeOutputs.existing(
        uris={layer: f"theirs://{layer}" for layer in LAYERS},
        ids={layer: BUCKETS[cloud].format(layer=layer) for layer in LAYERS},
        key=KEY_IDS[cloud].format(purpose="data"),
        access_log="",
    )
