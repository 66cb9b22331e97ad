"""Where Google Cloud starts machines with accelerators."""

from __future__ import annotations

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.accelerators import Accelerators, attached, machine
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.gpu.fleets import Holder
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import one_of, true

NODES = "gcp:container:NodePool"
CLUSTER = "gcp:container:Cluster"
INSTANCE = "gcp:compute:Instance"
TEMPLATES = ("gcp:compute:InstanceTemplate", "gcp:compute:RegionInstanceTemplate")
WORKBENCH = "gcp:workbench:Instance"
COLAB = "gcp:colab:RuntimeTemplate"
TPU = "gcp:tpu:V2Vm"
RUN = "gcp:cloudrunv2:Service"
SCALERS = ("gcp:compute:Autoscaler", "gcp:compute:RegionAutoscaler")
GROUPS = ("gcp:compute:InstanceGroupManager", "gcp:compute:RegionInstanceGroupManager")
STATION = "gcp:workstations:WorkstationConfig"
GUESTS = ("guestAccelerators[]", "type", "count")
SPEC = ("machineSpec", "acceleratorType", "acceleratorCount")
SPOT = one_of("SPOT")


def of_group(scaler: Resource, estate: Estate) -> list[Found]:
    """Return the machine types, or the accelerators, of the instances that an autoscaler starts."""
    found: list[Found] = []
    for group in estate.targets(scaler, "target", *GROUPS):
        for template in estate.targets(group, "versions[].instanceTemplate", *TEMPLATES):
            kinds = template.find("guestAccelerators[].type")
            found += [each for each in kinds if each.value is not MISSING] or [
                template.first("machineType")
            ]
    return found


def _carried_or_attached(name: str) -> Accelerators | None:
    return attached(name, None) if "nvidia" in name.casefold() else machine(name)


HOLDERS = (
    Holder(
        types=(NODES,),
        what="pool",
        machines=("nodeConfig.machineType",),
        accelerators=("nodeConfig.guestAccelerators[]", "type", "count"),
        most=(
            "autoscaling.totalMaxNodeCount",
            "autoscaling.maxNodeCount",
            "nodeCount",
            "initialNodeCount",
        ),
        least=("autoscaling.totalMinNodeCount", "autoscaling.minNodeCount"),
        in_each_zone=("maxNodeCount", "nodeCount", "initialNodeCount"),
        usual=1,
        spot=(("nodeConfig.spot", true), ("nodeConfig.preemptible", true)),
    ),
    Holder(
        types=(CLUSTER,),
        what="pool",
        at="nodePools[]",
        machines=("nodeConfig.machineType",),
        accelerators=("nodeConfig.guestAccelerators[]", "type", "count"),
        most=("autoscaling.totalMaxNodeCount", "autoscaling.maxNodeCount", "nodeCount"),
        least=("autoscaling.totalMinNodeCount", "autoscaling.minNodeCount"),
        in_each_zone=("maxNodeCount", "nodeCount"),
        usual=1,
        spot=(("nodeConfig.spot", true), ("nodeConfig.preemptible", true)),
    ),
    Holder(
        types=(CLUSTER,),
        what="pattern",
        at="nodeConfig",
        machines=("machineType",),
        accelerators=GUESTS,
    ),
    Holder(
        types=(INSTANCE,),
        what="machine",
        machines=("machineType",),
        accelerators=GUESTS,
        usual=1,
        spot=(("scheduling.provisioningModel", SPOT), ("scheduling.preemptible", true)),
    ),
    Holder(
        types=TEMPLATES,
        what="pattern",
        machines=("machineType",),
        accelerators=GUESTS,
        spot=(("scheduling.provisioningModel", SPOT), ("scheduling.preemptible", true)),
    ),
    Holder(
        types=(TPU,),
        what="machine",
        slices="acceleratorType",
        accelerators=("acceleratorConfig", "type", "topology"),
        usual=1,
        spot=(("schedulingConfig.preemptible", true), ("schedulingConfig.spot", true)),
    ),
    Holder(
        types=("gcp:tpu:V2QueuedResource",),
        what="machine",
        at="tpu.nodeSpecs[]",
        slices="node.acceleratorType",
        usual=1,
    ),
    Holder(
        types=("gcp:vertex:AiPersistentResource",),
        what="pool",
        at="resourcePools[]",
        machines=("machineSpec.machineType",),
        accelerators=SPEC,
        most=("autoscalingSpec.maxReplicaCount", "replicaCount"),
        least=("autoscalingSpec.minReplicaCount", "replicaCount"),
        usual=1,
    ),
    *(
        Holder(
            types=(type_,),
            what="endpoint",
            at=at,
            machines=("machineSpec.machineType",),
            accelerators=SPEC,
            most=("maxReplicaCount", "minReplicaCount"),
            usual=1,
            spot=(("spot", true),),
        )
        for type_, at in (
            (
                "gcp:vertex:AiEndpointWithModelGardenDeployment",
                "deployConfig.dedicatedResources",
            ),
            ("gcp:vertex:AiDeploymentResourcePool", "dedicatedResources"),
        )
    ),
    Holder(
        types=(RUN, "gcp:cloudrunv2:WorkerPool"),
        what="endpoint",
        accelerators=("template.nodeSelector", "accelerator", "count"),
        most=(
            "template.scaling.maxInstanceCount",
            "scaling.maxInstanceCount",
            "scaling.manualInstanceCount",
        ),
        least=("template.scaling.minInstanceCount", "scaling.minInstanceCount"),
    ),
    Holder(
        types=SCALERS,
        what="pool",
        beside=of_group,
        read=_carried_or_attached,
        most=("autoscalingPolicy.maxReplicas",),
        least=("autoscalingPolicy.minReplicas",),
    ),
    *(
        Holder(
            types=("gcp:dataproc:Cluster",),
            what="machine",
            at=f"clusterConfig.{part}",
            machines=("machineType",),
            accelerators=("accelerators[]", "acceleratorType", "acceleratorCount"),
            most=("numInstances",),
            usual=2,
        )
        for part in ("masterConfig", "workerConfig")
    ),
    Holder(
        types=(STATION,),
        what="notebook",
        at="host.gceInstance",
        machines=("machineType",),
        accelerators=("accelerators[]", "type", "count"),
        usual=1,
    ),
    Holder(
        types=(WORKBENCH,),
        what="notebook",
        at="gceSetup",
        machines=("machineType",),
        accelerators=("acceleratorConfigs[]", "type", "coreCount"),
        usual=1,
    ),
    Holder(
        types=(COLAB,),
        what="notebook",
        machines=("machineSpec.machineType",),
        accelerators=SPEC,
        usual=1,
    ),
)
