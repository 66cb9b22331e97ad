"""Where copies of data go on Azure: pairs of regions, replicas, backups, keys, images and logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.multi_regions import PAIRS
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.places import is_within, places_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import leads, lies, resident, stays, verdict
from landing_zone_policies.wanted import Wanted, one_of, satisfies, true

ACCOUNT = "azure-native:storage:StorageAccount"
WORKSPACE = "azure-native:operationalinsights:Workspace"
DIAGNOSTICS = (
    "azure-native:monitor:DiagnosticSetting",
    "azure-native:monitor:SubscriptionDiagnosticSetting",
)

GEO_STORAGE = satisfies(
    "copied to another region",
    lambda value: isinstance(value, str) and value.upper().endswith(("GRS", "GZRS")),
)
GEO = one_of("Geo", "GeoZone", "GeoRedundant", "GRS", "GZRS")
ENABLED = one_of("Enabled")

UNPAIRED_VAULTS = frozenset({"brazilsouth", "brazilsoutheast", "westus3"})
"""Where Azure keeps a vault's keys in its own region, although that has a pair.

Source: https://learn.microsoft.com/azure/key-vault/general/disaster-recovery-guidance
"""


def copied(types: str | tuple[str, ...], path: str, geo: Wanted) -> Check:
    """Return a row: where a property sends copies to the paired region, that one is allowed.

    `geo` says which values do, and by `or_missing` whether the cloud's default does.
    """
    tokens = (types,) if isinstance(types, str) else types

    @resident(*tokens, reads=(path,), joins=True)
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for found in resource.find(path):
            held = geo.holds(found, world.settings)
            if held is None:
                yield Undetermined(found.path, f"{found.path} is known after deployment")
            elif held:
                yield from _pairs(resource, found.path, world)
            else:
                yield Pass(found.path)

    return look


@resident("azure-native:keyvault:Vault", "azure:keyvault:KeyVault", reads=("location",), joins=True)
def vault_stays(vault: Resource, world: World) -> Iterator[Outcome]:
    """A vault lies where it says, and Azure copies what is in it to the paired region."""
    for place in places_of(vault, world.estate):
        outcome = verdict(place, "azure", world)
        yield outcome
        if isinstance(outcome, Pass) and place.name not in UNPAIRED_VAULTS:
            yield from _pairs(vault, place.path, world)


def _pairs(resource: Resource, path: str, world: World) -> Iterator[Outcome]:
    for place in places_of(resource, world.estate):
        if not isinstance(place.name, str):
            yield Undetermined(
                path, "where the copies go cannot be told before the region is known"
            )
            continue
        pair = PAIRS.get(place.name)
        if pair is None:
            yield NotApplicable(f"{place.name} has no paired region")
        elif is_within("azure", pair, world.settings.jurisdictions):
            yield Pass(path)
        else:
            laws = ", ".join(world.settings.jurisdictions)
            message = f"copies go to {pair}, the pair of {place.name}, which is not within {laws}"
            yield Fail(path, message)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "REG-03": (
        leads("azure-native:storage:ObjectReplicationPolicy", "destinationAccount", ACCOUNT),
        leads(
            "azure:storage:ObjectReplication",
            "destinationStorageAccountId",
            "azure:storage:Account",
        ),
    ),
    "REG-05": (
        copied(ACCOUNT, "sku.name", GEO_STORAGE),
        copied("azure:storage:Account", "accountReplicationType", GEO_STORAGE),
        copied(
            ("azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server"),
            "backup.geoRedundantBackup",
            ENABLED,
        ),
        copied(
            ("azure:postgresql:FlexibleServer", "azure:mysql:FlexibleServer"),
            "geoRedundantBackupEnabled",
            true,
        ),
        copied(
            "azure-native:recoveryservices:Vault",
            "properties.redundancySettings.standardTierStorageRedundancy",
            GEO.or_missing(),
        ),
        copied("azure-native:dataprotection:BackupVault", "properties.storageSettings[].type", GEO),
        copied("azure:recoveryservices:Vault", "storageModeType", GEO.or_missing()),
        copied("azure:dataprotection:BackupVault", "redundancy", GEO),
        copied(
            ("azure-native:sql:Database", "azure-native:sql:ManagedInstance"),
            "requestedBackupStorageRedundancy",
            GEO.or_missing(),
        ),
        copied("azure:mssql:ManagedInstance", "storageAccountType", GEO.or_missing()),
        copied(
            "azure-native:cosmosdb:DatabaseAccount",
            "backupPolicy.periodicModeProperties.backupStorageRedundancy",
            GEO,
        ),
    ),
    "REG-06": (
        stays("azure-native:cosmosdb:DatabaseAccount", "locations[].locationName"),
        stays("azure:cosmosdb:Account", "geoLocations[].location"),
        leads("azure-native:sql:FailoverGroup", "partnerServers[].id", "azure-native:sql:Server"),
        leads("azure:mssql:FailoverGroup", "partnerServers[].id", "azure:mssql:Server"),
        leads(
            "azure-native:dbforpostgresql:VirtualEndpoint",
            "members[]",
            "azure-native:dbforpostgresql:Server",
        ),
        stays("azure-native:redis:LinkedServer", "linkedRedisCacheLocation"),
    ),
    "REG-07": (
        copied(
            "azure-native:recoveryservices:Vault",
            "properties.redundancySettings.crossRegionRestore",
            ENABLED,
        ),
        copied(
            "azure-native:dataprotection:BackupVault",
            "properties.featureSettings.crossRegionRestoreSettings.state",
            ENABLED,
        ),
        copied("azure:recoveryservices:Vault", "crossRegionRestoreEnabled", true),
        copied("azure:dataprotection:BackupVault", "crossRegionRestoreEnabled", true),
    ),
    "REG-08": (vault_stays, lies("azure-native:keyvault:ManagedHsm")),
    "REG-09": (
        lies("azure-native:containerregistry:Replication"),
        stays("azure:containerservice:Registry", "georeplications[].location"),
    ),
    "REG-11": (
        lies(WORKSPACE, "azure:operationalinsights:AnalyticsWorkspace"),
        leads(DIAGNOSTICS, "workspaceId", WORKSPACE),
        leads(DIAGNOSTICS, "storageAccountId", ACCOUNT),
        leads("azure-native:applicationinsights:Component", "workspaceResourceId", WORKSPACE),
    ),
}
