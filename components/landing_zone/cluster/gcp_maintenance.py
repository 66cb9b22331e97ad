"""When Google Cloud may patch a cluster."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pulumi_gcp import container

from landing_zone.cluster.spec import Day, Maintenance

MONDAY = date(2026, 1, 5)
"""From when windows are counted; any Monday of the past will do."""

NO_NEW_MINOR = "no-new-minor"


def maintenance_policy(maintenance: Maintenance) -> container.ClusterMaintenancePolicyArgsDict:
    """Return the weekly window for patches, and that minor versions are never changed by itself.

    When the minor version is out of support, GKE goes on to the next one all the same. GKE wants
    48 hours of windows in 92 days, of 4 hours at least each, which every window of the spec gives.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
    """
    begin = beginning(maintenance)
    end = begin + timedelta(hours=maintenance.duration_hours)
    return {
        "recurring_window": {
            "start_time": _utc(begin),
            "end_time": _utc(end),
            "recurrence": f"FREQ=WEEKLY;BYDAY={begin:%a}"[:-1].upper(),
        },
        "maintenance_exclusions": [
            {
                "exclusion_name": NO_NEW_MINOR,
                "start_time": _utc(datetime.combine(MONDAY, time(), UTC)),
                "exclusion_options": {
                    "scope": "NO_MINOR_UPGRADES",
                    "end_time_behavior": "UNTIL_END_OF_SUPPORT",
                },
            }
        ],
    }


def beginning(maintenance: Maintenance) -> datetime:
    """Return the first beginning of the window, in UTC.

    GKE knows no time zones and takes days for those of UTC. The zone's standard time counts: while
    clocks are put forward, the window begins an hour later by them.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/maintenance-window
    """
    day = MONDAY + timedelta(days=list(Day).index(maintenance.day))
    local = datetime.combine(day, time(maintenance.hour), ZoneInfo(maintenance.timezone))
    put_forward = local.dst() or timedelta()
    return local.astimezone(UTC) + put_forward


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
