"""Programs on Google Cloud that the rules of Kubernetes admit and deny."""

from pulumi_gcp import artifactregistry, compute, container

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
STANDARD = Settings(profile="standard")
DISK = {"initialize_params": {"image": "debian-cloud/debian-12"}}
SHIELD = {"enable_secure_boot": True}
SOUND = {
    "location": "europe-west4",
    "initial_node_count": 1,
    "remove_default_node_pool": True,
    "release_channel": {"channel": "REGULAR"},
}


def cluster(name, **more):
    container.Cluster(name, location="europe-west4", initial_node_count=1, **more)


def nodes(name, **more):
    made = container.Cluster(f"{name}-cluster", **SOUND)
    container.NodePool(name, cluster=made.id, **more)


@CASES.admits("K8S-05")
def registry_with_fixed_tags(name):
    config = {"immutable_tags": True}
    artifactregistry.Repository(name, repository_id="images", format="DOCKER", docker_config=config)


@CASES.denies("K8S-05", path="dockerConfig")
def registry_with_moving_tags(name):
    artifactregistry.Repository(name, repository_id="images", format="DOCKER")


@CASES.passes_by("K8S-05")
def registry_of_python_packages(name):
    artifactregistry.Repository(name, repository_id="packages", format="PYTHON")


@CASES.admits("K8S-05")
def cluster_that_asks_about_images(name):
    mode = {"evaluation_mode": "PROJECT_SINGLETON_POLICY_ENFORCE"}
    cluster(name, binary_authorization=mode)


@CASES.denies("K8S-05", settings=STANDARD)
def cluster_that_asks_nobody(name):
    cluster(name, binary_authorization={"evaluation_mode": "DISABLED"})


@CASES.admits("K8S-08")
def cluster_on_a_channel(name):
    cluster(name, release_channel={"channel": "REGULAR"})


@CASES.admits("K8S-08", "K8S-09")
def autopilot(name):
    container.Cluster(name, location="europe-west4", enable_autopilot=True)


@CASES.denies("K8S-08", path="releaseChannel.channel")
def cluster_on_no_channel(name):
    cluster(name, release_channel={"channel": "UNSPECIFIED"})


@CASES.admits("K8S-08")
def older_cluster_that_is_mended_for_longer(name):
    cluster(name, release_channel={"channel": "EXTENDED"}, min_master_version="1.32")


@CASES.denies("K8S-08", path="minMasterVersion")
def old_cluster(name):
    cluster(name, release_channel={"channel": "STABLE"}, min_master_version="1.24.9-gke.100")


@CASES.denies("K8S-08", path="management.autoUpgrade")
def nodes_that_stay_behind(name):
    nodes(name, management={"auto_upgrade": False, "auto_repair": True})


@CASES.admits("K8S-08", "K8S-09")
def shielded_nodes(name):
    nodes(name, node_config={"shielded_instance_config": SHIELD})


@CASES.denies("K8S-09", path="nodeConfig.shieldedInstanceConfig")
def plain_nodes(name):
    nodes(name, node_config={"machine_type": "e2-standard-4"})


@CASES.denies("K8S-09", path="enableShieldedNodes")
def cluster_without_shield(name):
    cluster(name, enable_shielded_nodes=False, remove_default_node_pool=True)


@CASES.denies("K8S-09", path="nodeConfig")
def cluster_that_keeps_plain_nodes(name):
    cluster(name)


def instance(name, **more):
    compute.Instance(
        name,
        machine_type="e2-medium",
        zone="europe-west4-a",
        boot_disk=DISK,
        network_interfaces=[{"network": "default"}],
        **more,
    )


@CASES.admits("K8S-09")
def shielded_instance(name):
    instance(name, shielded_instance_config=SHIELD)


@CASES.denies("K8S-09", path="shieldedInstanceConfig.enableVtpm")
def instance_that_measures_nothing(name):
    instance(name, shielded_instance_config={**SHIELD, "enable_vtpm": False})


SHIELD = {"enable_secure_boot": True, "enable_integrity_monitoring": True}
POOL = {
    "cluster": "ours",
    "management": {"auto_repair": True, "auto_upgrade": True},
    "node_config": {"shielded_instance_config": SHIELD},
}
MACHINE = {
    "machine_type": "n2-standard-4",
    "zone": "europe-west4-a",
    "boot_disk": {"initialize_params": {"image": "debian-cloud/debian-12"}},
    "network_interfaces": [{"network": "ours"}],
    "shielded_instance_config": SHIELD,
}
MONITORING = "shielded_instance_config.enable_integrity_monitoring"

weakened(
    CASES,
    (
        ("K8S-08", container.NodePool, POOL, "management.auto_repair", False),
        ("K8S-09", container.NodePool, POOL, f"node_config.{MONITORING}", False),
        (
            "K8S-09",
            compute.Instance,
            MACHINE,
            "shielded_instance_config.enable_secure_boot",
            False,
        ),
        ("K8S-09", compute.Instance, MACHINE, MONITORING, False),
    ),
)
