"""A plan read from its JSON document, so that what is shown is what `--json` says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""How Pulumi writes a value that only a deployment can tell.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
"""

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER = "pulumi:providers:"
KUBERNETES = "kubernetes"

IDENTIFIERS = ("arn", "email", "principalId", "keyUri")
"""Outputs that identify a resource as its ID does."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a plan, by the field names of Pulumi's state file."""

    urn: str
    type: str
    id: str | None
    name: str
    parent: str | None
    custom: bool
    protect: bool
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    dependencies: tuple[str, ...]
    property_dependencies: Mapping[str, tuple[str, ...]]

    @property
    def kind(self) -> str:
        """The type as a person says it."""
        return kind(self.type)

    @property
    def identifiers(self) -> set[str]:
        """Everything by which another resource may mean this one, given by the cloud."""
        named = (self.outputs.get(name) for name in IDENTIFIERS if name not in self.inputs)
        return {each for each in (self.id, *named) if isinstance(each, str) and each}

    @property
    def unknown_inputs(self) -> list[str]:
        """The inputs that only a deployment can tell, wholly or in part."""
        return [name for name, value in self.inputs.items() if is_unknown(value)]


@dataclass(frozen=True)
class Plan:
    """All that one program declares."""

    resources: tuple[Resource, ...]
    """Every resource but the stack itself."""
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The outputs of the stack."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Plan":
        """Read the document that `lz plan --json` prints."""
        resources = [_resource(each) for each in document["resources"]]
        return cls(
            tuple(each for each in resources if each.type != STACK_TYPE),
            document.get("outputs") or {},
        )

    @cached_property
    def by_urn(self) -> dict[str, Resource]:
        """The resources by URN."""
        return {each.urn: each for each in self.resources}

    @cached_property
    def _children(self) -> dict[str | None, list[Resource]]:
        children: dict[str | None, list[Resource]] = {}
        for each in self.resources:
            parent = each.parent if each.parent in self.by_urn else None
            children.setdefault(parent, []).append(each)
        return children

    def children(self, of: Resource | None) -> list[Resource]:
        """Return the resources whose parent this is; the topmost ones for None."""
        return self._children.get(of.urn if of else None, [])

    def of_type(self, type_: str) -> list[Resource]:
        """Return the resources of a type."""
        return [each for each in self.resources if each.type == type_]

    def owner(self, id_: str) -> Resource | None:
        """Return the resource that an ID, an ARN, an e-mail address or a key's address is of."""
        bare = bare_id(id_)
        found = (each for each in self.resources if each.custom and bare in each.identifiers)
        return next(found, None)

    def within(self, resource: Resource) -> Iterator[Resource]:
        """Yield a resource and all that is inside it."""
        yield resource
        for child in self.children(resource):
            yield from self.within(child)


def kind(type_: str) -> str:
    """Return a type as a person says it: `s3.Bucket`, `Keys`, `ConfigMap`, `provider aws`."""
    if type_.startswith(PROVIDER):
        return f"provider {type_.removeprefix(PROVIDER)}"
    package, _, rest = type_.partition(":")
    module, _, member = rest.rpartition(":")
    module = module.partition("/")[0]
    return member if module in ("", "index") or package == KUBERNETES else f"{module}.{member}"


def name_of(urn: str) -> str:
    """Return the logical name in a URN."""
    return urn.split("::", 3)[3]


def bare_id(id_: str) -> str:
    """Return the ID in a Google Cloud member such as `serviceAccount:…`; any other as it is."""
    return id_.removeprefix("serviceAccount:").removeprefix("group:")


def is_unknown(value: Any) -> bool:
    """Say whether a value, or anything in it, is known only after a deployment."""
    if isinstance(value, Mapping):
        return any(is_unknown(each) for each in cast("Mapping[str, Any]", value).values())
    if isinstance(value, list):
        return any(is_unknown(each) for each in cast("list[Any]", value))
    return isinstance(value, str) and UNKNOWN in value


def mapping(value: Any) -> dict[str, Any]:
    """Return a value from JSON if it is a mapping, and an empty one if it is anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _resource(state: Mapping[str, Any]) -> Resource:
    depends = cast("Mapping[str, list[str]]", state.get("propertyDependencies") or {})
    return Resource(
        urn=state["urn"],
        type=state["type"],
        id=state.get("id"),
        name=name_of(state["urn"]),
        parent=state.get("parent") or None,
        custom=bool(state.get("custom")),
        protect=bool(state.get("protect")),
        inputs=state.get("inputs") or {},
        outputs=state.get("outputs") or {},
        dependencies=tuple(state.get("dependencies") or ()),
        property_dependencies={name: tuple(urns or ()) for name, urns in depends.items()},
    )
