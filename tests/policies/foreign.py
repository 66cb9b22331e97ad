"""Resources of packages that are not installed, as programs in other languages declare them."""

from typing import Any

import pulumi


def anything(token: str, name: str, opts: pulumi.ResourceOptions | None = None, **properties: Any):
    """Declare a resource of any type; its properties are named as the engine names them."""
    return type("Anything", (pulumi.CustomResource,), {})(token, name, properties, opts)


def managed_by(package: str, name: str, **properties: Any) -> pulumi.ResourceOptions:
    """Return the options of what a provider of any package manages."""
    return pulumi.ResourceOptions(provider=pulumi.ProviderResource(package, name, properties))
