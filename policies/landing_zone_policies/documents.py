"""Reading an estate from Pulumi's documents: an export, a preview, a plan of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import read


class DocumentError(Exception):
    """Why a document is none that rules can be asked about, in one line."""


def estate_of(document: Any) -> Estate:
    """Return what a parsed document declares.

    It may be a `pulumi stack export`, a `pulumi preview --json`, or the JSON of `lz plan`.

    Raises:
        DocumentError: in one line, if it is none of these.
    """
    rows = _rows(document)
    resources = {urn: _resource(row) for urn, row in rows.items()}
    for urn, row in rows.items():
        provider = row.get("provider")
        if isinstance(provider, str):
            resources[urn].provider = resources.get(provider.rpartition("::")[0])
    return Estate(resources.values())


def _rows(document: Any) -> dict[str, dict[str, Any]]:
    """Return what describes each resource, by URN."""
    root = _object(document)
    steps = root.get("steps")
    if isinstance(steps, list):
        planned = (_object(_object(each).get("newState")) for each in cast("list[Any]", steps))
        return {each["urn"]: each for each in planned if _is_standing(each)}
    listed = _object(root.get("deployment") or root).get("resources")
    if not isinstance(listed, list):
        raise DocumentError("this is no document of Pulumi: it has no resources")
    rows: dict[str, dict[str, Any]] = {}
    for each in filter(_is_standing, map(_object, cast("list[Any]", listed))):
        if each["urn"] in rows:
            raise DocumentError(f"a resource stands in it twice: {each['urn']}")
        rows[each["urn"]] = each
    return rows


def _is_standing(row: Mapping[str, Any]) -> bool:
    """Whether a resource is there, and does not wait for its deletion."""
    return isinstance(row.get("urn"), str) and not row.get("delete")


def _resource(row: Mapping[str, Any]) -> Resource:
    return Resource(
        urn=row["urn"],
        token=str(row.get("type", "")),
        inputs=_properties(row.get("inputs")),
        outputs=_properties(row.get("outputs")),
        id=read(row.get("id")),
        custom=row.get("custom") is not False,
        parent=row["parent"] if isinstance(row.get("parent"), str) else None,
        waits_for=_texts(row.get("dependencies")),
        takes={
            name: _texts(urns) for name, urns in _object(row.get("propertyDependencies")).items()
        },
        protect=row.get("protect") is True,
    )


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _texts(value: Any) -> tuple[str, ...]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return tuple(each for each in listed if isinstance(each, str))


def _properties(raw: Any) -> dict[str, Any]:
    properties = read(raw)
    return cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
