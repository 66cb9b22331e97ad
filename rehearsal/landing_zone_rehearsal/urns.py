"""URNs and aliases, put together as the engine does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulumi.runtime.proto import alias_pb2

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_TYPE = "pulumi:providers:"


def qualified_type(urn: str) -> str:
    """Take the chain of types out of a URN: `my:index:Lake$aws:s3/bucket:Bucket`."""
    return urn.split("::", 3)[2]


def type_of(urn: str) -> str:
    """Take the resource's own type out of a URN."""
    return qualified_type(urn).rpartition("$")[2]


def name_of(urn: str) -> str:
    """Take the logical name out of a URN."""
    return urn.split("::", 3)[3]


def is_urn(text: str) -> bool:
    """Whether this has a URN's four parts."""
    return text.startswith("urn:pulumi:") and text.count("::") >= 3


@dataclass(frozen=True, slots=True)
class Namer:
    """Gives URNs in one stack of one project."""

    project: str
    stack: str

    def urn(
        self, parent: str | None, type: str, name: str, *, project: str = "", stack: str = ""
    ) -> str:
        """Compose a URN. The stack's own type is never part of a chain."""
        chain = qualified_type(parent) if parent else STACK_TYPE
        types = type if chain == STACK_TYPE else f"{chain}${type}"
        return f"urn:pulumi:{stack or self.stack}::{project or self.project}::{types}::{name}"

    def aliases(
        self,
        specs: Iterable[alias_pb2.Alias],
        type: str,
        name: str,
        parent: str | None,
        parent_aliases: Sequence[str],
    ) -> list[str]:
        """Resolve aliases to URNs, and multiply them with those of the parent."""
        own = [self._alias(spec, type, name, parent) for spec in specs]
        found = dict.fromkeys(own)
        for parent_alias in parent_aliases:
            for urn in (self.urn(parent, type, name), *own):
                found[self._inherited(urn, parent or "", parent_alias)] = None
        return list(found)

    def _alias(self, alias: alias_pb2.Alias, type: str, name: str, parent: str | None) -> str:
        if alias.urn:
            return alias.urn
        spec = alias.spec
        return self.urn(
            None if spec.noParent else spec.parentUrn or parent,
            spec.type or type,
            spec.name or name,
            project=spec.project,
            stack=spec.stack,
        )

    def _inherited(self, urn: str, parent: str, parent_alias: str) -> str:
        """Move a child under its parent's old URN; a name made from the parent's follows it."""
        name, parent_name = name_of(urn), name_of(parent)
        if name.startswith(parent_name):
            name = name_of(parent_alias) + name[len(parent_name) :]
        return self.urn(parent_alias, type_of(urn), name)
