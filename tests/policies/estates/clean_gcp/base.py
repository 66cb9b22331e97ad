"""What all parts of the shop stand on: keys, network, logs."""

from dataclasses import dataclass

import pulumi
from pulumi_gcp import Provider, compute, dns, kms, logging, projects, servicenetworking, storage

PROJECT = "acme-shop-prod"

NUMBER = "123456789012"

REGION = "europe-west4"

LABELS = {"owner": "shop-platform", "cost_center": "cc-4711", "environment": "prod"}


@dataclass
class Base:
    opts: pulumi.ResourceOptions
    kept: pulumi.ResourceOptions
    key: kms.CryptoKey
    network: compute.Network
    subnet: compute.Subnetwork
    private: pulumi.ResourceOptions


def base() -> Base:
    provider = Provider("shop", project=PROJECT, region=REGION, default_labels=LABELS)
    opts = pulumi.ResourceOptions(provider=provider)
    kept = pulumi.ResourceOptions(provider=provider, protect=True)
    ring = kms.KeyRing("shop", location=REGION, opts=opts)
    key = kms.CryptoKey(
        "shop",
        key_ring=ring.id,
        purpose="ENCRYPT_DECRYPT",
        rotation_period="7776000s",
        destroy_scheduled_duration="2592000s",
        version_template={
            "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION",
            "protection_level": "HSM",
        },
        opts=kept,
    )
    agents = {
        "storage": f"service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com",
        "sql": f"service-{NUMBER}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
        "gke": f"service-{NUMBER}@container-engine-robot.iam.gserviceaccount.com",
        "compute": f"service-{NUMBER}@compute-system.iam.gserviceaccount.com",
        "bigquery": f"bq-{NUMBER}@bigquery-encryption.iam.gserviceaccount.com",
        "pubsub": f"service-{NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com",
    }
    for name, email in agents.items():
        kms.CryptoKeyIAMMember(
            f"{name}-may-use-key",
            crypto_key_id=key.id,
            role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
            member=f"serviceAccount:{email}",
            opts=opts,
        )
    vpc, subnet, private = network(opts)
    trails(key, opts, kept)
    return Base(opts, kept, key, vpc, subnet, private)


def network(opts):
    vpc = compute.Network(
        "shop",
        auto_create_subnetworks=False,
        routing_mode="REGIONAL",
        delete_default_routes_on_create=False,
        opts=opts,
    )
    subnet = compute.Subnetwork(
        "shop",
        network=vpc.id,
        region=REGION,
        ip_cidr_range="10.30.0.0/20",
        private_ip_google_access=True,
        secondary_ip_ranges=[
            {"range_name": "pods", "ip_cidr_range": "10.40.0.0/16"},
            {"range_name": "services", "ip_cidr_range": "10.41.0.0/20"},
        ],
        log_config={
            "aggregation_interval": "INTERVAL_5_SEC",
            "flow_sampling": 0.5,
            "metadata": "INCLUDE_ALL_METADATA",
        },
        opts=opts,
    )
    router = compute.Router("shop", network=vpc.id, region=REGION, opts=opts)
    compute.RouterNat(
        "shop",
        router=router.name,
        region=REGION,
        nat_ip_allocate_option="AUTO_ONLY",
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
        log_config={"enable": True, "filter": "ERRORS_ONLY"},
        opts=opts,
    )
    compute.Firewall(
        "deny-all",
        network=vpc.id,
        direction="INGRESS",
        priority=65000,
        denies=[{"protocol": "all"}],
        source_ranges=["0.0.0.0/0"],
        log_config={"metadata": "INCLUDE_ALL_METADATA"},
        opts=opts,
    )
    compute.Firewall(
        "from-iap",
        network=vpc.id,
        direction="INGRESS",
        allows=[{"protocol": "tcp", "ports": ["22"]}],
        source_ranges=["35.235.240.0/20"],
        log_config={"metadata": "INCLUDE_ALL_METADATA"},
        opts=opts,
    )
    reserved = compute.GlobalAddress(
        "services",
        purpose="VPC_PEERING",
        address_type="INTERNAL",
        prefix_length=20,
        network=vpc.id,
        opts=opts,
    )
    peering = servicenetworking.Connection(
        "services",
        network=vpc.id,
        service="servicenetworking.googleapis.com",
        reserved_peering_ranges=[reserved.name],
        opts=opts,
    )
    apis(vpc, opts)
    waiting = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[peering]))
    return vpc, subnet, pulumi.ResourceOptions.merge(waiting, pulumi.ResourceOptions(protect=True))


def apis(vpc, opts):
    """Reach the services of Google by an address of one's own."""
    address = compute.GlobalAddress(
        "google-apis",
        purpose="PRIVATE_SERVICE_CONNECT",
        address_type="INTERNAL",
        address="10.50.0.2",
        network=vpc.id,
        opts=opts,
    )
    compute.GlobalForwardingRule(
        "google-apis",
        name="googleapis",
        target="all-apis",
        network=vpc.id,
        ip_address=address.id,
        load_balancing_scheme="",
        opts=opts,
    )
    zone = dns.ManagedZone(
        "google-apis",
        dns_name="googleapis.com.",
        visibility="private",
        private_visibility_config={"networks": [{"network_url": vpc.id}]},
        opts=opts,
    )
    dns.RecordSet(
        "google-apis",
        managed_zone=zone.name,
        name="*.googleapis.com.",
        type="A",
        ttl=300,
        rrdatas=["10.50.0.2"],
        opts=opts,
    )


def trails(key, opts, kept):
    projects.IAMAuditConfig(
        "everything",
        project=PROJECT,
        service="allServices",
        audit_log_configs=[
            {"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
        ],
        opts=opts,
    )
    bucket = storage.Bucket(
        "audit",
        location=REGION,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        versioning={"enabled": True},
        encryption={"default_kms_key_name": key.id},
        retention_policy={"retention_period": "34560000", "is_locked": True},
        lifecycle_rules=[
            {"action": {"type": "Delete"}, "condition": {"age": 800, "with_state": "ANY"}}
        ],
        opts=kept,
    )
    sink = logging.ProjectSink(
        "audit",
        destination=bucket.name.apply(lambda name: f"storage.googleapis.com/{name}"),
        filter='logName:"cloudaudit.googleapis.com"',
        unique_writer_identity=True,
        opts=opts,
    )
    storage.BucketIAMMember(
        "audit-writer",
        bucket=bucket.name,
        role="roles/storage.objectCreator",
        member=sink.writer_identity,
        opts=opts,
    )
    logging.ProjectBucketConfig(
        "shop",
        project=PROJECT,
        location=REGION,
        bucket_id="shop",
        retention_days=400,
        locked=True,
        cmek_settings={"kms_key_name": key.id},
        opts=kept,
    )


def private_bucket(name, made, **more):
    """A bucket under the customer's key, versioned and private."""
    return storage.Bucket(
        name,
        location=REGION,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        versioning={"enabled": True},
        encryption={"default_kms_key_name": made.key.id},
        soft_delete_policy={"retention_duration_seconds": 2592000},
        lifecycle_rules=[
            {
                "action": {"type": "Delete"},
                "condition": {"days_since_noncurrent_time": 90, "with_state": "ARCHIVED"},
            }
        ],
        opts=made.kept,
        **more,
    )
