"""The landing zone of its stack's configuration, whose resources two transforms change.

One of the whole stack retains everything; one of the zone protects all that is in it.
"""

import pulumi

from landing_zone import Environment, LandingZone, ZoneSpec


def retained(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    """Keep what is deleted."""
    more = pulumi.ResourceOptions(retain_on_delete=True)
    return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions.merge(args.opts, more))


def protected(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    """Refuse deletion."""
    more = pulumi.ResourceOptions(protect=True)
    return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions.merge(args.opts, more))


config = pulumi.Config("landing-zone")
env = Environment.model_validate(config.require_object("environment"))
spec = ZoneSpec.model_validate(config.require_object("zone"))
pulumi.runtime.register_resource_transform(retained)
LandingZone("ai", env, spec, pulumi.ResourceOptions(transforms=[protected]))
pulumi.ComponentResource("tests:index:Beside", "beside")
