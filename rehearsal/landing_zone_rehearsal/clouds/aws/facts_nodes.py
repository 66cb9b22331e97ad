"""What AWS makes of nodes: launch templates, node groups, and where their machines come from.

A launch template is hardly looked at before something is launched from it: what it names is
checked when a node group takes it.

Error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_network import SUBNET
from .facts_regions import regional

CLUSTER = "aws:eks:Cluster"
GROUP = "aws:eks:NodeGroup"
PLACEMENT = "aws:ec2:PlacementGroup"
RESERVATION = "aws:ec2:CapacityReservation"
TEMPLATE = "aws:ec2:LaunchTemplate"

AMI_TYPES = (
    *("AL2023_ARM_64_NVIDIA", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NEURON"),
    *("AL2023_x86_64_NVIDIA", "AL2023_x86_64_STANDARD", "AL2_ARM_64", "AL2_x86_64"),
    *("AL2_x86_64_GPU", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_ARM_64_FIPS"),
    *("BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "BOTTLEROCKET_x86_64"),
    *("BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_x86_64_NVIDIA"),
    *("BOTTLEROCKET_x86_64_NVIDIA_FIPS", "CUSTOM"),
)
"""The images for Linux.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
"""

PLATFORMS = ("Linux/UNIX", "Red Hat Enterprise Linux", "SUSE Linux", "Ubuntu Pro", "Windows")

INSTANCE_TYPE = r"[a-z][a-z0-9-]*\.(metal|\d*(nano|micro|small|medium|x?large)|metal-\d+xl)"
"""A family and a size, such as `p5.48xlarge`."""

TAG_KEY = r"(?!aws:)[\w\s.:/=+\-@]{1,128}"
TAG_VALUE = r"[\w\s.:/=+\-@]{0,256}"
"""Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html"""

SWITCH = ("disabled", "enabled")

NODES: Mapping[str, Facts] = {
    TEMPLATE: regional(
        replaces=("name", "namePrefix"),
        kept=(
            *("defaultVersion", "name", "namePrefix"),
            *("metadataOptions.httpEndpoint", "metadataOptions.httpProtocolIpv6"),
            *("metadataOptions.httpPutResponseHopLimit", "metadataOptions.httpTokens"),
            "metadataOptions.instanceMetadataTags",
            *(
                f"blockDeviceMappings[].ebs.{each}"
                for each in (
                    *("iops", "throughput", "volumeInitializationRate", "volumeSize"),
                    "volumeType",
                )
            ),
        ),
        values={
            "blockDeviceMappings[].ebs.volumeType": (
                *("gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"),
            ),
            "capacityReservationSpecification.capacityReservationPreference": (
                *("capacity-reservations-only", "none", "open"),
            ),
            "instanceInitiatedShutdownBehavior": ("stop", "terminate"),
            "instanceMarketOptions.marketType": ("capacity-block", "spot"),
            "maintenanceOptions.autoRecovery": ("default", "disabled"),
            "metadataOptions.httpEndpoint": SWITCH,
            "metadataOptions.httpProtocolIpv6": SWITCH,
            "metadataOptions.httpTokens": ("optional", "required"),
            "metadataOptions.instanceMetadataTags": SWITCH,
            "networkInterfaces[].interfaceType": ("efa", "efa-only", "interface"),
            "placement.tenancy": ("dedicated", "default", "host"),
            "privateDnsNameOptions.hostnameType": ("ip-name", "resource-name"),
        },
        bounds={
            "blockDeviceMappings[].ebs.throughput": (125, 2000),
            "blockDeviceMappings[].ebs.volumeInitializationRate": (100, 300),
            "blockDeviceMappings[].ebs.volumeSize": (1, 65_536),
            "defaultVersion": (1, None),
            "metadataOptions.httpPutResponseHopLimit": (1, 64),
        },
        formats={"instanceType": INSTANCE_TYPE, "name": r"[a-zA-Z0-9().\-/_]{3,128}"},
        tags="tags",
        unique={("name",): Within.REGION},
        conflict="InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already"
        " in use.",
        missing="InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID"
        " {value}, does not exist.",
    ),
    GROUP: regional(
        replaces=(
            *("amiType", "capacityType", "clusterName", "diskSize", "instanceTypes"),
            *("launchTemplate.id", "launchTemplate.name", "nodeGroupName", "nodeGroupNamePrefix"),
            *("nodeRoleArn", "remoteAccess.**", "subnetIds"),
        ),
        kept=(
            *("amiType", "capacityType", "diskSize", "instanceTypes", "launchTemplate.id"),
            *("launchTemplate.name", "nodeGroupName", "nodeGroupNamePrefix", "releaseVersion"),
            "version",
        ),
        values={
            "amiType": AMI_TYPES,
            "capacityType": ("CAPACITY_BLOCK", "ON_DEMAND", "SPOT"),
            "taints[].effect": ("NO_EXECUTE", "NO_SCHEDULE", "PREFER_NO_SCHEDULE"),
            "updateConfig.updateStrategy": ("DEFAULT", "MINIMAL"),
        },
        bounds={
            "scalingConfig.desiredSize": (0, None),
            "scalingConfig.maxSize": (1, None),
            "scalingConfig.minSize": (0, None),
            "updateConfig.maxUnavailable": (1, 100),
            "updateConfig.maxUnavailablePercentage": (1, 100),
        },
        formats={
            "instanceTypes[]": INSTANCE_TYPE,
            "nodeGroupName": r"[0-9A-Za-z][A-Za-z0-9_-]{0,62}",
            "version": r"1\.\d{2}",
        },
        tags="tags",
        refers={
            "clusterName": To(CLUSTER, by=("name",), holds=True),
            "launchTemplate.id": To(TEMPLATE),
            "nodeRoleArn": To("aws:iam:Role", by=("arn",), holds=True),
            "subnetIds[]": To(SUBNET, holds=True),
        },
        unique={("clusterName", "nodeGroupName"): Within.REGION},
        conflict="ResourceInUseException: NodeGroup already exists with name {nodeGroupName} and"
        " cluster name {clusterName}",
        missing="ResourceNotFoundException: No node group found for name: {value}.",
    ),
    "aws:autoscaling:Tag": regional(
        replaces=("autoscalingGroupName", "tag.key"),
        required=("tag.propagateAtLaunch", "tag.value"),
        formats={"tag.key": TAG_KEY, "tag.value": TAG_VALUE},
        refers={"autoscalingGroupName": To(GROUP, by=("resources[].autoscalingGroups[].name",))},
        adopts=True,
    ),
    PLACEMENT: regional(
        replaces=("name", "partitionCount", "spreadLevel", "strategy"),
        kept=("name", "partitionCount", "spreadLevel"),
        values={
            "spreadLevel": ("host", "rack"),
            "strategy": ("cluster", "partition", "spread"),
        },
        bounds={"partitionCount": (0, 7)},
        formats={"name": r"(?! )[\x20-\x7e]{1,255}(?<! )"},
        tags="tags",
        unique={("name",): Within.REGION},
        conflict="InvalidPlacementGroup.Duplicate: The Placement Group '{name}' already exists.",
        missing="InvalidPlacementGroup.Unknown: The Placement Group '{value}' is unknown.",
        in_use="InvalidPlacementGroup.InUse: The placement group '{name}' is in use and may not be"
        " deleted.",
    ),
    RESERVATION: regional(
        replaces=(
            *("availabilityZone", "ebsOptimized", "ephemeralStorage", "instanceMatchCriteria"),
            *("instancePlatform", "instanceType", "tenancy"),
        ),
        values={
            "endDateType": ("limited", "unlimited"),
            "instanceMatchCriteria": ("open", "targeted"),
            "instancePlatform": PLATFORMS,
            "tenancy": ("dedicated", "default"),
        },
        bounds={"instanceCount": (1, 1000)},
        formats={"instanceType": INSTANCE_TYPE},
        tags="tags",
        refers={"placementGroupArn": To(PLACEMENT, by=("arn",), holds=True)},
        missing="InvalidCapacityReservationId.NotFound: The capacity reservation ID '{value}' does"
        " not exist",
    ),
}
