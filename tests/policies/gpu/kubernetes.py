"""Programs in Kubernetes that the rules of accelerators admit and deny."""

import pulumi_kubernetes as k8s

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases

CASES = Cases()
L4 = Settings(profile="standard", machines=("l4", "g6.*"))
GPU = "nvidia.com/gpu"
TAINT = {"key": GPU, "operator": "Exists", "effect": "NoSchedule"}


def container(limits=None, requests=None):
    return {"name": "a", "image": "a", "resources": {"limits": limits, "requests": requests}}


def pod(*containers, **more):
    return {"containers": [*containers] or [container({GPU: "1"})], **more}


def template(spec):
    return {"metadata": {"labels": {"app": "a"}}, "spec": spec}


def deployment(name, spec, /, **metadata):
    k8s.apps.v1.Deployment(
        name,
        metadata=metadata,
        spec={"selector": {"match_labels": {"app": "a"}}, "template": template(spec)},
    )


def job(name, spec=None, **more):
    wanted = {"template": template(spec or pod(restart_policy="Never")), **more}
    k8s.batch.v1.Job(name, spec=wanted)


def quota(name, namespace, hard, **more):
    k8s.core.v1.ResourceQuota(
        f"{name}-quota", metadata={"namespace": namespace}, spec={"hard": hard, **more}
    )


def pool(name, *requirements, taints=None, **more):
    wanted = [{"key": key, "operator": how, "values": values} for key, how, values in requirements]
    k8s.apiextensions.CustomResource(
        name,
        api_version="karpenter.sh/v1",
        kind="NodePool",
        spec={"template": {"spec": {"requirements": wanted, "taints": taints}}, **more},
    )


G6 = ("karpenter.k8s.aws/instance-family", "In", ["g6"])
ON_SPOT = ("karpenter.sh/capacity-type", "In", ["spot"])
ON_BOTH = ("karpenter.sh/capacity-type", "In", ["spot", "on-demand"])


@CASES.admits("GPU-01", settings=L4)
def pod_that_selects_a_listed_accelerator(name):
    deployment(name, pod(node_selector={"cloud.google.com/gke-accelerator": "nvidia-l4"}))


@CASES.denies("GPU-01", settings=L4)
def pod_that_selects_another(name):
    deployment(name, pod(node_selector={"node.kubernetes.io/instance-type": "p5.48xlarge"}))


@CASES.passes_by("GPU-01", settings=L4)
def pod_that_selects_none(name):
    deployment(name, pod())


@CASES.admits("GPU-01", settings=L4)
def pool_of_a_listed_family(name):
    pool(name, G6)


@CASES.denies("GPU-01", settings=L4)
def pool_of_another_family(name):
    pool(name, ("karpenter.k8s.aws/instance-family", "In", ["p5"]))


@CASES.denies("GPU-01", settings=L4)
def pool_of_anything(name):
    pool(name)


@CASES.admits("GPU-02")
def pool_with_limits(name):
    pool(name, G6, limits={GPU: "8"})


@CASES.denies("GPU-02", path="spec.limits")
def pool_without_limits(name):
    pool(name, G6)


@CASES.denies("GPU-02", path="spec.limits")
def pool_of_anything_without_limits(name):
    pool(name)


FOUR = Settings(profile="standard", most_accelerators=4)


def deployments(name, replicas):
    spec = {"selector": {"match_labels": {"app": "a"}}, "template": template(pod())}
    k8s.apps.v1.Deployment(name, spec={**spec, "replicas": replicas})


@CASES.admits("GPU-02", settings=FOUR)
def pods_below_the_ceiling(name):
    deployments(name, 4)


@CASES.denies("GPU-02", settings=FOUR)
def pods_above_the_ceiling(name):
    deployments(name, 5)


@CASES.admits("GPU-02", settings=FOUR)
def quota_below_the_ceiling(name):
    quota(name, "training", {f"requests.{GPU}": "4", "requests.cpu": "64"})


@CASES.denies("GPU-02", settings=FOUR)
def quotas_above_the_ceiling(name):
    quota(name, "training", {f"requests.{GPU}": "3"})
    quota(f"{name}-more", "serving", {f"requests.{GPU}": "2"})


@CASES.admits("GPU-02", settings=FOUR, preview=Verdict.UNDETERMINED)
def pods_whose_number_is_known_after_deployment(name):
    other = k8s.core.v1.ConfigMap(f"{name}-map", data={})
    deployments(name, other.id.apply(lambda _: 2))


@CASES.passes_by("GPU-02", "GPU-06")
def pool_without_accelerators(name):
    pool(name, ("karpenter.k8s.aws/instance-category", "In", ["c", "m", "r"]))


@CASES.admits("GPU-03")
def pool_of_both_kinds(name):
    pool(name, G6, ON_BOTH)


@CASES.denies("GPU-03")
def pool_of_spot_alone(name):
    pool(name, G6, ON_SPOT)


@CASES.denies("GPU-03")
def server_on_spot_alone(name):
    deployment(name, pod(node_selector={"cloud.google.com/gke-spot": "true"}))


@CASES.admits("GPU-03")
def server_anywhere(name):
    deployment(name, pod())


@CASES.passes_by("GPU-03")
def job_on_spot(name):
    job(name, pod(restart_policy="Never", node_selector={"cloud.google.com/gke-spot": "true"}))


@CASES.admits("GPU-04")
def pool_that_rests(name):
    pool(name, G6)


@CASES.denies("GPU-04", path="spec.disruption.consolidateAfter")
def pool_that_stays(name):
    pool(name, G6, disruption={"consolidateAfter": "Never"})


def scaled(name, **more):
    deployment(f"{name}-server", pod(), name="server")
    k8s.apiextensions.CustomResource(
        name,
        api_version="keda.sh/v1alpha1",
        kind="ScaledObject",
        spec={"scaleTargetRef": {"name": "server"}, **more},
    )


@CASES.admits("GPU-04")
def server_that_rests(name):
    scaled(name, maxReplicaCount=4)


@CASES.denies("GPU-04", path="spec.minReplicaCount")
def server_that_stays(name):
    scaled(name, minReplicaCount=2)


@CASES.admits("GPU-06")
def pod_that_tolerates_and_takes(name):
    deployment(name, pod(tolerations=[TAINT]))


@CASES.denies("GPU-06", path="spec.template.spec.tolerations[0]")
def pod_that_tolerates_and_takes_none(name):
    deployment(name, pod(container({"memory": "1Gi"}), tolerations=[TAINT]))


@CASES.denies("GPU-06")
def pod_that_tolerates_everything(name):
    deployment(name, pod(container(), tolerations=[{"operator": "Exists"}]))


@CASES.passes_by("GPU-06")
def daemon_that_tolerates_everything(name):
    spec = pod(container(), tolerations=[{"operator": "Exists"}])
    k8s.apps.v1.DaemonSet(
        name, spec={"selector": {"match_labels": {"app": "a"}}, "template": template(spec)}
    )


@CASES.admits("GPU-06")
def tainted_pool(name):
    pool(name, G6, taints=[{"key": GPU, "effect": "NoSchedule"}])


@CASES.denies("GPU-06", path="spec.template.spec.taints")
def pool_for_everybody(name):
    pool(name, G6)


@CASES.admits("GPU-07")
def namespace_with_a_quota(name):
    namespace = k8s.core.v1.Namespace(f"{name}-space")
    made = namespace.metadata["name"]
    quota(name, made, {f"requests.{GPU}": "8"})
    deployment(name, pod(), namespace=made)


@CASES.admits("GPU-07")
def namespace_with_a_queue(name):
    k8s.core.v1.Namespace(f"{name}-space", metadata={"name": "queued"})
    k8s.apiextensions.CustomResource(
        f"{name}-queue",
        api_version="kueue.x-k8s.io/v1beta1",
        kind="LocalQueue",
        metadata={"namespace": "queued"},
        spec={"clusterQueue": "all"},
    )
    deployment(name, pod(), namespace="queued")


@CASES.denies("GPU-07")
def namespace_without_a_quota(name):
    namespace = k8s.core.v1.Namespace(f"{name}-space")
    deployment(name, pod(), namespace=namespace.metadata["name"])


@CASES.denies("GPU-07")
def quota_of_something_else(name):
    quota(name, "default", {"pods": "10"})
    deployment(name, pod())


@CASES.denies("GPU-07")
def quota_for_some_pods_alone(name):
    quota(name, "default", {f"requests.{GPU}": "8"}, scopes=["Terminating"])
    deployment(name, pod())


@CASES.leaves_open("GPU-07")
def namespace_of_another_program(name):
    deployment(name, pod(), namespace="theirs")


@CASES.passes_by("GPU-07", "GPU-08", "GPU-10")
def pod_without_accelerators(name):
    deployment(name, pod(container({"memory": "1Gi"})))


@CASES.admits("GPU-08")
def job_for_an_hour(name):
    job(name, active_deadline_seconds=3600)


@CASES.denies("GPU-08")
def job_for_ever(name):
    job(name)


@CASES.denies("GPU-08", path="spec.jobTemplate.spec.activeDeadlineSeconds")
def nightly_job_for_a_month(name):
    wanted = {"template": template(pod(restart_policy="Never"))}
    k8s.batch.v1.CronJob(
        name,
        spec={
            "schedule": "0 0 * * *",
            "job_template": {"spec": {**wanted, "active_deadline_seconds": 2592000}},
        },
    )


@CASES.admits("GPU-08")
def training_job_for_an_hour(name):
    worker = {"template": {"spec": {"containers": [container({GPU: "8"})]}}}
    k8s.apiextensions.CustomResource(
        name,
        api_version="kubeflow.org/v1",
        kind="PyTorchJob",
        spec={
            "runPolicy": {"activeDeadlineSeconds": 3600},
            "pytorchReplicaSpecs": {"Worker": worker},
        },
    )


@CASES.admits("GPU-10")
def whole_ones(name):
    deployment(name, pod(container({GPU: "2"}, {GPU: "2"})))


@CASES.admits("GPU-10")
def a_part(name):
    deployment(name, pod(container({"nvidia.com/mig-1g.10gb": 1})))


@CASES.denies("GPU-10")
def half_of_one(name):
    deployment(name, pod(container({GPU: "0.5"})))


@CASES.denies("GPU-10")
def asked_for_and_not_limited(name):
    deployment(name, pod(container({}, {GPU: "1"})))


@CASES.denies("GPU-10")
def fewer_than_the_limit(name):
    deployment(name, pod(container({GPU: "2"}, {GPU: "1"})))


@CASES.leaves_open("GPU-02")
def class_that_makes_pools_with_accelerators(name):
    k8s.apiextensions.CustomResource(
        name,
        api_version="cloud.google.com/v1",
        kind="ComputeClass",
        spec={
            "nodePoolAutoCreation": {"enabled": True},
            "priorities": [{"gpu": {"type": "nvidia-l4", "count": 1}}],
        },
    )
