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
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from landing_zone_policies.option_faults import is_object, kind, nearest, option_faults, shown
from landing_zone_policies.options import EXEMPTIONS, LEVELS_BY_RULE, OPTIONS
from landing_zone_policies.settings import (
    BY_PROFILE,
    EXEMPTION_FIELDS,
    LEVELS,
    Exemption,
    Level,
    Settings,
)

SETTINGS, ALL = "settings", "all"
DEEPEST = 4
"""How deep settings go: `settings.exemptions[0].owner`."""


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
    if not is_object(document):
        raise SettingsError([f"configuration: an object, got {kind(document)}"])
    faults = [*_key_faults(document)]
    if faults:
        raise SettingsError(faults)
    said = document.get(SETTINGS, {})
    if not is_object(said):
        raise SettingsError([f"{SETTINGS}: an object, got {kind(said)}"])
    said = {**under, **said, **over}
    faults = [*_faults(document, said, rules)]
    if faults:
        raise SettingsError(faults)
    profile = said.get("profile", Settings().profile)
    defaults = {name: values[profile] for name, values in BY_PROFILE.items()}
    given = {name: _frozen(said[name]) for name in OPTIONS if name in said}
    levels = _levels(document, said)
    return Settings(
        **{**defaults, **given},
        every_level=levels.pop(ALL, None),
        levels=levels,
        exemptions=tuple(_exemption(each) for each in said.get(EXEMPTIONS, ())),
    )


def _key_faults(value: Any, where: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the keys that are no texts, as deep as settings go: YAML has them, JSON has not."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for index, each in enumerate(cast("list[Any]", value)):
            yield from _key_faults(each, f"{where}[{index}]", depth + 1)
    elif isinstance(value, dict):
        for key, each in cast("dict[Any, Any]", value).items():
            if isinstance(key, str):
                yield from _key_faults(each, f"{where}.{key}" if where else key, depth + 1)
            else:
                yield f"{where or 'configuration'}: keys that are texts, got {shown(key)}"


def _faults(
    document: Mapping[str, Any], said: Mapping[str, Any], rules: Collection[str]
) -> Iterator[str]:
    for name, value in document.items():
        if name != SETTINGS:
            yield from _level_faults(name, value, rules)
    for name, value in said.items():
        if name == LEVELS_BY_RULE:
            for rule, level in value.items() if is_object(value) else (("", value),):
                yield from _level_faults(rule, level, rules, where=f"{SETTINGS}.{name}.")
        elif name == EXEMPTIONS:
            yield from _exemption_faults(value, rules)
        elif name in OPTIONS:
            yield from option_faults(f"{SETTINGS}.{name}", OPTIONS[name], value)
        else:
            known = [*OPTIONS, EXEMPTIONS, LEVELS_BY_RULE]
            yield f"{SETTINGS}.{name}: no such setting{nearest(name, known)}"


def _level_faults(name: str, value: Any, rules: Collection[str], where: str = "") -> Iterator[str]:
    if name != ALL and name not in rules:
        yield f"{where}{name}: no such rule{nearest(name, [*rules, SETTINGS, ALL])}"
        return
    level = value.get("enforcementLevel") if is_object(value) else value
    if level not in LEVELS:
        yield f"{where}{name}: one of {', '.join(LEVELS)}, got {shown(level)}"


def _exemption_faults(value: Any, rules: Collection[str]) -> Iterator[str]:
    where = f"{SETTINGS}.{EXEMPTIONS}"
    if not isinstance(value, list):
        yield f"{where}: a list, got {kind(value)}"
        return
    for index, each in enumerate(cast("list[Any]", value)):
        at = f"{where}[{index}]"
        if not is_object(each):
            yield f"{at}: an object, got {kind(each)}"
            continue
        yield from (f"{at}.{name}: no such field" for name in each if name not in EXEMPTION_FIELDS)
        for name in EXEMPTION_FIELDS:
            text = _text(each.get(name))
            if not isinstance(text, str) or not text.strip():
                yield f"{at}.{name}: a text, got {shown(text)}"
        rule, expires = each.get("rule"), _text(each.get("expires"))
        if isinstance(rule, str) and rule and rule not in rules:
            yield f"{at}.rule: no such rule as {shown(rule)}{nearest(rule, rules)}"
        if isinstance(expires, str) and _date(expires) is None:
            yield f"{at}.expires: a day such as 2027-03-31, got {shown(expires)}"


def _exemption(said: Mapping[str, Any]) -> Exemption:
    return Exemption(
        rule=said["rule"],
        resource=said["resource"],
        owner=said["owner"],
        reason=said["reason"],
        expires=cast("dt.date", _date(_text(said["expires"]))),
    )


def _levels(document: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Level]:
    beside = {key: value for key, value in document.items() if key != SETTINGS}
    return {
        key: value["enforcementLevel"] if is_object(value) else value
        for key, value in {**beside, **said.get(LEVELS_BY_RULE, {})}.items()
    }


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
