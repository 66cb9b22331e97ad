"""Policies of AWS that turn away who comes without TLS."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.statements import Statement, read


def refuses_plain_requests(policy: Found, service: str) -> Iterator[Outcome]:
    """Look for a statement that denies everybody every action without TLS.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
    """
    statements = read(policy)
    if statements is None:
        yield Undetermined(policy.path, f"{policy.path} cannot be read yet")
    elif any(_refuses(each, service) for each in statements):
        yield Pass(policy.path)
    elif any(each.is_partial for each in statements):
        yield Undetermined(policy.path, "what a statement refuses is known after deployment")
    else:
        yield Fail(policy.path, "no statement denies what comes without TLS")


def _refuses(statement: Statement, service: str) -> bool:
    actions = {"*", f"{service}:*"} & set(statement.actions)
    conditions = statement.conditions
    return (
        not statement.allows
        and statement.anyone
        and bool(actions)
        and bool(conditions)
        and all(
            each.key == "aws:securetransport"
            and each.operator in ("bool", "boolifexists")
            and [value.casefold() for value in each.values] == ["false"]
            for each in conditions
        )
    )
