"""Customer-managed encryption keys."""

import pulumi

from landing_zone.core import Component, Environment
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Protection, Purpose

__all__ = ["KeyUse", "Keys", "KeysOutputs", "KeysSpec", "Protection", "Purpose"]


class Keys(Component[KeysOutputs]):
    """A key for each purpose, rotated by the cloud and usable only by whom it is granted to."""

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: KeysSpec,
        *,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, env, spec, opts)
