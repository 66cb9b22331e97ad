"""Reading AWS policy documents: who may do what to which, and under which conditions."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import MISSING, UNKNOWN, bare

SOMETHING = "(known after deployment)"
"""Stands for a text that the cloud gives: one thing, and no wildcard."""


class Condition(NamedTuple):
    """One condition of a statement; its values are alternatives."""

    operator: str
    """Without case: `stringequals`."""
    key: str
    """Without case: `aws:sourceaccount`."""
    values: tuple[str, ...]


class Statement(NamedTuple):
    """One statement of a policy, in which one thing and a list of one thing are the same.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """

    name: str
    """How a message calls it: by its `Sid`, or by its place."""
    allows: bool
    actions: tuple[str, ...]
    """Without case: `s3:getobject`."""
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    principals: tuple[tuple[str, str], ...]
    """Kind and name: `("AWS", "*")`; `"*"` alone is of the kind `*`."""
    not_principals: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...]
    is_partial: bool = False
    """Whether what it allows or refuses, or under which conditions, is known after deployment."""

    @property
    def everything(self) -> bool:
        """Whether it is about every resource."""
        return "*" in self.resources or bool(self.not_resources)

    @property
    def anyone(self) -> bool:
        """Whether it is about everyone, conditions aside."""
        named = any(kind in ("*", "AWS") and who == "*" for kind, who in self.principals)
        return named or bool(self.not_principals)

    @property
    def is_public(self) -> bool:
        """Whether it lets everyone do something, and no condition says who that is."""
        return self.allows and self.anyone and not any(map(narrows, self.conditions))

    def covers(self, action: str) -> bool:
        """Whether an action, in lower case, is one that it is about, wildcards included."""
        if self.not_actions:
            return not any(_glob(each).fullmatch(action) for each in self.not_actions)
        return any(_glob(each).fullmatch(action) for each in self.actions)


WHO = frozenset(
    """
    aws:calledvia aws:principalaccount aws:principalarn aws:principalisawsservice aws:principalorgid
    aws:principalorgpaths aws:principalservicename aws:principaltag aws:sourceaccount aws:sourcearn
    aws:sourceip aws:sourceorgid aws:sourceorgpaths aws:sourceowner aws:sourcevpc aws:sourcevpce
    aws:userid aws:username aws:vpcsourceip aws:viaawsservice kms:calleraccount kms:viaservice
    elasticfilesystem:accessedviamounttarget lambda:sourcefunctionarn s3:dataaccesspointaccount
    s3:dataaccesspointarn sns:endpoint
    """.split()  # noqa: SIM905 (a table in a paragraph)
)
"""Keys by which a condition says who, or whence.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

POSITIVE = frozenset(
    {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"}
    | {"bool", "foranyvalue:stringequals", "foranyvalue:stringlike", "foranyvalue:arnlike"}
)
"""Operators that hold for what is listed, and not where the key is absent."""

ANYWHERE = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1"})


def narrows(condition: Condition) -> bool:
    """Whether a condition leaves only some of all the world."""
    key = condition.key
    if condition.operator not in POSITIVE:
        return False
    if key not in WHO and not key.startswith("aws:principaltag/"):
        return False
    if condition.operator == "bool":
        return all(each.casefold() == "true" for each in condition.values)
    return bool(condition.values) and not any(_is_wild(key, each) for each in condition.values)


def _is_wild(key: str, value: str) -> bool:
    """Whether a condition's value stands for everyone: `*`, every address, any account's ARN."""
    if not value.strip("*?") or value in ANYWHERE:
        return True
    if not value.startswith("arn:"):
        return False
    parts = value.split(":")
    if key == "aws:principalarn":
        return len(parts) > 4 and not parts[4].strip("*?")
    return not "".join(parts[3:]).strip("*?")


def read(found: Found) -> list[Statement] | None:
    """Return the statements of a document, be it an object or text.

    Nothing at all is a document without statements. None: it is not known yet, or none can be
    told from what is there.
    """
    if found.value is MISSING:
        return []
    document = _parsed(found.value)
    if not isinstance(document, Mapping):
        return None
    listed = _get(cast("Mapping[str, Any]", document), "statement")
    if listed is MISSING:
        return []
    rows: list[Any] = cast("list[Any]", listed) if isinstance(listed, list) else [listed]
    rows = [bare(each) for each in rows]
    if not all(isinstance(each, Mapping) for each in rows):
        return None
    return [_statement(each, at) for at, each in enumerate(rows)]


Objection: TypeAlias = Callable[[Statement], str | None]
"""Says what is wrong with a statement, as it follows its name; None: nothing is."""


def judge_statements(
    resource: Resource, path: str, objection: Objection, *, absent: str = "there is no policy"
) -> Iterator[Outcome]:
    """Yield what is wrong with the statements of the documents at a path."""
    for found in resource.find(path):
        if found.value is MISSING:
            yield NotApplicable(absent)
            continue
        statements = read(found)
        if statements is None:
            yield Undetermined(found.path, f"{found.path} cannot be read yet")
            continue
        yield from _objections(found.path, statements, objection)


def _objections(path: str, statements: list[Statement], objection: Objection) -> Iterator[Outcome]:
    for each in statements:
        wrong = objection(each)
        if wrong:
            yield Fail(path, f"{each.name} {wrong}")
        elif each.is_partial and each.allows:
            yield Undetermined(path, f"{each.name} is known after deployment")
    yield Pass(path)


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return an element of a document, whatever the case of its name."""
    for name, value in mapping.items():
        if name.casefold() == key:
            return MISSING if value is None else bare(value)
    return MISSING


def _statement(row: Mapping[str, Any], at: int) -> Statement:
    sid = _get(row, "sid")
    effect = _get(row, "effect")
    actions = _texts(_get(row, "action"))
    not_actions = _texts(_get(row, "notaction"))
    conditions = _get(row, "condition")
    return Statement(
        name=f"statement {sid}" if isinstance(sid, str) and sid else f"statement {at + 1}",
        allows=effect is UNKNOWN or str(effect).casefold() == "allow",
        actions=tuple(each.casefold() for each in actions),
        not_actions=tuple(each.casefold() for each in not_actions),
        resources=_texts(_get(row, "resource")),
        not_resources=_texts(_get(row, "notresource")),
        principals=_principals(_get(row, "principal")),
        not_principals=_principals(_get(row, "notprincipal")),
        conditions=tuple(_conditions(conditions)),
        is_partial=SOMETHING in (*actions, *not_actions) or UNKNOWN in (effect, conditions),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if value is MISSING:
        return ()
    listed: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [value]
    return tuple(_text(each) for each in listed)


def _text(value: Any) -> str:
    value = bare(value)
    if isinstance(value, bool):
        return str(value).lower()
    return SOMETHING if value is UNKNOWN else str(value)


def _principals(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        return tuple(("*" if each == "*" else "AWS", each) for each in _texts(value))
    kinds = cast("Mapping[str, Any]", value)
    return tuple(
        (kind, each)
        for kind, named in kinds.items()
        for each in _texts(MISSING if named is None else bare(named))
    )


def _conditions(value: Any) -> Iterator[Condition]:
    if not isinstance(value, Mapping):
        return
    for operator, tests in cast("Mapping[str, Any]", value).items():
        keys = bare(tests)
        if isinstance(keys, Mapping):
            for key, values in cast("Mapping[str, Any]", keys).items():
                yield Condition(operator.casefold(), key.casefold(), _texts(bare(values)))


def _glob(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped)
