"""Which of Azure's resources send their logs somewhere, and which logs: diagnostic settings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, need
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import given, plain

SETTINGS = ("azure-native:monitor:DiagnosticSetting",)
OF_SUBSCRIPTIONS = (
    "azure-native:monitor:SubscriptionDiagnosticSetting",
    "azure-native:monitor:ManagementGroupDiagnosticSetting",
)
FLOW_LOG = "azure-native:network:FlowLog"
ACCOUNT = "azure-native:storage:StorageAccount"
CLUSTER = "azure-native:containerservice:ManagedCluster"

SUBSCRIPTION = r"(?i)/?subscriptions/[^/]+/?"
ACTIVITY = ("Administrative", "Security", "Policy", "Alert")

EVERYTHING = "group:alllogs"
AUDIT = "group:audit"

ACCESS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    ACCOUNT: (("StorageRead", "StorageWrite", "StorageDelete"), True),
    "azure-native:keyvault:Vault": (("AuditEvent",), True),
    "azure-native:keyvault:ManagedHsm": (("AuditEvent",), True),
    "azure-native:cognitiveservices:Account": (("Audit", "RequestResponse"), False),
    "azure-native:machinelearningservices:Workspace": ((), True),
    "azure-native:search:Service": (("OperationLogs",), True),
}
"""Which logs tell who reads data, keys and models, and whether Azure's group `audit` has them.

Source: https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
"""

CONTROL_PLANE = (
    ("kube-audit", "kube-audit-admin"),
    ("kube-apiserver",),
    ("kube-controller-manager",),
    ("kube-scheduler",),
)
"""The logs of a cluster's control plane; either of those on a line.

Source: https://learn.microsoft.com/azure/aks/monitor-aks-reference
"""

DIAGNOSABLE = (
    "azure-native:apimanagement:ApiManagementService",
    "azure-native:app:ManagedEnvironment",
    "azure-native:appconfiguration:ConfigurationStore",
    "azure-native:automation:AutomationAccount",
    "azure-native:batch:BatchAccount",
    "azure-native:cdn:Profile",
    "azure-native:containerregistry:Registry",
    "azure-native:cosmosdb:DatabaseAccount",
    "azure-native:databricks:Workspace",
    "azure-native:datafactory:Factory",
    "azure-native:dbformysql:Server",
    "azure-native:dbforpostgresql:Server",
    "azure-native:eventgrid:Topic",
    "azure-native:eventhub:Namespace",
    "azure-native:kusto:Cluster",
    "azure-native:logic:Workflow",
    "azure-native:network:ApplicationGateway",
    "azure-native:network:AzureFirewall",
    "azure-native:network:BastionHost",
    "azure-native:network:VirtualNetworkGateway",
    "azure-native:recoveryservices:Vault",
    "azure-native:redis:Redis",
    "azure-native:servicebus:Namespace",
    "azure-native:sql:Database",
    "azure-native:streamanalytics:StreamingJob",
    "azure-native:synapse:Workspace",
    "azure-native:web:WebApp",
)
"""Types whose logs go nowhere before a diagnostic setting sends them.

LOG-02 and LOG-04 ask more of storage, keys, models and clusters. Network security groups and
networks are left out, for flow logs tell more of them, and whatever has metrics alone.

Source: https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
"""


@check(*ACCESS, reads=(f"{SETTINGS[0]}.logs", f"{SETTINGS[0]}.resourceUri"), joins=True)
def access_is_logged(resource: Resource, world: World) -> Iterator[Outcome]:
    """A diagnostic setting sends the logs of who reads data, keys and models."""
    if resource.type == ACCOUNT and takes_logs(resource, world):
        yield NotApplicable("it holds logs itself")
        return
    names, in_audit = ACCESS[resource.type]
    yield _sent(resource, world, [(name,) for name in names], in_audit=in_audit)


@check(CLUSTER, reads=(f"{SETTINGS[0]}.logs", f"{SETTINGS[0]}.resourceUri"), joins=True)
def control_plane_is_logged(cluster: Resource, world: World) -> Iterator[Outcome]:
    """A cluster sends the logs of its control plane; in development who did what is enough."""
    wanted = CONTROL_PLANE if world.settings.is_production else CONTROL_PLANE[:1]
    yield _sent(cluster, world, wanted, in_audit=not world.settings.is_production)


@check(*DIAGNOSABLE, reads=(f"{SETTINGS[0]}.resourceUri",), joins=True)
def is_diagnosed(resource: Resource, world: World) -> Iterator[Outcome]:
    """A resource that writes logs has a diagnostic setting which sends some."""
    yield _sent(resource, world, (), in_audit=True)


@check(*SETTINGS, *OF_SUBSCRIPTIONS, reads=("logs[].category", "logs[].enabled", "resourceUri"))
def activity_is_kept(setting: Resource, _: World) -> Iterator[Outcome]:
    """The setting of a subscription sends the four kinds of activity that tell of an attack."""
    if setting.type in SETTINGS and not is_of_subscription(setting):
        yield NotApplicable("it is not of a subscription")
        return
    sent, is_open = _categories([setting])
    missing = [] if EVERYTHING in sent else [each for each in ACTIVITY if plain(each) not in sent]
    if not missing:
        yield Pass("logs")
    elif is_open:
        yield Undetermined("logs", "logs is known after deployment")
    else:
        yield Fail("logs", f"logs lacks {', '.join(missing)}")


def is_of_subscription(setting: Resource) -> bool:
    """Whether a diagnostic setting is of a subscription's activity."""
    uri = setting.get("resourceUri")
    return isinstance(uri, str) and re.fullmatch(SUBSCRIPTION, uri) is not None


def takes_logs(account: Resource, world: World) -> bool:
    """Whether diagnostic settings or flow logs write to an account."""
    return bool(
        world.estate.pointing(account, "storageAccountId", *SETTINGS, *OF_SUBSCRIPTIONS)
        or world.estate.pointing(account, "storageId", FLOW_LOG)
    )


def settings_of(resource: Resource, world: World) -> list[Resource]:
    """Return the diagnostic settings of a resource, or of a service inside of it."""
    by_owner = world.estate.once(_by_owner)
    id_ = resource.id.strip("/").casefold() if isinstance(resource.id, str) else ""
    return [*(by_owner.get(id_, ()) if id_ else ()), *by_owner.get(resource.urn, ())]


def _by_owner(estate: Estate) -> Mapping[str, Sequence[Resource]]:
    """Return the diagnostic settings of everything, by ID where that is known, else by URN."""
    found: dict[str, list[Resource]] = defaultdict(list)
    types = {each.type for each in estate.resources}
    for setting in estate.of(*SETTINGS):
        uri = setting.get("resourceUri")
        if isinstance(uri, str):
            parts = uri.strip("/").casefold().split("/")
            for length in range(1, len(parts) + 1):
                found["/".join(parts[:length])].append(setting)
        elif uri is UNKNOWN:
            for urn in setting.takes.get("resourceUri", ()):
                inner = estate.by_urn.get(urn)
                outer = estate.targets(inner, "accountName", *types) if inner else ()
                for owner in dict.fromkeys((urn, *(each.urn for each in outer))):
                    found[owner].append(setting)
    return found


def _sent(
    resource: Resource, world: World, wanted: Sequence[tuple[str, ...]], *, in_audit: bool
) -> Outcome:
    settings = settings_of(resource, world)
    if not settings:
        return Fail("", "no diagnostic setting sends its logs anywhere")
    sent, is_open = _categories(settings)
    if EVERYTHING in sent or (in_audit and AUDIT in sent):
        return Pass()
    missing = [names[0] for names in wanted if not sent.intersection(map(plain, names))]
    if sent and not missing:
        return Pass()
    if is_open:
        return Undetermined("", "which logs are sent is known after deployment")
    return Fail("", f"no diagnostic setting sends {', '.join(missing) or 'any log'}")


def _categories(settings: Sequence[Resource]) -> tuple[frozenset[str], bool]:
    """Return the categories that are sent, groups marked as such, and whether there may be more."""
    sent, is_open = set[str](), False
    for log in (each for setting in settings for each in setting.find("logs[]")):
        on = log.find("enabled")[0].value
        is_open = is_open or log.value is UNKNOWN or on is UNKNOWN
        if plain(on) is not True:
            continue
        for path, mark in (("category", ""), ("categoryGroup", "group:")):
            name = plain(log.find(path)[0].value)
            if isinstance(name, str):
                sent.add(f"{mark}{name}")
            is_open = is_open or name is UNKNOWN
    return frozenset(sent), is_open


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-01": (activity_is_kept,),
    "LOG-02": (access_is_logged,),
    "LOG-04": (control_plane_is_logged,),
    "LOG-10": (
        is_diagnosed,
        either(
            *(
                need(SETTINGS + OF_SUBSCRIPTIONS, path, given)
                for path in (
                    "workspaceId",
                    "storageAccountId",
                    "eventHubAuthorizationRuleId",
                    "marketplacePartnerId",
                )
            )
        ),
    ),
}
