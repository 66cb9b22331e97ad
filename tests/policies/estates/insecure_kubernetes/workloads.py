"""A cluster's workloads as walk-throughs and the well-known "goats" deploy them."""

import pulumi_kubernetes as k8s

EXPECTED = {
    "team-a": "unadmitted unisolated unquotaed untagged",
    "gpu-lab": "unadmitted unquotaed untagged unquotaed-gpu",
    "system-monitor": "privileged host as-root unpinned",
    "health-check": "privileged host as-root unpinned unlimited",
    "hunger-check": "as-root unlimited unpinned",
    "cache-store": "as-root unlimited unpinned",
    "build-code": "as-root unpinned password",
    "internal-proxy": "as-root unpinned unlimited",
    "node-agent": "privileged host as-root unpinned unlimited",
    "batch-check": "as-root unpinned unlimited endless",
    "gpu-notebook": "abroad as-root unpinned unlimited",
    "gpu-training": "as-root unpinned unequal endless",
    "nightly": "as-root unpinned unlimited",
    "shell": "privileged host as-root",
    "stateful-db": "as-root unpinned password",
    "goatvault": "password",
    "app-config": "password",
    "idle-autoscaler": "",
}


def goats():
    """https://github.com/madhuakula/kubernetes-goat/tree/master/scenarios"""
    k8s.core.v1.Namespace("team-a", metadata={"name": "team-a"})
    k8s.core.v1.Secret(
        "goatvault",
        metadata={"namespace": "team-a"},
        string_data={"k8sgoatvaultkey": "k8s-goat-cd2da27224591da2b48ef83826a8a6c3"},
    )
    k8s.core.v1.ConfigMap(
        "app-config",
        metadata={"namespace": "team-a"},
        data={"DB_PASSWORD": "hunter2-Hunter2", "DB_HOST": "db"},
    )
    everything = {
        "host_pid": True,
        "host_ipc": True,
        "host_network": True,
        "volumes": [{"name": "host", "host_path": {"path": "/"}}],
    }
    privileged = {"privileged": True, "allow_privilege_escalation": True}
    deployment(
        "system-monitor",
        container(
            "madhuakula/k8s-goat-system-monitor",
            security_context=privileged,
            resources={"limits": {"memory": "50Mi", "cpu": "20m"}},
            volume_mounts=[{"name": "host", "mount_path": "/host-system"}],
        ),
        **everything,
    )
    deployment(
        "health-check",
        container("madhuakula/k8s-goat-health-check", security_context=privileged),
        volumes=[{"name": "docker", "host_path": {"path": "/var/run/docker.sock"}}],
    )
    deployment("hunger-check", container("madhuakula/k8s-goat-hunger-check"))
    deployment("cache-store", container("redis"))
    deployment(
        "build-code",
        container(
            "madhuakula/k8s-goat-build-code:latest",
            env=[
                {"name": "AWS_SECRET_ACCESS_KEY", "value": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE"}
            ],
            resources={"limits": {"memory": "1Gi"}},
        ),
    )
    deployment(
        "internal-proxy",
        container("madhuakula/k8s-goat-internal-api"),
        container("madhuakula/k8s-goat-info-app", security_context={"run_as_user": 0}),
    )
    k8s.core.v1.Pod(
        "shell",
        metadata={"namespace": "default"},
        spec={
            "host_network": True,
            "containers": [
                {
                    "name": "shell",
                    "image": "alpine:3.19",
                    "command": ["sleep", "infinity"],
                    "security_context": {
                        "privileged": True,
                        "capabilities": {"add": ["SYS_ADMIN"]},
                    },
                }
            ],
        },
    )


def workloads():
    """https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/"""
    labels = {"app": "agent"}
    k8s.apps.v1.DaemonSet(
        "node-agent",
        spec={
            "selector": {"match_labels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "host_pid": True,
                    "containers": [
                        container(
                            "acme/agent:v1",
                            security_context={"privileged": True},
                            ports=[{"container_port": 9100, "host_port": 9100}],
                        )
                    ],
                },
            },
        },
    )
    k8s.batch.v1.Job(
        "batch-check",
        spec={
            "template": {
                "spec": {
                    "containers": [container("madhuakula/k8s-goat-batch-check")],
                    "restart_policy": "Never",
                }
            }
        },
    )
    k8s.core.v1.Namespace("gpu-lab", metadata={"name": "gpu-lab"})
    k8s.batch.v1.Job(
        "gpu-training",
        metadata={"namespace": "gpu-lab"},
        spec={
            "template": {
                "spec": {
                    "containers": [
                        container(
                            "pytorch/pytorch:latest",
                            resources={
                                "requests": {"cpu": "8", "memory": "64Gi", "nvidia.com/gpu": "1"},
                                "limits": {"cpu": "8", "memory": "64Gi", "nvidia.com/gpu": "8"},
                            },
                        )
                    ],
                    "restart_policy": "Never",
                }
            }
        },
    )
    deployment(
        "gpu-notebook",
        container("jupyter/tensorflow-notebook", resources={"limits": {"nvidia.com/gpu": "1"}}),
        namespace="gpu-lab",
        node_selector={"topology.kubernetes.io/region": "us-east-1"},
    )
    k8s.batch.v1.CronJob(
        "nightly",
        spec={
            "schedule": "0 3 * * *",
            "job_template": {
                "spec": {
                    "template": {
                        "spec": {
                            "containers": [container("acme/nightly")],
                            "restart_policy": "Never",
                        }
                    }
                }
            },
        },
    )
    k8s.apps.v1.StatefulSet(
        "stateful-db",
        spec={
            "service_name": "db",
            "selector": {"match_labels": {"app": "db"}},
            "template": {
                "metadata": {"labels": {"app": "db"}},
                "spec": {
                    "containers": [
                        container(
                            "mysql:8",
                            env=[{"name": "MYSQL_ROOT_PASSWORD", "value": "r00t-pa55word"}],
                            resources={
                                "requests": {"cpu": "1", "memory": "1Gi"},
                                "limits": {"cpu": "1", "memory": "1Gi"},
                            },
                        )
                    ]
                },
            },
        },
    )
    k8s.autoscaling.v2.HorizontalPodAutoscaler(
        "idle-autoscaler",
        spec={
            "max_replicas": 1000,
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "cache"},
        },
    )


def deployment(name, *containers, namespace="team-a", **spec):
    labels = {"app": name}
    k8s.apps.v1.Deployment(
        name,
        metadata={"namespace": namespace},
        spec={
            "selector": {"match_labels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": list(containers), **spec},
            },
        },
    )


def container(image, **rest):
    return {"name": image.rpartition("/")[2].partition(":")[0], "image": image, **rest}


PROGRAM = (
    goats,
    workloads,
)
