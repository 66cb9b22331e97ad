"""Reading an estate from Pulumi's documents: an export, a preview, a plan of ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import read

MAKING = ("create", "update", "replace", "import")
"""Operations after which there is something.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/history.go
"""


class DocumentError(Exception):
    """Why a document is none that rules can be asked about, in one line."""


def estate_of(document: Any) -> Estate:
    """Return what a parsed document declares.

    It may be a `pulumi stack export`, a checkpoint of a self-managed backend, a `pulumi preview
    --json`, or the JSON of `lz plan`.

    Raises:
        DocumentError: in one line, if it is none of these.
    """
    rows = _rows(document)
    resources = {urn: _resource(row) for urn, row in rows.items()}
    for urn, row in rows.items():
        provider = row.get("provider")
        if isinstance(provider, str):
            resources[urn].provider = resources.get(provider.rpartition("::")[0])
    return Estate(resources.values(), _left_out(_object(document)))


def _rows(document: Any) -> dict[str, dict[str, Any]]:
    """Return what describes each resource, by URN."""
    root = _object(document)
    steps = root.get("steps")
    if isinstance(steps, list):
        planned = _rows_of(cast("list[Any]", steps))
        states = [_object(each.get("newState")) for each in planned]
        _check_end(root)
        _check_urns([*planned, *states])
        _check_steps(root, planned)
        by_operation: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for step, state in zip(planned, states, strict=True):
            by_operation[str(step.get("op"))].append(state)
        for same in by_operation.values():
            _standing(same)
        return {each["urn"]: each for each in states if _is_standing(each)}
    listed = _listed(root)
    if not isinstance(listed, list):
        raise DocumentError("this is no document of Pulumi: it has no resources")
    found = _rows_of(cast("list[Any]", listed))
    _check_urns(found)
    return _standing(found)


def _rows_of(listed: Sequence[Any]) -> list[dict[str, Any]]:
    odd = next((each for each in listed if not isinstance(each, dict)), None)
    if odd is not None or None in listed:
        raise DocumentError("this is no document of Pulumi: not all of its resources are objects")
    return [*listed]


def _standing(found: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what is there by URN, each resource once."""
    rows: dict[str, dict[str, Any]] = {}
    for each in filter(_is_standing, found):
        for name in ("urn", "type"):
            if not isinstance(each.get(name), str):
                told = each.get("urn") if name == "type" else each.get("type")
                raise DocumentError(f"a resource in it has no {name}: {told}")
        if each["urn"] in rows:
            raise DocumentError(f"a resource stands in it twice: {each['urn']}")
        rows[each["urn"]] = each
    return rows


def _listed(root: Mapping[str, Any]) -> Any:
    """Return the resources of a state; one without any leaves them out."""
    if "checkpoint" in root:
        root = {"deployment": _object(root["checkpoint"]).get("latest")}
    if "deployment" not in root:
        return root.get("resources")
    state = root["deployment"]
    is_empty = state is None or "manifest" in _object(state)
    return _object(state).get("resources", [] if is_empty else None)


def _left_out(preview: Mapping[str, Any]) -> Iterator[str]:
    """Say how many resources a preview keeps to itself: it shows what changes, unless it is told.

    Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
    """
    steps = preview.get("steps")
    same = _object(preview.get("changeSummary")).get("same")
    if not isinstance(steps, list) or not isinstance(same, int):
        return
    shown = [each for each in map(_object, cast("list[Any]", steps)) if each.get("op") == "same"]
    if same > len(shown):
        yield (
            f"{same - len(shown)} of the resources do not change and are not in the preview,"
            " so that what is missing may be there: pulumi preview --json --show-sames has them"
        )


def _check_end(preview: Mapping[str, Any]) -> None:
    """Refuse a preview that failed: in a pipe nobody sees that it has but a part of the program."""
    said = preview.get("diagnostics")
    told = map(_object, cast("list[Any]", said)) if isinstance(said, list) else ()
    if any(each.get("severity") == "error" for each in told):
        raise DocumentError("the preview ended with an error, so that it is not the whole program")


def _check_urns(rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what has resources, and none of Pulumi's: another tool's state would seem clean."""
    if rows and not any(isinstance(each.get("urn"), str) for each in rows):
        raise DocumentError("this is no document of Pulumi: its resources have no URN")


def _check_steps(preview: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a preview of which a part is gone: what is not in it would seem clean."""
    for each in steps:
        if each.get("op") in MAKING and not _object(each.get("newState")):
            raise DocumentError(f"a step has no newState: {each.get('urn')}")
    shown = Counter(each.get("op") for each in steps)
    for operation, number in _object(preview.get("changeSummary")).items():
        if operation in MAKING and isinstance(number, int) and number > shown[operation]:
            raise DocumentError(
                f"it is not the whole preview: {number} to {operation}, and {shown[operation]}"
                " steps that do"
            )


def _is_standing(row: Mapping[str, Any]) -> bool:
    """Whether a resource is there: neither deleted already, nor waiting for it."""
    return bool(row) and not (row.get("delete") or row.get("pendingReplacement"))


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
        protect=row.get("protect") is True or row.get("retainOnDelete") is True,
        external=row.get("external") is True,
    )


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _texts(value: Any) -> tuple[str, ...]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return tuple(each for each in listed if isinstance(each, str))


def _properties(raw: Any) -> dict[str, Any]:
    properties = read(raw)
    return cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
