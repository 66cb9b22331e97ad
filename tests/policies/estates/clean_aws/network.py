"""A network whose inside reaches AWS by endpoints."""

import json

from pulumi_aws import ec2

from tests.policies.estates.clean_aws.names import ACCOUNT, REGION
from tests.policies.estates.clean_aws.stores import log_group

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
