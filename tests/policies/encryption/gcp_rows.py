"""Programs on Google Cloud with one property that the rules of encryption deny."""

from pulumi_gcp import bigquery, compute, container, netapp, workbench

from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
HERE = "projects/acme/locations/europe-west4/keyRings/ring/cryptoKeys/data"
ABROAD = "projects/acme/locations/us-central1/keyRings/ring/cryptoKeys/data"

CLUSTER = {"database_encryption": {"state": "ENCRYPTED", "key_name": HERE}}
DISK = {"disk_encryption": "CMEK", "kms_key": HERE}
NOTEBOOK = {"location": "europe-west4-a", "gce_setup": {"boot_disk": DISK, "data_disks": DISK}}
TABLE = {
    "dataset_id": "lake",
    "table_id": "facts",
    "encryption_configuration": {"kms_key_name": HERE},
}
MACHINE = {
    "machine_type": "n2-standard-4",
    "zone": "europe-west4-a",
    "boot_disk": {"kms_key_self_link": HERE},
    "network_interfaces": [{"network": "ours"}],
}

weakened(
    CASES,
    (
        ("ENC-10", container.Cluster, CLUSTER, "database_encryption.state", "DECRYPTED"),
        ("ENC-10", container.Cluster, CLUSTER, "database_encryption.key_name", LEFT_OUT),
        ("ENC-13", workbench.Instance, NOTEBOOK, "gce_setup.boot_disk.kms_key", LEFT_OUT),
        ("ENC-17", compute.Instance, MACHINE, "boot_disk.kms_key_self_link", ABROAD),
    ),
)


@CASES.denies("ENC-17", path="encryptionConfiguration.kmsKeyName")
def table_with_a_key_far_from_its_dataset(name):
    dataset = bigquery.Dataset(f"{name}-set", dataset_id="lake", location="europe-west4")
    abroad = {"encryption_configuration": {"kms_key_name": ABROAD}}
    bigquery.Table(name, **{**TABLE, **abroad, "dataset_id": dataset.dataset_id})


@CASES.leaves_open("ENC-17")
def pool_with_a_key_that_a_configuration_names(name):
    configuration = netapp.Kmsconfig(f"{name}-kms", location="europe-west4", crypto_key_name=ABROAD)
    netapp.StoragePool(
        name,
        location="europe-west4",
        capacity_gib="2048",
        network="ours",
        service_level="FLEX",
        kms_config=configuration.id,
    )
