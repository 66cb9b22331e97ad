"""What all parts of the shop stand on: provider, key, network, trail."""

import json

import pulumi
from pulumi_aws import Provider, cloudtrail, ec2, guardduty, kms

from tests.policies.estates.clean_aws.names import ACCOUNT, REGION, TAGS, Base
from tests.policies.estates.clean_aws.network import network
from tests.policies.estates.clean_aws.stores import log_group, private_bucket


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
