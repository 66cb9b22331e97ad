"""Programs on Azure that the rules of residency admit and deny."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import (
    authorization,
    cdn,
    cognitiveservices,
    containerregistry,
    cosmosdb,
    keyvault,
    monitor,
    network,
    operationalinsights,
    recoveryservices,
    resources,
    storage,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import STRICT, Cases
from tests.policies.foreign import Row, anything, refused
from tests.policies.residency import azure_rows

CASES = Cases([*azure_rows.CASES.found])
ACCOUNT = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)
BRAZIL = Settings(profile="regulated", jurisdictions=("br",))
AMERICA = Settings(profile="regulated", jurisdictions=("us",))
NORWAY = Settings(profile="regulated", jurisdictions=("eea",))
FRONT = Settings(jurisdictions=("eu",), global_services=("azure-native:cdn:",))
GROUP = "acme"


@CASES.admits("REG-01")
def provider_within(name):
    azure.Provider(name, location="West Europe")


@CASES.denies("REG-01", path="location")
def provider_outside(name):
    azure.Provider(name, location="uksouth")


@CASES.denies("REG-01", path="environment")
def provider_of_another_cloud(name):
    azure.Provider(name, location="westeurope", environment="usgovernment")


@CASES.admits("REG-01")
def provider_that_need_not_say(name):
    provider = azure.Provider(name, subscription_id="1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c")
    options = pulumi.ResourceOptions(provider=provider)
    resources.ResourceGroup(f"{name}-group", location="westeurope", opts=options)


@CASES.admits("REG-02")
def group_whose_location_is_written_out(name):
    resources.ResourceGroup(name, location="North Europe")


@CASES.denies("REG-02", path="location")
def group_outside(name):
    resources.ResourceGroup(name, location="East US 2")


def silent(name):
    provider = azure.Provider(f"{name}-p", subscription_id="1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c")
    return pulumi.ResourceOptions(provider=provider)


def account(name, group, sku="Standard_ZRS", location=None, opts=None):
    return storage.StorageAccount(
        name,
        resource_group_name=group,
        location=location,
        kind="StorageV2",
        sku={"name": sku},
        opts=opts,
    )


@CASES.denies("REG-02", path="resourceGroupName")
def account_in_a_group_outside(name):
    group = resources.ResourceGroup(f"{name}-group", location="switzerlandnorth")
    account(name, group.name, opts=silent(name))


@CASES.leaves_open("REG-02")
def account_in_a_group_out_of_sight(name):
    account(name, GROUP, opts=silent(name))


@CASES.denies("REG-02", path="location")
def classic_account_outside(name):
    anything("azure:storage/account:Account", name, location="UK South", resourceGroupName=GROUP)


@CASES.admits("REG-02")
def account_of_an_older_version(name):
    token = "azure-native:storage/v20240101:StorageAccount"
    anything(token, name, location="westeurope", resourceGroupName=GROUP)


@CASES.passes_by("REG-02")
def names_of_the_whole_world(name):
    azure.dns.Zone(name, resource_group_name=GROUP, location="Global", zone_name="acme.example")


@CASES.passes_by("REG-02")
def assignment_that_needs_no_place(name):
    authorization.PolicyAssignment(
        name, scope="/subscriptions/1", policy_definition_id="x", opts=silent(name)
    )


def replicated(name, location):
    far = account(f"{name}-far", GROUP, location=location)
    storage.ObjectReplicationPolicy(
        name,
        resource_group_name=GROUP,
        account_name="near",
        source_account="near",
        destination_account=far.id,
    )


@CASES.admits("REG-03")
def objects_replicated_within(name):
    replicated(name, "northeurope")


@CASES.denies("REG-03", path="destinationAccount")
def objects_replicated_outside(name):
    replicated(name, "eastus")


@CASES.admits("REG-05")
def copies_in_the_pair_within(name):
    account(name, GROUP, "Standard_RAGZRS", "westeurope")


@CASES.denies("REG-05", path="sku.name", settings=BRAZIL)
def copies_in_the_pair_outside(name):
    account(name, GROUP, "Standard_GRS", "Brazil South")


@CASES.admits("REG-05", settings=BRAZIL)
def copies_in_the_zones_of_the_region(name):
    account(name, GROUP, "Standard_ZRS", "brazilsouth")


@CASES.passes_by("REG-05")
def copies_where_there_is_no_pair(name):
    account(name, GROUP, "Standard_GRS", "polandcentral")


def database(name, redundancy=None):
    azure.sql.Database(
        name,
        resource_group_name=GROUP,
        server_name="main",
        location="brazilsouth",
        requested_backup_storage_redundancy=redundancy,
    )


@CASES.denies("REG-05", settings=BRAZIL)
def backups_in_the_pair_by_default(name):
    database(name)


@CASES.admits("REG-05", settings=BRAZIL)
def backups_in_the_region(name):
    database(name, "Zone")


def documents(name, *regions):
    cosmosdb.DatabaseAccount(
        name,
        resource_group_name=GROUP,
        location="westeurope",
        database_account_offer_type=cosmosdb.DatabaseAccountOfferType.STANDARD,
        locations=[{"location_name": region} for region in regions],
    )


@CASES.admits("REG-06")
def documents_within(name):
    documents(name, "West Europe", "francecentral")


@CASES.denies("REG-06", path="locations[1].locationName")
def documents_outside(name):
    documents(name, "West Europe", "East US")


def vault(name, location, restore="Enabled"):
    recoveryservices.Vault(
        name,
        resource_group_name=GROUP,
        location=location,
        sku={"name": "Standard"},
        properties={
            "redundancy_settings": {
                "cross_region_restore": restore,
                "standard_tier_storage_redundancy": "GeoRedundant",
            }
        },
    )


@CASES.admits("REG-07")
def restored_within(name):
    vault(name, "westeurope")


@CASES.denies("REG-05", "REG-07", settings=BRAZIL)
def restored_outside(name):
    vault(name, "brazilsouth")


@CASES.admits("REG-07", settings=BRAZIL)
def restored_in_the_region(name):
    vault(name, "brazilsouth", "Disabled")


def secrets(name, location):
    keyvault.Vault(
        name,
        resource_group_name=GROUP,
        location=location,
        properties={
            "tenant_id": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e",
            "sku": {"family": keyvault.SkuFamily.A, "name": keyvault.SkuName.PREMIUM},
        },
    )


@CASES.admits("REG-08")
def vault_within(name):
    secrets(name, "westeurope")


@CASES.denies("REG-08", path="location")
def vault_outside(name):
    secrets(name, "norwayeast")


@CASES.admits("REG-08", settings=NORWAY)
def vault_and_its_pair_within(name):
    secrets(name, "norwayeast")


def images(name, location):
    containerregistry.Replication(
        name, resource_group_name=GROUP, registry_name="acme", location=location
    )


@CASES.admits("REG-09")
def images_within(name):
    images(name, "northeurope")


@CASES.denies("REG-09", path="location")
def images_outside(name):
    images(name, "ukwest")


def front(name):
    cdn.Profile(
        name, resource_group_name=GROUP, location="Global", sku={"name": "Premium_AzureFrontDoor"}
    )


@CASES.denies("REG-10")
@CASES.passes_by("REG-02")
def front_door(name):
    front(name)


@CASES.admits("REG-10", settings=FRONT)
def front_door_that_is_allowed(name):
    front(name)


def workspace(name, location):
    return operationalinsights.Workspace(name, resource_group_name=GROUP, location=location)


@CASES.admits("REG-11")
def logs_within(name):
    workspace(name, "westeurope")


@CASES.denies("REG-11", path="location")
def logs_outside(name):
    workspace(name, "eastus")


@CASES.denies("REG-11", path="workspaceId")
def logs_sent_outside(name):
    target = workspace(f"{name}-far", "eastus")
    monitor.DiagnosticSetting(name, resource_uri="/subscriptions/1", workspace_id=target.id)


@CASES.leaves_open("REG-11")
def logs_sent_out_of_sight(name):
    monitor.DiagnosticSetting(
        name, resource_uri="/subscriptions/1", workspace_id="/subscriptions/2/workspaces/logs"
    )


def deployment(name, sku, location="swedencentral"):
    cognitiveservices.Account(
        f"{name}-account",
        resource_group_name=GROUP,
        account_name=f"{name}-account",
        location=location,
        kind="OpenAI",
        sku={"name": "S0"},
    )
    cognitiveservices.Deployment(
        name, resource_group_name=GROUP, account_name=f"{name}-account", sku={"name": sku}
    )


@CASES.admits("REG-12")
def model_of_one_region(name):
    deployment(name, "Standard")


@CASES.denies("REG-12", path="sku.name")
def model_of_all_regions(name):
    deployment(name, "GlobalStandard")


@CASES.denies("REG-12", path="sku.name")
def model_paid_ahead_in_all_regions(name):
    deployment(name, "GlobalProvisionedManaged")


@CASES.admits("REG-12")
def model_of_the_data_zone_of_the_union(name):
    deployment(name, "DataZoneStandard")


@CASES.denies("REG-12", path="sku.name")
def model_of_the_data_zone_of_america(name):
    deployment(name, "DataZoneStandard", "eastus2")


@CASES.denies("REG-12", settings=BRAZIL)
def model_of_no_data_zone(name):
    deployment(name, "DataZoneStandard", "brazilsouth")


@CASES.admits("REG-12", settings=AMERICA)
def model_of_the_data_zone_that_is_allowed(name):
    deployment(name, "datazonestandard", "eastus2")


def assigned(name, mode="Default"):
    definition = "e56962a6-4747-49cd-b67b-bf8b01975c4c"
    authorization.PolicyAssignment(
        name,
        scope="/subscriptions/1",
        policy_definition_id=f"/providers/Microsoft.Authorization/policyDefinitions/{definition}",
        enforcement_mode=mode,
    )


@CASES.admits("REG-13", settings=ACCOUNT)
def locations_assigned(name):
    assigned(name)


@CASES.denies("REG-13", settings=ACCOUNT)
def locations_assigned_without_effect(name):
    assigned(name, "DoNotEnforce")


@CASES.passes_by("REG-13", settings=STRICT)
def locations_are_somebody_elses(name):
    workspace(name, "westeurope")


def peering(name, location):
    far = network.VirtualNetwork(
        f"{name}-far",
        resource_group_name=GROUP,
        location=location,
        address_space={"address_prefixes": ["10.1.0.0/16"]},
    )
    network.VirtualNetworkPeering(
        name,
        resource_group_name=GROUP,
        virtual_network_name="near",
        remote_virtual_network={"id": far.id},
    )


@CASES.admits("REG-14")
def peering_within(name):
    peering(name, "northeurope")


@CASES.denies("REG-14", path="remoteVirtualNetwork.id")
def peering_outside(name):
    peering(name, "eastus")


IN_THE_PAIR: dict[str, Row] = {
    name: (rule, token, {"location": "brazilsouth", **properties})
    for name, (rule, token, properties) in {
        "classic_account": (
            "REG-05",
            "azure:storage/account:Account",
            {"accountReplicationType": "GRS"},
        ),
        "database_server": (
            "REG-05",
            "azure-native:dbforpostgresql:Server",
            {"backup": {"geoRedundantBackup": "Enabled"}},
        ),
        "classic_database_server": (
            "REG-05",
            "azure:postgresql/flexibleServer:FlexibleServer",
            {"geoRedundantBackupEnabled": True},
        ),
        "backup_vault": (
            "REG-05",
            "azure-native:dataprotection:BackupVault",
            {"properties": {"storageSettings": [{"type": "GeoRedundant"}]}},
        ),
        "classic_vault": ("REG-05", "azure:recoveryservices/vault:Vault", {}),
        "classic_backup_vault": (
            "REG-05",
            "azure:dataprotection/backupVault:BackupVault",
            {"redundancy": "GeoRedundant"},
        ),
        "managed_instance": ("REG-05", "azure:mssql/managedInstance:ManagedInstance", {}),
        "backups_of_documents": (
            "REG-05",
            "azure-native:cosmosdb:DatabaseAccount",
            {"backupPolicy": {"periodicModeProperties": {"backupStorageRedundancy": "Geo"}}},
        ),
        "restored_backup_vault": (
            "REG-07",
            "azure-native:dataprotection:BackupVault",
            {
                "properties": {
                    "featureSettings": {"crossRegionRestoreSettings": {"state": "Enabled"}}
                }
            },
        ),
        "restored_classic_vault": (
            "REG-07",
            "azure:recoveryservices/vault:Vault",
            {"crossRegionRestoreEnabled": True},
        ),
        "restored_classic_backup_vault": (
            "REG-07",
            "azure:dataprotection/backupVault:BackupVault",
            {"crossRegionRestoreEnabled": True},
        ),
    }.items()
}
refused(CASES, IN_THE_PAIR, BRAZIL)

OUTSIDE: dict[str, Row] = {
    "classic_documents": (
        "REG-06",
        "azure:cosmosdb/account:Account",
        {"geoLocations": [{"location": "East US"}]},
    ),
    "linked_cache": (
        "REG-06",
        "azure-native:redis:LinkedServer",
        {"linkedRedisCacheLocation": "eastus"},
    ),
    "key_module": ("REG-08", "azure-native:keyvault:ManagedHsm", {"location": "eastus"}),
    "classic_images": (
        "REG-09",
        "azure:containerservice/registry:Registry",
        {"georeplications": [{"location": "eastus"}]},
    ),
    "account_of_several_regions": (
        "REG-12",
        "azure-native:cognitiveservices:Account",
        {"properties": {"locations": {"regions": [{"name": "eastus"}]}}},
    ),
}
refused(CASES, OUTSIDE)


@CASES.denies("REG-06")
def group_of_servers_outside(name):
    server = azure.sql.Server(f"{name}-far", resource_group_name=GROUP, location="eastus")
    azure.sql.FailoverGroup(
        name,
        resource_group_name=GROUP,
        server_name="near",
        partner_servers=[{"id": server.id}],
        read_write_endpoint={"failover_policy": "Manual"},
    )


@CASES.denies("REG-11", path="storageAccountId")
def logs_sent_to_an_account_outside(name):
    target = account(f"{name}-far", GROUP, location="eastus")
    monitor.DiagnosticSetting(name, resource_uri="/subscriptions/1", storage_account_id=target.id)
