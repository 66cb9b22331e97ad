"""What Azure's networks and databases tell, how long it is kept, and who watches subscriptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.rules.audit.azure_diagnostics import (
    ACCOUNT,
    FLOW_LOG,
    OF_SUBSCRIPTIONS,
    SETTINGS,
    is_of_subscription,
    takes_logs,
)
from landing_zone_policies.rules.audit.vocabulary import exists, kept
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import (
    Wanted,
    as_number,
    given,
    not_true,
    one_of,
    plain,
    true,
)

NETWORK = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
GROUP = "azure-native:network:NetworkSecurityGroup"
SERVER = "azure-native:sql:Server"
AUDITING = (
    "azure-native:sql:ServerBlobAuditingPolicy",
    "azure-native:sql:ExtendedServerBlobAuditingPolicy",
)
LIFECYCLE = "azure-native:storage:ManagementPolicy"
CONTAINER = "azure-native:storage:BlobContainer"
IMMUTABLE = "azure-native:storage:BlobContainerImmutabilityPolicy"
PRICING = "azure-native:security:Pricing"
ASSIGNMENT = "azure-native:authorization:PolicyAssignment"

GUARD = "networkSecurityGroup.id"
AGES = ("daysAfterModificationGreaterThan", "daysAfterCreationGreaterThan")

PLANS: Mapping[str, str] = {
    ACCOUNT: "StorageAccounts",
    "azure-native:keyvault:Vault": "KeyVaults",
    "azure-native:containerservice:ManagedCluster": "Containers",
    "azure-native:compute:VirtualMachine": "VirtualMachines",
    "azure-native:compute:VirtualMachineScaleSet": "VirtualMachines",
    SERVER: "SqlServers",
    "azure-native:dbforpostgresql:Server": "OpenSourceRelationalDatabases",
    "azure-native:cosmosdb:DatabaseAccount": "CosmosDbs",
    "azure-native:web:WebApp": "AppServices",
    "azure-native:cognitiveservices:Account": "AI",
}
"""The plan of Defender for Cloud that watches a type.

Source: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction
"""

for_ever_or_long = Wanted(
    lambda settings: f"0 or at least {settings.log_days}",
    lambda value, settings: (
        (days := as_number(value)) is not None and (days == 0 or days >= settings.log_days)
    ),
    missing=True,
)


@check(NETWORK, reads=(f"{FLOW_LOG}.targetResourceId",), joins=True)
def flows_are_logged(network: Resource, world: World) -> Iterator[Outcome]:
    """A network has a flow log, or one is of its subnets or of the groups that guard them."""
    estate = world.estate
    subnets = estate.pointing(network, "virtualNetworkName", SUBNET)
    groups = [
        *estate.targets(network, f"subnets[].{GUARD}", GROUP),
        *(group for each in subnets for group in estate.targets(each, GUARD, GROUP)),
    ]
    watched = (network, *subnets, *groups)
    if any(estate.pointing(each, "targetResourceId", FLOW_LOG) for each in watched):
        yield Pass()
    else:
        yield Fail("", "no flow log tells who talks to whom in this network")


@check(ACCOUNT, reads=(f"{LIFECYCLE}.policy.rules",), joins=True)
def logs_expire(account: Resource, world: World) -> Iterator[Outcome]:
    """An account that logs are written to deletes them by its lifecycle, when it is time."""
    if not takes_logs(account, world):
        yield NotApplicable("no log is written to it")
        return
    flows = world.estate.pointing(account, "storageId", FLOW_LOG)
    if flows and all(plain(each.get("retentionPolicy.enabled")) is True for each in flows):
        yield NotApplicable("its flow logs say how long they are kept")
        return
    ages = [age for each in _lifecycles(account, world) for age in each]
    if any(each.value is UNKNOWN for each in ages):
        yield Undetermined("", "the lifecycle of its blobs is known after deployment")
    for each in (one for one in ages if one.is_known):
        yield judged(each, kept, world.settings)
    if not ages:
        yield Fail("", "no lifecycle deletes the logs in it: they are kept for ever")


def _lifecycles(account: Resource, world: World) -> Iterator[list[Found]]:
    for policy in world.estate.pointing(account, "accountName", LIFECYCLE):
        for rule in policy.find("policy.rules[]"):
            if rule.value is UNKNOWN:
                yield [rule]
            elif plain(rule.find("enabled")[0].value) is not False:
                delete = rule.find("definition.actions.baseBlob.delete")[0]
                ages = [age for path in AGES for age in delete.find(path)]
                yield [age for age in ages if age.is_known or age.value is UNKNOWN]


@check(ACCOUNT, reads=("immutableStorageWithVersioning", IMMUTABLE, CONTAINER), joins=True)
def logs_cannot_be_deleted(account: Resource, world: World) -> Iterator[Outcome]:
    """An account that diagnostic settings append to has a policy that keeps what is in it.

    Source: https://learn.microsoft.com/azure/storage/blobs/immutable-storage-overview
    """
    estate = world.estate
    if not estate.pointing(account, "storageAccountId", *SETTINGS, *OF_SUBSCRIPTIONS):
        yield NotApplicable("no diagnostic setting writes to it")
        return
    yield judged(account.first("allowBlobPublicAccess"), not_true, world.settings)
    versions = "immutableStorageWithVersioning"
    containers = estate.pointing(account, "accountName", CONTAINER)
    locked = [each for each in containers if plain(each.get(f"{versions}.enabled")) is True]
    if locked or estate.pointing(account, "accountName", IMMUTABLE):
        yield Pass(versions)
    else:
        yield judged(account.first(f"{versions}.enabled"), true, world.settings)
        if plain(account.get(f"{versions}.enabled")) is True:
            yield judged(account.first(f"{versions}.immutabilityPolicy"), given, world.settings)


@check(SERVER, reads=(f"{AUDITING[0]}.serverName",), joins=True)
def server_is_audited(server: Resource, world: World) -> Iterator[Outcome]:
    """A server of SQL has an auditing policy, which is judged by itself."""
    if world.estate.pointing(server, "serverName", *AUDITING):
        yield Pass()
    else:
        yield Fail("", "no auditing policy is of this server")


def activity_is_exported(world: World, _: str) -> Iterator[Outcome]:
    """The subscription sends its activity somewhere."""
    settings = [each for each in world.estate.of(*SETTINGS) if is_of_subscription(each)]
    if not settings and not world.estate.has(*OF_SUBSCRIPTIONS):
        yield Fail(SETTINGS[0], "no diagnostic setting is of the subscription")


def plans_are_on(world: World, _: str) -> Iterator[Outcome]:
    """Defender watches Azure Resource Manager and what the program uses; judged row by row."""
    named = [plain(each.get("pricingName")) for each in world.estate.of(PRICING)]
    used = [plan for type_, plan in PLANS.items() if world.estate.has(type_)]
    missing = [plan for plan in dict.fromkeys(("Arm", *used)) if plain(plan) not in named]
    if missing:
        yield Fail(PRICING, f"Defender for Cloud has no plan for {', '.join(missing)}")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-03": (flows_are_logged, need(FLOW_LOG, "enabled", true)),
    "LOG-05": (
        need("azure-native:operationalinsights:Workspace", "retentionInDays", kept),
        need(
            FLOW_LOG,
            "retentionPolicy.days",
            for_ever_or_long,
            when=[("retentionPolicy.enabled", true)],
        ),
        need(AUDITING, "retentionDays", for_ever_or_long),
        logs_expire,
    ),
    "LOG-06": (logs_cannot_be_deleted,),
    "LOG-07": (
        need(PRICING, "pricingTier", one_of("Standard")),
        need("azure-native:security:DefenderForStorage", "properties.isEnabled", true),
        need(
            (
                "azure-native:sql:ServerSecurityAlertPolicy",
                "azure-native:sql:DatabaseSecurityAlertPolicy",
            ),
            "state",
            one_of("Enabled"),
        ),
    ),
    "LOG-08": (need(ASSIGNMENT, "policyDefinitionId", given),),
    "LOG-09": (
        server_is_audited,
        need(AUDITING, "state", one_of("Enabled")),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "LOG-01": (
        Survey(("azure",), activity_is_exported, (*SETTINGS, *OF_SUBSCRIPTIONS), account=True),
    ),
    "LOG-07": (Survey(("azure",), plans_are_on, (PRICING,), account=True),),
    "LOG-08": (exists("azure", "no policy is assigned to anything", ASSIGNMENT),),
}
