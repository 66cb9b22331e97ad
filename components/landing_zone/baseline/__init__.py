"""What a cloud's components stand on: the provider, and what a bare account lacks."""

import pulumi

from landing_zone.core import Cloud, Environment, implementation

__all__ = ["provided", "provider"]

PACKAGES = {Cloud.AWS: "aws", Cloud.GCP: "gcp", Cloud.AZURE: "azure-native"}
"""The Pulumi package that speaks for each cloud."""


def provider(
    name: str, env: Environment, opts: pulumi.ResourceOptions | None = None
) -> pulumi.ProviderResource:
    """Declare a provider pinned to the environment's account and region.

    Pass it to components in a program of your own:
    `opts=pulumi.ResourceOptions(providers=[provider("acme", env)])`.
    """
    build = implementation("landing_zone.baseline", env.cloud, "provider")
    return build(name, env, opts or pulumi.ResourceOptions())


def provided(parent: pulumi.Resource, name: str, env: Environment) -> pulumi.ResourceOptions:
    """Return the options of a component's children: with its own provider, or a pinned one."""
    if parent.get_provider(f"{PACKAGES[env.cloud]}:index:any") is not None:
        return pulumi.ResourceOptions(parent=parent)
    pinned = provider(name, env, pulumi.ResourceOptions(parent=parent))
    return pulumi.ResourceOptions(parent=parent, providers=[pinned])
