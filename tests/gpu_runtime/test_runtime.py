"""The component: everything it declares is taken by a simulated cluster, in an order that works."""

from functools import cache

import jsonschema
import pytest

from landing_zone.core import LandingZoneError
from landing_zone.gpu_runtime import GpuRuntime
from landing_zone_rehearsal.sandbox import Sandbox
from landing_zone_rehearsal.values import reveal
from tests.gpu_runtime.manifests import schema
from tests.gpu_runtime.pools import (
    FOUR,
    MATRIX,
    MIG,
    NAMES,
    REGIONS,
    SERVE,
    TRAIN,
    declare,
    runtime,
)
from tests.zones import environment

CLOUDS = pytest.mark.parametrize("cloud", REGIONS)


@cache
def four(cloud):
    return declare(cloud, FOUR, namespaces={"team": 8})


def monitored():
    """Return a cluster with a Prometheus operator."""
    sandbox = Sandbox()
    release = {"name": "monitor", "chart": "kube-prometheus-stack", "namespace": "kube-system"}
    type = "kubernetes:helm.sh/v3:Release"
    way_in = {"kubeconfig": "{}", "clusterIdentifier": "cluster/ai"}
    sandbox.create(type, "monitor", "urn::monitor", release, way_in)
    return sandbox


def outputs(recording):
    (found,) = recording.find("landing-zone:index:GpuRuntime")
    return found.outputs


def faults(cloud, pools, **more):
    env = environment(cloud, region=REGIONS[cloud])
    return [str(each) for each in GpuRuntime.faults("ai-gpu", env, runtime(pools, **more))]


def before(recording, name):
    """Return the names of all that a resource waits for."""
    by_urn = {each.urn: each for each in recording.resources}
    seen, left = set(), [recording.named(name).urn]
    while left:
        for urn in by_urn[left.pop()].dependencies:
            if urn in by_urn and urn not in seen:
                seen.add(urn)
                left.append(urn)
    return {by_urn[urn].name for urn in seen}


@pytest.mark.parametrize(("cloud", "what", "pools", "more"), MATRIX, ids=NAMES)
def test_a_simulated_cluster_takes_it(cloud, what, pools, more):
    found = outputs(declare(cloud, pools, sandbox=monitored(), **more))
    assert found["namespace"] == "gpu-runtime"
    assert found["checks"].keys() == pools.keys()


@CLOUDS
def test_outputs_say_how_to_check_a_pool_and_what_pods_are_worth(cloud):
    found = outputs(four(cloud))
    assert found["checks"] == {name: f"check-{name}" for name in FOUR}
    assert found["priorities"] == {
        "inference": "gpu-inference",
        "training": "gpu-training",
        "notebook": "gpu-notebook",
    }


def test_scratch_disks_are_where_the_cloud_can_have_them():
    pools = {"train": {**TRAIN, "local_nvme": "scratch"}}
    where = {cloud: outputs(declare(cloud, pools))["scratch"]["train"] for cloud in REGIONS}
    assert where == {
        "aws": "/mnt/scratch",
        "gcp": "/mnt/disks/scratch",
        "azure": "/mnt/scratch",
    }


@CLOUDS
def test_everything_waits_for_its_namespace(cloud):
    recording = four(cloud)
    for each in recording.resources:
        inputs = reveal(each.inputs)
        space = (inputs.get("metadata") or {}).get("namespace") or (
            inputs.get("namespace") if each.type.endswith("Release") else None
        )
        if space and space != "kube-system":
            assert f"ai-gpu-namespace-{space}" in before(recording, each.name), each.name


def test_what_finds_devices_goes_first_and_policies_follow_their_operator():
    recording = four("azure")
    assert "ai-gpu-node-feature-discovery" in before(recording, "ai-gpu-gpu-operator")
    policy = before(recording, "ai-gpu-nic-cluster-policy-nic-cluster-policy")
    assert "ai-gpu-network-operator" in policy
    assert "ai-gpu-config-map-gpu-runtime-metrics" in before(recording, "ai-gpu-gpu-operator")


@CLOUDS
def test_checks_come_when_all_else_is_there(cloud):
    recording = four(cloud)
    waits = before(recording, "ai-gpu-cron-job-gpu-runtime-check-train")
    releases = {each.name for each in recording.resources if each.type.endswith(":Release")}
    daemons = {each.name for each in recording.resources if each.type.endswith(":DaemonSet")}
    assert releases | daemons <= waits
    assert releases


@CLOUDS
def test_releases_roll_back_and_are_pinned(cloud):
    for each in four(cloud).resources:
        if each.type.endswith(":Release"):
            assert each.inputs["atomic"] is True
            assert each.inputs["version"]
            assert each.inputs["timeout"] == 900


def test_the_autoscaler_matches_the_clusters_minor_and_knows_the_ladder():
    release = four("aws").named("ai-gpu-cluster-autoscaler")
    values = reveal(release.inputs["values"])
    assert release.inputs["namespace"] == "kube-system"
    assert values["image"]["tag"] == "v1.34.0"
    assert values["autoDiscovery"] == {"clusterName": "ai"}
    assert values["extraArgs"]["scale-down-unneeded-time"] == "10m"
    assert values["rbac"]["serviceAccount"]["name"] == "cluster-autoscaler"
    spot = values["expanderPriorities"].index("eks-train\\-spot-")
    assert spot < values["expanderPriorities"].index("eks-train\\-od-")


@CLOUDS
def test_a_cluster_without_pools_has_no_more_than_what_scales_it(cloud):
    recording = declare(cloud, {})
    releases = [each.name for each in recording.resources if each.type.endswith(":Release")]
    assert releases == (["ai-gpu-cluster-autoscaler"] if cloud == "aws" else [])
    assert not [each for each in recording.resources if each.type.endswith(":DaemonSet")]
    assert outputs(recording)["checks"] == {}


def test_aks_reads_the_ladder_from_its_own_namespace():
    found = four("azure").named(
        "ai-gpu-config-map-kube-system-cluster-autoscaler-priority-expander"
    )
    assert "aks-train\\-od-" in found.inputs["data"]["priorities"]


def test_disks_of_pods_are_under_the_clusters_key_where_the_cluster_does_not_see_to_it():
    found = {
        cloud: [each.inputs for each in four(cloud).resources if "StorageClass" in each.type]
        for cloud in REGIONS
    }
    assert found["aws"][0]["parameters"]["kmsKeyId"] == "arn:key"
    assert found["gcp"][0]["parameters"]["disk-encryption-kms-key"] == "keys/disks"
    assert found["azure"] == []
    for cloud in ("aws", "gcp"):
        annotations = found[cloud][0]["metadata"]["annotations"]
        assert annotations == {"storageclass.kubernetes.io/is-default-class": "true"}


def test_every_interface_of_gke_is_a_network_of_its_own():
    recording = four("gcp")
    cards = [each for each in recording.resources if each.type.endswith(":GKENetworkParamSet")]
    assert [each.inputs["spec"] for each in cards][:2] == [
        {"vpc": "ai-train", "vpcSubnet": "gpu0", "deviceMode": "NetDevice"},
        {"vpc": "ai-train", "vpcSubnet": "gpu1", "deviceMode": "NetDevice"},
    ]
    networks = [each for each in recording.resources if each.type.endswith(":Network")]
    named = [each.inputs["spec"]["parametersRef"]["name"] for each in networks]
    assert named == [each.inputs["metadata"]["name"] for each in cards]
    assert len(named) == 8


def test_gkes_objects_are_ones_that_their_schemas_take():
    rdma = {"train": next(pools for _, what, pools, _ in MATRIX if what == "roce")["train"]}
    kinds = {"Network": "networks", "GKENetworkParamSet": "gkenetworkparamsets"}
    seen = list[str]()
    for recording in (four("gcp"), declare("gcp", rdma)):
        for each in recording.resources:
            if plural := kinds.get(each.type.rpartition(":")[2]):
                jsonschema.validate(reveal(each.inputs), schema(plural))
                seen.append(str(each.inputs["spec"].get("deviceMode")))
    assert seen.count("RDMA") == 8
    assert seen.count("NetDevice") == 9


def test_accelerators_need_a_quota_or_a_queue():
    recording = four("aws")
    quota = recording.named("ai-gpu-resource-quota-team-accelerators").inputs["spec"]["hard"]
    assert quota == {"requests.nvidia.com/gpu": "8"}
    name = "accelerators-by-quota-or-queue"
    binding = recording.named(f"ai-gpu-validating-admission-policy-binding-{name}").inputs["spec"]
    assert binding["validationActions"] == ["Deny"]
    (unnamed,) = binding["matchResources"]["namespaceSelector"]["matchExpressions"]
    assert unnamed == {"key": "landing-zone/accelerators", "operator": "DoesNotExist"}
    for space in ("team", "gpu-runtime"):
        labels = recording.named(f"ai-gpu-namespace-{space}").inputs["metadata"]["labels"]
        assert labels["landing-zone/accelerators"] == "quota"
    policy = recording.named(f"ai-gpu-validating-admission-policy-{name}").inputs["spec"]
    assert all("'nvidia.com/gpu'" in each["expression"] for each in policy["validations"])


@pytest.mark.parametrize(
    ("cloud", "pools", "more", "line"),
    [
        (
            "aws",
            {"a": {**SERVE, "driver": "operator"}},
            {},
            "pools.a.driver: operator is not supported on aws; use cloud, as NVIDIA's operator has"
            " no driver for Amazon Linux",
        ),
        (
            "azure",
            {"a": SERVE, "b": {**SERVE, "driver": "operator"}},
            {},
            "pools.b.driver: cloud, as pool a has it and one operator serves both, got 'operator'",
        ),
        (
            "aws",
            {"a": {**SERVE, "min_nodes": 1, "max_run_hours": 8}},
            {},
            "pools.a: max_run_hours with min_nodes 1 is not supported on aws; use min_nodes: 0,"
            " as the autoscaler never goes below it",
        ),
        (
            "aws",
            {"a": SERVE},
            {"repair": False},
            "repair: False is not supported on aws; leave it out: the cloud replaces nodes with a"
            " failed accelerator by itself",
        ),
        (
            "aws",
            {"a": SERVE},
            {"namespaces": {"kube-system": 1}},
            "namespaces.kube-system: a namespace of your own, as gpu-runtime, gpu-upkeep,"
            " kube-system, kube-public, kube-node-lease are taken",
        ),
    ],
)
def test_what_cannot_be_served_together_is_refused_in_one_line(cloud, pools, more, line):
    assert faults(cloud, pools, **more) == [line]


def test_amds_accelerators_are_refused_with_what_to_use_instead():
    pools = {"a": {"accelerator": "mi300x", "gpus_per_node": 8, "driver": "operator"}}
    env = environment("azure", region="swedencentral")
    (fault,) = GpuRuntime.faults("ai-gpu", env, runtime(pools))
    assert str(fault).startswith("pools.a: mi300x is not supported on azure; use h100 or h200")


def test_gke_ends_runs_itself_whatever_the_least_number_of_nodes():
    assert faults("gcp", {"a": {**SERVE, "min_nodes": 1, "max_run_hours": 8}}) == []


def test_a_pool_without_a_machine_is_not_told_twice():
    assert faults("azure", {"a": {"accelerator": "tpu-v5e"}}) == []


def test_several_faults_are_told_at_once():
    mixed = {"a": MIG, "b": {**SERVE, "driver": "operator"}}
    with pytest.raises(LandingZoneError, match=r"kube-public.*\n.*pools\.b\.driver"):
        declare("aws", mixed, namespaces={"kube-public": 1})
