"""Where Azure starts machines with accelerators."""

from __future__ import annotations

from landing_zone_policies.facts.accelerators import workload_profile
from landing_zone_policies.rules.gpu.fleets import Holder
from landing_zone_policies.wanted import one_of

NODES = "azure-native:containerservice:AgentPool"
CLUSTER = "azure-native:containerservice:ManagedCluster"
COMPUTE = "azure-native:machinelearningservices:Compute"
ONLINE = "azure-native:machinelearningservices:OnlineDeployment"
JOB = "azure-native:machinelearningservices:Job"
APP = "azure-native:app:ContainerApp"
SPOT = one_of("Spot")

HOLDERS = (
    Holder(
        types=(NODES,),
        what="pool",
        machines=("vmSize",),
        most=("maxCount", "count"),
        least=("minCount",),
        usual=1,
        spot=(("scaleSetPriority", SPOT),),
    ),
    Holder(
        types=(CLUSTER,),
        what="pool",
        at="agentPoolProfiles[]",
        machines=("vmSize",),
        most=("maxCount", "count"),
        least=("minCount",),
        usual=1,
        spot=(("scaleSetPriority", SPOT),),
    ),
    Holder(
        types=("azure-native:compute:VirtualMachine",),
        what="machine",
        machines=("hardwareProfile.vmSize",),
        usual=1,
        spot=(("priority", SPOT),),
    ),
    Holder(
        types=("azure-native:compute:VirtualMachineScaleSet",),
        what="machine",
        machines=("sku.name",),
        most=("sku.capacity",),
        spot=(("virtualMachineProfile.priority", SPOT),),
    ),
    Holder(
        types=(COMPUTE,),
        what="pool",
        kind=("properties.computeType", "amlcompute"),
        at="properties.properties",
        machines=("vmSize",),
        most=("scaleSettings.maxNodeCount",),
        least=("scaleSettings.minNodeCount",),
        spot=(("vmPriority", one_of("LowPriority")),),
    ),
    Holder(
        types=(COMPUTE,),
        what="notebook",
        kind=("properties.computeType", "computeinstance"),
        at="properties.properties",
        machines=("vmSize",),
        usual=1,
    ),
    Holder(
        types=(ONLINE,),
        what="endpoint",
        machines=("properties.instanceType",),
        most=("properties.scaleSettings.maxInstances", "sku.capacity"),
        usual=1,
    ),
    Holder(
        types=("azure-native:machinelearningservices:BatchDeployment", JOB),
        what="job",
        machines=("properties.resources.instanceType",),
        most=("properties.resources.instanceCount",),
        usual=1,
    ),
    Holder(
        types=("azure-native:batch:Pool",),
        what="machine",
        machines=("vmSize",),
        most=("scaleSettings.fixedScale.targetDedicatedNodes", "scaleSettings.autoScale.formula"),
    ),
    Holder(
        types=("azure-native:app:ManagedEnvironment",),
        what="pool",
        at="workloadProfiles[]",
        machines=("workloadProfileType",),
        read=workload_profile,
        most=("maximumCount",),
        least=("minimumCount",),
        usual=1,
    ),
    Holder(
        types=(APP,),
        what="endpoint",
        at="template",
        accelerators=("containers[].resources.gpu", "type", ""),
        most=("scale.maxReplicas",),
        least=("scale.minReplicas",),
        usual=10,
    ),
)
