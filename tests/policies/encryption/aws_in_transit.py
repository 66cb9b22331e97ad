"""Programs on AWS that the rules of encryption in transit admit and deny."""

import json
from typing import Any

from pulumi_aws import (
    apigateway,
    apigatewayv2,
    cloudfront,
    dax,
    docdb,
    ecs,
    efs,
    elasticache,
    elb,
    lb,
    memorydb,
    msk,
    neptune,
    opensearch,
    rds,
    redshift,
    s3,
    sagemaker,
)

from landing_zone_policies.judging import Verdict
from tests.policies.cases import Cases
from tests.policies.encryption.declaring import Rows, both, of

CASES = Cases()
ROLE = "arn:aws:iam::123456789012:role/worker"
NEW = "ELBSecurityPolicy-TLS13-1-2-2021-06"
NEW_SEARCH = "Policy-Min-TLS-1-2-PFS-2023-10"


def refusing(service, **changes):
    statement: Any = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": f"{service}:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **changes,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def parameters(**said: str) -> Any:
    return {
        "parameters": [{"name": name.replace("__", "."), "value": v} for name, v in said.items()]
    }


ROWS: Rows = (
    (
        "ENC-31",
        apigatewayv2.DomainName,
        {
            "domain_name_configuration": {
                "certificate_arn": "a",
                "endpoint_type": "REGIONAL",
                "security_policy": "TLS_1_2",
            }
        },
        {
            "domain_name": "api.acme.example",
            "domain_name_configuration": {
                "certificate_arn": "a",
                "endpoint_type": "REGIONAL",
                "security_policy": "TLS_1_0",
            },
        },
    ),
    ("ENC-34", apigateway.DomainName, {"security_policy": "TLS_1_2"}, {"domain_name": "a.example"}),
    ("ENC-32", rds.ParameterGroup, parameters(rds__force_ssl="1"), {"family": "postgres14"}),
    (
        "ENC-32",
        rds.ClusterParameterGroup,
        parameters(require_secure_transport="ON"),
        {"family": "aurora-mysql8.0"},
    ),
    ("ENC-32", redshift.ParameterGroup, parameters(require_ssl="true"), {"family": "redshift-1.0"}),
    (
        "ENC-32",
        docdb.ClusterParameterGroup,
        parameters(tls="enabled"),
        {"family": "docdb5.0", **parameters(tls="disabled")},
    ),
    (
        "ENC-32",
        neptune.ClusterParameterGroup,
        parameters(neptune_enforce_ssl="1"),
        {"family": "neptune1.3", **parameters(neptune_enforce_ssl="0")},
    ),
    (
        "ENC-33",
        elasticache.ReplicationGroup,
        {"transit_encryption_enabled": True},
        {"description": "sessions"},
    ),
    (
        "ENC-33",
        elasticache.Cluster,
        {"transit_encryption_enabled": True},
        {"engine": "memcached", "node_type": "cache.m7g.large", "num_cache_nodes": 1},
    ),
    (
        "ENC-33",
        memorydb.Cluster,
        {"tls_enabled": True},
        {"acl_name": "open", "node_type": "db.r7g.large", "tls_enabled": False},
    ),
    (
        "ENC-33",
        dax.Cluster,
        {"cluster_endpoint_encryption_type": "TLS"},
        {
            "cluster_name": "a",
            "iam_role_arn": ROLE,
            "node_type": "dax.r5.large",
            "replication_factor": 3,
        },
    ),
    (
        "ENC-33",
        msk.Cluster,
        {"encryption_info": {"encryption_in_transit": {"client_broker": "TLS"}}},
        {
            "encryption_info": {"encryption_in_transit": {"client_broker": "TLS_PLAINTEXT"}},
            "kafka_version": "3.9.x",
            "number_of_broker_nodes": 3,
            "broker_node_group_info": {
                "client_subnets": ["a"],
                "instance_type": "kafka.m7g.large",
                "security_groups": ["b"],
            },
        },
    ),
    (
        "ENC-33",
        opensearch.Domain,
        {
            "node_to_node_encryption": {"enabled": True},
            "domain_endpoint_options": {"enforce_https": True, "tls_security_policy": NEW_SEARCH},
        },
        {"node_to_node_encryption": {"enabled": True}},
    ),
    (
        "ENC-35",
        sagemaker.DataQualityJobDefinition,
        {"network_config": {"enable_inter_container_traffic_encryption": True}},
        {
            "data_quality_app_specification": {"image_uri": "a"},
            "data_quality_job_input": {},
            "data_quality_job_output_config": {
                "monitoring_outputs": {"s3_output": {"s3_uri": "s3://a"}}
            },
            "job_resources": {
                "cluster_config": {
                    "instance_count": 2,
                    "instance_type": "ml.m5.large",
                    "volume_size_in_gb": 20,
                }
            },
            "role_arn": ROLE,
        },
    ),
    (
        "ENC-36",
        ecs.TaskDefinition,
        {
            "volumes": [
                {
                    "name": "data",
                    "efs_volume_configuration": {
                        "file_system_id": "fs-1",
                        "transit_encryption": "ENABLED",
                    },
                }
            ]
        },
        {
            "container_definitions": "[]",
            "family": "train",
            "volumes": [
                {"name": "data", "efs_volume_configuration": {"file_system_id": "fs-1"}},
                {"name": "local"},
            ],
        },
    ),
    (
        "ENC-36",
        efs.FileSystemPolicy,
        {"policy": refusing("elasticfilesystem")},
        {"file_system_id": "fs-1", "policy": refusing("elasticfilesystem", Effect="Allow")},
    ),
    (
        "ENC-33",
        of("aws-native:elasticache:ReplicationGroup"),
        {"transitEncryptionEnabled": True},
        {},
    ),
    (
        "ENC-31",
        of("aws-native:elasticloadbalancingv2:Listener"),
        {"sslPolicy": NEW},
        {"protocol": "HTTPS"},
    ),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, base)


def policed(name, policy):
    bucket = s3.Bucket(name)
    s3.BucketPolicy(f"{name}-policy", bucket=bucket.id, policy=policy)


@CASES.admits("ENC-30")
def bucket_that_refuses_plain_requests(name):
    policed(name, refusing("s3"))


@CASES.admits("ENC-30", preview=Verdict.UNDETERMINED)
def bucket_whose_policy_names_it(name):
    bucket = s3.Bucket(name)
    policy = bucket.arn.apply(lambda arn: refusing("s3", Resource=[arn, f"{arn}/*"]))
    s3.BucketPolicy(f"{name}-policy", bucket=bucket.id, policy=policy)


@CASES.admits("ENC-30")
def bucket_with_its_policy_inside(name):
    s3.Bucket(name, policy=refusing("s3", Condition={"Bool": {"AWS:SecureTransport": False}}))


@CASES.denies("ENC-30", path="policy")
def bucket_without_a_policy(name):
    s3.Bucket(name)


@CASES.denies("ENC-30", path="policy")
def bucket_that_refuses_uploads_alone(name):
    policed(name, refusing("s3", Action="s3:PutObject"))


@CASES.denies("ENC-30", path="policy")
def bucket_that_refuses_some_plain_requests(name):
    both_of: Any = {
        "Bool": {"aws:SecureTransport": "false"},
        "IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
    }
    policed(name, refusing("s3", Condition=both_of))


@CASES.denies("ENC-30")
def native_bucket_without_a_policy(name):
    of("aws-native:s3:Bucket")(name)


@CASES.admits("ENC-30")
def native_bucket_that_refuses_plain_requests(name):
    bucket = of("aws-native:s3:Bucket")(name)
    said = json.loads(refusing("s3"))
    of("aws-native:s3:BucketPolicy")(f"{name}-policy", bucket=bucket.id, policyDocument=said)


def listener(name, protocol, action=None, **options):
    forward: Any = {"type": "forward", "target_group_arn": "a"}
    lb.Listener(
        name,
        load_balancer_arn="a",
        protocol=protocol,
        default_actions=[action or forward],
        **options,
    )


@CASES.admits("ENC-31")
def listener_with_a_new_policy(name):
    listener(name, "HTTPS", ssl_policy=NEW)


@CASES.admits("ENC-31")
def listener_under_its_older_name(name):
    of("aws:elasticloadbalancingv2/listener:Listener")(name, protocol="TLS", sslPolicy=NEW)


@CASES.denies("ENC-31", path="sslPolicy")
def listener_with_an_old_policy(name):
    listener(name, "HTTPS", ssl_policy="ELBSecurityPolicy-2016-08")


@CASES.denies("ENC-31", path="sslPolicy")
def listener_with_the_default_policy(name):
    listener(name, "https")


@CASES.denies("ENC-31", path="sslPolicy")
def listener_with_a_policy_of_tls_1_0(name):
    listener(name, "HTTPS", ssl_policy="ELBSecurityPolicy-TLS13-1-0-2021-06")


@CASES.denies("ENC-31", path="protocol")
def listener_for_http(name):
    listener(name, "HTTP")


@CASES.denies("ENC-31", path="protocol")
def listener_without_a_protocol(name):
    listener(name, None)


@CASES.passes_by("ENC-31")
def listener_for_http_that_redirects(name):
    redirect: Any = {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}
    listener(name, "HTTP", {"type": "redirect", "redirect": redirect})


@CASES.denies("ENC-31", path="protocol")
def listener_for_http_that_redirects_to_http(name):
    redirect: Any = {"port": "8080", "status_code": "HTTP_301"}
    listener(name, "HTTP", {"type": "redirect", "redirect": redirect})


@CASES.passes_by("ENC-31")
def listener_for_tcp(name):
    listener(name, "TCP")


@CASES.denies("ENC-31", path="listeners[0].lbProtocol")
def classic_balancer_for_http(name):
    http: Any = {
        "instance_port": 80,
        "instance_protocol": "http",
        "lb_port": 80,
        "lb_protocol": "http",
    }
    elb.LoadBalancer(name, listeners=[http])


def distribution(name, policy, oldest):
    cloudfront.Distribution(
        name,
        enabled=True,
        origins=[{"domain_name": "a.example", "origin_id": "a"}],
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        default_cache_behavior={
            "allowed_methods": ["GET"],
            "cached_methods": ["GET"],
            "target_origin_id": "a",
            "viewer_protocol_policy": policy,
        },
        viewer_certificate={"minimum_protocol_version": oldest},
    )


@CASES.admits("ENC-31")
def distribution_with_tls_alone(name):
    distribution(name, "redirect-to-https", "TLSv1.2_2021")


@CASES.denies("ENC-31", path="defaultCacheBehavior.viewerProtocolPolicy")
def distribution_that_serves_http(name):
    distribution(name, "allow-all", "TLSv1.2_2021")


@CASES.denies("ENC-31", path="viewerCertificate.minimumProtocolVersion")
def distribution_with_tls_1_0_of_2016(name):
    distribution(name, "https-only", "TLSv1_2016")


@CASES.admits("ENC-32")
def parameters_of_an_engine_that_asks_by_default(name):
    rds.ParameterGroup(name, family="postgres16", parameters=[])


@CASES.denies("ENC-32")
def parameters_that_turn_the_default_off(name):
    rds.ParameterGroup(name, family="postgres16", **parameters(rds__force_ssl="0"))


@CASES.passes_by("ENC-32")
def parameters_of_one_database_in_a_cluster(name):
    rds.ParameterGroup(name, family="aurora-postgresql16")


@CASES.passes_by("ENC-32")
def parameters_of_another_engine(name):
    rds.ParameterGroup(name, family="oracle-ee-19")


@CASES.denies("ENC-33", path="transitEncryptionMode")
def cache_that_prefers_tls(name):
    elasticache.ReplicationGroup(
        name,
        description="sessions",
        transit_encryption_enabled=True,
        transit_encryption_mode="preferred",
    )


def training(name, count, **encryption):
    sagemaker.TrainingJob(
        name,
        role_arn=ROLE,
        training_job_name="train",
        algorithm_specification={"training_image": "a", "training_input_mode": "File"},
        output_data_config={"s3_output_path": "s3://a"},
        resource_config={"instance_count": count, "instance_type": "ml.p5.48xlarge"},
        stopping_condition={"max_runtime_in_seconds": 3600},
        **encryption,
    )


@CASES.admits("ENC-35")
def training_on_two_machines_in_cipher(name):
    training(name, 2, enable_inter_container_traffic_encryption=True)


@CASES.denies("ENC-35")
def training_on_two_machines_in_clear(name):
    training(name, 2)


@CASES.passes_by("ENC-35")
def training_on_one_machine(name):
    training(name, 1)


@CASES.passes_by("ENC-36")
def task_without_shares(name):
    ecs.TaskDefinition(name, family="train", container_definitions="[]")
