"""What the rules of logging have in common: lists that hold names, and how long logs are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Condition, Survey, World
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import Wanted, absent, as_number, none_of, plain

kept = Wanted(
    lambda settings: f"between {settings.log_days} and {settings.log_days_most}",
    lambda value, settings: (
        (days := as_number(value)) is not None
        and settings.log_days <= days <= settings.log_days_most
    ),
)
"""Days for which logs are kept: long enough to look back, and not for ever."""


nobody = absent.if_unknown(holds=None)
"""No one is named; a list that is not known yet may name someone."""


def but(*values: str) -> Wanted:
    """Return: anything but these, also what is not known yet."""
    return none_of(*values).if_unknown(holds=True)


def lists(
    types: str | tuple[str, ...], path: str, *names: str, when: Sequence[Condition] = ()
) -> Check:
    """Return a row: this list of these types names all of these, whatever their case."""

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for at, condition in when:
            if not any(condition.holds(each, world.settings) for each in resource.find(at)):
                yield NotApplicable(f"{at} is {resource.first(at)}")
                return
        yield named_in(resource, path, names)

    tokens = (types,) if isinstance(types, str) else types
    return Check(tokens, look, (path, *(at for at, _ in when)))


def named_in(resource: Resource, path: str, names: Sequence[str]) -> Outcome:
    """Say whether a list names all of these."""
    found = resource.find(f"{path}[]")
    there = [plain(each.value) for each in found if isinstance(each.value, str)]
    absent = [name for name in names if plain(name) not in there]
    if not absent:
        return Pass(path)
    if any(each.value is UNKNOWN for each in found):
        return Undetermined(path, f"{path} is known after deployment")
    return Fail(path, f"{path} lacks {', '.join(absent)}")


def exists(cloud: str, missing: str, *types: str) -> Survey:
    """Return a survey: an account has a resource of one of these types."""
    return Survey((cloud,), _one_of(types, missing), types, account=True)


def _one_of(types: Sequence[str], missing: str) -> Callable[[World, str], Iterator[Outcome]]:
    def look(world: World, _: str) -> Iterator[Outcome]:
        yield Pass(types[0]) if world.estate.has(*types) else Fail(types[0], missing)

    return look
