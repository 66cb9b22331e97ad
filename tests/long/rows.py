"""How many rows of the rules' tables a case notices the loss of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from landing_zone_policies.catalogue import rules
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Verdict, judge
from landing_zone_policies.rule import Check, Rule, Survey
from tests.policies.cases import ORDER, Case, alone
from tests.policies.test_rules import MODULES_OF_CASES, cases


@dataclass
class Rows:
    """What became of the rows."""

    total: int = 0
    survivors: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Proof:
    """A case with what it declares."""

    case: Case
    estate: Estate

    def declares(self, types: frozenset[str]) -> bool:
        """Say whether it has a resource of these types, of any if there are none."""
        return not types or any(each.type in types for each in self.estate.resources)

    def holds(self, rule: Rule) -> bool:
        """Say whether it comes out for a rule as it says."""
        report = judge(self.estate, [rule], self.case.settings)
        worst = min((each.verdict for each in report.results), key=ORDER.index, default=None)
        if worst is not self.case.verdict:
            return False
        if worst is not Verdict.FAIL or self.case.path is None:
            return True
        return self.case.path in {each.path for each in report.results}


def lost() -> Rows:
    """Leave out each row of each rule, one by one, and ask whether a case goes red."""
    found = Rows()
    proofs = _proofs()
    for rule in rules():
        for what, types, weaker in _weaker(rule):
            found.total += 1
            if all(each.holds(weaker) for each in proofs[rule.id] if each.declares(types)):
                found.survivors.append(f"{rule.id} {what}")
    return found


def _weaker(rule: Rule) -> Iterator[tuple[str, frozenset[str], Rule]]:
    for n, check in enumerate(rule.checks):
        rest = (*rule.checks[:n], *rule.checks[n + 1 :])
        yield _told(check), frozenset(check.types), rule._replace(checks=rest)
    for n, survey in enumerate(rule.surveys):
        rest = (*rule.surveys[:n], *rule.surveys[n + 1 :])
        yield _told(survey), frozenset(), rule._replace(surveys=rest)


def _told(row: Check | Survey) -> str:
    if isinstance(row, Survey):
        return f"{', '.join(row.clouds)}: {', '.join(row.reads)}"
    more = f" and {len(row.types) - 1} more" if len(row.types) > 1 else ""
    return f"{row.types[0] if row.types else ''}{more}: {', '.join(row.reads)}"


def _proofs() -> dict[str, list[Proof]]:
    proofs: dict[str, list[Proof]] = defaultdict(list)
    for module in MODULES_OF_CASES:
        own = cases(module)
        for case in own.found:
            proofs[case.rule].append(Proof(case, alone(own.estate(preview=False), case.name)))
    return proofs
