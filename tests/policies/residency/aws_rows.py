"""Programs on AWS with one property that leads data out of the jurisdictions."""

from pulumi_aws import elasticache, kinesis, kms, s3

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import admits, weakened

CASES = Cases()
FAR = "us-east-2"
ROLE = "arn:aws:iam::123456789012:role/a"
NATIVE_BUCKET = of("aws-native:s3:Bucket")
NATIVE_TRAIL = of("aws-native:cloudtrail:Trail")
PEERING = of("aws-native:ec2:TransitGatewayPeeringAttachment")

weakened(
    CASES,
    (("REG-14", PEERING, {"peerRegion": "eu-west-1"}, "peerRegion", FAR),),
)
admits(CASES, "REG-08", kms.Key, {"multi_region": True})


@CASES.denies("REG-03", path="replicationConfiguration.rules[0].destination.bucket")
def bucket_with_a_rule_that_leads_outside(name):
    copy = s3.Bucket(f"{name}-copy", region=FAR)
    rule = {"id": "all", "status": "Enabled", "destination": {"bucket": copy.arn}}
    s3.Bucket(name, replication_configuration={"role": ROLE, "rules": [rule]})


@CASES.denies("REG-03", path="replicationConfiguration.rules[0].destination.bucket")
def native_bucket_with_a_rule_that_leads_outside(name):
    copy = s3.Bucket(f"{name}-copy", region=FAR)
    rule = {"status": "Enabled", "destination": {"bucket": copy.arn}}
    NATIVE_BUCKET(name, replicationConfiguration={"role": ROLE, "rules": [rule]})


@CASES.denies("REG-06", path="region")
def cache_of_groups_outside(name):
    first = elasticache.ReplicationGroup(f"{name}-first", description="first", region=FAR)
    elasticache.GlobalReplicationGroup(
        name,
        global_replication_group_id_suffix="sessions",
        primary_replication_group_id=first.id,
    )


@CASES.denies("REG-11", path="s3BucketName")
def native_trail_into_a_bucket_outside(name):
    logs = s3.Bucket(f"{name}-logs", region=FAR)
    NATIVE_TRAIL(name, s3BucketName=logs.bucket, isLogging=True)


@CASES.denies("REG-11", path="extendedS3Configuration.bucketArn")
def delivery_into_a_bucket_outside(name):
    logs = s3.Bucket(f"{name}-logs", region=FAR)
    kinesis.FirehoseDeliveryStream(
        name,
        destination="extended_s3",
        extended_s3_configuration={"role_arn": ROLE, "bucket_arn": logs.arn},
    )
