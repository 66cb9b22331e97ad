"""What a pool of accelerators becomes on AWS."""

import base64
import email
import json
import re
import subprocess
from functools import cache
from typing import Any

import pulumi
import pytest

from landing_zone import Keys, KeysSpec, LandingZoneError, Network, NetworkSpec, baseline
from landing_zone.cluster import Cluster, ClusterSpec
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Names
from landing_zone.gpu_pool import GpuPool, GpuPoolSpec
from landing_zone.gpu_pool.aws import check
from landing_zone.gpu_pool.aws_fabric import interfaces
from landing_zone.gpu_pool.aws_node import SCRATCH
from landing_zone.gpu_pool.catalog import machines
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs
from landing_zone_rehearsal import Recording, record
from landing_zone_rehearsal.sandbox import InProcess, Sandbox
from tests.zones import PLACES, environment

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
TAG = "aws:autoscaling/tag:Tag"
SCHEDULE = "aws:scheduler/schedule:Schedule"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
RESERVATION = "aws:ec2/capacityReservation:CapacityReservation"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

REGION = "eu-north-1"
ACCOUNT = PLACES["aws"]["account"]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/nodes"
CLOCK = f"arn:aws:iam::{ACCOUNT}:role/clock"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/cluster"
NODES = "sg-nodes"
SUBNETS = ["subnet-one", "subnet-two", "subnet-three"]
PREFIX = "k8s.io/cluster-autoscaler/node-template"

HELD = "cr-0123456789abcdef0"
BOUGHT = "cr-0fedcba9876543210"

L4 = {"accelerator": "l4", "max_nodes": 3}
H100 = {
    "accelerator": "h100",
    "gpus_per_node": 8,
    "purpose": "training",
    "fabric": "rdma",
    "max_nodes": 4,
}
LADDER = [{"kind": "reservation", "id": HELD}, "spot", "on_demand"]


def declare(spec: dict[str, Any], region: str = REGION, subnets: list[str] = SUBNETS) -> Recording:
    """Record a pool in a cluster and a network that were built elsewhere."""
    env = environment("aws", region=region)

    def program() -> None:
        root = pulumi.ComponentResource("test:index:Zone", "ai")
        pool = GpuPool(
            "ai-gpu-pool",
            env,
            GpuPoolSpec.model_validate(spec),
            cluster=cluster(),
            network=network(subnets),
            keys=KeysOutputs.existing(ids={"cluster": KEY}, store=""),
            opts=baseline.provided(root, "ai", env),
        )
        pulumi.export("pool", pool.outputs.as_dict())
        pulumi.export("order", list(pool.outputs.node_pools))

    return record(program, preview=False)


def cluster() -> ClusterOutputs:
    return ClusterOutputs.existing(
        id="arn:aws:eks:cluster",
        name="acme",
        version="1.35",
        endpoint="https://api",
        certificate_authority="",
        issuer="https://issuer",
        kubeconfig="",
        node_identity=ROLE,
        place={
            "node_role_arn": ROLE,
            "node_security_group_id": NODES,
            "cluster_security_group_id": "sg-control",
            "disk_key_arn": KEY,
            "idle_node_minutes": "10",
            "upkeep_role_arn": CLOCK,
            "upkeep_cron": "cron(0 2 ? * SUN *)",
            "upkeep_timezone": "Europe/Amsterdam",
            "upkeep_hours": "6",
        },
    )


def network(subnets: list[str]) -> NetworkOutputs:
    return NetworkOutputs.existing(
        id="vpc-1",
        node_subnets=subnets,
        pod_subnets=[],
        endpoint_subnets=[],
        database_subnets=[],
        cidrs={},
        private_services={},
        egress_ips=[],
    )


@cache
def training() -> Recording:
    """Return a pool with a fabric and a ladder; the tests only read it."""
    return declare({**H100, "zones": [1], "capacity": LADDER})


def refusal(spec: dict[str, Any], region: str = REGION) -> str:
    with pytest.raises(LandingZoneError) as refused:
        declare(spec, region)
    return str(refused.value).removeprefix("ai-gpu-pool: ")


def inputs(recording: Recording, rung: str) -> dict[str, Any]:
    return dict(recording.named(f"ai-gpu-pool-{rung}").inputs)


def resources(recording: Recording) -> dict[str, dict[str, Any]]:
    return {each.name: dict(each.inputs) for each in recording.resources if each.custom}


def template(recording: Recording, rung: str) -> dict[str, Any]:
    return inputs(recording, f"{rung}-template")


def tags(recording: Recording, rung: str) -> dict[str, str]:
    """Return what the autoscaler is told of a rung, by the end of the key."""
    name = recording.named(f"ai-gpu-pool-{rung}").outputs["resources"][0]["autoscalingGroups"][0]
    told = [each.inputs for each in recording.find(TAG)]
    return {
        each["tag"]["key"].removeprefix(f"{PREFIX}/"): each["tag"]["value"]
        for each in told
        if each["autoscalingGroupName"] == name["name"]
    }


def start(spec: dict[str, Any]) -> dict[str, str]:
    """Return what a node is told when it starts, by kind."""
    text = base64.b64decode(template(declare(spec), "od")["userData"]).decode()
    return {
        each.get_content_type(): str(each.get_payload())
        for each in email.message_from_string(text).walk()
        if not each.is_multipart()
    }


def test_each_rung_has_a_node_group_named_for_it():
    pools = training().outputs["pool"]["node_pools"]

    assert training().outputs["order"] == ["res", "spot", "od"]
    assert set(pools) == {"res", "spot", "od"}
    for rung, name in pools.items():
        assert re.fullmatch(f"ai-gpu-pool-{rung}-[0-9a-f]{{7}}", name)


def test_reordering_rungs_changes_their_order_alone():
    turned = declare({**H100, "zones": [1], "capacity": [LADDER[1], LADDER[0], LADDER[2]]})

    assert turned.outputs["order"] == ["spot", "res", "od"]
    assert resources(turned) == resources(training())


@pytest.mark.parametrize(
    ("rung", "paid"), [("res", "ON_DEMAND"), ("spot", "SPOT"), ("od", "ON_DEMAND")]
)
def test_a_rung_is_paid_as_it_says(rung, paid):
    assert inputs(training(), rung)["capacityType"] == paid


def test_nodes_are_the_clusters_own_in_role_version_and_network():
    group = inputs(training(), "od")

    assert (group["clusterName"], group["version"]) == ("acme", "1.35")
    assert group["nodeRoleArn"] == ROLE
    assert group["nodeRepairConfig"] == {"enabled": True}
    assert group["instanceTypes"] == ["p5.48xlarge"]


def test_disks_are_encrypted_with_the_clusters_key():
    (disk,) = template(training(), "od")["blockDeviceMappings"]

    assert disk["ebs"]["encrypted"] == "true"
    assert disk["ebs"]["kmsKeyId"] == KEY
    assert disk["ebs"]["volumeSize"] == 200
    assert disk["ebs"]["deleteOnTermination"] == "true"


def test_no_pod_reaches_the_nodes_metadata():
    said = template(training(), "od")["metadataOptions"]

    assert (said["httpTokens"], said["httpPutResponseHopLimit"]) == ("required", 1)


def test_nodes_of_every_rung_are_patched_in_the_clusters_window():
    recording = training()
    schedules = {each.name: each.inputs for each in recording.find(SCHEDULE)}

    assert schedules.keys() == {f"ai-gpu-pool-{rung}-upkeep" for rung in ("res", "spot", "od")}
    for rung in ("res", "spot", "od"):
        given = schedules[f"ai-gpu-pool-{rung}-upkeep"]
        group = recording.named(f"ai-gpu-pool-{rung}").outputs["nodeGroupName"]
        assert given["scheduleExpression"] == "cron(0 2 ? * SUN *)"
        assert given["scheduleExpressionTimezone"] == "Europe/Amsterdam"
        assert given["target"]["roleArn"] == CLOCK
        assert json.loads(given["target"]["input"]) == {
            "ClusterName": "acme",
            "NodegroupName": group,
        }
        assert given["target"]["retryPolicy"] == {
            "maximumEventAgeInSeconds": 6 * 3600,
            "maximumRetryAttempts": 6,
        }


@pytest.mark.parametrize(
    ("spec", "strategy"),
    [
        ({**L4}, "DEFAULT"),
        ({**L4, "purpose": "notebook"}, "DEFAULT"),
        ({**L4, "purpose": "training"}, "MINIMAL"),
        ({**L4, "capacity": [{"kind": "reservation", "nodes": 2}]}, "MINIMAL"),
    ],
)
def test_new_nodes_come_first_only_where_something_is_served(spec, strategy):
    (group,) = declare(spec).find(GROUP)
    assert group.inputs["updateConfig"] == {"maxUnavailable": 1, "updateStrategy": strategy}


def test_jobs_say_the_same_on_every_rung():
    outputs = training().outputs["pool"]

    assert outputs["scheduling"]["nodeSelector"] == {"landing-zone/pool": "pool"}
    (toleration,) = outputs["scheduling"]["tolerations"]
    assert (toleration["key"], toleration["value"]) == ("nvidia.com/gpu", "present")
    assert outputs["resource"] == "nvidia.com/gpu"
    for rung in ("res", "spot", "od"):
        group = inputs(training(), rung)
        assert group["labels"]["landing-zone/pool"] == "pool"
        assert group["labels"]["landing-zone/rung"] == rung
        assert group["taints"] == [
            {"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}
        ]


def test_the_autoscaler_knows_nodes_before_there_are_any():
    pool = declare(
        {
            **L4,
            "labels": {"team": "vision"},
            "taints": [{"key": "team", "value": "vision", "effect": "NoExecute"}],
            "idle_shutdown_minutes": 25,
        }
    )
    told = tags(pool, "od")

    labels = inputs(pool, "od")["labels"]
    assert labels["team"] == "vision"
    assert {key: told[f"label/{key}"] for key in labels} == labels
    assert told["taint/nvidia.com/gpu"] == "present:NoSchedule"
    assert told["taint/team"] == "vision:NoExecute"
    assert told["resources/nvidia.com/gpu"] == "1"
    assert told["resources/ephemeral-storage"] == "200Gi"
    assert told["autoscaling-options/scaledownunneededtime"] == "25m0s"
    assert "resources/vpc.amazonaws.com/efa" not in told


def test_the_clusters_own_idle_time_is_left_alone_where_none_is_given():
    assert not any(key.startswith("autoscaling-options") for key in tags(training(), "od"))


def test_the_autoscaler_waits_for_accelerators_that_it_can_tell():
    assert inputs(training(), "od")["labels"]["k8s.amazonaws.com/accelerator"] == "h100"


@pytest.mark.parametrize(
    ("sharing", "offered"),
    [
        ({"time_slicing": {"clients": 4}}, "4"),
        ({"mps": {"clients": 6}}, "6"),
    ],
)
def test_a_shared_accelerator_counts_for_its_sharers(sharing, offered):
    assert tags(declare({**L4, "sharing": sharing}), "od")["resources/nvidia.com/gpu"] == offered


def test_parts_of_accelerators_are_cut_and_counted():
    pool = declare(
        {"accelerator": "h100", "gpus_per_node": 8, "sharing": {"mig": {"profile": "1g.10gb"}}}
    )

    assert inputs(pool, "od")["labels"]["nvidia.com/mig.config"] == "all-1g.10gb"
    assert tags(pool, "od")["resources/nvidia.com/gpu"] == "56"


def test_fabric_is_on_every_network_card_and_takes_one_address():
    nics = template(training(), "od")["networkInterfaces"]

    first, *others = nics
    slots = [(each["networkCardIndex"], each["deviceIndex"]) for each in others]
    assert (first["networkCardIndex"], first["deviceIndex"]) == (0, 0)
    assert first["interfaceType"] == "interface"
    assert slots == [(0, 1), *((card, 0) for card in range(1, 32))]
    assert {each["interfaceType"] for each in others} == {"efa-only"}
    assert "vpcSecurityGroupIds" not in template(training(), "od")
    assert tags(training(), "od")["resources/vpc.amazonaws.com/efa"] == "32"


def test_no_efa_is_asked_of_a_first_card_that_has_none():
    machine = machines("aws")["p6-b300.48xlarge"]
    nics = interfaces(machine, pulumi.Output.from_input("a"), pulumi.Output.from_input("b"))

    efas = [each["network_card_index"] for each in nics if each["interface_type"] == "efa-only"]
    assert efas == list(range(1, 17))


def test_nodes_of_a_fabric_reach_themselves_and_nobody_else():
    group = training().named("ai-gpu-pool-fabric")

    assert not group.inputs.get("ingress")
    for rule in (*training().find(INGRESS), *training().find(EGRESS)):
        assert rule.inputs["ipProtocol"] == "-1"
        assert rule.inputs["securityGroupId"] == group.id
        assert rule.inputs["referencedSecurityGroupId"] == group.id
    first, *others = template(training(), "od")["networkInterfaces"]
    assert first["securityGroups"] == [NODES, group.id]
    assert all(each["securityGroups"] == [group.id] for each in others)


def test_a_fabric_keeps_its_nodes_in_one_group_and_zone():
    placement = training().named("ai-gpu-pool-placement")

    assert placement.inputs["strategy"] == "cluster"
    for rung in ("spot", "od"):
        assert template(training(), rung)["placement"] == {"groupName": placement.outputs["name"]}
        assert inputs(training(), rung)["subnetIds"] == ["subnet-one"]


def test_a_standard_fabric_is_close_together_without_efa():
    pool = declare({**L4, "fabric": "standard"})

    assert pool.find(PLACEMENT)
    assert not pool.find(SECURITY_GROUP)
    assert template(pool, "od")["vpcSecurityGroupIds"] == [NODES]


def test_without_a_fabric_nodes_may_be_in_every_zone_that_has_the_machine():
    pool = declare(L4)

    assert inputs(pool, "od")["subnetIds"] == ["subnet-one", "subnet-two"]  # no g6 in eun1-az3
    assert not pool.find(PLACEMENT)
    assert template(pool, "od")["vpcSecurityGroupIds"] == [NODES]


def test_zones_that_are_given_are_taken():
    assert inputs(declare({**L4, "zones": [2]}), "od")["subnetIds"] == ["subnet-two"]


def test_a_smaller_network_has_fewer_zones():
    assert inputs(declare(L4, subnets=SUBNETS[:1]), "od")["subnetIds"] == ["subnet-one"]
    for zones in ([2], [1, 2]):
        with pytest.raises(LandingZoneError, match="zones: at most 1, as the network has no more"):
            declare({**L4, "zones": zones}, subnets=SUBNETS[:1])


def test_a_reservation_is_used_alone_so_that_the_next_rung_is_tried():
    said = template(training(), "res")

    assert said["capacityReservationSpecification"] == {
        "capacityReservationPreference": "capacity-reservations-only",
        "capacityReservationTarget": {"capacityReservationId": HELD},
    }
    assert "placement" not in said
    assert not training().find(RESERVATION)


def test_several_reservations_are_used_by_the_name_of_their_group():
    pool = declare({**H100, "capacity": [{"kind": "reservation", "id": "gpus"}]})

    said = template(pool, "res")["capacityReservationSpecification"]["capacityReservationTarget"]
    arn = f"arn:aws:resource-groups:{REGION}:{ACCOUNT}:group/gpus"
    assert said == {"capacityReservationResourceGroupArn": arn}


def test_machines_are_reserved_where_the_nodes_are():
    pool = declare({**H100, "zones": [2], "capacity": [{"kind": "reservation", "nodes": 2}]})
    (held,) = pool.find(RESERVATION)

    assert held.inputs["instanceType"] == "p5.48xlarge"
    assert held.inputs["instanceCount"] == 2
    assert held.inputs["instanceMatchCriteria"] == "targeted"
    assert held.inputs["availabilityZone"] == f"{REGION}b"
    placement = pool.named("ai-gpu-pool-placement")
    assert held.inputs["placementGroupArn"] == placement.outputs["arn"]
    said = template(pool, "res")
    target = said["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target == {"capacityReservationId": held.id}
    assert said["placement"] == {"groupName": placement.outputs["name"]}
    assert inputs(pool, "res")["scalingConfig"]["maxSize"] == 2


def test_machines_are_reserved_in_one_zone():
    pool = declare({**L4, "capacity": [{"kind": "reservation", "nodes": 2}, "on_demand"]})

    assert inputs(pool, "res")["subnetIds"] == ["subnet-one"]
    assert inputs(pool, "od")["subnetIds"] == ["subnet-one", "subnet-two"]


def test_a_block_is_bought_ahead_and_says_so_in_its_template():
    pool = declare({**H100, "zones": [1], "capacity": [{"kind": "block", "id": BOUGHT}]})
    group, said = inputs(pool, "blk"), template(pool, "blk")

    assert group["capacityType"] == "CAPACITY_BLOCK"
    assert "instanceTypes" not in group
    assert said["instanceType"] == "p5.48xlarge"
    assert said["instanceMarketOptions"] == {"marketType": "capacity-block"}
    target = said["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target == {"capacityReservationId": BOUGHT}
    assert "placement" not in said


def test_only_the_first_rung_always_has_nodes():
    pool = declare({**L4, "min_nodes": 1, "capacity": ["on_demand", "spot"]})

    sizes = {rung: inputs(pool, rung)["scalingConfig"] for rung in ("od", "spot")}
    assert sizes["od"] == {"minSize": 1, "maxSize": 3, "desiredSize": 1}
    assert sizes["spot"] == {"minSize": 0, "maxSize": 3, "desiredSize": 0}


def test_the_autoscalers_number_of_nodes_is_left_alone():
    changing = declare(L4).named("ai-gpu-pool-od")
    fixed = declare({**L4, "min_nodes": 3}).named("ai-gpu-pool-od")

    assert changing.ignore_changes == ["scalingConfig.desiredSize"]
    assert not fixed.ignore_changes


@pytest.mark.parametrize(
    ("spec", "image"),
    [
        (L4, "AL2023_x86_64_NVIDIA"),
        ({**L4, "driver": "operator"}, "AL2023_x86_64_STANDARD"),
    ],
)
def test_the_image_has_the_driver_unless_the_operator_brings_it(spec, image):
    assert inputs(declare(spec), "od")["amiType"] == image


def test_neuron_has_an_image_and_a_resource_of_its_own():
    pool = declare({"accelerator": "inferentia2"})

    assert inputs(pool, "od")["amiType"] == "AL2023_x86_64_NEURON"
    assert pool.outputs["pool"]["resource"] == "aws.amazon.com/neuron"
    assert "resources/aws.amazon.com/neuron" in tags(pool, "od")


def test_images_are_pulled_side_by_side_on_every_node():
    config = json.loads(start(L4)["application/node.eks.aws"])

    assert (config["apiVersion"], config["kind"]) == ("node.eks.aws/v1alpha1", "NodeConfig")
    assert config["spec"]["featureGates"] == {"FastImagePull": True}
    assert config["spec"]["kubelet"]["config"] == {"maxPods": 110}
    assert "instance" not in config["spec"]
    assert "text/x-shellscript" not in start(L4)


def test_own_disks_hold_images_and_ephemeral_storage_as_a_cache():
    spec = {**L4, "local_nvme": "cache"}

    config = json.loads(start(spec)["application/node.eks.aws"])
    assert config["spec"]["instance"]["localStorage"] == {"strategy": "RAID0"}
    machine = machines("aws")[inputs(declare(spec), "od")["instanceTypes"][0]]
    told = tags(declare(spec), "od")
    assert told["resources/ephemeral-storage"] == f"{machine.nvme_gib}Gi"


def test_own_disks_are_one_at_mnt_scratch():
    script = start({**L4, "local_nvme": "scratch"})["text/x-shellscript"]

    assert "setup-local-disks raid0 --no-bind-mounts" in script
    assert "mount /mnt/scratch" in script
    subprocess.run(["bash", "-n"], input=SCRATCH, text=True, check=True)


def test_nothing_is_opened_to_the_internet():
    for rule in (*training().find(INGRESS), *training().find(EGRESS)):
        assert "cidrIpv4" not in rule.inputs
    for nic in template(training(), "od")["networkInterfaces"]:
        assert "associatePublicIpAddress" not in nic


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (
            {**L4, "capacity": [{"kind": "spot", "max_usd_hour": 2}]},
            "capacity.0.max_usd_hour: a price cap is not supported on aws; leave it out: EKS takes"
            " no price, and spot never costs more than on demand",
        ),
        (
            {**H100, "capacity": [{"kind": "reservation", "id": "cr-1"}]},
            "capacity.0.id: an ID such as cr-0123456789abcdef0, or the name of a resource group,"
            " got 'cr-1'",
        ),
        (
            {**L4, "capacity": [{"kind": "reservation", "id": HELD}]},
            f"zones: one zone, the one that capacity.0.id {HELD} is in, got 1, 2",
        ),
        (
            {**H100, "capacity": [{"kind": "reservation", "id": HELD}]},
            f"zones: one zone, the one that capacity.0.id {HELD} is in, got 1, 2, 3",
        ),
        (
            {**H100, "zones": [1], "min_nodes": 1, "capacity": [{"kind": "block", "id": BOUGHT}]},
            "min_nodes: 0 while capacity begins with a block, whose machines come when it starts,"
            " got 1",
        ),
        (
            {**H100, "min_nodes": 3, "capacity": [{"kind": "reservation", "nodes": 2}]},
            "min_nodes: at most 2, as capacity.0 reserves no more, got 3",
        ),
        (
            {**L4, "zones": [3]},
            "zones.0: one of 1, 2, as eu-north-1 has g6.xlarge there alone, got 3",
        ),
        (
            {**L4, "labels": {f"{'d' * 60}.example/{'k' * 30}": "x"}},
            f"labels.{'d' * 60}.example/{'k' * 30}: at most 82 characters on aws, got"
            f" '{'d' * 60}.example/{'k' * 30}'",
        ),
        (
            {
                **L4,
                "taints": [
                    {"key": "team", "value": "a"},
                    {"key": "team", "value": "a", "effect": "NoExecute"},
                ],
            },
            "taints.1.key: each key once on aws, the accelerator's own counted, got 'team'",
        ),
        (
            {**L4, "taints": [{"key": "nvidia.com/gpu", "value": "x"}]},
            "taints.0.key: each key once on aws, the accelerator's own counted, got"
            " 'nvidia.com/gpu'",
        ),
        (
            {**L4, "labels": {"eks.amazonaws.com/nodegroup": "x"}},
            "labels.eks.amazonaws.com/nodegroup: any label but those of eks.amazonaws.com/ and"
            " k8s.amazonaws.com/ on aws, got 'eks.amazonaws.com/nodegroup'",
        ),
        (
            {**L4, "labels": {f"k{n}": "x" for n in range(31)}},
            "labels: at most 30 on aws, taints counted, got 31",
        ),
    ],
)
def test_what_aws_has_not_is_refused_in_one_line(spec, said):
    assert refusal(spec) == said


def test_flex_is_refused_with_what_there_is_instead():
    said = refusal({**H100, "capacity": [{"kind": "flex", "hours": 24}]})

    assert "eu-north-1 on aws has no machine" in said
    assert "the nearest: " in said


def test_a_name_that_is_too_long_is_refused():
    names = Names(environment("aws", region=REGION), f"{'n' * 50}-gpu-pool")
    spec = GpuPoolSpec.model_validate({**L4, "capacity": ["spot", "on_demand"]})
    (said,) = check(names, spec)

    assert str(said).startswith(
        "capacity: a node group's name has 63 characters at most, this one would have 72"
    )


def test_machines_in_zones_that_no_network_uses_are_refused():
    names = Names(environment("aws", region="us-east-1", residency="us"), "ai-gpu-pool")
    spec = GpuPoolSpec.model_validate({"accelerator": "b200", "gpus_per_node": 8})
    (said,) = check(names, spec)

    assert str(said) == (
        "accelerator: us-east-1 has p6-b200.48xlarge in use1-az6 alone, and networks here use"
        " use1-az1, use1-az2, use1-az4; take another region"
    )


def test_the_simulated_cloud_takes_every_rung():
    env = environment("aws", region=REGION)
    ladders: dict[str, Any] = {
        "kept": {**H100, "min_nodes": 1, "capacity": [{"kind": "reservation", "nodes": 2}]},
        "held": {**H100, "zones": [1], "capacity": LADDER},
        "blk": {**H100, "zones": [1], "capacity": [{"kind": "block", "id": BOUGHT}]},
        "serve": {**L4, "sharing": {"mps": {"clients": 2}}, "local_nvme": "cache"},
        "chip": {"accelerator": "inferentia2", "local_nvme": None},
    }

    def program() -> None:
        root = pulumi.ComponentResource("test:index:Zone", "ai")
        opts = baseline.provided(root, "ai", env)
        keys = Keys("ai-keys", env, KeysSpec(), opts=opts).outputs
        built: dict[str, Any] = {
            "network": Network("ai-network", env, NetworkSpec(), keys=keys, opts=opts).outputs,
            "keys": keys,
        }
        cluster = Cluster("ai-cluster", env, ClusterSpec(), opts=opts, **built).outputs
        for name, spec in ladders.items():
            given = GpuPoolSpec.model_validate(spec)
            GpuPool(f"ai-gpu-{name}", env, given, cluster=cluster, opts=opts, **built)

    recording = record(program, preview=False, clouds=InProcess(Sandbox()))

    names = {each.name for each in recording.find(GROUP)}
    assert names == {
        *("ai-cluster-system", "ai-gpu-kept-res", "ai-gpu-held-res", "ai-gpu-held-spot"),
        *("ai-gpu-held-od", "ai-gpu-blk-blk", "ai-gpu-serve-od", "ai-gpu-chip-od"),
    }
