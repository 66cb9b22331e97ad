"""Programs on Google Cloud with one property that the rules of accelerators deny, or none."""

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
from tests.policies.weakened import LEFT_OUT, admits, weakened

CASES = Cases()
L4 = Settings(profile="standard", machines=("l4", "tpu-v5e"))
HERE = {"location": "europe-west4"}
ZONE = {"zone": "europe-west4-a"}
T4 = "nvidia-tesla-t4"

POOL = {
    "name": "gpu",
    "autoscaling": {"total_min_node_count": 0, "total_max_node_count": 4},
    "node_config": {
        "machine_type": "g2-standard-8",
        "taints": [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}],
    },
}
CLUSTER = {**HERE, "node_pools": [POOL]}
LENT = {
    **HERE,
    "node_pools": [
        {
            "name": "lent",
            "node_config": {
                "machine_type": "a3-highgpu-8g",
                "flex_start": True,
                "max_run_duration": "86400s",
            },
        }
    ],
}
CUT = {
    **HERE,
    "node_pools": [
        {
            "name": "cut",
            "node_config": {
                "machine_type": "a2-highgpu-1g",
                "guest_accelerators": [
                    {
                        "type": "nvidia-tesla-a100",
                        "count": 1,
                        "gpu_partition_size": "1g.5gb",
                    }
                ],
            },
        }
    ],
}
FIRST_POOL = {**HERE, "initial_node_count": 1, "node_config": {"machine_type": "g2-standard-8"}}
INSTANCE = {
    **ZONE,
    "machine_type": "g2-standard-8",
    "boot_disk": {"initialize_params": {"image": "debian-cloud/debian-12"}},
    "network_interfaces": [{"network": "ours"}],
}
TEMPLATE = {"machine_type": "g2-standard-8", "disks": [{"boot": True}]}
SLICE = {**ZONE, "runtime_version": "tpu-ubuntu2204-base", "accelerator_type": "v5litepod-8"}
QUEUED = {
    **ZONE,
    "tpu": {
        "node_specs": [
            {
                "parent": "projects/acme-prod/locations/europe-west4-a",
                "node": {
                    "runtime_version": "tpu-ubuntu2204-base",
                    "accelerator_type": "v5litepod-8",
                },
            }
        ]
    },
}
SPEC = {
    "machine_type": "g2-standard-8",
    "accelerator_type": "NVIDIA_L4",
    "accelerator_count": 1,
}
V100 = "NVIDIA_TESLA_V100"
RAY = {**HERE, "resource_pools": [{"machine_spec": SPEC, "replica_count": "1"}]}
REPLICAS = {"machine_spec": SPEC, "min_replica_count": 1, "max_replica_count": 2}
GARDEN = {
    **HERE,
    "publisher_model_name": "publishers/google/models/gemma3@gemma-3-4b-it",
    "deploy_config": {"dedicated_resources": REPLICAS},
}
RESOURCES = {"region": "europe-west4", "dedicated_resources": REPLICAS}
SERVICE = {
    **HERE,
    "template": {
        "containers": [{"image": "europe-docker.pkg.dev/acme/ai/serving"}],
        "node_selector": {"accelerator": "nvidia-l4"},
        "scaling": {"max_instance_count": 3},
    },
}
GPUS = {
    "num_instances": 2,
    "machine_type": "g2-standard-8",
    "accelerators": [{"accelerator_type": "nvidia-l4", "accelerator_count": 1}],
}
PLAIN = {"num_instances": 2, "machine_type": "n2-standard-8"}
MASTERS = {
    "region": "europe-west4",
    "cluster_config": {"master_config": {**GPUS, "num_instances": 1}, "worker_config": PLAIN},
}
WORKERS = {
    "region": "europe-west4",
    "cluster_config": {"master_config": {**PLAIN, "num_instances": 1}, "worker_config": GPUS},
}
STATION = {
    **HERE,
    "workstation_cluster_id": "ours",
    "workstation_config_id": "gpu",
    "host": {
        "gce_instance": {
            "machine_type": "n1-standard-4",
            "accelerators": [{"type": "nvidia-l4", "count": 1}],
        }
    },
}
WORKBENCH = {"location": "europe-west4-a", "gce_setup": {"machine_type": "g2-standard-8"}}
COLAB = {**HERE, "display_name": "gpu", "machine_spec": SPEC}
SCALER = {
    **ZONE,
    "target": "projects/acme/zones/europe-west4-a/instanceGroupManagers/elsewhere",
    "autoscaling_policy": {"min_replicas": 0, "max_replicas": 4},
}

GKE = container.Cluster
AT_FIRST = "node_pools[0].node_config"
OF_GARDEN = "deploy_config.dedicated_resources"

weakened(
    CASES,
    (
        ("GPU-01", GKE, CLUSTER, f"{AT_FIRST}.machine_type", "a3-highgpu-8g"),
        ("GPU-01", GKE, FIRST_POOL, "node_config.machine_type", "a3-highgpu-8g"),
        ("GPU-01", compute.Instance, INSTANCE, "machine_type", "a2-highgpu-1g"),
        ("GPU-01", compute.InstanceTemplate, TEMPLATE, "machine_type", "a2-highgpu-1g"),
        (
            "GPU-01",
            tpu.V2QueuedResource,
            QUEUED,
            "tpu.node_specs[0].node.accelerator_type",
            "v4-8",
        ),
        (
            "GPU-01",
            vertex.AiPersistentResource,
            RAY,
            "resource_pools[0].machine_spec.accelerator_type",
            V100,
        ),
        (
            "GPU-01",
            vertex.AiEndpointWithModelGardenDeployment,
            GARDEN,
            f"{OF_GARDEN}.machine_spec.accelerator_type",
            V100,
        ),
        (
            "GPU-01",
            vertex.AiDeploymentResourcePool,
            RESOURCES,
            "dedicated_resources.machine_spec.accelerator_type",
            V100,
        ),
        (
            "GPU-01",
            cloudrunv2.Service,
            SERVICE,
            "template.node_selector.accelerator",
            "nvidia-rtx-pro-6000",
        ),
        (
            "GPU-01",
            dataproc.Cluster,
            MASTERS,
            "cluster_config.master_config.accelerators[0].accelerator_type",
            T4,
        ),
        (
            "GPU-01",
            workstations.WorkstationConfig,
            STATION,
            "host.gce_instance.accelerators[0].type",
            T4,
        ),
        ("GPU-01", colab.RuntimeTemplate, COLAB, "machine_spec.accelerator_type", V100),
    ),
    settings=L4,
)
weakened(
    CASES,
    (
        ("GPU-03", GKE, CLUSTER, f"{AT_FIRST}.spot", True),
        ("GPU-03", compute.InstanceTemplate, TEMPLATE, "scheduling.provisioning_model", "SPOT"),
        ("GPU-03", tpu.V2Vm, SLICE, "scheduling_config.spot", True),
        ("GPU-03", vertex.AiEndpointWithModelGardenDeployment, GARDEN, f"{OF_GARDEN}.spot", True),
        ("GPU-04", GKE, CLUSTER, "node_pools[0].autoscaling.total_min_node_count", 1),
        ("GPU-06", GKE, CLUSTER, f"{AT_FIRST}.taints", LEFT_OUT),
        ("GPU-08", GKE, LENT, f"{AT_FIRST}.max_run_duration", "2592000s"),
        ("GPU-10", GKE, CUT, f"{AT_FIRST}.guest_accelerators[0].gpu_partition_size", "8g.80gb"),
    ),
)
for kind, sound in (
    (GKE, CLUSTER),
    (compute.Instance, INSTANCE),
    (tpu.V2Vm, SLICE),
    (tpu.V2QueuedResource, QUEUED),
    (vertex.AiPersistentResource, RAY),
    (vertex.AiEndpointWithModelGardenDeployment, GARDEN),
    (vertex.AiDeploymentResourcePool, RESOURCES),
    (dataproc.Cluster, MASTERS),
    (dataproc.Cluster, WORKERS),
    (workstations.WorkstationConfig, STATION),
    (workbench.Instance, WORKBENCH),
    (colab.RuntimeTemplate, COLAB),
):
    admits(CASES, "GPU-02", kind, sound)
for kind, sound in (
    (GKE, FIRST_POOL),
    (tpu.V2QueuedResource, QUEUED),
    (vertex.AiPersistentResource, RAY),
    (vertex.AiDeploymentResourcePool, RESOURCES),
    (cloudrunv2.Service, SERVICE),
    (dataproc.Cluster, MASTERS),
    (dataproc.Cluster, WORKERS),
):
    admits(CASES, "GPU-03", kind, sound)


@CASES.passes_by("GPU-01", "GPU-03", settings=L4)
def scaler_of_another_programs_machines(name):
    compute.Autoscaler(name, **SCALER)
