"""What Google Cloud's databases, services and backups hold, and under whose key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.encryption.vocabulary import each, own_key, under_key
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import absent, given, one_of

DATASET = "gcp:bigquery:Dataset"
TABLE = "gcp:bigquery:Table"
DATASET_KEY = "defaultEncryptionConfiguration.kmsKeyName"
TABLE_KEY = "encryptionConfiguration.kmsKeyName"
HOLDS_NOTHING = ("view", "externalDataConfiguration")
GKE = "gcp:container:Cluster"
SECRET = "gcp:secretmanager:Secret"  # noqa: S105 (a type)
DATABASE = "gcp:spanner:Database"
VERTEX = tuple(
    f"gcp:vertex:{name}"
    for name in (
        "AiDataset",
        "AiEndpoint",
        "AiFeatureOnlineStore",
        "AiFeatureStore",
        "AiIndex",
        "AiIndexEndpoint",
        "AiMetadataStore",
        "AiRagCorpus",
        "AiReasoningEngine",
        "AiTensorboard",
    )
)
LOG_BUCKETS = tuple(
    f"gcp:logging:{owner}BucketConfig"
    for owner in ("Project", "Folder", "Organization", "BillingAccount")
)


@check(TABLE, reads=(TABLE_KEY, f"{DATASET}.{DATASET_KEY}"), joins=True)
def table_has_a_key(table: Resource, world: World) -> Iterator[Outcome]:
    """A table without a key has its dataset's."""
    if any(table.get(path) is not MISSING for path in HOLDS_NOTHING):
        yield NotApplicable("it holds no data of its own")
        return
    own = table.first(TABLE_KEY)
    datasets = world.estate.targets(table, "datasetId", DATASET)
    if own.value is not MISSING or not table.get("datasetId") is not MISSING:
        yield judged(own, own_key, world.settings)
    elif not datasets:
        yield Undetermined(TABLE_KEY, "its dataset, which may have a key, is not in the program")
    for dataset in datasets if own.value is MISSING else ():
        yield judged(dataset.first(DATASET_KEY), own_key, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-04": (
        under_key(
            "gcp:sql:DatabaseInstance", "encryptionKeyName", when=[("masterInstanceName", absent)]
        ),
        under_key(("gcp:alloydb:Cluster", "gcp:alloydb:Backup"), "encryptionConfig.kmsKeyName"),
        either(
            under_key(DATABASE, "encryptionConfig.kmsKeyName"),
            under_key(DATABASE, "encryptionConfig.kmsKeyNames[]"),
        ),
    ),
    "ENC-05": (
        each("gcp:bigtable:Instance", "clusters[]", ("kmsKeyName", own_key), needed=True),
        under_key("gcp:firestore:Database", "cmekConfig.kmsKeyName"),
        under_key("gcp:healthcare:Dataset", "encryptionSpec.kmsKeyName"),
        under_key("gcp:redis:Instance", "customerManagedKey"),
        under_key(("gcp:redis:Cluster", "gcp:memorystore:Instance"), "kmsKey"),
    ),
    "ENC-07": (
        under_key("gcp:pubsub:Topic", "kmsKeyName"),
        under_key("gcp:managedkafka:Cluster", "gcpConfig.kmsKey"),
    ),
    "ENC-08": (
        under_key(DATASET, DATASET_KEY),
        table_has_a_key,
        under_key("gcp:dataproc:Cluster", "clusterConfig.encryptionConfig.kmsKeyName"),
        under_key("gcp:composer:Environment", "config.encryptionConfig.kmsKeyName"),
        under_key("gcp:datafusion:Instance", "cryptoKeyConfig.keyReference"),
        under_key("gcp:dataproc:MetastoreService", "encryptionConfig.kmsKey"),
    ),
    "ENC-09": (under_key("gcp:artifactregistry:Repository", "kmsKeyName"),),
    "ENC-10": (
        need(
            GKE, "databaseEncryption.state", one_of("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED")
        ),
        under_key(GKE, "databaseEncryption.keyName"),
    ),
    "ENC-11": (
        under_key(
            SECRET,
            "replication.userManaged.replicas[].customerManagedEncryption.kmsKeyName",
            when=[("replication.userManaged", given)],
        ),
        under_key(
            SECRET,
            "replication.auto.customerManagedEncryption.kmsKeyName",
            when=[("replication.userManaged", absent)],
        ),
        under_key("gcp:secretmanager:RegionalSecret", "customerManagedEncryption.kmsKeyName"),
    ),
    "ENC-12": (under_key(LOG_BUCKETS, "cmekSettings.kmsKeyName"),),
    "ENC-13": (
        under_key((*VERTEX, "gcp:colab:RuntimeTemplate"), "encryptionSpec.kmsKeyName"),
        under_key("gcp:workbench:Instance", "gceSetup.bootDisk.kmsKey"),
        each("gcp:workbench:Instance", "gceSetup.dataDisks", ("kmsKey", own_key)),
        under_key("gcp:discoveryengine:DataStore", "kmsKeyName"),
        under_key("gcp:workstations:WorkstationConfig", "encryptionKey.kmsKey"),
    ),
    "ENC-18": (
        under_key("gcp:gkebackup:BackupPlan", "backupConfig.encryptionKey.gcpKmsEncryptionKey"),
        under_key("gcp:backupdisasterrecovery:BackupVault", "encryptionConfig.kmsKeyName"),
    ),
}
