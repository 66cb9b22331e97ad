"""Where AWS starts machines with accelerators."""

from __future__ import annotations

from typing import Any, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.accelerators import Accelerators, machine
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.gpu.fleets import Holder
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import as_number, given, matches, one_of, satisfies, true

TEMPLATE = "aws:ec2:LaunchTemplate"
CONFIGURATION = "aws:ec2:LaunchConfiguration"
NODES = "aws:eks:NodeGroup"
GROUP = "aws:autoscaling:Group"
TRAINING = "aws:sagemaker:TrainingJob"
TUNING = "aws:sagemaker:HyperParameterTuningJob"
NOTEBOOK = "aws:sagemaker:NotebookInstance"
BATCH = "aws:batch:ComputeEnvironment"
CLUSTER = "aws:sagemaker:Cluster"
SPOT = one_of("SPOT")
MIXED = "mixedInstancesPolicy"
IDS = ("id", "name", "launchTemplateId", "launchTemplateName")


def of_template(*paths: str) -> Any:
    """Return what finds the machine types of launch templates that these properties name."""

    def find(resource: Resource, estate: Estate) -> list[Found]:
        named: list[Found] = []
        said = False
        for path in paths:
            keys = [f"{path}.{key}" for key in IDS] if path != "launchConfiguration" else [path]
            for key in keys:
                said = said or any(each.value is not MISSING for each in resource.find(key))
                for target in estate.targets(resource, key, TEMPLATE, CONFIGURATION):
                    named.append(target.first("instanceType"))
                    said = True
        found = [each for each in named if each.value is not MISSING]
        outside = said and not named and _may_have_some(resource)
        return [Found(paths[0], UNKNOWN)] if outside else found

    return find


def _may_have_some(resource: Resource) -> bool:
    """Say whether nodes may have accelerators, by the image that they boot; see `aws.eks`.

    Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
    """
    image = resource.get("amiType")
    if not isinstance(image, str) or image.upper() == "CUSTOM":
        return resource.type != NODES or image is not MISSING
    return any(word in image.upper() for word in ("GPU", "NVIDIA", "NEURON"))


def _is_all_spot(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    said = cast("dict[str, Any]", value)
    share = as_number(said.get("onDemandPercentageAboveBaseCapacity"))
    return share == 0 and not as_number(said.get("onDemandBaseCapacity"))


def _of_family(name: str) -> Accelerators | None:
    """Return what a machine type carries, or one of a family that is named without a size.

    Source: https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
    """
    return machine(name if "." in name else f"{name}.any")


HOLDERS = (
    Holder(
        types=(NODES,),
        what="pool",
        machines=("instanceTypes[]",),
        beside=of_template("launchTemplate"),
        most=("scalingConfig.maxSize",),
        least=("scalingConfig.minSize",),
        spot=(("capacityType", SPOT),),
    ),
    Holder(
        types=(GROUP,),
        what="pool",
        machines=(f"{MIXED}.launchTemplate.overrides[].instanceType",),
        beside=of_template(
            "launchTemplate",
            f"{MIXED}.launchTemplate.launchTemplateSpecification",
            "launchConfiguration",
        ),
        most=("maxSize",),
        least=("minSize",),
        spot=((f"{MIXED}.instancesDistribution", satisfies("on demand", _is_all_spot)),),
    ),
    Holder(
        types=(BATCH,),
        what="pool",
        at="computeResources",
        machines=("instanceTypes[]",),
        read=_of_family,
        beside=of_template("computeResources.launchTemplate"),
        most=("maxVcpus",),
        least=("minVcpus",),
        by_cpus=True,
        spot=(("type", SPOT),),
    ),
    Holder(
        types=("aws:ec2:Instance", "aws:ec2:SpotInstanceRequest"),
        what="machine",
        machines=("instanceType",),
        beside=of_template("launchTemplate"),
        usual=1,
        spot=(("instanceMarketOptions.marketType", SPOT), ("spotType", matches(".+", "given"))),
    ),
    Holder(
        types=("aws:ec2:Fleet",),
        what="machine",
        machines=("launchTemplateConfigs[].overrides[].instanceType",),
        beside=of_template("launchTemplateConfigs[].launchTemplateSpecification"),
        most=("targetCapacitySpecification.totalTargetCapacity",),
        spot=(("targetCapacitySpecification.defaultTargetCapacityType", SPOT),),
    ),
    Holder(
        types=(TEMPLATE,),
        what="pattern",
        machines=("instanceType", "instanceRequirements.allowedInstanceTypes[]"),
        accelerators=("instanceRequirements.acceleratorNames[]", "", ""),
        spot=(("instanceMarketOptions.marketType", SPOT),),
    ),
    Holder(
        types=(CONFIGURATION,),
        what="pattern",
        machines=("instanceType",),
        spot=(("spotPrice", given),),
    ),
    Holder(types=(NOTEBOOK,), what="notebook", machines=("instanceType",), usual=1),
    Holder(
        types=("aws:sagemaker:App",),
        what="notebook",
        machines=("resourceSpec.instanceType",),
        usual=1,
    ),
    Holder(
        types=("aws:sagemaker:EndpointConfiguration",),
        what="endpoint",
        at="productionVariants[]",
        machines=("instanceType",),
        most=("managedInstanceScaling.maxInstanceCount", "initialInstanceCount"),
        usual=1,
    ),
    Holder(
        types=("aws:sagemaker:EndpointConfiguration",),
        what="endpoint",
        at="shadowProductionVariants[]",
        machines=("instanceType",),
        most=("initialInstanceCount",),
        usual=1,
    ),
    Holder(
        types=(TRAINING,),
        what="job",
        machines=("resourceConfig.instanceType",),
        most=("resourceConfig.instanceCount",),
        usual=1,
        spot=(("enableManagedSpotTraining", true),),
    ),
    Holder(
        types=(TRAINING,),
        what="job",
        at="resourceConfig.instanceGroups[]",
        machines=("instanceType",),
        most=("instanceCount",),
        usual=1,
    ),
    *(
        Holder(
            types=(TUNING,),
            what="job",
            at=at,
            machines=(
                "resourceConfig.instanceType",
                "hyperParameterTuningResourceConfig.instanceType",
            ),
            most=(
                "resourceConfig.instanceCount",
                "hyperParameterTuningResourceConfig.instanceCount",
            ),
            usual=1,
            spot=(("enableManagedSpotTraining", true),),
        )
        for at in ("trainingJobDefinition", "trainingJobDefinitions[]")
    ),
)
