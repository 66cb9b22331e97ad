"""What AI services are asked on Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.ai.models import may_be_deployed
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import none_of, not_false, one_of, plain, true

ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
FILTER = "azure-native:cognitiveservices:RaiPolicy"
DIAGNOSTICS = "azure-native:monitor:DiagnosticSetting"
COMPUTE = "azure-native:machinelearningservices:Compute"
SEARCH = "azure-native:search:Service"
GENERATIVE = ("openai", "aiservices")
HARM = ("hate", "sexual", "violence", "selfharm", "jailbreak")
"""Filters that block in every policy of Microsoft's own; others may tell what they see alone.

Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies
"""
LOGS = ("requestresponse", "audit", "alllogs", "azureopenairequestusage", "trace")


@check(DEPLOYMENT, reads=("properties.raiPolicyName",))
def is_filtered(deployment: Resource, world: World) -> Iterator[Outcome]:
    """A model keeps Microsoft's content filter, or has one of the customer's.

    What names none gets `Microsoft.DefaultV2`.

    Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies
    """
    off = none_of("Microsoft.Nil", "Nil", "None")
    found = deployment.first("properties.raiPolicyName")
    if found.value is UNKNOWN:
        yield Pass(found.path)
    else:
        yield judged(found, off, world.settings)


@check(FILTER, reads=("properties.contentFilters[]", "properties.mode"))
def filters_block(policy: Resource, world: World) -> Iterator[Outcome]:
    """A content filter of the customer's has filters, which are on and block.

    Source: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/content-filters
    """
    filters = policy.find("properties.contentFilters[]")
    if all(each.value is MISSING for each in filters):
        base = policy.get("properties.basePolicyName")
        if isinstance(base, str) and base:
            yield Pass("properties.basePolicyName")
        else:
            yield Fail("properties.contentFilters", "it filters nothing")
    for each in filters:
        if plain(each.find("name")[0].value) not in HARM:
            yield NotApplicable(f"{each.path} is about no harm to people, or to the model")
            continue
        for path in ("enabled", "blocking"):
            yield judged(each.find(path)[0], not_false, world.settings)


@check(ACCOUNT, reads=(f"{DIAGNOSTICS}.resourceUri", f"{DIAGNOSTICS}.logs"), joins=True)
def calls_are_logged(account: Resource, world: World) -> Iterator[Outcome]:
    """An account with generative models sends what is asked of them to a log.

    Source: https://learn.microsoft.com/azure/ai-services/diagnostic-logging
    """
    kind = plain(account.get("kind"))
    if kind not in GENERATIVE:
        yield NotApplicable(f"kind is {account.first('kind')}")
        return
    settings = world.estate.pointing(account, "resourceUri", DIAGNOSTICS)
    if any(_logs_calls(each) for each in settings):
        yield Pass()
    elif any(each.get("logs") is UNKNOWN for each in settings):
        yield Undetermined("", "what its diagnostic setting logs is known after deployment")
    else:
        yield Fail("", "no diagnostic setting keeps what is asked of its models")


@check(COMPUTE, reads=("properties.disableLocalAuth", "properties.properties.sshSettings"))
def nobody_logs_in(compute: Resource, world: World) -> Iterator[Outcome]:
    """Nobody logs in to machines for learning by a password or key of their own.

    Source: https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance
    """
    kind = plain(compute.get("properties.computeType"))
    at = "properties.properties"
    closed = one_of("Disabled")
    if kind == "computeinstance":
        found = compute.first(f"{at}.sshSettings.sshPublicAccess")
        yield judged(found, closed.or_missing(), world.settings)
    elif kind == "amlcompute":
        found = compute.first(f"{at}.remoteLoginPortPublicAccess")
        yield judged(found, closed, world.settings)
    else:
        yield NotApplicable(f"computeType is {compute.first('properties.computeType')}")
        return
    yield judged(compute.first("properties.disableLocalAuth"), true, world.settings)


@check(ACCOUNT, reads=("identity.type",))
def has_an_identity(account: Resource, world: World) -> Iterator[Outcome]:
    """An account acts with an identity of its own, rather than with keys it is told."""
    if plain(account.get("kind")) not in GENERATIVE:
        yield NotApplicable(f"kind is {account.first('kind')}")
        return
    own = one_of("SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned")
    yield judged(account.first("identity.type"), own, world.settings)


def _logs_calls(setting: Resource) -> bool:
    for each in setting.find("logs[]"):
        kinds = {plain(each.find(key)[0].value) for key in ("category", "categoryGroup")}
        if plain(each.find("enabled")[0].value) is True and kinds & {*LOGS}:
            return True
    return False


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "AI-01": (is_filtered, filters_block),
    "AI-02": (
        may_be_deployed(DEPLOYMENT, "properties.model.name"),
        may_be_deployed(
            "azure-native:machinelearningservices:ServerlessEndpoint",
            "properties.modelSettings.modelId",
        ),
    ),
    "AI-03": (calls_are_logged,),
    "AI-04": (nobody_logs_in,),
    "AI-06": (
        need(SEARCH, "publicNetworkAccess", one_of("disabled")),
        need(SEARCH, "encryptionWithCmk.enforcement", one_of("Enabled")),
    ),
    "AI-07": (has_an_identity,),
}
