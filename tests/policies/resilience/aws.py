# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on AWS that the rules of resilience admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

from pulumi import ResourceOptions
from pulumi_aws import (
    backup,
    cognito,
    docdb,
    dynamodb,
    ecr,
    efs,
    eks,
    elasticache,
    fsx,
    lb,
    memorydb,
    mq,
    neptune,
    opensearch,
    rds,
    redshift,
    s3,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
DEV = Settings(profile="dev", backup_days=1)
LONG = Settings(profile="regulated", backup_days=90)
KEPT = ResourceOptions(protect=True)


def database(name, opts=KEPT, **properties):
    kept = {"deletion_protection": True, "backup_retention_period": 35, "multi_az": True}
    return rds.Instance(name, opts=opts, **{"instance_class": "db.r8g.large", **kept, **properties})


@CASES.admits("BAK-01", "BAK-02", "BAK-04")
def database_that_lasts(name):
    database(name)


@CASES.admits("BAK-01", settings=LONG)
def database_kept_for_as_long_as_can_be(name):
    database(name)


@CASES.denies("BAK-01", path="backupRetentionPeriod")
def database_kept_for_a_day(name):
    database(name, backup_retention_period=1)


@CASES.admits("BAK-01", settings=DEV)
def database_kept_for_a_day_in_development(name):
    database(name, backup_retention_period=1)


@CASES.denies("BAK-01", settings=DEV, path="backupRetentionPeriod")
def database_without_backups(name):
    database(name, backup_retention_period=None)


@CASES.passes_by("BAK-01", "BAK-04")
def replica_without_backups(name):
    database(name, replicate_source_db="db-1", backup_retention_period=None, multi_az=None)


@CASES.denies("BAK-01", path="backupRetentionPeriod")
def clusters_kept_for_a_day(name):
    rds.Cluster(name, engine="aurora-postgresql")
    docdb.Cluster(f"{name}-documents", backup_retention_period=1)
    neptune.Cluster(f"{name}-graph", backup_retention_period=1)


@CASES.denies("BAK-01", path="automatedSnapshotRetentionPeriod")
def warehouse_kept_for_a_day(name):
    redshift.Cluster(
        name,
        cluster_identifier="w",
        node_type="ra3.large",
        automated_snapshot_retention_period=1,
    )


def table(name, **properties):
    return dynamodb.Table(name, attributes=[{"name": "k", "type": "S"}], hash_key="k", **properties)


@CASES.admits("BAK-01")
def table_that_can_be_recovered(name):
    table(name, point_in_time_recovery={"enabled": True})


@CASES.denies("BAK-01", path="pointInTimeRecovery")
def table_as_it_comes(name):
    table(name)


@CASES.denies("BAK-01", path="pointInTimeRecovery.recoveryPeriodInDays")
def table_that_can_be_recovered_for_a_day(name):
    table(name, point_in_time_recovery={"enabled": True, "recovery_period_in_days": 1})


@CASES.denies("BAK-02", path="protect")
def database_that_pulumi_may_replace(name):
    database(name, opts=None)


@CASES.denies("BAK-02", path="deletionProtection")
def database_that_anybody_may_delete(name):
    database(name, deletion_protection=None)


@CASES.denies("BAK-02", path="skipFinalSnapshot")
def database_that_goes_without_a_snapshot(name):
    database(name, skip_final_snapshot=True)


@CASES.denies("BAK-02", path="deletionProtectionEnabled")
def table_that_anybody_may_delete(name):
    dynamodb.Table(name, hash_key="k", opts=KEPT)


@CASES.denies("BAK-02", path="enableDeletionProtection")
def balancer_that_anybody_may_delete(name):
    lb.LoadBalancer(name)


@CASES.denies("BAK-02", path="deletionProtection")
def cluster_that_anybody_may_delete(name):
    network = {"subnet_ids": ["subnet-1", "subnet-2"]}
    eks.Cluster(name, role_arn="arn:aws:iam::1:role/x", vpc_config=network, opts=KEPT)


@CASES.denies("BAK-02", path="forceDestroy")
def bucket_that_goes_with_its_data(name):
    s3.Bucket(name, force_destroy=True, opts=KEPT)


@CASES.admits("BAK-02")
def bucket_that_stays(name):
    s3.Bucket(name, opts=KEPT)


@CASES.denies("BAK-02", path="forceDelete")
def registry_that_goes_with_its_images(name):
    ecr.Repository(name, force_delete=True)


@CASES.denies("BAK-02", path="deletionProtection")
def users_that_anybody_may_delete(name):
    cognito.UserPool(name, deletion_protection="INACTIVE")


def versioning(name, bucket, status="Enabled"):
    s3.BucketVersioning(
        f"{name}-versioning", bucket=bucket.id, versioning_configuration={"status": status}
    )


def lifecycle(name, bucket, **rule):
    rule = {"id": "all", "status": "Enabled", **rule}
    s3.BucketLifecycleConfiguration(f"{name}-lifecycle", bucket=bucket.id, rules=[rule])


OLD = {"noncurrent_version_expiration": {"noncurrent_days": 30}}
UNFINISHED = {"abort_incomplete_multipart_upload": {"days_after_initiation": 7}}


@CASES.admits("BAK-03")
def bucket_with_versions(name):
    bucket = s3.Bucket(name)
    versioning(name, bucket)
    lifecycle(name, bucket, **OLD, **UNFINISHED)


@CASES.admits("BAK-03")
def bucket_with_versions_of_an_older_spelling(name):
    rule = {"enabled": True, "abort_incomplete_multipart_upload_days": 7}
    rule["noncurrent_version_expiration"] = {"days": 30}
    s3.Bucket(name, versioning={"enabled": True}, lifecycle_rules=[rule])


@CASES.denies("BAK-03", path="versioningConfiguration.status")
def bucket_with_versions_suspended(name):
    bucket = s3.Bucket(name)
    versioning(name, bucket, "Suspended")
    lifecycle(name, bucket, **OLD, **UNFINISHED)


@CASES.denies("BAK-03", path="versioning")
def bucket_without_versions(name):
    lifecycle(name, s3.Bucket(name), **OLD, **UNFINISHED)


@CASES.denies("BAK-03", path="lifecycleRules")
def bucket_with_versions_for_ever(name):
    versioning(name, s3.Bucket(name))


@CASES.denies("BAK-03", path="lifecycleRules")
def bucket_with_unfinished_uploads(name):
    bucket = s3.Bucket(name)
    versioning(name, bucket)
    lifecycle(name, bucket, **OLD)


@CASES.denies("BAK-03", path="lifecycleRules")
def bucket_with_a_lifecycle_turned_off(name):
    bucket = s3.Bucket(name)
    versioning(name, bucket)
    lifecycle(name, bucket, **OLD, **UNFINISHED, status="Disabled")


@CASES.denies("BAK-04", path="multiAz")
def database_in_one_zone(name):
    database(name, multi_az=None)


def aurora(name, instances):
    cluster = rds.Cluster(name, engine="aurora-postgresql")
    for index in range(instances):
        rds.ClusterInstance(
            f"{name}-{index}",
            cluster_identifier=cluster.id,
            engine="aurora-postgresql",
            instance_class="db.r8g.large",
        )


@CASES.admits("BAK-04")
def cluster_with_a_standby(name):
    aurora(name, 2)


@CASES.denies("BAK-04", path="")
def cluster_of_one_instance(name):
    aurora(name, 1)


@CASES.passes_by("BAK-04")
def cluster_with_instances_elsewhere(name):
    aurora(name, 0)


@CASES.denies("BAK-04", path="multiAzEnabled")
def cache_in_one_zone(name):
    elasticache.ReplicationGroup(name, description="x", automatic_failover_enabled=True)


@CASES.denies("BAK-04", path="clusterConfig")
def search_in_one_zone(name):
    opensearch.Domain(name)


@CASES.denies("BAK-04", path="availabilityZoneName")
def files_in_one_zone(name):
    efs.FileSystem(name, availability_zone_name="eu-central-1a")


@CASES.denies("BAK-04", path="numReplicasPerShard")
def memory_without_replicas(name):
    memorydb.Cluster(name, acl_name="x", node_type="db.r7g.large", num_replicas_per_shard=0)


def plan(name, selected=True, tags=None, **rule):
    rule = {"rule_name": "daily", "target_vault_name": "v", "schedule": "cron(0 3 * * ? *)", **rule}
    made = backup.Plan(name, rules=[rule], tags=tags)
    if selected:
        tag = {"type": "STRINGEQUALS", "key": "backup", "value": "daily"}
        backup.Selection(
            f"{name}-tagged",
            plan_id=made.id,
            iam_role_arn="arn:aws:iam::1:role/x",
            selection_tags=[tag],
        )
    return made


@CASES.admits("BAK-05", settings=WHOLE)
def plan_for_what_is_tagged(name):
    plan(name, lifecycle={"delete_after": 35})


@CASES.denies("BAK-05", path="")
def plan_for_nothing(name):
    plan(name, selected=False)


@CASES.denies("BAK-05", path="rules[0].schedule")
def plan_without_a_schedule(name):
    plan(name, schedule=None)


@CASES.denies("BAK-05", path="rules[0].lifecycle.deleteAfter")
def plan_that_keeps_for_a_day(name):
    plan(name, lifecycle={"delete_after": 1})


@CASES.denies("BAK-05", path="resources")
def selection_of_nothing(name):
    backup.Selection(name, plan_id="p", iam_role_arn="arn:aws:iam::1:role/x")


@CASES.admits("BAK-05")
def vault_with_a_lock(name):
    vault = backup.Vault(name)
    backup.VaultLockConfiguration(f"{name}-lock", backup_vault_name=vault.id, min_retention_days=7)


@CASES.denies("BAK-05", path="")
def vault_without_a_lock(name):
    backup.Vault(name)


@CASES.passes_by("BAK-05", settings=DEV)
def vault_without_a_lock_in_development(name):
    backup.Vault(name)


@CASES.denies("BAK-05", path="minRetentionDays")
def lock_without_a_term(name):
    backup.VaultLockConfiguration(name, backup_vault_name="v", max_retention_days=90)


@CASES.denies("BAK-05", settings=WHOLE)
def account_without_a_plan(name):
    s3.Bucket(name)


def replicated(name, region):
    bucket = s3.Bucket(name)
    copy = s3.Bucket(f"{name}-copy", region=region)
    rule = {"status": "Enabled", "destination": {"bucket": copy.arn}}
    s3.BucketReplicationConfig(
        f"{name}-replication", bucket=bucket.id, role="arn:aws:iam::1:role/x", rules=[rule]
    )


@CASES.admits("BAK-07")
def bucket_with_a_copy_in_the_eu(name):
    replicated(name, "eu-west-1")


@CASES.denies("BAK-07", path="rules[0].destination.bucket")
def bucket_with_a_copy_in_the_us(name):
    replicated(name, "us-east-1")


@CASES.denies("BAK-07", path="")
def bucket_that_matters_most_without_a_copy(name):
    s3.Bucket(name, tags={"Criticality": "Tier-1"})


@CASES.passes_by("BAK-07")
def bucket_that_matters_less(name):
    s3.Bucket(name, tags={"criticality": "tier-3"})


@CASES.leaves_open("BAK-07")
def bucket_with_a_copy_who_knows_where(name):
    rule = {"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::elsewhere"}}
    s3.BucketReplicationConfig(
        f"{name}-replication",
        bucket=s3.Bucket(name).id,
        role="arn:aws:iam::1:role/x",
        rules=[rule],
    )


def copies_to(region):
    return [{"destination_vault_arn": f"arn:aws:backup:{region}:1:backup-vault:v"}]


@CASES.admits("BAK-07")
def plan_that_copies_within_the_eu(name):
    plan(name, copy_actions=copies_to("eu-west-1"))


@CASES.denies("BAK-07", path="rules[0].copyActions[0].destinationVaultArn")
def plan_that_copies_to_the_us(name):
    plan(name, copy_actions=copies_to("us-east-1"))


@CASES.denies("BAK-07", path="")
def plan_that_matters_most_without_a_copy(name):
    plan(name, tags={"tier": "1"})


@CASES.admits("BAK-07")
def database_with_backups_in_the_eu(name):
    rds.InstanceAutomatedBackupsReplication(
        f"{name}-copy", source_db_instance_arn=database(name).arn, region="eu-west-1"
    )


@CASES.denies("BAK-07", preview=Verdict.FAIL)
def database_with_backups_in_the_us(name):
    rds.InstanceAutomatedBackupsReplication(
        f"{name}-copy", source_db_instance_arn=database(name).arn, region="us-east-1"
    )


@CASES.denies("BAK-02", path="forceDestroy")
def vault_that_goes_with_its_backups(name):
    backup.Vault(name, force_destroy=True)


@CASES.denies("BAK-02", path="skipFinalSnapshot")
def cluster_that_goes_without_a_snapshot(name):
    engine = {"engine": "aurora-postgresql", "deletion_protection": True}
    rds.Cluster(name, **engine, skip_final_snapshot=True, opts=KEPT)


@CASES.denies("BAK-04", path="automaticFailoverEnabled")
def cache_that_does_not_fail_over(name):
    elasticache.ReplicationGroup(name, description="x", multi_az_enabled=True)


@CASES.denies("BAK-04", path="")
def documents_of_one_instance(name):
    cluster = docdb.Cluster(name)
    docdb.ClusterInstance(f"{name}-0", cluster_identifier=cluster.id, instance_class="db.r8g.large")


@CASES.admits("BAK-04")
def share_in_two_zones(name):
    fsx.WindowsFileSystem(name, subnet_ids="a", throughput_capacity=8, deployment_type="MULTI_AZ_1")


@CASES.denies("BAK-04", path="deploymentType")
def share_with_its_defaults(name):
    fsx.WindowsFileSystem(name, subnet_ids="a", throughput_capacity=8)


@CASES.admits("BAK-04")
def broker_with_a_standby(name):
    broker(name, deployment_mode="ACTIVE_STANDBY_MULTI_AZ")


@CASES.denies("BAK-04", path="deploymentMode")
def broker_with_its_defaults(name):
    broker(name)


def broker(name, **rest):
    mq.Broker(
        name,
        engine_type="ActiveMQ",
        engine_version="5.18",
        host_instance_type="mq.m5.large",
        users=[],
        **rest,
    )
