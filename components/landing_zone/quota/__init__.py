"""Asking the cloud for the quotas that a zone needs, as far as it can be asked in a program."""

from collections.abc import Iterator, Sequence
from importlib import import_module

import pulumi

from landing_zone.core import Cloud, Component, Environment, LandingZoneError
from landing_zone.quota.spec import Limit, Need, QuotaOutputs, QuotaSpec

__all__ = ["Limit", "Need", "Quota", "QuotaOutputs", "QuotaSpec", "limits_of"]


class Quota(Component[QuotaOutputs]):
    """A request for each quota. What was granted is never given back by destroying it."""

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: QuotaSpec,
        *,
        needs: Sequence[Need],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, env, spec, opts, limits=limits_of(env, needs))

    @classmethod
    def faults(cls, name: str, env: Environment, spec: QuotaSpec) -> Iterator[LandingZoneError]:
        """Yield what the cloud refuses, and a contact where none is asked for."""
        if spec.contact is not None and env.cloud is not Cloud.GCP:
            only = f"contact: only for gcp, leave it out on {env.cloud}"
            yield LandingZoneError(f"{only}, got '{spec.contact}'")
        yield from super().faults(name, env, spec)


def limits_of(env: Environment, needs: Sequence[Need]) -> list[Limit]:
    """Return the cloud's quotas for what a zone needs, without importing any SDK."""
    return import_module(f"landing_zone.quota.{env.cloud}_limits").limits(env, needs)
