"""What is wrong with a setting, in one clear line: what was wanted, and what was given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, TypeGuard, cast

from landing_zone_policies.options import Option


def option_faults(where: str, option: Option, value: Any) -> Iterator[str]:
    """Yield what is wrong with the value of a setting."""
    match option.kind:
        case "yes or no":
            if not isinstance(value, bool):
                yield f"{where}: true or false, got {shown(value)}"
        case "texts" | "numbers":
            if not isinstance(value, list):
                yield f"{where}: a list, got {kind(value)}"
                return
            for index, each in enumerate(cast("list[Any]", value)):
                yield from _value_faults(f"{where}[{index}]", option, each)
        case "texts by key" | "patterns by key":
            if not is_object(value):
                yield f"{where}: an object, got {kind(value)}"
                return
            for key, each in value.items():
                if option.kind == "patterns by key":
                    yield from _pattern_faults(f"{where}.{key}", each)
                else:
                    yield from _value_faults(f"{where}.{key}", option, each)
        case _:
            yield from _value_faults(where, option, value)


def _value_faults(where: str, option: Option, value: Any) -> Iterator[str]:
    if option.kind.startswith("text"):
        if not isinstance(value, str) or not value:
            yield f"{where}: a text, got {shown(value)}"
        elif option.choices and value not in option.choices:
            allowed = ", ".join(option.choices)
            yield f"{where}: one of {allowed}, got {shown(value)}{nearest(value, option.choices)}"
        return
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{where}: a whole number, got {shown(value)}"
    elif option.least is not None and value < option.least:
        yield f"{where}: at least {option.least}, got {value}"
    elif option.most is not None and value > option.most:
        yield f"{where}: at most {option.most}, got {value}"


def _pattern_faults(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{where}: a regular expression, got {shown(value)}"
        return
    try:
        re.compile(value)
    except re.error as error:
        yield f"{where}: a regular expression, got {shown(value)}: {error}"


def nearest(given: str, known: Collection[str]) -> str:
    """Return a question after the name that may have been meant; nothing if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 (only a mistake needs it)

    found = get_close_matches(given, known)
    return f"; did you mean {found[0]}?" if found else ""


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a value is an object."""
    return isinstance(value, dict)


def kind(value: Any) -> str:
    """Return in words what kind of value it is."""
    kinds = ((bool, "true or false"), (str, "a text"), (list, "a list"), (dict, "an object"))
    found = (words for type_, words in kinds if isinstance(value, type_))
    return next(found, "nothing" if value is None else "a number")


def shown(value: Any) -> str:
    """Return a value as a line shows it: short."""
    if isinstance(value, dict | list) or value is None:
        return kind(value)
    text = str(value)
    return repr(text if len(text) <= 40 else f"{text[:37]}...") if isinstance(value, str) else text
