"""Records each estate once, and judges it with every rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from landing_zone_policies.catalogue import rules
from landing_zone_policies.configuration import SETTINGS, settings_of
from landing_zone_policies.documents import estate_of
from landing_zone_policies.judging import Report, Verdict, judge
from landing_zone_rehearsal import record, to_document
from tests.policies.estates.missed import ELSEWHERE, MISSED, STACK
from tests.policies.estates.objections import expected, meets

CLOUDS = ("aws", "gcp", "azure", "kubernetes")

AMERICA = {
    "aws:region": "us-east-1",
    "gcp:project": "acme",
    "gcp:region": "us-central1",
    "azure-native:location": "eastus",
    "azure-native:subscriptionId": "1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c",
}
"""Where quickstarts put everything."""

CLEAN: Mapping[str, Any] = {"profile": "regulated", "jurisdictions": ["eu"]}
"""What the well-kept estates are held to."""

STRICT: Mapping[str, Any] = {
    **CLEAN,
    "machines": ["t4", "l4", "a10g", "v100"],
    "most_accelerators": 8,
    "models": ["anthropic.*", "gpt-4o*", "gemini*"],
    "tag_patterns": {"environment": "dev|test|prod", "cost_center": "cc-[0-9]{4}"},
    "whole_account": True,
    "registries": ["111122223333.dkr.ecr.eu-central-1.amazonaws.com/"],
}
"""What the insecure ones are held to."""


@dataclass(frozen=True)
class Judged:
    """An insecure estate, what is objected to in it, and what the rules find."""

    cloud: str
    types: Mapping[str, str]
    objections: Mapping[str, Sequence[str]]
    found: Mapping[str, frozenset[str]]
    """The rules that fail, by the name of the resource."""
    per_rule: Mapping[str, int]

    def is_found(self, name: str, objection: str) -> bool:
        """Whether a rule fails for what is objected to, of the resource or of its side-car."""
        told = (name, *ELSEWHERE.get(self.cloud, {}).get(name, ()))
        return any(meets(rule, objection) for each in told for rule in self.found.get(each, ()))

    @property
    def all(self) -> list[tuple[str, str]]:
        """Every resource with each objection to it."""
        return [(name, each) for name, said in self.objections.items() for each in said]

    @property
    def unfound(self) -> list[tuple[str, str]]:
        """What no rule finds, with or without a reason."""
        return [each for each in self.all if not self.is_found(*each)]


@cache
def insecure(cloud: str) -> Judged:
    """Return what the rules find in a cloud's insecure estate."""
    module = import_module(f"tests.policies.estates.insecure_{cloud}")
    estate = _estate(lambda: _declare(module.THEMES), preview=False, config=AMERICA)
    found: dict[str, set[str]] = defaultdict(set)
    failures = _report(estate, STRICT).of(Verdict.FAIL)
    for each in failures:
        found[each.urn.rpartition("::")[2]].add(each.rule.id)
    return Judged(
        cloud,
        {
            each.name: each.type
            for each in estate.resources
            if _is_declared(each) or each.name == STACK
        },
        {**expected(module.THEMES), STACK: tuple(module.STACK.split())},
        {name: frozenset(ids) for name, ids in found.items()},
        Counter(each.rule.id for each in failures),
    )


@cache
def clean(cloud: str, *, preview: bool) -> Report:
    """Return what the rules say of a cloud's well-kept estate."""
    module = import_module(f"tests.policies.estates.clean_{cloud}")
    return _report(_estate(module.program, preview=preview, config=AMERICA), CLEAN)


def table() -> str:
    """Return, rule by rule, how often each fails in the insecure estates, and what is found."""
    estates = [insecure(cloud) for cloud in CLOUDS]
    lines = ["rule    " + "".join(f"{each.cloud:>12}" for each in estates)]
    for rule in rules():
        counts = [each.per_rule.get(rule.id, 0) for each in estates]
        lines.append(f"{rule.id:8}" + "".join(f"{count or '.':>12}" for count in counts))
    for each in estates:
        share = 1 - len(each.unfound) / len(each.all)
        lines.append(
            f"{each.cloud}: {len(each.types)} resources, {len(each.all)} objections, "
            f"{share:.1%} found, {len(MISSED[each.cloud])} with a reason why not"
        )
    return "\n".join(lines)


def _declare(themes: Sequence[ModuleType]) -> None:
    for theme in themes:
        for declare in theme.PROGRAM:
            declare()


def _estate(program: Callable[[], Any], *, preview: bool, config: Mapping[str, str]) -> Any:
    return estate_of(to_document(record(program, preview=preview, config=config)))


def _report(estate: Any, settings: Mapping[str, Any]) -> Report:
    every = rules()
    return judge(estate, every, settings_of({SETTINGS: settings}, [rule.id for rule in every]))


def _is_declared(resource: Any) -> bool:
    return resource.custom and not resource.type.startswith("pulumi:")
