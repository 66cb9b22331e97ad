"""A team's resources on Google Cloud."""

from benchmarks.estates.kind import NAME, TAGS, Kind, To, Workload, differs, same

PROJECT = "projects/acme-prod/"
LABELLED = differs("labels", None, TAGS)
REGION = "europe-west3"

WORKLOAD: Workload = (
    Kind(
        "ring",
        "google_kms_key_ring",
        "gcp:kms/keyRing:KeyRing",
        PROJECT + "locations/europe-west3/keyRings/{name}",
        (same("name", NAME), same("location", REGION)),
    ),
    Kind(
        "key",
        "google_kms_crypto_key",
        "gcp:kms/cryptoKey:CryptoKey",
        PROJECT + "locations/europe-west3/keyRings/shared/cryptoKeys/{name}",
        (
            same("name", NAME),
            same("key_ring", To("ring")),
            differs("rotation_period", None, "7776000s"),
            LABELLED,
        ),
    ),
    Kind(
        "bucket",
        "google_storage_bucket",
        "gcp:storage/bucket:Bucket",
        NAME,
        (
            same("name", NAME),
            same("location", "EUROPE-WEST3"),
            differs("uniform_bucket_level_access", False, True),
            differs("public_access_prevention", "inherited", "enforced"),
            differs("versioning[0].enabled", False, True),
            differs("encryption[0].default_kms_key_name", None, To("key")),
            LABELLED,
        ),
    ),
    Kind(
        "readers",
        "google_storage_bucket_iam_member",
        "gcp:storage/bucketIAMMember:BucketIAMMember",
        "b/{name}/roles/storage.objectViewer",
        (
            same("bucket", To("bucket")),
            same("role", "roles/storage.objectViewer"),
            differs("member", "allUsers", "group:readers@example.com"),
        ),
    ),
    Kind(
        "firewall",
        "google_compute_firewall",
        "gcp:compute/firewall:Firewall",
        PROJECT + "global/firewalls/{name}",
        (
            same("name", NAME),
            same("network", "global/networks/shared"),
            same("direction", "INGRESS"),
            same("allow[0].protocol", "tcp", "allows[0].protocol"),
            differs("allow[0].ports", ["22"], ["443"], "allows[0].ports"),
            differs("source_ranges", ["0.0.0.0/0"], ["10.0.0.0/16"]),
        ),
    ),
    Kind(
        "subnet",
        "google_compute_subnetwork",
        "gcp:compute/subnetwork:Subnetwork",
        PROJECT + "regions/europe-west3/subnetworks/{name}",
        (
            same("name", NAME),
            same("network", "global/networks/shared"),
            same("ip_cidr_range", "10.1.0.0/20"),
            same("region", REGION),
            differs("private_ip_google_access", False, True),
            differs("log_config[0].aggregation_interval", None, "INTERVAL_5_SEC"),
        ),
    ),
    Kind(
        "account",
        "google_service_account",
        "gcp:serviceaccount/account:Account",
        PROJECT + "serviceAccounts/{name}@acme-prod.iam.gserviceaccount.com",
        (same("account_id", NAME), same("display_name", "Of {name}")),
    ),
    Kind(
        "grant",
        "google_project_iam_member",
        "gcp:projects/iAMMember:IAMMember",
        "acme-prod/{name}",
        (
            same("project", "acme-prod"),
            differs("role", "roles/owner", "roles/logging.logWriter"),
            same("member", "serviceAccount:{name}@acme-prod.iam.gserviceaccount.com"),
        ),
    ),
    Kind(
        "machine",
        "google_compute_instance",
        "gcp:compute/instance:Instance",
        PROJECT + "zones/europe-west3-a/instances/{name}",
        (
            same("name", NAME),
            same("machine_type", "n2-standard-4"),
            same("zone", "europe-west3-a"),
            same("boot_disk[0].initialize_params[0].image", "debian-cloud/debian-12"),
            differs("boot_disk[0].kms_key_self_link", None, To("key")),
            same(
                "network_interface[0].subnetwork", To("subnet"), "networkInterfaces[0].subnetwork"
            ),
            differs(
                "network_interface[0].access_config[0].network_tier",
                "PREMIUM",
                None,
                "networkInterfaces[0].accessConfigs[0].networkTier",
            ),
            differs("shielded_instance_config[0].enable_secure_boot", False, True),
            differs("can_ip_forward", True, False),
            LABELLED,
        ),
    ),
    Kind(
        "disk",
        "google_compute_disk",
        "gcp:compute/disk:Disk",
        PROJECT + "zones/europe-west3-a/disks/{name}",
        (
            same("name", NAME),
            same("zone", "europe-west3-a"),
            same("size", 100),
            differs("disk_encryption_key[0].kms_key_self_link", None, To("key")),
            LABELLED,
        ),
    ),
    Kind(
        "database",
        "google_sql_database_instance",
        "gcp:sql/databaseInstance:DatabaseInstance",
        NAME,
        (
            same("name", NAME),
            same("database_version", "POSTGRES_16"),
            same("region", REGION),
            differs("encryption_key_name", None, To("key")),
            differs("deletion_protection", False, True),
            same("settings[0].tier", "db-custom-2-7680"),
            differs("settings[0].ip_configuration[0].ipv4_enabled", True, False),
            differs(
                "settings[0].ip_configuration[0].ssl_mode",
                "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
                "ENCRYPTED_ONLY",
            ),
            differs("settings[0].backup_configuration[0].enabled", False, True),
            differs("settings[0].user_labels", None, TAGS),
        ),
    ),
    Kind(
        "dataset",
        "google_bigquery_dataset",
        "gcp:bigquery/dataset:Dataset",
        PROJECT + "datasets/{name}",
        (
            same("dataset_id", NAME),
            same("location", REGION),
            differs("default_encryption_configuration[0].kms_key_name", None, To("key")),
            LABELLED,
        ),
    ),
    Kind(
        "topic",
        "google_pubsub_topic",
        "gcp:pubsub/topic:Topic",
        PROJECT + "topics/{name}",
        (same("name", NAME), differs("kms_key_name", None, To("key")), LABELLED),
    ),
    Kind(
        "images",
        "google_artifact_registry_repository",
        "gcp:artifactregistry/repository:Repository",
        PROJECT + "locations/europe-west3/repositories/{name}",
        (
            same("repository_id", NAME),
            same("location", REGION),
            same("format", "DOCKER"),
            differs("kms_key_name", None, To("key")),
            LABELLED,
        ),
    ),
)
