"""Says who may take a role on, by its trust policy.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html,
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html,
https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from .deployed import policies_for, role_of
from .evaluation import Policies, decide
from .pods import CLUSTER, POD_ACTIONS, PODS, SERVICE_ACCOUNT, bindings, has_agent
from .statements import ACCOUNT, Call, Principal, Statement, principals, statements

SOURCES: Mapping[str, str] = {
    PODS: "eks:{region}:{account}:cluster/any",
    "scheduler.amazonaws.com": "scheduler:{region}:{account}:schedule-group/default",
    "vpc-flow-logs.amazonaws.com": "ec2:{region}:{account}:vpc-flow-log/fl-any",
}
"""On behalf of what a service takes a role on, as `aws:SourceArn` says."""


def assumes(world: World, principal: str, resource: str) -> Decision:
    """Say whether somebody may take a role on.

    Args:
        world: What exists.
        principal: A Kubernetes service account (`system:serviceaccount:NAMESPACE:NAME`), one of
            AWS's services, or the ARN of an identity. Of an identity that is not simulated, such
            as a role of Identity Center, only the trust in it is asked.
        resource: The role's ARN.
    """
    role = role_of(world, resource)
    if role is None:
        return Decision(allowed=False, because=f"role {resource} does not exist")
    trust = statements(role.get("assumeRolePolicy"), f"the trust policy of role {role.name}")
    if SERVICE_ACCOUNT.fullmatch(principal):
        by_pod = _by_pod(world, role, trust, principal)
        return by_pod or _by_token(role, trust, principal) or by_pod
    if not principal.startswith("arn:"):
        return service_assumes(role, trust, principal)
    return _by_identity(world, role, trust, principal)


def service_assumes(
    role: Object,
    trust: list[Statement],
    service: str,
    said: Mapping[str, Any] | None = None,
    actions: tuple[str, ...] = ("sts:AssumeRole",),
) -> Decision:
    """Say whether one of AWS's services may take a role on, for this account and region."""
    partition = str(role.get("arn")).split(":")[1]
    source = SOURCES.get(service, "").format(region=role.region, account=role.account)
    context = {
        "aws:sourceaccount": role.account,
        **({"aws:sourcearn": f"arn:{partition}:{source}"} if source else {}),
        **(said or {}),
    }
    decision = Decision(allowed=False, because="nothing was asked")
    for action in actions:
        asking = Principal(name=service, kind="Service")
        decision = decide(_call(role, asking, action, context), Policies(theirs=trust))
        if not decision:
            break
    return decision


def _by_pod(world: World, role: Object, trust: list[Statement], subject: str) -> Decision:
    """Ask the clusters that there are; while there is none, what would be if there were."""
    if not any(each.account == role.account for each in world.of(CLUSTER)):
        account = SERVICE_ACCOUNT.fullmatch(subject)
        said = {
            "aws:requesttag/kubernetes-namespace": account["namespace"] if account else "",
            "aws:requesttag/kubernetes-service-account": account["name"] if account else "",
        }
        return service_assumes(role, trust, PODS, said, POD_ACTIONS)
    own = [each for each in bindings(world, subject) if each.role == role.get("arn")]
    decision = Decision(allowed=False, because=f"no cluster binds {role.get('arn')} to {subject}")
    for each in own:
        decision = service_assumes(role, trust, PODS, each.said, POD_ACTIONS)
        if decision and not has_agent(world, each.cluster):
            lacking = f"no agent for pod identities runs in cluster {each.cluster.id}"
            decision = Decision(allowed=False, because=lacking)
        if decision:
            break
    return decision


def _by_token(role: Object, trust: list[Statement], subject: str) -> Decision | None:
    for provider in _providers(trust):
        issuer = provider.partition("oidc-provider/")[2].lower()
        context = {f"{issuer}:sub": subject, f"{issuer}:aud": "sts.amazonaws.com"}
        asking = Principal(name=provider, kind="Federated")
        call = _call(role, asking, "sts:AssumeRoleWithWebIdentity", context)
        return decide(call, Policies(theirs=trust))
    return None


def _providers(trust: list[Statement]) -> Iterator[str]:
    for statement in trust:
        yield from (name for kind, name in principals(statement) if kind == "Federated")


def _by_identity(world: World, role: Object, trust: list[Statement], arn: str) -> Decision:
    found = ACCOUNT.search(arn)
    account = found[1] if found else ""
    asking = Principal(name=arn, account=account)
    context = {"aws:principalarn": arn, "aws:principalaccount": account}
    call = _call(role, asking, "sts:AssumeRole", context)
    if role_of(world, arn) is None:
        everything = Statement({"Effect": "Allow", "Action": "*"}, "what is not simulated")
        return decide(call, Policies(own=[everything], theirs=trust, needs_theirs=True))
    known = policies_for(world, call)
    return decide(
        call,
        Policies(own=known.own, boundary=known.boundary, theirs=trust, needs_theirs=True),
    )


def _call(role: Object, principal: Principal, action: str, context: Mapping[str, Any]) -> Call:
    return Call(
        principal=principal,
        action=action,
        resource=str(role.get("arn")),
        account=role.account,
        context=context,
    )
