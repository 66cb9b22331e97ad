"""What a policy document of AWS may say, statement by statement."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from tests.promises.table import Expectation
from tests.promises.view import Zone

Said = str | tuple[str, ...]
"""One text or several about the zone (`Zone.said`)."""


@dataclass(frozen=True)
class Statement:
    """What one statement of a policy must come to."""

    effect: str
    does: Said
    """What is allowed, as one regular expression, or all that is denied."""
    on: Said | re.Pattern[str]
    """The resources, exactly or all of them by a pattern; none for the trust policy of a role."""
    to: Said
    """`*`, or kind and name (`Service logs.amazonaws.com`); none in an identity's own policy."""
    when: Mapping[str, Said] = field(default_factory=dict[str, Said])
    """The values by operator and key (`StringEquals aws:SourceAccount`): at least these for what
    is allowed, exactly these for what is denied."""


def allows(
    does: str,
    *,
    on: Said | re.Pattern[str] = (),
    to: Said = (),
    when: Mapping[str, Said] | None = None,
) -> Statement:
    """Expect that these actions, and no others, are allowed under at least these conditions."""
    return Statement("Allow", does, on, to, when or {})


def denies(*does: str, on: Said, when: Mapping[str, Said]) -> Statement:
    """Expect that everybody is denied these actions under no more than these conditions."""
    return Statement("Deny", does, on, "*", when)


def states(**statements: Statement) -> Expectation:
    """Expect a policy document with these statements, by name."""

    def check(value: Any, zone: Zone) -> bool:
        found = {each.get("Sid"): each for each in _statements(value)}
        return all(
            name in found and _says(found[name], wanted, zone)
            for name, wanted in statements.items()
        )

    return check


def allows_only(**statements: Statement) -> Expectation:
    """Expect a policy document with these statements, and with no other that allows anything."""

    def check(value: Any, zone: Zone) -> bool:
        allowing = {each.get("Sid") for each in _statements(value) if each["Effect"] != "Deny"}
        return allowing <= statements.keys() and states(**statements)(value, zone)

    return check


def _statements(value: Any) -> list[dict[str, Any]]:
    return json.loads(value or "{}").get("Statement", [])


def _says(found: Mapping[str, Any], wanted: Statement, zone: Zone) -> bool:
    conditions = {
        f"{operator} {key}": _listed(values)
        for operator, keys in found.get("Condition", {}).items()
        for key, values in keys.items()
    }
    expected = {key: _said(values, zone) for key, values in wanted.when.items()}
    if wanted.effect == "Allow":
        conditions = {key: values for key, values in conditions.items() if key in expected}
    return (
        found["Effect"] == wanted.effect
        and _does(_listed(found.get("Action")), wanted)
        and _is_on(_listed(found.get("Resource")), wanted.on, zone)
        and _principals(found.get("Principal")) == _said(wanted.to, zone)
        and conditions == expected
    )


def _does(actions: list[str], wanted: Statement) -> bool:
    if wanted.effect == "Deny":
        return set(wanted.does) <= set(actions)
    return bool(actions) and all(re.fullmatch(str(wanted.does), action) for action in actions)


def _is_on(resources: list[str], wanted: Said | re.Pattern[str], zone: Zone) -> bool:
    if isinstance(wanted, re.Pattern):
        pattern = zone.said(wanted.pattern)
        return bool(resources) and all(re.fullmatch(pattern, each) for each in resources)
    return resources == _said(wanted, zone)


def _principals(value: Any) -> list[str]:
    if value in ("*", {"AWS": "*"}):
        return ["*"]
    named = (value or {}).items()
    return sorted(f"{kind} {each}" for kind, names in named for each in _listed(names))


def _said(texts: Said, zone: Zone) -> list[str]:
    return sorted(zone.said(text) for text in _listed(texts))


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return sorted(cast("list[str]", value or []))
