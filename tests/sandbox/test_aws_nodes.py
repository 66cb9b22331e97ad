"""What AWS refuses of node groups, and of the machines that they launch."""

import base64
import json
from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.values import UNKNOWN
from tests.sandbox.aws_account import ACCOUNT, REGION, ROOT, Account, allow, document

CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
AUTOSCALING = (
    f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com"
    "/AWSServiceRoleForAutoScaling"
)
DISK_USE = (
    *("kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"),
    "kms:CreateGrant",
)
SIZE = {"minSize": 0, "desiredSize": 0, "maxSize": 2}
MULTIPART = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x--\n'


class Cluster(Account):
    """An account with a cluster in two zones, and what node groups need."""

    def __init__(self) -> None:
        super().__init__()
        self.vpc = self.make("ec2:Vpc", "vpc", cidrBlock="10.0.0.0/16")
        self.one, self.two = (self.subnet(self.vpc, zone) for zone in (1, 2))
        self.group = self.security_group(self.vpc)
        self.cluster = self.make(
            "eks:Cluster",
            "cluster",
            name="acme",
            version="1.34",
            roleArn=self.service("eks.amazonaws.com", "control", CLUSTER_POLICY),
            vpcConfig={"subnetIds": [self.one.id, self.two.id]},
        )
        policies = [f"arn:aws:iam::aws:policy/{each}" for each in NODE_POLICIES]
        self.node_role = self.service("ec2.amazonaws.com", "nodes", *policies)

    def subnet(self, vpc: Object, zone: int) -> Object:
        return self.make(
            "ec2:Subnet",
            f"{vpc.name}-{zone}",
            vpcId=vpc.id,
            cidrBlock=f"10.0.{zone}.0/24",
            availabilityZoneId=f"euw1-az{zone}",
        )

    def security_group(self, vpc: Object) -> Object:
        return self.make("ec2:SecurityGroup", f"{vpc.name}-nodes", vpcId=vpc.id)

    def service(self, service: str, name: str, *policies: str) -> str:
        trust = allow("sts:AssumeRole", None, principal={"Service": service})
        role = self.make("iam:Role", name, name=name, assumeRolePolicy=document(trust))
        for policy in policies:
            part = f"{name}-{policy.rpartition('/')[2]}"
            self.make("iam:RolePolicyAttachment", part, role=name, policyArn=policy)
        return str(role.get("arn"))

    def nodes(self, name: str = "gpus", **given: Any) -> Object:
        """Create a node group; a `template` is made for it first."""
        template = given.pop("template", None)
        if template is not None:
            made = self.make("ec2:LaunchTemplate", f"{name}-template", **template)
            given["launchTemplate"] = {"id": made.id, "version": "1"}
        inputs: dict[str, Any] = {
            "clusterName": "acme",
            "nodeGroupName": name,
            "nodeRoleArn": self.node_role,
            "subnetIds": [self.one.id],
            "scalingConfig": SIZE,
            "instanceTypes": ["p5.48xlarge"],
            **given,
        }
        known = {key: value for key, value in inputs.items() if value is not None}
        return self.make("eks:NodeGroup", name, **known)

    def says(self, **given: Any) -> str:
        return self.refusal(self.nodes, **given)


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


def interface(card: int, device: int, kind: str = "efa-only", **more: Any) -> dict[str, Any]:
    return {"networkCardIndex": card, "deviceIndex": device, "interfaceType": kind, **more}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def sized(gib: int) -> dict[str, Any]:
    return {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": gib}}]}


def target(held: str) -> dict[str, Any]:
    return {
        "capacityReservationSpecification": {
            "capacityReservationPreference": "capacity-reservations-only",
            "capacityReservationTarget": {"capacityReservationId": held},
        }
    }


BLOCK = {
    "instanceType": "p5.48xlarge",
    "instanceMarketOptions": {"marketType": "capacity-block"},
    **target("cr-0123456789abcdef0"),
}


def reservation(account: Account, **given: Any) -> Object:
    inputs = {
        "availabilityZone": "eu-west-1a",
        "instanceType": "p5.48xlarge",
        "instancePlatform": "Linux/UNIX",
        "instanceCount": 2,
        "instanceMatchCriteria": "targeted",
        **given,
    }
    return account.make("ec2:CapacityReservation", "held", **inputs)


def test_a_group_is_made_and_keeps_its_cluster(cluster):
    made = cluster.nodes(version="1.34", labels={"team": "vision"})

    name = made.get("resources")[0]["autoscalingGroups"][0]["name"]
    assert name.startswith("eks-gpus-")
    assert (made.get("status"), made.get("capacityType")) == ("ACTIVE", "ON_DEMAND")
    assert "nodegroups attached" in cluster.refusal(cluster.delete, cluster.cluster)


def test_a_group_needs_a_cluster(cluster):
    assert "other" in cluster.says(clusterName="other")


def test_a_new_group_has_its_clusters_version(cluster):
    assert cluster.says(version="1.33") == (
        "InvalidParameterException: Nodegroup Kubernetes version should be equal to Cluster"
        " kubernetes version 1.34"
    )


def test_nodes_go_to_the_clusters_version_and_no_further(cluster):
    made = cluster.nodes(version="1.34")
    assert "equal to Cluster kubernetes version 1.34 or NodeGroup" in cluster.refusal(
        cluster.change, made, version="1.35"
    )
    cluster.change(cluster.cluster, version="1.35")

    assert cluster.change(made, labels={"a": "b"}).get("version") == "1.34"
    assert cluster.change(made, version="1.35").get("version") == "1.35"


@pytest.mark.parametrize(
    ("least", "desired", "most", "said"),
    [
        (2, 1, 3, "Minimum capacity 2 can't be greater than desired size 1"),
        (0, 3, 2, "desired capacity 3 can't be greater than max size 2"),
    ],
)
def test_sizes_must_be_in_order(cluster, least, desired, most, said):
    size = {"minSize": least, "desiredSize": desired, "maxSize": most}
    assert cluster.says(scalingConfig=size) == f"InvalidParameterException: {said}"


def test_an_update_stops_at_a_number_or_at_a_part(cluster):
    both = {"maxUnavailable": 1, "maxUnavailablePercentage": 33}
    assert "cannot both be specified" in cluster.says(updateConfig=both)


@pytest.mark.parametrize("key", ["kubernetes.io/role", "node.k8s.io/x", "eks.amazonaws.com/pool"])
def test_reserved_labels_are_refused(cluster, key):
    assert "Label cannot contain reserved prefixes" in cluster.says(labels={key: "x"})


@pytest.mark.parametrize(("key", "value"), [("-a", "b"), ("a", "b/c"), ("a/b/c", "d")])
def test_labels_and_taints_have_a_grammar(cluster, key, value):
    assert f"Label {key}={value} is not valid" in cluster.says(labels={key: value})
    taint = {"key": key, "value": value, "effect": "NO_SCHEDULE"}
    assert f"Taint {key}={value} is not valid" in cluster.says(taints=[taint])


def test_labels_of_others_are_taken(cluster):
    labels = {"k8s.amazonaws.com/accelerator": "h100", "landing-zone/pool": "train"}
    assert cluster.nodes(labels=labels).get("labels") == labels


def test_a_taint_is_given_once(cluster):
    taint = {"key": "a", "value": "b", "effect": "NO_SCHEDULE"}
    assert "unique by key and effect" in cluster.says(taints=[taint, taint])
    cluster.nodes(taints=[taint, {**taint, "effect": "NO_EXECUTE"}])


def test_nodes_stand_in_their_clusters_network(cluster):
    other = cluster.make("ec2:Vpc", "other", cidrBlock="10.0.0.0/16")
    subnet = cluster.subnet(other, 1)

    assert "are not in the VPC of cluster acme" in cluster.says(subnetIds=[subnet.id])


def test_a_changed_template_has_another_version_and_its_group_takes_it_in_place(cluster):
    made = cluster.nodes(template=sized(200))
    (template,) = cluster.sandbox.objects("aws:ec2:LaunchTemplate")
    newer = {**made.inputs, "launchTemplate": {"id": template.id, "version": "2"}}
    assert template.get("latestVersion") == 1
    assert "VersionNotFound: Could not find the specified version 2" in cluster.refusal(
        cluster.change, made, **newer
    )

    foreseen = cluster.sandbox.foresee(
        template.type, {**template.inputs, **sized(300)}, template.outputs, template.inputs
    )
    assert foreseen["latestVersion"] is UNKNOWN
    assert cluster.change(template, **sized(300)).get("latestVersion") == 2
    (change,) = cluster.sandbox.diff(made.type, made.inputs, newer)
    assert (change.path, change.replaces) == ("launchTemplate.version", False)
    rolled = cluster.change(made, **newer)
    assert (rolled.id, rolled.get("launchTemplate.version")) == (made.id, "2")


def test_a_templates_own_tags_are_no_version(cluster):
    cluster.nodes(template=sized(200))
    (template,) = cluster.sandbox.objects("aws:ec2:LaunchTemplate")
    assert cluster.change(template, tags={"a": "b"}).get("latestVersion") == 1


def test_what_the_template_says_the_group_does_not(cluster):
    assert cluster.says(template={"instanceType": "p5.48xlarge"}) == (
        "InvalidRequestException: Cannot specify instance types in launch template and API request"
    )
    assert "Disk size must be" in cluster.says(name="b", template={}, diskSize=100)
    remote = {"ec2SshKey": "key"}
    assert "Remote access" in cluster.says(name="c", template={}, remoteAccess=remote)
    subnet = {"networkInterfaces": [interface(0, 0, "interface", subnetId=cluster.one.id)]}
    assert "Subnet cannot be" in cluster.says(name="d", template=subnet)
    profile = {"iamInstanceProfile": {"name": "nodes"}}
    assert "Instance profile cannot be" in cluster.says(name="e", template=profile)


def test_spot_is_the_groups_to_say(cluster):
    spot = {"instanceMarketOptions": {"marketType": "spot"}}
    assert "Spot options cannot be specified" in cluster.says(template=spot)
    assert cluster.nodes(name="b", template={}, capacityType="SPOT")


def test_a_block_is_said_by_group_and_template(cluster):
    made = {"instanceTypes": None, "capacityType": "CAPACITY_BLOCK"}
    assert cluster.nodes(template=BLOCK, **made)
    for n, lacking in enumerate(("instanceMarketOptions", "instanceType")):
        template = {key: value for key, value in BLOCK.items() if key != lacking}
        assert "InvalidParameterException" in cluster.says(name=f"x{n}", template=template, **made)
    on_demand = {"instanceTypes": None}
    assert "must be specified together" in cluster.says(name="y", template=BLOCK, **on_demand)


def test_spot_and_reservations_exclude_each_other(cluster):
    template = target("cr-0123456789abcdef0")
    assert "Spot Instances cannot be launched into" in cluster.says(
        template=template, capacityType="SPOT"
    )
    assert cluster.nodes(name="b", template=template)


def test_a_target_goes_with_its_own_preference_alone(cluster):
    template = target("cr-0123456789abcdef0")
    template["capacityReservationSpecification"]["capacityReservationPreference"] = "open"
    assert "InvalidParameterCombination" in cluster.says(template=template)


def test_a_reservation_is_for_its_own_machines_zone_and_group(cluster):
    held = reservation(cluster)
    assert cluster.nodes(template=target(held.id))
    other = {"instanceTypes": ["g6.xlarge"]}
    assert "is for p5.48xlarge, not for g6.xlarge" in cluster.says(
        name="b", template=target(held.id), **other
    )
    assert "is in eu-west-1a, not in eu-west-1b" in cluster.says(
        name="c", template=target(held.id), subnetIds=[cluster.two.id]
    )


def test_what_is_reserved_in_a_group_is_launched_in_it(cluster):
    placement = cluster.make("ec2:PlacementGroup", "close", name="close", strategy="cluster")
    held = reservation(cluster, placementGroupArn=placement.get("arn"))

    assert "must be launched into it" in cluster.says(template=target(held.id))
    placed = {**target(held.id), "placement": {"groupName": "close"}}
    assert cluster.nodes(name="b", template=placed)
    assert "InvalidPlacementGroup.InUse" in cluster.refusal(cluster.delete, placement)


def test_a_reservation_has_an_end_or_none(cluster):
    assert "if, and only if" in cluster.refusal(reservation, cluster, endDateType="limited")
    ends = {"endDateType": "limited", "endDate": "2027-01-01T00:00:00Z"}
    assert reservation(cluster, **ends)


def test_machines_are_reserved_in_a_zone_and_a_cluster_group(cluster):
    assert "Invalid availability zone: [us-east-1a]" in cluster.refusal(
        reservation, cluster, availabilityZone="us-east-1a"
    )
    spread = cluster.make("ec2:PlacementGroup", "wide", name="wide", strategy="spread")
    assert "strategy cluster alone" in cluster.refusal(
        reservation, cluster, placementGroupArn=spread.get("arn")
    )


def test_a_placement_group_exists_and_spans_no_zones(cluster):
    template = {"placement": {"groupName": "close"}}
    assert "InvalidPlacementGroup.Unknown" in cluster.says(template=template)
    placement = cluster.make("ec2:PlacementGroup", "close", name="close", strategy="cluster")
    both = [cluster.one.id, cluster.two.id]
    assert "cannot span multiple" in cluster.says(name="b", template=template, subnetIds=both)

    made = cluster.nodes(name="c", template=template, scalingConfig={**SIZE, "desiredSize": 1})
    assert "InvalidPlacementGroup.InUse" in cluster.refusal(cluster.delete, placement)
    cluster.delete(made)
    cluster.delete(placement)


PRIMARY = interface(0, 0, "interface")


@pytest.mark.parametrize(
    ("interfaces", "said"),
    [
        ([interface(0, 0)], "The primary network interface cannot be EFA-only"),
        ([interface(1, 0)], "The primary network interface must be device 0 of card 0"),
        ([PRIMARY, PRIMARY], "Each network interface requires a unique device index"),
        (
            [PRIMARY, interface(1, 0), interface(1, 1)],
            "Network card 1 takes one Elastic Fabric Adapter",
        ),
        (
            [interface(0, 0, "efa"), interface(0, 1)],
            "Network card 0 takes one Elastic Fabric Adapter",
        ),
        (
            [interface(0, 0, "interface", associatePublicIpAddress="true"), interface(1, 0)],
            "The associatePublicIPAddress parameter cannot be specified",
        ),
    ],
)
def test_interfaces_that_clash_are_refused(cluster, interfaces, said):
    assert said in cluster.says(template={"networkInterfaces": interfaces})


def test_an_interface_on_every_card_is_taken(cluster):
    cards = [interface(card, int(card == 0)) for card in range(32)]
    groups = {"securityGroups": [cluster.group.id]}
    template = {"networkInterfaces": [{**each, **groups} for each in (PRIMARY, *cards)]}

    assert cluster.nodes(template=template)
    both = {**template, "vpcSecurityGroupIds": [cluster.group.id]}
    assert "InvalidParameterCombination" in cluster.says(name="b", template=both)


def test_a_machines_groups_exist_in_its_network(cluster):
    assert "InvalidGroup.NotFound" in cluster.says(template={"vpcSecurityGroupIds": ["sg-none"]})
    other = cluster.make("ec2:Vpc", "other", cidrBlock="10.1.0.0/16")
    apart = {"vpcSecurityGroupIds": [cluster.security_group(other).id]}
    assert "belong to different networks" in cluster.says(name="b", template=apart)
    assert cluster.nodes(name="c", template={"vpcSecurityGroupIds": [cluster.group.id]})


def disk(key: Object, **more: Any) -> dict[str, Any]:
    ebs = {"encrypted": "true", "kmsKeyId": key.get("arn"), **more}
    return {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": ebs}]}


def test_who_launches_machines_must_be_allowed_their_disks_key(cluster):
    everybody = allow("kms:*", principal={"AWS": ROOT})
    closed = cluster.key(everybody, name="closed")
    service = {"ArnEquals": {"aws:PrincipalArn": AUTOSCALING}}
    launching = allow(list(DISK_USE), principal={"AWS": "*"}, when=service)
    opened = cluster.key(everybody, launching, name="opened")

    said = cluster.says(template=disk(closed))
    assert "Client.InvalidKMSKey.InvalidState" in said
    assert "AWSServiceRoleForAutoScaling may not kms:DescribeKey" in said
    assert cluster.nodes(name="b", template=disk(opened))


@pytest.mark.parametrize("lacking", DISK_USE)
def test_every_use_of_the_disks_key_is_needed(cluster, lacking):
    rest = [each for each in DISK_USE if each != lacking]
    key = cluster.key(
        allow("kms:*", principal={"AWS": ROOT}), allow(rest, principal={"AWS": AUTOSCALING})
    )
    assert f"may not {lacking}" in cluster.says(template=disk(key))


def test_a_key_wants_encryption(cluster):
    key = cluster.key()
    assert "InvalidParameterDependency" in cluster.says(template=disk(key, encrypted="false"))


def test_user_data_is_written_as_eks_wants_it(cluster):
    plain = {"userData": encoded("#!/bin/bash\necho\n")}
    assert "MIME multipart format" in cluster.says(template=plain)
    assert "InvalidUserData.Malformed" in cluster.says(name="b", template={"userData": "#!"})
    assert cluster.nodes(name="c", template={"userData": encoded(MULTIPART)})
    assert cluster.nodes(name="d", template=plain, amiType="BOTTLEROCKET_x86_64")


def test_tags_of_a_group_stand_on_its_auto_scaling_group(cluster):
    made = cluster.nodes()
    name = made.get("resources")[0]["autoscalingGroups"][0]["name"]
    tag = {"key": "a", "value": "b", "propagateAtLaunch": False}

    assert cluster.make("autoscaling:Tag", "tag", autoscalingGroupName=name, tag=tag)
    assert "nobody" in cluster.refusal(
        cluster.make, "autoscaling:Tag", "t", autoscalingGroupName="nobody", tag=tag
    )


TAGGED = {"tagSpecifications": [{"resourceType": "volume", "tags": {"a": "b"}}]}
PATCHING = (
    "eks:UpdateNodegroupVersion",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:RunInstances",
    "ec2:CreateTags",
)


def clock(account: Account, *may: str, name: str = "clock", group: str = "gpus") -> Object:
    """Have a node group patched, by a role that may do some things."""
    trust = allow("sts:AssumeRole", None, principal={"Service": "scheduler.amazonaws.com"})
    role = account.role(allow([*may]), name=name, assumeRolePolicy=document(trust))
    return schedule(account, role, name=name, group=group)


def schedule(account: Account, role: Object, *, name: str, group: str = "gpus") -> Object:
    target = {
        "arn": "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupVersion",
        "roleArn": role.get("arn"),
        "input": json.dumps({"ClusterName": "acme", "NodegroupName": group}),
    }
    return account.make(
        "scheduler:Schedule",
        name,
        name=name,
        scheduleExpression="cron(0 2 ? * SUN *)",
        flexibleTimeWindow={"mode": "OFF"},
        target=target,
    )


def test_a_clock_takes_on_the_role_that_it_acts_with(cluster):
    cluster.nodes()
    other = cluster.role(allow("eks:UpdateNodegroupVersion"), name="other")
    said = cluster.refusal(schedule, cluster, other, name="other")
    assert "must allow AWS EventBridge Scheduler" in said
    assert clock(cluster, "eks:UpdateNodegroupVersion")


@pytest.mark.parametrize("lacking", PATCHING)
def test_who_has_nodes_patched_may_do_what_eks_does_in_their_name(cluster, lacking):
    cluster.nodes(template=TAGGED)
    rest = [each for each in PATCHING if each != lacking]
    said = cluster.refusal(clock, cluster, *rest, name="lacking")
    assert said.startswith("AccessDeniedException: ")
    assert f"not authorized to perform: {lacking} on" in said
    assert clock(cluster, *PATCHING)


def test_a_clock_patches_a_group_that_there_is(cluster):
    cluster.nodes()
    said = cluster.refusal(clock, cluster, *PATCHING, group="other")
    assert said == "ResourceNotFoundException: No node group found for name: other."


def test_zones_have_names_in_the_simulated_accounts(cluster):
    asked = cluster.sandbox.invoke(
        "aws:index/getAvailabilityZone:getAvailabilityZone",
        {"zoneId": "euw1-az3"},
        {"region": REGION, "allowedAccountIds": [ACCOUNT]},
    )
    assert asked["name"] == "eu-west-1c"
    assert cluster.two.get("availabilityZone") == "eu-west-1b"
