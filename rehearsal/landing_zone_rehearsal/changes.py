"""Says what differs between two plans, or between the state of a stack and a plan.

`docs/plan-json.md` documents what is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .clouds import Clouds
from .differences import PropertyChange, differences
from .errors import DocumentError
from .urns import PROVIDER_TYPE, STACK_TYPE, name_of

OPTIONS = ("protect",)
"""What is compared besides the inputs."""


@dataclass(frozen=True, slots=True)
class Change:
    """A resource that both documents have, with other inputs."""

    urn: str
    type: str
    old_urn: str
    """The URN it had before, when an alias says so; otherwise the same."""
    properties: tuple[PropertyChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two documents."""

    new: tuple[Mapping[str, Any], ...]
    """Resources only the new document has, as they stand in it."""
    gone: tuple[Mapping[str, Any], ...]
    """Resources only the old document has, as they stand in it."""
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def compare(
    old: Mapping[str, Any], new: Mapping[str, Any], *, clouds: Clouds | None = None
) -> Changes:
    """Compare two documents: what is new, gone and changed.

    Each may be a document of `lz plan --json`, of `pulumi stack export`, or of
    `pulumi preview --json`. Resources are matched by URN and by alias, and compared by their
    inputs. A value that is not known yet is no change, nor is a secret that may have another
    value: neither can be told. What providers fill in by themselves is left out.

    Example:
        >>> changes = compare(json.load(open("state.json")), to_document(record(program)))
        >>> [resource["urn"] for resource in changes.new]

    Args:
        old: The earlier document.
        new: The later one.
        clouds: Tells which names Pulumi makes by itself.

    Raises:
        DocumentError: One of them is none of these documents.
    """
    clouds = clouds or Clouds()
    before = {resource["urn"]: resource for resource in _compared(_resources(old))}
    added: list[Mapping[str, Any]] = []
    changed: list[Change] = []
    for resource in _compared(_resources(new)):
        earlier = _take_match(before, resource)
        if earlier is None:
            added.append(resource)
            continue
        change = _change(earlier, resource, clouds)
        if change.properties or change.old_urn != change.urn:
            changed.append(change)
    return Changes(tuple(added), tuple(before.values()), tuple(changed))


def _resources(document: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Find the resources in each kind of document."""
    holder = document.get("deployment") or document.get("checkpoint", {}).get("latest") or document
    if isinstance(holder.get("resources"), list):
        return [item for item in holder["resources"] if not item.get("delete")]
    if isinstance(document.get("steps"), list):
        return [step["newState"] for step in document["steps"] if step.get("newState")]
    if "deployment" in document or "changeSummary" in document:
        return []
    raise DocumentError(
        "neither a plan (lz plan --json) nor a state (pulumi stack export)"
        " nor a preview (pulumi preview --json)"
    )


def _compared(resources: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out what is there by itself: the stack, and default providers with their versions."""
    return [
        resource
        for resource in resources
        if resource["type"] != STACK_TYPE
        and not (
            resource["type"].startswith(PROVIDER_TYPE)
            and name_of(resource["urn"]).startswith("default")
        )
    ]


def _take_match(
    before: dict[str, Mapping[str, Any]], resource: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    for urn in (resource["urn"], *cast("Sequence[str]", resource.get("aliases") or ())):
        if urn in before:
            return before.pop(urn)
    return None


def _change(old: Mapping[str, Any], new: Mapping[str, Any], clouds: Clouds) -> Change:
    named_by_itself = clouds.kind(new["type"]).name
    found = [
        change
        for change in differences(old.get("inputs") or {}, new.get("inputs") or {})
        if not (change.kind == "removed" and change.path == named_by_itself)
    ]
    for option in OPTIONS:
        before, after = bool(old.get(option)), bool(new.get(option))
        if before != after:
            found.append(PropertyChange(f"options.{option}", "changed", before, after))
    return Change(new["urn"], new["type"], old["urn"], tuple(found))
