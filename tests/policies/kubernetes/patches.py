"""Patches of Kubernetes objects, and lists of them: judged as the objects that they are about."""

from typing import Any

import pulumi_kubernetes as k8s

from tests.policies.cases import Cases
from tests.policies.network.pairs import denied, pair
from tests.policies.weakened import making

CASES = Cases()
EVERYONE = {"kind": "Group", "name": "system:authenticated"}
PEOPLE = {"kind": "Group", "name": "break-glass"}
ADMIN = {"kind": "ClusterRole", "name": "cluster-admin"}
OPEN = "spec.template.spec.containers[0].securityContext.privileged"


def patched(name: str, **context: Any) -> None:
    containers = [{"name": "app", "security_context": context}]
    template = {"spec": {"containers": containers}}
    k8s.apps.v1.DeploymentPatch(name, spec={"template": template})


def bound(name: str, subject: Any) -> None:
    k8s.rbac.v1.ClusterRoleBindingPatch(name, role_ref=ADMIN, subjects=[subject])


def mapped(name: str, **data: str) -> None:
    k8s.core.v1.ConfigMapPatch(name, data=data)


denied(CASES, "K8S-01", "privileged_patch", lambda name: patched(name, privileged=True), OPEN)
CASES.leaves_open("K8S-01")(
    making(
        lambda name: patched(name, privileged=False),
        {},
        "patch_that_leaves_the_rest_to_what_it_patches",
    )
)
pair(
    CASES,
    "IAM-02",
    "patch_of_a_binding",
    lambda name: bound(name, PEOPLE),
    lambda name: bound(name, EVERYONE),
    "subjects[0]",
)
pair(
    CASES,
    "IAM-09",
    "patch_of_a_map",
    lambda name: mapped(name, LEVEL="info"),
    lambda name: mapped(name, DB_PASSWORD="tr0ub4dor"),
    "data.DB_PASSWORD",
)
denied(
    CASES,
    "NET-11",
    "patch_of_a_service",
    lambda name: k8s.core.v1.ServicePatch(name, spec={"type": "LoadBalancer"}),
)
