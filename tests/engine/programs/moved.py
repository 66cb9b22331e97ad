"""The landing zone of its stack's configuration, inside a component that MOVED names.

Nothing names it: the zone stands by itself. A second name, after a comma, is a former one.
RENAMED gives the zone another name, and keeps its first as an alias.
"""

import os

import pulumi

from landing_zone import Environment, LandingZone, ZoneSpec

config = pulumi.Config("landing-zone")
env = Environment.model_validate(config.require_object("environment"))
spec = ZoneSpec.model_validate(config.require_object("zone"))
now, _, before = os.environ.get("MOVED", "").partition(",")
opts = pulumi.ResourceOptions()
if now:
    platform = pulumi.ComponentResource(
        "tests:index:Platform",
        now,
        opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name=before)] if before else []),
    )
    opts = pulumi.ResourceOptions(
        parent=platform, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]
    )
renamed = os.environ.get("RENAMED", "")
if renamed:
    opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="ai")])
LandingZone(renamed or "ai", env, spec, opts)
