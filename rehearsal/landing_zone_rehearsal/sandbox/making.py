"""Makes the objects of the simulated clouds: their names, IDs and computed outputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.clouds.facts import facts
from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.clouds.outputs import named as with_name
from landing_zone_rehearsal.values import UNKNOWN, is_dict

from .difference import difference
from .objects import Object, Place, World
from .paths import find

DEFAULTS = "__defaults"
"""Where a provider notes what it filled in by itself, as those that are bridged do."""

LIVES = 1000
"""How many times one URN may be created beside itself before something is wrong."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Computes what a cloud would make of a resource, without creating it."""

    clouds: Clouds
    world: World
    lives: Counter[str]
    """How often each URN has been created: names are drawn anew each time, as in life."""

    def named(
        self,
        type: str,
        name: str,
        urn: str,
        inputs: Mapping[str, Any],
        old: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Give a name to what the program leaves to Pulumi to name; an old name is kept."""
        path = self.clouds.kind(type).name
        if not path or has(inputs, path):
            return dict(inputs)
        held = next((value for _, value in find(old, path)), None)
        if held is None or not is_named_by_itself(old, path):
            held = self._free_name(type, path, name, urn)
        return with_name(inputs, path, lambda: held) | {DEFAULTS: [path]}

    def deletes_first(self, type: str, inputs: Mapping[str, Any]) -> bool:
        """Whether a replacement has to make room first, as its name was fixed by the program."""
        path = self.clouds.kind(type).name
        return bool(path) and has(inputs, path) and not is_named_by_itself(inputs, path)

    def build(
        self,
        type: str,
        name: str,
        urn: str,
        inputs: Mapping[str, Any],
        provider: Mapping[str, Any],
    ) -> Object:
        """Compute a new resource; one whose ID is drawn gets another when that one is taken."""
        first: Object | None = None
        for seed in _seeds(urn, self.lives[urn]):
            made = self._computed(type, name, urn, seed, inputs, provider)
            if not self.world.holds(type, made.id, made.place):
                return made
            if first and made.id == first.id:
                break
            first = first or made
        return first or self._computed(type, name, urn, urn, inputs, provider)

    def rebuild(
        self, old: Object, urn: str, inputs: Mapping[str, Any], provider: Mapping[str, Any]
    ) -> Object:
        """Compute a resource anew that keeps its ID, and its counts of updates."""
        made = self._computed(old.type, old.name, urn, old.seed, inputs, provider)
        counts = {name: old.get(name) for name in self.clouds.kind(old.type).counts}
        for name in self.counted(old.type, old.inputs, inputs):
            counts[name] += 1
        return replace(made, id=old.id, outputs={**made.outputs, **counts})

    def foresee(
        self,
        type: str,
        inputs: Mapping[str, Any],
        old: Mapping[str, Any],
        old_inputs: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        """Say what a preview shows; what counts updates is unknown again where one is to come."""
        given = without_defaults(inputs)
        foreseen = settled(self.clouds.foresee(type, given), given, old)
        counted = self.counted(type, old_inputs, inputs) if old_inputs else ()
        return {**foreseen, **dict.fromkeys(counted, UNKNOWN)}

    def counted(self, type: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
        """Yield the outputs that count an update from these inputs to those."""
        found = difference(facts(type), without_defaults(old), without_defaults(new))
        changed = {re.split(r"[.\[]", each.path, maxsplit=1)[0] for each in found}
        for name, uncounted in self.clouds.kind(type).counts.items():
            if changed - {*uncounted}:
                yield name

    def place(self, type: str, inputs: Mapping[str, Any], provider: Mapping[str, Any]) -> Place:
        """Say where a resource with these inputs lies."""
        words = self.clouds.place(type, inputs, provider)
        return Place(str(words.get("_account") or ""), str(words.get("_region") or ""))

    def _free_name(self, type: str, path: str, name: str, urn: str) -> str:
        made = ""
        for seed in _seeds(urn, self.lives[urn]):
            _, outputs = self.clouds.create(type, name, seed, {})
            made = next(str(value) for _, value in find(outputs, path))
            kind = short(type)
            taken = (*self.world.of(kind), *self.world.left_over(kind))
            if not any(made == each.get(path) for each in taken):
                break
        return made

    def _computed(  # noqa: PLR0917 (the order is that of `create`)
        self,
        type: str,
        name: str,
        urn: str,
        seed: str,
        inputs: Mapping[str, Any],
        provider: Mapping[str, Any],
    ) -> Object:
        given = without_defaults(inputs)
        id, outputs = self.clouds.create(type, name, seed, given, provider)
        place = self.place(type, given, provider)
        return Object(
            type=type,
            id=str(id),
            name=name,
            urn=urn,
            inputs=dict(inputs),
            outputs=outputs,
            account=place.account,
            region=place.region,
            seed=seed,
        )


def has(inputs: Mapping[str, Any], path: str) -> bool:
    """Whether inputs hold a value at a path."""
    return any(value is not None for _, value in find(inputs, path))


def is_named_by_itself(inputs: Mapping[str, Any], path: str) -> bool:
    """Whether Pulumi gave the name, not the program."""
    return path in (inputs.get(DEFAULTS) or ())


def without_defaults(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the note of what was filled in."""
    return {name: value for name, value in inputs.items() if name != DEFAULTS}


def settled(
    foreseen: Mapping[str, Any], given: Mapping[str, Any], old: Mapping[str, Any]
) -> dict[str, Any]:
    """Take what is computed from what was there before; what is given and unknown stays so."""
    return {
        name: _settled(value, given.get(name), old.get(name)) for name, value in foreseen.items()
    }


def _settled(value: Any, given: Any, old: Any) -> Any:
    if value is UNKNOWN:
        return value if given is UNKNOWN or old is None else old
    if is_dict(value) and is_dict(old):
        return settled(value, given if is_dict(given) else {}, old)
    return value


def _seeds(urn: str, lives: int) -> Iterator[str]:
    """Yield what to draw values from: in the first life the URN, so that they are those of a plan.

    Later lives differ, as what Pulumi draws is random.
    """
    if not lives:
        yield urn
    for number in range(lives + 1 if lives else 2, lives + LIVES):
        yield f"{urn}#{number}"
