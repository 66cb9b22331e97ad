"""Databases, caches and queues with the defaults of their first page."""

from pulumi_gcp import (
    alloydb,
    dataflow,
    healthcare,
    managedkafka,
    memcache,
    parallelstore,
    pubsub,
    redis,
    spanner,
    sql,
)

EXPECTED = {
    "master-instance": "public unkeyed cleartext unbacked unprotected untagged abroad single",
    "mysql-quickstart": "unbacked unkeyed cleartext unprotected untagged abroad",
    "postgres": "password public unkeyed unbacked untagged abroad unlogged",
    "postgres-replica": "abroad unkeyed untagged",
    "sqlserver": "password unkeyed abroad untagged",
    "root-user": "password",
    "app-user": "password",
    "alloy": "password unkeyed abroad untagged unbacked",
    "alloy-primary": "single untagged",
    "ledger": "abroad untagged",
    "ledger-db": "unkeyed unprotected",
    "regional-spanner": "abroad untagged",
    "sessions": "cleartext unkeyed abroad untagged single",
    "redis-ha": "cleartext abroad untagged",
    "redis-cluster": "cleartext unkeyed abroad unprotected",
    "memcached": "abroad untagged",
    "orders": "unkeyed untagged abroad",
    "orders-publishers": "anyone",
    "orders-push": "untagged",
    "orders-subscribers": "anyone",
    "regulated-topic": "unkeyed abroad untagged",
    "patients": "unkeyed abroad",
    "fhir": "untagged",
    "patients-readers": "anyone",
    "kafka": "unkeyed abroad untagged",
    "checkpoints": "abroad untagged",
    "lite-pipeline": "public-machines abroad untagged",
}


def relational():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/big_data.tf"""
    sql.DatabaseInstance(
        "master-instance",
        database_version="POSTGRES_11",
        region="us-central1",
        deletion_protection=False,
        settings={
            "tier": "db-f1-micro",
            "ip_configuration": {
                "ipv4_enabled": True,
                "authorized_networks": [{"name": "WWW", "value": "0.0.0.0/0"}],
            },
            "backup_configuration": {"enabled": False},
        },
    )
    mysql = sql.DatabaseInstance(
        "mysql-quickstart",
        database_version="MYSQL_8_0",
        region="us-central1",
        settings={"tier": "db-n1-standard-1"},
        deletion_protection=False,
    )
    postgres = sql.DatabaseInstance(
        "postgres",
        database_version="POSTGRES_15",
        region="us-east4",
        root_password="postgres",
        settings={
            "tier": "db-custom-2-7680",
            "ip_configuration": {
                "ipv4_enabled": True,
                "ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
            },
            "database_flags": [{"name": "log_connections", "value": "off"}],
        },
    )
    sql.DatabaseInstance(
        "postgres-replica",
        database_version="POSTGRES_15",
        region="asia-southeast1",
        master_instance_name=postgres.name,
        settings={"tier": "db-custom-2-7680"},
    )
    sql.DatabaseInstance(
        "sqlserver",
        database_version="SQLSERVER_2019_STANDARD",
        region="us-central1",
        root_password="INSERT-PASSWORD-HERE-1",
        settings={"tier": "db-custom-2-7680"},
    )
    sql.User("root-user", instance=mysql.name, host="%", name="root", password="r00t-pa55word")
    sql.User("app-user", instance=postgres.name, name="app", password="changeme-please")
    sql.Database("app-db", instance=postgres.name)


def distributed():
    """https://www.pulumi.com/registry/packages/gcp/api-docs/alloydb/cluster/"""
    cluster = alloydb.Cluster(
        "alloy",
        cluster_id="alloydb-cluster",
        location="us-central1",
        network_config={"network": "projects/acme/global/networks/default"},
        initial_user={"user": "alloy", "password": "alloydb-cluster"},
        automated_backup_policy={"enabled": False},
        continuous_backup_config={"enabled": False},
    )
    alloydb.Instance(
        "alloy-primary",
        cluster=cluster.name,
        instance_id="primary",
        instance_type="PRIMARY",
        availability_type="ZONAL",
        client_connection_config={"ssl_config": {"ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED"}},
    )
    ledger = spanner.Instance(
        "ledger", config="nam3", display_name="Ledger", num_nodes=1, force_destroy=True
    )
    spanner.Database("ledger-db", instance=ledger.name, deletion_protection=False)
    spanner.Instance(
        "regional-spanner",
        config="regional-us-central1",
        display_name="Small",
        processing_units=100,
    )


def caches():
    """https://cloud.google.com/memorystore/docs/redis/create-instance-terraform"""
    redis.Instance("sessions", memory_size_gb=1, region="us-central1")
    redis.Instance(
        "redis-ha",
        tier="STANDARD_HA",
        memory_size_gb=5,
        auth_enabled=False,
        transit_encryption_mode="DISABLED",
        location_id="us-central1-a",
    )
    redis.Cluster(
        "redis-cluster",
        shard_count=3,
        region="us-central1",
        psc_configs=[{"network": "projects/acme/global/networks/default"}],
        authorization_mode="AUTH_MODE_DISABLED",
        transit_encryption_mode="TRANSIT_ENCRYPTION_MODE_DISABLED",
        deletion_protection_enabled=False,
    )
    memcache.Instance(
        "memcached", node_config={"cpu_count": 1, "memory_size_mb": 1024}, node_count=1
    )


def messages():
    """https://cloud.google.com/pubsub/docs/create-topic"""
    topic = pubsub.Topic("orders")
    pubsub.TopicIAMMember(
        "orders-publishers", topic=topic.name, role="roles/pubsub.publisher", member="allUsers"
    )
    push = pubsub.Subscription(
        "orders-push", topic=topic.name, push_config={"push_endpoint": "http://example.com/push"}
    )
    pubsub.SubscriptionIAMBinding(
        "orders-subscribers",
        subscription=push.name,
        role="roles/pubsub.subscriber",
        members=["allAuthenticatedUsers"],
    )
    pubsub.Topic(
        "regulated-topic",
        message_storage_policy={"allowed_persistence_regions": ["us-central1", "us-east1"]},
    )
    dataflow.Job(
        "lite-pipeline",
        template_gcs_path="gs://dataflow-templates/latest/Word_Count",
        temp_gcs_location="gs://acme-tmp",
        zone="us-central1-a",
    )


def records():
    """https://www.pulumi.com/registry/packages/gcp/api-docs/healthcare/fhirstore/"""
    patients = healthcare.Dataset("patients", name="patients", location="us-central1")
    healthcare.FhirStore("fhir", dataset=patients.id, name="fhir", version="R4")
    healthcare.DatasetIamMember(
        "patients-readers",
        dataset_id=patients.id,
        role="roles/healthcare.datasetViewer",
        member="allAuthenticatedUsers",
    )
    managedkafka.Cluster(
        "kafka",
        cluster_id="kafka",
        location="us-central1",
        capacity_config={"vcpu_count": "3", "memory_bytes": "3221225472"},
        gcp_config={
            "access_config": {
                "network_configs": [{"subnet": "projects/acme/regions/us-central1/subnetworks/a"}]
            }
        },
    )
    parallelstore.Instance(
        "checkpoints", instance_id="checkpoints", location="us-central1-a", capacity_gib="12000"
    )


PROGRAM = (relational, distributed, caches, messages, records)
