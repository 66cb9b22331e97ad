"""What AWS makes of records: log groups, who may write to them, and flow logs.

Error codes: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_identity import ROLE
from .facts_network import SUBNET, VPC
from .facts_regions import regional

LOG_GROUP = "aws:cloudwatch:LogGroup"

RETENTION_DAYS = (
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192),
    *(2557, 2922, 3288, 3653),
)
"""0 keeps them for ever.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""

UNCHECKED = r"arn:[\w-]+:(?:s3:::[^/]+/.+|firehose:.+|logs:.+:\*)"
"""Destinations that are not looked up: folders of a bucket, streams, log groups written `:*`."""

LOGS: Mapping[str, Facts] = {
    LOG_GROUP: regional(
        replaces=("logGroupClass", "name", "namePrefix"),
        kept=("logGroupClass", "name", "namePrefix"),
        values={
            "logGroupClass": ("DELIVERY", "INFREQUENT_ACCESS", "STANDARD"),
            "retentionInDays": RETENTION_DAYS,
        },
        formats={"name": r"(?!aws/)[.\-_/#A-Za-z0-9]{1,512}"},
        tags="tags",
        stateful=True,
        conflict="ResourceAlreadyExistsException: The specified log group already exists",
        missing="ResourceNotFoundException: The specified log group does not exist.",
    ),
    "aws:cloudwatch:LogResourcePolicy": regional(
        replaces=("policyName", "resourceArn"),
        required=("policyDocument",),
        formats={"policyName": r".{1,255}", "policyDocument": r"[\s\S]{1,5120}"},
        adopts=True,
    ),
    "aws:ec2:FlowLog": regional(
        replaces=(
            *("deliverCrossAccountRole", "destinationOptions.**", "eniId", "iamRoleArn"),
            *("logDestination", "logDestinationType", "logFormat", "maxAggregationInterval"),
            *("regionalNatGatewayId", "subnetId", "trafficType", "transitGatewayAttachmentId"),
            *("transitGatewayId", "vpcId"),
        ),
        kept=("logDestination", "logFormat"),
        values={
            "destinationOptions.fileFormat": ("parquet", "plain-text"),
            "logDestinationType": ("cloud-watch-logs", "kinesis-data-firehose", "s3"),
            "maxAggregationInterval": (60, 600),
            "trafficType": ("ACCEPT", "ALL", "REJECT"),
        },
        tags="tags",
        refers={
            "iamRoleArn": To(ROLE, by=("arn",)),
            "vpcId": To(VPC),
            "subnetId": To(SUBNET),
            "logDestination": To((LOG_GROUP, "aws:s3:Bucket"), by=("arn",), besides=UNCHECKED),
        },
        unique={
            (each, "trafficType", "logDestination"): Within.REGION for each in ("vpcId", "subnetId")
        },
        conflict="FlowLogAlreadyExists: Error. There is an existing Flow Log with the same"
        " configuration and log destination.",
    ),
}
