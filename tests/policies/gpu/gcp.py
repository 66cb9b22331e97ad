"""Programs on Google Cloud that the rules of accelerators admit and deny."""

from pulumi_gcp import (
    cloudrunv2,
    colab,
    compute,
    container,
    dataproc,
    tpu,
    vertex,
    workbench,
    workstations,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.gpu import gcp_rows

CASES = Cases([*gcp_rows.CASES.found])
L4 = Settings(profile="standard", machines=("l4", "tpu-v5e"))
EIGHT = Settings(profile="standard", most_accelerators=8)
TAINTS = [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}]
DISK = {"initialize_params": {"image": "debian-cloud/debian-12"}}
SCALED = {"total_min_node_count": 0, "total_max_node_count": 4}


def nodes(name, machine="g2-standard-8", autoscaling=SCALED, guest=None, **config):
    container.NodePool(
        name,
        cluster="ai",
        location="europe-west4",
        autoscaling=autoscaling,
        node_config={
            "machine_type": machine,
            "guest_accelerators": [guest] if guest else None,
            **config,
        },
    )


def t4(**more):
    return {"type": "nvidia-tesla-t4", "count": 1, **more}


@CASES.admits("GPU-01", settings=L4)
def nodes_with_a_listed_accelerator(name):
    nodes(name, guest={"type": "nvidia-l4", "count": 1})


@CASES.denies("GPU-01", settings=L4, path="nodeConfig.guestAccelerators[0].type")
def nodes_with_another_attached(name):
    nodes(name, "n1-standard-8", guest=t4())


@CASES.denies("GPU-01", settings=L4, path="nodeConfig.machineType")
def nodes_of_another_type(name):
    nodes(name, "a3-highgpu-8g")


@CASES.denies("GPU-01", settings=L4, path="gceSetup.acceleratorConfigs[0].type")
def notebook_with_another_accelerator(name):
    config = {"type": "NVIDIA_TESLA_T4", "core_count": "1"}
    workbench.Instance(
        name,
        location="europe-west4-a",
        gce_setup={"machine_type": "n1-standard-4", "accelerator_configs": [config]},
    )


@CASES.admits("GPU-01", settings=L4)
def listed_slice(name):
    tpu.V2Vm(name, runtime_version="a", accelerator_type="v5litepod-8", zone="europe-west4-a")


@CASES.denies("GPU-01", settings=L4, path="acceleratorType")
def another_slice(name):
    tpu.V2Vm(name, runtime_version="a", accelerator_type="v4-8", zone="europe-west4-a")


@CASES.passes_by("GPU-01", "GPU-02", "GPU-03", "GPU-04", "GPU-06", "GPU-10", settings=L4)
def nodes_without_accelerators(name):
    nodes(name, "n2-standard-4", autoscaling=None)


@CASES.admits("GPU-02", "GPU-04")
def bounded_nodes(name):
    nodes(name)


@CASES.admits("GPU-02", settings=EIGHT)
def eight_in_all(name):
    nodes(name, "g2-standard-24")


@CASES.denies("GPU-02", settings=EIGHT)
def two_in_each_of_three_zones(name):
    nodes(name, "g2-standard-24", autoscaling={"min_node_count": 0, "max_node_count": 2})


@CASES.denies("GPU-02", settings=EIGHT)
def slice_of_sixteen(name):
    tpu.V2Vm(name, runtime_version="a", accelerator_type="v5litepod-16", zone="europe-west4-a")


@CASES.denies("GPU-02")
def service_without_a_bound(name):
    service(name)


@CASES.admits("GPU-02", "GPU-04")
def service_with_a_bound(name):
    service(name, scaling={"max_instance_count": 3})


@CASES.denies("GPU-04", path="template.scaling.minInstanceCount")
def service_that_stays(name):
    service(name, scaling={"max_instance_count": 3, "min_instance_count": 1})


def service(name, **more):
    cloudrunv2.Service(
        name,
        location="europe-west4",
        template={
            "containers": [{"image": "a"}],
            "node_selector": {"accelerator": "nvidia-l4"},
            **more,
        },
    )


@CASES.admits("GPU-02")
def cluster_that_makes_pools_up_to_a_limit(name):
    limits = [{"resource_type": "nvidia-l4", "maximum": 4}]
    autoscaling = {"enabled": True, "resource_limits": limits}
    container.Cluster(name, location="europe-west4", cluster_autoscaling=autoscaling)


@CASES.denies("GPU-02", path="clusterAutoscaling.resourceLimits")
def cluster_that_makes_pools_without_end(name):
    autoscaling = {"enabled": True}
    container.Cluster(name, location="europe-west4", cluster_autoscaling=autoscaling)


@CASES.admits("GPU-03")
def spot_with_others_to_fall_back_on(name):
    nodes(name, spot=True)
    nodes(f"{name}-others", spot=False)


@CASES.denies("GPU-03", path="nodeConfig.spot")
def spot_alone(name):
    nodes(name, spot=True)


@CASES.denies("GPU-03", path="scheduling.provisioningModel")
def instance_on_spot(name):
    instance(name, scheduling={"provisioning_model": "SPOT", "preemptible": True})


def instance(name, **more):
    compute.Instance(
        name,
        machine_type="g2-standard-8",
        zone="europe-west4-a",
        boot_disk=DISK,
        network_interfaces=[{"network": "default"}],
        **more,
    )


@CASES.denies("GPU-04", path="autoscaling.totalMinNodeCount")
def nodes_that_stay(name):
    nodes(name, autoscaling={"total_min_node_count": 1, "total_max_node_count": 4})


@CASES.denies("GPU-04", path="autoscaling")
def nodes_that_do_not_scale(name):
    nodes(name, autoscaling=None)


@CASES.denies("GPU-04")
def ray_that_stays(name):
    spec = {"machine_type": "g2-standard-8", "accelerator_type": "NVIDIA_L4"}
    vertex.AiPersistentResource(
        name,
        location="europe-west4",
        resource_pools=[{"machine_spec": spec, "replica_count": "2"}],
    )


def notebook(name, **metadata):
    workbench.Instance(
        name,
        location="europe-west4-a",
        gce_setup={"machine_type": "g2-standard-8", "metadata": metadata},
    )


@CASES.admits("GPU-05")
def notebook_that_stops(name):
    notebook(name, **{"idle-timeout-seconds": "3600"})


@CASES.denies("GPU-05")
def notebook_that_runs_on(name):
    notebook(name)


@CASES.denies("GPU-05", path="gceSetup.metadata.idle-timeout-seconds")
def notebook_that_stops_after_a_day(name):
    notebook(name, **{"idle-timeout-seconds": "86400"})


@CASES.admits("GPU-05")
def colab_that_stops(name):
    template(name, idle_shutdown_config={"idle_timeout": "1800s"})


@CASES.denies("GPU-05")
def colab_that_runs_on(name):
    template(name)


def template(name, **more):
    spec = {"machine_type": "g2-standard-8", "accelerator_type": "NVIDIA_L4"}
    colab.RuntimeTemplate(
        name, display_name="a", location="europe-west4", machine_spec=spec, **more
    )


@CASES.admits("GPU-06")
def tainted_nodes(name):
    nodes(name, taints=TAINTS)


@CASES.denies("GPU-06", path="nodeConfig.taints")
def nodes_for_everybody(name):
    nodes(name)


@CASES.passes_by("GPU-06")
def nodes_that_google_taints(name):
    nodes(name, "ct5lp-hightpu-4t")


@CASES.denies("GPU-08", path="nodeConfig.maxRunDuration")
def nodes_lent_for_a_month(name):
    nodes(name, flex_start=True, max_run_duration="2592000s")


@CASES.admits("GPU-08")
def nodes_lent_for_a_day(name):
    nodes(name, flex_start=True, max_run_duration="86400s")


@CASES.denies("GPU-08")
def instance_lent_without_end(name):
    instance(name, scheduling={"provisioning_model": "FLEX_START"})


@CASES.admits("GPU-08")
def instance_lent_for_a_day(name):
    lent = {"provisioning_model": "FLEX_START", "max_run_duration": {"seconds": 86400}}
    instance(name, scheduling=lent)


def reservation(name, machine="a3-highgpu-8g", **more):
    properties = {"machine_type": machine}
    held = {"count": 1, "instance_properties": properties}
    compute.Reservation(name, zone="europe-west4-a", specific_reservation=held, **more)


@CASES.admits("GPU-09")
def reservation_that_ends(name):
    reservation(name, delete_at_time="2027-03-31T00:00:00Z")


@CASES.denies("GPU-09", path="deleteAtTime")
def reservation_without_end(name):
    reservation(name)


@CASES.passes_by("GPU-09")
def reservation_without_accelerators(name):
    reservation(name, "n2-standard-8")


def ahead(name, **more):
    window = {"start_time": "2027-01-01T00:00:00Z", "end_time": "2027-02-01T00:00:00Z"}
    compute.FutureReservation(name, zone="europe-west4-a", time_window=window, **more)


@CASES.admits("GPU-09")
def reservation_ahead_that_is_gone_after_it(name):
    ahead(name, auto_delete_auto_created_reservations=True)


@CASES.denies("GPU-09", path="autoDeleteAutoCreatedReservations")
def reservation_ahead_that_stays(name):
    ahead(name)


@CASES.admits("GPU-10")
def parts_of_an_a100(name):
    guest = {"type": "nvidia-tesla-a100", "count": 1, "gpu_partition_size": "1g.5gb"}
    nodes(name, "a2-highgpu-1g", guest=guest)


@CASES.denies("GPU-10", path="nodeConfig.guestAccelerators[0].gpuPartitionSize")
def parts_of_a_t4(name):
    nodes(name, "n1-standard-8", guest=t4(gpu_partition_size="1g.5gb"))


@CASES.denies("GPU-10")
def shared_with_nobody(name):
    sharing = {"gpu_sharing_strategy": "TIME_SHARING", "max_shared_clients_per_gpu": 1}
    nodes(name, "n1-standard-8", guest=t4(gpu_sharing_config=sharing))


def station(name, **more):
    guest = {"type": "nvidia-tesla-t4", "count": 1}
    machine = {"machine_type": "n1-standard-4", "accelerators": [guest]}
    workstations.WorkstationConfig(
        name,
        workstation_config_id="a",
        workstation_cluster_id="a",
        location="europe-west4",
        host={"gce_instance": machine},
        **more,
    )


@CASES.admits("GPU-05")
def station_that_stops(name):
    station(name, idle_timeout="1200s")


@CASES.denies("GPU-05", path="idleTimeout")
def station_that_never_stops(name):
    station(name, idle_timeout="0s")


@CASES.denies("GPU-01", settings=L4)
def spark_with_another_accelerator(name):
    guest = {"accelerator_type": "nvidia-tesla-v100", "accelerator_count": 4}
    worker = {"num_instances": 2, "machine_type": "n1-standard-16", "accelerators": [guest]}
    dataproc.Cluster(name, region="europe-west4", cluster_config={"worker_config": worker})


def group(name, least):
    template = compute.InstanceTemplate(
        f"{name}-template", machine_type="g2-standard-8", disks=[{"boot": True}]
    )
    made = compute.InstanceGroupManager(
        f"{name}-group",
        base_instance_name="a",
        zone="europe-west4-a",
        versions=[{"instance_template": template.id}],
    )
    policy = {"min_replicas": least, "max_replicas": 4}
    compute.Autoscaler(name, zone="europe-west4-a", target=made.id, autoscaling_policy=policy)


@CASES.admits("GPU-02", "GPU-04")
def group_that_rests(name):
    group(name, 0)


@CASES.denies("GPU-04", path="autoscalingPolicy.minReplicas")
def group_that_stays(name):
    group(name, 2)
