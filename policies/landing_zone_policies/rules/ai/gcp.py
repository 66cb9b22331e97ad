"""What AI services are asked on Google Cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.rules.ai.models import may_be_deployed
from landing_zone_policies.rules.ai.roles import has_its_own
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import given, not_false, not_true, plain, true

ARMOR = ("gcp:modelarmor:Template", "gcp:modelarmor:Floorsetting")
ENDPOINT = "gcp:vertex:AiEndpoint"
WORKBENCH = "gcp:workbench:Instance"
INDEX = "gcp:vertex:AiIndex"
CORPUS = "gcp:vertex:AiRagCorpus"
INDEX_ENDPOINT = "gcp:vertex:AiIndexEndpoint"
ENGINE = "gcp:vertex:AiReasoningEngine"
ACCOUNT = "gcp:serviceaccount:Account"
GARDEN = "gcp:vertex:AiEndpointWithModelGardenDeployment"
LOGGED = "predictRequestResponseLoggingConfig"
FILTERS = (
    "raiSettings.raiFilters",
    "piAndJailbreakFilterSettings.filterEnforcement",
    "maliciousUriFilterSettings.filterEnforcement",
    "sdpSettings",
)


@check(*ARMOR, reads=tuple(f"filterConfig.{each}" for each in FILTERS))
def filters_something(template: Resource, _: World) -> Iterator[Outcome]:
    """A template of Model Armor looks for harm, and for those who talk a model out of its rules.

    Source: https://cloud.google.com/security-command-center/docs/model-armor-overview
    """
    for path in FILTERS[:2]:
        found = template.first(f"filterConfig.{path}")
        if found.value is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
        elif found.value in (MISSING, "DISABLED", [], {}):
            yield Fail(f"filterConfig.{path}", f"filterConfig.{path} is {found}: it lets all pass")
        else:
            yield Pass(found.path)


@check(ENGINE, reads=("spec.serviceAccount", "spec.identityType"), joins=True)
def engine_has_its_own(engine: Resource, world: World) -> Iterator[Outcome]:
    """An agent acts as itself: with an identity of its own, or a service account of its own.

    Source: https://cloud.google.com/vertex-ai/generative-ai/docs/agent-engine/agent-identity
    """
    if plain(engine.get("spec.identityType")) == "agent_identity":
        yield Pass("spec.identityType")
    elif engine.get("spec") is MISSING:
        yield NotApplicable("nothing is deployed to it yet")
    else:
        yield from _OWN.look(engine, world)


_OWN = has_its_own("spec.serviceAccount", ENGINE, owner=ACCOUNT)

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "AI-01": (filters_something,),
    "AI-02": (
        may_be_deployed(GARDEN, "publisherModelName", "huggingFaceModelId"),
        may_be_deployed("gcp:vertex:AiModelGardenEnableModel", "publisherModelName"),
    ),
    "AI-03": (
        need(ENDPOINT, f"{LOGGED}.enabled", true),
        need(ENDPOINT, f"{LOGGED}.bigqueryDestination.outputUri", given),
    ),
    "AI-04": (
        need(WORKBENCH, "gceSetup.metadata.notebook-disable-root", true),
        need(WORKBENCH, "gceSetup.shieldedInstanceConfig.enableVtpm", not_false),
        need(WORKBENCH, "gceSetup.shieldedInstanceConfig.enableIntegrityMonitoring", not_false),
    ),
    "AI-06": (
        need((INDEX, CORPUS, INDEX_ENDPOINT), "encryptionSpec.kmsKeyName", given),
        need(INDEX_ENDPOINT, "publicEndpointEnabled", not_true),
    ),
    "AI-07": (engine_has_its_own,),
}
