"""Programs on AWS that the rules of residency admit and deny."""

import json

import pulumi
import pulumi_aws as aws
from pulumi_aws import backup, bedrock, dynamodb, ec2, ecr, kms, organizations, s3

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.foreign import Row, anything, managed_by, refused
from tests.policies.residency import aws_rows

CASES = Cases([*aws_rows.CASES.found])
ACCOUNT = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)
EDGE = Settings(jurisdictions=("eu",), global_services=("aws:cloudfront:",))
NOWHERE = Settings(profile="regulated")


def abroad(name):
    return pulumi.ResourceOptions(provider=aws.Provider(f"{name}-abroad", region="us-east-1"))


@CASES.admits("REG-01", "REG-02")
def provider_within(name):
    provider = aws.Provider(name, region="eu-north-1")
    s3.Bucket(f"{name}-bucket", opts=pulumi.ResourceOptions(provider=provider))


@CASES.denies("REG-01", path="region")
def provider_outside(name):
    aws.Provider(name, region="us-east-1")


@CASES.denies("REG-01", path="region")
def provider_without_a_region(name):
    aws.Provider(name, profile="acme")


@CASES.denies("REG-01", path="region")
def provider_whose_european_region_is_not_in_the_union(name):
    aws.Provider(name, region="eu-west-2")


@CASES.passes_by("REG-01", "REG-02", settings=NOWHERE)
def anywhere_as_nothing_is_configured(name):
    s3.Bucket(name, opts=abroad(name))


@CASES.admits("REG-02")
def resource_says_its_own_region(name):
    s3.Bucket(name, region="eu-west-3", opts=abroad(name))


@CASES.denies("REG-02", path="region")
def resource_leaves_its_providers_region(name):
    s3.Bucket(name, region="us-west-2")


def firewall(name, scope, provider):
    aws.wafv2.WebAcl(
        name,
        scope=scope,
        default_action={"block": {}},
        visibility_config={
            "metric_name": "a",
            "cloudwatch_metrics_enabled": True,
            "sampled_requests_enabled": False,
        },
        opts=pulumi.ResourceOptions(provider=provider),
    )


@CASES.admits("REG-01", settings=EDGE)
@CASES.passes_by("REG-02", settings=EDGE)
def what_cloudfront_takes_from_one_region(name):
    provider = aws.Provider(name, region="us-east-1")
    firewall(f"{name}-waf", "CLOUDFRONT", provider)
    options = pulumi.ResourceOptions(provider=provider)
    aws.acm.Certificate(f"{name}-certificate", domain_name="a.example", opts=options)


@CASES.denies("REG-01", "REG-02")
def what_cloudfront_takes_where_it_may_not_be_used(name):
    firewall(f"{name}-waf", "CLOUDFRONT", aws.Provider(name, region="us-east-1"))


@CASES.denies("REG-01", "REG-02", settings=EDGE)
def what_cloudfront_has_no_use_for(name):
    provider = aws.Provider(name, region="us-east-1")
    firewall(f"{name}-waf", "REGIONAL", provider)


@CASES.denies("REG-02")
def resource_of_a_provider_outside(name):
    s3.Bucket(name, opts=abroad(name))


@CASES.denies("REG-02", path="region")
def region_that_is_misspelt(name):
    s3.Bucket(name, region="eu-wst-1")


@CASES.denies("REG-02", path="provider.region")
def native_resource_of_a_provider_outside(name):
    anything(
        "aws-native:s3:Bucket", name, managed_by("aws-native", f"{name}-p", region="ap-south-1")
    )


def replicated(name, to):
    s3.BucketReplicationConfig(
        name,
        bucket=s3.Bucket(f"{name}-source").id,
        role="arn:aws:iam::123456789012:role/replication",
        rules=[{"status": "Enabled", "destination": {"bucket": to}}],
    )


@CASES.admits("REG-03")
def bucket_replicated_within(name):
    replicated(name, s3.Bucket(f"{name}-copy", region="eu-west-1").arn)


@CASES.denies("REG-03", path="rules[0].destination.bucket")
def bucket_replicated_outside(name):
    replicated(name, s3.Bucket(f"{name}-copy", region="us-east-2").arn)


@CASES.leaves_open("REG-03")
def bucket_replicated_out_of_sight(name):
    replicated(name, "arn:aws:s3:::somebody-elses")


def table(name, *regions):
    dynamodb.Table(
        name,
        attributes=[{"name": "id", "type": "S"}],
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        replicas=[{"region_name": region} for region in regions],
    )


@CASES.admits("REG-06")
def table_with_replicas_within(name):
    table(name, "eu-west-1", "eu-west-3")


@CASES.denies("REG-06", path="replicas[1].regionName")
def table_with_a_replica_outside(name):
    table(name, "eu-west-1", "us-east-1")


@CASES.passes_by("REG-06")
def table_of_one_region(name):
    table(name)


@CASES.denies("REG-06")
def replica_of_a_database_outside(name):
    aws.rds.Instance(
        name,
        instance_class="db.t4g.small",
        replicate_source_db="arn:aws:rds:us-east-1:123456789012:db:main",
    )


@CASES.denies("REG-06")
def global_cluster_with_a_member_outside(name):
    spanning = aws.rds.GlobalCluster(name, global_cluster_identifier=name.replace("_", "-"))
    aws.rds.Cluster(
        f"{name}-far",
        engine="aurora-postgresql",
        region="us-east-1",
        global_cluster_identifier=spanning.id,
    )


def plan(name, vault):
    backup.Plan(
        name,
        rules=[
            {
                "rule_name": "daily",
                "target_vault_name": "main",
                "copy_actions": [{"destination_vault_arn": vault}],
            }
        ],
    )


@CASES.admits("REG-07")
def backup_copied_within(name):
    plan(name, backup.Vault(f"{name}-vault", region="eu-west-1").arn)


@CASES.denies("REG-07", path="rules[0].copyActions[0].destinationVaultArn")
def backup_copied_outside(name):
    plan(name, "arn:aws:backup:us-east-1:123456789012:backup-vault:far")


@CASES.denies("REG-07", path="destinationRegion")
def warehouse_copied_outside(name):
    aws.redshift.SnapshotCopy(name, cluster_identifier="main", destination_region="us-east-1")


@CASES.admits("REG-08")
def secret_replicated_within(name):
    aws.secretsmanager.Secret(name, replicas=[{"region": "eu-west-1"}])


@CASES.denies("REG-08", path="replicas[0].region")
def secret_replicated_outside(name):
    aws.secretsmanager.Secret(name, replicas=[{"region": "us-east-1"}])


@CASES.admits("REG-08")
def key_replicated_within(name):
    key = kms.Key(name, multi_region=True)
    kms.ReplicaKey(f"{name}-replica", primary_key_arn=key.arn, region="eu-west-1")


@CASES.denies("REG-08")
def key_replicated_outside(name):
    key = kms.Key(name, multi_region=True)
    kms.ReplicaKey(f"{name}-replica", primary_key_arn=key.arn, region="us-east-1")


def images(name, region):
    ecr.ReplicationConfiguration(
        name,
        replication_configuration={
            "rules": [{"destinations": [{"region": region, "registry_id": "123456789012"}]}]
        },
    )


@CASES.admits("REG-09")
def images_replicated_within(name):
    images(name, "eu-west-1")


@CASES.denies("REG-09")
def images_replicated_outside(name):
    images(name, "us-east-1")


@CASES.denies("REG-10")
def accelerator(name):
    aws.globalaccelerator.Accelerator(name)


@CASES.admits("REG-10", settings=EDGE)
def content_network_that_is_allowed(name):
    anything("aws:cloudfront/distribution:Distribution", name, enabled=True)


@CASES.denies("REG-10")
def content_network_that_is_not_allowed(name):
    anything("aws:cloudfront/distribution:Distribution", name, enabled=True)


@CASES.admits("REG-11")
def trail_to_a_bucket_within(name):
    aws.cloudtrail.Trail(name, s3_bucket_name=s3.Bucket(f"{name}-logs").id)


@CASES.denies("REG-11", path="s3BucketName")
def trail_to_a_bucket_outside(name):
    bucket = s3.Bucket(f"{name}-logs", region="us-east-1")
    aws.cloudtrail.Trail(name, s3_bucket_name=bucket.id)


@CASES.leaves_open("REG-11")
def trail_to_a_bucket_out_of_sight(name):
    aws.cloudtrail.Trail(name, s3_bucket_name="somebody-elses")


PROFILE = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/"
MODEL = "anthropic.claude-sonnet-4-20250514-v1:0"


@CASES.admits("REG-12")
def profile_within(name):
    bedrock.InferenceProfile(name, model_source={"copy_from": f"{PROFILE}eu.{MODEL}"})


@CASES.denies("REG-12", path="modelSource.copyFrom")
def profile_of_all_regions(name):
    bedrock.InferenceProfile(name, model_source={"copy_from": f"{PROFILE}global.{MODEL}"})


def agent(name, model):
    bedrock.AgentAgent(
        name,
        agent_name=name,
        agent_resource_role_arn="arn:aws:iam::123456789012:role/agent",
        foundation_model=model,
    )


@CASES.admits("REG-12")
def agent_of_one_region(name):
    agent(name, MODEL)


@CASES.denies("REG-12", path="foundationModel")
def agent_that_crosses_regions(name):
    agent(name, f"us.{MODEL}")


@CASES.leaves_open("REG-12")
def agent_whose_model_is_not_known(name):
    agent(name, pulumi.Output.secret(pulumi.Output.from_input(f"eu.{MODEL}")))


def region_policy(name, effect="Deny", *, attached=True):
    condition = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
    statement = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": condition}
    policy = organizations.Policy(
        name, content=json.dumps({"Version": "2012-10-17", "Statement": statement})
    )
    if attached:
        organizations.PolicyAttachment(
            f"{name}-attachment", policy_id=policy.id, target_id="ou-abcd-12345678"
        )


@CASES.admits("REG-13", settings=ACCOUNT)
def regions_denied(name):
    region_policy(name)


@CASES.denies("REG-13", settings=ACCOUNT)
def regions_allowed_instead_of_denied(name):
    region_policy(name, effect="Allow")


@CASES.denies("REG-13", settings=ACCOUNT)
def regions_denied_to_nobody(name):
    region_policy(name, attached=False)


@CASES.denies("REG-13", settings=ACCOUNT)
def regions_left_open(name):
    s3.Bucket(name)


@CASES.passes_by("REG-13")
def regions_are_somebody_elses(name):
    s3.Bucket(name)


@CASES.admits("REG-14")
def peering_within(name):
    ec2.VpcPeeringConnection(name, vpc_id="vpc-1", peer_vpc_id="vpc-2", peer_region="eu-west-1")


@CASES.denies("REG-14", path="peerRegion")
def peering_outside(name):
    ec2.VpcPeeringConnection(name, vpc_id="vpc-1", peer_vpc_id="vpc-2", peer_region="us-east-1")


@CASES.passes_by("REG-14")
def peering_in_one_region(name):
    ec2.VpcPeeringConnection(name, vpc_id="vpc-1", peer_vpc_id="vpc-2")


FAR = "arn:aws:{}:us-east-1:123456789012:{}"
OUTSIDE: dict[str, Row] = {
    "old_global_table": (
        "REG-06",
        "aws:dynamodb/globalTable:GlobalTable",
        {"replicas": [{"regionName": "us-east-1"}]},
    ),
    "native_global_table": (
        "REG-06",
        "aws-native:dynamodb:GlobalTable",
        {"replicas": [{"region": "eu-west-1"}, {"region": "us-east-1"}]},
    ),
    "table_replica": (
        "REG-06",
        "aws:dynamodb/tableReplica:TableReplica",
        {"globalTableArn": "x", "region": "us-east-1"},
    ),
    "witness": (
        "REG-06",
        "aws:dsql/cluster:Cluster",
        {"multiRegionProperties": {"witnessRegion": "us-west-2"}},
    ),
    "keyspace": (
        "REG-06",
        "aws:keyspaces/keyspace:Keyspace",
        {"replicationSpecification": {"regionLists": ["eu-west-1", "us-east-1"]}},
    ),
    "cluster_replica": (
        "REG-06",
        "aws:rds/cluster:Cluster",
        {"replicationSourceIdentifier": FAR.format("rds", "cluster:main")},
    ),
    "file_system_copy": (
        "REG-03",
        "aws:efs/replicationConfiguration:ReplicationConfiguration",
        {"destination": {"region": "us-east-1"}},
    ),
    "file_system_copy_in_a_zone": (
        "REG-03",
        "aws:efs/replicationConfiguration:ReplicationConfiguration",
        {"destination": {"availabilityZoneName": "us-east-1a"}},
    ),
    "automated_backups": (
        "REG-07",
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        {"sourceDbInstanceArn": "x", "region": "us-east-1"},
    ),
    "database_snapshot": (
        "REG-07",
        "aws:rds/snapshotCopy:SnapshotCopy",
        {"destinationRegion": "us-east-1"},
    ),
    "cluster_snapshot": (
        "REG-07",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
        {"destinationRegion": "us-east-1"},
    ),
    "scheduled_snapshots": (
        "REG-07",
        "aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [{"crossRegionCopyRules": [{"target": "us-east-1"}]}]}},
    ),
    "scheduled_snapshots_by_region": (
        "REG-07",
        "aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {
            "policyDetails": {
                "schedules": [{"crossRegionCopyRules": [{"targetRegion": "us-east-1"}]}]
            }
        },
    ),
    "machine_image": (
        "REG-07",
        "aws:ec2/amiCopy:AmiCopy",
        {"sourceAmiId": "ami-1", "sourceAmiRegion": "eu-west-1", "region": "us-east-1"},
    ),
    "native_plan": (
        "REG-07",
        "aws-native:backup:BackupPlan",
        {
            "backupPlan": {
                "backupPlanRule": [
                    {
                        "copyActions": [
                            {"destinationBackupVaultArn": FAR.format("backup", "backup-vault:x")}
                        ]
                    }
                ]
            }
        },
    ),
    "native_secret": (
        "REG-08",
        "aws-native:secretsmanager:Secret",
        {"replicaRegions": [{"region": "us-east-1"}]},
    ),
    "key_replica": (
        "REG-08",
        "aws:kms/replicaKey:ReplicaKey",
        {"primaryKeyArn": "x", "region": "us-east-1"},
    ),
    "native_images": (
        "REG-09",
        "aws-native:ecr:ReplicationConfiguration",
        {
            "replicationConfiguration": {
                "rules": [{"destinations": [{"region": "us-east-1", "registryId": "1"}]}]
            }
        },
    ),
    "trail_to_a_log_group": (
        "REG-11",
        "aws:cloudtrail/trail:Trail",
        {"cloudWatchLogsGroupArn": FAR.format("logs", "log-group:x")},
    ),
    "flow_log": ("REG-11", "aws:ec2/flowLog:FlowLog", {"logDestination": FAR.format("logs", "x")}),
    "subscription": (
        "REG-11",
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        {"destinationArn": FAR.format("firehose", "deliverystream/x")},
    ),
    "aggregator": (
        "REG-11",
        "aws:cfg/configurationAggregator:ConfigurationAggregator",
        {"region": "us-east-1"},
    ),
    "prompt": (
        "REG-12",
        "aws:bedrock/agentPrompt:AgentPrompt",
        {"variants": [{"modelId": "apac.amazon.nova-lite-v1:0"}]},
    ),
    "batch_of_questions": (
        "REG-12",
        "aws:bedrockmodel/invocationJob:InvocationJob",
        {"modelId": "global.amazon.nova-lite-v1:0"},
    ),
    "flow": (
        "REG-12",
        "aws:bedrock/agentFlow:AgentFlow",
        {
            "definition": {
                "nodes": [
                    {
                        "configuration": {
                            "prompt": {
                                "sourceConfiguration": {"inline": {"modelId": "us.amazon.nova"}}
                            }
                        }
                    }
                ]
            }
        },
    ),
    "gateway_peering": (
        "REG-14",
        "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
        {"peerRegion": "us-east-1"},
    ),
    "native_peering": (
        "REG-14",
        "aws-native:ec2:VpcPeeringConnection",
        {"peerRegion": "us-east-1"},
    ),
    "core_network": (
        "REG-14",
        "aws:networkmanager/coreNetwork:CoreNetwork",
        {"basePolicyRegions": ["us-east-1"]},
    ),
}
refused(CASES, OUTSIDE)
