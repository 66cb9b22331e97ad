"""Programs that run in Kubernetes, and what its rules admit and deny."""

import pulumi_aws as aws
import pulumi_kubernetes as k8s

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import STRICT, Cases
from tests.policies.kubernetes import patches

CASES = Cases([*patches.CASES.found])

STANDARD = Settings(profile="standard")
DEV = Settings(profile="dev")
OURS = Settings(profile="standard", registries=("registry.acme.example/",))
DIGEST = "registry.acme.example/app@sha256:" + "0" * 64

BARE = {
    "allow_privilege_escalation": False,
    "capabilities": {"drop": ["ALL"]},
    "read_only_root_filesystem": True,
}
NOBODY = {"run_as_non_root": True, "seccomp_profile": {"type": "RuntimeDefault"}}
RESOURCES = {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}}
EVERY = ("K8S-01", "K8S-02", "K8S-03", "K8S-04", "K8S-05")


def container(**more):
    sound = {"name": "app", "image": DIGEST, "resources": RESOURCES, "security_context": BARE}
    return {**sound, **more}


def spec(*containers, **more):
    return {"containers": [*containers] or [container()], "security_context": NOBODY, **more}


def template(pod):
    return {"metadata": {"labels": {"app": "a"}}, "spec": pod}


def deployment(name, pod, **metadata):
    k8s.apps.v1.Deployment(
        name,
        metadata=metadata,
        spec={"selector": {"match_labels": {"app": "a"}}, "template": template(pod)},
    )


def daemon_set(name, pod, **metadata):
    k8s.apps.v1.DaemonSet(
        name,
        metadata=metadata,
        spec={"selector": {"match_labels": {"app": "a"}}, "template": template(pod)},
    )


@CASES.admits(*EVERY)
def sound_deployment(name):
    deployment(name, spec())


@CASES.admits(*EVERY)
def sound_cron_job(name):
    job = {"template": template(spec(restart_policy="Never"))}
    k8s.batch.v1.CronJob(name, spec={"schedule": "0 0 * * *", "job_template": {"spec": job}})


@CASES.denies("K8S-01", path="spec.containers[0].securityContext.privileged")
def privileged_pod(name):
    k8s.core.v1.Pod(name, spec=spec(container(security_context={"privileged": True})))


@CASES.denies("K8S-01", settings=DEV)
def privileged_in_development(name):
    deployment(name, spec(container(security_context={"privileged": True})))


@CASES.admits("K8S-01", settings=DEV)
def plain_in_development(name):
    deployment(name, {"containers": [{"name": "app", "image": "app:1.2"}]})


@CASES.denies("K8S-01", "K8S-03", "K8S-04")
def nothing_said(name):
    deployment(name, {"containers": [{"name": "app", "image": DIGEST}]})


@CASES.denies("K8S-01", path="spec.template.spec.initContainers[0].securityContext.privileged")
def privileged_init_container(name):
    first = container(name="first", security_context={"privileged": True})
    deployment(name, spec(init_containers=[first]))


@CASES.denies(
    "K8S-01",
    path="spec.jobTemplate.spec.template.spec.containers[0].securityContext.capabilities.drop",
)
def capabilities_kept_in_cron_job(name):
    kept = container(security_context={**BARE, "capabilities": {"drop": ["NET_RAW"]}})
    job = {"template": template(spec(kept, restart_policy="Never"))}
    k8s.batch.v1.CronJob(name, spec={"schedule": "0 0 * * *", "job_template": {"spec": job}})


@CASES.denies("K8S-01", path="spec.template.spec.containers[0].securityContext.capabilities.add[0]")
def capability_added(name):
    capabilities = {"drop": ["ALL"], "add": ["SYS_ADMIN"]}
    deployment(name, spec(container(security_context={**BARE, "capabilities": capabilities})))


@CASES.denies("K8S-01", path="items[0].spec.containers[0].securityContext.privileged")
def privileged_in_list(name):
    pod = spec(container(security_context={"privileged": True}))
    k8s.core.v1.PodList(name, items=[{"metadata": {"name": "a"}, "spec": pod}])


@CASES.denies("K8S-01")
def privileged_training_job(name):
    worker = {
        "template": {
            "spec": {"containers": [{"name": "a", "securityContext": {"privileged": True}}]}
        }
    }
    k8s.apiextensions.CustomResource(
        name,
        api_version="kubeflow.org/v1",
        kind="PyTorchJob",
        spec={"pytorchReplicaSpecs": {"Worker": worker}},
    )


@CASES.passes_by("K8S-01", "K8S-02", "K8S-03")
def driver_in_a_namespace_of_the_node(name):
    driver = container(security_context={"privileged": True})
    daemon_set(name, spec(driver, host_pid=True), namespace="kube-system")


@CASES.denies("K8S-01", "K8S-03")
def lax_in_a_namespace_of_the_node(name):
    daemon_set(name, spec(container(security_context={})), namespace="kube-system")


@CASES.denies("K8S-01", "K8S-02")
def driver_in_a_namespace_that_says_it_is_of_the_node(name):
    labels = {
        "pod-security.kubernetes.io/enforce": "privileged",
        "app.kubernetes.io/managed-by": "landing-zone",
    }
    namespace = k8s.core.v1.Namespace(f"{name}-space", metadata={"labels": labels})
    driver = container(security_context={"privileged": True})
    daemon_set(name, spec(driver, host_pid=True), namespace=namespace.metadata["name"])


@CASES.denies("K8S-02", path="spec.template.spec.hostNetwork")
def on_the_nodes_network(name):
    deployment(name, spec(host_network=True))


@CASES.denies("K8S-02", path="spec.template.spec.volumes[0].hostPath")
def on_the_nodes_files(name):
    volume = {"name": "docker", "host_path": {"path": "/var/run/docker.sock"}}
    deployment(name, spec(volumes=[volume]))


@CASES.denies("K8S-02", path="spec.template.spec.containers[0].ports[0].hostPort")
def on_the_nodes_port(name):
    deployment(name, spec(container(ports=[{"container_port": 80, "host_port": 80}])))


@CASES.admits("K8S-02")
def on_a_port_and_a_volume_of_its_own(name):
    ports = [{"container_port": 8080}]
    deployment(name, spec(container(ports=ports), volumes=[{"name": "t", "empty_dir": {}}]))


@CASES.denies("K8S-03", path="spec.template.spec.containers[0].securityContext.runAsNonRoot")
def root_by_its_own_word(name):
    deployment(name, spec(container(security_context={**BARE, "run_as_non_root": False})))


@CASES.denies("K8S-03")
def user_zero(name):
    deployment(name, spec(security_context={**NOBODY, "run_as_user": 0}))


@CASES.denies("K8S-03")
def unfiltered(name):
    open_to_all = {**NOBODY, "seccomp_profile": {"type": "Unconfined"}}
    deployment(name, spec(security_context=open_to_all))


@CASES.admits("K8S-03", settings=STANDARD)
def said_by_the_container(name):
    deployment(name, spec(container(security_context={**BARE, **NOBODY}), security_context={}))


@CASES.admits("K8S-04")
def usual_amounts_from_the_namespace(name):
    k8s.core.v1.LimitRange(
        f"{name}-usual",
        metadata={"namespace": "team"},
        spec={
            "limits": [
                {
                    "type": "Container",
                    "default": {"memory": "1Gi"},
                    "default_request": {"cpu": "1"},
                }
            ]
        },
    )
    deployment(name, spec(container(resources={})), namespace="team")


@CASES.denies("K8S-04", path="spec.template.spec.containers[0].resources.limits")
def memory_without_end(name):
    deployment(name, spec(container(resources={"requests": {"cpu": "1", "memory": "1Gi"}})))


@CASES.denies("K8S-05", settings=STANDARD)
def latest(name):
    deployment(name, spec(container(image="registry.acme.example/app:latest")))


@CASES.denies("K8S-05", settings=STANDARD)
def no_tag_but_a_port(name):
    deployment(name, spec(container(image="registry.acme.example:5000/app")))


@CASES.admits("K8S-05", settings=STANDARD)
def a_tag_where_digests_are_not_asked(name):
    deployment(name, spec(container(image="registry.acme.example/app:1.2.3")))


@CASES.denies("K8S-05", settings=STRICT._replace(image_digests=True))
def a_tag_where_digests_are_asked(name):
    deployment(name, spec(container(image="registry.acme.example/app:1.2.3")))


@CASES.denies("K8S-05", settings=OURS)
def image_from_elsewhere(name):
    deployment(name, spec(container(image="nginx:1.29.1")))


@CASES.admits("K8S-05", settings=OURS)
def image_from_a_listed_registry(name):
    deployment(name, spec())


@CASES.admits("K8S-06")
def restricted_namespace(name):
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    k8s.core.v1.Namespace(name, metadata={"labels": labels})


@CASES.denies("K8S-06")
def namespace_without_a_level(name):
    k8s.core.v1.Namespace(name, metadata={"labels": {"team": "a"}})


@CASES.denies("K8S-06")
def namespace_for_everything(name):
    labels = {"pod-security.kubernetes.io/enforce": "privileged"}
    k8s.core.v1.Namespace(name, metadata={"labels": labels})


@CASES.passes_by("K8S-06")
def namespace_of_the_node(name):
    labels = {"pod-security.kubernetes.io/enforce": "privileged"}
    k8s.core.v1.Namespace(name, metadata={"name": "gpu-operator", "labels": labels})


@CASES.denies("K8S-06", path="spec.failurePolicy")
def admission_that_gives_way(name):
    k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        name, spec={"failure_policy": "Ignore", "validations": [{"expression": "false"}]}
    )


@CASES.admits("K8S-05", preview=Verdict.UNDETERMINED)
def image_of_a_repository_of_the_program(name):
    repository = aws.ecr.Repository(
        f"{name}-images",
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
    )
    image = repository.repository_url.apply(lambda _: DIGEST)
    deployment(name, spec(container(image=image)))


@CASES.admits("K8S-02", preview=Verdict.UNDETERMINED)
def volume_that_is_not_known(name):
    made = aws.ecr.Repository(f"{name}-images")
    volumes = made.repository_url.apply(lambda url: [{"name": url, "empty_dir": {}}])
    deployment(name, spec(volumes=volumes))


def volume(name, **source):
    k8s.core.v1.PersistentVolume(name, spec={"capacity": {"storage": "1Gi"}, **source})


@CASES.denies("K8S-02", path="spec.hostPath")
def volume_of_the_nodes_files(name):
    volume(name, host_path={"path": "/data"})


@CASES.admits("K8S-02")
def volume_of_the_cloud(name):
    volume(name, csi={"driver": "ebs.csi.aws.com", "volume_handle": "vol-1"})
