"""Programs on Google Cloud that the rules of encryption in transit admit and deny."""

from typing import Any

from pulumi_gcp import alloydb, cloudfunctions, compute, container, memorystore, redis, sql

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import Rows, both

CASES = Cases()
HERE = "europe-west4"
SERVER: Any = {"transit_encryption_mode": "SERVER_AUTHENTICATION"}
NEW: Any = {"min_tls_version": "TLS_1_2", "profile": "MODERN"}

ROWS: Rows = (
    ("ENC-31", compute.SSLPolicy, NEW, {}),
    ("ENC-31", compute.RegionSslPolicy, NEW, {"region": HERE, "min_tls_version": "TLS_1_2"}),
    ("ENC-31", compute.TargetHttpsProxy, {"ssl_policy": "a"}, {"url_map": "a"}),
    ("ENC-31", compute.RegionTargetHttpsProxy, {"ssl_policy": "a"}, {"url_map": "a"}),
    ("ENC-31", compute.TargetSSLProxy, {"ssl_policy": "a"}, {"backend_service": "a"}),
    (
        "ENC-32",
        sql.DatabaseInstance,
        {"settings": {"tier": "a", "ip_configuration": {"ssl_mode": "ENCRYPTED_ONLY"}}},
        {"database_version": "POSTGRES_17", "settings": {"tier": "a", "ip_configuration": {}}},
    ),
    (
        "ENC-32",
        alloydb.Instance,
        {"client_connection_config": {}},
        {
            "cluster": "a",
            "instance_id": "a",
            "instance_type": "PRIMARY",
            "client_connection_config": {
                "ssl_config": {"ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED"}
            },
        },
    ),
    ("ENC-33", redis.Instance, SERVER, {"memory_size_gb": 5}),
    (
        "ENC-33",
        redis.Cluster,
        {"transit_encryption_mode": "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"},
        {"shard_count": 3},
    ),
    (
        "ENC-33",
        memorystore.Instance,
        SERVER,
        {"instance_id": "a", "location": HERE, "shard_count": 3},
    ),
    (
        "ENC-34",
        cloudfunctions.Function,
        {"https_trigger_security_level": "SECURE_ALWAYS"},
        {"runtime": "python312", "trigger_http": True},
    ),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, base)


@CASES.admits("ENC-31")
def proxy_that_only_redirects(name):
    redirect: Any = {"https_redirect": True, "strip_query": False}
    to_https = compute.URLMap(f"{name}-map", default_url_redirect=redirect)
    compute.TargetHttpProxy(name, url_map=to_https.id)


@CASES.denies("ENC-31", path="defaultUrlRedirect")
def proxy_that_serves_http(name):
    served = compute.URLMap(f"{name}-map", default_service="a")
    compute.TargetHttpProxy(name, url_map=served.id)


@CASES.denies("ENC-31", path="defaultUrlRedirect.httpsRedirect")
def proxy_that_redirects_to_http(name):
    redirect: Any = {"https_redirect": False, "strip_query": False}
    elsewhere = compute.RegionUrlMap(f"{name}-map", default_url_redirect=redirect)
    compute.RegionTargetHttpProxy(name, url_map=elsewhere.id)


@CASES.leaves_open("ENC-31")
def proxy_with_a_map_of_another_program(name):
    compute.TargetHttpProxy(name, url_map="a")


@CASES.passes_by("ENC-34")
def function_without_an_address(name):
    cloudfunctions.Function(name, runtime="python312")


def accelerated(name, **options):
    cluster = container.Cluster(name, **options)
    container.NodePool(
        f"{name}-pool",
        cluster=cluster.name,
        node_config={"guest_accelerators": [{"count": 1, "type": "nvidia-l4"}]},
    )


@CASES.admits("ENC-35")
def cluster_that_encrypts_between_nodes(name):
    wanted = "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT"
    accelerated(name, in_transit_encryption_config=wanted)


@CASES.denies("ENC-35", path="inTransitEncryptionConfig")
def cluster_that_does_not_encrypt_between_nodes(name):
    accelerated(name)


@CASES.passes_by("ENC-35")
def cluster_on_several_networks(name):
    accelerated(name, enable_multi_networking=True)


@CASES.passes_by("ENC-35")
def cluster_without_accelerators(name):
    container.Cluster(name)
