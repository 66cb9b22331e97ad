"""Programs on Google Cloud that the rules of encryption at rest admit and deny."""

from typing import Any

from pulumi_gcp import (
    alloydb,
    artifactregistry,
    backupdisasterrecovery,
    bigquery,
    bigtable,
    colab,
    composer,
    compute,
    container,
    datafusion,
    dataproc,
    discoveryengine,
    filestore,
    firestore,
    gkebackup,
    healthcare,
    kms,
    logging,
    lustre,
    managedkafka,
    memorystore,
    netapp,
    pubsub,
    redis,
    secretmanager,
    spanner,
    sql,
    storage,
    vertex,
    workbench,
    workstations,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption.declaring import Rows, both

CASES = Cases()
HERE = "europe-west4"
KEY = f"projects/acme/locations/{HERE}/keyRings/ring/cryptoKeys/data"
DEV = Settings(profile="dev")
NAME: Any = {"kms_key_name": KEY}
SPEC: Any = {"encryption_spec": NAME}
CONFIG: Any = {"encryption_config": NAME}

ROWS: Rows = (
    ("ENC-01", storage.Bucket, {"encryption": {"default_kms_key_name": KEY}}, {"location": "EU"}),
    ("ENC-02", compute.Disk, {"disk_encryption_key": {"kms_key_self_link": KEY}}, {}),
    (
        "ENC-02",
        compute.RegionDisk,
        {"disk_encryption_key": {"kms_key_name": KEY}},
        {"replica_zones": [f"{HERE}-a", f"{HERE}-b"]},
    ),
    ("ENC-02", compute.Image, {"image_encryption_key": {"kms_key_self_link": KEY}}, {}),
    (
        "ENC-02",
        compute.Snapshot,
        {"snapshot_encryption_key": {"kms_key_self_link": KEY}},
        {"source_disk": "a"},
    ),
    (
        "ENC-02",
        compute.RegionInstanceTemplate,
        {
            "disks": [
                {"disk_encryption_key": {"kms_key_self_link": KEY}},
                {"type": "SCRATCH"},
                {"source": "a"},
            ]
        },
        {
            "machine_type": "n2-standard-4",
            "disks": [{"boot": True}, {"type": "SCRATCH"}, {"source": "a"}],
        },
    ),
    (
        "ENC-02",
        compute.InstanceTemplate,
        {"disks": [{"disk_encryption_key": {"kms_key_self_link": KEY}}]},
        {"machine_type": "n2-standard-4", "disks": [{"boot": True}]},
    ),
    ("ENC-02", container.NodePool, {"node_config": {"boot_disk_kms_key": KEY}}, {"cluster": "a"}),
    (
        "ENC-02",
        container.Cluster,
        {"node_config": {"boot_disk_kms_key": KEY}},
        {"initial_node_count": 1},
    ),
    (
        "ENC-04",
        sql.DatabaseInstance,
        {"encryption_key_name": KEY},
        {"database_version": "POSTGRES_17"},
    ),
    ("ENC-04", alloydb.Cluster, CONFIG, {"cluster_id": "a", "location": HERE}),
    (
        "ENC-04",
        alloydb.Backup,
        CONFIG,
        {"backup_id": "a", "cluster_name": "b", "location": HERE},
    ),
    ("ENC-04", spanner.Database, CONFIG, {"instance": "a"}),
    (
        "ENC-05",
        bigtable.Instance,
        {"clusters": [{"cluster_id": "a", "kms_key_name": KEY}]},
        {"clusters": [{"cluster_id": "a"}]},
    ),
    (
        "ENC-05",
        firestore.Database,
        {"cmek_config": NAME},
        {"location_id": HERE, "type": "FIRESTORE_NATIVE"},
    ),
    ("ENC-05", redis.Instance, {"customer_managed_key": KEY}, {"memory_size_gb": 5}),
    ("ENC-05", redis.Cluster, {"kms_key": KEY}, {"shard_count": 3}),
    (
        "ENC-05",
        memorystore.Instance,
        {"kms_key": KEY},
        {"instance_id": "a", "location": HERE, "shard_count": 3},
    ),
    (
        "ENC-06",
        filestore.Instance,
        {"kms_key_name": KEY},
        {
            "file_shares": {"capacity_gb": 1024, "name": "a"},
            "networks": [{"modes": ["MODE_IPV4"], "network": "a"}],
            "tier": "ZONAL",
        },
    ),
    (
        "ENC-06",
        lustre.Instance,
        {"kms_key": KEY},
        {
            "capacity_gib": "18000",
            "filesystem": "a",
            "instance_id": "a",
            "location": HERE,
            "network": "a",
            "per_unit_storage_throughput": "1000",
        },
    ),
    (
        "ENC-06",
        netapp.StoragePool,
        {"kms_config": "a"},
        {"capacity_gib": "2048", "location": HERE, "network": "a", "service_level": "FLEX"},
    ),
    ("ENC-07", pubsub.Topic, NAME, {}),
    (
        "ENC-08",
        bigquery.Dataset,
        {"default_encryption_configuration": NAME},
        {"dataset_id": "lake", "location": "EU"},
    ),
    ("ENC-08", dataproc.Cluster, {"cluster_config": {"encryption_config": NAME}}, {}),
    (
        "ENC-08",
        dataproc.MetastoreService,
        {"encryption_config": {"kms_key": KEY}},
        {"service_id": "a"},
    ),
    (
        "ENC-09",
        artifactregistry.Repository,
        NAME,
        {"format": "DOCKER", "repository_id": "a", "location": HERE},
    ),
    (
        "ENC-10",
        container.Cluster,
        {"database_encryption": {"state": "ENCRYPTED", "key_name": KEY}},
        {"database_encryption": {"state": "DECRYPTED"}},
    ),
    (
        "ENC-11",
        secretmanager.Secret,
        {"replication": {"auto": {"customer_managed_encryption": NAME}}},
        {"secret_id": "a", "replication": {"auto": {}}},
    ),
    (
        "ENC-11",
        secretmanager.RegionalSecret,
        {"customer_managed_encryption": NAME},
        {"secret_id": "a", "location": HERE},
    ),
    (
        "ENC-12",
        logging.ProjectBucketConfig,
        {"cmek_settings": NAME},
        {"bucket_id": "a", "location": HERE, "project": "acme"},
    ),
    (
        "ENC-12",
        logging.OrganizationBucketConfig,
        {"cmek_settings": NAME},
        {"bucket_id": "a", "location": HERE, "organization": "1"},
    ),
    (
        "ENC-12",
        logging.FolderBucketConfig,
        {"cmek_settings": NAME},
        {"bucket_id": "a", "location": HERE, "folder": "1"},
    ),
    (
        "ENC-12",
        logging.BillingAccountBucketConfig,
        {"cmek_settings": NAME},
        {"bucket_id": "a", "location": HERE, "billing_account": "1"},
    ),
    (
        "ENC-13",
        vertex.AiDataset,
        SPEC,
        {"display_name": "a", "metadata_schema_uri": "gs://a"},
    ),
    ("ENC-13", vertex.AiEndpoint, SPEC, {"display_name": "a", "location": HERE}),
    ("ENC-13", vertex.AiFeatureStore, SPEC, {}),
    ("ENC-13", vertex.AiFeatureOnlineStore, SPEC, {}),
    (
        "ENC-13",
        vertex.AiIndex,
        SPEC,
        {"display_name": "a", "metadata": {"config": {"dimensions": 2}}},
    ),
    ("ENC-13", vertex.AiIndexEndpoint, SPEC, {"display_name": "a"}),
    ("ENC-13", vertex.AiMetadataStore, SPEC, {}),
    ("ENC-13", vertex.AiTensorboard, SPEC, {"display_name": "a"}),
    ("ENC-13", vertex.AiReasoningEngine, SPEC, {"display_name": "a"}),
    ("ENC-13", vertex.AiRagCorpus, SPEC, {"display_name": "a", "region": HERE}),
    ("ENC-13", colab.RuntimeTemplate, SPEC, {"display_name": "a", "location": HERE}),
    (
        "ENC-13",
        workbench.Instance,
        {
            "gce_setup": {
                "boot_disk": {"disk_encryption": "CMEK", "kms_key": KEY},
                "data_disks": {"disk_encryption": "CMEK", "kms_key": KEY},
            }
        },
        {
            "location": f"{HERE}-a",
            "gce_setup": {
                "boot_disk": {"disk_encryption": "CMEK", "kms_key": KEY},
                "data_disks": {"disk_encryption": "CMEK"},
            },
        },
    ),
    (
        "ENC-13",
        discoveryengine.DataStore,
        NAME,
        {
            "content_config": "NO_CONTENT",
            "data_store_id": "a",
            "display_name": "a",
            "industry_vertical": "GENERIC",
            "location": "eu",
        },
    ),
    (
        "ENC-13",
        workstations.WorkstationConfig,
        {"encryption_key": {"kms_key": KEY, "kms_key_service_account": "a"}},
        {
            "encryption_key": {"kms_key_service_account": "a"},
            "location": HERE,
            "workstation_cluster_id": "a",
            "workstation_config_id": "b",
        },
    ),
    (
        "ENC-18",
        gkebackup.BackupPlan,
        {"backup_config": {"encryption_key": {"gcp_kms_encryption_key": KEY}}},
        {"cluster": "a", "location": HERE, "backup_config": {"include_secrets": True}},
    ),
    (
        "ENC-18",
        backupdisasterrecovery.BackupVault,
        CONFIG,
        {
            "backup_minimum_enforced_retention_duration": "100000s",
            "backup_vault_id": "a",
            "location": HERE,
        },
    ),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, base)


@CASES.admits("ENC-01", "ENC-17")
def bucket_under_a_key_of_the_program(name):
    ring = kms.KeyRing(f"{name}-ring", location="europe")
    key = kms.CryptoKey(f"{name}-key", key_ring=ring.id)
    storage.Bucket(name, location="EU", encryption={"default_kms_key_name": key.id})


@CASES.denies("ENC-01", path="encryption")
def bucket_alone(name):
    storage.Bucket(name, location="EU")


def machine(name, boot_disk, **options):
    compute.Instance(
        name,
        machine_type="n2-standard-4",
        zone=f"{HERE}-a",
        boot_disk=boot_disk,
        network_interfaces=[{"network": "a"}],
        **options,
    )


@CASES.admits("ENC-02")
def machine_with_a_key(name):
    machine(name, {"kms_key_self_link": KEY})


@CASES.denies("ENC-02", path="bootDisk.kmsKeySelfLink")
def machine_without_a_key(name):
    machine(name, {"initialize_params": {"size": 100}})


@CASES.passes_by("ENC-02", settings=DEV)
def machine_without_a_key_in_development(name):
    machine(name, {})


@CASES.passes_by("ENC-02")
def machine_from_a_disk_that_is_there(name):
    machine(name, {"source": "a"})


@CASES.passes_by("ENC-02")
def cluster_without_a_pool_of_its_own(name):
    container.Cluster(name, initial_node_count=1, remove_default_node_pool=True)


@CASES.passes_by("ENC-04")
def replica_of_a_database(name):
    sql.DatabaseInstance(name, database_version="POSTGRES_17", master_instance_name="main")


@CASES.admits("ENC-04")
def database_in_several_regions(name):
    spanner.Database(name, instance="a", encryption_config={"kms_key_names": [KEY, KEY]})


@CASES.passes_by("ENC-06")
def share_of_a_tier_that_takes_no_key(name):
    filestore.Instance(
        name,
        file_shares={"capacity_gb": 1024, "name": "a"},
        networks=[{"modes": ["MODE_IPV4"], "network": "a"}],
        tier="BASIC_SSD",
    )


@CASES.admits("ENC-08")
def table_in_a_dataset_with_a_key(name):
    dataset = bigquery.Dataset(
        f"{name}-set",
        dataset_id="lake",
        default_encryption_configuration={"kms_key_name": KEY},
    )
    bigquery.Table(name, dataset_id=dataset.dataset_id, table_id="a")


@CASES.denies("ENC-08", path="defaultEncryptionConfiguration")
def table_in_a_dataset_without_a_key(name):
    dataset = bigquery.Dataset(f"{name}-set", dataset_id="swamp")
    bigquery.Table(name, dataset_id=dataset.dataset_id, table_id="a")


@CASES.leaves_open("ENC-08")
def table_in_a_dataset_of_another_program(name):
    bigquery.Table(name, dataset_id="elsewhere", table_id="a")


@CASES.passes_by("ENC-08")
def view(name):
    bigquery.Table(name, dataset_id="a", table_id="a", view={"query": "select 1"})


@CASES.denies("ENC-11")
def secret_with_one_copy_under_googles_key(name):
    replicas: Any = [
        {"location": HERE, "customer_managed_encryption": NAME},
        {"location": "europe-west1"},
    ]
    secretmanager.Secret(name, secret_id="a", replication={"user_managed": {"replicas": replicas}})


@CASES.admits("ENC-11")
def secret_with_a_key_in_each_place(name):
    replicas: Any = [{"location": HERE, "customer_managed_encryption": NAME}]
    secretmanager.Secret(name, secret_id="a", replication={"user_managed": {"replicas": replicas}})


RESTRICTED: Any = {"data-class": "restricted"}


@CASES.admits("ENC-19")
def machine_for_restricted_data_with_encrypted_memory(name):
    machine(
        name,
        {},
        labels=RESTRICTED,
        confidential_instance_config={"confidential_instance_type": "SEV"},
    )


@CASES.denies("ENC-19", path="confidentialInstanceConfig")
def machine_for_restricted_data(name):
    machine(name, {}, labels={"Data_Class": "Restricted"})


@CASES.passes_by("ENC-19")
def machine_for_other_data(name):
    machine(name, {}, labels={"data-class": "internal"})


@CASES.admits("ENC-19")
def pool_of_a_cluster_with_encrypted_memory(name):
    cluster = container.Cluster(f"{name}-cluster", confidential_nodes={"enabled": True})
    container.NodePool(name, cluster=cluster.id, node_config={"resource_labels": RESTRICTED})


@CASES.denies("ENC-19", path="nodeConfig.confidentialNodes")
def pool_for_restricted_data(name):
    container.NodePool(name, cluster="a", node_config={"resource_labels": RESTRICTED})


FLOWS: Any = {"region": HERE}
FUSION: Any = {"type": "BASIC"}
KAFKA: Any = {
    "cluster_id": "a",
    "location": HERE,
    "capacity_config": {"vcpu_count": "3", "memory_bytes": "3221225472"},
}
NETS: Any = {"access_config": {"network_configs": [{"subnet": "a"}]}}
MORE: Rows = (
    ("ENC-05", healthcare.Dataset, SPEC, {"location": HERE}),
    ("ENC-08", composer.Environment, {"config": CONFIG}, FLOWS),
    ("ENC-08", datafusion.Instance, {"crypto_key_config": {"key_reference": KEY}}, FUSION),
    (
        "ENC-07",
        managedkafka.Cluster,
        {"gcp_config": {**NETS, "kms_key": KEY}},
        {**KAFKA, "gcp_config": NETS},
    ),
)
for rule, kind, has, base in MORE:
    both(CASES, rule, kind, has, base)
