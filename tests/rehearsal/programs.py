"""Small resources to write test programs with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import ResourceOptions

PROJECT = "urn:pulumi:dev::landing-zone::"
STACK = PROJECT + "pulumi:pulumi:Stack::landing-zone-dev"


class Bucket(pulumi.CustomResource):
    """A bucket of AWS, without its SDK."""

    arn: pulumi.Output[str]
    bucket: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        props: Mapping[str, Any] | None = None,
        opts: ResourceOptions | None = None,
        type: str = "aws:s3/bucket:Bucket",
    ) -> None:
        super().__init__(type, name, {"arn": None, "bucket": None, **(props or {})}, opts)


class Thing(pulumi.CustomResource):
    """A resource that no table knows."""

    def __init__(
        self, name: str, props: Mapping[str, Any] | None = None, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("nowhere:index:Thing", name, dict(props or {}), opts)


class Provider(pulumi.ProviderResource):
    """A provider of AWS."""

    def __init__(
        self, name: str, props: Mapping[str, Any] | None = None, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("aws", name, dict(props or {}), opts)


class Group(pulumi.ComponentResource):
    """A component."""

    def __init__(
        self, name: str, opts: ResourceOptions | None = None, type: str = "my:index:Group"
    ) -> None:
        super().__init__(type, name, {}, opts)


def below(parent: pulumi.Resource, **options: Any) -> ResourceOptions:
    """Options of a child."""
    return ResourceOptions(parent=parent, **options)
