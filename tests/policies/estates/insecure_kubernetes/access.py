"""Doors that anyone may come in by, and rights that let them stay."""

import pulumi_kubernetes as k8s

EXPECTED = {
    "wide-open": "exposed",
    "database-lb": "exposed",
    "node-port": "exposed",
    "web-ingress": "exposed cleartext",
    "super-admin": "almighty",
    "super-admin-binding": "almighty",
    "everyone-admin": "almighty",
    "secret-reader": "escalation",
    "anonymous": "anyone",
    "default-token": "borrowed",
    "host-volume": "host",
    "plain-class": "unencrypted",
    "allow-everything": "unisolated",
}


def doors():
    """https://kubernetes.io/docs/tutorials/stateless-application/expose-external-ip-address/"""
    for name, (kind, port) in {
        "wide-open": ("LoadBalancer", 8080),
        "database-lb": ("LoadBalancer", 3306),
        "node-port": ("NodePort", 1230),
    }.items():
        k8s.core.v1.Service(
            name, spec={"type": kind, "ports": [{"port": port}], "selector": {"app": name}}
        )
    k8s.networking.v1.Ingress(
        "web-ingress",
        spec={
            "rules": [
                {
                    "host": "shop.example.com",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "path_type": "Prefix",
                                "backend": {"service": {"name": "web", "port": {"number": 80}}},
                            }
                        ]
                    },
                }
            ]
        },
    )
    k8s.networking.v1.NetworkPolicy(
        "allow-everything",
        metadata={"namespace": "team-a"},
        spec={"pod_selector": {}, "ingress": [{}], "policy_types": ["Ingress"]},
    )
    k8s.core.v1.PersistentVolume(
        "host-volume",
        spec={
            "capacity": {"storage": "10Gi"},
            "access_modes": ["ReadWriteOnce"],
            "host_path": {"path": "/data"},
        },
    )
    k8s.storage.v1.StorageClass("plain-class", provisioner="ebs.csi.aws.com")


def rights():
    """https://github.com/madhuakula/kubernetes-goat/blob/master/scenarios/insecure-rbac/setup.yaml"""
    everything = [{"api_groups": ["*"], "resources": ["*"], "verbs": ["*"]}]
    k8s.rbac.v1.ClusterRole("super-admin", rules=everything)
    admin = {
        "api_group": "rbac.authorization.k8s.io",
        "kind": "ClusterRole",
        "name": "cluster-admin",
    }
    bound = {
        "super-admin-binding": {
            "kind": "ServiceAccount",
            "name": "superadmin",
            "namespace": "kube-system",
        },
        "everyone-admin": {"kind": "Group", "name": "system:authenticated"},
        "anonymous": {"kind": "User", "name": "system:anonymous"},
        "default-token": {"kind": "ServiceAccount", "name": "default", "namespace": "default"},
    }
    for name, subject in bound.items():
        k8s.rbac.v1.ClusterRoleBinding(
            name,
            role_ref=admin if "admin" in name else {**admin, "name": "view"},
            subjects=[subject],
        )
    k8s.rbac.v1.Role(
        "secret-reader",
        metadata={"namespace": "team-a"},
        rules=[{"api_groups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch"]}],
    )


PROGRAM = (
    doors,
    rights,
)
