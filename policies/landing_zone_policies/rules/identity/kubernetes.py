"""Who may do what in a Kubernetes cluster, and as whom pods run."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import none_of, plain

ROLES = (
    "kubernetes:rbac.authorization.k8s.io:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io:Role",
)
BINDINGS = (
    "kubernetes:rbac.authorization.k8s.io:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io:RoleBinding",
)
UNKNOWN_PEOPLE = frozenset({"system:anonymous", "system:unauthenticated", "system:authenticated"})
ALL = "*"

PODS: Mapping[str, str] = {
    "kubernetes:core:Pod": "spec",
    "kubernetes:core:ReplicationController": "spec.template.spec",
    "kubernetes:apps:Deployment": "spec.template.spec",
    "kubernetes:apps:StatefulSet": "spec.template.spec",
    "kubernetes:apps:DaemonSet": "spec.template.spec",
    "kubernetes:apps:ReplicaSet": "spec.template.spec",
    "kubernetes:batch:Job": "spec.template.spec",
    "kubernetes:batch:CronJob": "spec.jobTemplate.spec.template.spec",
}
"""By type, where its pods' own part is."""

ESCALATIONS: Mapping[str, frozenset[str]] = {
    "escalate": frozenset({"roles", "clusterroles"}),
    "bind": frozenset({"roles", "clusterroles"}),
    "impersonate": frozenset({"users", "groups", "serviceaccounts"}),
    "create": frozenset({"serviceaccounts/token"}),
    "approve": frozenset({"signers"}),
}
"""Verbs by which one gets rights that one has not, and on what.

Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
"""


@check(*ROLES, reads=("rules[].verbs", "rules[].resources", "rules[].apiGroups"))
def role_has_an_end(role: Resource, _world: World) -> Iterator[Outcome]:
    """A role lists what it allows on what."""
    for rule in role.find("rules[]"):
        if ALL in _texts(rule, "verbs") and ALL in _texts(rule, "resources"):
            yield Fail(rule.path, "it allows everything on every kind of object")
    yield Pass("rules")


@check(*ROLES, reads=("rules[].verbs", "rules[].resources"))
def role_cannot_grow(role: Resource, _world: World) -> Iterator[Outcome]:
    """A role gives no right to take on, or to hand out, other rights."""
    for rule in role.find("rules[]"):
        verbs, kinds = _texts(rule, "verbs"), _texts(rule, "resources")
        if _texts(rule, "resourceNames"):
            continue
        hit = [
            verb
            for verb, over in ESCALATIONS.items()
            if {verb, ALL} & verbs and ({ALL} | over) & kinds
        ]
        if hit:
            yield Fail(rule.path, f"by {hit[0]} one may be given all rights")
    yield Pass("rules")


@check(*BINDINGS, reads=("roleRef.name", "subjects"))
def admins_are_people(binding: Resource, _world: World) -> Iterator[Outcome]:
    """All rights are for a group of people, and none are for whoever comes."""
    admin = binding.get("roleRef.name") == "cluster-admin"
    for subject in binding.find("subjects[]"):
        kind, name = (subject.find(each)[0].value for each in ("kind", "name"))
        if name in [*UNKNOWN_PEOPLE] and binding.get("roleRef.name") != "system:public-info-viewer":
            yield Fail(subject.path, f"{name} is everyone who reaches the cluster")
        elif name == "system:masters" or (admin and kind != "Group"):
            yield Fail(subject.path, "it has all rights, and is no group of people")
        elif admin and isinstance(name, str) and name.startswith("system:"):
            yield Fail(subject.path, f"{name} has all rights")
    yield Pass("subjects")


@check(*PODS, reads=("spec.template.spec.serviceAccountName",))
def pod_is_itself(workload: Resource, world: World) -> Iterator[Outcome]:
    """A pod has an account of its own, or no token of any."""
    at = PODS[workload.type]
    if plain(workload.get(f"{at}.automountServiceAccountToken")) is False:
        yield Pass(f"{at}.automountServiceAccountToken")
        return
    account = workload.first(f"{at}.serviceAccountName")
    if account.value is Gap.MISSING:
        account = Found(account.path, workload.get(f"{at}.serviceAccount"))
    says = "its pods run as the namespace's default account, with its token"
    if account.value is Gap.UNKNOWN:
        yield Pass(account.path)
        return
    if account.value is Gap.MISSING:
        yield Fail(account.path, says)
        return
    yield judged(account, none_of("default"), world.settings, says=says)


@check(*BINDINGS, reads=("subjects[].name",))
def default_account_has_nothing(binding: Resource, _world: World) -> Iterator[Outcome]:
    """The default account of a namespace, which all pods without another have, has no rights."""
    for subject in binding.find("subjects[]"):
        kind, name = (subject.find(each)[0].value for each in ("kind", "name"))
        if kind == "ServiceAccount" and name == "default":
            yield Fail(subject.path, "every pod without an account of its own gets these rights")
    yield Pass("subjects")


def _texts(rule: Found, key: str) -> set[str]:
    return {each.value for each in rule.find(f"{key}[]") if isinstance(each.value, str)}


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-01": (role_has_an_end,),
    "IAM-02": (admins_are_people,),
    "IAM-04": (role_cannot_grow,),
    "IAM-05": (
        need(
            "kubernetes:core:Secret",
            "type",
            none_of("kubernetes.io/service-account-token"),
            says="it is a token of a service account without end",
        ),
    ),
    "IAM-06": (
        pod_is_itself,
        default_account_has_nothing,
    ),
}
