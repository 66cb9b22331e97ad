"""The data platform: lake, warehouse, ledger, events."""

from pulumi_gcp import bigquery, bigtable, spanner

from tests.policies.estates.clean_gcp.base import REGION, private_bucket


def data(made):
    lake = private_bucket("lake", made)
    analytics = bigquery.Dataset(
        "analytics",
        dataset_id="analytics",
        location=REGION,
        default_encryption_configuration={"kms_key_name": made.key.id},
        max_time_travel_hours="168",
        delete_contents_on_destroy=False,
        opts=made.kept,
    )
    bigquery.Table(
        "orders",
        dataset_id=analytics.dataset_id,
        table_id="orders",
        deletion_protection=True,
        encryption_configuration={"kms_key_name": made.key.id},
        schema='[{"name": "id", "type": "STRING"}]',
        opts=made.kept,
    )
    bigquery.DatasetIamMember(
        "analysts",
        dataset_id=analytics.dataset_id,
        role="roles/bigquery.dataViewer",
        member="group:analysts@example.com",
        opts=made.opts,
    )
    ledger = spanner.Instance(
        "ledger",
        config=f"regional-{REGION}",
        display_name="Ledger",
        edition="ENTERPRISE",
        processing_units=300,
        opts=made.kept,
    )
    spanner.Database(
        "ledger",
        instance=ledger.name,
        encryption_config={"kms_key_name": made.key.id},
        deletion_protection=True,
        enable_drop_protection=True,
        version_retention_period="7d",
        opts=made.kept,
    )
    spanner.BackupSchedule(
        "ledger",
        instance=ledger.name,
        database="ledger",
        retention_duration="3024000s",
        spec={"cron_spec": {"text": "0 3 * * *"}},
        full_backup_spec={},
        encryption_config={"encryption_type": "USE_DATABASE_ENCRYPTION"},
        opts=made.opts,
    )
    bigtable.Instance(
        "events",
        deletion_protection=True,
        clusters=[
            {
                "cluster_id": f"events-{zone}",
                "zone": f"{REGION}-{zone}",
                "num_nodes": 1,
                "kms_key_name": made.key.id,
            }
            for zone in "ab"
        ],
        opts=made.kept,
    )
    return lake
