"""Preferences for quotas."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

QUOTA: Mapping[str, Facts] = {
    "gcp:cloudquota:SQuotaPreference": Facts(
        replaces=("parent",),
        fixed=("name",),
        kept=("dimensions", "name", "parent", "quotaId", "service"),
        required=("service", "quotaId", "contactEmail"),
        values={
            "ignoreSafetyChecks": (
                "QUOTA_SAFETY_CHECK_UNSPECIFIED",
                "QUOTA_DECREASE_BELOW_USAGE",
                "QUOTA_DECREASE_PERCENTAGE_TOO_HIGH",
            )
        },
        scope=Within.ACCOUNT,
        unique={("parent", "service", "quotaId", "dimensions"): Within.ACCOUNT},
        api="cloudquotas.googleapis.com",
        keeps="the preference stays, and so does what was granted",
    ),
}
"""Source: https://cloud.google.com/docs/quotas/reference/rest"""
