# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Google Cloud that the rules of resilience admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

from pulumi import ResourceOptions
from pulumi_gcp import (
    alloydb,
    backupdisasterrecovery,
    bigquery,
    compute,
    container,
    filestore,
    firestore,
    gkebackup,
    memorystore,
    redis,
    spanner,
    sql,
    storage,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
LONG = Settings(profile="regulated", jurisdictions=("eu",), backup_days=35)
KEPT = ResourceOptions(protect=True)


def database(name, version="POSTGRES_17", opts=KEPT, backups=None, **settings):
    backups = {"enabled": True, "point_in_time_recovery_enabled": True, **(backups or {})}
    settings = {
        "tier": "db-custom-2-8192",
        "availability_type": "REGIONAL",
        "deletion_protection_enabled": True,
        "backup_configuration": backups,
        **settings,
    }
    return sql.DatabaseInstance(name, database_version=version, settings=settings, opts=opts)


@CASES.admits("BAK-01", "BAK-02", "BAK-04")
def database_that_lasts(name):
    database(name)


BACKUP = "settings.backupConfiguration"


@CASES.denies("BAK-01", path=f"{BACKUP}.enabled")
def database_without_backups(name):
    database(name, backups={"enabled": False})


@CASES.denies("BAK-01", path=BACKUP)
def database_as_it_comes(name):
    database(name, backup_configuration=None)


@CASES.denies("BAK-01", path=f"{BACKUP}.pointInTimeRecoveryEnabled")
def database_of_last_night_alone(name):
    database(name, backups={"point_in_time_recovery_enabled": False})


@CASES.admits("BAK-01")
def mysql_with_its_binary_log(name):
    backups = {"binary_log_enabled": True, "point_in_time_recovery_enabled": None}
    database(name, "MYSQL_8_4", backups=backups)


@CASES.denies("BAK-01", settings=LONG, path=f"{BACKUP}.backupRetentionSettings")
def database_kept_for_a_week(name):
    database(name)


@CASES.admits("BAK-01", settings=LONG)
def database_kept_for_long(name):
    database(name, backups={"backup_retention_settings": {"retained_backups": 35}})


@CASES.passes_by("BAK-01", "BAK-04")
def replica_without_backups(name):
    sql.DatabaseInstance(name, database_version="POSTGRES_17", master_instance_name="x")


def alloy(name, **properties):
    alloydb.Cluster(name, cluster_id="c", location="europe-west4", **{"opts": KEPT, **properties})


@CASES.admits("BAK-01", "BAK-02")
def alloydb_as_it_comes(name):
    alloy(name)


@CASES.denies("BAK-01", path="continuousBackupConfig.enabled")
def alloydb_of_last_night_alone(name):
    alloy(name, continuous_backup_config={"enabled": False})


@CASES.denies("BAK-01", path="automatedBackupPolicy.timeBasedRetention.retentionPeriod")
def alloydb_kept_for_a_day(name):
    alloy(name, automated_backup_policy={"time_based_retention": {"retention_period": "86400s"}})


def documents(name, **properties):
    properties = {"location_id": "eur3", "type": "FIRESTORE_NATIVE", "opts": KEPT, **properties}
    firestore.Database(name, **properties)


@CASES.admits("BAK-01", "BAK-02")
def documents_that_last(name):
    documents(
        name,
        point_in_time_recovery_enablement="POINT_IN_TIME_RECOVERY_ENABLED",
        delete_protection_state="DELETE_PROTECTION_ENABLED",
    )


@CASES.denies("BAK-01", path="pointInTimeRecoveryEnablement")
@CASES.denies("BAK-02", path="deleteProtectionState")
def documents_as_they_come(name):
    documents(name)


@CASES.denies("BAK-02", path="protect")
def database_that_pulumi_may_replace(name):
    database(name, opts=None)


@CASES.denies("BAK-02", path="settings.deletionProtectionEnabled")
def database_that_the_console_may_delete(name):
    database(name, deletion_protection_enabled=None)


@CASES.denies("BAK-02", path="deletionProtection")
def cluster_without_protection(name):
    container.Cluster(name, location="europe-west4", deletion_protection=False, opts=KEPT)


@CASES.denies("BAK-02", path="deletionProtection")
def rows_without_protection(name):
    bigquery.Table(name, dataset_id="d", table_id="t", deletion_protection=False)


@CASES.denies("BAK-02", path="deleteContentsOnDestroy")
def dataset_that_goes_with_its_rows(name):
    bigquery.Dataset(name, dataset_id="d", delete_contents_on_destroy=True)


@CASES.denies("BAK-02", path="enableDropProtection")
def spanner_that_anybody_may_drop(name):
    spanner.Database(name, instance="i", opts=KEPT)


@CASES.denies("BAK-02", path="forceDestroy")
def bucket_that_goes_with_its_data(name):
    storage.Bucket(name, location="EU", force_destroy=True, opts=KEPT)


@CASES.admits("BAK-02")
def bucket_that_stays(name):
    storage.Bucket(name, location="EU", opts=KEPT)


@CASES.denies("BAK-02", path="deletionProtectionEnabled")
def files_that_anybody_may_delete(name):
    filestore.Instance(
        name,
        tier="ENTERPRISE",
        location="europe-west4",
        file_shares={"capacity_gb": 1024, "name": "s"},
        networks=[{"network": "n", "modes": ["MODE_IPV4"]}],
        opts=KEPT,
    )


@CASES.admits("BAK-03")
def bucket_as_it_comes(name):
    storage.Bucket(name, location="EU")


@CASES.denies("BAK-03", path="softDeletePolicy.retentionDurationSeconds")
def bucket_that_forgets_at_once(name):
    storage.Bucket(name, location="EU", soft_delete_policy={"retention_duration_seconds": 0})


@CASES.denies("BAK-03", path="lifecycleRules")
def bucket_with_versions_for_ever(name):
    storage.Bucket(name, location="EU", versioning={"enabled": True})


@CASES.admits("BAK-03")
def bucket_with_versions(name):
    rule = {"action": {"type": "Delete"}, "condition": {"num_newer_versions": 3}}
    storage.Bucket(name, location="EU", versioning={"enabled": True}, lifecycle_rules=[rule])


@CASES.denies("BAK-04", path="settings.availabilityType")
def database_in_one_zone(name):
    database(name, availability_type="ZONAL")


@CASES.admits("BAK-04")
def cluster_of_a_region(name):
    container.Cluster(name, location="europe-west4")


@CASES.denies("BAK-04", path="location")
def cluster_of_a_zone(name):
    container.Cluster(name, location="europe-west4-a")


@CASES.denies("BAK-04", path="tier")
def cache_in_one_zone(name):
    redis.Instance(name, memory_size_gb=1)


@CASES.denies("BAK-04", path="zoneDistributionConfig.mode")
def memory_in_one_zone(name):
    memorystore.Instance(
        name,
        instance_id="i",
        location="europe-west4",
        shard_count=1,
        zone_distribution_config={"mode": "SINGLE_ZONE", "zone": "europe-west4-a"},
    )


@CASES.denies("BAK-04", path="availabilityType")
def alloydb_in_one_zone(name):
    alloydb.Instance(
        name, cluster="c", instance_id="i", instance_type="PRIMARY", availability_type="ZONAL"
    )


def plan(name, days):
    rule = {
        "rule_id": "daily",
        "backup_retention_days": days,
        "standard_schedule": {"recurrence_type": "DAILY", "time_zone": "UTC"},
    }
    backupdisasterrecovery.BackupPlan(
        name,
        backup_plan_id="p",
        backup_vault="v",
        location="europe-west4",
        resource_type="compute.googleapis.com/Instance",
        backup_rules=[rule],
    )


@CASES.admits("BAK-05", settings=WHOLE)
def plan_that_keeps_for_a_week(name):
    plan(name, 7)


@CASES.denies("BAK-05", path="backupRules[0].backupRetentionDays")
def plan_that_keeps_for_a_day(name):
    plan(name, 1)


@CASES.denies("BAK-05", path="backupMinimumEnforcedRetentionDuration")
def vault_that_enforces_nothing(name):
    backupdisasterrecovery.BackupVault(
        name,
        backup_vault_id="v",
        location="europe-west4",
        backup_minimum_enforced_retention_duration="0s",
    )


@CASES.admits("BAK-05")
def vault_that_enforces_three_days(name):
    backupdisasterrecovery.BackupVault(
        name,
        backup_vault_id="v",
        location="europe-west4",
        backup_minimum_enforced_retention_duration="259200s",
    )


@CASES.denies("BAK-05", path="snapshotSchedulePolicy.retentionPolicy.maxRetentionDays")
def snapshots_of_a_day(name):
    daily = {"daily_schedule": {"days_in_cycle": 1, "start_time": "03:00"}}
    compute.ResourcePolicy(
        name,
        snapshot_schedule_policy={
            "schedule": daily,
            "retention_policy": {"max_retention_days": 1},
        },
    )


@CASES.passes_by("BAK-05")
def placement_of_machines(name):
    compute.ResourcePolicy(name, group_placement_policy={"collocation": "COLLOCATED"})


@CASES.denies("BAK-05", settings=WHOLE)
def project_without_a_plan(name):
    storage.Bucket(name, location="EU")


def cluster_plan(name, **properties):
    given = {
        "backup_schedule": {"cron_schedule": "0 3 * * *"},
        "retention_policy": {"backup_delete_lock_days": 7, "backup_retain_days": 35},
        **properties,
    }
    gkebackup.BackupPlan(name, cluster="c", location="europe-west4", **given)


@CASES.admits("BAK-06")
def cluster_with_backups(name):
    cluster_plan(name)


@CASES.denies("BAK-06", path="backupSchedule")
def cluster_with_backups_by_hand(name):
    cluster_plan(name, backup_schedule=None)


@CASES.denies("BAK-06", path="backupSchedule.paused")
def cluster_with_backups_paused(name):
    cluster_plan(name, backup_schedule={"cron_schedule": "0 3 * * *", "paused": True})


@CASES.denies("BAK-06", path="retentionPolicy")
def cluster_with_backups_that_can_be_deleted(name):
    cluster_plan(name, retention_policy=None)


@CASES.admits("BAK-07")
def bucket_of_the_eu(name):
    storage.Bucket(name, location="EU")


@CASES.denies("BAK-07", path="location")
def bucket_of_the_us(name):
    storage.Bucket(name, location="US")


@CASES.admits("BAK-07")
def bucket_of_two_regions(name):
    regions = {"data_locations": ["EUROPE-WEST4", "EUROPE-NORTH1"]}
    storage.Bucket(name, location="EU", custom_placement_config=regions)


@CASES.denies("BAK-07", path="")
def bucket_that_matters_most_in_one_region(name):
    storage.Bucket(name, location="europe-west4", labels={"tier": "tier-1"})


@CASES.passes_by("BAK-07")
def bucket_in_one_region(name):
    storage.Bucket(name, location="europe-west4")


@CASES.denies("BAK-01", path="automatedBackupPolicy.enabled")
def alloydb_without_backups(name):
    alloy(name, automated_backup_policy={"enabled": False})


@CASES.denies("BAK-01", path="continuousBackupConfig.recoveryWindowDays")
def alloydb_of_any_minute_of_a_day(name):
    alloy(name, continuous_backup_config={"recovery_window_days": 1})


@CASES.denies("BAK-06", path="deactivated")
def cluster_with_backups_turned_off(name):
    cluster_plan(name, deactivated=True)


@CASES.denies("BAK-06", path="retentionPolicy.backupRetainDays")
def cluster_with_backups_of_a_day(name):
    cluster_plan(name, retention_policy={"backup_delete_lock_days": 1, "backup_retain_days": 1})


@CASES.denies("BAK-06", path="retentionPolicy.backupDeleteLockDays")
def cluster_with_backups_without_a_lock(name):
    cluster_plan(name, retention_policy={"backup_retain_days": 35})


@CASES.admits("BAK-03")
def whatever_is_old_ends_be_it_live_or_not(name):
    aged(name, {"age": 800, "with_state": "ANY"})


@CASES.admits("BAK-03")
def whatever_is_old_ends(name):
    aged(name, {"age": 800})


@CASES.denies("BAK-03", path="lifecycleRules")
def only_what_is_live_ends(name):
    aged(name, {"age": 800, "with_state": "LIVE"})


def aged(name, condition):
    rules = [{"action": {"type": "Delete"}, "condition": condition}]
    storage.Bucket(
        name, location="EU", versioning={"enabled": True}, lifecycle_rules=rules, opts=KEPT
    )
