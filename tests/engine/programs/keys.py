"""The keys of the stack's environment, in an environment's cloud: a small part of a zone."""

import pulumi

from landing_zone import Environment, Keys, KeysSpec, Purpose, provider

env = Environment.model_validate(pulumi.Config("landing-zone").require_object("environment"))
spec = KeysSpec(purposes=(Purpose.DATA, Purpose.LOGS))
opts = pulumi.ResourceOptions(providers=[provider("small", env)])
pulumi.export("keys", Keys("small", env, spec, opts=opts).outputs.as_dict())
