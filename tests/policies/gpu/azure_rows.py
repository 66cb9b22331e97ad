"""Programs on Azure with one property that the rules of accelerators deny, or none."""

from pulumi_azure_native import app, batch, compute, containerservice
from pulumi_azure_native import machinelearningservices as ml

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, admits, making, weakened

CASES = Cases()
A100 = Settings(profile="standard", machines=("a100",))
GROUP = {"resource_group_name": "ai"}
SIZE, ANOTHER = "Standard_NC24ads_A100_v4", "Standard_ND96isr_H100_v5"
T4 = "Standard_NC4as_T4_v3"

POOL = {
    "name": "gpu",
    "vm_size": SIZE,
    "enable_auto_scaling": True,
    "min_count": 0,
    "max_count": 4,
    "node_taints": ["nvidia.com/gpu=present:NoSchedule"],
}
CLUSTER = {**GROUP, "agent_pool_profiles": [POOL]}
WHOLE = {**GROUP, "agent_pool_profiles": [{**POOL, "vm_size": T4}]}
MACHINE = {**GROUP, "hardware_profile": {"vm_size": SIZE}}
MACHINES = {**GROUP, "sku": {"name": SIZE, "capacity": 2}}
WORKSPACE = {**GROUP, "workspace_name": "ai"}
TRAINING = {
    **WORKSPACE,
    "properties": {
        "computeType": "AmlCompute",
        "properties": {
            "vmSize": SIZE,
            "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 2},
        },
    },
}
NOTEBOOK = {
    **WORKSPACE,
    "properties": {"computeType": "ComputeInstance", "properties": {"vmSize": SIZE}},
}
ENDPOINT = {**WORKSPACE, "endpoint_name": "chat"}
ONLINE = {
    **ENDPOINT,
    "properties": {"endpointComputeType": "Managed", "instanceType": SIZE},
    "sku": {"name": "Default", "capacity": 1},
}
SCORING = {
    **ENDPOINT,
    "properties": {"resources": {"instance_type": SIZE, "instance_count": 1}},
}
BATCH = {
    **GROUP,
    "account_name": "acme",
    "vm_size": SIZE,
    "scale_settings": {"fixed_scale": {"target_dedicated_nodes": 1}},
}
PROFILE = {
    "name": "gpu",
    "workload_profile_type": "NC24-A100",
    "minimum_count": 0,
    "maximum_count": 2,
}
ENVIRONMENT = {**GROUP, "workload_profiles": [PROFILE]}
APP = {
    **GROUP,
    "template": {
        "containers": [{"name": "serving", "image": "acme/serving", "resources": {"gpu": 1}}],
        "scale": {"min_replicas": 0, "max_replicas": 2},
    },
}

AKS = containerservice.ManagedCluster

weakened(
    CASES,
    (
        ("GPU-01", compute.VirtualMachine, MACHINE, "hardware_profile.vm_size", ANOTHER),
        ("GPU-01", compute.VirtualMachineScaleSet, MACHINES, "sku.name", ANOTHER),
        ("GPU-01", ml.Compute, TRAINING, "properties.properties.vmSize", ANOTHER),
        ("GPU-01", ml.BatchDeployment, SCORING, "properties.resources.instance_type", ANOTHER),
        ("GPU-01", batch.Pool, BATCH, "vm_size", ANOTHER),
        (
            "GPU-01",
            app.ManagedEnvironment,
            ENVIRONMENT,
            "workload_profiles[0].workload_profile_type",
            "Consumption-GPU-NC8as-T4",
        ),
    ),
    settings=A100,
)
weakened(
    CASES,
    (
        ("GPU-02", ml.Compute, TRAINING, "properties.properties.scaleSettings.maxNodeCount"),
        ("GPU-02", batch.Pool, BATCH, "scale_settings.fixed_scale.target_dedicated_nodes"),
        ("GPU-03", AKS, CLUSTER, "agent_pool_profiles[0].scale_set_priority", "Spot"),
        (
            "GPU-03",
            compute.VirtualMachineScaleSet,
            MACHINES,
            "virtual_machine_profile.priority",
            "Spot",
        ),
        ("GPU-03", ml.Compute, TRAINING, "properties.properties.vmPriority", "LowPriority"),
        ("GPU-04", AKS, CLUSTER, "agent_pool_profiles[0].min_count", 1),
        ("GPU-04", app.ContainerApp, APP, "template.scale.min_replicas", 1),
        ("GPU-06", AKS, CLUSTER, "agent_pool_profiles[0].node_taints", LEFT_OUT),
        ("GPU-10", AKS, WHOLE, "agent_pool_profiles[0].gpu_instance_profile", "MIG1g"),
    ),
)
for kind, sound in (
    (AKS, CLUSTER),
    (compute.VirtualMachine, MACHINE),
    (ml.Compute, NOTEBOOK),
    (ml.OnlineDeployment, ONLINE),
    (ml.BatchDeployment, SCORING),
    (app.ManagedEnvironment, ENVIRONMENT),
    (app.ContainerApp, APP),
):
    admits(CASES, "GPU-02", kind, sound)
admits(CASES, "GPU-03", batch.Pool, BATCH)
admits(CASES, "GPU-03", app.ManagedEnvironment, ENVIRONMENT)
CASES.denies("GPU-01", settings=A100, path="template.containers[0].resources.gpu")(
    making(app.ContainerApp, APP, "app_with_accelerators_of_no_name")
)
