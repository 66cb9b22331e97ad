"""Records of what happens on Azure, as facts.

Sources: https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/create-or-update,
https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .forms import GROUP, to

MONITOR: Mapping[str, Facts] = {
    "azure-native:monitor:DiagnosticSetting": Facts(
        replaces=("resourceUri", "name"),
        formats={"name": r"[^*<>%&:\\?+/]{1,260}"},
        refers={"storageAccountId": to("storage:StorageAccount")},
        scope=Within.WORLD,
    ),
    "azure-native:monitor:PrivateLinkScope": Facts(
        replaces=("resourceGroupName", "scopeName", "location"),
        values={"location": ("Global", "global")},
        formats={"scopeName": r"[\w.()-]{0,254}[\w()-]"},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
    ),
    "azure-native:network:FlowLog": Facts(
        replaces=("resourceGroupName", "networkWatcherName", "flowLogName"),
        fixed=("location",),
        required=("targetResourceId", "storageId"),
        values={"format.version": (1, 2)},
        bounds={"retentionPolicy.days": (0, 365)},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "targetResourceId": to("network:VirtualNetwork"),
            "storageId": to("storage:StorageAccount"),
            "identity.userAssignedIdentities[]": to("managedidentity:UserAssignedIdentity"),
        },
        scope=Within.WORLD,
    ),
}
"""By short type token."""
