"""How Azure keeps copies of data, deleted blobs, and services in several zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.regions import REGIONS
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import place_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.rules.audit.vocabulary import but, exists
from landing_zone_policies.rules.encryption.vocabulary import in_production
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import (
    Wanted,
    at_least,
    given,
    none_of,
    one_of,
    plain,
    satisfies,
    true,
)

SERVERS = ("azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server")
COSMOS = "azure-native:cosmosdb:DatabaseAccount"
DATABASE = "azure-native:sql:Database"
SHORT_TERM = "azure-native:sql:BackupShortTermRetentionPolicy"
ACCOUNT = "azure-native:storage:StorageAccount"
BLOBS = "azure-native:storage:BlobServiceProperties"
LIFECYCLE = "azure-native:storage:ManagementPolicy"
POOL = "azure-native:containerservice:AgentPool"
CLUSTER = "azure-native:containerservice:ManagedCluster"
VAULT = "azure-native:recoveryservices:Vault"
ITEM = "azure-native:recoveryservices:ProtectedItem"
POLICY = "azure-native:recoveryservices:ProtectionPolicy"
DATA_VAULT = "azure-native:dataprotection:BackupVault"
DATA_ITEM = "azure-native:dataprotection:BackupInstance"

IS_PRIMARY = [("createMode", but("Replica", "GeoReplica"))]
DEFAULT_DAYS = 7
"""For how long Azure keeps a database's backups, and what is deleted softly, by itself.

Source: https://learn.microsoft.com/azure/azure-sql/database/automated-backups-overview
"""

bounded = at_least(lambda settings: min(settings.backup_days, 35))
a_week = at_least(DEFAULT_DAYS)
SPREAD = ("ZRS", "GRS")
spread = satisfies(
    "ZRS, GRS or both",
    lambda value: isinstance(value, str) and value.upper().endswith(SPREAD),
)

WITHOUT_ZONES = frozenset({"basic", "standard", "free", "datawarehouse", "stretch"})
"""Tiers of SQL Database that lie in one zone.

Source: https://learn.microsoft.com/azure/azure-sql/database/high-availability-sla-local-zone-redundancy
"""


@check(DATABASE, reads=(f"{SHORT_TERM}.retentionDays",), joins=True)
def database_is_kept(database: Resource, world: World) -> Iterator[Outcome]:
    """A database keeps its backups for as long as the policy beside it says, else for a week."""
    beside = world.estate.pointing(database, "databaseName", SHORT_TERM)
    if beside:
        yield NotApplicable("its retention policy says how long")
    elif plain(database.get("createMode")) in ("secondary", "onlinesecondary"):
        yield NotApplicable("a replica is recovered from its primary")
    else:
        yield judged(Found("", DEFAULT_DAYS), bounded, world.settings, says=SHORT)


SHORT = "its backups are kept for 7 days, for no retention policy says more"


@check(COSMOS, reads=("backupPolicy.type", "backupPolicy.continuousModeProperties.tier"))
def account_is_recoverable(account: Resource, world: World) -> Iterator[Outcome]:
    """An account can be had back as of any minute; in development periodic backups will do."""
    kind = account.first("backupPolicy.type")
    if not world.settings.is_production:
        yield judged(kind, one_of("Continuous", "Periodic").or_missing(), world.settings)
        return
    yield judged(kind, one_of("Continuous"), world.settings)
    tier = account.first("backupPolicy.continuousModeProperties.tier")
    if world.settings.backup_days > DEFAULT_DAYS:
        yield judged(tier, none_of("Continuous7Days"), world.settings)


@check(ACCOUNT, reads=("kind", f"{BLOBS}.accountName"), joins=True)
def account_keeps_blobs(account: Resource, world: World) -> Iterator[Outcome]:
    """An account with blobs says in its blob service how long what is deleted is kept."""
    if plain(account.get("kind")) in ("filestorage", "storage"):
        yield NotApplicable("accounts of this kind keep no deleted blobs")
    elif world.estate.pointing(account, "accountName", BLOBS):
        yield Pass()
    else:
        yield Fail("", "nothing says that deleted blobs are kept")


@check(BLOBS, reads=("isVersioningEnabled", f"{LIFECYCLE}.policy"), joins=True)
def old_versions_expire(blobs: Resource, world: World) -> Iterator[Outcome]:
    """Where versions are kept, a lifecycle ends old ones."""
    if plain(blobs.get("isVersioningEnabled")) is not True:
        yield NotApplicable("it keeps no versions")
        return
    accounts = world.estate.targets(blobs, "accountName", ACCOUNT)
    policies = [
        policy
        for account in accounts
        for policy in world.estate.pointing(account, "accountName", LIFECYCLE)
    ]
    rules = [each for one in policies for each in one.find("policy.rules[].definition.actions")]
    if any(given.holds(each.find("version")[0], world.settings) for each in rules):
        yield Pass("isVersioningEnabled")
    elif not accounts:
        yield Undetermined("accountName", "its account is not in this program")
    else:
        yield Fail("isVersioningEnabled", "no lifecycle rule ends old versions")


def where_zones_are(types: str | tuple[str, ...], path: str, wanted: Wanted) -> Check:
    """Return a row that is not asked of what lies in a region without zones."""
    row = need(types, path, wanted)

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        place = place_of(resource, world.estate).name
        region = REGIONS["azure"].get(place) if isinstance(place, str) else None
        if region is not None and region.zones == 0:
            yield NotApplicable(f"{place} has no zones")
        else:
            yield from row.look(resource, world)

    return Check(row.types, look, (path, "location"), joins=True)


@check(POOL, CLUSTER, reads=("availabilityZones", "agentPoolProfiles[].availabilityZones"))
def pool_is_spread(resource: Resource, world: World) -> Iterator[Outcome]:
    """Pools are spread over zones, unless they are interruptible or close together on purpose."""
    own = [Found("", resource.inputs)]
    pools = resource.find("agentPoolProfiles[]") if resource.type == CLUSTER else own
    for pool in pools:
        if pool.value is UNKNOWN:
            yield Undetermined(pool.path, f"{pool.path} is known after deployment")
        elif pool.value is MISSING or _is_in_one_zone(pool):
            yield NotApplicable("pools of such machines are in one zone")
        else:
            yield judged(pool.find("availabilityZones")[0], given, world.settings)


def _is_in_one_zone(pool: Found) -> bool:
    size, priority = (plain(pool.find(path)[0].value) for path in ("vmSize", "scaleSetPriority"))
    has_accelerators = isinstance(size, str) and size.startswith("standard_n")
    close = pool.find("proximityPlacementGroupID")[0].value is not MISSING
    return has_accelerators or close or priority == "spot"


@check(DATABASE, reads=("zoneRedundant", "sku.tier"))
def database_is_spread(database: Resource, world: World) -> Iterator[Outcome]:
    """A database is redundant over zones, where its tier can be."""
    tier = plain(database.get("sku.tier"))
    if isinstance(tier, str) and tier in WITHOUT_ZONES:
        yield NotApplicable(f"databases of the tier {tier} lie in one zone")
    elif database.first("elasticPoolId").value is not MISSING:
        yield NotApplicable("its elastic pool says where it lies")
    else:
        yield judged(database.first("zoneRedundant"), true, world.settings)


IMMUTABLE = "properties.securitySettings.immutabilitySettings.state"
SOFT = "properties.securitySettings.softDeleteSettings"
locked = one_of("Unlocked", "Locked")

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-01": (
        need(SERVERS, "backup.backupRetentionDays", bounded, when=IS_PRIMARY),
        need(SHORT_TERM, "retentionDays", bounded),
        database_is_kept,
        account_is_recoverable,
    ),
    "BAK-03": (
        account_keeps_blobs,
        need(BLOBS, "deleteRetentionPolicy.enabled", true),
        need(BLOBS, "deleteRetentionPolicy.days", a_week),
        need(BLOBS, "containerDeleteRetentionPolicy.enabled", true),
        need(BLOBS, "containerDeleteRetentionPolicy.days", a_week),
        old_versions_expire,
    ),
    "BAK-04": (
        where_zones_are(SERVERS, "highAvailability.mode", one_of("ZoneRedundant")),
        where_zones_are(ACCOUNT, "sku.name", spread),
        where_zones_are(COSMOS, "locations[].isZoneRedundant", true),
        where_zones_are("azure-native:sql:ElasticPool", "zoneRedundant", true),
        pool_is_spread,
        database_is_spread,
    ),
    "BAK-05": (
        need(ITEM, "properties.policyId", given),
        need(POLICY, "properties", given),
        in_production(need(VAULT, IMMUTABLE, locked)),
        need(VAULT, f"{SOFT}.softDeleteState", none_of("Disabled")),
    ),
    "BAK-06": (
        in_production(need(DATA_VAULT, IMMUTABLE, locked)),
        need(DATA_VAULT, f"{SOFT}.state", none_of("Off")),
        need(DATA_ITEM, "properties.policyInfo.policyId", given),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "BAK-05": (exists("azure", "nothing is backed up by a vault", ITEM, DATA_ITEM),),
}
