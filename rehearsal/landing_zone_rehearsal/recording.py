"""What a program declared, as the recorder saw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .clouds.model import short
from .values import Unknown


@dataclass(slots=True)
class Resource:
    """One resource a program declared, with the field names of a state file in snake_case."""

    urn: str
    type: str
    name: str
    parent: str | None
    """URN of the parent."""
    custom: bool
    """False for a component."""
    inputs: dict[str, Any]
    id: str | Unknown | None = None
    """None for a component; UNKNOWN in a preview."""
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    dependencies: list[str] = field(default_factory=list[str])
    property_dependencies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    provider: str | None = None
    """Reference to the provider: its URN, `::` and its ID."""
    providers: dict[str, str] = field(default_factory=dict[str, str])
    """What a component hands to its children, by package."""
    protect: bool = False
    aliases: list[str] = field(default_factory=list[str])
    """URNs this resource may have had before, inherited ones included."""
    additional_secret_outputs: list[str] = field(default_factory=list[str])
    ignore_changes: list[str] = field(default_factory=list[str])
    replace_on_changes: list[str] = field(default_factory=list[str])
    replace_with: list[str] = field(default_factory=list[str])
    retain_on_delete: bool = False
    delete_before_replace: bool | None = None
    deleted_with: str | None = None
    import_id: str | None = None
    custom_timeouts: dict[str, str] = field(default_factory=dict[str, str])
    """`create`, `update`, `delete` and `read` as given, such as `30m`."""
    hooks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Names of the hooks to run, by event (`before_create`, `after_delete`, …)."""
    external: bool = False
    """True for what was read (`.get`), not declared."""
    remote: bool = False
    """True for a component that another process builds."""

    @property
    def provider_urn(self) -> str | None:
        """URN of the provider that manages this resource."""
        return self.provider.rpartition("::")[0] if self.provider else None


@dataclass(frozen=True, slots=True)
class Invoke:
    """One call of a data source or of a component's method."""

    token: str
    arguments: dict[str, Any]
    provider: str | None
    answer: dict[str, Any] | Unknown
    modelled: bool
    """False when the cloud's model had no answer, and the arguments were given back."""


@dataclass(frozen=True, slots=True)
class Log:
    """One message of the program: `info`, `warning` or `error`."""

    severity: str
    message: str
    urn: str | None = None


@dataclass(slots=True)
class Recording:
    """All that one run of a program declared."""

    project: str
    stack: str
    preview: bool
    resources: list[Resource] = field(default_factory=list[Resource])
    """In the order of their registration."""
    by_urn: dict[str, Resource] = field(default_factory=dict[str, Resource])
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    """The outputs of the stack."""
    invokes: list[Invoke] = field(default_factory=list[Invoke])
    logs: list[Log] = field(default_factory=list[Log])
    seconds: float = 0.0
    """How long the program ran."""

    def add(self, resource: Resource) -> Resource:
        """Take a resource in."""
        self.resources.append(resource)
        self.by_urn[resource.urn] = resource
        return resource

    def find(self, type_prefix: str) -> list[Resource]:
        """Find resources by the beginning of their type.

        Example:
            >>> recording.find("aws:s3/bucket:Bucket")  # the type
            >>> recording.find("aws:s3:")  # a module: short tokens do as well
        """
        return [
            resource
            for resource in self.resources
            if resource.type.startswith(type_prefix) or short(resource.type).startswith(type_prefix)
        ]

    def children(self, urn: str | None) -> list[Resource]:
        """Find the resources whose parent this is."""
        return [resource for resource in self.resources if resource.parent == urn]

    def named(self, name: str) -> Resource:
        """Find the one resource with this logical name."""
        found = [resource for resource in self.resources if resource.name == name]
        if len(found) != 1:
            names = sorted(resource.name for resource in self.resources)
            raise LookupError(f"{len(found)} resources are named {name!r}; there are {names}")
        return found[0]
