"""A recorded zone as the promises look at it: properties by path, and who waits for whom."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from inspect import signature
from typing import Any, cast

from landing_zone import Environment
from landing_zone.core.environment import Persona
from landing_zone_rehearsal import Recording, Resource

MISSING = object()
"""Where a path leads to nothing."""

IDENTIFIERS = (
    *("arn", "selfLink", "keyUri", "keyUriWithVersion", "email", "member", "name", "principalId"),
)
"""Outputs by which others refer to a resource."""


def is_inside(resource: Resource) -> bool:
    """Say whether a resource is one of Kubernetes, inside a cluster."""
    return resource.type.startswith("kubernetes:")


class Zone:
    """One recording, with the lookups that several promises need."""

    def __init__(self, recording: Recording, env: Environment) -> None:
        self.recording = recording
        self.env = env
        self.declared = [r for r in recording.resources if r.custom and not is_provider(r)]
        self.custom = [r for r in self.declared if not is_inside(r)]
        """What the cloud itself has; what runs inside the cluster is in `inside`."""
        self.inside = [r for r in self.declared if is_inside(r)]
        providers = [r for r in recording.resources if is_provider(r)]
        self.ways_in = [r for r in providers if r.type.endswith(":kubernetes")]
        """The providers that reach into the cluster."""

    def of(self, kind: str) -> list[Resource]:
        """Return the resources of one type."""
        return self._by_type.get(kind, [])

    def said(self, text: str) -> str:
        """Return a text with the facts of this zone in it.

        `{account}`, `{region}` and `{tenant}` are the environment's, `{group:auditor}` is a group
        of people, and `{arn:ai-keys-data}` is an attribute of the resource with that name.
        """
        return re.sub(r"\{([\w.]+)(?::([^}]+))?\}", self._fact, text)

    def _fact(self, match: re.Match[str]) -> str:
        what, name = match.groups()
        if name is None:
            return str(getattr(self.env, what))
        if what == "group":
            return str(self.env.groups[Persona(name)])
        resource = self._by_name.get(name)
        if resource is None:
            return f"nothing is named {name}"
        if what == "id":
            return str(resource.id)
        return str(at({**resource.inputs, **resource.outputs}, what))

    def component_of(self, resource: Resource) -> Resource | None:
        """Return the component that a resource belongs to."""
        parent = self.recording.by_urn.get(resource.parent or "")
        while parent is not None and not parent.type.startswith("landing-zone:"):
            parent = self.recording.by_urn.get(parent.parent or "")
        return parent

    def waits_for(self, resource: Resource) -> frozenset[str]:
        """Return the URNs of everything that must be there before a resource."""
        return self._closure[resource.urn]

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        by_type = defaultdict[str, list[Resource]](list)
        for resource in self.declared:
            by_type[resource.type].append(resource)
        return by_type

    @cached_property
    def _by_name(self) -> dict[str, Resource]:
        return {resource.name: resource for resource in self.custom}

    @cached_property
    def owners(self) -> dict[str, Resource]:
        """Return the resource behind each identifier that others may refer to it by.

        A side-car has the identifier of the store it stands beside, which is declared first.
        """
        owners: dict[str, Resource] = {}
        for resource in self.custom:
            for identifier in (resource.id, *_identifiers(resource)):
                if isinstance(identifier, str) and len(identifier) > 12:
                    owners.setdefault(identifier, resource)
        return owners

    @cached_property
    def _closure(self) -> dict[str, frozenset[str]]:
        closure: dict[str, frozenset[str]] = {}
        for resource in self.recording.resources:
            direct = {*resource.dependencies}
            direct.update(urn for urns in resource.property_dependencies.values() for urn in urns)
            if is_inside(resource) and resource.provider_urn:
                direct.add(resource.provider_urn)
            reached = frozenset[str]().union(*(closure.get(urn, frozenset()) for urn in direct))
            closure[resource.urn] = reached | direct
        return closure


def is_provider(resource: Resource) -> bool:
    """Say whether a resource is a provider."""
    return resource.type.startswith("pulumi:providers:")


def at(value: Any, path: str) -> Any:
    """Return what stands at a dotted path (`rules.0.status`), or MISSING."""
    for part in path.split("."):
        if isinstance(value, Mapping) and part in value:
            value = cast("Mapping[str, Any]", value)[part]
        elif (
            isinstance(value, list) and part.isdigit() and int(part) < len(cast("list[Any]", value))
        ):
            value = cast("list[Any]", value)[int(part)]
        else:
            return MISSING
    return value


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every plain value inside another with its path."""
    if isinstance(value, Mapping):
        for key, each in cast("Mapping[str, Any]", value).items():
            yield from leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for n, each in enumerate(cast("list[Any]", value)):
            yield from leaves(each, f"{path}.{n}")
    else:
        yield path, value


def sdk_class(kind: str) -> Any:
    """Return the SDK's class of a resource type such as `aws:s3/bucket:Bucket`."""
    package, module, name = kind.split(":")
    parts = [part for part in module.split("/")[:1] if part != "index"]
    return getattr(import_module(".".join([f"pulumi_{package.replace('-', '_')}", *parts])), name)


@cache
def takes(kind: str, argument: str) -> bool:
    """Say whether the SDK's class of a resource type has an argument."""
    return argument in signature(sdk_class(kind)._internal_init).parameters


def _identifiers(resource: Resource) -> Iterator[Any]:
    """Yield what the cloud made up for a resource; what it was given names something else."""
    given = {value for _, value in leaves(resource.inputs) if isinstance(value, str)}
    for name in IDENTIFIERS:
        value = resource.outputs.get(name)
        if isinstance(value, str) and value not in given:
            yield value
