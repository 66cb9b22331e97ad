"""Quotas on Azure, which can be asked for by people and by `az`, not by Azure Resource Manager."""

from collections.abc import Iterator, Sequence

from landing_zone.core import LandingZoneError, Names, Scope, UnsupportedError
from landing_zone.quota.spec import Limit, QuotaOutputs, QuotaSpec


def check(names: Names, spec: QuotaSpec) -> Iterator[LandingZoneError]:
    """Yield that azure-native has no resource for a subscription's own quotas.

    Source: https://www.pulumi.com/registry/packages/azure-native/api-docs/quota/
    """
    del names, spec
    instead = "leave it out, and ask with `az quota update` for what `lz preflight` lists"
    yield UnsupportedError("a request for quotas", "azure", instead=instead)


def build(scope: Scope, spec: QuotaSpec, *, limits: Sequence[Limit]) -> QuotaOutputs:
    """Ask for nothing; `check` refuses before this is reached."""
    del scope, spec, limits
    return QuotaOutputs(asked={})
