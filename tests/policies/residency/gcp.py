"""Programs on Google Cloud that the rules of residency admit and deny."""

from typing import Any

import pulumi
import pulumi_gcp as gcp
from pulumi_gcp import (
    artifactregistry,
    bigquery,
    bigtable,
    compute,
    discoveryengine,
    kms,
    logging,
    orgpolicy,
    pubsub,
    secretmanager,
    spanner,
    sql,
    storage,
    vertex,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.foreign import Row, refused
from tests.policies.residency import gcp_rows

CASES = Cases([*gcp_rows.CASES.found])
ACCOUNT = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)
WORLD = Settings(jurisdictions=("eu",), global_services=("gcp:compute:GlobalForwardingRule",))


def under(name, **provider):
    return pulumi.ResourceOptions(provider=gcp.Provider(f"{name}-provider", **provider))


@CASES.admits("REG-01")
def provider_within(name):
    gcp.Provider(name, project="acme", region="europe-west4")


@CASES.denies("REG-01", path="zone")
def provider_of_a_zone_outside(name):
    gcp.Provider(name, project="acme", zone="us-central1-a")


@CASES.admits("REG-01")
def provider_that_need_not_say(name):
    provider = gcp.Provider(name, project="acme")
    options = pulumi.ResourceOptions(provider=provider)
    storage.Bucket(f"{name}-bucket", location="EU", opts=options)


@CASES.denies("REG-01", path="region")
def provider_that_says_nothing(name):
    provider = gcp.Provider(name, project="acme")
    compute.Address(f"{name}-address", opts=pulumi.ResourceOptions(provider=provider))


def instance(name, zone, opts=None):
    compute.Instance(
        name,
        zone=zone,
        machine_type="e2-small",
        boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
        network_interfaces=[{"network": "default"}],
        opts=opts,
    )


@CASES.admits("REG-02")
def machine_in_a_zone_within(name):
    instance(name, "europe-west4-a")


@CASES.denies("REG-02", path="zone")
def machine_in_a_zone_outside(name):
    instance(name, "us-central1-a")


@CASES.denies("REG-02")
def machine_where_its_provider_is(name):
    instance(name, None, under(name, project="acme", zone="europe-west2-b"))


@CASES.denies("REG-02", path="nodeLocations[1]")
def cluster_with_nodes_outside(name):
    gcp.container.Cluster(
        name, location="europe-west4", node_locations=["europe-west4-a", "us-east1-b"]
    )


@CASES.admits("REG-02")
def pool_where_its_cluster_is(name):
    cluster = gcp.container.Cluster(f"{name}-cluster", location="europe-west1")
    gcp.container.NodePool(name, cluster=cluster.id, opts=under(name, region="us-east1"))


@CASES.denies("REG-02", path="location")
def keys_outside(name):
    kms.KeyRing(name, location="us-central1")


@CASES.passes_by("REG-02")
@CASES.admits("REG-04")
def bucket_in_the_union(name):
    storage.Bucket(name, location="EU")


@CASES.admits("REG-04")
def bucket_in_two_regions_of_the_union(name):
    storage.Bucket(name, location="eur4")


@CASES.denies("REG-04", path="location")
def bucket_in_several_regions_outside(name):
    storage.Bucket(name, location="US")


@CASES.denies("REG-04", path="location")
def tables_in_the_default_multi_region(name):
    bigquery.Dataset(name, dataset_id="events")


@CASES.denies("REG-04", path="config")
def database_with_a_witness_outside(name):
    spanner.Instance(name, config="eur6", display_name="orders")


@CASES.admits("REG-04")
def database_of_several_regions_within(name):
    spanner.Instance(name, config="eur3", display_name="orders")


@CASES.admits("REG-02")
@CASES.passes_by("REG-04")
def database_of_one_region(name):
    spanner.Instance(name, config="regional-europe-west4", display_name="orders")


def placed(name, *regions):
    storage.Bucket(name, location="EU", custom_placement_config={"data_locations": [*regions]})


@CASES.admits("REG-03")
def bucket_placed_within(name):
    placed(name, "EUROPE-WEST4", "EUROPE-WEST1")


@CASES.denies("REG-03", path="customPlacementConfig.dataLocations[1]")
def bucket_placed_outside(name):
    placed(name, "EUROPE-WEST4", "EUROPE-WEST2")


def replica(name, region):
    sql.DatabaseInstance(
        f"{name}-main",
        name="main",
        database_version="POSTGRES_16",
        region="europe-west4",
        settings={"tier": "db-f1-micro"},
    )
    sql.DatabaseInstance(
        name,
        database_version="POSTGRES_16",
        region=region,
        master_instance_name="main",
        settings={"tier": "db-f1-micro"},
    )


@CASES.admits("REG-06")
def replica_within(name):
    replica(name, "europe-west1")


@CASES.denies("REG-06", path="region")
def replica_outside(name):
    replica(name, "us-east1")


@CASES.denies("REG-06", path="clusters[1].zone")
def table_with_a_cluster_outside(name):
    clusters: list[Any] = [
        {"cluster_id": "a", "zone": "europe-west4-a"},
        {"cluster_id": "b", "zone": "us-east1-b"},
    ]
    bigtable.Instance(name, clusters=clusters)


def database(name, location):
    sql.DatabaseInstance(
        name,
        database_version="POSTGRES_16",
        region="europe-west4",
        settings={"tier": "db-f1-micro", "backup_configuration": {"location": location}},
    )


@CASES.admits("REG-07")
def backups_within(name):
    database(name, "eu")


@CASES.denies("REG-07", path="settings.backupConfiguration.location")
def backups_outside(name):
    database(name, "us")


@CASES.denies("REG-07", path="storageLocations[0]")
def snapshot_outside(name):
    compute.Snapshot(name, source_disk="data", zone="europe-west4-a", storage_locations=["us"])


@CASES.admits("REG-08")
def secret_in_named_regions(name):
    secretmanager.Secret(
        name,
        secret_id=name,
        replication={"user_managed": {"replicas": [{"location": "europe-west4"}]}},
    )


@CASES.denies("REG-08", path="replication")
def secret_wherever_google_puts_it(name):
    secretmanager.Secret(name, secret_id=name, replication={"auto": {}})


@CASES.denies("REG-08", path="location")
def keys_all_over_the_world(name):
    kms.KeyRing(name, location="global")


@CASES.admits("REG-09")
def images_within(name):
    artifactregistry.Repository(name, repository_id="i", format="DOCKER", location="europe")


@CASES.denies("REG-09", path="location")
def images_outside(name):
    artifactregistry.Repository(name, repository_id="i", format="DOCKER", location="us")


def worldwide(name, scheme=None):
    compute.GlobalForwardingRule(
        name, target="proxy", port_range="443", load_balancing_scheme=scheme
    )


@CASES.denies("REG-10")
def load_balancer_of_the_world(name):
    worldwide(name, "EXTERNAL_MANAGED")


@CASES.denies("REG-10")
def load_balancer_of_the_world_by_default(name):
    worldwide(name)


@CASES.admits("REG-10", settings=WORLD)
def load_balancer_of_the_world_that_is_allowed(name):
    worldwide(name, "EXTERNAL_MANAGED")


@CASES.passes_by("REG-10")
def load_balancer_of_the_network(name):
    worldwide(name, "INTERNAL_MANAGED")


@CASES.admits("REG-10")
def messages_inside(name):
    pubsub.Topic(name, message_storage_policy={"allowed_persistence_regions": ["europe-west1"]})


@CASES.denies("REG-10", path="messageStoragePolicy.allowedPersistenceRegions")
def messages_wherever_they_are_published(name):
    pubsub.Topic(name)


@CASES.passes_by("REG-10", settings=Settings(jurisdictions=("eu",)))
def messages_wherever_they_are_published_without_regulation(name):
    pubsub.Topic(name)


@CASES.denies("REG-10")
def messages_outside(name):
    pubsub.Topic(name, message_storage_policy={"allowed_persistence_regions": ["us-east1"]})


def logs(name, location):
    logging.ProjectBucketConfig(name, project="acme", bucket_id="audit", location=location)


@CASES.admits("REG-11")
def logs_within(name):
    logs(name, "europe-west4")


@CASES.denies("REG-11", path="location")
def logs_all_over_the_world(name):
    logs(name, "global")


@CASES.admits("REG-11")
def logs_sent_to_a_bucket_within(name):
    bucket = storage.Bucket(f"{name}-logs", location="EU")
    destination = pulumi.Output.concat("storage.googleapis.com/", bucket.name)
    logging.ProjectSink(name, destination=destination)


@CASES.denies("REG-11", path="destination")
def logs_sent_to_a_bucket_outside(name):
    bucket = storage.Bucket(f"{name}-logs", location="US")
    destination = pulumi.Output.concat("storage.googleapis.com/", bucket.name)
    logging.ProjectSink(name, destination=destination)


@CASES.denies("REG-11", path="destination")
def logs_sent_to_a_place_that_is_named(name):
    path = "logging.googleapis.com/projects/acme/locations/us-east1/buckets/audit"
    logging.ProjectSink(name, destination=path)


@CASES.leaves_open("REG-11")
def logs_sent_out_of_sight(name):
    logging.ProjectSink(name, destination="storage.googleapis.com/somebody-elses")


@CASES.admits("REG-12")
def endpoint_of_one_region(name):
    vertex.AiEndpoint(name, display_name="m", location="europe-west4", region="europe-west4")


@CASES.denies("REG-12", path="location")
def endpoint_of_the_world(name):
    vertex.AiEndpoint(name, display_name="m", location="global")


def documents(name, location):
    discoveryengine.DataStore(
        name,
        location=location,
        data_store_id="d",
        display_name="d",
        industry_vertical="GENERIC",
        content_config="NO_CONTENT",
    )


@CASES.admits("REG-12")
def documents_in_the_union(name):
    documents(name, "eu")


@CASES.denies("REG-12", path="location")
def documents_all_over_the_world(name):
    documents(name, "global")


def constrained(name, *values):
    orgpolicy.Policy(
        name,
        name="organizations/123/policies/gcp.resourceLocations",
        parent="organizations/123",
        spec={"rules": [{"values": {"allowed_values": [*values]}}]},
    )


@CASES.admits("REG-13", settings=ACCOUNT)
def locations_constrained(name):
    constrained(name, "in:eu-locations")


@CASES.denies("REG-13", settings=ACCOUNT)
def locations_constrained_to_nothing(name):
    constrained(name)


@CASES.denies("REG-13", settings=ACCOUNT)
def locations_left_open(name):
    storage.Bucket(name, location="EU")


def peering(name, region):
    network = compute.Network(f"{name}-far", auto_create_subnetworks=False)
    compute.Subnetwork(
        f"{name}-subnet", network=network.id, region=region, ip_cidr_range="10.0.0.0/24"
    )
    compute.NetworkPeering(name, network="ours", peer_network=network.self_link)


@CASES.admits("REG-14")
def peering_within(name):
    peering(name, "europe-west1")


@CASES.denies("REG-14")
def peering_outside(name):
    peering(name, "us-east1")


@CASES.leaves_open("REG-14", preview=Verdict.UNDETERMINED)
def peering_out_of_sight(name):
    compute.NetworkPeering(name, network="ours", peer_network="projects/x/global/networks/theirs")


OUTSIDE: dict[str, Row] = {
    "custom_database_configuration": (
        "REG-06",
        "gcp:spanner/instanceConfig:InstanceConfig",
        {"replicas": [{"location": "europe-west1"}, {"location": "us-east1"}]},
    ),
    "scheduled_snapshots": (
        "REG-07",
        "gcp:compute/resourcePolicy:ResourcePolicy",
        {
            "region": "europe-west4",
            "snapshotSchedulePolicy": {"snapshotProperties": {"storageLocations": "us"}},
        },
    ),
    "cluster_backups": ("REG-07", "gcp:gkebackup/backupPlan:BackupPlan", {"location": "us-east1"}),
    "edge_cache": ("REG-10", "gcp:networkservices/edgeCacheService:EdgeCacheService", {}),
    "logs_of_the_organization": (
        "REG-11",
        "gcp:logging/organizationSettings:OrganizationSettings",
        {"organization": "123", "storageLocation": "us"},
    ),
    "interconnect": (
        "REG-14",
        "gcp:compute/interconnectAttachment:InterconnectAttachment",
        {"region": "us-east1"},
    ),
}
refused(CASES, OUTSIDE)
