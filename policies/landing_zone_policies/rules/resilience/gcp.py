"""How Google Cloud keeps copies of data, old versions of objects, and services in several zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.rules.audit.vocabulary import but, exists
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import (
    absent,
    at_least,
    given,
    matches,
    none_of,
    not_false,
    not_true,
    one_of,
    plain,
    satisfies,
    true,
)

SQL = "gcp:sql:DatabaseInstance"
BACKUP = "settings.backupConfiguration"
IS_PRIMARY = [("masterInstanceName", absent)]
ALLOYDB = "gcp:alloydb:Cluster"
IS_FIRST = [("clusterType", but("SECONDARY"))]
BUCKET = "gcp:storage:Bucket"
DAY = 86400
DEFAULT_DAYS = 7
"""Cloud Storage and Cloud SQL keep what is deleted, and backups, for a week by themselves.

Sources: https://cloud.google.com/storage/docs/soft-delete
https://cloud.google.com/sql/docs/postgres/backup-recovery/backups
"""

OF_OLD_VERSIONS = (
    "daysSinceNoncurrentTime",
    "daysSinceCustomTime",
    "noncurrentTimeBefore",
    "numNewerVersions",
)
PLANS = "gcp:backupdisasterrecovery:BackupPlan"
VAULTS = "gcp:backupdisasterrecovery:BackupVault"
SCHEDULE = "gcp:compute:ResourcePolicy"
GKE_PLAN = "gcp:gkebackup:BackupPlan"

long_enough = at_least(lambda settings: settings.backup_days)
in_seconds = at_least(lambda settings: settings.backup_days * DAY)
bounded = at_least(lambda settings: min(settings.backup_days, 35))
a_week = at_least(DEFAULT_DAYS * DAY)
zonal = matches(r"[a-z]+-[a-z]+\d+-[a-z]", "a zone")
a_region = satisfies(
    "a region rather than a zone",
    lambda value: isinstance(value, str) and not zonal.test(value, Settings()),
)


@check(SQL, reads=(BACKUP, "databaseVersion"))
def database_is_recoverable(instance: Resource, world: World) -> Iterator[Outcome]:
    """A database has backups for long enough, and can be had back as of any minute."""
    if instance.first("masterInstanceName").is_known:
        yield NotApplicable("a replica is recovered from its primary")
        return
    settings, version = world.settings, instance.get("databaseVersion")
    yield judged(instance.first(f"{BACKUP}.enabled"), true, settings)
    is_mysql = isinstance(version, str) and version.upper().startswith("MYSQL")
    log = "binaryLogEnabled" if is_mysql else "pointInTimeRecoveryEnabled"
    if version is UNKNOWN and instance.get(f"{BACKUP}.{log}") is MISSING:
        yield Undetermined("databaseVersion", "the engine is known after deployment")
    else:
        yield judged(instance.first(f"{BACKUP}.{log}"), true, settings)
    kept = instance.first(f"{BACKUP}.backupRetentionSettings.retainedBackups")
    yield judged(_or_default(kept, DEFAULT_DAYS), long_enough, settings)


@check(BUCKET, reads=("versioning.enabled", "softDeletePolicy.retentionDurationSeconds"))
def deleted_objects_are_kept(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket keeps old versions, or what is deleted for long enough."""
    if plain(bucket.get("versioning.enabled")) is True:
        yield Pass("versioning.enabled")
        return
    kept = bucket.first("softDeletePolicy.retentionDurationSeconds")
    yield judged(_or_default(kept, DEFAULT_DAYS * DAY), a_week, world.settings)


@check(BUCKET, reads=("versioning.enabled", "lifecycleRules[].condition"))
def old_versions_expire(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket with versions ends old ones; what is deleted softly ends by itself."""
    if plain(bucket.get("versioning.enabled")) is not True:
        yield NotApplicable("it keeps no versions")
        return
    found = [
        each
        for path in OF_OLD_VERSIONS
        for each in bucket.find(f"lifecycleRules[].condition.{path}")
    ]
    aged = [
        each.find("age")[0]
        for each in bucket.find("lifecycleRules[].condition")
        if plain(each.find("withState")[0].value) != "live"
    ]
    if any(given.holds(each, world.settings) for each in (*found, *aged)):
        yield Pass("lifecycleRules")
    else:
        yield Fail("lifecycleRules", "no lifecycle rule ends old versions")


def _or_default(found: Found, default: float) -> Found:
    return Found(found.path, default) if found.value is MISSING else found


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-01": (
        database_is_recoverable,
        need(ALLOYDB, "automatedBackupPolicy.enabled", not_false, when=IS_FIRST),
        need(ALLOYDB, "continuousBackupConfig.enabled", not_false, when=IS_FIRST),
        need(
            ALLOYDB,
            "continuousBackupConfig.recoveryWindowDays",
            bounded.or_missing(),
            when=IS_FIRST,
        ),
        need(
            ALLOYDB,
            "automatedBackupPolicy.timeBasedRetention.retentionPeriod",
            in_seconds.or_missing(),
            when=IS_FIRST,
        ),
        need(
            "gcp:firestore:Database",
            "pointInTimeRecoveryEnablement",
            one_of("POINT_IN_TIME_RECOVERY_ENABLED"),
        ),
    ),
    "BAK-03": (deleted_objects_are_kept, old_versions_expire),
    "BAK-04": (
        need(SQL, "settings.availabilityType", one_of("REGIONAL"), when=IS_PRIMARY),
        need("gcp:container:Cluster", "location", a_region),
        need("gcp:redis:Instance", "tier", one_of("STANDARD_HA")),
        need(
            ("gcp:memorystore:Instance", "gcp:redis:Cluster"),
            "zoneDistributionConfig.mode",
            none_of("SINGLE_ZONE"),
        ),
        need(
            "gcp:alloydb:Instance",
            "availabilityType",
            none_of("ZONAL"),
            when=[("instanceType", one_of("PRIMARY"))],
        ),
    ),
    "BAK-05": (
        need(PLANS, "backupRules[].backupRetentionDays", long_enough),
        need(VAULTS, "backupMinimumEnforcedRetentionDuration", at_least(DAY)),
        need(
            SCHEDULE,
            "snapshotSchedulePolicy.retentionPolicy.maxRetentionDays",
            long_enough,
            when=[("snapshotSchedulePolicy", given)],
        ),
    ),
    "BAK-06": (
        either(
            need(GKE_PLAN, "backupSchedule.cronSchedule", given),
            need(GKE_PLAN, "backupSchedule.rpoConfig", given),
        ),
        need(GKE_PLAN, "backupSchedule.paused", not_true),
        need(GKE_PLAN, "deactivated", not_true),
        need(GKE_PLAN, "retentionPolicy.backupDeleteLockDays", at_least(1)),
        need(GKE_PLAN, "retentionPolicy.backupRetainDays", long_enough),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "BAK-05": (exists("gcp", "nothing is backed up by a plan", PLANS, SCHEDULE, GKE_PLAN),),
}
