"""Requests to AWS Service Quotas."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import servicequotas

from landing_zone.core import Scope
from landing_zone.quota.spec import Limit, QuotaOutputs, QuotaSpec


def build(scope: Scope, spec: QuotaSpec, *, limits: Sequence[Limit]) -> QuotaOutputs:
    """Declare a request for each quota that has a code.

    AWS never lowers a quota that is higher already, and a quota cannot be handed back, so both
    destroying a request and asking for less leave what was granted.

    Source: https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html
    """
    asked = {each.code: _request(scope, spec, each) for each in limits if each.code}
    return QuotaOutputs(asked=asked)


def _request(scope: Scope, spec: QuotaSpec, limit: Limit) -> pulumi.Output[int]:
    wanted = limit.with_headroom(spec.headroom_percent)
    request = servicequotas.ServiceQuota(
        scope.child(limit.code.lower()),
        service_code=limit.service,
        quota_code=limit.code,
        value=wanted,
        opts=scope.opts(retain_on_delete=True),
    )
    return request.value.apply(int)
