# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Azure that the rules of resilience admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

from pulumi import ResourceOptions
from pulumi_azure_native import (
    authorization,
    containerservice,
    cosmosdb,
    dataprotection,
    dbforpostgresql,
    keyvault,
    recoveryservices,
    resources,
    sql,
    storage,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
DEV = Settings(profile="dev", backup_days=1)
LONG = Settings(profile="regulated", backup_days=35)
KEPT = ResourceOptions(protect=True)
GROUP = {"resource_group_name": "g"}


def postgres(name, days=35, **properties):
    backup = {"backup_retention_days": days, **properties.pop("backup", {})}
    zones = {"high_availability": {"mode": "ZoneRedundant"}}
    return dbforpostgresql.Server(name, **GROUP, **{"backup": backup, **zones, **properties})


@CASES.admits("BAK-01", "BAK-04", settings=LONG)
def server_that_lasts(name):
    postgres(name)


@CASES.denies("BAK-01", settings=LONG, path="backup.backupRetentionDays")
def server_kept_for_a_week(name):
    postgres(name, 7)


@CASES.denies("BAK-01", path="backup")
def server_as_it_comes(name):
    dbforpostgresql.Server(name, **GROUP)


@CASES.passes_by("BAK-01")
def server_that_is_a_replica(name):
    dbforpostgresql.Server(name, **GROUP, create_mode="Replica")


def database(name, days=None, **properties):
    properties = {"server_name": "s", "database_name": name, "zone_redundant": True, **properties}
    sql.Database(name, **GROUP, **properties)
    if days:
        sql.BackupShortTermRetentionPolicy(
            f"{name}-kept",
            **GROUP,
            server_name="s",
            database_name=name,
            policy_name="default",
            retention_days=days,
        )


@CASES.admits("BAK-01", settings=LONG)
def database_kept_for_long(name):
    database(name, 35)


@CASES.denies("BAK-01", settings=LONG, path="")
def database_kept_as_it_comes(name):
    database(name)


@CASES.denies("BAK-01", settings=LONG, path="retentionDays")
def database_kept_for_a_week(name):
    database(name, 7)


def cosmos(name, policy, redundant=True):
    cosmosdb.DatabaseAccount(
        name,
        **GROUP,
        database_account_offer_type="Standard",
        locations=[{"location_name": "westeurope", "is_zone_redundant": redundant}],
        backup_policy=policy,
    )


@CASES.admits("BAK-01", "BAK-04")
def documents_of_any_minute(name):
    cosmos(name, {"type": "Continuous"})


@CASES.denies("BAK-01", path="backupPolicy.type")
def documents_of_last_night(name):
    cosmos(name, {"type": "Periodic"})


@CASES.admits("BAK-01", settings=DEV)
def documents_of_last_night_in_development(name):
    cosmos(name, {"type": "Periodic"})


@CASES.denies("BAK-01", settings=LONG, path="backupPolicy.continuousModeProperties.tier")
def documents_of_any_minute_of_a_week(name):
    tier = {"tier": "Continuous7Days"}
    cosmos(name, {"type": "Continuous", "continuous_mode_properties": tier})


def account(name, opts=None, **properties):
    properties = {"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}, **GROUP, **properties}
    return storage.StorageAccount(name, opts=opts, **properties)


@CASES.admits("BAK-02")
def account_that_pulumi_keeps(name):
    account(name, KEPT)


@CASES.denies("BAK-02", path="protect")
def account_that_may_go(name):
    account(name)


@CASES.admits("BAK-02")
def account_with_a_lock(name):
    authorization.ManagementLockByScope(
        f"{name}-lock", scope=account(name).id, level="CanNotDelete"
    )


@CASES.admits("BAK-02")
def vault_in_a_group_with_a_lock(name):
    group = resources.ResourceGroup(f"{name}-group")
    keyvault.Vault(
        name,
        resource_group_name=group.name,
        properties={"sku": {"family": "A", "name": "standard"}, "tenant_id": "t"},
    )
    authorization.ManagementLockByScope(f"{name}-lock", scope=group.id, level="ReadOnly")


@CASES.denies("BAK-02", path="level")
def lock_that_locks_nothing(name):
    authorization.ManagementLockByScope(name, scope="/subscriptions/x", level="NotSpecified")


@CASES.denies("BAK-02", path="protect")
def account_beside_one_with_a_lock(name):
    authorization.ManagementLockByScope(
        f"{name}-lock", scope=account(f"{name}-other").id, level="CanNotDelete"
    )
    account(name)


def blobs(name, made, **properties):
    week = {"enabled": True, "days": 7}
    given = {"delete_retention_policy": week, "container_delete_retention_policy": week}
    storage.BlobServiceProperties(
        f"{name}-blobs",
        account_name=made.name,
        **GROUP,
        blob_services_name="default",
        **{**given, **properties},
    )


@CASES.admits("BAK-03")
def account_that_keeps_what_is_deleted(name):
    blobs(name, account(name))


@CASES.denies("BAK-03", path="")
def account_that_forgets_at_once(name):
    account(name)


@CASES.passes_by("BAK-03")
def account_of_files(name):
    account(name, kind="FileStorage", sku={"name": "Premium_ZRS"})


@CASES.denies("BAK-03", path="deleteRetentionPolicy.enabled")
def account_that_keeps_containers_alone(name):
    blobs(name, account(name), delete_retention_policy={"enabled": False})


@CASES.denies("BAK-03", path="containerDeleteRetentionPolicy")
def account_that_keeps_blobs_alone(name):
    blobs(name, account(name), container_delete_retention_policy=None)


@CASES.denies("BAK-03", path="deleteRetentionPolicy.days")
def account_that_keeps_for_a_day(name):
    blobs(name, account(name), delete_retention_policy={"enabled": True, "days": 1})


@CASES.denies("BAK-03", path="isVersioningEnabled")
def account_with_versions_for_ever(name):
    blobs(name, account(name), is_versioning_enabled=True)


@CASES.admits("BAK-03")
def account_with_versions(name):
    made = account(name)
    blobs(name, made, is_versioning_enabled=True)
    version = {"version": {"delete": {"days_after_creation_greater_than": 90}}}
    rule = {"name": "old", "type": "Lifecycle", "definition": {"actions": version}}
    storage.ManagementPolicy(
        f"{name}-lifecycle", account_name=made.name, **GROUP, policy={"rules": [rule]}
    )


@CASES.denies("BAK-04", path="highAvailability")
def server_in_one_zone(name):
    postgres(name, high_availability=None)


@CASES.passes_by("BAK-04")
def server_in_a_region_without_zones(name):
    postgres(name, high_availability=None, location="ukwest")


@CASES.denies("BAK-04", path="sku.name")
def account_in_one_zone(name):
    account(name, sku={"name": "Standard_LRS"})


@CASES.admits("BAK-04")
def account_in_two_regions(name):
    account(name, sku={"name": "Standard_RAGZRS"})


@CASES.denies("BAK-04", path="locations[0].isZoneRedundant")
def documents_in_one_zone(name):
    cosmos(name, {"type": "Continuous"}, redundant=False)


@CASES.denies("BAK-04", path="zoneRedundant")
def database_in_one_zone(name):
    database(name, zone_redundant=None)


@CASES.passes_by("BAK-04")
def database_of_a_tier_in_one_zone(name):
    database(name, zone_redundant=None, sku={"name": "S0", "tier": "Standard"})


def pool(name, **properties):
    containerservice.AgentPool(
        name, **GROUP, **{"resource_name_": "c", "vm_size": "Standard_D4s_v5", **properties}
    )


@CASES.admits("BAK-04")
def pool_in_three_zones(name):
    pool(name, availability_zones=["1", "2", "3"])


@CASES.denies("BAK-04", path="availabilityZones")
def pool_in_one_zone(name):
    pool(name)


@CASES.passes_by("BAK-04")
def pool_of_accelerators(name):
    pool(name, vm_size="Standard_ND96isr_H100_v5")


@CASES.denies("BAK-04", path="agentPoolProfiles[0].availabilityZones")
def cluster_in_one_zone(name):
    system = {"name": "system", "mode": "System", "count": 3, "vm_size": "Standard_D4s_v5"}
    containerservice.ManagedCluster(name, **GROUP, agent_pool_profiles=[system])


def vault(name, **settings):
    return recoveryservices.Vault(
        name, **GROUP, properties={"security_settings": settings}, sku={"name": "Standard"}
    )


@CASES.admits("BAK-05")
def vault_that_is_locked(name):
    vault(name, immutability_settings={"state": "Locked"})


@CASES.denies("BAK-05", path="properties.securitySettings.immutabilitySettings")
def vault_that_is_open(name):
    vault(name, soft_delete_settings={"soft_delete_state": "Enabled"})


@CASES.denies("BAK-05", path="properties.securitySettings.softDeleteSettings.softDeleteState")
def vault_that_forgets_at_once(name):
    vault(
        name,
        immutability_settings={"state": "Locked"},
        soft_delete_settings={"soft_delete_state": "Disabled"},
    )


@CASES.admits("BAK-05", settings=DEV)
def vault_that_is_open_in_development(name):
    vault(name)


def item(name, **properties):
    recoveryservices.ProtectedItem(
        name,
        **GROUP,
        vault_name="v",
        fabric_name="Azure",
        container_name="c",
        properties={"protectedItemType": "Microsoft.Compute/virtualMachines", **properties},
    )


@CASES.admits("BAK-05", settings=WHOLE)
def machine_with_a_policy(name):
    item(name, policyId="/p")


@CASES.denies("BAK-05", path="properties.policyId")
def machine_without_a_policy(name):
    item(name)


@CASES.denies("BAK-05", settings=WHOLE)
def subscription_without_backups(name):
    account(name)


def data_vault(name, **settings):
    datastore = {"datastore_type": "VaultStore", "type": "ZoneRedundant"}
    dataprotection.BackupVault(
        name,
        **GROUP,
        properties={"storage_settings": [datastore], "security_settings": settings},
    )


@CASES.admits("BAK-06")
def cluster_vault_that_is_locked(name):
    data_vault(name, immutability_settings={"state": "Unlocked"})


@CASES.denies("BAK-06", path="properties.securitySettings.softDeleteSettings.state")
def cluster_vault_that_forgets(name):
    data_vault(
        name,
        immutability_settings={"state": "Locked"},
        soft_delete_settings={"state": "Off"},
    )


@CASES.denies("BAK-06", path="properties")
def cluster_backup_of_nothing(name):
    dataprotection.BackupInstance(name, **GROUP, vault_name="v")


@CASES.admits("BAK-07")
def account_with_a_copy_in_the_eu(name):
    account(name, sku={"name": "Standard_GZRS"}, location="West Europe")


@CASES.denies("BAK-07", path="sku.name")
def account_with_a_copy_elsewhere(name):
    account(name, sku={"name": "Standard_GRS"}, location="brazilsouth")


@CASES.denies("BAK-07", path="sku.name")
def account_without_a_pair(name):
    account(name, sku={"name": "Standard_GRS"}, location="italynorth")


@CASES.denies("BAK-07", path="")
def account_that_matters_most_without_a_copy(name):
    account(name, tags={"criticality": "mission-critical"})


@CASES.passes_by("BAK-07")
def account_without_a_copy(name):
    account(name)


@CASES.admits("BAK-07")
def server_with_a_copy_in_the_eu(name):
    postgres(name, backup={"geo_redundant_backup": "Enabled"}, location="northeurope")


@CASES.denies("BAK-03", path="containerDeleteRetentionPolicy.enabled")
def account_that_forgets_containers(name):
    blobs(name, account(name), container_delete_retention_policy={"enabled": False, "days": 7})


@CASES.denies("BAK-03", path="containerDeleteRetentionPolicy.days")
def account_that_keeps_containers_for_a_day(name):
    blobs(name, account(name), container_delete_retention_policy={"enabled": True, "days": 1})


@CASES.denies("BAK-04", path="zoneRedundant")
def pool_of_databases_in_one_zone(name):
    sql.ElasticPool(name, **GROUP, server_name="s", zone_redundant=False)


@CASES.denies("BAK-06", path="properties.securitySettings.immutabilitySettings.state")
def cluster_vault_that_is_open(name):
    data_vault(name, immutability_settings={"state": "Disabled"})


@CASES.denies("BAK-07", path="backup.geoRedundantBackup")
def server_with_a_copy_elsewhere(name):
    postgres(name, backup={"geo_redundant_backup": "Enabled"}, location="brazilsouth")


POLICY = {
    "resource_group_name": "data",
    "vault_name": "backups",
    "properties": {
        "backupManagementType": "AzureIaasVM",
        "retentionPolicy": {"retentionPolicyType": "LongTermRetentionPolicy"},
    },
}

weakened(CASES, (("BAK-05", recoveryservices.ProtectionPolicy, POLICY, "properties"),))
