"""Keeps what exists, in memory and in the file, without its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.values import is_dict, is_list

from .behaviour import Refused
from .objects import Object, Place, World, say
from .store import Store
from .turns import behaviour_of


@dataclass(frozen=True, slots=True)
class Keeper:
    """Writes the world and its file as one."""

    world: World
    store: Store

    def keep(self, object: Object) -> None:
        """Keep an object as it is now."""
        sealed = replace(
            object, inputs=self.store.seal(object.inputs), outputs=self.store.seal(object.outputs)
        )
        self.world.put(sealed)
        self.store.put(sealed)

    def end(self, object: Object) -> None:
        """Delete an object, and keep what its deletion leaves behind."""
        self.forget(object)
        if object.facts.keeps:
            left = replace(object, left=say(object.facts.keeps, object))
            self.world.put(left)
            self.store.put(left)

    def forget(self, object: Object) -> None:
        """Delete an object without a trace."""
        self.world.drop(object)
        self.store.drop(object)

    def standing(self, type: str, id: str, place: Place | None = None) -> Object:
        """Find what is to be changed.

        Raises:
            Refused: It does not exist.
        """
        found = self.world.get(type, id, place)
        if found is None:
            behaviour = behaviour_of(type)
            words = behaviour.words.gone if behaviour else "{type} {id} does not exist"
            raise Refused(words.format(type=short(type), id=id, name=id.rsplit("/", 1)[-1]))
        return found

    def opened(self, object: Object, known: Mapping[str, Any]) -> Object:
        """Put the secrets back into an object that the caller shows that it knows."""
        return replace(
            object,
            inputs=self.store.unseal(object.inputs, known),
            outputs=self.store.unseal(object.outputs, known),
        )

    def change(self, object: Object, path: str, value: Any) -> None:
        """Write one property, input and output, behind the engine's back."""
        for holder in (object.inputs, object.outputs):
            _write(holder, path, value)
        self.keep(object)


def _write(holder: dict[str, Any], path: str, value: Any) -> None:
    *blocks, last = path.replace("[", ".").replace("]", "").split(".")
    at: Any = holder
    for step in blocks:
        if is_list(at) and step.isdigit() and int(step) < len(at):
            at = at[int(step)]
        elif is_dict(at) and isinstance(at.get(step), dict | list):
            at = at[step]
        else:
            return
    if is_list(at) and last.isdigit() and int(last) < len(at):
        at[int(last)] = value
    elif is_dict(at):
        at[last] = value
