"""Whose rights an agent acts with, and who else has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from landing_zone_policies.embedded import objects, parsed, texts
from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.values import MISSING, UNKNOWN

ROLE = "aws:iam:Role"
INLINE = "aws:iam:RolePolicy"
ATTACHED = "aws:iam:RolePolicyAttachment"
POLICY = "aws:iam:Policy"
WIDE = ("administratoraccess", "poweruseraccess", "iamfullaccess", "amazonbedrockfullaccess")
"""Policies of AWS that give more than any agent needs.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""


def has_its_own(path: str, *types: str, owner: str) -> Check:
    """Return a row: no two resources of these types act with the rights of one identity.

    Args:
        path: The property that names the identity.
        types: The types of agents.
        owner: The type of the identity.
    """

    @check(*types, reads=(path,), joins=True)
    def look(agent: Resource, world: World) -> Iterator[Outcome]:
        found = agent.first(path)
        if found.value is MISSING:
            yield Fail(found.path, f"{path} is not set: it shares the identity of everything else")
            return
        mine = _identity(agent, path, owner, world.estate)
        if mine is None:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
            return
        sharing = sorted(
            each.name
            for each in world.estate.of(*types)
            if each is not agent and _identity(each, path, owner, world.estate) == mine
        )
        if sharing:
            yield Fail(found.path, f"it acts with the same rights as {', '.join(sharing)}")
        else:
            yield Pass(found.path)

    return look


def is_least(path: str, *types: str) -> Check:
    """Return a row: the role that agents act with lets them do named things only."""

    @check(*types, reads=(path, f"{INLINE}.policy"), joins=True)
    def look(agent: Resource, world: World) -> Iterator[Outcome]:
        estate = world.estate
        for role in estate.targets(agent, path, ROLE):
            for each in role.find("inlinePolicies[].policy"):
                yield from _judged(path, each)
            for inline in estate.pointing(role, "role", INLINE):
                yield from _judged(path, inline.first("policy"))
            for attachment in estate.pointing(role, "role", ATTACHED):
                yield from _attached(path, attachment, estate)
        yield Pass(path)

    return look


def _identity(agent: Resource, path: str, owner: str, estate: Estate) -> str | None:
    targets = estate.targets(agent, path, owner)
    if targets:
        return targets[0].urn
    said = agent.get(path)
    return said.casefold() if isinstance(said, str) else None


def _attached(path: str, attachment: Resource, estate: Estate) -> Iterator[Outcome]:
    for policy in estate.targets(attachment, "policyArn", POLICY):
        yield from _judged(path, policy.first("policy"))
    arn = attachment.get("policyArn")
    if isinstance(arn, str) and arn.casefold().rpartition("/")[2] in WIDE:
        yield Fail(path, "its role has a policy of AWS that lets it do almost everything")


def _judged(path: str, found: Found) -> Iterator[Outcome]:
    document = parsed(found)
    if not isinstance(document, dict):
        if found.value is not MISSING:
            yield Undetermined(path, "what its role may do is known after deployment")
        return
    for statement in objects(cast("dict[str, Any]", document).get("Statement")):
        if statement.get("Effect") != "Allow":
            continue
        if UNKNOWN in [each for each in statement.values() if not isinstance(each, list | dict)]:
            yield Undetermined(path, "what its role may do is known after deployment")
        wide = [each for each in texts(statement.get("Action")) if _is_wide(each)]
        if wide:
            yield Fail(path, f"its role may do {'a secret' if found.secret else ', '.join(wide)}")


def _is_wide(action: str) -> bool:
    service, _, verb = action.partition(":")
    return service == "*" or verb == "*"
