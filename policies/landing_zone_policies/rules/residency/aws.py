"""What residency is on AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.facts.global_services import WITH_DATA
from landing_zone_policies.facts.multi_regions import INFERENCE_PROFILES
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import GLOBAL, Place
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World
from landing_zone_policies.rules.residency import aws_data
from landing_zone_policies.rules.residency.everywhere import everywhere, global_service
from landing_zone_policies.rules.residency.provider import pinned
from landing_zone_policies.rules.residency.stays import NOT_CONFIGURED, resident, stays, verdict
from landing_zone_policies.values import MISSING, UNKNOWN

MODELS: Mapping[str, tuple[str, ...]] = {
    "aws:bedrock:InferenceProfile": ("modelSource.copyFrom",),
    "aws-native:bedrock:ApplicationInferenceProfile": ("modelSource.copyFrom",),
    "aws:bedrock:AgentAgent": ("foundationModel",),
    "aws-native:bedrock:Agent": ("foundationModel",),
    "aws:bedrock:AgentPrompt": ("variants[].modelId",),
    "aws:bedrock:AgentFlow": ("definition.nodes[].configuration.prompt.sourceConfiguration",),
    "aws:bedrockmodel:InvocationJob": ("modelId",),
    "aws:bedrock:Guardrail": ("crossRegionConfig.guardrailProfileIdentifier",),
}
"""Where a model is named that Amazon Bedrock answers with."""

SCP_TYPES = ("aws:organizations:Policy", "aws-native:organizations:Policy")


@resident(*MODELS, reads=tuple(dict.fromkeys(path for each in MODELS.values() for path in each)))
def is_answered_within(resource: Resource, world: World) -> Iterator[Outcome]:
    """A model is asked in one region, or in those of a profile that are all allowed."""
    for path in MODELS[resource.type]:
        for found in resource.find(path):
            yield from _answered(found, world)


def _answered(found: Found, world: World) -> Iterator[Outcome]:
    if isinstance(found.value, Mapping):
        for inner in (*found.find("resource.promptArn"), *found.find("inline.modelId")):
            if inner.value is not MISSING:
                yield from _answered(inner, world)
        return
    if found.value is UNKNOWN:
        yield Undetermined(found.path, f"{found.path} is known after deployment")
        return
    if not isinstance(found.value, str):
        yield NotApplicable(f"{found.path} is not set")
        return
    model = found.value.casefold().rpartition("/")[2]
    prefix = model.partition(".")[0]
    if prefix == GLOBAL:
        yield verdict(Place(GLOBAL, found.path), "aws", world)
    elif prefix in INFERENCE_PROFILES:
        outcomes = [
            verdict(Place(region, found.path), "aws", world)
            for region in INFERENCE_PROFILES[prefix]
        ]
        yield next((each for each in outcomes if isinstance(each, Fail)), outcomes[0])
    else:
        yield Pass(found.path)


def regions_are_denied(world: World, _: str) -> Iterator[Outcome]:
    """An organization refuses what is asked of a region that is not allowed."""
    if not world.settings.jurisdictions:
        yield NOT_CONFIGURED
        return
    policies = list(world.estate.of(*SCP_TYPES))
    held = [_denies_regions(each.get("content")) for each in policies]
    denying = [each for each, holds in zip(policies, held, strict=True) if holds]
    if any(_is_attached(each, world) for each in denying):
        yield Pass()
    elif denying:
        yield Fail("", f"{denying[0].name} denies regions, but is attached to nothing")
    elif None in held:
        yield Undetermined("", "what a service control policy says is known after deployment")
    else:
        yield Fail("", "no service control policy denies what is asked of other regions")


def _is_attached(policy: Resource, world: World) -> bool:
    beside = world.estate.pointing(policy, "policyId", "aws:organizations:PolicyAttachment")
    return bool(beside) or policy.get("targetIds") not in (MISSING, [])


def _denies_regions(content: Any) -> bool | None:
    """Say whether a policy denies by region; None where it cannot be read."""
    if content is UNKNOWN:
        return None
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            return None
    statements = Found("", content).find("Statement[]")
    return any(_denies_by_region(each) for each in statements)


def _denies_by_region(statement: Found) -> bool:
    conditions = [
        key.casefold()
        for each in statement.find("Condition.*")
        if isinstance(each.value, Mapping)
        for key in cast("Mapping[str, Any]", each.value)
    ]
    return statement.find("Effect")[0].value == "Deny" and "aws:requestedregion" in conditions


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **aws_data.CHECKS,
    "REG-01": (pinned("aws", "aws", "aws-native", always=True),),
    "REG-02": (everywhere("aws"),),
    "REG-10": (global_service(*WITH_DATA["aws"]),),
    "REG-12": (is_answered_within,),
    "REG-14": (
        stays(
            ("aws:ec2:VpcPeeringConnection", "aws:ec2transitgateway:PeeringAttachment"),
            "peerRegion",
        ),
        stays("aws-native:ec2:VpcPeeringConnection", "peerRegion"),
        stays("aws-native:ec2:TransitGatewayPeeringAttachment", "peerRegion"),
        stays("aws:networkmanager:CoreNetwork", "basePolicyRegions[]"),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "REG-13": (Survey(("aws",), regions_are_denied, SCP_TYPES, account=True),),
}
