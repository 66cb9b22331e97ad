"""What runs in the shop, and how it is backed up."""

from pulumi_azure_native import app, dataprotection, managedidentity, network

from tests.policies.estates.clean_azure.names import IMAGE
from tests.policies.estates.clean_azure.ways import watched


def containers(made):
    identity = managedidentity.UserAssignedIdentity("web", **made.common, opts=made.opts)
    environment = app.ManagedEnvironment(
        "web",
        **made.common,
        zone_redundant=True,
        public_network_access="Disabled",
        vnet_configuration={
            "internal": True,
            "infrastructure_subnet_id": made.subnets["web"].id,
        },
        app_logs_configuration={"destination": "azure-monitor"},
        peer_authentication={"mtls": {"enabled": True}},
        peer_traffic_configuration={"encryption": {"enabled": True}},
        workload_profiles=[{"name": "Consumption", "workload_profile_type": "Consumption"}],
        opts=made.opts,
    )
    watched("web", environment.id, made)
    app.ContainerApp(
        "web",
        **made.common,
        managed_environment_id=environment.id,
        identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
        configuration={
            "active_revisions_mode": "Single",
            "ingress": {
                "external": False,
                "allow_insecure": False,
                "target_port": 8443,
                "transport": "auto",
            },
            "registries": [{"server": "acmeshop.azurecr.io", "identity": identity.id}],
            "secrets": [
                {
                    "name": "payment",
                    "key_vault_url": "https://shop.vault.azure.net/secrets/payment",
                    "identity": identity.id,
                }
            ],
        },
        template={
            "containers": [
                {
                    "name": "web",
                    "image": IMAGE,
                    "resources": {"cpu": 1, "memory": "2Gi"},
                    "env": [{"name": "PAYMENT_TOKEN", "secret_ref": "payment"}],
                }
            ],
            "scale": {"min_replicas": 2, "max_replicas": 20},
        },
        opts=made.opts,
    )


def entrance(made):
    address = network.PublicIPAddress(
        "entrance",
        **made.common,
        sku={"name": "Standard"},
        public_ip_allocation_method="Static",
        zones=["1", "2", "3"],
        opts=made.opts,
    )
    policy = network.WebApplicationFirewallPolicy(
        "entrance",
        **made.common,
        policy_settings={"mode": "Prevention", "state": "Enabled"},
        managed_rules={
            "managed_rule_sets": [
                {"rule_set_type": "Microsoft_DefaultRuleSet", "rule_set_version": "2.1"}
            ]
        },
        opts=made.opts,
    )
    gateway = network.ApplicationGateway(
        "entrance",
        **made.common,
        zones=["1", "2", "3"],
        sku={"name": "WAF_v2", "tier": "WAF_v2"},
        autoscale_configuration={"min_capacity": 2, "max_capacity": 6},
        firewall_policy={"id": policy.id},
        identity=made.assigned,
        ssl_policy={"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101S"},
        ssl_certificates=[
            {
                "name": "shop",
                "key_vault_secret_id": "https://shop.vault.azure.net/secrets/certificate",
            }
        ],
        gateway_ip_configurations=[
            {"name": "gateway", "subnet": {"id": made.subnets["gateway"].id}}
        ],
        frontend_ip_configurations=[{"name": "public", "public_ip_address": {"id": address.id}}],
        frontend_ports=[{"name": "https", "port": 443}],
        backend_address_pools=[
            {"name": "web", "backend_addresses": [{"fqdn": "web.internal.example.com"}]}
        ],
        backend_http_settings_collection=[
            {"name": "https", "port": 443, "protocol": "Https", "cookie_based_affinity": "Disabled"}
        ],
        http_listeners=[{"name": "https", "protocol": "Https"}],
        request_routing_rules=[{"name": "all", "rule_type": "Basic", "priority": 100}],
        opts=made.opts,
    )
    watched("entrance", gateway.id, made)


def backups(made):
    vault = dataprotection.BackupVault(
        "backups",
        **made.common,
        identity={"type": "SystemAssigned"},
        properties={
            "storage_settings": [{"type": "ZoneRedundant", "datastore_type": "VaultStore"}],
            "security_settings": {
                "immutability_settings": {"state": "Locked"},
                "soft_delete_settings": {"state": "AlwaysOn", "retention_duration_in_days": 35},
                "encryption_settings": {
                    "state": "Enabled",
                    "infrastructure_encryption": "Enabled",
                    "kek_identity": {
                        "identity_type": "UserAssigned",
                        "identity_id": made.identity.id,
                    },
                    "key_vault_properties": {"key_uri": made.key.key_uri},
                },
            },
        },
        opts=made.kept,
    )
    watched("backups", vault.id, made)
