"""Compares values with the types that are wanted, as each kind of provider does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from landing_zone_rehearsal.values import (
    Archive,
    Asset,
    OutputValue,
    Reference,
    Secret,
    Unknown,
    is_dict,
    is_list,
)

from .shape_faults import Fault, missing, not_offered, set_by_cloud, unknown, wrong_type
from .shape_types import Block, Choice, ListOf, MapOf, Nested, OneOf, Simple, Type


@dataclass(frozen=True, slots=True)
class Manners:
    """How a provider takes values that are not quite what its types say."""

    converts: bool = False
    """Texts, numbers and flags become each other where they can."""
    open_choices: bool = False
    """Enumerations are suggestions: the SDK's list lags behind the cloud's."""
    open_names: frozenset[str] = frozenset()
    """Enumerations that are suggestions where others are not."""
    any_case: bool = False
    """`premium` chooses `Premium`."""


BRIDGED: Final = Manners(converts=True, open_choices=True)
"""How a provider does that is made from one for Terraform.

https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
"""


class Check:
    """Finds the faults that one kind of provider finds."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners

    def block(
        self, block: Block, given: Mapping[str, Any], at: str, *, hidden: bool = False
    ) -> Iterator[Fault]:
        """Yield the faults of a resource's inputs, or of a block within them."""
        for name, value in given.items():
            if value is None or name.startswith("__"):  # the bridge keeps notes such as __defaults
                continue
            below = f"{at}.{name}" if at else name
            if name in block.properties:
                yield from self._value(block.properties[name], value, below, hidden=hidden)
            elif name in block.outputs:
                yield set_by_cloud(below)
            else:
                yield unknown(below, name, block.properties)
        for name in block.required:
            if opened(given.get(name))[0] is None:
                yield missing(f"{at}.{name}" if at else name)

    def _value(self, type: Type, given: Any, at: str, *, hidden: bool) -> Iterator[Fault]:
        value, is_secret = opened(given)
        if value is not None and not isinstance(value, Unknown):
            yield from self._known(type, value, at, hidden=hidden or is_secret)

    def _known(self, type: Type, value: Any, at: str, *, hidden: bool) -> Iterator[Fault]:
        match type:
            case Nested() if is_dict(value):
                yield from self.block(type.block, value, at, hidden=hidden)
            case MapOf(item=item) if is_dict(value):
                for name, inner in value.items():
                    yield from self._value(item, inner, f'{at}["{name}"]', hidden=hidden)
            case ListOf(item=item) if is_list(value):
                for index, inner in enumerate(value):
                    yield from self._value(item, inner, f"{at}[{index}]", hidden=hidden)
            case OneOf():
                yield from self._one_of(type, value, at, hidden=hidden)
            case Choice() if isinstance(value, str):
                if not self._chooses(type, value):
                    yield not_offered(at, type, value, hidden=hidden)
            case _:
                if not self._takes(type, value):
                    yield wrong_type(at, type, value)

    def _one_of(self, type: OneOf, value: Any, at: str, *, hidden: bool) -> Iterator[Fault]:
        """Find fault only if every option does; then say what is wrong with the one meant."""
        found = [list(self._known(option, value, at, hidden=hidden)) for option in type.options]
        if not all(found):
            return
        if not is_dict(value):
            yield wrong_type(at, type, value)
            return
        likely = [
            faults
            for option, faults in zip(type.options, found, strict=True)
            if isinstance(option, Nested) and _is_meant(option.block, value)
        ]
        yield from min(likely or found, key=len)

    def _chooses(self, choice: Choice, value: str) -> bool:
        if self._manners.open_choices or choice.name in self._manners.open_names:
            return True
        if self._manners.any_case:
            return value.lower() in map(str.lower, choice.values)
        return value in choice.values

    def _takes(self, type: Type, value: Any) -> bool:
        simple = Simple.TEXT if isinstance(type, Choice) else type
        if not isinstance(simple, Simple):
            return False
        becomes = CONVERSIONS.get(simple) if self._manners.converts else None
        return IS[simple](value) or (becomes is not None and becomes(value))


def opened(value: Any) -> tuple[Any, bool]:
    """Return what is inside, and whether it is a secret."""
    is_secret = False
    while isinstance(value, Secret | OutputValue):
        is_secret = is_secret or isinstance(value, Secret)
        value = value.value
    return value, is_secret


def _is_meant(block: Block, value: Mapping[str, Any]) -> bool:
    return bool(block.constants) and all(
        opened(value.get(name))[0] == constant for name, constant in block.constants.items()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer()


def _is_text_of(number: type[int | float], value: Any) -> bool:
    try:
        number(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


IS: Final[Mapping[Simple, Callable[[Any], bool]]] = {
    Simple.TEXT: lambda value: isinstance(value, str | Reference),
    Simple.WHOLE: _is_whole,
    Simple.NUMBER: _is_number,
    Simple.FLAG: lambda value: isinstance(value, bool),
    Simple.ASSET: lambda value: isinstance(value, Asset),
    Simple.ARCHIVE: lambda value: isinstance(value, Archive),
    Simple.ANYTHING: lambda _: True,
}
"""What a value of each type is. A resource stands for its ID."""
CONVERSIONS: Final[Mapping[Simple, Callable[[Any], bool]]] = {
    Simple.TEXT: lambda value: isinstance(value, int | float),
    Simple.WHOLE: lambda value: _is_text_of(int, value),
    Simple.NUMBER: lambda value: _is_text_of(float, value),
    Simple.FLAG: lambda value: isinstance(value, str) and value in {"true", "false", "1", "0"},
}
"""What else becomes a value of each type."""
