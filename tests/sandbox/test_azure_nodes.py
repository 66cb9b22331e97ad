"""What simulated Azure refuses of pools of nodes, and of what holds machines for them."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.azure_things import (
    CRYPTO,
    HERE,
    Subscription,
    principal,
)

NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
READER_OF_ALL = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
NC24 = "Standard_NC24ads_A100_v4"
ND96 = "Standard_ND96isr_H100_v5"
SPOT = {"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": -1}


class Aks(Subscription):
    """A subscription with a cluster whose identity may join its subnet."""

    def __init__(self) -> None:
        super().__init__()
        self.vnet()
        self.nodes = self.subnet("nodes")
        self.self = self.identity("control-plane")
        self.assign(NETWORK_CONTRIBUTOR, self.nodes.id, principal(self.self))
        self.cluster = self.cluster_of("aks")

    def cluster_of(self, name: str, /, **inputs: Any) -> Object:
        """Create a cluster that is told the least that a cluster must be."""
        given = {
            "kubernetesVersion": "1.34",
            "dnsPrefix": name,
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [self.self.id]},
            "agentPoolProfiles": [
                {
                    "name": "system",
                    "mode": "System",
                    "type": "VirtualMachineScaleSets",
                    "count": 1,
                    "vmSize": "Standard_D4s_v5",
                    "vnetSubnetID": self.nodes.id,
                }
            ],
            **inputs,
        }
        return self.here("containerservice:ManagedCluster", name, resourceName=name, **given)

    def pool(self, name: str = "serve", /, **inputs: Any) -> Object:
        """Create an agent pool of the cluster that the autoscaler makes as large as it must be."""
        given: dict[str, Any] = {
            "resourceName": "aks",
            "agentPoolName": name,
            "type": "VirtualMachineScaleSets",
            "mode": "User",
            "vmSize": NC24,
            "vnetSubnetID": self.nodes.id,
            "enableAutoScaling": True,
            "minCount": 0,
            "maxCount": 2,
            **inputs,
        }
        kept = {key: value for key, value in given.items() if value is not None}
        return self.inside("containerservice:AgentPool", name, **kept)

    def placement(self, **inputs: Any) -> Object:
        """Create a placement group."""
        given = {"proximityPlacementGroupName": "close", **inputs}
        return self.here("compute:ProximityPlacementGroup", "close", **given)

    def reservations(self, **inputs: Any) -> Object:
        """Create a group for reservations."""
        given = {"capacityReservationGroupName": "held", **inputs}
        return self.here("compute:CapacityReservationGroup", "held", **given)

    def reserve(self, name: str = "gpus", size: str = NC24, /, **inputs: Any) -> Object:
        """Reserve machines in the group."""
        given = {"capacityReservationGroupName": "held", "capacityReservationName": name, **inputs}
        sku = {"name": size, "capacity": 2}
        return self.here("compute:CapacityReservation", name, sku=sku, **given)

    def allow(self, on: Object, *actions: str) -> None:
        """Let the cluster do something, by a role of its own."""
        guid = str(uuid5(NAMESPACE_URL, "".join((on.id, *actions))))
        self.make(
            "authorization:RoleDefinition",
            guid,
            roleDefinitionId=guid,
            roleName=guid,
            roleType="CustomRole",
            scope=HERE,
            assignableScopes=[self.group.id],
            permissions=[{"actions": [*actions]}],
        )
        self.assign(guid, on.id, principal(self.self))

    def close(self, **inputs: Any) -> Object:
        """Create a placement group that the cluster may use."""
        made = self.placement(**inputs)
        self.allow(made, "Microsoft.Compute/proximityPlacementGroups/write")
        return made

    def held(self, *, zones: list[str] | None = None) -> Object:
        """Reserve machines that the cluster may use, and return their group."""
        where = {"zones": zones} if zones else {}
        group = self.reservations(**where)
        for zone in zones or [None]:
            self.reserve(f"gpus{zone or ''}", **({"zones": [zone]} if zone else {}))
        self.allow(group, "Microsoft.Compute/capacityReservationGroups/deploy/action")
        return group


@pytest.fixture
def aks() -> Aks:
    """Give a test a cluster of its own."""
    return Aks()


def test_a_pool_is_made_in_its_cluster(aks: Aks) -> None:
    pool = aks.pool()
    assert pool.id == f"{aks.cluster.id}/agentPools/serve"


def test_a_pool_needs_its_cluster(aks: Aks) -> None:
    said = aks.refusal(aks.pool, resourceName="other")
    assert said.startswith('Code="ParentResourceNotFound"')
    assert "of type 'managedClusters/agentPools'" in said


def test_a_pool_goes_with_its_cluster(aks: Aks) -> None:
    aks.pool()
    aks.delete(aks.cluster)
    assert not aks.sandbox.objects("azure-native:containerservice:AgentPool")


def test_a_subnet_stays_while_a_pool_is_in_it(aks: Aks) -> None:
    other = aks.subnet("other", "10.0.2.0/24")
    aks.assign(NETWORK_CONTRIBUTOR, other.id, principal(aks.self))
    pool = aks.pool(vnetSubnetID=other.id)
    assert "InUseSubnetCannotBeDeleted" in aks.refusal(aks.delete, other)
    aks.delete(pool)
    aks.delete(other)


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ({"agentPoolName": "Train"}, "agentPoolName"),
        ({"agentPoolName": "trainreserved"}, "agentPoolName"),
        ({"vmSize": "ND96isr_H100_v5"}, "vmSize"),
        ({"vmSize": "Standard ND96"}, "vmSize"),
        ({"gpuInstanceProfile": "MIG5g"}, "gpuInstanceProfile"),
        ({"gpuProfile": {"driver": "Maybe"}}, "gpuProfile.driver"),
        ({"osDiskSizeGB": 4096}, "osDiskSizeGB"),
        ({"maxPods": 5}, "maxPods"),
        ({"availabilityZones": ["4"]}, "availabilityZones[0]"),
        ({"upgradeSettings": {"maxSurge": "half"}}, "upgradeSettings.maxSurge"),
    ],
)
def test_a_word_outside_the_rules_is_a_fault(aks: Aks, inputs: dict[str, Any], path: str) -> None:
    given = {"vmSize": NC24, "resourceGroupName": "rg", "resourceName": "aks", **inputs}
    assert path in aks.faults("containerservice:AgentPool", **given)


@pytest.mark.parametrize("size", [NC24, ND96, "Standard_NC4as_T4_v3", "Standard_D4s_v5"])
def test_a_size_is_told_by_its_form_alone(aks: Aks, size: str) -> None:
    assert aks.pool(vmSize=size)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"type": None}, "Required parameter properties.count is missing (null)."),
        ({"minCount": None}, "minCount and maxCount are required with enableAutoScaling."),
        ({"minCount": 3}, "minCount 3 must be at most maxCount 2."),
        ({"enableAutoScaling": False}, "must be null without enableAutoScaling."),
        ({"mode": "System"}, "a system node pool must have at least 1 node."),
        ({"spotMaxPrice": 1.5}, "spotMaxPrice can only be set on spot node pools."),
        ({"scaleSetEvictionPolicy": "Delete"}, "can only be set on spot node pools."),
        ({**SPOT, "mode": "System", "minCount": 1}, "cannot be a spot node pool."),
        ({**SPOT, "spotMaxPrice": 0.1234567}, "-1 or a positive value with up to five decimals."),
        ({**SPOT, "spotMaxPrice": 0}, "-1 or a positive value with up to five decimals."),
        ({**SPOT, "upgradeSettings": {"maxSurge": "1"}}, "spot node pools can't set max surge."),
        ({"upgradeSettings": {"maxSurge": "0"}}, "maxSurge and maxUnavailable cannot both be 0."),
        ({"gpuInstanceProfile": "MIG1g", "vmSize": "Standard_NC4as_T4_v3"}, "not supported by VM"),
        ({"gpuProfile": {"driver": "Install"}, "vmSize": "Standard_D4s_v5"}, "no GPU driver"),
        (
            {"gpuProfile": {"driver": "Install"}, "vmSize": "Standard_ND96isr_MI300X_v5"},
            "no GPU driver",
        ),
        ({"nodeLabels": {"a b": "c"}}, "the node label 'a b=c' is invalid or reserved."),
        ({"nodeLabels": {"kubernetes.azure.com/mode": "x"}}, "is invalid or reserved."),
        ({"nodeTaints": ["gpu"]}, "the node taint 'gpu' is invalid or reserved."),
        ({"nodeTaints": ["gpu=present:Never"]}, "is invalid or reserved."),
        (
            {"nodeLabels": {"kubernetes.azure.com/scalesetpriority": "spot"}},
            "is invalid or reserved.",
        ),
    ],
)
def test_a_pool_that_contradicts_itself_is_refused(
    aks: Aks, inputs: dict[str, Any], words: str
) -> None:
    said = aks.refusal(aks.pool, **inputs)
    assert said.startswith('Code="InvalidParameter"')
    assert words in said


@pytest.mark.parametrize(
    "inputs",
    [
        {"type": None, "enableAutoScaling": None, "minCount": None, "maxCount": None, "count": 1},
        {"mode": "System", "minCount": 1},
        {**SPOT, "spotMaxPrice": 0.12345},
        {
            **SPOT,
            "nodeLabels": {"kubernetes.azure.com/scalesetpriority": "spot"},
            "nodeTaints": ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
        },
        {"upgradeSettings": {"maxSurge": "0", "maxUnavailable": "1"}},
        {"gpuInstanceProfile": "MIG1g", "gpuProfile": {"driver": "Install"}},
        {"gpuInstanceProfile": "MIG1g", "vmSize": "Standard_ND96asr_v4"},
        {"gpuProfile": {"driver": "None"}, "vmSize": "Standard_ND96isr_MI300X_v5"},
        {
            "nodeLabels": {"landing-zone/pool": "train"},
            "nodeTaints": ["nvidia.com/gpu=present:NoSchedule"],
        },
    ],
)
def test_a_pool_that_fits_together_is_made(aks: Aks, inputs: dict[str, Any]) -> None:
    assert aks.pool(**inputs)


@pytest.mark.parametrize(
    ("version", "word"), [("1.35", "bigger than"), ("1.30", "more than 3 below")]
)
def test_nodes_are_neither_newer_than_their_cluster_nor_far_older(
    aks: Aks, version: str, word: str
) -> None:
    said = aks.refusal(aks.pool, orchestratorVersion=version)
    assert said.startswith('Code="NodePoolMcVersionIncompatible"')
    assert word in said


def test_nodes_go_up_with_their_cluster_and_never_down(aks: Aks) -> None:
    pool = aks.pool(orchestratorVersion="1.33")
    pool = aks.change(pool, orchestratorVersion="1.34")
    assert "cannot be downgraded from 1.34 to 1.33" in aks.refusal(
        aks.change, pool, orchestratorVersion="1.33"
    )


def test_what_a_node_is_made_of_is_never_changed(aks: Aks) -> None:
    pool = aks.pool(osDiskSizeGB=200)
    aks.change(pool, maxCount=4, nodeLabels={"a": "b"})
    assert "osDiskSizeGB" in aks.refusal(aks.change, pool, osDiskSizeGB=300)
    assert "availabilityZones" in aks.refusal(aks.change, pool, availabilityZones=["1"])


def test_a_cluster_puts_nodes_only_where_it_may(aks: Aks) -> None:
    other = aks.subnet("other", "10.0.2.0/24")
    said = aks.refusal(aks.pool, vnetSubnetID=other.id)
    assert said.startswith('Code="LinkedAuthorizationFailed"')
    assert "'Microsoft.Network/virtualNetworks/subnets/join/action'" in said
    aks.assign(NETWORK_CONTRIBUTOR, other.id, principal(aks.self))
    assert aks.pool(vnetSubnetID=other.id)


def test_a_cluster_uses_a_placement_group_only_if_it_may(aks: Aks) -> None:
    close = aks.placement()
    said = aks.refusal(aks.pool, proximityPlacementGroupID=close.id)
    assert "'Microsoft.Compute/proximityPlacementGroups/write'" in said
    aks.allow(close, "Microsoft.Compute/proximityPlacementGroups/write")
    assert aks.pool(proximityPlacementGroupID=close.id)


def test_a_cluster_uses_reserved_machines_only_if_it_may(aks: Aks) -> None:
    group = aks.reservations()
    aks.reserve()
    said = aks.refusal(aks.pool, capacityReservationGroupID=group.id)
    assert "'Microsoft.Compute/capacityReservationGroups/deploy/action'" in said
    aks.allow(group, "Microsoft.Compute/capacityReservationGroups/deploy/action")
    assert aks.pool(capacityReservationGroupID=group.id)


def test_nodes_wait_until_the_clusters_key_may_encrypt_their_disks(aks: Aks) -> None:
    aks.vault()
    key, user = aks.key(), aks.identity("disks")
    identity = {"type": "UserAssigned", "userAssignedIdentities": [user.id]}
    right = aks.assign(CRYPTO, key.id, principal(user))
    disks = aks.here(
        "compute:DiskEncryptionSet",
        "disks",
        diskEncryptionSetName="disks",
        identity=identity,
        activeKey={"keyUrl": key.get("keyUriWithVersion")},
        rotationToLatestKeyVersionEnabled=True,
    )
    aks.assign(READER_OF_ALL, disks.id, principal(aks.self))
    aks.cluster_of("encrypted", diskEncryptionSetID=disks.id)
    aks.delete(right)
    said = aks.refusal(aks.pool, resourceName="encrypted")
    assert said.startswith('Code="KeyVaultAccessForbidden"')
    assert "disk encryption set 'disks'" in said
    aks.assign(CRYPTO, key.id, principal(user))
    assert aks.pool(resourceName="encrypted")


def test_a_placement_group_names_a_zone_only_with_sizes(aks: Aks) -> None:
    assert "only when intent" in aks.refusal(aks.placement, zones=["1"])
    assert "one availability zone only" in aks.refusal(
        aks.placement, zones=["1", "2"], intent={"vmSizes": [NC24]}
    )
    assert aks.placement(zones=["1"], intent={"vmSizes": [NC24]})


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"availabilityZones": ["1", "2"]}, "can be in one zone only."),
        ({"availabilityZones": ["2"]}, "is in another availability zone."),
        ({}, "is in another availability zone."),
        ({"availabilityZones": ["1"], "vmSize": ND96}, "is not in the intent"),
    ],
)
def test_a_pool_lies_where_its_placement_group_does(
    aks: Aks, inputs: dict[str, Any], words: str
) -> None:
    close = aks.close(zones=["1"], intent={"vmSizes": [NC24]})
    named = {"proximityPlacementGroupID": close.id}
    assert words in aks.refusal(aks.pool, **named, **inputs)
    assert aks.pool(**named, availabilityZones=["1"])


def test_a_placement_group_is_in_the_region_of_its_cluster(aks: Aks) -> None:
    close = aks.close(location="northeurope")
    said = aks.refusal(aks.pool, proximityPlacementGroupID=close.id)
    assert "close must be in the region of the cluster, westeurope." in said


def test_what_holds_machines_stays_while_a_pool_uses_it(aks: Aks) -> None:
    close = aks.close()
    pool = aks.pool(proximityPlacementGroupID=close.id)
    assert "CannotDeleteProximityPlacementGroup" in aks.refusal(aks.delete, close)
    aks.delete(pool)
    aks.delete(close)
    group = aks.held()
    assert "contains capacity reservations: gpus" in aks.refusal(aks.delete, group)


@pytest.mark.parametrize(
    "size", ["Standard_NC4as_T4_v3", "Standard_NV36adms_A10_v5", "Standard_NC6s_v3", NC24]
)
def test_sizes_of_other_series_are_reserved(aks: Aks, size: str) -> None:
    aks.reservations()
    assert aks.reserve("gpus", size)


@pytest.mark.parametrize(
    "size",
    [
        ND96,
        "Standard_ND96asr_v4",
        "Standard_NC40ads_H100_v5",
        "Standard_NC80adis_H100_v5",
        "Standard_NC144ds_xl_RTXPRO6000BSE_v6",
    ],
)
def test_sizes_that_azure_reserves_none_of_are_refused(aks: Aks, size: str) -> None:
    aks.reservations()
    assert f"not supported for VM size {size}." in aks.refusal(aks.reserve, "gpus", size)


def test_a_reservation_lies_in_its_group(aks: Aks) -> None:
    assert "ParentResourceNotFound" in aks.refusal(aks.reserve)
    aks.reservations(zones=["1", "2"])
    assert "must be one of those of its group." in aks.refusal(aks.reserve, zones=["3"])
    assert "must be that of its group" in aks.refusal(aks.reserve, location="northeurope")
    aks.reserve(zones=["1"])
    assert "has a reservation of" in aks.refusal(aks.reserve, "more", zones=["1"])
    assert aks.reserve("more", zones=["2"])


@pytest.mark.parametrize(
    ("zones", "inputs", "words"),
    [
        (None, {"vmSize": "Standard_NC4as_T4_v3"}, "Standard_NC4as_T4_v3 without a zone."),
        (None, {"availabilityZones": ["1"]}, "in zone 1."),
        (["1"], {}, "without a zone."),
        (["1"], {"availabilityZones": ["1", "2"]}, "in zone 1, 2."),
        (None, SPOT, "spot node pools cannot use a capacity reservation group."),
    ],
)
def test_a_pool_uses_only_what_its_group_holds(
    aks: Aks, zones: list[str] | None, inputs: dict[str, Any], words: str
) -> None:
    group = aks.held(zones=zones)
    said = aks.refusal(aks.pool, capacityReservationGroupID=group.id, **inputs)
    assert words in said
    assert aks.pool(capacityReservationGroupID=group.id, availabilityZones=zones)


def test_a_reserved_machine_joins_no_placement_group(aks: Aks) -> None:
    group, close = aks.held(), aks.close()
    said = aks.refusal(
        aks.pool, capacityReservationGroupID=group.id, proximityPlacementGroupID=close.id
    )
    assert "cannot be used together with a proximity placement group." in said
