"""An estate as `terraform show -json` tells of a plan."""

from collections.abc import Iterable
from typing import Any, cast

from benchmarks.estates.resources import Declared

REGIONS = {
    "aws": ("region", "eu-central-1"),
    "google": ("region", "europe-west3"),
    "azurerm": ("environment", "public"),
}


def plan(resources: Iterable[Declared]) -> dict[str, Any]:
    """Return the document.

    https://developer.hashicorp.com/terraform/internals/json-format
    """
    listed = list(resources)
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": [_planned(each) for each in listed]}},
        "resource_changes": [_change(each) for each in listed],
        "configuration": {
            "provider_config": {
                name: {"name": name, "expressions": {key: {"constant_value": value}}}
                for name, (key, value) in REGIONS.items()
            },
            "root_module": {"resources": [_configured(each) for each in listed]},
        },
    }


def _planned(resource: Declared) -> dict[str, Any]:
    return {
        **_named(resource),
        "provider_name": f"hashicorp/{_provider(resource)}",
        "schema_version": 0,
        "values": _values(resource),
        "sensitive_values": {},
    }


def _change(resource: Declared) -> dict[str, Any]:
    change = {
        "actions": ["create"],
        "before": None,
        "after": _values(resource),
        "after_unknown": {},
        "before_sensitive": False,
        "after_sensitive": {},
    }
    return {**_named(resource), "change": change}


def _configured(resource: Declared) -> dict[str, Any]:
    """Return what the program says: constants, and references to other resources."""
    taken = {path.partition("[")[0]: other for path, other in resource.takes("terraform")}
    expressions = {
        name: _reference(taken[name]) if isinstance(value, str) and name in taken else _said(value)
        for name, value in resource.properties("terraform").items()
    }
    return {
        **_named(resource),
        "provider_config_key": _provider(resource),
        "expressions": expressions,
        "schema_version": 0,
    }


def _said(value: Any) -> dict[str, Any] | list[dict[str, Any]]:
    """Return what a program says of a value: a block of the language has its own expressions."""
    if not isinstance(value, list) or not isinstance(cast("list[Any]", value)[0], dict):
        return {"constant_value": value}
    blocks = cast("list[dict[str, Any]]", value)
    return [{name: _said(each) for name, each in block.items()} for block in blocks]


def _reference(other: Declared) -> dict[str, Any]:
    return {"references": [f"{_address(other)}.id", _address(other)]}


def _values(resource: Declared) -> dict[str, Any]:
    return {"id": resource.id, **resource.properties("terraform")}


def _named(resource: Declared) -> dict[str, Any]:
    return {
        "address": _address(resource),
        "mode": "managed",
        "type": resource.kind.terraform,
        "name": resource.name,
    }


def _address(resource: Declared) -> str:
    return f"{resource.kind.terraform}.{resource.name}"


def _provider(resource: Declared) -> str:
    return resource.kind.terraform.partition("_")[0]
