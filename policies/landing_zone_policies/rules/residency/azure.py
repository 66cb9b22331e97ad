"""What residency is on Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.global_services import WITH_DATA
from landing_zone_policies.facts.regions import jurisdictions_of
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.places import Place, place_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World
from landing_zone_policies.rules.residency import azure_data
from landing_zone_policies.rules.residency.everywhere import everywhere, global_service
from landing_zone_policies.rules.residency.provider import pinned
from landing_zone_policies.rules.residency.stays import (
    NOT_CONFIGURED,
    leads,
    resident,
    stays,
    verdict,
)
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import plain

SOVEREIGN = {"usgovernment": "us-gov", "usgovernmentl4": "us-gov", "china": "cn"}
"""The clouds of Azure that are apart, and the jurisdiction of each."""

DEPLOYMENTS: Mapping[str, tuple[str, str]] = {
    "azure-native:cognitiveservices:Deployment": (
        "accountName",
        "azure-native:cognitiveservices:Account",
    ),
    "azure:cognitive:Deployment": ("cognitiveAccountId", "azure:cognitive:Account"),
}
"""What answers with a model, the property with the account that it belongs to, and its type."""

DATA_ZONES = frozenset({"eu", "us"})
"""The laws that all regions of a data zone are under, which is that of the account.

Source: https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types
"""

ALLOWED_LOCATIONS = (
    "e56962a6-4747-49cd-b67b-bf8b01975c4c",
    "e765b5de-1225-4ba3-bd56-1ac6695af988",
)
"""Azure's own definitions: allowed locations, of resources and of their groups.

Source: https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies
"""

ASSIGNMENTS = (
    "azure-native:authorization:PolicyAssignment",
    "azure:core:SubscriptionPolicyAssignment",
    "azure:core:ResourceGroupPolicyAssignment",
    "azure:management:GroupPolicyAssignment",
)

NETWORK = "azure-native:network:VirtualNetwork"


@resident("pulumi:providers:azure-native", "pulumi:providers:azure", reads=("environment",))
def is_in_a_cloud_of_its_law(provider: Resource, world: World) -> Iterator[Outcome]:
    """The clouds of Azure for governments and for China are under laws of their own."""
    environment = provider.get("environment")
    if environment is UNKNOWN:
        yield Undetermined("environment", "environment is known after deployment")
        return
    name = plain(environment)
    law = SOVEREIGN.get(name) if isinstance(name, str) else None
    if law is None:
        yield NotApplicable("it is the public cloud")
    elif law in world.settings.jurisdictions:
        yield Pass("environment")
    else:
        laws = ", ".join(world.settings.jurisdictions)
        yield Fail("environment", f"environment is {name}, which is not within {laws}")


@resident(*DEPLOYMENTS, reads=("sku.name",), joins=True)
def is_answered_within(deployment: Resource, world: World) -> Iterator[Outcome]:
    """A deployment answers in its account's region, in a data zone, or anywhere."""
    sku = deployment.get("sku.name")
    if sku is UNKNOWN:
        yield Undetermined("sku.name", "sku.name is known after deployment")
        return
    name = sku.casefold() if isinstance(sku, str) else ""
    if name.startswith(("global", "developer")):
        yield Fail("sku.name", f"sku.name is {sku}: questions are answered in any region")
    elif name.startswith("datazone"):
        yield _in_a_data_zone(deployment, world)
    else:
        yield Pass("sku.name")


def _in_a_data_zone(deployment: Resource, world: World) -> Outcome:
    path, account_type = DEPLOYMENTS[deployment.type]
    accounts = world.estate.targets(deployment, path, account_type)
    places = [place_of(account, world.estate) for account in accounts]
    if not places or any(not place.is_known for place in places):
        return Undetermined("sku.name", "which data zone it is cannot be told from this program")
    for place in places:
        if isinstance(failed := verdict(Place(place.name, "sku.name"), "azure", world), Fail):
            return failed
        if DATA_ZONES.isdisjoint(jurisdictions_of("azure", str(place.name))):
            return Fail("sku.name", f"no data zone is under the law of {place.name}")
    return Pass("sku.name")


def locations_are_assigned(world: World, _: str) -> Iterator[Outcome]:
    """An assignment of Azure Policy refuses resources in other places."""
    if not world.settings.jurisdictions:
        yield NOT_CONFIGURED
        return
    unknown = False
    for assignment in world.estate.of(*ASSIGNMENTS):
        definition = assignment.get("policyDefinitionId")
        unknown = unknown or definition is UNKNOWN
        if not isinstance(definition, str) or not definition.casefold().endswith(ALLOWED_LOCATIONS):
            continue
        mode, enforced = assignment.get("enforcementMode"), assignment.get("enforce")
        if plain(mode) != "donotenforce" and plain(enforced) is not False:
            yield Pass()
            return
    if unknown:
        yield Undetermined("", "which policy is assigned is known after deployment")
    else:
        yield Fail("", "no assignment of Azure Policy names the locations that are allowed")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **azure_data.CHECKS,
    "REG-01": (pinned("azure", "azure-native"), is_in_a_cloud_of_its_law),
    "REG-02": (
        everywhere(
            "azure",
            routed=(
                "azure-native:cdn:",
                "azure-native:frontdoor:",
                "azure:cdn:",
                "azure:frontdoor:",
            ),
        ),
    ),
    "REG-10": (global_service(*WITH_DATA["azure"]),),
    "REG-12": (
        is_answered_within,
        stays("azure-native:cognitiveservices:Account", "properties.locations.regions[].name"),
    ),
    "REG-14": (
        leads("azure-native:network:VirtualNetworkPeering", "remoteVirtualNetwork.id", NETWORK),
        leads(
            "azure:network:VirtualNetworkPeering",
            "remoteVirtualNetworkId",
            "azure:network:VirtualNetwork",
        ),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "REG-13": (Survey(("azure",), locations_are_assigned, ASSIGNMENTS, account=True),),
}
