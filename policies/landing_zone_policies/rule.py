"""A rule: what has to be so, why, how to mend it, and the checks that tell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from types import ModuleType
from typing import NamedTuple, TypeAlias

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.settings import Profile, Settings
from landing_zone_policies.wanted import Wanted


class Severity(StrEnum):
    """How bad it is to break a rule."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class World(NamedTuple):
    """What a check may look at besides its resource."""

    estate: Estate
    settings: Settings


Look: TypeAlias = Callable[[Resource, World], Iterable[Outcome]]


class Check(NamedTuple):
    """How a rule is told of some types."""

    types: tuple[str, ...]
    """In their one spelling; see `tokens.normal`."""
    look: Look
    reads: tuple[str, ...]
    """The properties that are looked at, for the documentation."""
    joins: bool = False
    """Whether other resources are looked at, so that all have to be known first."""
    key: str = ""
    """The property that names a resource's key, so that the key can be followed, if it is one."""


class Survey(NamedTuple):
    """How a rule is told of everything at once: something has to be there."""

    clouds: tuple[str, ...]
    """It is asked of programs that declare resources of these."""
    look: Callable[[World, str], Iterable[Outcome]]
    """Takes the cloud that is asked about."""
    reads: tuple[str, ...]
    """The types that are looked for, for the documentation."""
    account: bool = False
    """Whether it is the account that has to have it, which another program may take care of: then
    it is asked where `settings.whole_account` is set."""


class Rule(NamedTuple):
    """What has to be so."""

    id: str
    """Stable, and never used again: `ENC-01`."""
    statement: str
    """What has to be so, in one sentence."""
    rationale: str
    """What happens otherwise."""
    fix: str
    """What to do, for whom the violation is shown to."""
    severity: Severity
    checks: tuple[Check, ...] = ()
    surveys: tuple[Survey, ...] = ()
    since: Profile = "dev"
    """The first profile that it is asked from."""
    also_in: tuple[str, ...] = ()
    """Packs that it belongs to besides its group's."""

    @property
    def group(self) -> str:
        """What its ID begins with: `ENC`."""
        return self.id.partition("-")[0]

    @property
    def types(self) -> frozenset[str]:
        """All types that it looks at."""
        return frozenset(each for check in self.checks for each in check.types)


Condition: TypeAlias = tuple[str, Wanted]
"""A property, and what it is to be."""


def gathered(clouds: Iterable[ModuleType], *rules: Rule) -> tuple[Rule, ...]:
    """Return rules with the checks and surveys that each cloud's module has for them.

    A module has `CHECKS`, and may have `SURVEYS`: by rule, a tuple of them.

    Raises:
        ValueError: if a module has checks for a rule that there is not.
    """
    modules = list(clouds)
    ids = {rule.id for rule in rules}
    for module in modules:
        strangers = {*module.CHECKS, *getattr(module, "SURVEYS", {})} - ids
        if strangers:
            raise ValueError(f"{module.__name__}: no such rule: {', '.join(sorted(strangers))}")
    return tuple(
        rule._replace(
            checks=tuple(each for module in modules for each in module.CHECKS.get(rule.id, ())),
            surveys=tuple(
                each
                for module in modules
                for each in getattr(module, "SURVEYS", {}).get(rule.id, ())
            ),
        )
        for rule in rules
    )


def need(
    types: str | tuple[str, ...],
    path: str,
    wanted: Wanted,
    *,
    when: Sequence[Condition] = (),
    says: str | None = None,
) -> Check:
    """Return a row of a table: this property of these types has to be this.

    Args:
        types: One type or several, as `tokens.normal` spells them.
        path: The property; where it stands several times, each has to be as wanted.
        wanted: What it has to be.
        when: What has to hold of the resource for the row to be about it, all of it. Where that is
            not known the outcome is undetermined; where it does not hold, the row does not apply.
        says: The message instead of '<path> is <value>, and has to be <wanted>'.
    """

    def look(resource: Resource, world: World) -> Sequence[Outcome]:
        settings = world.settings
        for at, condition in when:
            held = _holds(resource, at, condition, settings)
            if held is None:
                return (Undetermined(at, f"{at} is known after deployment"),)
            if not held:
                return (NotApplicable(f"{at} is {resource.first(at)}"),)
        return [judged(found, wanted, settings, says=says) for found in resource.find(path)]

    looked_at = (path, *(at for at, _ in when))
    return Check(_tuple(types), look, looked_at)


def either(*rows: Check) -> Check:
    """Return one row of several: it is enough that one of them holds.

    All have to be of the same types. The failure that is shown is the first row's.
    """
    types = rows[0].types
    if any(row.types != types for row in rows):
        raise ValueError("the rows are about different types")

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        outcomes = [list(row.look(resource, world)) for row in rows]
        for found in outcomes:
            if not any(isinstance(each, Fail | Undetermined) for each in found):
                yield from found
                return
        open_ones = [each for each in outcomes if not any(isinstance(one, Fail) for one in each)]
        yield from (open_ones or outcomes)[0]

    reads = tuple(dict.fromkeys(each for row in rows for each in row.reads))
    return Check(types, look, reads, joins=any(row.joins for row in rows))


def check(*types: str, reads: tuple[str, ...], joins: bool = False) -> Callable[[Look], Check]:
    """Make a row of a function, for what no table can say.

    The function yields an outcome for each thing that it looks at; yielding nothing is a pass.
    """

    def made(look: Look) -> Check:
        return Check(types, look, reads, joins)

    return made


def judged(found: Found, wanted: Wanted, settings: Settings, *, says: str | None = None) -> Outcome:
    """Return the outcome of one value."""
    held = wanted.holds(found, settings)
    if held is None:
        return Undetermined(found.path, f"{found.path} is {found}")
    if held:
        return Pass(found.path)
    return Fail(found.path, says or _objection(found, wanted.said(settings)))


def _objection(found: Found, wanted: str) -> str:
    """Say what is there and what has to be, the whole way to it where some of that is missing."""
    path = found.whole.removesuffix("[]") or found.path
    if wanted == "set" and not found.is_known:
        return f"{path} is {found}"
    return f"{path} is {found}, and has to be {wanted}"


def _holds(resource: Resource, path: str, wanted: Wanted, settings: Settings) -> bool | None:
    """Say whether a condition holds of any of the places that a path leads to."""
    held = [wanted.holds(found, settings) for found in resource.find(path)]
    if True in held:
        return True
    return None if None in held else False


def _tuple(types: str | tuple[str, ...]) -> tuple[str, ...]:
    return (types,) if isinstance(types, str) else types
