"""Who may become a service account, by the tokens that its cluster's issuer signs.

Source: https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.objects import Object, World

from .clusters import CLUSTER
from .policies import Place, Verdict, is_allowed
from .roles import TOKENS

POD = re.compile(r"system:serviceaccount:(?P<namespace>[^:]+):(?P<name>[^:]+)")

LIST = re.compile(r"assertion\.sub in \[(?P<subjects>.*)\]")

SUBJECT = "assertion.sub"
"""The claim of a token that says which pod it is of."""


def becomes(world: World, principal: str, resource: str) -> Verdict:
    """Say whether a pod, or an IAM member, may act as a service account."""
    email = resource.removeprefix("serviceAccount:")
    account = next(world.find(("gcp:serviceaccount:Account",), ("email", "name"), email), None)
    if account is None:
        return Verdict(allowed=False, because=f"there is no service account {email}")
    if account.get("disabled"):
        return Verdict(allowed=False, because=f"the service account {email} is disabled")
    verdict = Verdict(allowed=False, because=f"no pool of identities knows {principal}")
    for member in _members(world, principal):
        verdict = is_allowed(world, member, TOKENS[0], _places(account), {})
        if verdict:
            return verdict
    return verdict


def accounts(world: World, principal: str) -> Iterator[tuple[str, Verdict]]:
    """Yield the service accounts that a pod can become, as members, and why."""
    for account in world.of("gcp:serviceaccount:Account"):
        member = str(account.get("member"))
        verdict = becomes(world, principal, member)
        if verdict:
            yield member, verdict


def _places(account: Object) -> list[Place]:
    return [
        Place("gcp:serviceaccount:IAM", str(account.get("name"))),
        Place("gcp:projects:IAM", account.account),
    ]


def _members(world: World, principal: str) -> Iterator[str]:
    """Yield what a pod is called in a policy: in the pools that trust its issuer, and in GKE's.

    GKE's pool is that of the project that the pod's cluster is in, and comes with the cluster.
    """
    pod = POD.fullmatch(principal)
    if pod is None:
        yield principal
        return
    for pool in _trusting(world, principal):
        name = f"//iam.googleapis.com/{pool.get('name')}"
        yield f"principal:{name}/subject/{principal}"
        yield f"principalSet:{name}/*"
    for pool in _of_clusters(world):
        yield f"serviceAccount:{pool}[{pod['namespace']}/{pod['name']}]"


def _of_clusters(world: World) -> list[str]:
    pools = (each.get("workloadIdentityConfig.workloadPool") for each in world.of(CLUSTER))
    return list(dict.fromkeys(str(pool) for pool in pools if pool))


def _trusting(world: World, principal: str) -> Iterator[Object]:
    """Yield the pools with a provider that takes a token's subject for what it says."""
    for provider in world.of("gcp:iam:WorkloadIdentityPoolProvider"):
        mapping: Mapping[str, Any] = provider.get("attributeMapping") or {}
        if provider.get("disabled") or mapping.get("google.subject") != SUBJECT:
            continue
        if not _admits(provider.get("attributeCondition"), principal):
            continue
        for pool in world.of("gcp:iam:WorkloadIdentityPool"):
            same = pool.get("workloadIdentityPoolId") == provider.get("workloadIdentityPoolId")
            if same and pool.account == provider.account and not pool.get("disabled"):
                yield pool


def _admits(condition: Any, principal: str) -> bool:
    """Say whether a provider takes a token; of conditions it knows lists of subjects alone."""
    if not condition:
        return True
    listed = LIST.fullmatch(str(condition))
    return listed is not None and f"'{principal}'" in listed["subjects"].split(", ")
