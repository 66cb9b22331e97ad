"""Where copies of data go on AWS: replicas, backups, keys, images and logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Pass
from landing_zone_policies.places import place_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import leads, lies, resident, stays, verdict
from landing_zone_policies.wanted import plain

BUCKET = "aws:s3:Bucket"
VAULTS = ("aws:backup:Vault", "aws:backup:LogicallyAirGappedVault")
STREAM = "aws:kinesis:FirehoseDeliveryStream"

CLUSTERS = {
    "aws:rds:GlobalCluster": "aws:rds:Cluster",
    "aws:docdb:GlobalCluster": "aws:docdb:Cluster",
    "aws:neptune:GlobalCluster": "aws:neptune:Cluster",
}
"""What spans regions, and what its members are."""


@resident(*CLUSTERS, reads=("globalClusterIdentifier",), joins=True)
def members_stay(spanning: Resource, world: World) -> Iterator[Outcome]:
    """A global cluster is where its members are."""
    members = world.estate.pointing(spanning, "globalClusterIdentifier", CLUSTERS[spanning.type])
    for member in members:
        yield verdict(place_of(member, world.estate), "aws", world)
    if not members:
        yield NotApplicable("no cluster of this program is a member")


@resident(
    "aws:elasticache:GlobalReplicationGroup", reads=("primaryReplicationGroupId",), joins=True
)
def caches_stay(spanning: Resource, world: World) -> Iterator[Outcome]:
    """A global cache is where its groups are: the first one, and those that join it."""
    group = "aws:elasticache:ReplicationGroup"
    members = [
        *world.estate.targets(spanning, "primaryReplicationGroupId", group),
        *world.estate.pointing(spanning, "globalReplicationGroupId", group),
    ]
    for member in members:
        yield verdict(place_of(member, world.estate), "aws", world)
    if not members:
        yield NotApplicable("no replication group of this program is a member")


@resident("aws:kms:Key", "aws-native:kms:Key", reads=("multiRegion",), joins=True)
def key_replicas_stay(key: Resource, world: World) -> Iterator[Outcome]:
    """A key for several regions is where its replicas are."""
    if plain(key.get("multiRegion")) is not True:
        yield NotApplicable("the key is of one region")
        return
    replicas = world.estate.pointing(key, "primaryKeyArn", "aws:kms:ReplicaKey")
    for replica in replicas:
        yield verdict(place_of(replica, world.estate), "aws", world)
    if not replicas:
        yield Pass("multiRegion")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "REG-03": (
        leads("aws:s3:BucketReplicationConfig", "rules[].destination.bucket", BUCKET),
        leads(BUCKET, "replicationConfiguration.rules[].destination.bucket", BUCKET),
        leads(
            "aws-native:s3:Bucket",
            "replicationConfiguration.rules[].destination.bucket",
            "aws-native:s3:Bucket",
            BUCKET,
        ),
        stays("aws:efs:ReplicationConfiguration", "destination.region"),
        stays("aws:efs:ReplicationConfiguration", "destination.availabilityZoneName"),
    ),
    "REG-06": (
        stays("aws:dynamodb:Table", "replicas[].regionName"),
        stays("aws:dynamodb:GlobalTable", "replicas[].regionName"),
        stays("aws-native:dynamodb:GlobalTable", "replicas[].region"),
        lies("aws:dynamodb:TableReplica"),
        stays("aws:dsql:Cluster", "multiRegionProperties.witnessRegion"),
        stays("aws:keyspaces:Keyspace", "replicationSpecification.regionLists[]"),
        leads("aws:rds:Instance", "replicateSourceDb", "aws:rds:Instance"),
        leads("aws:rds:Cluster", "replicationSourceIdentifier", "aws:rds:Cluster"),
        members_stay,
        caches_stay,
    ),
    "REG-07": (
        leads("aws:backup:Plan", "rules[].copyActions[].destinationVaultArn", *VAULTS),
        leads(
            "aws-native:backup:BackupPlan",
            "backupPlan.backupPlanRule[].copyActions[].destinationBackupVaultArn",
            "aws-native:backup:BackupVault",
        ),
        lies("aws:rds:InstanceAutomatedBackupsReplication"),
        stays("aws:redshift:SnapshotCopy", "destinationRegion"),
        stays("aws:rds:SnapshotCopy", "destinationRegion"),
        stays("aws:rds:ClusterSnapshotCopy", "destinationRegion"),
        stays("aws:dlm:LifecyclePolicy", "policyDetails.schedules[].crossRegionCopyRules[].target"),
        stays(
            "aws:dlm:LifecyclePolicy",
            "policyDetails.schedules[].crossRegionCopyRules[].targetRegion",
        ),
        lies("aws:ec2:AmiCopy", "aws:ebs:SnapshotCopy"),
    ),
    "REG-08": (
        stays("aws:secretsmanager:Secret", "replicas[].region"),
        stays("aws-native:secretsmanager:Secret", "replicaRegions[].region"),
        lies("aws:kms:ReplicaKey", "aws:kms:ReplicaExternalKey", "aws-native:kms:ReplicaKey"),
        key_replicas_stay,
    ),
    "REG-09": (
        stays(
            "aws:ecr:ReplicationConfiguration",
            "replicationConfiguration.rules[].destinations[].region",
        ),
        stays(
            "aws-native:ecr:ReplicationConfiguration",
            "replicationConfiguration.rules[].destinations[].region",
        ),
    ),
    "REG-11": (
        leads("aws:cloudtrail:Trail", "s3BucketName", BUCKET),
        leads("aws:cloudtrail:Trail", "cloudWatchLogsGroupArn", "aws:cloudwatch:LogGroup"),
        leads("aws-native:cloudtrail:Trail", "s3BucketName", "aws-native:s3:Bucket", BUCKET),
        leads("aws:ec2:FlowLog", "logDestination", BUCKET, "aws:cloudwatch:LogGroup", STREAM),
        leads("aws:cloudwatch:LogSubscriptionFilter", "destinationArn", STREAM),
        leads(STREAM, "extendedS3Configuration.bucketArn", BUCKET),
        lies("aws:cfg:ConfigurationAggregator"),
    ),
}
