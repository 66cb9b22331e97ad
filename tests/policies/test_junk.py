"""Whatever a document says, every rule answers: with outcomes, without a secret, and never loudly.

One example is a whole program in which each type that any rule looks at stands once, with junk in
all properties that are read. The checks are asked directly, so that nothing hides an exception.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from landing_zone_policies.catalogue import rules
from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, NotApplicable, Pass, Undetermined
from landing_zone_policies.paths import parse
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import UNKNOWN, Secret

OUTCOMES = (Pass, Fail, Undetermined, NotApplicable)
CANARY = "hunter2-is-in-no-message"
REGULATED = Settings(
    profile="regulated",
    jurisdictions=("eu",),
    whole_account=True,
    tag_patterns={"owner": "[a-z]+"},
    machines=("h100", "p5.*"),
    registries=("registry.example/",),
    models=("anthropic.*",),
)
EXAMPLES = 8
MOST_TYPES = 3


def deep(depth: int) -> Any:
    value: Any = UNKNOWN
    for index in range(depth):
        value = [value] if index % 2 else {"key": value}
    return value


TELLING = (
    *("", " ", "true", "*", "0.0.0.0/0", "::/0", "10.0.0.0/33", "22-20", "-1", "NaN", "1e999"),
    *("arn:aws:iam::aws:policy/x", "arn:aws:s3:::b", "arn:", "/subscriptions/x", "West Europe"),
    *("projects/p/locations/global/x", "TLS1_2", "allUsers", "[", "{", "null", "[1]", '"x"'),
    '{"Statement": [1, {"Action": {"a": []}, "Principal": [[]], "Resource": null}]}',
    '{"Statement": {"Effect": "Allow", "Action": "*", "Principal": "*", "Condition": 1}}',
    "[" * 5000,
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(TELLING),
    st.just(UNKNOWN),
    st.just(Secret(CANARY)),
    st.just(Secret([CANARY, {"key": CANARY}, UNKNOWN])),
    st.sampled_from([deep(1), deep(60), [], {}, [None], [[]], {"": None}, 10**400]),
)
KEYS = st.sampled_from(["name", "value", "key", "Statement", "enabled", "type", "a.b/c", ""])
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def asked(check: Check) -> tuple[str, ...]:
    """Return the types that a check is asked about here: some, where it treats hundreds alike."""
    return check.types[:: max(1, len(check.types) // MOST_TYPES)][:MOST_TYPES]


def reads_by_type() -> dict[str, list[str]]:
    """Return what is read of each type that any rule looks at, or looks up beside another."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for rule in rules():
        for check in rule.checks:
            for path in check.reads:
                owner, _, rest = path.rpartition(":")
                type_ = f"{owner}:{rest.partition('.')[0]}"
                targets = (type_,) if owner else asked(check)
                for each in targets:
                    found[each].setdefault(rest.partition(".")[2] if owner else path)
    return {type_: [path for path in paths if path] for type_, paths in found.items()}


READS = reads_by_type()


def put(bag: dict[str, Any], path: str, junk: Any, cut: int) -> None:
    """Put junk where a path leads, or on the way to there."""
    try:
        segments = parse(path)
    except ValueError:
        return
    at = bag
    for key, each in segments[: cut % len(segments)]:
        inner = at.setdefault(key, [{}] if each else {})
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(inner, dict):
            return
        at = inner
    at.setdefault(segments[cut % len(segments)][0], deepcopy(junk))


def resource(type_: str, junk: list[Any], cut: int, provider: Resource) -> Resource:
    bags: list[dict[str, Any]] = [{}, {}]
    for index, path in enumerate(READS[type_]):
        put(bags[0], path, junk[(cut + index) % len(junk)], cut + index)
        put(bags[1], path, junk[(cut + index + 1) % len(junk)], cut)
    urn = f"urn:pulumi:s::p::{type_}::{cut}"
    made = Resource(urn, type_, bags[0], bags[1], id=junk[cut % len(junk)], provider=provider)
    made.takes = dict.fromkeys(bags[0], (urn, "urn:pulumi:s::p::gone"))
    return made


def program(junk: list[Any]) -> Estate:
    configured: dict[str, Any] = dict.fromkeys(
        ("region", "location", "defaultTags", "defaultLabels"), junk[0]
    )
    provider = Resource(
        "urn:pulumi:s::p::pulumi:providers:aws::x", "pulumi:providers:aws", configured
    )
    made = [
        resource(type_, junk, index + twin, provider)
        for index, type_ in enumerate(READS)
        for twin in (0, 1)
    ]
    return Estate([provider, *made])


def hold(outcome: object, rule: str, type_: str) -> None:
    assert isinstance(outcome, OUTCOMES), (rule, type_, outcome)
    hash(outcome)
    told = outcome.reason if isinstance(outcome, NotApplicable) else outcome.path
    message = getattr(outcome, "message", "")
    assert isinstance(told, str), (rule, type_, outcome)
    assert isinstance(message, str), (rule, type_, outcome)
    assert CANARY not in message + told, f"{rule} tells a secret of {type_}"


@given(junk=st.lists(JUNK, min_size=5, max_size=11), production=st.booleans())
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_check_survives_junk(production: bool, junk: list[Any]) -> None:
    world = World(program(junk), REGULATED if production else Settings(profile="dev"))
    for rule in rules():
        for check in rule.checks:
            for type_ in asked(check):
                for each in world.estate.of(type_):
                    for outcome in check.look(each, world):
                        hold(outcome, rule.id, type_)
        for survey in rule.surveys:
            for cloud in survey.clouds:
                for outcome in survey.look(world, cloud):
                    hold(outcome, rule.id, cloud)
