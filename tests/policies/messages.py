"""What the engine would send of a recorded program, message by message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.values import SECRET, SIGNATURE

NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

Row = Mapping[str, Any]

NUMBERS: Mapping[str, analyzer_pb2.EnforcementLevel.ValueType] = {
    "advisory": analyzer_pb2.ADVISORY,
    "mandatory": analyzer_pb2.MANDATORY,
    "disabled": analyzer_pb2.DISABLED,
    "remediate": analyzer_pb2.REMEDIATE,
}


class RefusedError(Exception):
    """What a call was ended with."""


class Context:
    """Stands for gRPC's: ending a call raises."""

    def abort(self, code: Any, details: str) -> None:
        raise RefusedError(f"{code.name}: {details}")


CONTEXT: Any = Context()


def struct(properties: Any) -> struct_pb2.Struct:
    """Return a property bag as a message."""
    return json_format.ParseDict(_unlocked(properties or {}), struct_pb2.Struct())


def requests(document: Mapping[str, Any]) -> list[analyzer_pb2.AnalyzeRequest]:
    """Return the calls for each resource, in order."""
    rows = cast("list[Row]", document["resources"])
    by_urn = {row["urn"]: row for row in rows}
    return [_request(row, by_urn) for row in rows]


def together(document: Mapping[str, Any]) -> analyzer_pb2.AnalyzeStackRequest:
    """Return the call for all resources, with their outputs."""
    rows = cast("list[Row]", document["resources"])
    by_urn = {row["urn"]: row for row in rows}
    return analyzer_pb2.AnalyzeStackRequest(resources=[_resource(row, by_urn) for row in rows])


def request(type_: str, name: str, inputs: Any, **options: Any) -> analyzer_pb2.AnalyzeRequest:
    """Return the call for one resource with a provider that says nothing."""
    row = {"urn": f"urn:pulumi:dev::test::{type_}::{name}", "type": type_, "inputs": inputs}
    package = type_.partition(":")[0]
    kind = f"pulumi:providers:{package}"
    provider = {"urn": f"urn:pulumi:dev::test::{kind}::default", "type": kind}
    row |= {"provider": f"{provider['urn']}::id", **options}
    return _request(row, {provider["urn"]: provider})


def configuration(**levels: Any) -> analyzer_pb2.ConfigureAnalyzerRequest:
    """Return the call with levels by rule, and `settings`."""
    settings = levels.pop("settings", None)
    found = analyzer_pb2.ConfigureAnalyzerRequest()
    for name, level in levels.items():
        found.policyConfig[name.replace("_", "-")].enforcementLevel = NUMBERS[level]
    if settings is not None:
        found.policyConfig["settings"].properties.CopyFrom(struct(settings))
    return found


def told(responses: Iterable[analyzer_pb2.AnalyzeResponse]) -> str:
    """Return everything that is said, in one text."""
    return "\n".join(each.message for one in responses for each in one.diagnostics)


def _unlocked(value: Any) -> Any:
    """Return a value whose secrets are open, as the engine has them; here nobody knows them."""
    if isinstance(value, list):
        return [_unlocked(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = cast("dict[str, Any]", value)
    if found.get(SIGNATURE) == SECRET and "ciphertext" in found:
        return {SIGNATURE: SECRET, "value": NOT_KNOWN}
    return {key: _unlocked(each) for key, each in found.items()}


def _request(row: Row, by_urn: Mapping[str, Row]) -> analyzer_pb2.AnalyzeRequest:
    found = analyzer_pb2.AnalyzeRequest(
        urn=row["urn"],
        type=row["type"],
        name=row["urn"].rpartition("::")[2],
        properties=struct(row.get("inputs")),
    )
    found.options.parent = row.get("parent") or ""
    found.options.protect = bool(row.get("protect"))
    _provided(found, row, by_urn)
    return found


def _resource(row: Row, by_urn: Mapping[str, Row]) -> analyzer_pb2.AnalyzerResource:
    found = analyzer_pb2.AnalyzerResource(
        urn=row["urn"],
        type=row["type"],
        name=row["urn"].rpartition("::")[2],
        properties=struct(row.get("outputs") or row.get("inputs")),
        parent=row.get("parent") or "",
        dependencies=row.get("dependencies") or (),
    )
    for key, urns in (row.get("propertyDependencies") or {}).items():
        found.propertyDependencies[key].urns.extend(urns)
    _provided(found, row, by_urn)
    return found


def _provided(found: Any, row: Row, by_urn: Mapping[str, Row]) -> None:
    provider = by_urn.get((row.get("provider") or "").rpartition("::")[0])
    if provider is None:
        return
    found.provider.urn, found.provider.type = provider["urn"], provider["type"]
    found.provider.name = provider["urn"].rpartition("::")[2]
    found.provider.properties.CopyFrom(struct(provider.get("inputs")))
