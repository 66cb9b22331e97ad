# pyright: reportArgumentType=false, reportCallIssue=false
"""Kubernetes objects that the rules of identities admit and deny."""

from pulumi_kubernetes import apps, batch, core, rbac

from tests.policies.cases import Cases
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases()


def role(name, verbs, kinds, **rest):
    rules = [{"api_groups": ["*"], "verbs": verbs, "resources": kinds, **rest}]
    rbac.v1.ClusterRole(name, rules=rules)


pair(
    CASES,
    "IAM-01",
    "role",
    lambda name: role(name, ["get", "list"], ["*"]),
    lambda name: role(name, ["*"], ["*"]),
    "rules[0]",
)
for what, verbs, kinds in (
    ("impersonation", ["impersonate"], ["users"]),
    ("binding", ["bind"], ["clusterroles"]),
    ("tokens", ["create"], ["serviceaccounts/token"]),
    ("everything_about_roles", ["*"], ["roles"]),
):
    denied(
        CASES,
        "IAM-04",
        f"role_for_{what}",
        lambda name, verbs=verbs, kinds=kinds: role(name, verbs, kinds),
        "rules[0]",
    )
admitted(
    CASES,
    "IAM-04",
    "role_for_one_binding",
    lambda name: role(name, ["bind"], ["clusterroles"], resource_names=["view"]),
)


def bind(name, subject, to="cluster-admin"):
    rbac.v1.ClusterRoleBinding(
        name,
        role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": to},
        subjects=[subject],
    )


ACCOUNT = {"kind": "ServiceAccount", "name": "it", "namespace": "it"}
pair(
    CASES,
    "IAM-02",
    "binding",
    lambda name: bind(name, {"kind": "Group", "name": "break-glass"}),
    lambda name: bind(name, ACCOUNT),
    "subjects[0]",
)
denied(
    CASES,
    "IAM-02",
    "binding_of_strangers",
    lambda name: bind(name, {"kind": "Group", "name": "system:unauthenticated"}, "view"),
)


@CASES.admits("IAM-05")
def secret_of_another_kind(name):
    core.v1.Secret(name, type="Opaque")


@CASES.denies("IAM-05", path="type")
def token_without_end(name):
    core.v1.Secret(name, type="kubernetes.io/service-account-token")


def deployment(name, **spec):
    containers = [{"name": "it", "image": "it"}]
    template = {
        "metadata": {"labels": {"app": "it"}},
        "spec": {"containers": containers, **spec},
    }
    apps.v1.Deployment(
        name, spec={"selector": {"match_labels": {"app": "it"}}, "template": template}
    )


pair(
    CASES,
    "IAM-06",
    "deployment",
    lambda name: deployment(name, service_account_name="it"),
    deployment,
    "spec.template.spec.serviceAccountName",
)
pair(
    CASES,
    "IAM-06",
    "deployment_without_a_token",
    lambda name: deployment(name, automount_service_account_token=False),
    lambda name: deployment(name, service_account_name="default"),
)


@CASES.denies("IAM-06")
def job_every_night(name):
    pod = {"containers": [{"name": "it", "image": "it"}], "restart_policy": "Never"}
    batch.v1.CronJob(
        name,
        spec={
            "schedule": "0 2 * * *",
            "job_template": {"spec": {"template": {"spec": pod}}},
        },
    )


denied(
    CASES,
    "IAM-06",
    "rights_for_default",
    lambda name: bind(name, {**ACCOUNT, "name": "default"}, "view"),
)


def variable(name, key, value):
    env = [{"name": key, "value": value}]
    deployment(name, containers=[{"name": "it", "image": "it", "env": env}])


pair(
    CASES,
    "IAM-09",
    "variable",
    lambda name: variable(name, "HF_TOKEN_FILE", "/var/run/secrets/hf"),
    lambda name: variable(name, "HF_TOKEN", "hf_" + "aB3" * 11),
    "spec.template.spec.containers[0].env[0].value",
)
pair(
    CASES,
    "IAM-09",
    "map",
    lambda name: core.v1.ConfigMap(name, data={"it.yaml": "level: info\nsecretName: it\n"}),
    lambda name: core.v1.ConfigMap(name, data={"it.yaml": "user: it\npassword: tr0ub4dor\n"}),
)
admitted(
    CASES,
    "IAM-09",
    "secret_that_pulumi_hides",
    lambda name: core.v1.Secret(name, string_data={"password": "tr0ub4dor"}),
)
