"""What a pool of accelerators becomes on Azure."""

from typing import Any

import pulumi
import pytest

from landing_zone import LandingZoneError, baseline
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.gpu_pool import GpuPool, GpuPoolSpec
from landing_zone.gpu_pool.azure_node import MADE_ONCE
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs
from landing_zone_rehearsal import Recording, record
from landing_zone_rehearsal.clouds.facts import facts
from tests.zones import PLACES, environment

POOL = "azure-native:containerservice:AgentPool"
PLACEMENT = "azure-native:compute:ProximityPlacementGroup"
HELD = "azure-native:compute:CapacityReservation"
HELD_IN = "azure-native:compute:CapacityReservationGroup"
DEFINITION = "azure-native:authorization:RoleDefinition"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"

SUBSCRIPTION = PLACES["azure"]["account"]
CONTROL_PLANE = "5d0c2a7e-3b1f-4c6d-8e9a-0f1b2c3d4e5f"
SUBNET = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/net/subnets/nodes"

T4 = {"accelerator": "t4", "max_nodes": 3}
A100 = {"accelerator": "a100-80", "max_nodes": 5}
H100 = {
    "accelerator": "h100",
    "gpus_per_node": 8,
    "purpose": "training",
    "fabric": "rdma",
    "max_nodes": 4,
}


def cluster() -> ClusterOutputs:
    """Return a cluster that somebody else built."""
    return ClusterOutputs.existing(
        id="/aks",
        name="aks",
        version="1.35",
        endpoint="https://aks.example",
        certificate_authority="",
        issuer="https://issuer.example",
        kubeconfig="",
        node_identity="kubelets",
        place={
            "resource_group": "clusters",
            "cluster": "aks",
            "nodes_subnet": SUBNET,
            "identity": CONTROL_PLANE,
            "idle_node_minutes": "10",
        },
    )


def network() -> NetworkOutputs:
    """Return a network that nothing is asked of."""
    subnets = ("node_subnets", "pod_subnets", "endpoint_subnets", "database_subnets")
    nothing: dict[str, Any] = {name: [] for name in (*subnets, "egress_ips")}
    return NetworkOutputs.existing(id="/vnet", cidrs={}, private_services={}, **nothing)


def declare(spec: dict[str, Any], name: str = "ai-gpu-train") -> Recording:
    """Record a pool as deployed."""
    env = environment("azure")

    def program() -> None:
        GpuPool(
            name,
            env,
            GpuPoolSpec.model_validate(spec),
            cluster=cluster(),
            network=network(),
            keys=KeysOutputs.existing(ids={"cluster": "https://kv/keys/cluster"}, store="/vault"),
            opts=pulumi.ResourceOptions(providers=[baseline.provider("ai", env)]),
        )

    return record(program, preview=False)


def pools(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs of a pool's agent pools, by rung."""
    found = declare(spec).find(POOL)
    return {each.name.rpartition("-")[2]: each.inputs for each in found}


def refused(spec: dict[str, Any], name: str = "ai-gpu-train") -> str:
    """Return why a pool is refused, without the component's name before it."""
    with pytest.raises(LandingZoneError) as error:
        declare(spec, name)
    return str(error.value).removeprefix(f"{name}: ")


def outputs(recording: Recording) -> dict[str, Any]:
    """Return what the pool puts out."""
    (pool,) = recording.find("landing-zone:index:GpuPool")
    return pool.outputs


def test_each_rung_is_an_agent_pool_that_is_named_by_both() -> None:
    recording = declare({**T4, "capacity": ["spot", "on_demand"]})
    assert outputs(recording)["node_pools"] == {"spot": "trainspot", "od": "trainod"}
    assert {each.inputs["agentPoolName"] for each in recording.find(POOL)} == {
        "trainspot",
        "trainod",
    }


def test_the_order_of_rungs_changes_no_pool_but_who_is_always_there() -> None:
    spec = {**T4, "min_nodes": 1}
    one = pools({**spec, "capacity": ["spot", "on_demand"]})
    other = pools({**spec, "capacity": ["on_demand", "spot"]})
    assert (one["spot"].pop("minCount"), other["spot"].pop("minCount")) == (1, 0)
    assert (one["od"].pop("minCount"), other["od"].pop("minCount")) == (0, 1)
    assert one == other


def test_nodes_come_from_none_and_their_number_is_the_autoscalers() -> None:
    inputs = pools(T4)["od"]
    assert inputs["enableAutoScaling"] is True
    assert (inputs["minCount"], inputs["maxCount"]) == (0, 3)
    assert inputs["type"] == "VirtualMachineScaleSets"
    assert "count" not in inputs


def test_the_autoscaler_knows_what_a_node_offers_before_there_is_one() -> None:
    tag = "k8s.io_cluster-autoscaler_node-template_resources_nvidia.com_gpu"
    cut = {**A100, "sharing": {"mig": {"profile": "2g.20gb"}}}
    shared = {**T4, "sharing": {"time_slicing": {"clients": 4}}}
    assert pools(H100)["od"]["tags"][tag] == "8"
    assert pools(cut)["od"]["tags"][tag] == "3"
    assert pools(shared)["od"]["tags"][tag] == "4"


def test_rungs_differ_for_jobs_in_nothing_but_the_rungs_own_label() -> None:
    taints = [{"key": "team", "value": "vision", "effect": "NoExecute"}]
    found = pools({**T4, "capacity": ["spot", "on_demand"], "labels": {"a": "b"}, "taints": taints})
    labels = {
        "a": "b",
        "landing-zone/pool": "train",
        "landing-zone/purpose": "inference",
        "landing-zone/accelerator": "t4",
    }
    spot = {"kubernetes.azure.com/scalesetpriority": "spot"}
    assert found["od"]["nodeLabels"] == {**labels, "landing-zone/rung": "od"}
    assert found["spot"]["nodeLabels"] == {**labels, **spot, "landing-zone/rung": "spot"}
    shared = ["nvidia.com/gpu=present:NoSchedule", "team=vision:NoExecute"]
    assert found["od"]["nodeTaints"] == shared
    assert found["spot"]["nodeTaints"] == [
        *shared,
        "kubernetes.azure.com/scalesetpriority=spot:NoSchedule",
    ]


@pytest.mark.parametrize("capacity", [["on_demand"], ["spot", "on_demand"]])
def test_what_pods_say_lets_them_onto_every_rung(capacity: list[str]) -> None:
    recording = declare({**T4, "capacity": capacity})
    scheduling = outputs(recording)["scheduling"]
    tolerated = {
        f"{each['key']}={each['value']}:{each['effect']}" for each in scheduling["tolerations"]
    }
    for pool in recording.find(POOL):
        assert set(pool.inputs["nodeTaints"]) <= tolerated
        assert scheduling["nodeSelector"].items() <= pool.inputs["nodeLabels"].items()
    assert tolerated == {
        taint for pool in recording.find(POOL) for taint in pool.inputs["nodeTaints"]
    }


def test_spot_nodes_may_cost_as_much_as_the_rung_says_and_go_when_they_are_taken() -> None:
    dear = {"kind": "spot", "max_usd_hour": "1.25"}
    assert pools({**T4, "capacity": [dear]})["spot"]["spotMaxPrice"] == 1.25
    inputs = pools({**T4, "capacity": ["spot"]})["spot"]
    assert inputs["spotMaxPrice"] == -1
    assert inputs["scaleSetPriority"] == "Spot"
    assert inputs["scaleSetEvictionPolicy"] == "Delete"
    assert "upgradeSettings" not in inputs


def test_nodes_are_closed_and_encrypted_on_the_host() -> None:
    inputs = pools({**T4, "disk_gib": 300})["od"]
    assert inputs["enableEncryptionAtHost"] is True
    assert inputs["enableNodePublicIP"] is False
    assert "securityProfile" not in inputs
    assert (inputs["osDiskType"], inputs["osDiskSizeGB"]) == ("Managed", 300)
    assert inputs["vnetSubnetID"] == SUBNET


def test_nodes_follow_the_version_of_the_cluster() -> None:
    assert pools(T4)["od"]["orchestratorVersion"] == "1.35"


@pytest.mark.parametrize(("driver", "word"), [("cloud", "Install"), ("operator", "None")])
def test_the_driver_is_the_clouds_or_the_operators(driver: str, word: str) -> None:
    assert pools({**T4, "driver": driver})["od"]["gpuProfile"] == {"driver": word}


def test_aks_cuts_accelerators_where_it_installs_the_driver_and_the_operator_elsewhere() -> None:
    spec = {**A100, "sharing": {"mig": {"profile": "1g.10gb"}}}
    ours, theirs = pools(spec)["od"], pools({**spec, "driver": "operator"})["od"]
    assert ours["gpuInstanceProfile"] == "MIG1g"
    assert "gpuInstanceProfile" not in theirs
    assert ours["nodeLabels"]["nvidia.com/mig.config"] == "all-1g.10gb"
    assert theirs["nodeLabels"]["nvidia.com/mig.config"] == "all-1g.10gb"


@pytest.mark.parametrize(
    ("sharing", "config"),
    [({"time_slicing": {"clients": 4}}, "time-slicing-4"), ({"mps": {"clients": 6}}, "mps-6")],
)
def test_the_device_plugin_learns_from_a_label_how_to_share(sharing: Any, config: str) -> None:
    labels = pools({**T4, "sharing": sharing})["od"]["nodeLabels"]
    assert labels["nvidia.com/device-plugin.config"] == config


def test_a_fabric_keeps_all_rungs_in_one_datacentre() -> None:
    recording = declare({**H100, "capacity": ["spot", "on_demand"], "zones": [2]})
    (placement,) = recording.find(PLACEMENT)
    assert placement.inputs["intent"] == {"vmSizes": ["Standard_ND96isr_H100_v5"]}
    assert placement.inputs["zones"] == ["2"]
    for pool in recording.find(POOL):
        assert pool.inputs["proximityPlacementGroupID"] == placement.id
        assert pool.inputs["availabilityZones"] == ["2"]


@pytest.mark.parametrize("spec", [T4, H100])
def test_a_pool_that_names_no_zones_goes_where_its_machines_are(spec: dict[str, Any]) -> None:
    recording = declare(spec)
    for each in (*recording.find(POOL), *recording.find(PLACEMENT)):
        assert "availabilityZones" not in each.inputs
        assert "zones" not in each.inputs


def test_the_cluster_may_use_a_placement_group_and_nothing_else() -> None:
    recording = declare(H100)
    (placement,) = recording.find(PLACEMENT)
    (role,), (assigned,) = recording.find(DEFINITION), recording.find(ASSIGNMENT)
    assert role.inputs["permissions"] == [
        {
            "actions": [
                "Microsoft.Compute/proximityPlacementGroups/read",
                "Microsoft.Compute/proximityPlacementGroups/write",
            ],
            "dataActions": [],
        }
    ]
    assert assigned.inputs["scope"] == placement.id
    assert assigned.inputs["principalId"] == CONTROL_PLANE
    (pool,) = recording.find(POOL)
    assert assigned.urn in pool.property_dependencies["proximityPlacementGroupID"]


def test_machines_that_a_rung_reserves_are_there_before_its_nodes() -> None:
    rung = {"kind": "reservation", "nodes": 2}
    recording = declare({**A100, "capacity": [rung, "on_demand"], "zones": [3, 1]})
    (group,) = recording.find(HELD_IN)
    (held,) = [each for each in recording.find(HELD) if each is not group]
    assert held.inputs["sku"] == {"name": "Standard_NC24ads_A100_v4", "capacity": 2}
    assert held.inputs["zones"] == group.inputs["zones"] == ["3"]
    by_rung = {each.name.rpartition("-")[2]: each for each in recording.find(POOL)}
    reserved, free = by_rung["res"], by_rung["od"]
    assert reserved.inputs["capacityReservationGroupID"] == group.id
    assert reserved.inputs["availabilityZones"] == ["3"]
    assert reserved.inputs["maxCount"] == 2
    assert reserved.inputs["upgradeSettings"]["maxSurge"] == "0"
    assert held.urn in reserved.property_dependencies["capacityReservationGroupID"]
    assert "capacityReservationGroupID" not in free.inputs
    assert free.inputs["availabilityZones"] == ["3", "1"]
    assert free.inputs["upgradeSettings"]["maxSurge"] == "1"


@pytest.mark.parametrize(
    ("id", "group"),
    [
        ("gpus", "gpus"),
        ("held/gpus", "held"),
        (
            f"/subscriptions/{SUBSCRIPTION}/resourceGroups/held/providers/Microsoft.Compute"
            "/capacityReservationGroups/gpus",
            "held",
        ),
    ],
)
def test_a_group_of_reservations_that_exists_is_found_by_every_form_of_its_id(
    id: str, group: str
) -> None:
    recording = declare({**A100, "capacity": [{"kind": "reservation", "id": id}]})
    within = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}"
    on = f"{within}/providers/Microsoft.Compute/capacityReservationGroups/gpus"
    (pool,) = recording.find(POOL)
    (role,), (assigned,) = recording.find(DEFINITION), recording.find(ASSIGNMENT)
    assert pool.inputs["capacityReservationGroupID"] == on
    assert assigned.inputs["scope"] == on
    assert role.inputs["assignableScopes"] == [within]
    assert not recording.find(HELD)
    assert assigned.urn in pool.property_dependencies["capacityReservationGroupID"]


def test_what_aks_refuses_to_change_makes_another_pool() -> None:
    fixed = {path.partition(".")[0] for path in facts(POOL).fixed}
    said = set[str]()
    for spec in (
        {**H100, "capacity": ["spot"], "checkpointed": True, "zones": [1]},
        {**A100, "capacity": [{"kind": "reservation", "id": "gpus"}]},
    ):
        (pool,) = declare(spec).find(POOL)
        said |= pool.inputs.keys()
        assert pool.replace_on_changes == MADE_ONCE
        assert pool.delete_before_replace
    assert fixed & said - {"type", "osType"} <= set(MADE_ONCE)


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (
            {**T4, "disk_gib": 4096},
            "disk_gib: at most 2048 on azure, got 4096",
        ),
        (
            {**A100, "local_nvme": "cache"},
            "local_nvme: cache is not supported on azure; use scratch: AKS keeps neither images"
            " nor ephemeral storage on NVMe disks",
        ),
        (
            {**H100, "max_nodes": 101},
            "max_nodes: at most 100 with fabric rdma on azure, as InfiniBand joins no more"
            " machines, got 101",
        ),
        (
            {**T4, "capacity": [{"kind": "spot", "max_usd_hour": "0.123456"}]},
            "capacity.0.max_usd_hour: at most 5 decimals on azure, got 0.123456",
        ),
        (
            {**A100, "capacity": [{"kind": "reservation", "id": "a/b/c"}]},
            "capacity.0.id: a capacity reservation group: its name, `resource group/name` or"
            " resource ID, got 'a/b/c'",
        ),
        (
            {**A100, "min_nodes": 3, "capacity": [{"kind": "reservation", "nodes": 2}]},
            "min_nodes: at most 2, as capacity.0 reserves no more, got 3",
        ),
        (
            {**T4, "fabric": "standard", "capacity": [{"kind": "reservation", "nodes": 2}]},
            "capacity.0: a reservation with a fabric is not supported on azure; leave"
            " either out: a reserved machine joins no placement group",
        ),
    ],
)
def test_what_azure_does_not_do_is_refused_in_one_line(spec: dict[str, Any], line: str) -> None:
    assert refused(spec) == line


def test_a_reservation_in_another_subscription_is_refused() -> None:
    there = "0a0a0a0a-1d3a-4e8f-9b7a-2c4d6e8f0a1b"
    id = (
        f"/subscriptions/{there}/resourceGroups/held/providers/Microsoft.Compute"
        "/capacityReservationGroups/gpus"
    )
    said = refused({**A100, "capacity": [{"kind": "reservation", "id": id}]})
    assert said.startswith(
        f"capacity.0.id: a group in the environment's subscription {SUBSCRIPTION}, got "
    )


@pytest.mark.parametrize(
    "rung", [{"kind": "reservation", "nodes": 2}, {"kind": "flex", "hours": 4}]
)
def test_a_way_that_azure_does_not_have_for_a_machine_is_refused(rung: dict[str, Any]) -> None:
    said = refused({**H100, "capacity": [rung, "on_demand"]})
    assert rung["kind"] in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["ai-gpu-inference", "ai-gpu-Train", "ai-gpu-9"])
def test_a_name_that_no_agent_pool_can_have_is_refused(name: str) -> None:
    last = name.rpartition("-")[2]
    assert refused({**T4, "capacity": ["spot"]}, name) == (
        "name: 1 to 8 lower-case letters and digits after the last hyphen, a letter first, as"
        f" agent pools are named by it, got {last!r}"
    )
