"""How a pod becomes a service account: by the token that its cluster's issuer signs."""

import re
from collections.abc import Iterator, Mapping

import pulumi
from pulumi_gcp import iam, serviceaccount

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, NameRule, Names, Scope, after
from landing_zone.identity.spec import IdentitySpec, Workload

GKE = re.compile(
    r"https://container\.googleapis\.com/v1/projects/(?P<project>[a-z][a-z0-9-]+)"
    r"/locations/[a-z0-9-]+/clusters/[a-z0-9-]+"
)
"""The issuer of a GKE cluster. All clusters of a project share its pool, `PROJECT.svc.id.goog`.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
"""

POOL = NameRule("workload identity pool", 32, unique=True, begins_with=("component",))
"""Source: https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers"""

LONGEST_CONDITION = 4096
"""Characters.

Source:
https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
"""


def login(
    scope: Scope,
    spec: IdentitySpec,
    accounts: Mapping[str, serviceaccount.Account],
    cluster: ClusterOutputs | None,
    apis: list[pulumi.Resource],
) -> dict[str, list[pulumi.Resource]]:
    """Let each workload's Kubernetes service account become its service account.

    The pool of a project does not exist before the project's first cluster, and binding to it
    fails: so a binding waits for the cluster, and without a cluster or an issuer nothing is bound.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
    """
    if cluster is not None:
        pods = {each.name: _pod(each, cluster.issuer.apply(_pool)) for each in spec.workloads}
    elif spec.issuer is not None:
        pods = _pods(scope, spec.issuer, spec.workloads, apis)
    else:
        return {workload.name: [] for workload in spec.workloads}
    return {
        name: [
            serviceaccount.IAMMember(
                scope.child(f"pod-{name}-login"),
                service_account_id=accounts[name].name,
                role="roles/iam.workloadIdentityUser",
                member=pod,
                opts=scope.opts(),
            )
        ]
        for name, pod in pods.items()
    }


def check(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Refuse the name of a component from which a pool cannot be named, and too many workloads."""
    if spec.issuer and spec.workloads and not GKE.fullmatch(spec.issuer):
        yield from names.check("issuer", POOL)
        if (length := len(_condition(spec.workloads))) > LONGEST_CONDITION:
            limit = f"names of at most {LONGEST_CONDITION} characters in all with an issuer"
            yield LandingZoneError(f"workloads: {limit}, or fewer of them, got {length}")


def _pods(
    scope: Scope, issuer: str, workloads: tuple[Workload, ...], apis: list[pulumi.Resource]
) -> dict[str, pulumi.Input[str]]:
    """Return the IAM member that each workload's pods are, by workload."""
    if GKE.fullmatch(issuer):
        return {each.name: _pod(each, _pool(issuer)) for each in workloads}
    subjects = _subjects(scope, issuer, workloads, apis) if workloads else ""
    return {each.name: pulumi.Output.concat(subjects, _subject(each)) for each in workloads}


def _pool(issuer: str) -> str:
    """Return the pool that all GKE clusters of a project share, of which this is one's issuer.

    Raises:
        LandingZoneError: if it is the issuer of another kind of cluster.
    """
    gke = GKE.fullmatch(issuer)
    if gke is None:
        raise LandingZoneError(f"cluster: one of Google Kubernetes Engine, got issuer '{issuer}'")
    return f"{gke['project']}.svc.id.goog"


def _pod(workload: Workload, pool: pulumi.Input[str]) -> pulumi.Output[str]:
    return pulumi.Output.concat(
        "serviceAccount:", pool, f"[{workload.namespace}/{workload.service_account}]"
    )


def _subject(workload: Workload) -> str:
    """Return who the pods of a workload are in the tokens of their cluster."""
    return f"system:serviceaccount:{workload.namespace}:{workload.service_account}"


def _condition(workloads: tuple[Workload, ...]) -> str:
    """Return that a token has to be a workload's."""
    named = ", ".join(f"'{_subject(each)}'" for each in workloads)
    return f"assertion.sub in [{named}]"


def _subjects(
    scope: Scope, issuer: str, workloads: tuple[Workload, ...], apis: list[pulumi.Resource]
) -> pulumi.Output[str]:
    """Trust the issuer of a cluster elsewhere, and return how its subjects' names begin.

    Only tokens of the workloads are taken, so that no other pod of that cluster is anybody here.
    The ID of a deleted pool stays taken for 30 days, in which `gcloud iam workload-identity-pools
    undelete` brings it back, to be imported.

    Sources: https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes,
    https://cloud.google.com/iam/docs/workload-identity-federation#conditions
    """
    pool = iam.WorkloadIdentityPool(
        scope.child("pool"),
        project=scope.env.account,
        workload_identity_pool_id=scope.physical(POOL),
        opts=scope.opts(depends_on=apis),
    )
    provider = iam.WorkloadIdentityPoolProvider(
        scope.child("pool-cluster"),
        project=scope.env.account,
        workload_identity_pool_id=pool.workload_identity_pool_id,
        workload_identity_pool_provider_id="cluster",
        attribute_mapping={"google.subject": "assertion.sub"},
        attribute_condition=_condition(workloads),
        oidc={"issuer_uri": issuer},
        opts=scope.opts(),
    )
    principals = pulumi.Output.concat("principal://iam.googleapis.com/", pool.name, "/subject/")
    return after(principals, provider)
