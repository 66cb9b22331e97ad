"""Resources of packages that are not installed, as programs in other languages declare them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import pulumi

from landing_zone_policies.settings import Settings
from tests.policies.cases import STRICT, Cases, Program

Row: TypeAlias = tuple[str, str, dict[str, Any]]
"""A rule, a type, and properties that the rule denies."""


def anything(token: str, name: str, opts: pulumi.ResourceOptions | None = None, **properties: Any):
    """Declare a resource of any type; its properties are named as the engine names them.

    What is managed by `aws-native` has a provider of its own: no case says where others are.
    """
    if opts is None and token.startswith("aws-native:"):
        opts = managed_by("aws-native", f"{name}-provider", region="eu-central-1")
    return type("Anything", (pulumi.CustomResource,), {})(token, name, properties, opts)


def managed_by(package: str, name: str, **properties: Any) -> pulumi.ResourceOptions:
    """Return the options of what a provider of any package manages."""
    return pulumi.ResourceOptions(provider=pulumi.ProviderResource(package, name, properties))


def refused(cases: Cases, rows: Mapping[str, Row], settings: Settings = STRICT) -> None:
    """Add a case for each row: a resource with these properties is denied by this rule."""
    for name, (rule, token, properties) in rows.items():
        cases.denies(rule, settings=settings)(_program(name, token, properties))


def _program(name: str, token: str, properties: Mapping[str, Any]) -> Program:
    def program(called: str) -> None:
        anything(token, called, **properties)

    program.__name__ = name
    return program
