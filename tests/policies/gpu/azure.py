"""Programs on Azure that the rules of accelerators admit and deny."""

from pulumi_azure_native import app, cognitiveservices, compute, containerservice, devtestlab
from pulumi_azure_native import machinelearningservices as ml

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.gpu import azure_rows

CASES = Cases([*azure_rows.CASES.found])
A100 = Settings(profile="standard", machines=("a100", "Standard_NC4as_T4_v3"))
EIGHT = Settings(profile="standard", most_accelerators=8)
SIZE = "Standard_NC24ads_A100_v4"
SCALED = {"enable_auto_scaling": True, "min_count": 0, "max_count": 4}
TAINTS = ["nvidia.com/gpu=present:NoSchedule"]
KINDS = {
    "AmlCompute": (ml.AmlComputeArgs, ml.AmlComputePropertiesArgs),
    "ComputeInstance": (ml.ComputeInstanceArgs, ml.ComputeInstancePropertiesArgs),
}
OWNED = {"owner": "ml", "cost-center": "cc-1", "environment": "prod"}


def nodes(name, size=SIZE, **more):
    containerservice.AgentPool(
        name, resource_group_name="rg", resource_name_="aks", vm_size=size, **more
    )


def machines(name, kind, **properties):
    outer, inner = KINDS[kind]
    return ml.Compute(
        name,
        resource_group_name="rg",
        workspace_name="ws",
        properties=outer(compute_type=kind, properties=inner(**properties)),
    )


@CASES.admits("GPU-01", settings=A100)
def nodes_with_a_listed_accelerator(name):
    nodes(name)


@CASES.admits("GPU-01", settings=A100)
def nodes_of_a_listed_size_in_capitals(name):
    nodes(name, "STANDARD_NC4AS_T4_V3")


@CASES.denies("GPU-01", settings=A100, path="vmSize")
def nodes_with_another_accelerator(name):
    nodes(name, "Standard_ND96isr_H100_v5")


@CASES.denies("GPU-01", settings=A100, path="agentPoolProfiles[0].vmSize")
def first_nodes_with_another_accelerator(name):
    pool = {"name": "gpu", "vm_size": "Standard_ND96isr_H100_v5"}
    containerservice.ManagedCluster(name, resource_group_name="rg", agent_pool_profiles=[pool])


@CASES.denies("GPU-01", settings=A100, path="properties.properties.vmSize")
def notebook_with_another_accelerator(name):
    machines(name, "ComputeInstance", vm_size="STANDARD_NC6S_V3")


@CASES.denies("GPU-01", settings=A100, path="properties.instanceType")
def endpoint_with_another_accelerator(name):
    ml.OnlineDeployment(
        name,
        resource_group_name="rg",
        workspace_name="ws",
        endpoint_name="e",
        properties=ml.ManagedOnlineDeploymentArgs(
            endpoint_compute_type="Managed", instance_type="Standard_NC6s_v3"
        ),
    )


@CASES.passes_by("GPU-01", "GPU-02", "GPU-03", "GPU-04", "GPU-06", "GPU-10", settings=A100)
def nodes_without_accelerators(name):
    nodes(name, "Standard_D4s_v5", count=3)


@CASES.admits("GPU-02", "GPU-03", "GPU-04")
def bounded_nodes(name):
    nodes(name, **SCALED)


@CASES.admits("GPU-02", settings=EIGHT)
def four_in_all(name):
    nodes(name, **SCALED)


@CASES.denies("GPU-02", settings=EIGHT)
def thirty_two_in_all(name):
    nodes(name, "Standard_ND96isr_H100_v5", **SCALED)


@CASES.denies("GPU-02", path="sku.capacity")
def machines_without_a_bound(name):
    compute.VirtualMachineScaleSet(name, resource_group_name="rg", sku={"name": SIZE})


@CASES.admits("GPU-03")
def spot_with_others_to_fall_back_on(name):
    nodes(name, scale_set_priority="Spot", **SCALED)
    nodes(f"{name}-others", scale_set_priority="Regular", **SCALED)


@CASES.denies("GPU-03", path="scaleSetPriority")
def spot_alone(name):
    nodes(name, scale_set_priority="Spot", **SCALED)


@CASES.denies("GPU-03", path="priority")
def machine_on_spot(name):
    compute.VirtualMachine(
        name, resource_group_name="rg", hardware_profile={"vm_size": SIZE}, priority="Spot"
    )


@CASES.denies("GPU-04", path="minCount")
def nodes_that_stay(name):
    nodes(name, **{**SCALED, "min_count": 1})


@CASES.denies("GPU-04", path="enableAutoScaling")
def nodes_that_do_not_scale(name):
    nodes(name, count=2)


def scaled(least, idle):
    return ml.ScaleSettingsArgs(
        min_node_count=least, max_node_count=2, node_idle_time_before_scale_down=idle
    )


@CASES.admits("GPU-04", "GPU-05")
def training_cluster_that_rests(name):
    scale = scaled(0, "PT5M")
    machines(name, "AmlCompute", vm_size=SIZE, scale_settings=scale)


@CASES.denies("GPU-04", "GPU-05")
def training_cluster_that_stays(name):
    scale = scaled(1, "P1D")
    machines(name, "AmlCompute", vm_size=SIZE, scale_settings=scale)


@CASES.denies("GPU-04", path="workloadProfiles[0].minimumCount")
def container_profile_that_stays(name):
    profile = {
        "name": "gpu",
        "workload_profile_type": "NC24-A100",
        "minimum_count": 1,
        "maximum_count": 2,
    }
    app.ManagedEnvironment(name, resource_group_name="rg", workload_profiles=[profile])


@CASES.admits("GPU-05")
def notebook_that_stops(name):
    machines(name, "ComputeInstance", vm_size=SIZE, idle_time_before_shutdown="PT30M")


@CASES.denies("GPU-05", path="properties.properties.idleTimeBeforeShutdown")
def notebook_that_runs_on(name):
    machines(name, "ComputeInstance", vm_size=SIZE)


@CASES.denies("GPU-05", path="properties.properties.idleTimeBeforeShutdown")
def notebook_that_stops_after_three_days(name):
    machines(name, "ComputeInstance", vm_size=SIZE, idle_time_before_shutdown="P3D")


@CASES.passes_by("GPU-05")
def notebook_without_accelerators(name):
    machines(name, "ComputeInstance", vm_size="Standard_DS3_v2")


@CASES.denies("GPU-05", path="status")
def shutdown_that_is_off(name):
    devtestlab.GlobalSchedule(name, resource_group_name="rg", status="Disabled")


@CASES.admits("GPU-06")
def tainted_nodes(name):
    nodes(name, node_taints=TAINTS)


@CASES.denies("GPU-06", path="nodeTaints")
def nodes_for_everybody(name):
    nodes(name)


@CASES.denies("GPU-06", path="nodeTaints")
def nodes_that_are_marked_as_spot_only(name):
    nodes(name, node_taints=["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"])


def job(name, size, **more):
    made = machines(f"{name}-compute", "AmlCompute", vm_size=size)
    ml.Job(
        name,
        resource_group_name="rg",
        workspace_name="ws",
        properties=ml.CommandJobArgs(
            job_type="Command", command="a", environment_id="e", compute_id=made.id, **more
        ),
    )


@CASES.admits("GPU-08")
def job_for_an_hour(name):
    job(name, SIZE, limits=ml.CommandJobLimitsArgs(job_limits_type="Command", timeout="PT1H"))


@CASES.denies("GPU-08")
def job_for_ever(name):
    job(name, SIZE)


@CASES.passes_by("GPU-08")
def job_without_accelerators(name):
    job(name, "Standard_DS3_v2")


def reservation(name, **more):
    compute.CapacityReservation(
        name,
        resource_group_name="rg",
        capacity_reservation_group_name="g",
        sku={"name": SIZE, "capacity": 1},
        **more,
    )


@CASES.admits("GPU-09")
def somebodys_reservation(name):
    reservation(name, tags=OWNED)


@CASES.denies("GPU-09", path="tags")
def nobodys_reservation(name):
    reservation(name)


def deployment(name, sku, **more):
    cognitiveservices.Deployment(
        name,
        resource_group_name="rg",
        account_name="a",
        sku={"name": sku, "capacity": 100},
        **more,
    )


@CASES.denies("GPU-09", path="tags")
def nobodys_throughput(name):
    deployment(name, "ProvisionedManaged")


@CASES.admits("GPU-09")
def somebodys_throughput(name):
    deployment(name, "ProvisionedManaged", tags=OWNED)


@CASES.passes_by("GPU-09")
def model_paid_by_use(name):
    deployment(name, "Standard")


@CASES.admits("GPU-10")
def parts_of_an_a100(name):
    nodes(name, gpu_instance_profile="MIG2g")


@CASES.denies("GPU-10", path="gpuInstanceProfile")
def parts_of_a_t4(name):
    nodes(name, "Standard_NC4as_T4_v3", gpu_instance_profile="MIG1g")
