"""The forms of names on Azure, and what almost every type points to.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

from __future__ import annotations

from landing_zone_rehearsal.clouds.facts import To

GROUP = To(
    "azure-native:resources:ResourceGroup",
    by=("name",),
    besides="(?i)NetworkWatcherRG",
)
"""A resource group, by name; Azure itself makes the one of the network watchers.

Source: https://learn.microsoft.com/azure/network-watcher/network-watcher-create
"""

NETWORK = "[a-zA-Z0-9]([a-zA-Z0-9._-]{0,78}[a-zA-Z0-9_])?"
"""Most names in `Microsoft.Network`: 80 characters, the last no full stop or hyphen."""

VNET = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9_]"
GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
ONLY_DEFAULT = "default"
DAYS = r"P(\d+Y)?(\d+M)?(\d+D)?"
"""An ISO 8601 duration in whole days."""

ZONES = ("1", "2", "3")
"""Source: https://learn.microsoft.com/azure/reliability/availability-zones-overview"""


def to(type: str, *, holds: bool = False) -> To:
    """Point to a type by ID: `network:Subnet`."""
    return To(f"azure-native:{type}", holds=holds)
