"""What records of what happens on Azure refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object

from .arm import at, exists, not_found

SETTING = "azure-native:monitor:DiagnosticSetting"
FLOW_LOG = "azure-native:network:FlowLog"

SINKS = (
    "storageAccountId",
    "workspaceId",
    "eventHubAuthorizationRuleId",
    "marketplacePartnerId",
    "serviceBusRuleId",
)
MOST_SETTINGS = 5
"""Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings"""

CATEGORIES: Mapping[str, frozenset[str]] = {
    "azure-native:storage:BlobServiceProperties": frozenset(
        {"StorageRead", "StorageWrite", "StorageDelete"}
    ),
    "azure-native:network:AzureFirewall": frozenset(
        {
            "AZFWApplicationRule",
            "AZFWApplicationRuleAggregation",
            "AZFWDnsAdditional",
            "AZFWDnsQuery",
            "AZFWFatFlow",
            "AZFWFlowTrace",
            "AZFWFqdnResolveFailure",
            "AZFWIdpsSignature",
            "AZFWNatRule",
            "AZFWNatRuleAggregation",
            "AZFWNetworkRule",
            "AZFWNetworkRuleAggregation",
            "AZFWThreatIntel",
            "AzureFirewallApplicationRule",
            "AzureFirewallDnsProxy",
            "AzureFirewallNetworkRule",
        }
    ),
    "azure-native:containerservice:ManagedCluster": frozenset(
        {
            "cloud-controller-manager",
            "cluster-autoscaler",
            "csi-azuredisk-controller",
            "csi-azurefile-controller",
            "csi-snapshot-controller",
            "fleet-mcs-controller-manager",
            "fleet-member-agent",
            "fleet-member-net-controller-manager",
            "guard",
            "karpenter-events",
            "kube-apiserver",
            "kube-audit",
            "kube-audit-admin",
            "kube-controller-manager",
            "kube-scheduler",
        }
    ),
    "azure-native:keyvault:Vault": frozenset({"AuditEvent", "AzurePolicyEvaluationDetails"}),
}
"""By type: what is recorded of it.

Source: https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
"""


def watches_nothing(request: Request) -> Iterator[str]:
    """Refuse a setting about what is not there, of what is not recorded, or to nowhere."""
    made = request.object
    subject = str(made.get("resourceUri"))
    if not exists(request.world, subject):
        yield not_found(subject)
        return
    if not any(made.get(sink) for sink in SINKS):
        yield 'Code="BadRequest" Message="At least one data sink needs to be specified."'
    watched = at(request.world, subject)
    known = CATEGORIES.get(watched.kind) if watched else None
    for category in _categories(made):
        if known is not None and category not in known:
            yield f'Code="BadRequest" Message="Category \'{category}\' is not supported."'


def sink_is_taken(request: Request) -> Iterator[str]:
    """Refuse the same record to the same place twice, and a sixth setting."""
    made = request.object
    others = [
        each
        for each in request.world.of(SETTING)
        if each.id.lower() != made.id.lower() and _subject(each) == _subject(made)
    ]
    if len(others) >= MOST_SETTINGS:
        yield (
            f'Code="BadRequest" Message="The limit of {MOST_SETTINGS} diagnostic settings was'
            ' reached. To create a new diagnostic setting, delete an existing one."'
        )
    for other in others:
        for sink in SINKS:
            given = made.get(sink)
            if not given or str(other.get(sink)).lower() != str(given).lower():
                continue
            for category in sorted(_categories(made) & _categories(other)):
                yield (
                    f'Code="Conflict" Message="Data sink \'{given}\' is already used in diagnostic'
                    f" setting '{other.get('name')}' for category '{category}'. Data sinks can't be"
                    ' reused in different settings on the same category for the same resource."'
                )


def is_recorded_twice(request: Request) -> Iterator[str]:
    """Refuse a second flow log of one network."""
    made = request.object
    target = str(made.get("targetResourceId")).lower()
    for other in request.world.of(FLOW_LOG):
        is_another = other.id.lower() != made.id.lower()
        if is_another and str(other.get("targetResourceId")).lower() == target:
            yield (
                'Code="CannotCreateMoreThanOneFlowLogPerTargetResource" Message="Cannot create more'
                f" than one flow log per target resource: {made.get('targetResourceId')} has"
                f' {other.id}."'
            )


def _subject(setting: Object) -> str:
    return str(setting.get("resourceUri")).lower()


def _categories(setting: Object) -> set[str]:
    found: list[Any] = setting.all("logs[].category")
    return {str(each) for each in found}
