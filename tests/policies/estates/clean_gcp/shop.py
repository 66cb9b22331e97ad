"""The web shop: Cloud Run behind a load balancer, a database, a cache, topics."""

import pulumi
from pulumi_gcp import (
    artifactregistry,
    cloudrunv2,
    compute,
    projects,
    pubsub,
    redis,
    secretmanager,
    serviceaccount,
    sql,
)

from tests.policies.estates.clean_gcp.base import PROJECT, REGION

IMAGE = f"{REGION}-docker.pkg.dev/{PROJECT}/shop/web@sha256:" + "4f" * 32


def shop(made):
    artifactregistry.Repository(
        "shop",
        repository_id="shop",
        location=REGION,
        format="DOCKER",
        kms_key_name=made.key.id,
        docker_config={"immutable_tags": True},
        opts=made.kept,
    )
    account = worker("shop", made)
    database = databases(made, account)
    messages(made, account)
    service = containers(made, account, database)
    entrance(made, service)


def worker(name, made, *roles):
    account = serviceaccount.Account(
        name, account_id=f"{name}-worker", display_name=name, opts=made.opts
    )
    for role in roles:
        projects.IAMMember(
            f"{name}-{role}",
            project=PROJECT,
            role=f"roles/{role}",
            member=account.email.apply(lambda email: f"serviceAccount:{email}"),
            opts=made.opts,
        )
    return account


def databases(made, account):
    database = sql.DatabaseInstance(
        "shop",
        database_version="POSTGRES_16",
        region=REGION,
        encryption_key_name=made.key.id,
        deletion_protection=True,
        settings={
            "tier": "db-custom-4-16384",
            "edition": "ENTERPRISE",
            "availability_type": "REGIONAL",
            "deletion_protection_enabled": True,
            "ip_configuration": {
                "ipv4_enabled": False,
                "private_network": made.network.id,
                "ssl_mode": "ENCRYPTED_ONLY",
            },
            "backup_configuration": {
                "enabled": True,
                "location": REGION,
                "point_in_time_recovery_enabled": True,
                "transaction_log_retention_days": 7,
                "backup_retention_settings": {"retained_backups": 35, "retention_unit": "COUNT"},
            },
            "database_flags": [
                {"name": "cloudsql.iam_authentication", "value": "on"},
                {"name": "cloudsql.enable_pgaudit", "value": "on"},
                {"name": "log_connections", "value": "on"},
                {"name": "log_disconnections", "value": "on"},
            ],
            "insights_config": {"query_insights_enabled": True},
        },
        opts=made.private,
    )
    sql.Database("shop", instance=database.name, opts=made.kept)
    sql.User(
        "shop",
        instance=database.name,
        type="CLOUD_IAM_SERVICE_ACCOUNT",
        name=account.email.apply(lambda email: email.removesuffix(".gserviceaccount.com")),
        opts=made.opts,
    )
    redis.Instance(
        "sessions",
        tier="STANDARD_HA",
        memory_size_gb=5,
        region=REGION,
        authorized_network=made.network.id,
        connect_mode="PRIVATE_SERVICE_ACCESS",
        auth_enabled=True,
        transit_encryption_mode="SERVER_AUTHENTICATION",
        customer_managed_key=made.key.id,
        persistence_config={"persistence_mode": "RDB", "rdb_snapshot_period": "TWELVE_HOURS"},
        opts=made.private,
    )
    return database


def messages(made, account):
    stays = {"allowed_persistence_regions": [REGION], "enforce_in_transit": True}
    dead = pubsub.Topic(
        "orders-dead", kms_key_name=made.key.id, message_storage_policy=stays, opts=made.opts
    )
    topic = pubsub.Topic(
        "orders", kms_key_name=made.key.id, message_storage_policy=stays, opts=made.opts
    )
    subscription = pubsub.Subscription(
        "orders",
        topic=topic.id,
        message_retention_duration="604800s",
        dead_letter_policy={"dead_letter_topic": dead.id, "max_delivery_attempts": 5},
        opts=made.opts,
    )
    member = account.email.apply(lambda email: f"serviceAccount:{email}")
    pubsub.TopicIAMMember(
        "shop-publishes",
        topic=topic.name,
        role="roles/pubsub.publisher",
        member=member,
        opts=made.opts,
    )
    pubsub.SubscriptionIAMMember(
        "shop-reads",
        subscription=subscription.name,
        role="roles/pubsub.subscriber",
        member=member,
        opts=made.opts,
    )


def containers(made, account, database):
    secret = secretmanager.Secret(
        "payment",
        secret_id="payment",
        replication={
            "user_managed": {
                "replicas": [
                    {
                        "location": REGION,
                        "customer_managed_encryption": {"kms_key_name": made.key.id},
                    }
                ]
            }
        },
        opts=made.opts,
    )
    secretmanager.SecretIamMember(
        "shop-reads-payment",
        secret_id=secret.id,
        role="roles/secretmanager.secretAccessor",
        member=account.email.apply(lambda email: f"serviceAccount:{email}"),
        opts=made.opts,
    )
    return cloudrunv2.Service(
        "shop",
        location=REGION,
        ingress="INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
        deletion_protection=True,
        template={
            "service_account": account.email,
            "encryption_key": made.key.id,
            "scaling": {"min_instance_count": 2, "max_instance_count": 20},
            "vpc_access": {
                "egress": "ALL_TRAFFIC",
                "network_interfaces": [{"network": made.network.id, "subnetwork": made.subnet.id}],
            },
            "containers": [
                {
                    "image": IMAGE,
                    "resources": {"limits": {"cpu": "2", "memory": "1Gi"}},
                    "envs": [
                        {"name": "DATABASE_HOST", "value": database.private_ip_address},
                        {
                            "name": "PAYMENT_TOKEN",
                            "value_source": {
                                "secret_key_ref": {"secret": secret.id, "version": "latest"}
                            },
                        },
                    ],
                }
            ],
        },
        opts=made.opts,
    )


def entrance(made, service):
    endpoints = compute.RegionNetworkEndpointGroup(
        "shop",
        region=REGION,
        network_endpoint_type="SERVERLESS",
        cloud_run={"service": service.name},
        opts=made.opts,
    )
    armor = compute.RegionSecurityPolicy("shop", region=REGION, type="CLOUD_ARMOR", opts=made.opts)
    backend = compute.RegionBackendService(
        "shop",
        region=REGION,
        protocol="HTTPS",
        load_balancing_scheme="EXTERNAL_MANAGED",
        security_policy=armor.self_link,
        backends=[{"group": endpoints.id}],
        log_config={"enable": True, "sample_rate": 1},
        opts=made.opts,
    )
    policy = compute.RegionSslPolicy(
        "modern", region=REGION, profile="RESTRICTED", min_tls_version="TLS_1_2", opts=made.opts
    )
    paths = compute.RegionUrlMap("shop", region=REGION, default_service=backend.id, opts=made.opts)
    proxy = compute.RegionTargetHttpsProxy(
        "shop",
        region=REGION,
        url_map=paths.id,
        ssl_policy=policy.id,
        certificate_manager_certificates=[
            f"projects/{PROJECT}/locations/{REGION}/certificates/shop"
        ],
        opts=made.opts,
    )
    address = compute.Address(
        "shop", region=REGION, network_tier="STANDARD", address_type="EXTERNAL", opts=made.opts
    )
    compute.ForwardingRule(
        "shop",
        region=REGION,
        load_balancing_scheme="EXTERNAL_MANAGED",
        network=made.network.id,
        network_tier="STANDARD",
        ip_address=address.id,
        port_range="443",
        target=proxy.id,
        opts=made.opts,
    )
    pulumi.export("address", address.address)
