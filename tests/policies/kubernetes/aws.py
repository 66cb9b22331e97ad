"""Programs on AWS that the rules of Kubernetes admit and deny."""

import json

from pulumi_aws import batch, ecr, ecs, eks, iam

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
STANDARD = Settings(profile="standard")


def cluster(name, **more):
    role = iam.Role(f"{name}-role", assume_role_policy="{}")
    eks.Cluster(name, role_arn=role.arn, vpc_config={"subnet_ids": ["subnet-1"]}, **more)


@CASES.admits("K8S-05")
def immutable_repository(name):
    scanning = {"scan_on_push": True}
    ecr.Repository(name, image_tag_mutability="IMMUTABLE", image_scanning_configuration=scanning)


@CASES.admits("K8S-05")
def repository_that_the_registry_scans(name):
    ecr.RegistryScanningConfiguration(
        f"{name}-scans",
        scan_type="ENHANCED",
        rules=[
            {
                "scan_frequency": "CONTINUOUS_SCAN",
                "repository_filters": [{"filter": "*", "filter_type": "WILDCARD"}],
            }
        ],
    )
    ecr.Repository(name, image_tag_mutability="IMMUTABLE")


@CASES.denies("K8S-05", path="imageTagMutability")
def mutable_repository(name):
    ecr.Repository(name, image_scanning_configuration={"scan_on_push": True})


@CASES.denies("K8S-05", path="imageScanningConfiguration")
def unscanned_repository(name):
    ecr.Repository(name, image_tag_mutability="IMMUTABLE")


@CASES.admits("K8S-08")
def cluster_in_standard_support(name):
    cluster(name, version="1.35", upgrade_policy={"support_type": "STANDARD"})


@CASES.admits("K8S-08", settings=STANDARD)
def cluster_left_to_aws_where_that_may_cost(name):
    cluster(name)


@CASES.denies("K8S-08", path="version")
def old_cluster(name):
    cluster(name, version="1.27", upgrade_policy={"support_type": "STANDARD"})


@CASES.denies("K8S-08", path="upgradePolicy.supportType")
def cluster_that_pays_to_grow_old(name):
    cluster(name, version="1.35", upgrade_policy={"support_type": "EXTENDED"})


@CASES.denies("K8S-08", path="upgradePolicy.supportType")
def cluster_that_does_not_say(name):
    cluster(name, version="1.35")


def task(name, privileged, **more):
    definition = {"name": "a", "image": "a", "privileged": privileged}
    ecs.TaskDefinition(name, family="a", container_definitions=json.dumps([definition]), **more)


@CASES.admits("K8S-01", "K8S-02")
def task_without_rights(name):
    task(name, privileged=False)


@CASES.denies("K8S-01", path="containerDefinitions")
def privileged_task(name):
    task(name, privileged=True)


def batch_job(name, **properties):
    said = {key: json.dumps(value) for key, value in properties.items()}
    batch.JobDefinition(name, type="container", **said)


@CASES.admits("K8S-01")
def batch_job_without_rights(name):
    batch_job(name, container_properties={"image": "a", "privileged": False})


@CASES.denies("K8S-01", path="containerProperties")
def privileged_batch_job(name):
    batch_job(name, container_properties={"image": "a", "privileged": True})


@CASES.denies("K8S-01", path="nodeProperties")
def privileged_batch_job_of_several_nodes(name):
    ranges = [{"container": {"image": "a"}}, {"container": {"image": "a", "privileged": True}}]
    batch_job(name, node_properties={"nodeRangeProperties": ranges})


@CASES.denies("K8S-02", path="pidMode")
def task_among_its_hosts_processes(name):
    task(name, privileged=False, pid_mode="host")


TASK = {"family": "serving", "container_definitions": json.dumps([{"name": "a", "image": "a"}])}

weakened(CASES, (("K8S-02", ecs.TaskDefinition, TASK, "ipc_mode", "host"),))
