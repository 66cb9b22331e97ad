"""Which foundation models may be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN

ROUTED = r"^(us|us-gov|eu|apac|jp|au|ca|sa|me|af|global)\."
"""Begins the name of a profile that sends requests to several regions.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
"""


def may_be_deployed(type_: str, *paths: str) -> Check:
    """Return a row: the models that these properties name are among those of the settings."""

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        found = [each for path in paths for each in resource.find(path)]
        named = [each for each in found if each.value is not MISSING]
        for each in named:
            yield _judged(each, resource, world.settings)
        if not named:
            yield NotApplicable("it names no model")

    return Check((type_,), look, paths)


def _judged(found: Found, resource: Resource, settings: Settings) -> Outcome:
    if not settings.models:
        return NotApplicable("the settings list no models, so that all may be used")
    if found.value is UNKNOWN:
        return Undetermined(found.path, f"{found.path} is known after deployment")
    names = {*_names(str(found.value)), *_with_publisher(found, resource)}
    if any(fnmatchcase(name, each.casefold()) for each in settings.models for name in names):
        return Pass(found.path)
    return Fail(found.path, f"{found} is none of {', '.join(settings.models)}")


def _names(said: str) -> Iterator[str]:
    """Yield what people call a model that is told by its ID, ARN or path."""
    whole = said.casefold()
    last = whole.rpartition("/")[2]
    for each in (whole, last, re.sub(ROUTED, "", last)):
        yield each
        yield each.partition("@")[0]
        yield each.partition(":")[0]
    yield from re.findall(r"publishers/([^/]+)", whole)
    yield re.sub(ROUTED, "", last).partition(".")[0]
    yield whole.partition("/")[0]


def _with_publisher(found: Found, resource: Resource) -> Iterator[str]:
    """Yield an Azure model with who made it: `openai`, `openai/gpt-4o`."""
    if not found.path.startswith("properties.model."):
        return
    for key in ("format", "publisher"):
        maker = resource.get(f"properties.model.{key}")
        if isinstance(maker, str):
            yield maker.casefold()
            yield f"{maker}/{found.value}".casefold()
