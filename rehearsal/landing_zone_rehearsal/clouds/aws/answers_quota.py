"""What Service Quotas answers."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind

QUOTA: Mapping[str, Kind] = {
    "aws:servicequotas:ServiceQuota": Kind(
        id="{serviceCode}/{quotaCode}",
        outputs={
            "arn": "arn:{_partition}:servicequotas:{_region}:{_account}:{serviceCode}/{quotaCode}",
            "adjustable": True,
            "defaultValue": 0,
            "quotaName": "{quotaCode}",
            "requestId": "{_hex:32}",
            "requestStatus": "PENDING",
            "serviceName": "{serviceCode}",
            "usageMetrics": [],
        },
    ),
}
"""Source: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html"""
