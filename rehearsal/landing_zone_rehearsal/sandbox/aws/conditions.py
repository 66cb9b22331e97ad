"""Evaluates the conditions of AWS policies.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from landing_zone_rehearsal.values import is_dict, is_list

from .statements import listed, matches

Test: TypeAlias = Callable[[str, str], bool]
"""Whether what a request says meets one value of a condition: what is given, what is wanted."""

OPERATOR = re.compile(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?")
VARIABLE = re.compile(r"\$\{([^}]+)\}")

SEGMENTS = 5
"""Colons that part an ARN; further ones belong to the resource."""


def _arn_matches(given: str, wanted: str) -> bool:
    """Compare ARNs segment by segment: a `*` never reaches across a colon."""
    ours, theirs = given.split(":", SEGMENTS), wanted.split(":", SEGMENTS)
    if len(ours) != len(theirs):
        return False
    return all(matches(pattern, text) for pattern, text in zip(theirs, ours, strict=True))


def _number(compare: Callable[[float, float], bool]) -> Test:
    def test(given: str, wanted: str) -> bool:
        try:
            return compare(float(given), float(wanted))
        except ValueError:
            return False

    return test


def _is_address_in(given: str, wanted: str) -> bool:
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


TESTS: Mapping[str, Test] = {
    "StringEquals": lambda given, wanted: given == wanted,
    "StringEqualsIgnoreCase": lambda given, wanted: given.lower() == wanted.lower(),
    "StringLike": lambda given, wanted: matches(wanted, given),
    "ArnEquals": _arn_matches,
    "ArnLike": _arn_matches,
    "Bool": lambda given, wanted: given.lower() == wanted.lower(),
    "BinaryEquals": lambda given, wanted: given == wanted,
    "IpAddress": _is_address_in,
    "NumericEquals": _number(lambda given, wanted: given == wanted),
    "NumericLessThan": _number(lambda given, wanted: given < wanted),
    "NumericLessThanEquals": _number(lambda given, wanted: given <= wanted),
    "NumericGreaterThan": _number(lambda given, wanted: given > wanted),
    "NumericGreaterThanEquals": _number(lambda given, wanted: given >= wanted),
    "DateEquals": lambda given, wanted: given == wanted,
    "DateLessThan": lambda given, wanted: given < wanted,
    "DateLessThanEquals": lambda given, wanted: given <= wanted,
    "DateGreaterThan": lambda given, wanted: given > wanted,
    "DateGreaterThanEquals": lambda given, wanted: given >= wanted,
}

NEGATED: Mapping[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
"""Operators that hold where the other one does not, also where a request says nothing."""


def is_operator(name: str) -> bool:
    """Whether AWS knows an operator, with or without what may stand before and after it."""
    parts = OPERATOR.fullmatch(name)
    return parts is not None and (parts[2] in {*TESTS, *NEGATED} or name == "Null")


def unmet(conditions: Mapping[str, Any], context: Mapping[str, Any]) -> str | None:
    """Name the first condition that a request does not meet; None when it meets them all."""
    for operator, wanted in conditions.items():
        for key, values in wanted.items() if is_dict(wanted) else ():
            given = context.get(key.lower())
            if not _is_met(operator, given, [_filled(each, context) for each in listed(values)]):
                said = "nothing" if given is None else _shown(given)
                return f"{operator} {key} = {_shown(values)}, where the request says {said}"
    return None


def _is_met(operator: str, given: Any, wanted: list[str]) -> bool:
    if operator == "Null":
        return str(given is None).lower() in (each.lower() for each in wanted)
    parts = OPERATOR.fullmatch(operator)
    if parts is None:
        return False
    every, name, if_exists = parts.groups()
    if given is None:
        return bool(if_exists) or every == "ForAllValues" or name in NEGATED
    held = listed(given)
    if every == "ForAllValues":
        return all(_meets(name, [each], wanted) for each in held)
    return _meets(name, held, wanted)


def _meets(name: str, given: Iterable[str], wanted: list[str]) -> bool:
    plain = NEGATED.get(name)
    test = TESTS.get(plain or name)
    if test is None:
        return False
    met = any(test(each, value) for each in given for value in wanted)
    return met is not (plain is not None)


def _filled(value: str, context: Mapping[str, Any]) -> str:
    """Fill policy variables in, such as `${aws:PrincipalAccount}`."""
    return VARIABLE.sub(lambda found: str(context.get(found[1].lower(), found[0])), value)


def _shown(value: Any) -> str:
    return " or ".join(listed(value)) if is_list(value) else str(value)
