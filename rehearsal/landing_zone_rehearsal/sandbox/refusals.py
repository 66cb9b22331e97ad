"""What every simulated cloud refuses by its tables of facts, in that cloud's words."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.clouds.facts import Facts, To, Within
from landing_zone_rehearsal.clouds.facts import facts as facts_of
from landing_zone_rehearsal.values import Secret, Unknown, contains, is_dict, reveal

from .behaviour import Behaviour, Request
from .difference import differs, holds_for_some
from .objects import Object, is_same, reaches, say
from .paths import find
from .shapes import Fault

HIDDEN = "[secret]"


def input_faults(
    facts: Facts, behaviour: Behaviour | None, inputs: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield what is wrong with inputs by themselves, as far as they are known."""
    for path in facts.required:
        yield from _absent(inputs, path)
    for path, at, shown, value in _known(inputs, facts.values):
        if value not in facts.values[path]:
            allowed = ", ".join(str(each) for each in facts.values[path])
            yield Fault(at, f"expected one of {allowed}, got {shown}")
    for path, at, shown, value in _known(inputs, facts.bounds):
        if not _is_within(value, *facts.bounds[path]):
            yield Fault(at, f"expected {_range(*facts.bounds[path])}, got {shown}")
    yield from _ill_written(facts, inputs)
    tags = reveal(inputs.get(facts.tags)) if facts.tags else None
    if behaviour and facts.tags and is_dict(tags):
        for reason in behaviour.tag_faults(tags):
            yield Fault(facts.tags, reason)


def _ill_written(facts: Facts, inputs: Mapping[str, Any]) -> Iterator[Fault]:
    for path, at, shown, value in _known(inputs, facts.formats):
        if not re.fullmatch(facts.formats[path], str(value)):
            yield Fault(at, f"must match {facts.formats[path]}, got {shown}")
    for _, at, shown, value in _known(inputs, facts.cidrs):
        reason = _cidr_fault(str(value))
        if reason:
            yield Fault(at, f"{reason}, got {shown}")


def refusals(request: Request, behaviour: Behaviour) -> Iterator[str]:
    """Yield why a cloud refuses a request: first what the tables say, then its own rules."""
    if request.act == "delete":
        yield from _needed_by_others(request, behaviour)
    else:
        yield from _changes_what_is_fixed(request, behaviour)
        yield from _points_to_nothing(request, behaviour)
        yield from _exists_already(request, behaviour)
    for rule in behaviour.rules(request):
        yield from rule(request)


def _absent(inputs: Mapping[str, Any], path: str) -> Iterator[Fault]:
    above, _, last = path.rpartition(".")
    blocks = find(inputs, above) if above else [("", inputs)]
    for at, block in blocks:
        held = reveal(block)
        if is_dict(held) and held.get(last) is None:
            yield Fault(f"{at}.{last}" if at else last, "missing, and required")


def _known(
    inputs: Mapping[str, Any], paths: Mapping[str, Any] | Sequence[str]
) -> Iterator[tuple[str, str, str, Any]]:
    """Yield what is known at paths: the table's path, the concrete one, the value shown, itself."""
    for path in paths:
        for at, value in find(inputs, path):
            held = reveal(value)
            if not isinstance(held, Unknown):
                yield path, at, HIDDEN if contains(value, Secret) else repr(held), held


def _is_within(value: Any, least: float | None, most: float | None) -> bool:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return True
    return (least is None or number >= least) and (most is None or number <= most)


def _range(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most:g}"
    return f"at least {least:g}" if most is None else f"{least:g} to {most:g}"


def _cidr_fault(text: str) -> str | None:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        return f"not an address range ({error})"
    return None


def _changes_what_is_fixed(request: Request, behaviour: Behaviour) -> Iterator[str]:
    if request.old is None:
        return
    known = request.object.facts
    conditions = {**dict.fromkeys(known.fixed, differs), **known.fixed_when}
    for path, condition in conditions.items():
        if holds_for_some(condition, request.old.inputs, request.object.inputs, path):
            yield say(behaviour.words.fixed, request.object, property=path)


def _points_to_nothing(request: Request, behaviour: Behaviour) -> Iterator[str]:
    for path, to in request.object.facts.refers.items():
        for at, given in find(request.object.inputs, path):
            value = reveal(given)
            if value in (None, "") or isinstance(value, Unknown) or _is_besides(to, value):
                continue
            if not any(reaches(request.object, each) for each in _targets(request, to, value)):
                yield say(
                    _missing(to, behaviour),
                    request.object,
                    owner=request.object.id,
                    property=at,
                    value=value,
                    type=to.targets[0],
                    id=value,
                    name=_last(value),
                )


def _targets(request: Request, to: To, value: Any) -> Iterator[Object]:
    return request.world.find(to.targets, to.by, value)


def _is_besides(to: To, value: Any) -> bool:
    return to.besides is not None and re.fullmatch(to.besides, str(value)) is not None


def _missing(to: To, behaviour: Behaviour) -> str:
    own = [facts_of(target).missing for target in to.targets]
    return next((each for each in own if each), behaviour.words.missing)


def _last(value: Any) -> str:
    return str(value).rstrip("/").rsplit("/", 1)[-1]


def _exists_already(request: Request, behaviour: Behaviour) -> Iterator[str]:
    made = request.object
    others = [each for each in request.world.of(made.kind) if each is not request.old]
    twin = request.world.get(made.kind, made.id, made.place) if request.old is None else None
    held = twin or next((each for each in others if _shares_a_name(made, each)), None)
    if held is not None and not made.facts.adopts:
        message = made.facts.conflict or behaviour.words.conflict
        yield say(message, made)
    if request.old is None and made.facts.taken:
        for gone in request.world.left_over(made.kind):
            if (gone.id == made.id and reaches(made, gone)) or _shares_a_name(made, gone):
                yield say(made.facts.taken, made, left=gone.left)


def _shares_a_name(made: Object, other: Object) -> bool:
    for paths, within in made.facts.unique.items():
        pairs = [(made.get(path), other.get(path)) for path in paths]
        same = all(one is not None and is_same(one, theirs) for one, theirs in pairs)
        if same and _stand_together(made, other, within):
            return True
    return False


def _stand_together(made: Object, other: Object, within: Within) -> bool:
    if within is Within.WORLD:
        return True
    if made.account != other.account:
        return False
    return within is Within.ACCOUNT or made.region == other.region


def _needed_by_others(request: Request, behaviour: Behaviour) -> Iterator[str]:
    target = request.object
    for other in request.world.of():
        for path, to in other.facts.refers.items():
            if other is target or not to.holds or target.kind not in to.targets:
                continue
            given = (reveal(value) for _, value in find(other.inputs, path))
            if reaches(other, target) and any(_means(value, to, target) for value in given):
                message = target.facts.in_use or behaviour.words.in_use
                yield say(message, target, other=other.id)
                return


def _means(value: Any, to: To, target: Object) -> bool:
    return any(is_same(target.get(path), value) for path in to.by)
