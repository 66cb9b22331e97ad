"""From a configuration file to settings: checked, with one clear line for each mistake.

The file is the one of `pulumi preview --policy-pack-config`:

    {
      "settings": {"profile": "regulated", "jurisdictions": ["eu"], "exemptions": [...]},
      "ENC-19": "disabled",
      "NET-09": {"enforcementLevel": "advisory"}
    }

`all`, instead of a rule's ID, says what failures of every rule do. Levels may also stand in
`settings.levels`, for the engine does not tell a pack which of them are the user's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeGuard, cast

from landing_zone_policies.options import EXEMPTIONS, LEVELS_BY_RULE, OPTIONS, Option
from landing_zone_policies.settings import (
    BY_PROFILE,
    EXEMPTION_FIELDS,
    LEVELS,
    Exemption,
    Level,
    Settings,
)

SETTINGS, ALL = "settings", "all"


class SettingsError(Exception):
    """What is wrong with a configuration: a line for each mistake."""

    def __init__(self, faults: Collection[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def settings_of(
    document: Any,
    rules: Collection[str],
    *,
    under: Mapping[str, Any] = MappingProxyType({}),
    over: Mapping[str, Any] = MappingProxyType({}),
) -> Settings:
    """Return what a configuration says, every default that of its profile.

    Args:
        document: The parsed file; `{}` for the defaults.
        rules: The IDs of the rules that there are.
        under: Settings that count where the file says nothing of them.
        over: Settings that count whatever the file says.

    Raises:
        SettingsError: with a line for each mistake.
    """
    if not _is_object(document):
        raise SettingsError([f"configuration: an object, got {_kind(document)}"])
    said = document.get(SETTINGS, {})
    if not _is_object(said):
        raise SettingsError([f"{SETTINGS}: an object, got {_kind(said)}"])
    said = {**under, **said, **over}
    faults = [*_faults(document, said, rules)]
    if faults:
        raise SettingsError(faults)
    profile = said.get("profile", Settings().profile)
    defaults = {name: values[profile] for name, values in BY_PROFILE.items()}
    given = {name: _frozen(said[name]) for name in OPTIONS if name in said}
    return Settings(
        **{**defaults, **given},
        levels=_levels(document, said, rules),
        exemptions=tuple(_exemption(each) for each in said.get(EXEMPTIONS, ())),
    )


def _faults(
    document: Mapping[str, Any], said: Mapping[str, Any], rules: Collection[str]
) -> Iterator[str]:
    for name, value in document.items():
        if name != SETTINGS:
            yield from _level_faults(name, value, rules)
    for name, value in said.items():
        if name == LEVELS_BY_RULE:
            for rule, level in value.items() if _is_object(value) else (("", value),):
                yield from _level_faults(rule, level, rules, where=f"{SETTINGS}.{name}.")
        elif name == EXEMPTIONS:
            yield from _exemption_faults(value, rules)
        elif name in OPTIONS:
            yield from _option_faults(f"{SETTINGS}.{name}", OPTIONS[name], value)
        else:
            known = [*OPTIONS, EXEMPTIONS, LEVELS_BY_RULE]
            yield f"{SETTINGS}.{name}: no such setting{_nearest(name, known)}"


def _level_faults(name: str, value: Any, rules: Collection[str], where: str = "") -> Iterator[str]:
    if name != ALL and name not in rules:
        yield f"{where}{name}: no such rule{_nearest(name, [*rules, SETTINGS, ALL])}"
        return
    level = value.get("enforcementLevel") if _is_object(value) else value
    if level not in LEVELS:
        yield f"{where}{name}: one of {', '.join(LEVELS)}, got {_shown(level)}"


def _option_faults(where: str, option: Option, value: Any) -> Iterator[str]:
    match option.kind:
        case "yes or no":
            if not isinstance(value, bool):
                yield f"{where}: true or false, got {_shown(value)}"
        case "texts" | "numbers":
            if not isinstance(value, list):
                yield f"{where}: a list, got {_kind(value)}"
                return
            for index, each in enumerate(cast("list[Any]", value)):
                yield from _value_faults(f"{where}[{index}]", option, each)
        case "texts by key" | "patterns by key":
            if not _is_object(value):
                yield f"{where}: an object, got {_kind(value)}"
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
            yield f"{where}: a text, got {_shown(value)}"
        elif option.choices and value not in option.choices:
            allowed = ", ".join(option.choices)
            yield f"{where}: one of {allowed}, got {_shown(value)}{_nearest(value, option.choices)}"
        return
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{where}: a whole number, got {_shown(value)}"
    elif option.least is not None and value < option.least:
        yield f"{where}: at least {option.least}, got {value}"
    elif option.most is not None and value > option.most:
        yield f"{where}: at most {option.most}, got {value}"


def _pattern_faults(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{where}: a regular expression, got {_shown(value)}"
        return
    try:
        re.compile(value)
    except re.error as error:
        yield f"{where}: a regular expression, got {_shown(value)}: {error}"


def _exemption_faults(value: Any, rules: Collection[str]) -> Iterator[str]:
    where = f"{SETTINGS}.{EXEMPTIONS}"
    if not isinstance(value, list):
        yield f"{where}: a list, got {_kind(value)}"
        return
    for index, each in enumerate(cast("list[Any]", value)):
        at = f"{where}[{index}]"
        if not _is_object(each):
            yield f"{at}: an object, got {_kind(each)}"
            continue
        yield from (f"{at}.{name}: no such field" for name in each if name not in EXEMPTION_FIELDS)
        for name in EXEMPTION_FIELDS:
            text = _text(each.get(name))
            if not isinstance(text, str) or not text.strip():
                yield f"{at}.{name}: a text, got {_shown(text)}"
        rule, expires = each.get("rule"), _text(each.get("expires"))
        if isinstance(rule, str) and rule and rule not in rules:
            yield f"{at}.rule: no such rule as {_shown(rule)}{_nearest(rule, rules)}"
        if isinstance(expires, str) and _date(expires) is None:
            yield f"{at}.expires: a day such as 2027-03-31, got {_shown(expires)}"


def _exemption(said: Mapping[str, Any]) -> Exemption:
    return Exemption(
        rule=said["rule"],
        resource=said["resource"],
        owner=said["owner"],
        reason=said["reason"],
        expires=cast("dt.date", _date(_text(said["expires"]))),
    )


def _levels(
    document: Mapping[str, Any], said: Mapping[str, Any], rules: Collection[str]
) -> Mapping[str, Level]:
    beside = {key: value for key, value in document.items() if key != SETTINGS}
    levels: dict[str, Level] = {
        key: value["enforcementLevel"] if _is_object(value) else value
        for key, value in {**beside, **said.get(LEVELS_BY_RULE, {})}.items()
    }
    every = levels.pop(ALL, None)
    return {**dict.fromkeys(rules, every), **levels} if every else levels


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


def _text(value: Any) -> Any:
    """Return a value as JSON has it: YAML makes days of their own of what looks like one."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _nearest(given: str, known: Collection[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 (only a mistake needs it)

    found = get_close_matches(given, known)
    return f"; did you mean {found[0]}?" if found else ""


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _kind(value: Any) -> str:
    kinds = ((bool, "true or false"), (str, "a text"), (list, "a list"), (dict, "an object"))
    found = (words for kind, words in kinds if isinstance(value, kind))
    return next(found, "nothing" if value is None else "a number")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list) or value is None:
        return _kind(value)
    text = str(value)
    return repr(text if len(text) <= 40 else f"{text[:37]}...") if isinstance(value, str) else text
