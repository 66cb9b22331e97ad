"""What Google Kubernetes Engine refuses of node pools, in its own words."""

from collections.abc import Iterable
from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.gcp_project import CRYPTO_ROLE, NUMBER, Project
from tests.sandbox.test_gcp_cluster import APIS, surroundings
from tests.sandbox.test_gcp_cluster import make as make_cluster

DISKS = f"serviceAccount:service-{NUMBER}@compute-system.iam.gserviceaccount.com"
ZONE = "europe-west4-b"

Inputs = dict[str, Any]


class Pools:
    """A cluster, to which a test adds node pools."""

    def __init__(self, apis: Iterable[str] = APIS, **cluster: Any) -> None:
        self.project = Project(*apis)
        around = surroundings(self.project)
        dataplane = {"datapathProvider": "ADVANCED_DATAPATH", "enableMultiNetworking": True}
        given = {**around, **dataplane, "minMasterVersion": "1.34", **cluster}
        self.cluster = make_cluster(self.project, around=given)

    def make(self, name: str = "train", /, node: Inputs | None = None, **inputs: Any) -> Object:
        """Make a node pool that nothing is wrong with, but for what is said otherwise."""
        config = {"machineType": "a3-megagpu-8g", **(node or {})}
        given: Inputs = {
            "cluster": self.cluster.get("name"),
            "location": "europe-west4",
            "nodeLocations": [ZONE],
            "initialNodeCount": 0,
            "version": self.cluster.get("masterVersion"),
            "nodeConfig": config,
            **inputs,
        }
        return self.project.make("container/NodePool", name, name=name, **given)

    def change(self, pool: Object, **inputs: Any) -> Object:
        """Change a node pool."""
        return self.project.change(pool, **inputs)

    def fabric(self, name: str, cidr: str, **network: Any) -> tuple[Object, Object]:
        """Make a network for a network card, with one subnetwork."""
        made = self.project.make(
            "compute/Network", name, name=name, autoCreateSubnetworks=False, **network
        )
        return made, self.project.subnetwork(made, f"{name}-nodes", cidr)

    def refuses(self, words: str) -> Any:
        """Expect a refusal in these words."""
        return self.project.refuses(words)


@pytest.fixture
def pools() -> Pools:
    return Pools()


def cards(*pairs: tuple[Object, Object]) -> Inputs:
    """Say what a node pool's further network cards are in."""
    named = [{"network": one.get("name"), "subnetwork": two.get("name")} for one, two in pairs]
    return {"additionalNodeNetworkConfigs": named}


def taken(*names: str, **node: Any) -> Inputs:
    """Say that a node pool takes from a reservation."""
    return {
        **node,
        "reservationAffinity": {
            "consumeReservationType": "SPECIFIC_RESERVATION",
            "key": "compute.googleapis.com/reservation-name",
            "values": [*names],
        },
    }


def reserve(pools: Pools, **inputs: Any) -> Object:
    """Reserve machines of the kind that pools have here."""
    kept = {"count": 2, "instanceProperties": {"machineType": "a3-megagpu-8g"}}
    given = {"zone": ZONE, "specificReservation": kept, **inputs}
    return pools.project.make("compute/Reservation", "h100", name="h100", **given)


def test_a_node_pool_is_part_of_its_cluster(pools: Pools) -> None:
    made = pools.make()
    assert made.id == f"{pools.cluster.id}/nodePools/train"
    assert str(made.get("managedInstanceGroupUrls")[0]).count(f"/zones/{ZONE}/") == 1


def test_a_cluster_that_is_not_there_has_no_node_pools(pools: Pools) -> None:
    with pools.refuses("Error 404: Not found: other"):
        pools.make(cluster="other")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"machineType": "a3_mega"}, 'Invalid machine type "a3_mega"'),
        ({"labels": {"-team": "a"}}, 'Invalid label "-team: a"'),
        ({"labels": {"team": "a b"}}, 'Invalid label "team: a b"'),
        ({"resourceLabels": {"Team": "a"}}, "Label key 'Team' violates format constraints"),
        (
            {"taints": [{"key": "a/b/c", "value": "", "effect": "NO_EXECUTE"}]},
            'Invalid taint key "a/b/c"',
        ),
        (
            {"taints": [{"key": "a", "value": str(n), "effect": "NO_EXECUTE"} for n in (1, 2)]},
            'Duplicate taint "a:NO_EXECUTE"',
        ),
        (
            {
                "ephemeralStorageLocalSsdConfig": {"localSsdCount": 16},
                "localNvmeSsdBlockConfig": {"localSsdCount": 16},
            },
            "Only one of ephemeral_storage_local_ssd_config and local_nvme_ssd_block_config",
        ),
        ({"spot": True, "flexStart": True}, "Only one of spot and flex_start"),
        ({"fastSocket": {"enabled": True}}, "Fast Socket requires gVNIC to be enabled"),
        (
            {
                "guestAccelerators": [
                    {"type": "nvidia-l4", "count": 1, "gpuPartitionSize": "1g.6gb"}
                ]
            },
            'GPU partition size "1g.6gb" is not supported for accelerator type "nvidia-l4"',
        ),
        ({"serviceAccount": "nobody@acme-prod.iam.gserviceaccount.com"}, "Error 404"),
    ],
)
def test_nodes_that_cannot_be_are_refused(pools: Pools, node: Inputs, words: str) -> None:
    with pools.refuses(words):
        pools.make(node=node)


def test_nodes_that_can_be_are_made(pools: Pools) -> None:
    gpu = {"type": "nvidia-h100-mega-80gb", "count": 8, "gpuPartitionSize": "1g.10gb"}
    node = {
        "labels": {"landing-zone/pool": "train", "empty": ""},
        "taints": [
            {"key": "nvidia.com/gpu", "value": "present", "effect": effect}
            for effect in ("NO_SCHEDULE", "NO_EXECUTE")
        ],
        "guestAccelerators": [gpu],
        "localNvmeSsdBlockConfig": {"localSsdCount": 16},
        "fastSocket": {"enabled": True},
        "gvnic": {"enabled": True},
        "gcfsConfig": {"enabled": True},
    }
    assert pools.make(node=node).get("version") == pools.cluster.get("masterVersion")


def test_images_are_streamed_by_an_api_of_their_own() -> None:
    pools = Pools(apis=[each for each in APIS if each != "containerfilesystem"])
    with pools.refuses("Image streaming requires the Container File System API to be enabled"):
        pools.make(node={"gcfsConfig": {"enabled": True}})


@pytest.mark.parametrize(
    ("autoscaling", "words"),
    [
        (
            {"totalMinNodeCount": 3, "totalMaxNodeCount": 2},
            r"total_min_node_count \(3\) must be less than or equal to total_max_node_count \(2\)",
        ),
        ({"minNodeCount": 1}, r"min_node_count \(1\) must be less than or equal to"),
        (
            {"minNodeCount": 1, "maxNodeCount": 2, "totalMaxNodeCount": 2},
            "Only one of max_node_count and total_max_node_count",
        ),
    ],
)
def test_an_autoscaler_needs_bounds_in_order(pools: Pools, autoscaling: Inputs, words: str) -> None:
    with pools.refuses(words):
        pools.make(autoscaling=autoscaling)


def test_nodes_are_never_newer_than_the_control_plane(pools: Pools) -> None:
    words = 'Node version "1.35.0" must not have a greater minor version than master version'
    with pools.refuses(words):
        pools.make(version="1.35.0")
    made = pools.make()
    with pools.refuses(words):
        pools.change(made, version="1.35.0")


def test_nodes_that_follow_are_a_minor_version_behind_at_most(pools: Pools) -> None:
    follows = {"autoRepair": True, "autoUpgrade": True}
    pools.make("old", version="1.33.1", management=follows)
    with pools.refuses('node version "1.32.1" must be within one minor version of master version'):
        pools.make("older", version="1.32.1", management=follows)


def test_pods_have_their_addresses_from_a_range_that_there_is(pools: Pools) -> None:
    pools.make("one", networkConfig={"podRange": "pods"})
    with pools.refuses('Pod secondary range "others" does not exist'):
        pools.make("two", networkConfig={"podRange": "others"})


def test_compute_engine_must_be_let_to_the_key_of_the_disks(pools: Pools) -> None:
    key = pools.project.key("cluster")
    encrypted = {"bootDiskKmsKey": key.id}
    with pools.refuses("Cloud KMS error when using key"):
        pools.make(node=encrypted)
    pools.project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, DISKS, cryptoKeyId=key.id)
    pools.make(node=encrypted)


def test_a_key_lies_in_the_region_of_the_disks(pools: Pools) -> None:
    key = pools.project.key("cluster", location="europe-west1")
    pools.project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, DISKS, cryptoKeyId=key.id)
    with pools.refuses("is in europe-west1, and must be in europe-west4"):
        pools.make(node={"bootDiskKmsKey": key.id})


def test_zones_are_those_of_the_region(pools: Pools) -> None:
    with pools.refuses('Zone "europe-west1-b" is not in region "europe-west4"'):
        pools.make(nodeLocations=[ZONE, "europe-west1-b"])


def test_nodes_are_close_together_in_one_zone_and_by_a_policy_that_says_so(pools: Pools) -> None:
    placed = {"groupPlacementPolicy": {"collocation": "COLLOCATED"}}
    make = pools.project.make
    close = make("compute/ResourcePolicy", "close", name="close", region="europe-west4", **placed)
    policy = {"type": "COMPACT", "policyName": close.get("name")}
    with pools.refuses("Compact placement is not supported for node pools in multiple zones"):
        pools.make(placementPolicy=policy, nodeLocations=[ZONE, "europe-west4-c"])
    with pools.refuses("Placement policy is not applicable to machine type n1-standard-4"):
        pools.make(placementPolicy=policy, node={"machineType": "n1-standard-4"})
    flex = {"machineType": "a3-megagpu-8g", "flexStart": True}
    with pools.refuses("Compact placement with flex-start is not supported for machine type a3-m"):
        pools.make(placementPolicy=policy, node=flex)
    ultra: Inputs = {"node": {"machineType": "a3-ultragpu-8g", "flexStart": True}}
    ultra["management"] = {"autoRepair": False}
    with pools.refuses("Group placement policies cannot be used with flex-start"):
        pools.make(placementPolicy=policy, **ultra)
    together = {"workloadPolicy": {"type": "HIGH_THROUGHPUT"}}
    flex_policy = make("compute/ResourcePolicy", "flex", name="flex", **together)
    placed_flex = {"type": "COMPACT", "policyName": flex_policy.get("name")}
    pools.make("flex", placementPolicy=placed_flex, **ultra)
    made = pools.make(placementPolicy=policy)
    with pools.refuses("The resourcePolicy resource .* is already being used"):
        pools.project.delete(close)
    pools.project.delete(made)
    pools.project.delete(close)
    snapshots = {"schedule": {"dailySchedule": {"daysInCycle": 1, "startTime": "04:00"}}}
    other = make("compute/ResourcePolicy", "daily", name="daily", snapshotSchedulePolicy=snapshots)
    with pools.refuses('Resource policy "daily" is not a placement policy'):
        pools.make(placementPolicy={"type": "COMPACT", "policyName": other.get("name")})
    with pools.refuses("Error 404: The resource 'nowhere' was not found"):
        pools.make(placementPolicy={"type": "COMPACT", "policyName": "nowhere"})


def test_a_reservation_is_for_its_machines_in_its_zone(pools: Pools) -> None:
    reserve(pools)
    pools.make("one", node=taken("h100"))
    pools.make("two", node=taken("projects/acme-prod/reservations/h100"))
    with pools.refuses('Reservation "h100" is for machine type "a3-megagpu-8g", not for "g2-st'):
        pools.make("three", node=taken("h100", machineType="g2-standard-4"))
    with pools.refuses('Reservation "h100" does not exist in any of the zones europe-west4-c'):
        pools.make("four", node=taken("h100"), nodeLocations=["europe-west4-c"])


def test_a_reservation_has_what_its_machines_have(pools: Pools) -> None:
    n1 = {"machineType": "n1-standard-4"}
    gpu = {"acceleratorType": "nvidia-tesla-t4", "acceleratorCount": 1}
    kept = {"count": 1, "instanceProperties": {**n1, "guestAccelerators": [gpu]}}
    reserve(pools, specificReservation=kept)
    t4 = {**n1, "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 1}]}
    pools.make("one", node=taken("h100", **t4))
    with pools.refuses('Reservation "h100" has accelerators "nvidia-tesla-t4", and not "none"'):
        pools.make("two", node=taken("h100", **n1))
    disks = {"localNvmeSsdBlockConfig": {"localSsdCount": 1}}
    with pools.refuses('Reservation "h100" has 0 local SSDs, and not 1'):
        pools.make("three", node=taken("h100", **t4, **disks))


def test_machines_made_for_accelerators_bring_them_to_a_reservation(pools: Pools) -> None:
    reserve(pools)
    gpu = {"type": "nvidia-h100-mega-80gb", "count": 8}
    disks = {"localNvmeSsdBlockConfig": {"localSsdCount": 16}}
    pools.make("one", node=taken("h100", guestAccelerators=[gpu], **disks))


def test_a_reservation_that_was_bought_is_taken_at_its_word(pools: Pools) -> None:
    assert pools.make(node=taken("bought"))


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (taken("h100", spot=True), "Spot VMs cannot be used with reservation affinity"),
        (taken("h100", flexStart=True), "Flex-start cannot be used with reservation affinity"),
        (taken(), "Specific reservation affinity requires key"),
    ],
)
def test_ways_to_get_machines_that_exclude_each_other(
    pools: Pools, node: Inputs, words: str
) -> None:
    with pools.refuses(words):
        pools.make(node=node)


def test_machines_that_go_soon_are_not_repaired(pools: Pools) -> None:
    with pools.refuses("Auto-repair must be disabled for node pools with flex-start"):
        pools.make(node={"flexStart": True}, management={"autoRepair": True})
    pools.make(node={"flexStart": True}, management={"autoRepair": False})


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (
            {"autoscaling": {"totalMinNodeCount": 1, "totalMaxNodeCount": 2}},
            "Node pools with queued provisioning must have no nodes to begin with",
        ),
        ({"initialNodeCount": 1}, "must have no nodes to begin with"),
        (
            {"node": {"reservationAffinity": {"consumeReservationType": "ANY_RESERVATION"}}},
            "Queued provisioning requires reservation affinity NO_RESERVATION",
        ),
        (
            {"placementPolicy": {"type": "COMPACT"}},
            "Compact placement cannot be used with queued provisioning",
        ),
    ],
)
def test_machines_that_jobs_ask_for_come_by_their_requests_alone(
    pools: Pools, inputs: Inputs, words: str
) -> None:
    none = {"reservationAffinity": {"consumeReservationType": "NO_RESERVATION"}}
    queued: Inputs = {"queuedProvisioning": {"enabled": True}, "node": none}
    pools.make("good", **queued)
    with pools.refuses(words):
        pools.make("bad", **{**queued, **inputs})


def test_a_reservation_goes_after_the_nodes_on_its_machines(pools: Pools) -> None:
    held = reserve(pools)
    always = {"totalMinNodeCount": 1, "totalMaxNodeCount": 2}
    made = pools.make(node=taken("h100"), autoscaling=always)
    with pools.refuses("The reservation resource .*/h100' is already being used by .*/train'"):
        pools.project.delete(held)
    pools.project.delete(made)
    pools.make(node=taken("h100"), autoscaling={**always, "totalMinNodeCount": 0})
    pools.project.delete(held)


def test_network_cards_have_networks_and_ranges_of_their_own(pools: Pools) -> None:
    one, two = pools.fabric("one", "100.64.0.0/20"), pools.fabric("two", "100.64.16.0/20")
    same, nodes = pools.fabric("same", "100.64.0.0/24"), pools.fabric("pods", "10.0.1.0/24")
    made = pools.make("good", networkConfig=cards(one, two))
    with pools.refuses('The IP ranges of subnetworks "one-nodes" and "same-nodes" overlap'):
        pools.make("bad", networkConfig=cards(one, same))
    with pools.refuses('The IP ranges of subnetworks "nodes" and "pods-nodes" overlap'):
        pools.make("bad", networkConfig=cards(nodes))
    with pools.refuses('Subnetwork "two-nodes" is not in network "one"'):
        pools.make("bad", networkConfig=cards((one[0], two[1])))
    with pools.refuses("is already being used by '.*/good'"):
        pools.project.delete(one[1])
    pools.project.delete(made)
    pools.project.delete(one[1])


def test_network_cards_need_a_cluster_that_knows_several_networks() -> None:
    pools = Pools(enableMultiNetworking=False)
    with pools.refuses("Additional node networks require multi-networking to be enabled"):
        pools.make(networkConfig=cards(pools.fabric("one", "100.64.0.0/20")))


def test_a_network_for_rdma_is_for_one_zone_and_has_no_ordinary_firewall(pools: Pools) -> None:
    profile = "projects/acme-prod/global/networkProfiles/europe-west4-b-vpc-roce"
    rdma = pools.fabric("rdma", "100.64.0.0/20", networkProfile=profile)
    pools.make("here", networkConfig=cards(rdma))
    with pools.refuses('Network "rdma" is for zone "europe-west4-b", not for "europe-west4-c"'):
        pools.make("there", networkConfig=cards(rdma), nodeLocations=["europe-west4-c"])
    make = pools.project.make
    policy = make("compute/NetworkFirewallPolicy", "own", name="own")
    on = {"name": "own", "firewallPolicy": policy.id}
    with pools.refuses("The policy type VPC_POLICY does not match that of the network"):
        make("compute/NetworkFirewallPolicyAssociation", "on", attachmentTarget=rdma[0].id, **on)
    with pools.refuses("Error 404: The resource 'roce' was not found"):
        pools.fabric("other", "100.65.0.0/20", networkProfile="roce")


def test_node_pools_go_with_their_cluster(pools: Pools) -> None:
    pools.make()
    pools.project.delete(pools.cluster)
    assert not [*pools.project.sandbox.objects("gcp:container:NodePool")]


@pytest.mark.parametrize(
    ("kind", "inputs", "fault"),
    [
        ("container/NodePool", {"cluster": "main", "name": "Train"}, "name: must match"),
        (
            "container/NodePool",
            {"cluster": "main", "nodeConfig": {"maxRunDuration": "1h"}},
            "nodeConfig.maxRunDuration: must match",
        ),
        (
            "container/NodePool",
            {"cluster": "main", "placementPolicy": {"type": "SPREAD"}},
            "placementPolicy.type: expected one of COMPACT",
        ),
        (
            "compute/Reservation",
            {"zone": ZONE, "specificReservation": {"count": 0}},
            "specificReservation.count: expected at least 1",
        ),
    ],
)
def test_what_is_written_wrong_is_told_before_anything_is_made(
    pools: Pools, kind: str, inputs: Inputs, fault: str
) -> None:
    assert any(each.startswith(fault) for each in pools.project.faults(kind, "a", **inputs))


@pytest.mark.parametrize(
    ("old", "new", "replaced"),
    [
        ({"nodeConfig": {"machineType": "a"}}, {"nodeConfig": {"machineType": "b"}}, False),
        ({"nodeConfig": {"labels": {"a": "b"}}}, {"nodeConfig": {"labels": {"a": "c"}}}, False),
        (
            {"autoscaling": {"totalMaxNodeCount": 1}},
            {"autoscaling": {"totalMaxNodeCount": 2}},
            False,
        ),
        ({"nodeLocations": ["a"]}, {"nodeLocations": ["a", "b"]}, False),
        ({"version": "1.34.1"}, {"version": "1.35.1"}, False),
        ({"initialNodeCount": 0}, {"initialNodeCount": 1}, True),
        ({"nodeConfig": {"spot": True}}, {"nodeConfig": {"spot": False}}, True),
        (
            {"nodeConfig": {"guestAccelerators": [{"type": "a", "count": 1}]}},
            {"nodeConfig": {"guestAccelerators": [{"type": "a", "count": 2}]}},
            True,
        ),
        (
            {"nodeConfig": taken("one")},
            {"nodeConfig": taken("two")},
            True,
        ),
        ({}, {"placementPolicy": {"type": "COMPACT"}}, True),
        ({"nodeConfig": {"sandboxConfig": {"type": "GVISOR"}}}, {"nodeConfig": {}}, True),
        ({"queuedProvisioning": {"enabled": True}}, {}, True),
    ],
    ids=str,
)
def test_a_change_makes_another_pool_only_where_it_must(
    pools: Pools, old: Inputs, new: Inputs, replaced: bool
) -> None:
    type = "gcp:container/nodePool:NodePool"
    changes = [each.replaces for each in pools.project.sandbox.diff(type, old, new)]
    assert changes
    assert any(changes) is replaced


def test_what_gke_decided_stays_when_a_program_stops_saying_it(pools: Pools) -> None:
    type, said = "gcp:container/nodePool:NodePool", {"version": "1.35.1", "nodeLocations": [ZONE]}
    assert not pools.project.sandbox.diff(type, said, {})


def test_reserved_machines_are_of_one_kind_and_their_number_may_change(pools: Pools) -> None:
    held = reserve(pools)
    more = {"count": 4, "instanceProperties": {"machineType": "a3-megagpu-8g"}}
    assert pools.change(held, specificReservation=more).get("specificReservation.count") == 4
    type, other = "gcp:compute/reservation:Reservation", {"machineType": "g2-standard-4"}
    changed = {"specificReservation": {**more, "instanceProperties": other}}
    before = {"specificReservation": more}
    assert any(each.replaces for each in pools.project.sandbox.diff(type, before, changed))
