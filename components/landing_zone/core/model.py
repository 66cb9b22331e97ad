"""Base classes of the two halves of a component's interface: its spec and its outputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn, Self, cast

import pulumi
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError


class Profile(StrEnum):
    """How much hardening an environment gets: one ladder instead of a flag for each."""

    DEV = "dev"
    STANDARD = "standard"
    REGULATED = "regulated"

    def at_least(self, rung: "Profile") -> bool:
        """Say whether this profile stands on the given rung or above it."""
        ladder = list(Profile)
        return ladder.index(self) >= ladder.index(rung)


class Fault(NamedTuple):
    """One mistake in a spec, found where two of its fields meet."""

    path: tuple[str | int, ...]
    """Where, from the spec that reports it."""
    allowed: str
    """What would be right, such as `at most 30, because …`."""
    given: object

    def line(self, *above: str | int) -> str:
        """Return the one line that tells it, under the path of the spec that reports it."""
        where = ".".join(str(each) for each in (*above, *self.path))
        return f"{where}: {self.allowed}, got {self.given!r}"


def by_profile(*, dev: Any, standard: Any, regulated: Any, **rules: Any) -> Any:
    """Declare a field whose default is the profile's; `Spec.settled` fills it in.

    Until the profile is known the field shows what `standard` gives.
    """
    ladder: Any = {"dev": dev, "standard": standard, "regulated": regulated}
    return Field(default=standard, json_schema_extra={"by_profile": ladder}, **rules)


class Spec(BaseModel):
    """What is wanted, as plain data: immutable, closed to unknown keys, checked on creation."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    def settled(self, profile: Profile) -> Self:
        """Return the spec with every field that was not given set as the profile says."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        for name, value in values.items():
            ladder = profile_ladder(type(self), name)
            if ladder and name not in self.model_fields_set:
                values[name] = ladder[profile]
            elif not ladder:
                values[name] = _settle(value, profile)
        return type(self).model_validate(values)


def profile_ladder(spec: type[Spec], field: str) -> Mapping[str, Any] | None:
    """Return what each profile gives a field, or None where the profile has no say."""
    extra = spec.model_fields[field].json_schema_extra
    return cast("dict[str, Any]", extra).get("by_profile") if isinstance(extra, dict) else None


def refuse(spec: str, faults: Iterable[Fault]) -> None:
    """Raise pydantic's error for the faults, each located where it is; do nothing for none."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError("fault", "{allowed}", {"allowed": fault.allowed}),
            loc=fault.path,
            input=fault.given,
        )
        for fault in faults
    ]
    if details:
        _raise(spec, details)


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """What a component promises: the same fields on every cloud, each a Pulumi output.

    A field that holds one value for each of several things (a key for each purpose) is a mapping
    of outputs, so that who uses one of them depends on that one alone.
    """

    @classmethod
    def existing(cls, **values: Any) -> Self:
        """Describe something built elsewhere, so that it can be wired like our own.

        Raises:
            TypeError: if a field is missing or unknown.
        """
        return cls(**{name: _as_output(value) for name, value in values.items()})

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name, for state and stack exports."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _settle(value: Any, profile: Profile) -> Any:
    if isinstance(value, Spec):
        return value.settled(profile)
    if isinstance(value, Mapping):
        mapping = cast("Mapping[Any, Any]", value)
        return {key: _settle(each, profile) for key, each in mapping.items()}
    if isinstance(value, tuple):
        return tuple(_settle(each, profile) for each in cast("tuple[Any, ...]", value))
    return value


def _raise(spec: str, details: list[InitErrorDetails]) -> NoReturn:
    raise ValidationError.from_exception_data(spec, details)


def _as_output(value: Any) -> Any:
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, Any]", value)
        return {key: pulumi.Output.from_input(each) for key, each in mapping.items()}
    return pulumi.Output.from_input(value)


def _plain(value: Any) -> Any:
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else value
