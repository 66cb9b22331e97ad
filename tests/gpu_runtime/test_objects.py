"""The manifests: the least privilege, nothing that floats, and what the real schemas take."""

import json
import re

import jsonschema
import pytest

from landing_zone.gpu_runtime import faults
from landing_zone.gpu_runtime.images import IMAGES
from landing_zone.gpu_runtime.objects import RUNTIME, UPKEEP, infiniband, ladder
from landing_zone.gpu_runtime.objects.checks import across
from tests.gpu_runtime.manifests import containers, manifests, namespaces, pods, schema
from tests.gpu_runtime.pools import FOUR, MATRIX, NAMES, TRAIN, demand, runtime

CLUSTERS = pytest.mark.parametrize(("cloud", "what", "pools", "more"), MATRIX, ids=NAMES)

MAY = {
    "landing-zone-accelerator-monitor": {
        ("nodes", "get"),
        ("nodes/status", "patch"),
        *[("events", verb) for verb in ("create", "patch", "update")],
    },
    "landing-zone-node-upkeep": {
        ("nodes", "list"),
        ("nodes", "patch"),
        ("pods", "list"),
        ("pods/eviction", "create"),
    },
    "landing-zone-neuron-device-plugin": {
        *[("nodes", verb) for verb in ("get", "list", "watch")],
        *[("nodes/status", verb) for verb in ("patch", "update")],
        *[("pods", verb) for verb in ("get", "list", "watch", "patch", "update")],
        *[("events", verb) for verb in ("create", "patch")],
    },
}
"""All that each of our programs may do."""


def objects(cloud, pools, more):
    return manifests(demand(cloud, pools, **more), runtime(pools, **more))


@CLUSTERS
def test_roles_allow_what_their_programs_do_and_nothing_else(cloud, what, pools, more):
    for each in objects(cloud, pools, more):
        if each["kind"] == "ClusterRole":
            allowed = {
                (resource, verb)
                for rule in each["rules"]
                for resource in rule["resources"]
                for verb in rule["verbs"]
            }
            assert allowed == MAY[each["metadata"]["name"]]


@CLUSTERS
def test_pods_fit_the_level_of_their_namespace(cloud, what, pools, more):
    found = objects(cloud, pools, more)
    levels = {"kube-system": "privileged", **namespaces(found)}
    assert levels[UPKEEP] == "restricted"
    for each, pod in pods(found):
        level = levels[each["metadata"]["namespace"]]
        if level == "restricted":
            assert pod["securityContext"]["runAsNonRoot"] is True
            assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
            assert not any("hostPath" in volume for volume in pod.get("volumes", []))
            for container in containers(pod):
                context = container["securityContext"]
                assert context["allowPrivilegeEscalation"] is False
                assert context["capabilities"] == {"drop": ["ALL"]}


@CLUSTERS
def test_images_do_not_float_and_containers_say_what_they_need(cloud, what, pools, more):
    for each, pod in pods(objects(cloud, pools, more)):
        for container in containers(pod):
            where = f"{each['metadata']['name']}: {container['name']}"
            assert re.search(r":[\w.-]*\d[\w.-]*$|@sha256:[0-9a-f]{64}$", container["image"]), where
            assert "latest" not in container["image"], where
            assert container["resources"]["requests"].keys() >= {"cpu", "memory"}, where
            assert "memory" in container["resources"]["limits"], where
            if more.get("mirror"):
                assert container["image"].startswith(more["mirror"]), where


def test_every_image_is_in_use():
    used = {
        container["image"]
        for cloud, _, pools, more in MATRIX
        for _, pod in pods(objects(cloud, pools, more))
        for container in containers(pod)
    }
    assert set(IMAGES.values()) <= used


@pytest.mark.parametrize(
    ("what", "torch"), [("tcpx", "24.01-py3"), ("eu", "25.10-py3"), ("roce", "25.10-py3")]
)
def test_pytorch_is_not_newer_than_the_nccl_of_a_fabrics_plugin(what, torch):
    (pools, more), *_ = [each[2:] for each in MATRIX if each[:2] == ("gcp", what)]
    found = {job["metadata"]["name"]: pod for job, pod in pods(objects("gcp", pools, more))}
    (measure,) = found["check-train"]["containers"]
    assert measure["image"] == f"nvcr.io/nvidia/pytorch:{torch}"


@pytest.mark.parametrize(
    ("cloud", "accelerator", "gibibytes"), [("aws", "h100", "16"), ("azure", "t4", "4")]
)
def test_as_much_is_reduced_as_when_the_floors_were_measured_if_it_fits(
    cloud, accelerator, gibibytes
):
    pools = {"x": {"accelerator": accelerator, "max_nodes": 2, "fabric": "standard"}}
    found = {job["metadata"]["name"]: pod for job, pod in pods(objects(cloud, pools, {}))}
    (measure,) = found["check-x"]["containers"]
    said = {each["name"]: each.get("value") for each in measure["env"]}
    assert said["MESSAGE_GIB"] == gibibytes


def test_tcpx_has_its_receiver_and_four_networks():
    (pools, more), *_ = [each[2:] for each in MATRIX if each[1] == "tcpx"]
    found = {job["metadata"]["name"]: (job, pod) for job, pod in pods(objects("gcp", pools, more))}
    assert "nccl-tcpx-x86-64" in found
    assert "device-injector" in found
    job, pod = found["check-train"]
    annotations = job["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["annotations"]
    cards = json.loads(annotations["networking.gke.io/interfaces"])
    assert [card["interfaceName"] for card in cards] == [f"eth{n}" for n in range(5)]
    (measure,) = pod["containers"]
    _, receiver = pod["initContainers"]
    assert receiver["restartPolicy"] == "Always"
    for container in (measure, receiver):
        assert "/run/tcpx" in {mount["mountPath"] for mount in container["volumeMounts"]}
        assert "/run/tcpx" in container["command"][-1]


def test_the_detector_starts_again_when_it_is_to_look_for_something_else(monkeypatch):
    def template():
        found = objects("gcp", {"serve": FOUR["serve"]}, {})
        (daemon,) = [
            each
            for each in found
            if (each["kind"], each["metadata"]["name"]) == ("DaemonSet", "accelerator-monitor")
        ]
        return daemon["spec"]["template"]

    before = template()
    assert template() == before
    monkeypatch.setattr(faults, "FATAL_XIDS", {79: "the accelerator has fallen off the bus"})
    assert template() != before


def test_pieces_of_an_accelerator_are_no_way_past_the_number_of_whole_ones():
    pools = {"infer": {"accelerator": "inferentia2"}}
    found = objects("aws", pools, {"namespaces": {"team": 2}})
    (quota,) = [
        each
        for each in found
        if each["kind"] == "ResourceQuota" and each["metadata"]["namespace"] == "team"
    ]
    assert quota["spec"]["hard"] == {
        "requests.aws.amazon.com/neuron": "2",
        "requests.aws.amazon.com/neuroncore": "0",
        "requests.aws.amazon.com/neurondevice": "0",
    }
    (policy,) = [each for each in found if each["kind"] == "ValidatingAdmissionPolicy"]
    for each in policy["spec"]["validations"]:
        assert "'aws.amazon.com/neuroncore'" in each["expression"]


@CLUSTERS
def test_a_daemon_runs_on_the_nodes_of_its_pools_alone_and_in_spite_of_taints(
    cloud, what, pools, more
):
    for each, pod in pods(objects(cloud, pools, more)):
        if each["kind"] == "DaemonSet":
            terms = pod["affinity"]["nodeAffinity"][
                "requiredDuringSchedulingIgnoredDuringExecution"
            ]["nodeSelectorTerms"]
            ((expression,),) = [term["matchExpressions"] for term in terms]
            assert expression["key"] == "landing-zone/pool"
            assert set(expression["values"]) <= set(pools)
            assert pod["tolerations"] == [{"operator": "Exists"}]


@CLUSTERS
def test_names_are_taken_once(cloud, what, pools, more):
    found = [
        (each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"])
        for each in objects(cloud, pools, more)
    ]
    assert len(found) == len(set(found))


@CLUSTERS
def test_every_check_waits_until_somebody_starts_it(cloud, what, pools, more):
    jobs = [each for each in objects(cloud, pools, more) if each["kind"] == "CronJob"]
    checks = {each["metadata"]["name"] for each in jobs if each["spec"].get("suspend")}
    assert checks == {f"check-{pool}" for pool in pools}


@CLUSTERS
def test_pods_that_meet_over_a_fabric_ask_for_it(cloud, what, pools, more):
    wanted = demand(cloud, pools, **more)
    asked = {"efa": "vpc.amazonaws.com/efa", "infiniband": "rdma/ib"}
    found = {
        each["metadata"]["name"]: (each, pod) for each, pod in pods(objects(cloud, pools, more))
    }
    for pool in wanted.pools:
        job, pod = found[f"check-{pool.name}"]
        (container,) = pod["containers"]
        spec = job["spec"]["jobTemplate"]["spec"]
        assert spec["completions"] == spec["parallelism"] == (2 if across(pool) else 1)
        if across(pool) and pool.fabric in asked:
            assert asked[pool.fabric] in container["resources"]["limits"]
        if across(pool) and cloud == "gcp" and pool.fabric:
            annotations = spec["template"]["metadata"]["annotations"]
            assert (
                f'"eth1", "network": "{pool.name}-' in annotations["networking.gke.io/interfaces"]
            )


@pytest.mark.parametrize("driver", ["cloud", "operator"])
def test_the_policy_of_the_network_operator_is_one_that_its_schema_takes(driver):
    pools = {"train": {**TRAIN, "driver": driver}}
    (policy,) = infiniband.network_policy(demand("azure", pools), runtime(pools))
    jsonschema.validate(policy, schema("nicclusterpolicies"))
    policy["spec"]["ofedDriver"]["tag"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="'tag' was unexpected"):
        jsonschema.validate(policy, schema("nicclusterpolicies"))


def test_the_compute_classes_are_ones_that_the_schema_takes():
    wanted = demand("gcp", {**FOUR, "serve": {**FOUR["serve"], "idle_shutdown_minutes": 7}})
    groups = {each.name: [f"{each.name}-{n}" for n in range(3)] for each in wanted.pools}
    classes = list(ladder.compute_classes(wanted, groups))
    assert [each["metadata"]["name"] for each in classes] == sorted(FOUR)
    for each in classes:
        jsonschema.validate(each, schema("computeclasses"))


@CLUSTERS
def test_no_manifest_is_of_a_namespace_that_nobody_makes(cloud, what, pools, more):
    found = objects(cloud, pools, more)
    known = {*namespaces(found), "kube-system"}
    assert {each["metadata"].get("namespace", RUNTIME) for each in found} <= known
