"""Small programs that a rule admits, denies, leaves open or passes by, told apart by their cases.

A case is a function that declares resources: one with the name that it is given, others with names
that begin with it and a hyphen. All cases of a module run in one recording and are judged apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from landing_zone_policies.catalogue import rules
from landing_zone_policies.documents import estate_of
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Report, Result, Verdict, judge
from landing_zone_policies.settings import Settings
from landing_zone_rehearsal import record, to_document

STRICT = Settings(profile="regulated", jurisdictions=("eu",))

CONFIG = {
    "aws:region": "eu-central-1",
    "aws-native:region": "eu-central-1",
    "gcp:project": "acme-prod",
    "gcp:region": "europe-west4",
    "azure-native:location": "westeurope",
    "azure-native:subscriptionId": "1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c",
}

Program = Callable[[str], Any]


@dataclass(frozen=True)
class Case:
    """One small program, and how one rule comes out for it."""

    rule: str
    verdict: Verdict
    program: Program
    settings: Settings
    path: str | None
    """Where the failure is; None: not looked at."""
    preview: Verdict
    """How it comes out in a preview, in which nothing is known that the cloud gives."""

    @property
    def name(self) -> str:
        return self.program.__name__

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.verdict}-{self.name}"


@dataclass
class Cases:
    """The cases of one module; decorators add to them."""

    found: list[Case] = field(default_factory=list)

    def admits(self, *rules: str, **options: Any) -> Callable[[Program], Program]:
        return self._add(rules, Verdict.PASS, **options)

    def denies(self, *rules: str, **options: Any) -> Callable[[Program], Program]:
        return self._add(rules, Verdict.FAIL, **options)

    def leaves_open(self, *rules: str, **options: Any) -> Callable[[Program], Program]:
        return self._add(rules, Verdict.UNDETERMINED, **options)

    def passes_by(self, *rules: str, **options: Any) -> Callable[[Program], Program]:
        return self._add(rules, Verdict.NOT_APPLICABLE, **options)

    def report(self, case: Case, *, preview: bool) -> Report:
        """Judge what a case declares, with nothing of the others in sight."""
        asked = [rule for rule in rules() if rule.id == case.rule]
        assert asked, f"no rule {case.rule}"
        return judge(alone(self.estate(preview=preview), case.name), asked, case.settings)

    def _add(
        self,
        rules: tuple[str, ...],
        verdict: Verdict,
        *,
        settings: Settings = STRICT,
        path: str | None = None,
        preview: Verdict | None = None,
    ) -> Callable[[Program], Program]:
        def added(program: Program) -> Program:
            for rule in rules:
                case = Case(rule, verdict, program, settings, path, preview or verdict)
                assert case.id not in {each.id for each in self.found}, f"twice: {case.id}"
                self.found.append(case)
            return program

        return added

    def estate(self, *, preview: bool) -> Estate:
        """Return what all cases declare together."""
        if preview not in self._recorded:
            self._recorded[preview] = self._record(preview)
        return self._recorded[preview]

    def _record(self, preview: bool) -> Estate:
        programs = {case.name: case.program for case in self.found}

        def all_of_them() -> None:
            for name, program in programs.items():
                program(name)

        return estate_of(to_document(record(all_of_them, preview=preview, config=CONFIG)))

    _recorded: dict[bool, Estate] = field(default_factory=dict)


def prove(cases: Cases, case: Case, *, preview: bool) -> None:
    """Fail unless a case comes out as it says."""
    expected = case.preview if preview else case.verdict
    results = cases.report(case, preview=preview).results
    assert results, f"{case.rule} looks at nothing of {case.name}"
    worst = min(results, key=lambda each: ORDER.index(each.verdict))
    assert worst.verdict is expected, _told(results)
    if case.path is not None and expected is Verdict.FAIL:
        assert case.path in {each.path for each in results}, _told(results)


ORDER = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.PASS, Verdict.NOT_APPLICABLE)
"""From what counts most to what counts least."""


def alone(estate: Estate, case: str) -> Estate:
    """Return the resources of one case, and what belongs to all: stack and default providers."""
    return Estate(
        each
        for each in estate.resources
        if each.name == case
        or each.name.startswith((f"{case}-", "default"))
        or (each.type == "pulumi:pulumi:Stack" and not each.custom)
    )


def _told(results: Sequence[Result]) -> str:
    return "\n".join(f"{each.verdict} {each.urn} {each.path}: {each.message}" for each in results)
