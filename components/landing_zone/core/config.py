"""Specs read from a stack's configuration, with all its mistakes told at once."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar, cast, get_args

from pulumi.runtime import config as runtime
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from landing_zone.core.errors import LandingZoneError, suggestion
from landing_zone.core.model import Profile, Spec

NAMESPACE = "landing-zone"

FirstT = TypeVar("FirstT", bound=Spec)
SecondT = TypeVar("SecondT", bound=Spec)

ALLOWED = {
    "missing": "required",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "enum": "one of {expected}",
    "literal_error": "one of {expected}",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "tuple_type": "a list",
    "list_type": "a list",
    "ip_v4_network": "a network such as 10.0.0.0/16, with no bits set after its prefix",
    "fault": "{allowed}",
}
"""What is allowed, by pydantic's name of the mistake."""


def read(
    first: tuple[str, type[FirstT]],
    second: tuple[str, type[SecondT]],
    check: Callable[[FirstT, SecondT], Iterable[object]],
) -> tuple[FirstT, SecondT]:
    """Return the specs at two keys of the stack's configuration.

    Args:
        first: a key, such as `environment`, and its spec.
        second: another.
        check: what is wrong where the two meet; asked once each is right by itself.

    Raises:
        LandingZoneError: with a line for every mistake in either, or where they meet.
    """
    known = (first[0], second[0])
    faults = [*_unknown_keys(known)]
    values: list[Any] = []
    for key, spec in (first, second):
        try:
            values.append(spec.model_validate(_object(key)))
        except ValidationError as invalid:
            faults += [_line(key, spec, error) for error in _told_once(invalid.errors())]
        except LandingZoneError as unreadable:
            faults.append(str(unreadable))
    if not faults:
        faults = [f"{NAMESPACE}:{second[0]}.{fault}" for fault in check(*values)]
    if faults:
        raise LandingZoneError.of(faults)
    return values[0], values[1]


def schema(blocks: Mapping[str, type[Spec]]) -> dict[str, Any]:
    """Return a JSON Schema of a stack's configuration file, for editors and checks."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for key, spec in blocks.items():
        own = _for_editors(spec.model_json_schema(ref_template="#/$defs/{model}"))
        definitions |= own.pop("$defs", {})
        properties[f"{NAMESPACE}:{key}"] = own
    keys = "|".join(blocks)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of a landing-zone stack",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": properties,
                "propertyNames": {"pattern": f"^(?!{NAMESPACE}:)|^{NAMESPACE}:({keys})$"},
                "required": [f"{NAMESPACE}:{key}" for key in _required(blocks)],
            }
        },
        "required": ["config"],
        "$defs": dict(sorted(definitions.items())),
    }


def _required(blocks: Mapping[str, type[Spec]]) -> Iterator[str]:
    for key, spec in blocks.items():
        if any(field.is_required() for field in spec.model_fields.values()):
            yield key


def _for_editors(schema: Any) -> Any:
    """Close mappings with patterned keys, and say what each profile gives instead of a default.

    Pydantic moves the pattern of a mapping's keys to its values' place, where other keys are
    then accepted.
    """
    if isinstance(schema, list):
        return [_for_editors(each) for each in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    node = {key: _for_editors(value) for key, value in cast("dict[str, Any]", schema).items()}
    if "patternProperties" in node:
        node.setdefault("additionalProperties", False)
    if ladder := node.pop("by_profile", None):
        del node["default"]
        steps = ", ".join(f"{each} {json.dumps(ladder[each])}" for each in Profile)
        node["description"] += f"\n\nBy profile: {steps}."
    return node


def _unknown_keys(known: tuple[str, ...]) -> Iterator[str]:
    given = {**runtime.get_config_env(), **runtime.CONFIG.get()}
    for name in sorted(given):
        namespace, _, key = name.partition(":")
        if namespace == NAMESPACE and key not in known:
            yield f"{name}: no such key, allowed are {', '.join(known)}{suggestion(key, known)}"


def _object(key: str) -> Any:
    name = f"{NAMESPACE}:{key}"
    if runtime.is_config_secret(name):
        raise LandingZoneError(
            f"{name}: holds a secret, which nothing here needs; write its values in plain text"
        )
    text = runtime.get_config(name)
    if text is None:
        return {}
    try:
        return json.loads(text) if isinstance(text, str) else text
    except json.JSONDecodeError:
        raise LandingZoneError(f"{name}: a mapping of keys to values, got {text!r}") from None


def _told_once(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Leave out that a list is too short where it only is so because of what is wrong in it."""
    for error in errors:
        inner = any(other["loc"][:-1][: len(error["loc"])] == error["loc"] for other in errors)
        if error["type"] != "too_short" or not inner:
            yield error


def _line(key: str, spec: type[Spec], error: ErrorDetails) -> str:
    location = [part for part in error["loc"] if part != "[key]"]
    path = ".".join(str(each) for each in (key, *location))
    if error["type"] == "extra_forbidden":
        known = sorted(_spec_at(spec, location[:-1]).model_fields)
        hint = suggestion(location[-1], known) or f"; allowed are {', '.join(known)}"
        return f"{NAMESPACE}:{path}: no such key{hint}"
    template = ALLOWED.get(error["type"])
    allowed = template.format(**error.get("ctx", {})) if template else error["msg"].lower()
    if error["type"] == "missing":
        return f"{NAMESPACE}:{path}: {allowed}, not given"
    if error["type"] in ("enum", "literal_error"):
        allowed += suggestion(error["input"], _options(error))
    return f"{NAMESPACE}:{path}: {allowed}, got {_shown(error['input'])}"


def _options(error: ErrorDetails) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return [each.strip("' ") for each in expected.replace(" or ", ",").split(",")]


def _shown(given: object) -> str:
    text = repr(given.value if isinstance(given, Enum) else given)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _spec_at(spec: type[Spec], location: list[str | int]) -> type[Spec]:
    """Return the spec that a location inside another leads to."""
    for part in location:
        field = spec.model_fields.get(str(part))
        if field is not None:
            spec = next(_specs_in(field.annotation), spec)
    return spec


def _specs_in(annotation: Any) -> Iterator[type[Spec]]:
    if isinstance(annotation, type) and issubclass(annotation, Spec):
        yield annotation
    for argument in get_args(annotation):
        yield from _specs_in(argument)
