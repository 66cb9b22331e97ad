"""An estate as `pulumi stack export` tells of a stack."""

from collections.abc import Iterable
from typing import Any

from benchmarks.estates.resources import Declared

STACK = "pulumi:pulumi:Stack"
PROVIDERS = {
    "aws": {"region": "eu-central-1"},
    "gcp": {"project": "acme-prod", "region": "europe-west3"},
    "azure-native": {"location": "westeurope"},
}


def export(resources: Iterable[Declared]) -> dict[str, Any]:
    """Return the document; besides the resources it has the stack and a provider for each cloud.

    https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
    """
    rows = [_stack(), *map(_provider, PROVIDERS), *map(_row, resources)]
    return {"version": 3, "deployment": {"manifest": {"version": "v3.259.0"}, "resources": rows}}


def _row(resource: Declared) -> dict[str, Any]:
    inputs = resource.properties("pulumi")
    takes: dict[str, list[str]] = {}
    for path, other in resource.takes("pulumi"):
        takes.setdefault(path.partition(".")[0].partition("[")[0], []).append(_urn_of(other))
    package = resource.kind.pulumi.partition(":")[0]
    return {
        "urn": _urn_of(resource),
        "custom": True,
        "id": resource.id,
        "type": resource.kind.pulumi,
        "inputs": inputs,
        "outputs": {**inputs, "id": resource.id},
        "parent": _urn(STACK, "estate-prod"),
        "provider": f"{_provider_urn(package)}::{package}-id",
        "dependencies": sorted({urn for urns in takes.values() for urn in urns}),
        "propertyDependencies": takes,
    }


def _stack() -> dict[str, Any]:
    return {"urn": _urn(STACK, "estate-prod"), "custom": False, "type": STACK}


def _provider(package: str) -> dict[str, Any]:
    return {
        "urn": _provider_urn(package),
        "custom": True,
        "id": f"{package}-id",
        "type": f"pulumi:providers:{package}",
        "inputs": PROVIDERS[package],
        "outputs": PROVIDERS[package],
    }


def _provider_urn(package: str) -> str:
    return _urn(f"pulumi:providers:{package}", "default")


def _urn_of(resource: Declared) -> str:
    return _urn(resource.kind.pulumi, resource.name)


def _urn(type_: str, name: str) -> str:
    return f"urn:pulumi:prod::estate::{type_}::{name}"
