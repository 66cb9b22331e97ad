"""How AWS keeps copies of data, old versions of objects, and services in several zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.rules.audit.vocabulary import exists
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import (
    absent,
    at_least,
    given,
    matches,
    one_of,
    plain,
    true,
)

BUCKET = "aws:s3:Bucket"
VERSIONING = "aws:s3:BucketVersioning"
LIFECYCLE = "aws:s3:BucketLifecycleConfiguration"

INSTANCE = "aws:rds:Instance"
CLUSTERS = {
    "aws:rds:Cluster": "aws:rds:ClusterInstance",
    "aws:docdb:Cluster": "aws:docdb:ClusterInstance",
    "aws:neptune:Cluster": "aws:neptune:ClusterInstance",
}
"""Clusters whose instances are resources beside them."""

TABLE = "aws:dynamodb:Table"
CACHE = "aws:elasticache:ReplicationGroup"
PLAN = "aws:backup:Plan"
SELECTION = "aws:backup:Selection"
VAULT = "aws:backup:Vault"
VAULT_LOCK = "aws:backup:VaultLockConfiguration"

IS_PRIMARY = [("replicateSourceDb", absent)]
long_enough = at_least(lambda settings: settings.backup_days)
bounded = at_least(lambda settings: min(settings.backup_days, 35))
"""AWS keeps automated backups for 35 days at most.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
"""


enabled = one_of("Enabled")


@check(BUCKET, reads=("versioning.enabled", f"{VERSIONING}.versioningConfiguration"), joins=True)
def old_versions_are_kept(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket keeps what is overwritten or deleted, by itself in older programs."""
    beside = world.estate.pointing(bucket, "bucket", VERSIONING)
    for each in beside:
        status = each.first("versioningConfiguration.status")
        yield judged(status, enabled, world.settings)
    if not beside:
        yield judged(bucket.first("versioning.enabled"), true, world.settings)


@check(BUCKET, reads=("lifecycleRules", f"{LIFECYCLE}.rules"), joins=True)
def old_versions_expire(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A lifecycle ends what versioning keeps, and uploads that nobody finished."""
    beside = world.estate.pointing(bucket, "bucket", LIFECYCLE)
    rules = [
        *bucket.find("lifecycleRules[]"),
        *(rule for each in beside for rule in each.find("rules[]")),
    ]
    if any(each.value is UNKNOWN for each in rules):
        yield Undetermined("lifecycleRules", "the lifecycle is known after deployment")
        return
    active = [each for each in rules if _is_on(each)]
    for paths, says in ENDS:
        ends = [found for each in active for path in paths for found in each.find(path)]
        if any(given.holds(found, world.settings) for found in ends):
            yield Pass("lifecycleRules")
        else:
            yield Fail("lifecycleRules", says)


ENDS = (
    (
        ("noncurrentVersionExpiration", "noncurrentVersionTransitions"),
        "no lifecycle rule ends old versions",
    ),
    (
        ("abortIncompleteMultipartUpload", "abortIncompleteMultipartUploadDays"),
        "no lifecycle rule ends unfinished uploads",
    ),
)
"""What a lifecycle has to have, as the resource beside a bucket and the bucket itself spell it."""


def _is_on(rule: Found) -> bool:
    status, enabled = (plain(rule.find(path)[0].value) for path in ("status", "enabled"))
    return status == "enabled" or enabled is True


@check(*CLUSTERS, reads=("availabilityZones", "clusterIdentifier"), joins=True)
def cluster_has_a_standby(cluster: Resource, world: World) -> Iterator[Outcome]:
    """A cluster has an instance to fail over to, or is one that AWS spreads by itself."""
    if cluster.first("dbClusterInstanceClass").is_known:
        yield Pass("dbClusterInstanceClass")
        return
    instances = world.estate.pointing(cluster, "clusterIdentifier", CLUSTERS[cluster.type])
    if len(instances) > 1:
        yield Pass()
    elif instances:
        yield Fail("", "its only instance has none to fail over to")
    else:
        yield NotApplicable("its instances are not in this program")


@check(PLAN, reads=("rules[].schedule", "rules[].lifecycle.deleteAfter"), joins=True)
def plan_backs_something_up(plan: Resource, world: World) -> Iterator[Outcome]:
    """A plan runs by a schedule, keeps what it makes, and is asked for by a selection."""
    for rule in plan.find("rules[]"):
        if rule.value is UNKNOWN:
            yield Undetermined(rule.path, f"{rule.path} is known after deployment")
            continue
        yield judged(rule.find("schedule")[0], given, world.settings)
        delete = rule.find("lifecycle.deleteAfter")[0]
        yield judged(delete, long_enough.or_missing(), world.settings)
    if not world.estate.pointing(plan, "planId", SELECTION):
        yield Fail("", "no selection says what the plan backs up")


@check(VAULT, reads=(f"{VAULT_LOCK}.backupVaultName",), joins=True)
def vault_is_locked(vault: Resource, world: World) -> Iterator[Outcome]:
    """In production a lock keeps administrators from deleting the backups in a vault."""
    if not world.settings.is_production:
        yield NotApplicable("only production is asked")
    elif world.estate.pointing(vault, "backupVaultName", VAULT_LOCK):
        yield Pass()
    else:
        yield Fail("", "no lock keeps the backups in it from deletion")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-01": (
        need(INSTANCE, "backupRetentionPeriod", bounded, when=IS_PRIMARY),
        need(tuple(CLUSTERS), "backupRetentionPeriod", bounded),
        need(TABLE, "pointInTimeRecovery.enabled", true),
        need(TABLE, "pointInTimeRecovery.recoveryPeriodInDays", bounded.or_missing()),
        need("aws:redshift:Cluster", "automatedSnapshotRetentionPeriod", bounded),
    ),
    "BAK-03": (old_versions_are_kept, old_versions_expire),
    "BAK-04": (
        need(INSTANCE, "multiAz", true, when=IS_PRIMARY),
        cluster_has_a_standby,
        need(CACHE, "multiAzEnabled", true),
        need(CACHE, "automaticFailoverEnabled", true),
        need(
            ("aws:opensearch:Domain", "aws:elasticsearch:Domain"),
            "clusterConfig.zoneAwarenessEnabled",
            true,
        ),
        need("aws:efs:FileSystem", "availabilityZoneName", absent),
        need(
            ("aws:fsx:OntapFileSystem", "aws:fsx:OpenZfsFileSystem", "aws:fsx:WindowsFileSystem"),
            "deploymentType",
            matches(r"MULTI_AZ.*", "one in several zones"),
        ),
        need(
            "aws:mq:Broker", "deploymentMode", one_of("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")
        ),
        need("aws:memorydb:Cluster", "numReplicasPerShard", at_least(1).or_missing()),
    ),
    "BAK-05": (
        plan_backs_something_up,
        either(
            need(SELECTION, "resources", given),
            need(SELECTION, "selectionTags", given),
            need(SELECTION, "conditions", given),
        ),
        vault_is_locked,
        need((VAULT_LOCK, "aws:backup:LogicallyAirGappedVault"), "minRetentionDays", given),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "BAK-05": (exists("aws", "no backup plan is in the account", PLAN),),
}
