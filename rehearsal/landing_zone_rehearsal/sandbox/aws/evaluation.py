"""Decides a request by policies, as AWS does: what is denied, then what is allowed by whom.

Sources:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html,
https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landing_zone_rehearsal.sandbox.behaviour import Decision

from .conditions import unmet
from .statements import Call, Naming, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Everything that has a say in a request."""

    own: Sequence[Statement] = ()
    """What the policies of who asks say."""
    boundary: Sequence[Statement] | None = None
    """The most that who asks may be allowed; none without a permission boundary."""
    theirs: Sequence[Statement] = ()
    """What the policy of the resource says."""
    needs_theirs: bool = False
    """Whether the resource's policy must agree, as that of a key and of another account must."""


def decide(call: Call, policies: Policies) -> Decision:
    """Say whether a request is allowed, and by what."""
    denied = _denial(call, policies)
    if denied:
        return Decision(allowed=False, because=f"{denied.name} denies {_asked(call)}")
    itself = _allowing(call, policies.theirs, Naming.ITSELF)
    account = _allowing(call, policies.theirs, Naming.ACCOUNT)
    own = _allowing(call, policies.own)
    if not _is_within(call, policies.boundary):
        return Decision(allowed=False, because=_outside(call))
    if itself:
        return Decision(allowed=True, because=f"{itself.name} allows {_who(call)} {_asked(call)}")
    if call.principal.kind != "AWS" or (policies.needs_theirs and not account):
        return Decision(
            allowed=False,
            because=_lacking(call, policies.theirs, f"no policy that lets {_who(call)} in"),
        )
    if own:
        leaves = f", and {account.name} leaves that to the account" if account else ""
        return Decision(allowed=True, because=f"{own.name} allows {_asked(call)}{leaves}")
    return Decision(
        allowed=False, because=_lacking(call, policies.own, f"no policy of {_who(call)}")
    )


def _denial(call: Call, policies: Policies) -> Statement | None:
    for statement in (*policies.own, *(policies.boundary or ())):
        if not statement.allows and _applies(statement, call):
            return statement
    for statement in policies.theirs:
        if statement.allows or statement.names(call.principal) is Naming.NOT:
            continue
        if _applies(statement, call):
            return statement
    return None


def _allowing(
    call: Call, statements: Sequence[Statement], naming: Naming | None = None
) -> Statement | None:
    """Find a statement that allows a request; one of a resource also has to name who asks."""
    for each in statements:
        named = naming is None or each.names(call.principal) is naming
        if named and each.allows and _applies(each, call):
            return each
    return None


def _applies(statement: Statement, call: Call) -> bool:
    return statement.speaks_of(call) and unmet(statement.conditions, call.context) is None


def _is_within(call: Call, boundary: Sequence[Statement] | None) -> bool:
    return boundary is None or _allowing(call, boundary) is not None


def _lacking(call: Call, statements: Sequence[Statement], where: str) -> str:
    """Say what is missing: the condition that the nearest statement fails on, or everything."""
    for each in statements:
        names = "Principal" not in each.said or each.names(call.principal) is not Naming.NOT
        reason = unmet(each.conditions, call.context)
        if each.allows and names and each.speaks_of(call) and reason:
            return f"{each.name} would allow {_asked(call)}, but for its condition {reason}"
    return f"{where} allows {_asked(call)}"


def _outside(call: Call) -> str:
    return f"the permission boundary of {_who(call)} leaves out {_asked(call)}"


def _who(call: Call) -> str:
    return call.principal.name


def _asked(call: Call) -> str:
    return f"{call.action} on {call.resource}"
