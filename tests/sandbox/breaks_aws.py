"""Mistakes in a zone on AWS, and what AWS says of them."""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from tests.sandbox.breaks import Break, Transform

BUCKET = "aws:s3/bucket:Bucket"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
KEY = "aws:kms/key:Key"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
SUBNET = "aws:ec2/subnet:Subnet"
VPC = "aws:ec2/vpc:Vpc"


def changed(
    type: str, change: Callable[[dict[str, Any]], dict[str, Any]], *, of: str = ""
) -> Transform:
    """Change the properties of the resources of a type whose names end so."""

    def transform(
        args: pulumi.ResourceTransformArgs,
    ) -> pulumi.ResourceTransformResult | None:
        if args.type_ != type or not args.name.endswith(of):
            return None
        given = dict(args.props)
        return pulumi.ResourceTransformResult({**given, **change(given)}, args.opts)

    return transform


def without(type: str, left_out: str) -> Transform:
    """Leave a property of the resources of a type out."""

    def transform(
        args: pulumi.ResourceTransformArgs,
    ) -> pulumi.ResourceTransformResult | None:
        if args.type_ != type:
            return None
        kept = {name: value for name, value in args.props.items() if name != left_out}
        return pulumi.ResourceTransformResult(kept, args.opts)

    return transform


def _for_no_service(given: dict[str, Any]) -> dict[str, Any]:
    return {"policy": pulumi.Output.from_input(given["policy"]).apply(_without_services)}


def _without_services(policy: str) -> str:
    said = json.loads(policy)
    kept = [each for each in said["Statement"] if "Service" not in each["Principal"]]
    return json.dumps({**said, "Statement": kept})


def _range_before(given: dict[str, Any]) -> dict[str, Any]:
    own = ipaddress.IPv4Network(given["cidrBlock"])
    before = own.network_address - own.num_addresses
    return {"cidrBlock": f"{before}/{own.prefixlen}"}


def _from_virginia(given: dict[str, Any]) -> dict[str, Any]:
    key = pulumi.Output.from_input(given["kmsKeyId"])
    there = re.compile(r"(?<=^arn:aws:kms:)[a-z0-9-]+")
    return {"kmsKeyId": key.apply(lambda arn: there.sub("us-east-1", arn))}


NOT_ALLOWED = (
    r"AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with"
    r" Arn 'arn:aws:logs:[a-z]+-[a-z]+-\d:\d{12}:log-group:"
)

BREAKS: Mapping[str, Break] = {
    "a key grant is dropped": Break(
        transform=changed(KEY, _for_no_service, of="-logs"), words=NOT_ALLOWED
    ),
    "two subnets are swapped": Break(
        transform=changed(SUBNET, _range_before, of="-b"),
        words=r"InvalidSubnet\.Conflict: The CIDR '[\d./]+' conflicts with another subnet",
    ),
    "a subnet lies outside its network": Break(
        transform=changed(SUBNET, lambda _: {"cidrBlock": "192.168.0.0/24"}, of="-b"),
        words=r"InvalidSubnet\.Range: The CIDR '192\.168\.0\.0/24' is invalid",
    ),
    "a bucket name is taken": Break(
        transform=changed(BUCKET, lambda _: {"bucket": "acme-lake"}),
        words=r"BucketAlreadyExists: The requested bucket name is not available",
    ),
    "a subnet points to another network": Break(
        transform=changed(SUBNET, lambda _: {"vpcId": "vpc-0123456789abcdef0"}),
        words=r"InvalidVpcID\.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist",
    ),
    "a tag is malformed": Break(
        transform=changed(VPC, lambda _: {"tags": {"aws:owner": "me"}}),
        words=r"InvalidParameterValue: Tag keys starting with 'aws:' are reserved",
    ),
    "an enumeration is misspelt": Break(
        transform=changed(FLOW_LOG, lambda _: {"trafficType": "EVERYTHING"}),
        words=r"trafficType.*expected one of ACCEPT, ALL, REJECT, got 'EVERYTHING'",
    ),
    "a property is misspelt": Break(
        transform=changed(VPC, lambda _: {"enableDnsHostname": True}),
        words=r"enableDnsHostname.*no such property; did you mean enableDnsHostnames\?",
    ),
    "a required property is missing": Break(
        transform=without(SUBNET, "vpcId"), words=r"vpcId.*missing, and required"
    ),
    "a key lies in another region": Break(
        transform=changed(LOG_GROUP, _from_virginia), words=NOT_ALLOWED
    ),
}
