"""What AWS answers of nodes and of where their machines come from."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind, Template

from .answers_places import EC2, HERE, KNOWN, OWNED, REGIONAL
from .answers_zones import name_of

NODES: Mapping[str, Kind] = {
    "aws:ec2:LaunchTemplate": Kind(
        id="lt-{_hex:17}",
        name="name",
        outputs={
            **KNOWN,
            "arn": EC2 + ":launch-template/{_id}",
            "defaultVersion": 1,
            "latestVersion": 1,
        },
        counts={"latestVersion": ("defaultVersion", "tags", "updateDefaultVersion")},
    ),
    "aws:eks:NodeGroup": Kind(
        id="{clusterName}:{nodeGroupName}",
        name="nodeGroupName",
        outputs={
            **KNOWN,
            "amiType": "AL2023_x86_64_STANDARD",
            "arn": HERE + ":nodegroup/{clusterName}/{nodeGroupName}/{_guid}",
            "capacityType": "ON_DEMAND",
            "releaseVersion": "{version|=1.35}.0-20261106",
            "resources": [
                {
                    "autoscalingGroups": [{"name": "eks-{nodeGroupName}-{_guid}"}],
                    "remoteAccessSecurityGroupId": "",
                }
            ],
            "status": "ACTIVE",
            "version": "1.35",
        },
    ),
    "aws:autoscaling:Tag": Kind(id="{autoscalingGroupName},{tag.key}", outputs=REGIONAL),
    "aws:ec2:PlacementGroup": Kind(
        id="{name}",
        name="name",
        outputs={
            **KNOWN,
            "arn": EC2 + ":placement-group/{name}",
            "partitionCount": 0,
            "placementGroupId": "pg-{_hex:17}",
            "spreadLevel": "",
        },
    ),
    "aws:ec2:CapacityReservation": Kind(
        id="cr-{_hex:17}",
        outputs={
            **OWNED,
            "arn": EC2 + ":capacity-reservation/{_id}",
            "ebsOptimized": False,
            "endDateType": "unlimited",
            "ephemeralStorage": False,
            "instanceMatchCriteria": "open",
            "tenancy": "default",
        },
    ),
}

ASKED: Mapping[str, Template] = {
    "aws:index:getAvailabilityZone": {
        "id": name_of("zoneId"),
        "name": name_of("zoneId"),
        "region": "{_region}",
        "state": "available",
    },
}
