"""When Azure may patch a cluster and its nodes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pulumi_azure_native import containerservice, resources

from landing_zone.cluster.spec import Day, Maintenance
from landing_zone.core import Scope

WINDOWS = ("aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule")
RELEASES = "default"
"""The names by which AKS knows what a window is for: patches of Kubernetes, images of nodes, and
its own weekly releases.

Source: https://learn.microsoft.com/azure/aks/planned-maintenance
"""

ANY_YEAR = 2026
"""A zone's distance from UTC is read in a fixed year, so that it does not depend on the day."""


def keep_up(
    scope: Scope,
    group: resources.ResourceGroup,
    cluster: containerservice.ManagedCluster,
    maintenance: Maintenance,
) -> None:
    """Declare the windows. Azure knows no summer time: the hour is that of the zone's winter."""
    for name in (RELEASES, *WINDOWS):
        containerservice.MaintenanceConfiguration(
            scope.child(f"upkeep-{name.lower()}"),
            resource_group_name=group.name,
            resource_name_=cluster.name,
            config_name=name,
            maintenance_window=_window(maintenance) if name in WINDOWS else None,
            time_in_week=_hours(maintenance) if name == RELEASES else None,
            opts=scope.opts(),
        )


def _window(maintenance: Maintenance) -> containerservice.MaintenanceWindowArgsDict:
    minutes = round(_distance(maintenance.timezone).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return {
        "schedule": {"weekly": {"day_of_week": maintenance.day.value.title(), "interval_weeks": 1}},
        "start_time": f"{maintenance.hour:02}:00",
        "utc_offset": f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}",
        "duration_hours": maintenance.duration_hours,
    }


def _hours(maintenance: Maintenance) -> list[containerservice.TimeInWeekArgsDict]:
    """Return the window's whole hours by day, in UTC, as releases know no other clock."""
    monday = datetime(ANY_YEAR, 1, 5)  # noqa: DTZ001 (a day of any week, on the zone's clock)
    begins = monday + timedelta(days=list(Day).index(maintenance.day), hours=maintenance.hour)
    begins -= _distance(maintenance.timezone)
    by_day = dict[str, list[int]]()
    for hour in range(bool(begins.minute), maintenance.duration_hours):
        when = begins + timedelta(hours=hour)
        by_day.setdefault(list(Day)[when.weekday()].value.title(), []).append(when.hour)
    return [{"day": day, "hour_slots": hours} for day, hours in by_day.items()]


def _distance(timezone: str) -> timedelta:
    moments = (datetime(ANY_YEAR, month, 1, tzinfo=ZoneInfo(timezone)) for month in (1, 7))
    return min(moment.utcoffset() or timedelta() for moment in moments)
