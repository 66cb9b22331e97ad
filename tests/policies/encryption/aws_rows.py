"""Programs on AWS with one property that the rules of encryption deny."""

import json
from typing import Any

from pulumi_aws import (
    cloudfront,
    comprehend,
    ebs,
    ec2,
    kms,
    msk,
    opensearch,
    s3,
    secretsmanager,
)

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
HERE = "arn:aws:kms:eu-central-1:123456789012:key/1a2b"
ABROAD = "arn:aws:kms:us-east-1:123456789012:key/1a2b"
ROOT = "arn:aws:iam::123456789012:root"


def policy(principal: Any) -> str:
    said = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [said]})


OPEN = policy("*")
COPY = {"primary_key_arn": HERE, "policy": policy({"AWS": ROOT})}
IMPORTED = {"policy": policy({"AWS": ROOT})}
NATIVE_KEY = {"enableKeyRotation": True, "rotationPeriodInDays": 180}
SECRET = {
    "kms_key_id": HERE,
    "replicas": [{"region": "eu-west-1", "kms_key_id": "arn:aws:kms:eu-west-1:1:key/1"}],
}
BY_DEFAULT = "apply_server_side_encryption_by_default"
LAKE = {
    "bucket": "lake",
    "rules": [{BY_DEFAULT: {"sse_algorithm": "aws:kms", "kms_master_key_id": HERE}}],
}
MACHINE = {
    "ami": "ami-1",
    "root_block_device": {"encrypted": True, "kms_key_id": HERE},
    "ebs_block_devices": [{"device_name": "/dev/sdb", "encrypted": True, "kms_key_id": HERE}],
}
TEMPLATE = {
    "block_device_mappings": [
        {"device_name": "/dev/xvda", "ebs": {"encrypted": "true", "kms_key_id": HERE}}
    ]
}
CLASSIFIER = {
    "data_access_role_arn": "arn:aws:iam::123456789012:role/a",
    "input_data_config": {"s3_uri": "s3://a"},
    "language_code": "en",
    "model_kms_key_id": HERE,
}
COOKIES: Any = {"forwarded_values": {"query_string": False, "cookies": {"forward": "none"}}}
BEHAVIOR = {
    "allowed_methods": ["GET", "HEAD"],
    "cached_methods": ["GET", "HEAD"],
    "target_origin_id": "site",
    "viewer_protocol_policy": "https-only",
    **COOKIES,
}
SITE = {
    "enabled": True,
    "origins": [{"domain_name": "site.acme.example", "origin_id": "site"}],
    "default_cache_behavior": BEHAVIOR,
    "ordered_cache_behaviors": [{**BEHAVIOR, "path_pattern": "/img/*"}],
    "restrictions": {"geo_restriction": {"restriction_type": "none"}},
    "viewer_certificate": {
        "acm_certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/a",
        "minimum_protocol_version": "TLSv1.2_2021",
    },
}
BROKERS = {
    "encryption_info": {"encryption_in_transit": {"client_broker": "TLS", "in_cluster": True}},
    "kafka_version": "3.9.x",
    "number_of_broker_nodes": 3,
    "broker_node_group_info": {
        "client_subnets": ["a"],
        "instance_type": "kafka.m7g.large",
        "security_groups": ["b"],
    },
}
SEARCH = {
    "node_to_node_encryption": {"enabled": True},
    "domain_endpoint_options": {
        "enforce_https": True,
        "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
    },
}

weakened(
    CASES,
    (
        ("ENC-03", ebs.EncryptionByDefault, {"enabled": True}, "enabled", False),
        ("ENC-11", secretsmanager.Secret, SECRET, "replicas[0].kms_key_id", LEFT_OUT),
        ("ENC-14", of("aws-native:kms:Key"), NATIVE_KEY, "rotationPeriodInDays", 730),
        ("ENC-15", kms.ReplicaKey, COPY, "policy", OPEN),
        ("ENC-15", kms.ExternalKey, IMPORTED, "policy", OPEN),
        ("ENC-15", kms.ReplicaExternalKey, COPY, "policy", OPEN),
        ("ENC-15", of("aws-native:kms:Key"), NATIVE_KEY, "bypassPolicyLockoutSafetyCheck", True),
        (
            "ENC-17",
            s3.BucketServerSideEncryptionConfiguration,
            LAKE,
            f"rules[0].{BY_DEFAULT}.kms_master_key_id",
            ABROAD,
        ),
        ("ENC-17", ebs.DefaultKmsKey, {"key_arn": HERE}, "key_arn", ABROAD),
        ("ENC-17", ec2.Instance, MACHINE, "root_block_device.kms_key_id", ABROAD),
        ("ENC-17", ec2.Instance, MACHINE, "ebs_block_devices[0].kms_key_id", ABROAD),
        ("ENC-17", ec2.LaunchTemplate, TEMPLATE, "block_device_mappings[0].ebs.kms_key_id", ABROAD),
        ("ENC-17", comprehend.DocumentClassifier, CLASSIFIER, "model_kms_key_id", ABROAD),
        (
            "ENC-31",
            cloudfront.Distribution,
            SITE,
            "ordered_cache_behaviors[0].viewer_protocol_policy",
            "allow-all",
        ),
        (
            "ENC-33",
            msk.Cluster,
            BROKERS,
            "encryption_info.encryption_in_transit.in_cluster",
            False,
        ),
        ("ENC-33", opensearch.Domain, SEARCH, "node_to_node_encryption.enabled", False),
    ),
)
