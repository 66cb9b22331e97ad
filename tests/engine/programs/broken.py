"""The landing zone of its stack's configuration, with the mistake that BREAK names."""

import os
from importlib import import_module

import pulumi

from landing_zone.zone import main

cloud, name = os.environ["BREAK"].split(": ")
broken = import_module(f"tests.sandbox.breaks_{cloud}").BREAKS[name]
pulumi.runtime.register_resource_transform(broken.transform)
if broken.early:
    pulumi.runtime.register_stack_transformation(broken.early)
main()
