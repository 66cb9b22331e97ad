"""What a pool of accelerators becomes on Google Cloud."""

from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pulumi
import pytest

from landing_zone import LandingZoneError, baseline
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.gpu_pool import GpuPool, GpuPoolSpec
from landing_zone.gpu_pool.gcp_fabric import addresses
from landing_zone.gpu_pool.gke import interfaces
from landing_zone.gpu_pool.resolution import resolve
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs
from landing_zone_rehearsal import Recording, record
from tests.zones import environment

POOL = "gcp:container/nodePool:NodePool"
NETWORK = "gcp:compute/network:Network"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
CLOSE = "gcp:compute/resourcePolicy:ResourcePolicy"
RESERVED = "gcp:compute/reservation:Reservation"
RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
GUARD = "gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation"

KEY = "projects/acme-prod/locations/europe-west4/keyRings/main/cryptoKeys/cluster"
ACCOUNT = "nodes@acme-prod.iam.gserviceaccount.com"
VERSION = "1.35.1-gke.1396002"

L4 = {"accelerator": "l4", "max_nodes": 3}
A100 = {"accelerator": "a100-40", "max_nodes": 3}
TRAINING = {"gpus_per_node": 8, "purpose": "training", "max_nodes": 4}
H100 = {"accelerator": "h100", "fabric": "rdma", **TRAINING}
SPOT = {"capacity": ["spot"], "checkpointed": True}
H200 = {"accelerator": "h200", "fabric": "rdma", **SPOT, **TRAINING}
GB200 = {"accelerator": "gb200", "max_nodes": 18, "gpus_per_node": 4, "fabric": "rdma"}
BOUGHT = {"kind": "reservation", "id": "h100"}
FLEX = {"kind": "flex", "hours": 24}
QUEUED = {**FLEX, "queued": True}


def cluster() -> ClusterOutputs:
    """Return a cluster that somebody else built."""
    return ClusterOutputs.existing(
        id="projects/acme-prod/locations/europe-west4/clusters/gke",
        name="gke",
        version="1.35",
        endpoint="https://gke.example",
        certificate_authority="",
        issuer="https://issuer.example",
        kubeconfig="",
        node_identity=f"serviceAccount:{ACCOUNT}",
        place={
            "location": "europe-west4",
            "node_account": ACCOUNT,
            "disk_key": KEY,
            "network": "projects/acme-prod/global/networks/vpc",
            "subnetwork": "projects/acme-prod/regions/europe-west4/subnetworks/nodes",
            "pods_range": "pods",
            "node_version": VERSION,
        },
    )


def network(cidr: str = "10.0.0.0/16") -> NetworkOutputs:
    """Return a network of which nothing but its addresses is asked."""
    subnets = ("node_subnets", "pod_subnets", "endpoint_subnets", "database_subnets")
    nothing: dict[str, Any] = {name: [] for name in (*subnets, "egress_ips")}
    return NetworkOutputs.existing(
        id="vpc", cidrs={"network": cidr}, private_services={}, **nothing
    )


def declare(spec: dict[str, Any], name: str = "ai-gpu-train", **env_changes: Any) -> Recording:
    """Record a pool as deployed."""
    env = environment("gcp", **env_changes)

    def program() -> None:
        GpuPool(
            name,
            env,
            GpuPoolSpec.model_validate(spec),
            cluster=cluster(),
            network=network(),
            keys=KeysOutputs.existing(ids={"cluster": KEY}, store="ring"),
            opts=pulumi.ResourceOptions(providers=[baseline.provider("ai", env)]),
        )

    return record(program, preview=False)


def pools(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs of a pool's node pools, by rung."""
    return {each.name.rpartition("-")[2]: each.inputs for each in declare(spec).find(POOL)}


def node(spec: dict[str, Any]) -> dict[str, Any]:
    """Return what the nodes of a pool's only rung are."""
    (inputs,) = pools(spec).values()
    return inputs["nodeConfig"]


def refused(spec: dict[str, Any], name: str = "ai-gpu-train", **env_changes: Any) -> str:
    """Return why a pool is refused, without the component's name before it."""
    with pytest.raises(LandingZoneError) as error:
        declare(spec, name, **env_changes)
    return str(error.value).removeprefix(f"{name}: ")


def outputs(recording: Recording) -> dict[str, Any]:
    """Return what the pool puts out."""
    (pool,) = recording.find("landing-zone:index:GpuPool")
    return pool.outputs


def test_each_rung_is_a_node_pool_that_is_named_for_it() -> None:
    recording = declare({**L4, "capacity": ["spot", "on_demand"]})
    named = {
        code: str(name).rpartition("-")[0]
        for code, name in outputs(recording)["node_pools"].items()
    }
    assert named == {"spot": "ai-gpu-train-spot", "od": "ai-gpu-train-od"}


def test_reordering_rungs_changes_their_order_alone() -> None:
    spec = {**L4, "min_nodes": 2, "zones": [1]}
    one = pools({**spec, "capacity": ["spot", "on_demand"]})
    other = pools({**spec, "capacity": ["on_demand", "spot"]})
    for ladder, first in ((one, "spot"), (other, "od")):
        least = {
            code: each["autoscaling"].pop("totalMinNodeCount") for code, each in ladder.items()
        }
        begins = {code: each.pop("initialNodeCount") for code, each in ladder.items()}
        assert least == begins == {"spot": 0, "od": 0, first: 2}
    assert one == other


def test_nodes_come_from_none_and_their_number_is_the_autoscalers() -> None:
    (inputs,) = pools(L4).values()
    size = {"totalMinNodeCount": 0, "totalMaxNodeCount": 3, "locationPolicy": "ANY"}
    assert inputs["autoscaling"] == size
    assert inputs["initialNodeCount"] == 0
    assert "nodeCount" not in inputs


def test_the_fewest_nodes_are_there_from_the_start_spread_over_the_zones() -> None:
    (inputs,) = pools({**L4, "min_nodes": 3, "zones": [1, 2]}).values()
    assert inputs["initialNodeCount"] == 2


def test_nodes_are_the_clusters_own_in_identity_version_and_network() -> None:
    (inputs,) = pools(L4).values()
    assert inputs["cluster"] == "gke"
    assert inputs["version"] == VERSION
    assert inputs["networkConfig"] == {"enablePrivateNodes": True, "podRange": "pods"}
    config = inputs["nodeConfig"]
    assert config["serviceAccount"] == ACCOUNT
    assert config["bootDiskKmsKey"] == KEY
    assert config["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert config["metadata"] == {"disable-legacy-endpoints": "true"}
    assert config["resourceLabels"]["component"] == "ai-gpu-train"


def test_rungs_differ_for_jobs_in_nothing_but_the_rungs_own_label() -> None:
    taints = [{"key": "team", "value": "vision", "effect": "NoExecute"}]
    found = pools({**L4, "capacity": ["spot", "on_demand"], "labels": {"a": "b"}, "taints": taints})
    labels = {
        "a": "b",
        "landing-zone/pool": "train",
        "landing-zone/purpose": "inference",
        "landing-zone/accelerator": "l4",
        "cloud.google.com/compute-class": "train",
    }
    for code, inputs in found.items():
        config = inputs["nodeConfig"]
        assert config["labels"] == {**labels, "landing-zone/rung": code}
        assert config["taints"] == [
            {"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"},
            {"key": "team", "value": "vision", "effect": "NO_EXECUTE"},
            {"key": "cloud.google.com/compute-class", "value": "train", "effect": "NO_SCHEDULE"},
        ]


@pytest.mark.parametrize("spec", [L4, {**L4, "capacity": ["spot", "on_demand"]}, H100])
def test_what_pods_say_lets_them_onto_every_rung(spec: dict[str, Any]) -> None:
    recording = declare(spec)
    said = outputs(recording)["scheduling"]
    tolerated = {(each["key"], each["value"], each["effect"]) for each in said["tolerations"]}
    for each in recording.find(POOL):
        config = each.inputs["nodeConfig"]
        assert said["nodeSelector"].items() <= config["labels"].items()
        taints = {(t["key"], t["value"], "NoSchedule") for t in config["taints"]}
        assert taints <= tolerated


def test_a_tpu_is_asked_for_by_its_kind_and_shape() -> None:
    recording = declare({"accelerator": "tpu-v5e", "gpus_per_node": 4, "max_nodes": 2})
    assert outputs(recording)["resource"] == "google.com/tpu"
    selected = outputs(recording)["scheduling"]["nodeSelector"]
    assert selected["cloud.google.com/gke-tpu-accelerator"] == "tpu-v5-lite-podslice"
    assert selected["cloud.google.com/gke-tpu-topology"] == "2x2"
    (inputs,) = (each.inputs for each in recording.find(POOL))
    assert inputs["nodeConfig"]["machineType"] == "ct5lp-hightpu-4t"
    assert "guestAccelerators" not in inputs["nodeConfig"]
    assert "placementPolicy" not in inputs


def test_pods_come_onto_arm_nodes_that_gke_keeps_others_off() -> None:
    said = outputs(declare({**GB200, "capacity": [BOUGHT]}))["scheduling"]
    arch = {"key": "kubernetes.io/arch", "value": "arm64", "effect": "NoSchedule"}
    assert {**arch, "operator": "Equal"} in said["tolerations"]
    others = outputs(declare(L4))["scheduling"]["tolerations"]
    assert all(each["key"] != "kubernetes.io/arch" for each in others)


@pytest.mark.parametrize(
    ("rung", "spot", "flex"),
    [
        ("spot", True, None),
        ("on_demand", False, None),
        ({"kind": "flex", "hours": 24}, None, True),
    ],
)
def test_a_rung_takes_from_no_reservation_unless_it_says_so(
    rung: Any, spot: bool | None, flex: bool | None
) -> None:
    config = node({**A100, "capacity": [rung]})
    assert (config.get("spot"), config.get("flexStart")) == (spot, flex)
    assert config["reservationAffinity"] == {"consumeReservationType": "NO_RESERVATION"}


def test_machines_of_flex_go_after_their_time_and_are_not_repaired() -> None:
    spec = {**A100, "capacity": [{"kind": "flex", "hours": 24}, "spot"], "max_run_hours": 48}
    found = pools(spec)
    assert found["flex"]["nodeConfig"]["maxRunDuration"] == "86400s"
    assert found["spot"]["nodeConfig"]["maxRunDuration"] == "172800s"
    assert [found[code]["management"]["autoRepair"] for code in ("flex", "spot")] == [False, True]
    assert "upgradeSettings" not in found["flex"]


def test_nodes_without_a_longest_run_stay() -> None:
    assert "maxRunDuration" not in node(L4)


@pytest.mark.parametrize(
    ("id", "named", "zones"),
    [
        ("h100", "h100", ["europe-west4-b"]),
        (
            "projects/other/reservations/h100",
            "projects/other/reservations/h100",
            ["europe-west4-b"],
        ),
        (
            "projects/other/zones/europe-west4-c/reservations/h100",
            "projects/other/reservations/h100",
            ["europe-west4-c"],
        ),
        ("h100/reservationBlocks/b1", "h100/reservationBlocks/b1", ["europe-west4-b"]),
        (
            "projects/other/zones/europe-west4-c/reservations/h100/reservationBlocks/b1"
            "/reservationSubBlocks/s1",
            "projects/other/reservations/h100/reservationBlocks/b1/reservationSubBlocks/s1",
            ["europe-west4-c"],
        ),
    ],
)
def test_a_reservation_is_taken_from_by_its_name_where_it_is(
    id: str, named: str, zones: list[str]
) -> None:
    inputs = pools({**H100, "capacity": [{**BOUGHT, "id": id}, "spot"]})
    assert inputs["res"]["nodeConfig"]["reservationAffinity"] == {
        "consumeReservationType": "SPECIFIC_RESERVATION",
        "key": "compute.googleapis.com/reservation-name",
        "values": [named],
    }
    assert inputs["res"]["nodeLocations"] == inputs["spot"]["nodeLocations"] == zones


def test_what_was_bought_ahead_is_taken_from_as_a_reservation_is() -> None:
    block = {"kind": "block", "id": "h100-march"}
    config = pools({**H100, "capacity": [block, "spot"]})["blk"]["nodeConfig"]
    assert config["reservationAffinity"]["values"] == ["h100-march"]


def test_rungs_with_no_machine_to_spare_give_one_up_before_the_next_comes() -> None:
    found = pools({**H100, "capacity": [BOUGHT, "spot"]})
    surge = {code: each["upgradeSettings"] for code, each in found.items()}
    assert surge["res"] == {"strategy": "SURGE", "maxSurge": 0, "maxUnavailable": 1}
    assert surge["spot"] == {"strategy": "SURGE", "maxSurge": 1, "maxUnavailable": 0}


def test_machines_are_reserved_where_the_nodes_are_and_for_them_alone() -> None:
    recording = declare({**L4, "capacity": [{"kind": "reservation", "nodes": 2}, "spot"]})
    (made,) = recording.find(RESERVED)
    assert made.inputs["specificReservationRequired"] is True
    assert made.inputs["specificReservation"] == {
        "count": 2,
        "instanceProperties": {"machineType": "g2-standard-4"},
    }
    (taker,) = (each for each in recording.find(POOL) if each.name.endswith("-res"))
    affinity = taker.inputs["nodeConfig"]["reservationAffinity"]
    assert affinity["values"] == [made.outputs["name"]]
    assert taker.inputs["nodeLocations"] == [made.inputs["zone"]]
    assert taker.inputs["autoscaling"]["totalMaxNodeCount"] == 2


@pytest.mark.parametrize(
    ("pool", "properties"),
    [
        (
            {"accelerator": "t4"},
            {
                "machineType": "n1-standard-4",
                "guestAccelerators": [
                    {"acceleratorType": "nvidia-tesla-t4", "acceleratorCount": 1}
                ],
            },
        ),
        (
            {"accelerator": "l4", "gpus_per_node": 2, "local_nvme": "cache"},
            {
                "machineType": "g2-standard-24",
                "localSsds": [{"interface": "NVME", "diskSizeGb": 375}] * 2,
            },
        ),
        (
            {"accelerator": "rtx-pro-6000", "local_nvme": "scratch"},
            {
                "machineType": "g4-standard-48",
                "localSsds": [{"interface": "NVME", "diskSizeGb": 375}] * 4,
            },
        ),
        (
            {"accelerator": "a100-80", "local_nvme": "scratch"},
            {"machineType": "a2-ultragpu-1g"},
        ),
    ],
)
def test_machines_are_reserved_with_what_nodes_add_to_them(
    pool: dict[str, Any], properties: dict[str, Any]
) -> None:
    spec = {**pool, "capacity": [{"kind": "reservation", "nodes": 1}]}
    (made,) = declare(spec).find(RESERVED)
    assert made.inputs["specificReservation"]["instanceProperties"] == properties


def test_without_a_fabric_nodes_may_be_in_every_zone_that_has_the_machine() -> None:
    (inputs,) = pools(A100).values()
    assert inputs["nodeLocations"] == ["europe-west4-a", "europe-west4-b"]
    assert "placementPolicy" not in inputs


def test_zones_that_are_given_are_taken() -> None:
    (inputs,) = pools({**L4, "zones": [3, 1]}).values()
    assert inputs["nodeLocations"] == ["europe-west4-c", "europe-west4-a"]


@pytest.mark.parametrize("fabric", ["standard", "rdma"])
def test_a_fabric_keeps_its_nodes_close_together_in_one_zone(fabric: str) -> None:
    recording = declare({**H100, "fabric": fabric, "capacity": [BOUGHT, "spot", "on_demand"]})
    (close,) = recording.find(CLOSE)
    assert close.inputs["groupPlacementPolicy"] == {"collocation": "COLLOCATED"}
    placed = {each.name[13:]: each.inputs.get("placementPolicy") for each in recording.find(POOL)}
    policy = {"type": "COMPACT", "policyName": close.outputs["name"]}
    assert placed == {"res": None, "spot": policy, "od": policy}
    zones = {tuple(each.inputs["nodeLocations"]) for each in recording.find(POOL)}
    assert zones == {("europe-west4-b",)}


def test_what_was_reserved_ahead_lies_close_together_already() -> None:
    recording = declare({**H200, "capacity": [BOUGHT]})
    assert not recording.find(CLOSE)


@pytest.mark.parametrize(("spec", "placed"), [(H200, True), (H100, False)])
def test_flex_is_placed_where_gke_can_do_both(spec: dict[str, Any], placed: bool) -> None:
    recording = declare({**spec, "capacity": [FLEX]})
    (pool,) = recording.find(POOL)
    assert ("placementPolicy" in pool.inputs) is placed
    assert bool(recording.find(CLOSE)) is placed


def test_flex_is_placed_by_a_policy_of_its_own_kind() -> None:
    recording = declare({**H200, "capacity": [FLEX, "spot"]})
    made = {each.name: each for each in recording.find(CLOSE)}
    flex, others = (made[f"ai-gpu-train-{part}"] for part in ("placement-flex", "placement"))
    assert flex.inputs["workloadPolicy"] == {"type": "HIGH_THROUGHPUT"}
    assert "groupPlacementPolicy" not in flex.inputs
    assert "workloadPolicy" not in others.inputs
    placed = {each.name[13:]: each.inputs["placementPolicy"] for each in recording.find(POOL)}
    assert placed == {
        code: {"type": "COMPACT", "policyName": policy.outputs["name"]}
        for code, policy in (("flex", flex), ("spot", others))
    }


def test_queued_jobs_ask_for_all_their_machines_and_no_class_orders_them() -> None:
    recording = declare({**H200, "capacity": [QUEUED]})
    (pool,) = recording.find(POOL)
    config = pool.inputs["nodeConfig"]
    assert pool.inputs["queuedProvisioning"] == {"enabled": True}
    assert (config["flexStart"], config["maxRunDuration"]) == (True, "86400s")
    assert pool.inputs["autoscaling"]["totalMinNodeCount"] == 0
    assert pool.inputs["management"]["autoRepair"] is False
    assert "placementPolicy" not in pool.inputs
    assert not recording.find(CLOSE)
    label = "cloud.google.com/compute-class"
    assert label not in config["labels"]
    assert label not in {each["key"] for each in config["taints"]}
    said = outputs(recording)["scheduling"]
    assert said["nodeSelector"] == {"landing-zone/pool": "train"}
    tolerated = {each["key"]: each["value"] for each in said["tolerations"]}
    assert tolerated == {"nvidia.com/gpu": "present", "cloud.google.com/gke-queued": "true"}


def test_pods_that_wait_get_their_machines_without_a_queue() -> None:
    (inputs,) = pools({**A100, "capacity": [FLEX]}).values()
    assert "queuedProvisioning" not in inputs
    assert inputs["nodeConfig"]["labels"]["cloud.google.com/compute-class"] == "train"


@pytest.mark.parametrize("fabric", ["none", "rdma"])
def test_machines_of_a_rack_are_placed_by_it_wherever_they_come_from(fabric: str) -> None:
    recording = declare({**GB200, "fabric": fabric, "capacity": [BOUGHT]})
    (rack,) = recording.find(CLOSE)
    assert rack.inputs["workloadPolicy"] == {
        "type": "HIGH_THROUGHPUT",
        "acceleratorTopology": "1x72",
    }
    assert "groupPlacementPolicy" not in rack.inputs
    (pool,) = recording.find(POOL)
    policy = {"type": "COMPACT", "policyName": rack.outputs["name"]}
    assert pool.inputs["placementPolicy"] == policy
    assert len(pool.inputs["nodeLocations"]) == 1


def test_a_standard_fabric_is_the_network_of_every_machine_with_a_faster_socket() -> None:
    recording = declare({**H100, "fabric": "standard"})
    assert not recording.find(NETWORK)
    (pool,) = recording.find(POOL)
    assert pool.inputs["nodeConfig"]["fastSocket"] == {"enabled": True}
    assert "fastSocket" not in node(H100)
    assert "fastSocket" not in node({**H200, "fabric": "standard"})
    assert "fastSocket" not in node(L4)


def test_each_accelerator_of_gpudirect_has_a_network_of_its_own() -> None:
    recording = declare(H100)
    networks = {each.name: each for each in recording.find(NETWORK)}
    assert set(networks) == {f"ai-gpu-train-gpu{n}" for n in range(8)}
    for each in networks.values():
        assert each.inputs["mtu"] == 8244
        assert each.inputs["deleteDefaultRoutesOnCreate"] is True
    (pool,) = recording.find(POOL)
    cards = pool.inputs["networkConfig"]["additionalNodeNetworkConfigs"]
    names = [networks[f"ai-gpu-train-gpu{n}"].outputs["name"] for n in range(8)]
    assert [card["network"] for card in cards] == names
    places = {
        f"train-gpu{n}": f"{card['network']}/{card['subnetwork']}" for n, card in enumerate(cards)
    }
    assert outputs(recording)["networks"] == places


def test_cards_for_rdma_share_a_network_of_their_zone_behind_the_machines_second_card() -> None:
    recording = declare(H200)
    host, rdma = sorted(recording.find(NETWORK), key=lambda each: each.name)
    assert host.inputs["mtu"] == 8896
    assert "networkProfile" not in host.inputs
    assert rdma.inputs["networkProfile"] == (
        "projects/acme-prod/global/networkProfiles/europe-west4-a-vpc-roce"
    )
    assert rdma.inputs["mtu"] == 8896
    (pool,) = recording.find(POOL)
    cards = pool.inputs["networkConfig"]["additionalNodeNetworkConfigs"]
    owners = [host.outputs["name"], *([rdma.outputs["name"]] * 8)]
    assert [card["network"] for card in cards] == owners
    assert len({card["subnetwork"] for card in cards}) == 9
    assert set(outputs(recording)["networks"]) == {
        "train-host",
        *(f"train-rdma{n}" for n in range(8)),
    }
    guarded = [each.inputs["attachmentTarget"] for each in recording.find(GUARD)]
    assert guarded == [host.id]


def test_kubernetes_is_told_of_cards_in_the_order_that_nodes_have_them() -> None:
    spec = GpuPoolSpec.model_validate(H200)
    choice = resolve(environment("gcp").cloud, "europe-west4", spec)
    cards = interfaces(spec, choice)
    assert [card.object("train") for card in cards] == [
        "train-host",
        *(f"train-rdma{n}" for n in range(8)),
    ]
    assert [card.mode for card in cards] == ["NetDevice", *(["RDMA"] * 8)]


def test_nodes_of_a_fabric_reach_themselves_and_nobody_else() -> None:
    recording = declare(H100)
    ranges = {each.inputs["ipCidrRange"] for each in recording.find(SUBNET)}
    rules = {each.inputs["ruleName"]: each.inputs for each in recording.find(RULE)}
    for side, name in (("src", "in"), ("dest", "out")):
        own, rest = rules[f"{name}-own"], rules[f"{name}-rest"]
        assert set(own["match"][f"{side}IpRanges"]) == ranges
        assert (own["action"], rest["action"]) == ("allow", "deny")
        assert rest["match"][f"{side}IpRanges"] == ["0.0.0.0/0"]
        assert own["priority"] < rest["priority"]
        assert rest["enableLogging"] is True
    assert len(recording.find(GUARD)) == 8


@pytest.mark.parametrize("taken", ["10.0.0.0/16", "100.64.0.0/16", "192.168.0.0/16"])
def test_the_addresses_of_a_fabric_are_nobody_elses(taken: str) -> None:
    own = [IPv4Network(each) for each in addresses(taken, "ai-gpu-train", 9)]
    others = [IPv4Network(each) for each in addresses(taken, "ai-gpu-tune", 9)]
    each = [IPv4Network(taken), *own, *others]
    assert not any(one.overlaps(other) for one, other in combinations(each, 2))
    assert addresses(taken, "ai-gpu-train", 4) == [str(one) for one in own[:4]]


@pytest.mark.parametrize(
    ("driver", "version", "image", "boots_securely"),
    [
        ("cloud", "DEFAULT", "COS_CONTAINERD", True),
        ("operator", "INSTALLATION_DISABLED", "UBUNTU_CONTAINERD", False),
    ],
)
def test_the_driver_is_gkes_or_the_operators(
    driver: str, version: str, image: str, boots_securely: bool
) -> None:
    config = node({**L4, "driver": driver})
    (gpu,) = config["guestAccelerators"]
    assert gpu["gpuDriverInstallationConfig"] == {"gpuDriverVersion": version}
    assert (gpu["type"], gpu["count"]) == ("nvidia-l4", 1)
    assert config["imageType"] == image
    assert config["shieldedInstanceConfig"]["enableSecureBoot"] is boots_securely
    plugin = config["labels"].get("gke-no-default-nvidia-gpu-device-plugin")
    assert plugin == ("true" if driver == "operator" else None)


@pytest.mark.parametrize(
    ("sharing", "own", "label"),
    [
        (
            {"mig": {"profile": "2g.10gb"}},
            {"gpuPartitionSize": "2g.10gb"},
            ("nvidia.com/mig.config", "all-2g.10gb"),
        ),
        (
            {"time_slicing": {"clients": 4}},
            {
                "gpuSharingConfig": {
                    "gpuSharingStrategy": "TIME_SHARING",
                    "maxSharedClientsPerGpu": 4,
                }
            },
            ("nvidia.com/device-plugin.config", "time-slicing-4"),
        ),
        (
            {"mps": {"clients": 3}},
            {"gpuSharingConfig": {"gpuSharingStrategy": "MPS", "maxSharedClientsPerGpu": 3}},
            ("nvidia.com/device-plugin.config", "mps-3"),
        ),
    ],
)
def test_who_installs_the_driver_shares_the_accelerators(
    sharing: Any, own: dict[str, Any], label: tuple[str, str]
) -> None:
    theirs = node({**A100, "sharing": sharing})
    assert own.items() <= theirs["guestAccelerators"][0].items()
    assert label[0] not in theirs["labels"]
    operators = node({**A100, "sharing": sharing, "driver": "operator"})
    assert not own.keys() & operators["guestAccelerators"][0].keys()
    assert operators["labels"][label[0]] == label[1]


@pytest.mark.parametrize(
    ("use", "field"),
    [
        ("cache", "ephemeralStorageLocalSsdConfig"),
        ("scratch", "localNvmeSsdBlockConfig"),
        (None, None),
    ],
)
def test_own_disks_are_all_for_what_the_spec_says(use: str | None, field: str | None) -> None:
    config = node({**H100, "local_nvme": use})
    said = {
        name: each for name, each in config.items() if "LocalSsd" in name or "localNvme" in name
    }
    assert said == ({field: {"localSsdCount": 16}} if field else {})


def test_machines_that_take_no_persistent_disk_have_hyperdisks() -> None:
    assert node(H100)["diskType"] == "pd-balanced"
    assert node(H200)["diskType"] == "hyperdisk-balanced"


def test_what_gke_makes_faster_is_on_where_the_image_is_its_own() -> None:
    faster = ("gvnic", "gcfsConfig", "fastSocket")
    spec = {**L4, "fabric": "standard"}
    assert [node(spec).get(each) for each in faster] == [{"enabled": True}] * 3
    others = node({**spec, "driver": "operator"})
    assert [others.get(each) for each in faster] == [None] * 3


def test_a_pool_that_is_replaced_is_there_before_the_old_one_goes() -> None:
    (inputs,) = pools(L4).values()
    assert "name" not in inputs


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (
            {**L4, "capacity": [{"kind": "spot", "max_usd_hour": 1}]},
            "capacity.0.max_usd_hour: a price cap is not supported on gcp; leave it out",
        ),
        (
            {**L4, "capacity": [{"kind": "reservation", "id": "not/one"}]},
            "capacity.0.id: a reservation such as h100 or projects/other/zones/ZONE",
        ),
        (
            {**H100, "capacity": [{"kind": "reservation", "nodes": 2}]},
            "capacity.0.nodes: reserving at once for a fabric is not supported on gcp; reserve",
        ),
        (
            {**H200, "fabric": "none", "capacity": [{"kind": "reservation", "nodes": 2}]},
            "capacity.0.nodes: reserving a3-ultragpu-8g at once is not supported on gcp; reserve",
        ),
        (
            {**A100, "min_nodes": 1, "capacity": [{"kind": "flex", "hours": 8}]},
            "min_nodes: 0 while capacity begins with flex, whose machines come in their time, got",
        ),
        (
            {**A100, "capacity": [QUEUED, "spot"]},
            "capacity.0.queued: the only rung, as jobs ask for these machines and no compute class",
        ),
        (
            {**A100, "capacity": [QUEUED], "idle_shutdown_minutes": 30},
            "idle_shutdown_minutes: left out with queued, as it is a compute class that keeps",
        ),
        (
            {**L4, "min_nodes": 3, "capacity": [{"kind": "reservation", "nodes": 2}]},
            "min_nodes: at most 2, as capacity.0 reserves no more, got 3",
        ),
        (
            {"accelerator": "tpu-v5e", "gpus_per_node": 4, "fabric": "standard"},
            "fabric: standard for TPUs is not supported on gcp; use none",
        ),
        (
            {"accelerator": "t4", "fabric": "standard"},
            "fabric: standard on n1-standard-4 is not supported on gcp; take another accelerator",
        ),
        (
            {**H100, "driver": "operator"},
            "fabric: rdma with driver operator is not supported on gcp; use driver cloud",
        ),
        (
            {**A100, "zones": [2, 3]},
            "zones.1: one of 1, 2, as europe-west4 has a2-highgpu-1g there alone, got 3",
        ),
        (
            {**GB200, "max_nodes": 19, "capacity": [BOUGHT]},
            "max_nodes: at most 18, the a4x-highgpu-4g of a rack; add another pool, got 19",
        ),
        (
            {**L4, "max_run_hours": 8760},
            "max_run_hours: at most 2880 on gcp, got 8760",
        ),
        (
            {
                **H100,
                "capacity": [
                    {**BOUGHT, "id": "projects/a-project/zones/europe-west4-a/reservations/h100"}
                ],
            },
            "capacity.0.id: a reservation in europe-west4-b or europe-west4-c, got one in",
        ),
        (
            {
                **H100,
                "capacity": [
                    {**BOUGHT, "id": f"projects/a-project/zones/europe-west4-{zone}/reservations/h"}
                    for zone in "bc"
                ],
            },
            "capacity: reservations in one zone, as nodes are close together, got europe-west4-b",
        ),
    ],
)
def test_what_google_cloud_has_not_is_refused_in_one_line(spec: dict[str, Any], line: str) -> None:
    said = refused(spec)
    assert said.startswith(line)
    assert "\n" not in said


def test_a_fabric_that_kubernetes_knows_no_network_of_is_refused() -> None:
    spec = {**TRAINING, "accelerator": "gb300", "gpus_per_node": 4, "fabric": "rdma"}
    spec |= {"capacity": [BOUGHT]}
    said = refused(spec, region="us-central1", residency="us")
    assert said.startswith("fabric: rdma on a4x-maxgpu-4g-metal is not supported on gcp; take")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"sharing": {"mig": {"profile": "1g.23gb"}}}, "cannot be cut into"),
        ({"driver": "operator"}, "takes its driver from the cloud alone"),
    ],
)
def test_machines_of_a_rack_run_googles_own_image_on_whole_accelerators(
    asked: dict[str, Any], why: str
) -> None:
    said = refused({**GB200, "fabric": "none", "capacity": [BOUGHT], **asked})
    assert why in said
    assert "\n" not in said


def test_a_name_that_no_node_pool_can_have_is_refused() -> None:
    said = refused(L4, "a-zone-with-a-long-name-gpu-train")
    assert said.startswith("capacity: the node pool would be named")
