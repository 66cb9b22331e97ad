"""What AI services are asked on AWS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from landing_zone_policies.embedded import objects, parsed, texts
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.rules.ai.models import may_be_deployed
from landing_zone_policies.rules.ai.roles import ROLE, has_its_own, is_least
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import given, not_false, one_of, plain, true

AGENT = "aws:bedrock:AgentAgent"
RUNTIME = "aws:bedrock:AgentcoreAgentRuntime"
GUARDRAIL = "aws:bedrock:Guardrail"
LOGGING = "aws:bedrockmodel:InvocationLoggingConfiguration"
LOG_GROUP = "aws:cloudwatch:LogGroup"
OPT_OUT = "aws:organizations:Policy"
COLLECTION = "aws:opensearch:ServerlessCollection"
COLLECTION_POLICY = "aws:opensearch:ServerlessSecurityPolicy"
VECTORS = "aws:s3:VectorsVectorBucket"
KNOWLEDGE = "aws:bedrock:AgentKnowledgeBase"
TRAINING = ("aws:sagemaker:TrainingJob", "aws:sagemaker:Model")
BEDROCK = (AGENT, "aws:bedrock:AgentFlow", KNOWLEDGE, RUNTIME)
STORES = ("loggingConfig.s3Config.bucketName", "loggingConfig.cloudwatchConfig.logGroupName")


@check(LOGGING, reads=(*STORES, f"{LOG_GROUP}.kmsKeyId"), joins=True)
def calls_are_logged_under_a_key(logging: Resource, world: World) -> Iterator[Outcome]:
    """Calls of models are kept, and a log group of the program that keeps them has a key."""
    stores = [each for path in STORES for each in logging.find(path)]
    said = [each for each in stores if each.value is not MISSING]
    if not said:
        yield Fail("loggingConfig", "it says nowhere to keep the calls")
    groups = world.estate.targets(logging, STORES[1], LOG_GROUP)
    for group in groups if world.settings.is_production else ():
        if group.get("kmsKeyId") is MISSING:
            yield Fail(STORES[1], f"{group.name} has no key of its own, and holds what people ask")
    yield judged(logging.first("loggingConfig.textDataDeliveryEnabled"), not_false, world.settings)


def is_logged_somewhere(world: World, _: str) -> Iterator[Outcome]:
    """Yield whether an account that calls models keeps what is asked."""
    if world.estate.has(LOGGING):
        yield Pass()
    elif world.estate.has(*BEDROCK):
        yield Fail("", f"it calls models, and no {LOGGING} keeps what is asked")
    else:
        yield NotApplicable("it calls no models")


@check(OPT_OUT, reads=("type", "content"))
def opts_out(policy: Resource, _: World) -> Iterator[Outcome]:
    """A policy about AI services keeps the organisation's data out of their improvement.

    Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html
    """
    if plain(policy.get("type")) != "aiservices_opt_out_policy":
        yield NotApplicable("it is no policy about AI services")
        return
    content = parsed(policy.first("content"))
    if content is UNKNOWN:
        yield Undetermined("content", "content is known after deployment")
    elif _says_opt_out(content):
        yield Pass("content")
    else:
        yield Fail("content", "services.default does not say optOut")


def somebody_opts_out(world: World, _: str) -> Iterator[Outcome]:
    """Yield whether the organisation has such a policy."""
    if any(
        plain(each.get("type")) == "aiservices_opt_out_policy" for each in world.estate.of(OPT_OUT)
    ):
        yield Pass()
    else:
        yield Fail("", "no policy of the organisation opts out of AI services' use of its data")


@check(COLLECTION, reads=("type", f"{COLLECTION_POLICY}.policy"), joins=True)
def collection_is_closed(collection: Resource, world: World) -> Iterator[Outcome]:
    """A collection of vectors has a key of its own, and is not open to the internet.

    Both are said by policies of the account that name the collection.

    Sources: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html,
    https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html
    """
    if plain(collection.get("type")) != "vectorsearch":
        yield NotApplicable("it holds no vectors")
        return
    policies = [*world.estate.of(COLLECTION_POLICY)]
    if not policies:
        yield Undetermined("name", "its policies are up to another program")
        return
    name = collection.get("name")
    mine = [each for each in policies if _is_about(each, name, collection)]
    kinds = {plain(each.get("type")) for each in mine}
    if "encryption" not in kinds:
        yield Fail("name", "no encryption policy names it")
    for each in mine:
        yield from _judged(each)


def _judged(policy: Resource) -> Iterator[Outcome]:
    content = parsed(policy.first("policy"))
    if content is UNKNOWN:
        yield Undetermined("name", f"{policy.name} is known after deployment")
        return
    for rule in objects(content):
        if plain(policy.get("type")) == "encryption":
            own = rule.get("KmsARN") and rule.get("AWSOwnedKey") is not True
            yield Pass("name") if own else Fail("name", f"{policy.name} names no key of your own")
        elif rule.get("AllowFromPublic") is True:
            yield Fail("name", f"{policy.name} opens it to the internet")


def _is_about(policy: Resource, name: Any, collection: Resource) -> bool:
    """Say whether a policy is about a collection: by its patterns, or as one is made of both."""
    content = parsed(policy.first("policy"))
    if content is UNKNOWN:
        return (
            collection.urn in policy.takes.get("policy", ()) or policy.urn in collection.waits_for
        )
    if not isinstance(name, str):
        return policy.urn in collection.waits_for
    named = [
        each
        for document in objects(content)
        for rule in objects(document.get("Rules"))
        for each in texts(rule.get("Resource"))
    ]
    return any(fnmatchcase(f"collection/{name}", each) for each in named)


def _says_opt_out(content: Any) -> bool:
    for key in ("services", "default", "opt_out_policy", "@@assign"):
        content = next(objects(content), dict[str, Any]()).get(key)
    return isinstance(content, str) and content.casefold() == "optout"


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "AI-01": (
        need(AGENT, "guardrailConfigurations[].guardrailIdentifier", given),
        need(GUARDRAIL, "contentPolicyConfig.filtersConfigs", given),
    ),
    "AI-02": (
        may_be_deployed(AGENT, "foundationModel"),
        may_be_deployed("aws:bedrockfoundation:ModelAgreement", "modelId"),
        may_be_deployed("aws:bedrock:ProvisionedModelThroughput", "modelArn"),
        may_be_deployed("aws:bedrock:CustomModel", "baseModelIdentifier"),
        may_be_deployed("aws:bedrock:InferenceProfile", "modelSource.copyFrom"),
    ),
    "AI-03": (calls_are_logged_under_a_key,),
    "AI-04": (
        need("aws:sagemaker:NotebookInstance", "rootAccess", one_of("Disabled")),
        need(TRAINING, "enableNetworkIsolation", true),
        need(
            "aws:sagemaker:HyperParameterTuningJob",
            "trainingJobDefinition.enableNetworkIsolation",
            true,
            when=[("trainingJobDefinition", given)],
        ),
    ),
    "AI-05": (opts_out,),
    "AI-06": (
        collection_is_closed,
        need(VECTORS, "encryptionConfigurations[].sseType", one_of("aws:kms")),
        need(VECTORS, "encryptionConfigurations[].kmsKeyArn", given),
        either(
            need(KNOWLEDGE, "storageConfiguration", given),
            need(
                KNOWLEDGE,
                "knowledgeBaseConfiguration.type",
                one_of("KENDRA", "SQL"),
            ),
        ),
    ),
    "AI-07": (
        has_its_own("agentResourceRoleArn", AGENT, owner=ROLE),
        is_least("agentResourceRoleArn", AGENT),
        has_its_own("roleArn", RUNTIME, owner=ROLE),
        is_least("roleArn", RUNTIME),
    ),
}
SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "AI-03": (Survey(("aws",), is_logged_somewhere, (LOGGING,), account=True),),
    "AI-05": (Survey(("aws",), somebody_opts_out, (OPT_OUT,), account=True),),
}
