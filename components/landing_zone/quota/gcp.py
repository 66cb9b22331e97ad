"""Quota preferences on Google Cloud."""

from collections.abc import Iterator, Sequence

import pulumi
from pulumi_gcp import cloudquota

from landing_zone.baseline.gcp import enable
from landing_zone.core import LandingZoneError, Names, Scope
from landing_zone.quota.spec import Limit, QuotaOutputs, QuotaSpec


def check(names: Names, spec: QuotaSpec) -> Iterator[LandingZoneError]:
    """Yield that somebody must be named whom Google answers."""
    del names
    if spec.contact is None:
        yield LandingZoneError("contact: required on gcp, an e-mail address that answers go to")


def build(scope: Scope, spec: QuotaSpec, *, limits: Sequence[Limit]) -> QuotaOutputs:
    """Declare a preference for each quota that has an ID; what was granted cannot be given back.

    Source: https://cloud.google.com/docs/quotas/implement-common-use-cases
    """
    apis = enable(scope, "cloudquotas")
    asked = {_key(each): _preference(scope, spec, each, apis) for each in limits if each.code}
    return QuotaOutputs(asked=asked)


def _preference(
    scope: Scope, spec: QuotaSpec, limit: Limit, apis: list[pulumi.Resource]
) -> pulumi.Output[int]:
    wanted = limit.with_headroom(spec.headroom_percent)
    preference = cloudquota.SQuotaPreference(
        scope.child(_key(limit)),
        parent=f"projects/{scope.env.account}",
        service=limit.service,
        quota_id=limit.code,
        dimensions=dict(limit.dimensions),
        contact_email=spec.contact,
        quota_config={"preferred_value": str(wanted)},
        opts=scope.opts(depends_on=apis, retain_on_delete=True),
    )
    return preference.quota_config.apply(lambda given: int(given.preferred_value))


def _key(limit: Limit) -> str:
    family = dict(limit.dimensions).get("gpu_family", "")
    code = limit.code.removesuffix("-region").removesuffix("-per-project")
    name = f"{code}-{family}".strip("-")
    return name.replace("_", "-").lower()
