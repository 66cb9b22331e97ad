"""What accelerators are asked on AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.accelerators import machine
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.gpu.aws_holders import HOLDERS, NODES, TRAINING, TUNING
from landing_zone_policies.rules.gpu.durations import idle_in_minutes, run_time
from landing_zone_policies.rules.gpu.fleets import Fleet
from landing_zone_policies.rules.gpu.ownership import is_owned
from landing_zone_policies.rules.gpu.rows import (
    EVERYWHERE,
    POOLS,
    STARTED,
    allowed,
    asked,
    bounded,
    falls_back,
    scales_to_zero,
    within,
)
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import given, matches, one_of, plain, true

RESERVATION = "aws:ec2:CapacityReservation"
BLOCK = "aws:ec2:CapacityBlockReservation"
CONTRACT = "aws:bedrock:ProvisionedModelThroughput"
BATCH_JOB = "aws:batch:JobDefinition"
TARGET = "aws:appautoscaling:Target"
STUDIO = ("aws:sagemaker:Domain", "aws:sagemaker:UserProfile")
APPS = ("jupyterLabAppSettings", "codeEditorAppSettings")
IDLE = "appLifecycleManagement.idleSettings"


def tainted(fleet: Fleet, _: Resource, __: World) -> Iterator[Outcome]:
    """Only pods that say so land on the nodes."""
    effects = [each for each in fleet.at.find("taints[].effect") if each.value is not MISSING]
    if any(plain(each.value) in ("no_schedule", "no_execute") for each in effects):
        yield Pass("taints")
    elif any(each.value is UNKNOWN for each in effects):
        yield Undetermined("taints", "taints are known after deployment")
    else:
        yield Fail("taints", "nothing keeps pods that need no accelerators off these nodes")


def keeps_checkpoints(fleet: Fleet, job: Resource, world: World) -> Iterator[Outcome]:
    """A job whose machines may be taken back goes on from its last checkpoint.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
    """
    at = fleet.at if fleet.holder.spot else Found("", job.inputs)
    if not any(true.holds(each, world.settings) for each in at.find("enableManagedSpotTraining")):
        yield Pass("enableManagedSpotTraining")
        return
    for found in at.find("checkpointConfig.s3Uri"):
        yield judged(found, given, world.settings)


@check(*STUDIO, reads=(f"defaultUserSettings.jupyterLabAppSettings.{IDLE}",))
def studio_stops_when_idle(resource: Resource, world: World) -> Iterator[Outcome]:
    """What people start in Studio stops when they leave it; they may choose any machine.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown.html
    """
    is_domain = resource.type == STUDIO[0]
    top = "defaultUserSettings" if is_domain else "userSettings"
    said = [app for app in APPS if resource.get(f"{top}.{app}") is not MISSING]
    if not said and not is_domain:
        yield NotApplicable("its domain says when what does nothing is stopped")
        return
    for app in said or APPS[:1]:
        at = f"{top}.{app}.{IDLE}"
        if not is_domain and resource.get(at) is MISSING:
            yield NotApplicable("its domain says when what does nothing is stopped")
            continue
        yield judged(resource.first(f"{at}.lifecycleManagement"), one_of("ENABLED"), world.settings)
        yield judged(resource.first(f"{at}.idleTimeoutInMinutes"), idle_in_minutes, world.settings)


@check(BATCH_JOB, reads=("timeout.attemptDurationSeconds", "containerProperties"))
def batch_job_ends(job: Resource, world: World) -> Iterator[Outcome]:
    """A job that takes accelerators is ended after a while."""
    found = [job.first(f"{path}Properties") for path in ("container", "node", "ecs", "eks")]
    texts = [each for each in found if each.value is not MISSING]
    timeout = job.first("timeout.attemptDurationSeconds")
    unknown = any(each.value is UNKNOWN for each in texts)
    if any('"gpu"' in _text(each).casefold() or "nvidia.com" in _text(each) for each in texts):
        yield judged(timeout, run_time, world.settings)
    elif not unknown:
        yield NotApplicable("it takes no accelerators")
    elif run_time.holds(timeout, world.settings):
        yield Pass(timeout.path)
    else:
        yield Undetermined("containerProperties", "the job is known after deployment")


def _text(found: Found) -> str:
    """Return a definition as text; those of Batch are JSON."""
    if isinstance(found.value, str):
        return found.value
    return json.dumps(found.value, default=str) if found.is_known else ""


@check(RESERVATION, reads=("endDateType", "endDate", "tags", "instanceType"))
def reservation_ends_and_is_owned(held: Resource, world: World) -> Iterator[Outcome]:
    """Reserved machines with accelerators are given back on a day, and somebody answers."""
    kind = held.get("instanceType")
    if isinstance(kind, str) and machine(kind) is None:
        yield NotApplicable(f"{held.first('instanceType')} has no accelerators")
        return
    yield judged(held.first("endDateType"), one_of("limited"), world.settings)
    yield judged(held.first("endDate"), given, world.settings)
    yield from is_owned(held, world)


@check(BLOCK, CONTRACT, reads=("tags",))
def contract_is_owned(contract: Resource, world: World) -> Iterator[Outcome]:
    """Somebody answers for a contract that is paid for whether it is used or not."""
    yield from is_owned(contract, world)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "GPU-01": asked(HOLDERS, EVERYWHERE, allowed),
    "GPU-02": asked(HOLDERS, STARTED, bounded),
    "GPU-03": (
        *asked(HOLDERS, ("pool", "machine", "pattern"), falls_back),
        *asked(HOLDERS, ("job",), keeps_checkpoints),
    ),
    "GPU-04": (
        *asked(HOLDERS, POOLS, scales_to_zero),
        need(
            TARGET,
            "minCapacity",
            one_of(0),
            when=[("scalableDimension", matches("sagemaker:inference-component:.*", "one"))],
        ),
    ),
    "GPU-05": (
        *asked(
            [each for each in HOLDERS if each.types == ("aws:sagemaker:NotebookInstance",)],
            ("notebook",),
            within("lifecycleConfigName", given),
        ),
        studio_stops_when_idle,
    ),
    "GPU-06": asked([each for each in HOLDERS if each.types == (NODES,)], POOLS, tainted),
    "GPU-08": (
        *asked(
            [each for each in HOLDERS if each.types == (TUNING,)],
            ("job",),
            within("stoppingCondition.maxRuntimeInSeconds", run_time),
        ),
        *asked(
            [each for each in HOLDERS if each.types == (TRAINING,) and not each.at],
            ("job",),
            within("stoppingCondition.maxRuntimeInSeconds", run_time),
        ),
        batch_job_ends,
    ),
    "GPU-09": (reservation_ends_and_is_owned, contract_is_owned),
}
