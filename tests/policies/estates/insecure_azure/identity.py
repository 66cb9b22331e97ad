"""Roles over everything, vaults anyone reaches, and trails that end too soon."""

from pulumi_azure_native import (
    appconfiguration,
    applicationinsights,
    authorization,
    automation,
    keyvault,
    managedidentity,
    monitor,
    operationalinsights,
)

GROUP = "terragoat"
SUBSCRIPTION = "/subscriptions/1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"
TENANT = "3f2e1d0c-9b8a-4776-a554-433221100fed"
SOMEONE = "7d9c8b7a-6f5e-4d3c-a2b1-0f9e8d7c6b5a"
ROLES = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
STORAGE = f"{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts"

EXPECTED = {
    "owner-all": "almighty",
    "contributor-vm": "almighty",
    "access-admin": "almighty",
    "star-role": "almighty",
    "role-writer": "almighty",
    "app-identity": "untagged abroad",
    "github-trust": "anyone",
    "goat-vault": "public loose-key untagged abroad access-policies",
    "open-vault": "public loose-key untagged abroad",
    "short-vault": "loose-key untagged abroad",
    "generated-key": "unrotated",
    "expiring-key": "unrotated",
    "db-secret": "password",
    "hsm": "loose-key untagged abroad",
    "workspace": "short-logs untagged abroad unkeyed",
    "insights": "untagged abroad",
    "activity-export": "unlogged",
    "log-profile": "trail",
    "vault-diagnostics": "unlogged",
    "automation": "public unkeyed untagged abroad",
    "runbook-secret": "password unencrypted",
    "settings": "public unkeyed untagged abroad",
    "settings-value": "password",
}


def roles():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/roles.tf"""
    given = {
        "owner-all": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
        "contributor-vm": "b24988ac-6180-42a0-ab88-20f7382dd24c",
        "access-admin": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    }
    for name, role in given.items():
        authorization.RoleAssignment(
            name,
            scope=SUBSCRIPTION,
            principal_id=SOMEONE,
            principal_type="ServicePrincipal",
            role_definition_id=f"{ROLES}/{role}",
        )
    authorization.RoleDefinition(
        "star-role",
        role_name="my-custom-role",
        scope=SUBSCRIPTION,
        assignable_scopes=["/"],
        permissions=[{"actions": ["*"], "not_actions": []}],
    )
    authorization.RoleDefinition(
        "role-writer",
        role_name="helpdesk",
        scope=SUBSCRIPTION,
        assignable_scopes=[SUBSCRIPTION],
        permissions=[
            {"actions": ["Microsoft.Authorization/*", "Microsoft.Compute/*"], "not_actions": []}
        ],
    )
    identity = managedidentity.UserAssignedIdentity("app-identity", resource_group_name=GROUP)
    managedidentity.FederatedIdentityCredential(
        "github-trust",
        resource_group_name=GROUP,
        resource_name_=identity.name,
        issuer="https://token.actions.githubusercontent.com",
        subject="repo:*:*",
        audiences=["api://AzureADTokenExchange"],
    )


def vaults():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/key_vault.tf"""
    vault = keyvault.Vault(
        "goat-vault",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": "premium"},
            "access_policies": [
                {
                    "tenant_id": TENANT,
                    "object_id": SOMEONE,
                    "permissions": {"keys": ["all"], "secrets": ["all"]},
                }
            ],
        },
    )
    keyvault.Vault(
        "open-vault",
        resource_group_name=GROUP,
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": "standard"},
            "enable_soft_delete": False,
            "enable_purge_protection": None,
            "public_network_access": "Enabled",
            "network_acls": {"default_action": "Allow", "bypass": "AzureServices"},
        },
    )
    keyvault.Vault(
        "short-vault",
        resource_group_name=GROUP,
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": "standard"},
            "enable_rbac_authorization": True,
            "soft_delete_retention_in_days": 7,
        },
    )
    keyvault.Key(
        "generated-key",
        resource_group_name=GROUP,
        vault_name=vault.name,
        properties={"kty": "RSA", "key_size": 2048},
    )
    keyvault.Key(
        "expiring-key",
        resource_group_name=GROUP,
        vault_name=vault.name,
        properties={
            "kty": "EC",
            "rotation_policy": {
                "lifetime_actions": [
                    {
                        "action": {"type": "notify"},
                        "trigger": {"time_before_expiry": "P30D"},
                    }
                ]
            },
        },
    )
    keyvault.Secret(
        "db-secret",
        resource_group_name=GROUP,
        vault_name=vault.name,
        properties={"value": "hunter2-Hunter2"},
    )
    keyvault.ManagedHsm(
        "hsm",
        resource_group_name=GROUP,
        sku={"family": "B", "name": "Standard_B1"},
        properties={"tenant_id": TENANT, "initial_admin_object_ids": [SOMEONE]},
    )
    appconfiguration.ConfigurationStore(
        "settings",
        resource_group_name=GROUP,
        sku={"name": "standard"},
        public_network_access="Enabled",
        disable_local_auth=False,
    )
    appconfiguration.KeyValue(
        "settings-value",
        resource_group_name=GROUP,
        config_store_name="settings",
        key_value_name="DbPassword",
        value="Server=db;User Id=app;Password=hunter2-Hunter2;",
    )


def records():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/logging.tf"""
    workspace = operationalinsights.Workspace(
        "workspace",
        resource_group_name=GROUP,
        location="eastus",
        retention_in_days=30,
        sku={"name": "PerGB2018"},
    )
    applicationinsights.Component(
        "insights",
        resource_group_name=GROUP,
        kind="web",
        application_type="web",
        workspace_resource_id=workspace.id,
    )
    monitor.DiagnosticSetting(
        "activity-export",
        resource_uri=SUBSCRIPTION,
        workspace_id=workspace.id,
        logs=[{"category": "Administrative", "enabled": False}],
    )
    monitor.DiagnosticSetting(
        "vault-diagnostics",
        resource_uri=f"{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v",
        storage_account_id=f"{STORAGE}/logs",
        metrics=[{"category": "AllMetrics", "enabled": True}],
    )
    monitor.SubscriptionDiagnosticSetting(
        "log-profile",
        storage_account_id=f"{STORAGE}/logs",
        logs=[{"category": "Security", "enabled": False}],
    )
    account = automation.AutomationAccount(
        "automation", resource_group_name=GROUP, sku={"name": "Basic"}, public_network_access=True
    )
    automation.Variable(
        "runbook-secret",
        resource_group_name=GROUP,
        automation_account_name=account.name,
        name="DbPassword",
        value='"hunter2-Hunter2"',
        is_encrypted=False,
    )


PROGRAM = (roles, vaults, records)
