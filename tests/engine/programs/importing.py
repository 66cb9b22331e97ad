"""A network, a bucket and a key, which may exist already: TAKE holds their IDs, by name."""

import json
import os
from collections.abc import Callable, Mapping

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_gcp as gcp

config = pulumi.Config()
ids: Mapping[str, str] = json.loads(os.environ.get("TAKE", "{}"))
ACCOUNT = "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b"
TENANT = "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e"


def taken(name: str, provider: pulumi.ProviderResource) -> pulumi.ResourceOptions:
    """Return the options of a resource, which import it if its ID is given."""
    return pulumi.ResourceOptions(provider=provider, import_=ids.get(name))


def on_aws() -> list[pulumi.CustomResource]:
    """Declare the three on AWS."""
    provider = aws.Provider("cloud", region="eu-west-1")
    return [
        aws.ec2.Vpc("network", cidr_block="10.1.0.0/16", opts=taken("network", provider)),
        aws.s3.Bucket("bucket", bucket="acme-theirs", opts=taken("bucket", provider)),
        aws.kms.Key("key", description="theirs", opts=taken("key", provider)),
    ]


def on_gcp() -> list[pulumi.CustomResource]:
    """Declare the three on Google Cloud, with the key's ring and what they need."""
    provider = gcp.Provider("cloud", project="acme-dev", region="europe-west4")
    apis = [
        gcp.projects.Service(
            name,
            service=f"{name}.googleapis.com",
            opts=taken(name, provider),
        )
        for name in ("compute", "storage", "cloudkms")
    ]
    needs = pulumi.ResourceOptions(depends_on=apis)

    def opts(name: str) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions.merge(taken(name, provider), needs)

    ring = gcp.kms.KeyRing("ring", name="theirs", location="europe-west4", opts=opts("ring"))
    return [
        *apis,
        ring,
        gcp.compute.Network(
            "network", name="theirs", auto_create_subnetworks=False, opts=opts("network")
        ),
        gcp.storage.Bucket(
            "bucket", name="acme-theirs", location="EUROPE-WEST4", opts=opts("bucket")
        ),
        gcp.kms.CryptoKey("key", name="theirs", key_ring=ring.id, opts=opts("key")),
    ]


def on_azure() -> list[pulumi.CustomResource]:
    """Declare the three on Azure, with the group and the vault that they are in."""
    provider = azure.Provider("cloud", subscription_id=ACCOUNT)
    group = azure.resources.ResourceGroup(
        "group",
        resource_group_name="theirs",
        location="westeurope",
        opts=taken("group", provider),
    )
    vault = azure.keyvault.Vault(
        "vault",
        vault_name="acme-theirs",
        resource_group_name=group.name,
        location="westeurope",
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": azure.keyvault.SkuName.STANDARD},
            "enable_rbac_authorization": True,
            "enable_purge_protection": True,
        },
        opts=taken("vault", provider),
    )
    return [
        group,
        vault,
        azure.network.VirtualNetwork(
            "network",
            virtual_network_name="theirs",
            resource_group_name=group.name,
            location="westeurope",
            address_space={"address_prefixes": ["10.1.0.0/16"]},
            opts=taken("network", provider),
        ),
        azure.storage.StorageAccount(
            "bucket",
            account_name="acmetheirs",
            resource_group_name=group.name,
            location="westeurope",
            kind="StorageV2",
            sku={"name": "Standard_LRS"},
            opts=taken("bucket", provider),
        ),
        azure.keyvault.Key(
            "key",
            key_name="theirs",
            vault_name=vault.name,
            resource_group_name=group.name,
            properties={"kty": "RSA", "key_size": 2048},
            opts=taken("key", provider),
        ),
    ]


BUILDERS: Mapping[str, Callable[[], list[pulumi.CustomResource]]] = {
    "aws": on_aws,
    "gcp": on_gcp,
    "azure": on_azure,
}
for resource in BUILDERS[config.require("cloud")]():
    pulumi.export(resource.pulumi_resource_name, resource.id)
