"""The record of what a control plane on Azure does, in an account of its own."""

from pulumi_azure_native import containerservice, monitor, resources

from landing_zone.baseline.azure_private import private_endpoint
from landing_zone.baseline.azure_roles import assign_role, built_in
from landing_zone.baseline.azure_storage import log_account
from landing_zone.core import Persona, Scope
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs, PrivateService

CONTROL_PLANE_LOGS = (
    "kube-apiserver",
    "kube-audit",
    "kube-controller-manager",
    "kube-scheduler",
    "cluster-autoscaler",
    "cloud-controller-manager",
    "guard",
    "csi-azuredisk-controller",
    "csi-azurefile-controller",
    "csi-snapshot-controller",
)
"""All that a control plane tells; `kube-audit-admin` is a part of `kube-audit`.

Source: https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
"""


def record_control_plane(
    scope: Scope,
    group: resources.ResourceGroup,
    cluster: containerservice.ManagedCluster,
    *,
    days: int,
    keys: KeysOutputs,
    network: NetworkOutputs,
) -> None:
    """Declare the record, and who reads it: the auditors, through the network.

    The way to it begins in the nodes' subnet: a subnet takes one change at a time, and in that of
    the endpoints the lake makes its own meanwhile.

    Azure keeps no log of a cluster in a workspace under a customer's key, short of a dedicated
    one of at least 100 GB a day, so it is kept in an account.

    Source: https://learn.microsoft.com/azure/azure-monitor/logs/customer-managed-keys
    """
    logs = log_account(scope, group, keys=keys, days=days, waiting_for=network.endpoint_subnets)
    monitor.DiagnosticSetting(
        scope.child("log"),
        resource_uri=cluster.id,
        storage_account_id=logs.id,
        logs=[{"category": category, "enabled": True} for category in CONTROL_PLANE_LOGS],
        opts=scope.opts(),
    )
    if PrivateService.STORAGE in network.private_services:
        zones = network.private_services[PrivateService.STORAGE]
        private_endpoint(
            scope,
            group,
            "logs",
            subnet=network.node_subnets.apply(lambda subnets: subnets[0]),
            target=logs.id,
            service="blob",
            zones={"blob": zones.apply(lambda each: each["blob"])},
            after=cluster,
        )
    if Persona.AUDITOR in scope.env.groups:
        assign_role(
            scope,
            "logs-auditor",
            role=built_in(scope.env, "Storage Blob Data Reader"),
            on=logs.id,
            to=scope.env.groups[Persona.AUDITOR],
            kind="Group",
        )
