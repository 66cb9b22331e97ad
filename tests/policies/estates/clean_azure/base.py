"""What all parts of the shop stand on: group, key, network, logs."""

import pulumi
from pulumi_azure_native import (
    Provider,
    authorization,
    keyvault,
    managedidentity,
    network,
    operationalinsights,
    resources,
)

from tests.policies.estates.clean_azure.accounts import flow_logs
from tests.policies.estates.clean_azure.names import LOCATION, SUBSCRIPTION, TAGS, TENANT, Base
from tests.policies.estates.clean_azure.ways import endpoint, watched

CRYPTO_USER = (
    f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/"
    "e147488a-f6f5-4113-8e2d-b22465e65bf6"
)


def base() -> Base:
    provider = Provider("shop", subscription_id=SUBSCRIPTION, location=LOCATION)
    opts = pulumi.ResourceOptions(provider=provider)
    kept = pulumi.ResourceOptions(provider=provider, protect=True)
    group = resources.ResourceGroup("shop", location=LOCATION, tags=TAGS, opts=kept)
    common = {"resource_group_name": group.name, "location": LOCATION, "tags": TAGS}
    workspace = operationalinsights.Workspace(
        "logs",
        **common,
        sku={"name": "PerGB2018"},
        retention_in_days=400,
        public_network_access_for_ingestion="Disabled",
        public_network_access_for_query="Disabled",
        features={"disable_local_auth": True},
        opts=kept,
    )
    identity = managedidentity.UserAssignedIdentity("keys", **common, opts=opts)
    vault, key = keys(common, opts, kept)
    authorization.RoleAssignment(
        "keys",
        scope=vault.id,
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        role_definition_id=CRYPTO_USER,
        opts=opts,
    )
    vnet, subnets = networks(common, opts)
    made = Base(opts, kept, group, vault, key, identity, workspace, vnet, subnets)
    watched("vault", vault.id, made)
    endpoint("vault", vault.id, "vault", "privatelink.vaultcore.azure.net", made)
    flow_logs(made)
    return made


def keys(common, opts, kept):
    vault = keyvault.Vault(
        "shop",
        **common,
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": "premium"},
            "enable_rbac_authorization": True,
            "enable_soft_delete": True,
            "soft_delete_retention_in_days": 90,
            "enable_purge_protection": True,
            "public_network_access": "Disabled",
            "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
        },
        opts=kept,
    )
    key = keyvault.Key(
        "shop",
        resource_group_name=common["resource_group_name"],
        vault_name=vault.name,
        tags=TAGS,
        properties={
            "kty": "RSA-HSM",
            "key_size": 3072,
            "key_ops": ["wrapKey", "unwrapKey"],
            "attributes": {"enabled": True},
            "rotation_policy": {
                "attributes": {"expiry_time": "P1Y"},
                "lifetime_actions": [
                    {"action": {"type": "rotate"}, "trigger": {"time_after_create": "P180D"}},
                    {"action": {"type": "notify"}, "trigger": {"time_before_expiry": "P30D"}},
                ],
            },
        },
        opts=kept,
    )
    return vault, key


def networks(common, opts):
    nsg = network.NetworkSecurityGroup(
        "shop",
        **common,
        security_rules=[
            {
                "name": "deny-internet",
                "priority": 4000,
                "direction": "Inbound",
                "access": "Deny",
                "protocol": "*",
                "source_address_prefix": "Internet",
                "source_port_range": "*",
                "destination_address_prefix": "*",
                "destination_port_range": "*",
            }
        ],
        opts=opts,
    )
    gateway = network.NatGateway(
        "shop",
        **common,
        sku={"name": "Standard"},
        public_ip_addresses=[
            {
                "id": network.PublicIPAddress(
                    "nat",
                    **common,
                    sku={"name": "Standard"},
                    public_ip_allocation_method="Static",
                    opts=opts,
                ).id
            }
        ],
        opts=opts,
    )
    vnet = network.VirtualNetwork(
        "shop",
        **common,
        address_space={"address_prefixes": ["10.60.0.0/16"]},
        opts=opts,
    )
    services = {
        "database": "Microsoft.DBforPostgreSQL/flexibleServers",
        "web": "Microsoft.App/environments",
    }
    subnets = {}
    for index, name in enumerate(("endpoints", "database", "web", "nodes", "gateway", "training")):
        subnets[name] = network.Subnet(
            name,
            resource_group_name=common["resource_group_name"],
            virtual_network_name=vnet.name,
            address_prefix=f"10.60.{index * 16}.0/20",
            network_security_group={"id": nsg.id},
            nat_gateway={"id": gateway.id} if name in ("nodes", "web", "training") else None,
            default_outbound_access=False,
            private_endpoint_network_policies="Enabled",
            delegations=[{"name": name, "service_name": services[name]}]
            if name in services
            else None,
            opts=opts,
        )
    return vnet, subnets
