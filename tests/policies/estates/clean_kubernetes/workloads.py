"""What runs in the cluster: the shop and its training."""

import pulumi_kubernetes as k8s

REGISTRY = "europe-west4-docker.pkg.dev/acme-shop-prod/shop"
LABELS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}
EUROPE = {
    "node_affinity": {
        "required_during_scheduling_ignored_during_execution": {
            "node_selector_terms": [
                {
                    "match_expressions": [
                        {
                            "key": "topology.kubernetes.io/region",
                            "operator": "In",
                            "values": ["europe-west4"],
                        }
                    ]
                }
            ]
        }
    }
}


def web():
    k8s.core.v1.ServiceAccount(
        "web", metadata=inside("shop", "web"), automount_service_account_token=False
    )
    selector = {"app": "web"}
    k8s.apps.v1.Deployment(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "replicas": 3,
            "selector": {"match_labels": selector},
            "template": {
                "metadata": {"labels": {**LABELS, **selector}},
                "spec": {
                    **safe("web"),
                    "containers": [
                        container(
                            "web",
                            {"cpu": "500m", "memory": "512Mi"},
                            ports=[{"container_port": 8443}],
                            env=[
                                {
                                    "name": "PAYMENT_TOKEN",
                                    "value_from": {
                                        "secret_key_ref": {"name": "payment", "key": "token"}
                                    },
                                }
                            ],
                        )
                    ],
                },
            },
        },
    )
    k8s.policy.v1.PodDisruptionBudget(
        "web",
        metadata=inside("shop", "web"),
        spec={"min_available": 2, "selector": {"match_labels": selector}},
    )
    k8s.core.v1.Service(
        "web",
        metadata=inside("shop", "web"),
        spec={"type": "ClusterIP", "selector": selector, "ports": [{"port": 443}]},
    )
    k8s.networking.v1.Ingress(
        "web",
        metadata={
            **inside("shop", "web"),
            "annotations": {"kubernetes.io/ingress.class": "gce-internal"},
        },
        spec={
            "tls": [{"hosts": ["shop.internal.example.com"], "secret_name": "web-certificate"}],
            "rules": [
                {
                    "host": "shop.internal.example.com",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "path_type": "Prefix",
                                "backend": {"service": {"name": "web", "port": {"number": 443}}},
                            }
                        ]
                    },
                }
            ],
        },
    )
    k8s.networking.v1.NetworkPolicy(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "pod_selector": {"match_labels": selector},
            "policy_types": ["Ingress"],
            "ingress": [
                {
                    "from_": [{"pod_selector": {"match_labels": {"app": "gateway"}}}],
                    "ports": [{"port": 8443, "protocol": "TCP"}],
                }
            ],
        },
    )
    k8s.autoscaling.v2.HorizontalPodAutoscaler(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "min_replicas": 3,
            "max_replicas": 12,
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "web"},
        },
    )


def training():
    k8s.core.v1.ServiceAccount(
        "trainer", metadata=inside("training", "trainer"), automount_service_account_token=False
    )
    k8s.batch.v1.Job(
        "train",
        metadata=inside("training", "train"),
        spec={
            "active_deadline_seconds": 86400,
            "backoff_limit": 2,
            "ttl_seconds_after_finished": 3600,
            "template": {
                "metadata": {"labels": {**LABELS, "app": "train"}},
                "spec": {
                    **safe("trainer"),
                    "restart_policy": "Never",
                    "tolerations": [
                        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
                    ],
                    "containers": [
                        container("train", {"cpu": "8", "memory": "64Gi", "nvidia.com/gpu": "1"})
                    ],
                },
            },
        },
    )


def inside(namespace, name):
    return {"namespace": namespace, "name": name, "labels": LABELS}


def safe(account):
    return {
        "service_account_name": account,
        "automount_service_account_token": False,
        "affinity": EUROPE,
        "security_context": {
            "run_as_non_root": True,
            "run_as_user": 10001,
            "fs_group": 10001,
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        "volumes": [{"name": "scratch", "empty_dir": {"size_limit": "1Gi"}}],
    }


def container(name, resources, **more):
    return {
        "name": name,
        "image": f"{REGISTRY}/{name}@sha256:" + "4f" * 32,
        "resources": {"requests": resources, "limits": resources},
        "volume_mounts": [{"name": "scratch", "mount_path": "/tmp"}],
        "security_context": {
            "allow_privilege_escalation": False,
            "privileged": False,
            "read_only_root_filesystem": True,
            "run_as_non_root": True,
            "capabilities": {"drop": ["ALL"]},
        },
        **more,
    }
