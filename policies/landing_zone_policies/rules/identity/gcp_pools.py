"""Whose tokens a pool of Google Cloud takes: its provider's condition, read in CEL.

Source: https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World, check, judged
from landing_zone_policies.rules.identity.subjects import is_one_owners
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import given

PROVIDER = "gcp:iam:WorkloadIdentityPoolProvider"
CONDITION = "attributeCondition"

LONGEST, DEEPEST = 4096, 24
"""What a condition may have, in signs, and what is read of one, in brackets inside of brackets.

Source: https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
"""
TOKEN = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<sign>\|\||&&|[()\[\],])|(?P<other>.)",
    re.DOTALL,
)
CLAIM = r"(?:assertion|attribute|google)(?:\.\w+|\[T\])*"
EQUAL = re.compile(rf"(?P<claim>{CLAIM})==T|T==(?P<other>{CLAIM})")
EQUALS_NUMBER = re.compile(rf"{CLAIM}==\d+|\d+=={CLAIM}")
AMONG = re.compile(rf"(?P<claim>{CLAIM})in\[T(?:,T)*,?\]|Tin(?P<other>{CLAIM})")
BEGINS = re.compile(rf"(?P<claim>{CLAIM})\.(?P<how>startsWith|matches|endsWith|contains)\(T\)")
UNEQUAL = re.compile(rf"{CLAIM}!=(?:T|\d+)|(?:T|\d+)!={CLAIM}")
BEHIND = ("aud", "iss", "ref", "ref_type", "event_name", "environment", "runner_environment")
"""Claims that whoever asks for a token chooses."""
BEGINNING = re.compile(r"\^([A-Za-z0-9_@:/-]+)(?![*?{A-Za-z0-9_@:/-])")


@check(PROVIDER, reads=(CONDITION, "oidc.issuerUri"))
def pool_lets_some_in(provider: Resource, world: World) -> Iterator[Outcome]:
    """A provider that others use too says by a condition whose tokens it takes."""
    if provider.get("oidc") is Gap.MISSING:
        yield NotApplicable("its account or its certificates say who comes in")
        return
    condition = provider.first(CONDITION)
    if isinstance(condition.value, str) and condition.value.strip():
        named = names_somebody(condition.value)
        if named is None:
            yield Undetermined(CONDITION, f"{CONDITION} does not plainly say whose tokens it takes")
        else:
            says = f"{CONDITION} holds for everybody's tokens"
            yield Pass(CONDITION) if named else Fail(CONDITION, says)
    elif condition.is_known:
        yield Fail(CONDITION, f"{CONDITION} holds for everybody's tokens")
    else:
        yield judged(condition, given, world.settings)


def names_somebody(condition: str) -> bool | None:
    """Say whether a condition holds for somebody's tokens alone; None: that cannot be told."""
    found = [each[0] for each in TOKEN.finditer(condition[: LONGEST + 1])]
    tokens = [each for each in found if each.strip()]
    if len(condition) > LONGEST or "?" in tokens:
        return None
    return _of_any(tokens, 0)


def _of_any(tokens: list[str], depth: int) -> bool | None:
    """Read alternatives: each has to name somebody."""
    told = [_of_all(each, depth) for each in _apart(tokens, "||")]
    if False in told:
        return False
    return None if None in told else True


def _of_all(tokens: list[str], depth: int) -> bool | None:
    """Read what has to hold at once: one that names somebody is enough."""
    told = [_of_one(each, depth) for each in _apart(tokens, "&&")]
    if True in told:
        return True
    return None if None in told else False


def _of_one(tokens: list[str], depth: int) -> bool | None:
    if tokens[:1] == ["("] and tokens[-1:] == [")"] and depth < DEEPEST:
        return _of_any(tokens[1:-1], depth + 1)
    texts = [each[1:-1] for each in tokens if each[0] in "'\""]
    plain = "".join("T" if each[0] in "'\"" else each for each in tokens)
    if found := EQUAL.fullmatch(plain) or AMONG.fullmatch(plain):
        values = texts[1:] if "[T]" in plain.replace("in[T]", "") else texts
        claim = _claim(found["claim"] or found["other"], texts)
        return None if claim in BEHIND else all(values)
    if EQUALS_NUMBER.fullmatch(plain):
        return True
    if found := BEGINS.fullmatch(plain):
        claim = _claim(found["claim"], texts)
        return None if claim in BEHIND else _of_a_part(found["how"], texts[-1])
    if UNEQUAL.fullmatch(plain) or not re.search(CLAIM, plain):
        return False
    return None


def _of_a_part(how: str, text: str) -> bool | None:
    """Say whether a part of a claim is one owner's."""
    if not text or text in (".*", "^.*$", ".+", "^.+$", "^.*", ".*$"):
        return False
    if how == "endsWith":
        return True if "@" in text and text.strip("@") else None
    if how == "contains":
        return None
    begins = text if how == "startsWith" else _literally(text)
    if is_one_owners(f"{begins}*"):
        return True
    return False if begins.rstrip(":") in ("repo", "project_path") else None


def _literally(pattern: str) -> str:
    """Return what all begins with that a pattern finds, as far as that is plain."""
    found = BEGINNING.match(pattern)
    return found[1] if found and "|" not in pattern else ""


def _claim(named: str, texts: list[str]) -> str:
    """Return the last part of what a claim is called."""
    return texts[0] if named.endswith("[T]") else named.rpartition(".")[2]


def _apart(tokens: list[str], sign: str) -> Iterator[list[str]]:
    """Yield what stands between signs that are in no brackets."""
    depth, part = 0, list[str]()
    for each in tokens:
        depth += (each in "([") - (each in ")]")
        if each == sign and depth == 0:
            yield part
            part = []
        else:
            part.append(each)
    yield part
