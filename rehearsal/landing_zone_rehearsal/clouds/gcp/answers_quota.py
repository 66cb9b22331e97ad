"""What the Cloud Quotas API answers."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind

QUOTA: Mapping[str, Kind] = {
    "gcp:cloudquota:SQuotaPreference": Kind(
        id="{parent}/locations/global/quotaPreferences/{name}",
        name="name",
        outputs={
            "etag": "{_hex:12}",
            "quotaConfig.grantedValue": "0",
            "quotaConfig.requestOrigin": "ORIGIN_UNSPECIFIED",
            "quotaConfig.stateDetail": "",
            "quotaConfig.traceId": "{_guid}",
            "reconciling": True,
        },
    ),
}
"""Source: https://cloud.google.com/docs/quotas/reference/rest"""
