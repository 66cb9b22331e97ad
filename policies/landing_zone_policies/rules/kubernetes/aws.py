"""What clusters and registries are on AWS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.embedded import objects, parsed
from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import find
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.kubernetes.versions import supported
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import none_of, one_of, plain, true

CLUSTER = "aws:eks:Cluster"
NODES = "aws:eks:NodeGroup"
IMAGES = "aws:ecr:Repository"
TASK = "aws:ecs:TaskDefinition"
JOB = "aws:batch:JobDefinition"
PRIVILEGED_JOBS = (
    ("containerProperties", "privileged"),
    ("nodeProperties", "nodeRangeProperties[].container.privileged"),
    ("eksProperties", "podProperties.containers[].securityContext.privileged"),
)
"""Where a job definition has its containers, and where they say so."""
SCANS = "aws:ecr:RegistryScanningConfiguration"
ON_PUSH = "imageScanningConfiguration.scanOnPush"


@check(IMAGES, reads=(ON_PUSH, f"{SCANS}.rules"), joins=True)
def is_scanned(repository: Resource, world: World) -> Iterator[Outcome]:
    """A repository scans what is pushed, or the registry does for all.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
    """
    own = repository.first(ON_PUSH)
    if plain(own.value) is not True and world.estate.has(SCANS):
        yield Pass()
    else:
        yield judged(own, true, world.settings)


@check(TASK, reads=("containerDefinitions",))
def task_has_no_rights(task: Resource, _: World) -> Iterator[Outcome]:
    """No container of a task is privileged.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
    """
    found = task.first("containerDefinitions")
    definitions = parsed(found)
    if definitions is UNKNOWN:
        yield Undetermined(found.path, f"{found.path} is known after deployment")
    for each in objects(definitions):
        if plain(each.get("privileged")) is True:
            yield Fail(found.path, "a container of it is privileged")


@check(JOB, reads=("containerProperties", "nodeProperties", "eksProperties"))
def job_has_no_rights(job: Resource, _: World) -> Iterator[Outcome]:
    """No container of a batch job is privileged, on EC2 or on EKS.

    Source: https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
    """
    for path, privileged in PRIVILEGED_JOBS:
        found = job.first(path)
        said = parsed(found)
        if said is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is {found}")
        elif any(plain(each.value) is True for each in find(said, privileged)):
            yield Fail(found.path, "a container of it is privileged")
    yield Pass()


@check(CLUSTER, reads=("upgradePolicy.supportType",))
def is_upgraded_in_time(cluster: Resource, world: World) -> Iterator[Outcome]:
    """AWS upgrades a cluster when standard support ends, rather than sell more of it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/view-support-policy.html
    """
    found = cluster.first("upgradePolicy.supportType")
    if found.value is MISSING and world.settings.reaches("regulated"):
        message = "upgradePolicy.supportType is not set, which stands for EXTENDED"
        yield Fail("upgradePolicy.supportType", message)
    else:
        yield judged(found, one_of("STANDARD").or_missing(), world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "K8S-01": (task_has_no_rights, job_has_no_rights),
    "K8S-02": (
        need(TASK, "pidMode", none_of("host")),
        need(TASK, "ipcMode", none_of("host")),
    ),
    "K8S-05": (
        need(IMAGES, "imageTagMutability", one_of("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")),
        is_scanned,
    ),
    "K8S-08": (
        need((CLUSTER, NODES), "version", supported("aws")),
        is_upgraded_in_time,
    ),
}
