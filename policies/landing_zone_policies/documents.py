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
    resources = [_resource(each) for each in _rows(document)]
    by_urn = {each.urn: each for each in resources}
    for row, resource in zip(_rows(document), resources, strict=True):
        provider = row.get("provider")
        if isinstance(provider, str):
            resource.provider = by_urn.get(provider.rpartition("::")[0])
    return Estate(resources)


def _rows(document: Any) -> list[dict[str, Any]]:
    root = _object(document)
    deployment = _object(root.get("deployment"))
    if deployment:
        rows: Any = deployment.get("resources") or []
    elif isinstance(root.get("steps"), list):
        rows = [_object(each).get("newState") for each in cast("list[Any]", root["steps"])]
    else:
        rows = root.get("resources")
    if not isinstance(rows, list):
        raise DocumentError("this is no document of Pulumi: it has no resources")
    found = [_object(each) for each in cast("list[Any]", rows)]
    return [each for each in found if isinstance(each.get("urn"), str) and not each.get("delete")]


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _resource(row: Mapping[str, Any]) -> Resource:
    return Resource(
        urn=str(row["urn"]),
        token=str(row.get("type", "")),
        inputs=_properties(row.get("inputs")),
        outputs=_properties(row.get("outputs")),
        id=read(row.get("id")),
        custom=bool(row.get("custom", True)),
        parent=row.get("parent"),
        waits_for=row.get("dependencies") or (),
        takes=row.get("propertyDependencies") or {},
        protect=bool(row.get("protect")),
    )


def _properties(raw: Any) -> dict[str, Any]:
    properties = read(raw)
    return cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
