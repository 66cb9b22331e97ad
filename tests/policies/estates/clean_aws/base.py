"""What all parts of the shop stand on: provider, keys, network, trails."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import Provider, cloudtrail, cloudwatch, ec2, guardduty, kms, s3

ACCOUNT = "111122223333"
REGION = "eu-central-1"
TAGS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}

OURS_ALONE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "*",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceAccount": ACCOUNT}},
            }
        ],
    }
)


@dataclass
class Base:
    opts: pulumi.ResourceOptions
    kept: pulumi.ResourceOptions
    abroad: pulumi.ResourceOptions
    key: kms.Key
    vpc: ec2.Vpc
    subnets: list[ec2.Subnet]
    edge: list[ec2.Subnet]


def base() -> Base:
    provider = Provider("frankfurt", region=REGION, default_tags={"tags": TAGS})
    ireland = Provider("ireland", region="eu-west-1", default_tags={"tags": TAGS})
    opts = pulumi.ResourceOptions(provider=provider)
    key = customer_key("shop", opts)
    made = Base(
        opts=opts,
        kept=pulumi.ResourceOptions(provider=provider, protect=True),
        abroad=pulumi.ResourceOptions(provider=ireland),
        key=key,
        vpc=ec2.Vpc("shop", cidr_block="10.20.0.0/16", enable_dns_hostnames=True, opts=opts),
        subnets=[],
        edge=[],
    )
    network(made)
    trails(made)
    return made


def customer_key(name, opts):
    key = kms.Key(
        name,
        description="Everything the shop stores",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "IAM policies of the account decide",
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                        "Action": "kms:*",
                        "Resource": "*",
                    },
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": f"logs.{REGION}.amazonaws.com"},
                        "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"],
                        "Resource": "*",
                        "Condition": {
                            "ArnLike": {
                                "kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:*:{ACCOUNT}:*"
                            }
                        },
                    },
                ],
            }
        ),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=True)),
    )
    kms.Alias(name, name=f"alias/{name}", target_key_id=key.key_id, opts=opts)
    return key


def network(made):
    vpc, opts = made.vpc, made.opts
    ec2.DefaultSecurityGroup("shop-default", vpc_id=vpc.id, opts=opts)
    gateway = ec2.InternetGateway("shop", vpc_id=vpc.id, opts=opts)
    outside = ec2.RouteTable(
        "edge",
        vpc_id=vpc.id,
        routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}],
        opts=opts,
    )
    address = ec2.Eip("nat", domain="vpc", opts=opts)
    for index, zone in enumerate("abc"):
        made.subnets.append(
            ec2.Subnet(
                f"private-{zone}",
                vpc_id=vpc.id,
                availability_zone=f"{REGION}{zone}",
                cidr_block=f"10.20.{index}.0/24",
                opts=opts,
            )
        )
        edge = ec2.Subnet(
            f"edge-{zone}",
            vpc_id=vpc.id,
            availability_zone=f"{REGION}{zone}",
            cidr_block=f"10.20.{100 + index}.0/24",
            map_public_ip_on_launch=False,
            opts=opts,
        )
        ec2.RouteTableAssociation(
            f"edge-{zone}", subnet_id=edge.id, route_table_id=outside.id, opts=opts
        )
        made.edge.append(edge)
    nat = ec2.NatGateway("shop", allocation_id=address.id, subnet_id=made.edge[0].id, opts=opts)
    inside = ec2.RouteTable(
        "private",
        vpc_id=vpc.id,
        routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}],
        opts=opts,
    )
    for zone, subnet in zip("abc", made.subnets, strict=True):
        ec2.RouteTableAssociation(
            f"private-{zone}", subnet_id=subnet.id, route_table_id=inside.id, opts=opts
        )
    endpoints(made, inside)
    logs = log_group("flow-logs", made)
    ec2.FlowLog(
        "shop",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination=logs.arn,
        iam_role_arn=f"arn:aws:iam::{ACCOUNT}:role/flow-logs",
        opts=opts,
    )


def endpoints(made, routes):
    for service in ("s3", "dynamodb"):
        ec2.VpcEndpoint(
            service,
            vpc_id=made.vpc.id,
            service_name=f"com.amazonaws.{REGION}.{service}",
            route_table_ids=[routes.id],
            policy=OURS_ALONE,
            opts=made.opts,
        )
    group = ec2.SecurityGroup(
        "endpoints",
        vpc_id=made.vpc.id,
        description="Private access to the services of the region",
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "cidr_blocks": ["10.20.0.0/16"],
                "description": "From inside",
            }
        ],
        opts=made.opts,
    )
    for service in (
        "ecr.api",
        "ecr.dkr",
        "kms",
        "logs",
        "secretsmanager",
        "sts",
        "sagemaker.api",
        "sagemaker.runtime",
        "bedrock-runtime",
        "bedrock-agent-runtime",
    ):
        ec2.VpcEndpoint(
            service.replace(".", "-"),
            vpc_id=made.vpc.id,
            vpc_endpoint_type="Interface",
            service_name=f"com.amazonaws.{REGION}.{service}",
            subnet_ids=[each.id for each in made.subnets],
            security_group_ids=[group.id],
            private_dns_enabled=True,
            policy=OURS_ALONE,
            opts=made.opts,
        )


def log_group(name, made):
    return cloudwatch.LogGroup(
        name,
        retention_in_days=400,
        kms_key_id=made.key.arn,
        deletion_protection_enabled=True,
        opts=made.opts,
    )


def trails(made):
    bucket = private_bucket("trail", made, locked=True)
    group = log_group("trail", made)
    cloudtrail.Trail(
        "organisation",
        s3_bucket_name=bucket.id,
        kms_key_id=made.key.arn,
        is_multi_region_trail=True,
        include_global_service_events=True,
        enable_log_file_validation=True,
        enable_logging=True,
        cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
        cloud_watch_logs_role_arn=f"arn:aws:iam::{ACCOUNT}:role/trail",
        event_selectors=[
            {
                "read_write_type": "All",
                "include_management_events": True,
                "data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
            }
        ],
        opts=made.opts,
    )
    guardduty.Detector("shop", enable=True, opts=made.opts)


def private_bucket(name, made, *, locked=False):
    """A bucket under the customer's key, versioned, private, and by TLS alone."""
    bucket = s3.Bucket(name, object_lock_enabled=locked, opts=made.kept)
    s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": made.key.arn,
                },
                "bucket_key_enabled": True,
            }
        ],
        opts=made.opts,
    )
    guarded(name, bucket, made.opts)
    if locked:
        s3.BucketObjectLockConfiguration(
            name,
            bucket=bucket.id,
            rule={"default_retention": {"mode": "COMPLIANCE", "days": 400}},
            opts=made.opts,
        )
    return bucket


def guarded(name, bucket, opts):
    s3.BucketVersioning(
        name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=opts
    )
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "id": "old-versions",
                "status": "Enabled",
                "filter": {},
                "noncurrent_version_expiration": {"noncurrent_days": 90},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        opts=opts,
    )
    s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    s3.BucketPolicy(
        name,
        bucket=bucket.id,
        policy=bucket.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "TlsOnly",
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": [arn, f"{arn}/*"],
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        },
                        {
                            "Sid": "ModernTls",
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": [arn, f"{arn}/*"],
                            "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                        },
                    ],
                }
            )
        ),
        opts=opts,
    )
