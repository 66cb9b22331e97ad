"""What Google Kubernetes Engine refuses, in its own words, and who its pods are."""

from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.deployed import Deployed, deploy
from tests.sandbox.gcp_project import CRYPTO_ROLE, NUMBER, Project
from tests.zones import CLUSTERED

APIS = ("cloudkms", "compute", "container", "containerfilesystem", "iam")
GKE = f"serviceAccount:service-{NUMBER}@container-engine-robot.iam.gserviceaccount.com"
DISKS = f"serviceAccount:service-{NUMBER}@compute-system.iam.gserviceaccount.com"

Inputs = dict[str, Any]


@pytest.fixture
def project() -> Project:
    return Project(*APIS)


def surroundings(project: Project) -> Inputs:
    """Make a network with ranges for a cluster, and say how a cluster names them."""
    network = project.network()
    ranges = [
        {"rangeName": "pods", "ipCidrRange": "10.0.128.0/17"},
        {"rangeName": "services", "ipCidrRange": "10.0.112.0/20"},
    ]
    subnetwork = project.subnetwork(network, "nodes", "10.0.0.0/18", secondaryIpRanges=ranges)
    return {
        "location": "europe-west4",
        "network": network.get("selfLink"),
        "subnetwork": subnetwork.id,
        "ipAllocationPolicy": {
            "clusterSecondaryRangeName": "pods",
            "servicesSecondaryRangeName": "services",
        },
        "initialNodeCount": 1,
        "deletionProtection": False,
    }


def make(project: Project, name: str = "main", /, **inputs: Any) -> Object:
    """Make a cluster that nothing is wrong with, but for what is said otherwise."""
    given = inputs.pop("around", None) or surroundings(project)
    return project.make("container/Cluster", name, name=name, **{**given, **inputs})


def pool(project: Project, cluster: Object, **inputs: Any) -> Object:
    given = {"cluster": cluster.get("name"), "location": "europe-west4", **inputs}
    return project.make("container/NodePool", "system", initialNodeCount=1, **given)


# What it is made of


@pytest.mark.parametrize("location", ["europe-west4", "europe-west4-a"])
def test_a_cluster_is_made_where_its_subnetwork_is(project: Project, location: str) -> None:
    assert make(project, location=location).id.endswith(f"/{location}/clusters/main")


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"location": "europe-west1"}, "Subnetwork nodes is not in network .* europe-west1"),
        ({"initialNodeCount": 0}, "Cluster.initial_node_count must be greater than zero"),
        ({"network": "nowhere"}, "Error 404: The resource 'nowhere' was not found"),
        (
            {"ipAllocationPolicy": {"clusterSecondaryRangeName": "pod"}},
            'Secondary range "pod" does not exist in subnetwork "nodes"',
        ),
        ({"enableMultiNetworking": True}, "can only be enabled with Dataplane V2"),
        (
            {"workloadIdentityConfig": {"workloadPool": "other.svc.id.goog"}},
            'the only valid workload pool is "acme-prod.svc.id.goog"',
        ),
        (
            {
                "privateClusterConfig": {"enablePrivateEndpoint": True},
                "masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": "8.8.8.0/24"}]},
            },
            'network "8.8.8.0/24" is not a reserved network, which is required for private',
        ),
        (
            {"nodeConfig": {"serviceAccount": "nobody@acme-prod.iam.gserviceaccount.com"}},
            "Error 404: Unknown service account",
        ),
    ],
)
def test_a_cluster_is_refused(project: Project, inputs: Inputs, words: str) -> None:
    with project.refuses(words):
        make(project, **inputs)


@pytest.mark.parametrize(
    "inputs",
    [
        {"enableMultiNetworking": True, "datapathProvider": "ADVANCED_DATAPATH"},
        {"workloadIdentityConfig": {"workloadPool": "acme-prod.svc.id.goog"}},
        {
            "privateClusterConfig": {"enablePrivateEndpoint": True},
            "masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": "10.0.0.0/16"}]},
        },
        {"masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": "8.8.8.0/24"}]}},
        {"nodePoolDefaults": {"nodeConfigDefaults": {"gcfsConfig": {"enabled": True}}}},
    ],
)
def test_a_cluster_is_taken(project: Project, inputs: Inputs) -> None:
    assert make(project, **inputs).id


def test_streaming_images_needs_its_api() -> None:
    project = Project(*(api for api in APIS if api != "containerfilesystem"))
    with project.refuses("requires the Container File System API"):
        make(project, nodePoolDefaults={"nodeConfigDefaults": {"gcfsConfig": {"enabled": True}}})


def test_a_range_of_services_is_for_one_cluster(project: Project) -> None:
    around = surroundings(project)
    make(project, "one", around=around)
    with project.refuses('Services range "services" in network "vpc", subnetwork "nodes" is alre'):
        make(project, "two", around=around)


def test_a_name_is_taken_once(project: Project) -> None:
    make(project)
    with project.refuses("Error 409: Already exists: projects/acme-prod/locations/europe-west4"):
        make(project, around={"location": "europe-west4", "initialNodeCount": 1})


# Keys


def test_secrets_need_a_key_that_gke_may_use(project: Project) -> None:
    key = project.key()
    encryption = {"databaseEncryption": {"state": "ENCRYPTED", "keyName": key.id}}
    around = surroundings(project)
    with project.refuses("useToEncrypt' denied on resource .* for service-.*@container-engine-rob"):
        make(project, around=around, **encryption)

    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, GKE, cryptoKeyId=key.id)
    assert make(project, around=around, **encryption).id


def test_disks_need_a_key_that_compute_engine_may_use(project: Project) -> None:
    key = project.key()
    around = surroundings(project)
    with project.refuses("Cloud KMS error when using key .*useToEncrypt' denied"):
        make(project, around=around, nodeConfig={"bootDiskKmsKey": key.id})

    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, DISKS, cryptoKeyId=key.id)
    assert make(project, around=around, nodeConfig={"bootDiskKmsKey": key.id}).id


def test_a_key_lies_in_the_region_of_the_cluster(project: Project) -> None:
    key = project.key(location="europe-west1")
    with project.refuses("must be in the same location as the cluster: europe-west4"):
        make(project, databaseEncryption={"state": "ENCRYPTED", "keyName": key.id})


# Versions


def test_a_version_goes_up_by_one_in_place(project: Project) -> None:
    cluster = make(project, minMasterVersion="1.33")

    changed = project.change(cluster, minMasterVersion="1.34")

    assert changed.id == cluster.id
    assert str(changed.get("masterVersion")).startswith("1.34.")


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("1.35", 'upgraded to "1.35": cannot upgrade the master more than a minor version at a'),
        ("1.32", 'upgraded to "1.32": specified version is not newer than the current version'),
    ],
)
def test_a_version_never_skips_and_never_goes_down(project: Project, to: str, words: str) -> None:
    cluster = make(project, minMasterVersion="1.33")
    with project.refuses(words):
        project.change(cluster, minMasterVersion=to)


def test_nodes_are_not_left_three_versions_behind(project: Project) -> None:
    cluster = make(project, minMasterVersion="1.35")
    nodes = pool(project, cluster, version="1.34.5-gke.1011000")
    cluster = project.change(cluster, minMasterVersion="1.36")

    with project.refuses('node pool ".*" would be more than two minor versions older'):
        project.change(cluster, minMasterVersion="1.37")
    project.change(nodes, version="1.36.5-gke.1011000")
    assert project.change(cluster, minMasterVersion="1.37").id


# Maintenance


@pytest.mark.parametrize(
    ("end", "days", "taken"),
    [
        ("2026-01-04T06:00:00Z", "SU", True),
        ("2026-01-04T05:00:00Z", "SU", False),
        ("2026-01-04T05:00:00Z", "SU,MO", False),
        ("2026-01-04T08:00:00Z", "SU,MO", True),
    ],
)
def test_windows_leave_enough_time(project: Project, end: str, days: str, taken: bool) -> None:
    window = {
        "startTime": "2026-01-04T02:00:00Z",
        "endTime": end,
        "recurrence": f"FREQ=WEEKLY;BYDAY={days}",
    }
    policy: Inputs = {"maintenancePolicy": {"recurringWindow": window}}
    if taken:
        assert make(project, **policy).id
        return
    with project.refuses("longer than 92d without 48h maintenance availability of >=4h"):
        make(project, **policy)


# The end


def test_a_protected_cluster_is_not_destroyed_before_it_is_given_up(project: Project) -> None:
    cluster = make(project, deletionProtection=True)
    with project.refuses("Cannot destroy cluster because deletion_protection is set to true"):
        project.delete(cluster)

    project.delete(project.change(cluster, deletionProtection=False))


def test_pools_go_with_their_cluster(project: Project) -> None:
    cluster = make(project)
    pool(project, cluster)
    project.delete(cluster)

    assert not [*project.sandbox.objects("gcp:container:NodePool")]


def test_a_network_outlives_its_cluster(project: Project) -> None:
    around = surroundings(project)
    cluster = make(project, around=around)
    (subnetwork,) = project.sandbox.objects("gcp:compute:Subnetwork")
    with project.refuses("is already being used by"):
        project.delete(subnetwork)

    project.delete(cluster)
    project.delete(subnetwork)


# Changes


@pytest.mark.parametrize(
    ("old", "new", "replaced"),
    [
        ({"minMasterVersion": "1.33"}, {"minMasterVersion": "1.34"}, False),
        ({"resourceLabels": {"a": "b"}}, {"resourceLabels": {"a": "c"}}, False),
        ({"network": "a"}, {"network": "b"}, True),
        ({"datapathProvider": "ADVANCED_DATAPATH"}, {"datapathProvider": "LEGACY_DATAPATH"}, True),
        ({"enableL4IlbSubsetting": False}, {"enableL4IlbSubsetting": True}, False),
        ({"enableL4IlbSubsetting": True}, {"enableL4IlbSubsetting": False}, True),
        ({"nodeConfig": {"bootDiskKmsKey": "a"}}, {"nodeConfig": {"bootDiskKmsKey": "b"}}, True),
        ({"nodePools": [{"maxPodsPerNode": 8}]}, {"nodePools": [{"maxPodsPerNode": 9}]}, True),
        ({"description": "a"}, {"description": "b"}, True),
    ],
)
def test_a_change_is_made_in_place_or_replaces(old: Inputs, new: Inputs, replaced: bool) -> None:
    changes = Project("container").sandbox.diff("gcp:container/cluster:Cluster", old, new)

    assert changes
    assert any(each.replaces for each in changes) is replaced


# Pods


@pytest.fixture(scope="module")
def deployed() -> Deployed:
    spec = {part: given for part, given in CLUSTERED.items() if part != "gpu_pool"}
    return deploy("gcp", "dev", spec)


TRAINER = "system:serviceaccount:training:trainer"
SERVER = "system:serviceaccount:serving:server"
ACCOUNT = "serviceAccount:ai-identity-trainer@acme-prod.iam.gserviceaccount.com"


@pytest.mark.parametrize(
    ("pod", "allowed"),
    [(TRAINER, True), (SERVER, False), ("system:serviceaccount:default:trainer", False)],
)
def test_a_pod_becomes_its_own_account_alone(deployed: Deployed, pod: str, allowed: bool) -> None:
    assert deployed.sandbox.can(pod, "assume", ACCOUNT).allowed is allowed


@pytest.mark.parametrize(
    ("pod", "verb", "layer", "allowed"),
    [
        (TRAINER, "read", "curated", True),
        (TRAINER, "write", "curated", False),
        (TRAINER, "write", "models/candidates/a", True),
        (TRAINER, "read", "raw", False),
        (SERVER, "read", "models/released/a", True),
        (SERVER, "read", "models/candidates/a", False),
        ("system:serviceaccount:default:default", "read", "curated", False),
    ],
)
def test_a_pod_may_what_its_account_may(
    deployed: Deployed, pod: str, verb: str, layer: str, allowed: bool
) -> None:
    name, _, path = layer.partition("/")
    bucket = deployed.outputs("DataLake")["ids"][name]

    assert deployed.sandbox.can(pod, verb, f"{bucket}/{path}").allowed is allowed


def test_nodes_read_no_data(deployed: Deployed) -> None:
    node = deployed.outputs("Cluster")["node_identity"]
    bucket = deployed.outputs("DataLake")["ids"]["raw"]

    assert not deployed.sandbox.can(node, "read", f"{bucket}/a")


def test_a_pod_is_nobody_without_its_cluster() -> None:
    spec = {part: given for part, given in CLUSTERED.items() if part != "gpu_pool"}
    gone = deploy("gcp", "dev", spec)
    (cluster,) = gone.sandbox.objects("gcp:container:Cluster")
    gone.sandbox.delete(cluster.type, cluster.id, cluster.urn)

    assert not gone.sandbox.can(TRAINER, "assume", ACCOUNT)


@pytest.mark.parametrize("profile", ["dev", "standard", "regulated"])
def test_a_zone_with_a_cluster_is_deployed_and_given_up(profile: str) -> None:
    spec = {part: given for part, given in CLUSTERED.items() if part != "gpu_pool"}
    zone = deploy("gcp", profile, spec, protect=False)

    for resource in reversed(zone.recording.resources):
        if resource.custom and resource.type.startswith("gcp:") and not resource.retain_on_delete:
            zone.sandbox.delete(resource.type, str(resource.id), resource.urn)

    assert not [each.id for each in zone.sandbox.objects("gcp:container:Cluster")]
