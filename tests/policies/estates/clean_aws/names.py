"""What the parts of the shop call each other by."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, iam, kms

ACCOUNT = "111122223333"

REGION = "eu-central-1"

TAGS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}

IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop@sha256:" + "4f" * 32


@dataclass
class Base:
    opts: pulumi.ResourceOptions
    kept: pulumi.ResourceOptions
    abroad: pulumi.ResourceOptions
    key: kms.Key
    vpc: ec2.Vpc
    subnets: list[ec2.Subnet]
    edge: list[ec2.Subnet]


def worker_role(name, service, opts):
    return iam.Role(
        name,
        assume_role_policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
        opts=opts,
    )
