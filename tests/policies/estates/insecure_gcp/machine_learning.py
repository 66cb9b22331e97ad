"""Notebooks, training, endpoints and agents, as quickstarts create them."""

from pulumi_gcp import (
    colab,
    compute,
    diagflow,
    discoveryengine,
    tpu,
    vertex,
    workbench,
    workstations,
)

EXPECTED = {
    "old-notebook": "public abroad untagged borrowed unkeyed idle",
    "gpu-notebook": "public root abroad untagged borrowed unkeyed idle",
    "workbench": "public abroad untagged borrowed unkeyed idle",
    "workbench-gpu": "public abroad untagged unkeyed idle root",
    "notebook-everyone": "anyone",
    "laptops": "abroad untagged",
    "laptop": "public-machines abroad idle unkeyed untagged",
    "colab-template": "public abroad untagged idle",
    "endpoint": "public unkeyed abroad untagged",
    "dataset": "unkeyed abroad untagged",
    "features": "unkeyed abroad untagged",
    "online-store": "unkeyed abroad untagged",
    "vector-index": "unkeyed abroad untagged",
    "vector-endpoint": "public abroad untagged unkeyed",
    "tensorboard": "unkeyed abroad untagged",
    "metadata": "unkeyed abroad",
    "model-garden": "abroad unlisted-model",
    "rag": "abroad",
    "search-store": "unkeyed abroad",
    "search-app": "abroad",
    "chatbot": "abroad",
    "tpu-node": "abroad untagged public-machines borrowed",
    "gpu-vm": "public-machines borrowed abroad untagged endless",
    "a3-vm": "public-machines borrowed abroad untagged machine",
    "reservation": "abroad reserved",
    "gpu-template": "public-machines borrowed untagged",
    "gpu-group": "abroad",
    "gpu-scaler": "unbounded abroad",
}

BOOT = {"initialize_params": {"image": "deeplearning-platform-release/common-cu121"}}
PUBLIC = [{"network": "default", "access_configs": [{}]}]


def books():
    """https://cloud.google.com/vertex-ai/docs/workbench/instances/create"""
    image = {"project": "deeplearning-platform-release", "family": "common-cpu-notebooks"}
    workbench.Instance(
        "old-notebook",
        location="us-west1-a",
        gce_setup={
            "machine_type": "e2-standard-4",
            "vm_image": image,
            "network_interfaces": [{"network": "default"}],
        },
    )
    gpu = workbench.Instance(
        "gpu-notebook",
        location="us-west1-a",
        disable_proxy_access=False,
        gce_setup={
            "machine_type": "n1-standard-1",
            "accelerator_configs": [{"type": "NVIDIA_TESLA_T4", "core_count": "1"}],
            "vm_image": image,
        },
    )
    workbench.InstanceIamMember(
        "notebook-everyone",
        name=gpu.name,
        location="us-west1-a",
        role="roles/notebooks.admin",
        member="allAuthenticatedUsers",
    )
    workbench.Instance("workbench", location="us-west1-a")
    workbench.Instance(
        "workbench-gpu",
        location="us-west1-a",
        gce_setup={
            "machine_type": "n1-standard-8",
            "accelerator_configs": [{"type": "NVIDIA_TESLA_V100", "core_count": "2"}],
            "disable_public_ip": False,
            "metadata": {"idle-timeout-seconds": "0", "notebook-disable-root": "false"},
        },
    )
    cluster = workstations.WorkstationCluster(
        "laptops",
        workstation_cluster_id="laptops",
        location="us-central1",
        network="projects/acme/global/networks/default",
        subnetwork="projects/acme/regions/us-central1/subnetworks/default",
    )
    workstations.WorkstationConfig(
        "laptop",
        workstation_config_id="gpu",
        workstation_cluster_id=cluster.workstation_cluster_id,
        location="us-central1",
        idle_timeout="0s",
        host={
            "gce_instance": {
                "machine_type": "n1-standard-4",
                "accelerators": [{"type": "nvidia-tesla-t4", "count": 1}],
            }
        },
    )


def colabs():

    colab.RuntimeTemplate(
        "colab-template",
        display_name="Colab with a GPU",
        location="us-central1",
        machine_spec={
            "machine_type": "n1-standard-2",
            "accelerator_type": "NVIDIA_TESLA_T4",
            "accelerator_count": 1,
        },
        network_spec={"enable_internet_access": True},
        idle_shutdown_config={"idle_timeout": "86400s"},
    )


def vertexes():
    """https://www.pulumi.com/registry/packages/gcp/api-docs/vertex/aiendpoint/"""
    vertex.AiEndpoint("endpoint", display_name="endpoint", location="us-central1")
    vertex.AiDataset(
        "dataset",
        display_name="images",
        region="us-central1",
        metadata_schema_uri="gs://google-cloud-aiplatform/schema/dataset/metadata/image_1.0.0.yaml",
    )
    vertex.AiFeatureStore("features", region="us-central1", force_destroy=True)
    vertex.AiFeatureOnlineStore(
        "online-store",
        region="us-central1",
        bigtable={"auto_scaling": {"min_node_count": 1, "max_node_count": 3}},
    )
    vertex.AiIndex(
        "vector-index",
        region="us-central1",
        display_name="vectors",
        metadata={
            "contents_delta_uri": "gs://acme/vectors",
            "config": {
                "dimensions": 768,
                "approximate_neighbors_count": 150,
                "algorithm_config": {"brute_force_config": {}},
            },
        },
    )
    vertex.AiIndexEndpoint(
        "vector-endpoint",
        region="us-central1",
        display_name="vectors",
        public_endpoint_enabled=True,
    )
    vertex.AiTensorboard("tensorboard", display_name="runs", region="us-central1")
    vertex.AiMetadataStore("metadata", region="us-central1")
    vertex.AiEndpointWithModelGardenDeployment(
        "model-garden",
        location="us-central1",
        publisher_model_name="publishers/deepseek-ai/models/deepseek-r1@deepseek-r1",
        model_config={"accept_eula": True},
    )
    vertex.AiRagEngineConfig("rag", region="us-central1", rag_managed_db_config={"basic": {}})
    store = discoveryengine.DataStore(
        "search-store",
        location="global",
        data_store_id="docs",
        display_name="Docs",
        industry_vertical="GENERIC",
        content_config="NO_CONTENT",
    )
    discoveryengine.SearchEngine(
        "search-app",
        engine_id="search",
        collection_id="default_collection",
        location="us",
        display_name="Search",
        data_store_ids=[store.data_store_id],
        search_engine_config={},
    )
    diagflow.CxAgent(
        "chatbot",
        display_name="bot",
        location="global",
        default_language_code="en",
        time_zone="America/New_York",
    )


def machines():
    """https://cloud.google.com/compute/docs/gpus/create-vm-with-gpus"""
    tpu.V2Vm(
        "tpu-node",
        zone="us-central1-c",
        runtime_version="tpu-vm-tf-2.13.0",
        accelerator_type="v5litepod-256",
        network_config={"enable_external_ips": True},
    )
    compute.Instance(
        "gpu-vm",
        machine_type="n1-standard-8",
        zone="us-central1-a",
        boot_disk=BOOT,
        network_interfaces=PUBLIC,
        guest_accelerators=[{"type": "nvidia-tesla-t4", "count": 4}],
        scheduling={"on_host_maintenance": "TERMINATE"},
    )
    compute.Instance(
        "a3-vm",
        machine_type="a3-highgpu-8g",
        zone="us-central1-a",
        boot_disk=BOOT,
        network_interfaces=PUBLIC,
        scheduling={"on_host_maintenance": "TERMINATE"},
    )
    compute.Reservation(
        "reservation",
        zone="us-central1-a",
        specific_reservation={
            "count": 16,
            "instance_properties": {"machine_type": "a2-highgpu-8g"},
        },
    )
    template = compute.InstanceTemplate(
        "gpu-template",
        machine_type="g2-standard-48",
        disks=[{"source_image": "debian-cloud/debian-11", "boot": True}],
        network_interfaces=PUBLIC,
    )
    group = compute.RegionInstanceGroupManager(
        "gpu-group",
        base_instance_name="gpu",
        region="us-central1",
        versions=[{"instance_template": template.self_link}],
    )
    compute.RegionAutoscaler(
        "gpu-scaler",
        region="us-central1",
        target=group.id,
        autoscaling_policy={"min_replicas": 2, "max_replicas": 200},
    )


PROGRAM = (books, colabs, vertexes, machines)
