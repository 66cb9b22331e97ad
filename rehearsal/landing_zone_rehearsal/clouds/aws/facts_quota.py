"""Requests to Service Quotas."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts

QUOTA: Mapping[str, Facts] = {
    "aws:servicequotas:ServiceQuota": Facts(
        replaces=("quotaCode", "region", "serviceCode"),
        kept=("region",),
        formats={"quotaCode": r"[a-zA-Z][a-zA-Z0-9-]{1,127}", "serviceCode": r"[a-z][a-z0-9-]+"},
        bounds={"value": (0, 10_000_000_000)},
        adopts=True,
        keeps="the quota {quotaCode} stays as it was granted",
    ),
}
"""Source: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html"""
