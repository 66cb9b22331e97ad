"""How many of the mistakes that can be made in our zones the rules find."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from landing_zone_policies.catalogue import rules
from landing_zone_policies.configuration import settings_of
from landing_zone_policies.judging import Verdict
from landing_zone_rehearsal import Recording, record_project
from tests.long.mutants import mutants, weakened
from tests.long.rejudging import Judge
from tests.long.shapes import Shape, is_required, shape_of
from tests.long.unasked import LAYERS, UNASKED
from tests.promises import tables
from tests.promises.view import at

ROOT = Path(__file__).parents[2]

SETTINGS = {
    "profile": "regulated",
    "jurisdictions": ["eu"],
    "required_tags": [
        *("org", "stage", "stack", "component"),
        *("owner", "cost_center", "data_class", "managed_by"),
    ],
}
"""What a team with our zones says of the rules: all of its tags are required."""

MOST = 8
"""Of a list of like elements, how many are looked at."""

OTHER_TEXT = re.compile(r"= ['\"]other-", re.DOTALL)


@dataclass
class Score:
    """What became of the mistakes in one cloud's zone."""

    killed: int = 0
    """A rule fails."""
    opened: int = 0
    """A rule says that it cannot tell any more."""
    defaults: int = 0
    """Left out, it is as the cloud has it by default; a rule fails where it is said otherwise."""
    layered: int = 0
    """Something else closes the same door; a rule fails when both are open."""
    excused: Counter[str] = field(default_factory=Counter[str])
    """No rule can ask for it, by the pattern that says so."""
    survivors: list[str] = field(default_factory=list[str])
    """No rule notices."""
    others: int = 0
    """Not tried: another name, ID or text in place of one; whether it is right nobody can tell."""
    refused: int = 0
    """Not tried: the SDK takes no resource without it."""

    @property
    def asked(self) -> int:
        """How many mistakes rules are to find."""
        return self.found + len(self.survivors)

    @property
    def found(self) -> int:
        """How many of them are found."""
        return self.killed + self.opened + self.defaults + self.layered

    @property
    def total(self) -> int:
        """How many were tried."""
        return self.asked + self.excused.total()


def zone_of(cloud: str) -> Recording:
    """Return our production zone on a cloud, as deployed."""
    return record_project(ROOT, f"prod-{cloud}", preview=False)


def judge_of(zone: Recording) -> Judge:
    """Return who tells what the rules newly object to."""
    return Judge(zone, settings_of({"settings": SETTINGS}, [rule.id for rule in rules()]))


def score_of(cloud: str) -> Score:
    """Make every mistake in a cloud's zone, one by one, and count what the rules find."""
    zone = zone_of(cloud)
    judge, score = judge_of(zone), Score()
    missed = list[tuple[str, Shape]]()
    seen = set[tuple[str, str, str]]()
    """What a rule fails at when it is weakened: resource, type and path."""
    for told, shape, worse in tried(zone, cloud, score):
        objection = judge.objection(worse)
        if objection is None:
            missed.append((told, shape))
        elif objection.verdict is Verdict.FAIL:
            score.killed += 1
            seen.add(_place(told, shape))
        else:
            score.opened += 1
    layers = _layers(zone, judge, cloud)
    for told, shape in missed:
        _account(told, shape, score, seen=seen, layers=layers, cloud=cloud)
    return score


def tried(zone: Recording, cloud: str, score: Score) -> Iterator[tuple[str, Shape, Recording]]:
    """Yield the mistakes that a rule could find, and count those that none can."""
    alike = Counter[tuple[str, Shape]]()
    for told, worse in mutants(zone, tables.CLUSTERED[cloud]):
        shape = shape_of(told)
        if OTHER_TEXT.match(shape.what):
            score.others += 1
            continue
        if shape.what == "without" and is_required(shape.type, shape.path):
            score.refused += 1
            continue
        alike[_name(told), shape] += 1
        if not shape.path or alike[_name(told), shape] <= MOST:
            yield told, shape, worse


def _account(
    told: str,
    shape: Shape,
    score: Score,
    *,
    seen: set[tuple[str, str, str]],
    layers: set[tuple[str, str]],
    cloud: str,
) -> None:
    """Count a mistake that no rule noticed."""
    if shape.what == "without" and _place(told, shape) in seen:
        score.defaults += 1
    elif (shape.type, shape.path) in layers:
        score.layered += 1
    else:
        for pattern in UNASKED[cloud]:
            if re.fullmatch(pattern, str(shape), re.DOTALL):
                score.excused[pattern] += 1
                return
        score.survivors.append(told)


def _layers(zone: Recording, judge: Judge, cloud: str) -> set[tuple[str, str]]:
    """Return the types and paths of which one more than one door is closed, as rules know."""
    found = set[tuple[str, str]]()
    for kind, values in LAYERS[cloud].items():
        for resource in (each for each in zone.resources if each.type == kind):
            assert all(at(resource.inputs, path) != value for path, value in values.items())
            objection = judge.objection(weakened(zone, resource, values))
            assert objection is not None, (resource.name, values)
            assert objection.verdict is Verdict.FAIL
        found |= {(kind, path) for path in values}
    return found


def _name(told: str) -> str:
    return told.partition(" ")[0]


def _place(told: str, shape: Shape) -> tuple[str, str, str]:
    """Return where a mistake is: resource, type and path with the numbers of elements."""
    plain = told.replace("\n", " ")
    found = re.search(r" without (\S+)$| with (\S+) = ", plain)
    return _name(told), shape.type, (found[1] or found[2]) if found else ""
