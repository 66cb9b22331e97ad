"""Private paths from a VPC to AWS's own services."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, document, partition
from landing_zone.core import Environment, Scope, after
from landing_zone.network.aws_subnets import Subnet
from landing_zone.network.spec import NetworkSpec, PrivateService

INTERFACES: dict[PrivateService, tuple[str, ...]] = {
    PrivateService.STORAGE: (),
    PrivateService.KEYS: ("kms",),
    PrivateService.IDENTITY: ("sts",),
    PrivateService.REGISTRY: ("ecr.api", "ecr.dkr"),
    PrivateService.LOGS: ("logs",),
    PrivateService.MONITORING: ("monitoring",),
    PrivateService.SECRETS: ("secretsmanager", "ssm"),
    PrivateService.COMPUTE: ("ec2", "autoscaling", "elasticloadbalancing"),
    PrivateService.CLUSTER: ("eks", "eks-auth"),
    PrivateService.DATABASE: (),
}
"""AWS's services behind each of ours. Storage has a gateway instead, which costs nothing; databases
are placed in the network itself.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
"""

WORDS = {**INTERFACES, PrivateService.STORAGE: ("s3",)}
"""AWS's word for everything that a service is reached through."""

BUCKETS = (
    "prod-{region}-starport-layer-bucket",
    "al2023-repos-{region}-de612dc2",
    "amazon-ssm-{region}",
    "amazon-ssm-packages-{region}",
    "aws-ssm-document-attachments-{region}",
    "aws-ssm-{region}",
    "patch-baseline-snapshot-{region}",
    "{region}-birdwatcher-prod",
)
"""AWS's own buckets that nodes read: image layers, packages, patches and the systems manager.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html,
https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
"""


def endpoints(
    scope: Scope,
    spec: NetworkSpec,
    vpc: aws.ec2.Vpc,
    places: Sequence[Subnet],
    tables: Sequence[aws.ec2.RouteTable],
) -> dict[str, pulumi.Output[str]]:
    """Declare an endpoint for each service, and return their IDs by AWS's name of the service."""
    made: dict[str, aws.ec2.VpcEndpoint] = {}
    if PrivateService.STORAGE in spec.private_services:
        made["s3"] = _gateway(scope, vpc, tables)
    services = [each for wanted in spec.private_services for each in INTERFACES[wanted]]
    if services:
        group = _group(scope, spec, vpc)
        made |= {each: _interface(scope, vpc, each, places, group) for each in services}
    return {service: endpoint.id for service, endpoint in made.items()}


def _gateway(
    scope: Scope, vpc: aws.ec2.Vpc, tables: Sequence[aws.ec2.RouteTable]
) -> aws.ec2.VpcEndpoint:
    return aws.ec2.VpcEndpoint(
        scope.child("s3"),
        vpc_id=vpc.id,
        vpc_endpoint_type="Gateway",
        service_name=f"com.amazonaws.{scope.env.region}.s3",
        route_table_ids=[table.id for table in tables],
        policy=_own_buckets(scope.env),
        tags=scope.tags,
        opts=scope.opts(),
    )


def _interface(
    scope: Scope,
    vpc: aws.ec2.Vpc,
    service: str,
    places: Sequence[Subnet],
    group: pulumi.Output[str],
) -> aws.ec2.VpcEndpoint:
    return aws.ec2.VpcEndpoint(
        scope.child(service.replace(".", "-")),
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.{scope.env.region}.{service}",
        private_dns_enabled=True,
        subnet_ids=[each.resource.id for each in places],
        security_group_ids=[group],
        policy=_own_people(scope.env),
        tags=scope.tags,
        opts=scope.opts(),
    )


def _group(scope: Scope, spec: NetworkSpec, vpc: aws.ec2.Vpc) -> pulumi.Output[str]:
    """Admit HTTPS from the network alone; endpoints start no connection themselves."""
    group = aws.ec2.SecurityGroup(
        scope.child("endpoints"),
        description="Private endpoints: HTTPS from inside the network",
        vpc_id=vpc.id,
        tags=scope.tags,
        opts=scope.opts(),
    )
    https = aws.vpc.SecurityGroupIngressRule(
        scope.child("endpoints-https"),
        security_group_id=group.id,
        description="HTTPS from inside the network",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=str(spec.cidr),
        tags=scope.tags,
        opts=scope.opts(),
    )
    return after(group.id, https)


def _own_people(env: Environment) -> pulumi.Output[str]:
    """Keep credentials of other accounts from being used through an endpoint.

    An endpoint's policy is a ceiling: it grants nothing that identities and resources do not
    allow, and without one everything passes. So it names no action, and asks whose request it is.
    Requests without credentials, such as exchanging a token for a role, name no account.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    """
    own = {"StringEqualsIfExists": {"aws:PrincipalAccount": env.account}}
    return document([allow("OwnPeople", ["*"], "*", principal="*", when=own)])


def _own_buckets(env: Environment) -> pulumi.Output[str]:
    """Keep data from leaving for buckets of others; AWS's own may be read.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
    """
    own = {"aws:PrincipalAccount": env.account, "aws:ResourceAccount": env.account}
    encrypted = {"Bool": {"aws:SecureTransport": "true"}}
    names = (bucket.format(region=env.region) for bucket in BUCKETS)
    theirs = [f"arn:{partition(env)}:s3:::{name}/*" for name in names]
    return document(
        [
            allow("OwnBuckets", ["*"], "*", principal="*", when={"StringEquals": own}),
            allow("ReadThoseOfAws", ["s3:GetObject"], theirs, principal="*", when=encrypted),
        ]
    )
