"""What all parts of the shop stand on: groups, keys, network, logs."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import (
    Provider,
    authorization,
    keyvault,
    managedidentity,
    monitor,
    network,
    operationalinsights,
    privatedns,
    resources,
    storage,
)

SUBSCRIPTION = "1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"
TENANT = "3f2e1d0c-9b8a-4776-a554-433221100fed"
LOCATION = "westeurope"
TAGS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}
CRYPTO_USER = (
    f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/"
    "e147488a-f6f5-4113-8e2d-b22465e65bf6"
)


@dataclass
class Base:
    opts: pulumi.ResourceOptions
    kept: pulumi.ResourceOptions
    group: resources.ResourceGroup
    vault: keyvault.Vault
    key: keyvault.Key
    identity: managedidentity.UserAssignedIdentity
    workspace: operationalinsights.Workspace
    network: network.VirtualNetwork
    subnets: dict[str, network.Subnet]

    @property
    def common(self):
        return {
            "resource_group_name": self.group.name,
            "location": LOCATION,
            "tags": TAGS,
        }

    @property
    def assigned(self):
        return {"type": "UserAssigned", "user_assigned_identities": [self.identity.id]}

    @property
    def assigned_by_id(self):
        """As some services want it: an object, keyed by the identity's ID."""
        return {
            "type": "UserAssigned",
            "user_assigned_identities": self.identity.id.apply(lambda id: {id: {}}),
        }


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


def flow_logs(made):
    account = private_account("flowlogs", made)
    watcher = network.NetworkWatcher("shop", **made.common, opts=made.opts)
    network.FlowLog(
        "shop",
        **made.common,
        network_watcher_name=watcher.name,
        target_resource_id=made.network.id,
        storage_id=account.id,
        enabled=True,
        retention_policy={"enabled": True, "days": 400},
        format={"type": "JSON", "version": 2},
        opts=made.opts,
    )


def watched(name, resource, made):
    """Send a resource's logs to the workspace."""
    monitor.DiagnosticSetting(
        f"{name}-logs",
        resource_uri=resource,
        workspace_id=made.workspace.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
        metrics=[{"category": "AllMetrics", "enabled": True}],
        opts=made.opts,
    )


def endpoint(name, resource, kind, zone, made):
    """Give a resource an address inside, and the name that leads there."""
    private = network.PrivateEndpoint(
        f"{name}-{kind}",
        **made.common,
        subnet={"id": made.subnets["endpoints"].id},
        private_link_service_connections=[
            {"name": kind, "private_link_service_id": resource, "group_ids": [kind]}
        ],
        opts=made.opts,
    )
    names = privatedns.PrivateZone(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        location="global",
        private_zone_name=zone,
        tags=TAGS,
        opts=made.opts,
    )
    privatedns.VirtualNetworkLink(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        location="global",
        private_zone_name=names.name,
        virtual_network={"id": made.network.id},
        registration_enabled=False,
        tags=TAGS,
        opts=made.opts,
    )
    network.PrivateDnsZoneGroup(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        private_endpoint_name=private.name,
        private_dns_zone_configs=[{"name": kind, "private_dns_zone_id": names.id}],
        opts=made.opts,
    )


def private_account(name, made, *, lake=False):
    """A storage account under the customer's key, reached from inside alone."""
    account = storage.StorageAccount(
        name,
        **made.common,
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        is_hns_enabled=lake,
        access_tier="Hot",
        identity=made.assigned,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        allow_cross_tenant_replication=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        public_network_access="Disabled",
        network_rule_set={"default_action": "Deny", "bypass": "AzureServices"},
        encryption={
            "key_source": "Microsoft.Keyvault",
            "require_infrastructure_encryption": True,
            "encryption_identity": {"encryption_user_assigned_identity": made.identity.id},
            "key_vault_properties": {
                "key_name": made.key.name,
                "key_vault_uri": made.vault.properties.vault_uri,
            },
        },
        opts=made.kept,
    )
    storage.BlobServiceProperties(
        name,
        resource_group_name=made.group.name,
        account_name=account.name,
        blob_services_name="default",
        is_versioning_enabled=not lake,
        change_feed={"enabled": not lake},
        delete_retention_policy={"enabled": True, "days": 35},
        container_delete_retention_policy={"enabled": True, "days": 35},
        opts=made.opts,
    )
    storage.ManagementPolicy(
        name,
        resource_group_name=made.group.name,
        account_name=account.name,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": "old-versions",
                    "type": "Lifecycle",
                    "enabled": True,
                    "definition": {
                        "filters": {"blob_types": ["blockBlob"]},
                        "actions": {
                            "version": {"delete": {"days_after_creation_greater_than": 90}},
                            "snapshot": {"delete": {"days_after_creation_greater_than": 90}},
                        },
                    },
                }
            ]
        },
        opts=made.opts,
    )
    watched(f"{name}-blob", account.id.apply(lambda id: f"{id}/blobServices/default"), made)
    endpoint(name, account.id, "blob", "privatelink.blob.core.windows.net", made)
    return account
