"""What AWS's databases, streams and warehouses hold, and under whose key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, need
from landing_zone_policies.rules.encryption.vocabulary import each, own_key, under_key
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import absent, given, one_of, plain, true

INSTANCE = "aws:rds:Instance"
CLUSTER = "aws:rds:Cluster"
GLOBAL = "aws:rds:GlobalCluster"
OF_ITS_OWN = [("replicateSourceDb", absent)]
"""A replica is encrypted as its source is.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
"""

CLUSTERS = (CLUSTER, "aws:docdb:Cluster", "aws:neptune:Cluster")
POLICY = "aws:opensearch:ServerlessSecurityPolicy"
FIREHOSE = "aws:kinesis:FirehoseDeliveryStream"
DIRECT = [("kinesisSourceConfiguration", absent), ("mskSourceConfiguration", absent)]
"""What reads from another stream cannot be encrypted itself: that stream is.

Source: https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
"""
ATHENA = "aws:athena:Workgroup"
GLUE = "aws:glue:DataCatalogEncryptionSettings"
CATALOG = "dataCatalogEncryptionSettings.encryptionAtRest"
PASSWORDS = "dataCatalogEncryptionSettings.connectionPasswordEncryption"
JOBS = "aws:glue:SecurityConfiguration"
SSE_KMS = one_of("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE")


@check(POLICY, reads=("type", "policy"))
def collections_have_a_key(policy: Resource, world: World) -> Iterator[Outcome]:
    """A collection without servers has the key that a policy of the account gives to its name."""
    if plain(policy.get("type")) != "encryption":
        yield NotApplicable(f"type is {policy.first('type')}")
        return
    text = policy.get("policy")
    if text is UNKNOWN:
        yield Undetermined("policy", "policy is known after deployment")
        return
    said = _parsed(text)
    if said.get("AWSOwnedKey") is True or not own_key.test(said.get("KmsARN"), world.settings):
        yield Fail("policy", "the policy names no key of your own in KmsARN")
    else:
        yield Pass("policy")


def _parsed(text: Any) -> dict[str, Any]:
    try:
        said = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-04": (
        need(INSTANCE, "storageEncrypted", true, when=OF_ITS_OWN),
        under_key(INSTANCE, "kmsKeyId", when=OF_ITS_OWN),
        need(CLUSTER, "storageEncrypted", true),
        under_key(CLUSTER, "kmsKeyId"),
        either(
            need(GLOBAL, "storageEncrypted", true), need(GLOBAL, "sourceDbClusterIdentifier", given)
        ),
        under_key("aws:dsql:Cluster", "kmsEncryptionKey"),
    ),
    "ENC-05": (
        need(("aws:docdb:Cluster", "aws:neptune:Cluster"), "storageEncrypted", true),
        under_key(("aws:docdb:Cluster", "aws:docdb:ElasticCluster"), "kmsKeyId"),
        under_key("aws:neptune:Cluster", "kmsKeyArn"),
        under_key("aws:neptunegraph:Graph", "kmsKeyIdentifier"),
        need("aws:dynamodb:Table", "serverSideEncryption.enabled", true),
        under_key("aws:dynamodb:Table", "serverSideEncryption.kmsKeyArn"),
        each("aws:dynamodb:Table", "replicas[]", ("kmsKeyArn", own_key)),
        under_key("aws:dynamodb:TableReplica", "kmsKeyArn"),
        need("aws:dax:Cluster", "serverSideEncryption.enabled", true),
        need("aws:elasticache:ReplicationGroup", "atRestEncryptionEnabled", true),
        under_key(
            (
                "aws:elasticache:ReplicationGroup",
                "aws:elasticache:ServerlessCache",
                "aws:timestreamwrite:Database",
            ),
            "kmsKeyId",
        ),
        under_key("aws:memorydb:Cluster", "kmsKeyArn"),
        under_key("aws:keyspaces:Table", "encryptionSpecification.kmsKeyIdentifier"),
        need(("aws:opensearch:Domain", "aws:elasticsearch:Domain"), "encryptAtRest.enabled", true),
        under_key(("aws:opensearch:Domain", "aws:elasticsearch:Domain"), "encryptAtRest.kmsKeyId"),
        collections_have_a_key,
    ),
    "ENC-07": (
        under_key(("aws:sns:Topic", "aws:sqs:Queue"), "kmsMasterKeyId"),
        need("aws:kinesis:Stream", "encryptionType", one_of("KMS")),
        under_key(("aws:kinesis:Stream", "aws:kinesis:VideoStream"), "kmsKeyId"),
        need(FIREHOSE, "serverSideEncryption.enabled", true, when=DIRECT),
        under_key(FIREHOSE, "serverSideEncryption.keyArn", when=DIRECT),
        under_key("aws:msk:Cluster", "encryptionInfo.encryptionAtRestKmsKeyArn"),
        under_key("aws:mq:Broker", "encryptionOptions.kmsKeyId"),
    ),
    "ENC-08": (
        need("aws:redshift:Cluster", "encrypted", true),
        under_key(("aws:redshift:Cluster", "aws:redshiftserverless:Namespace"), "kmsKeyId"),
        either(
            under_key(
                ATHENA, "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn"
            ),
            under_key(
                ATHENA,
                "configuration.managedQueryResultsConfiguration.encryptionConfiguration.kmsKey",
            ),
        ),
        need(GLUE, f"{CATALOG}.catalogEncryptionMode", SSE_KMS),
        under_key(GLUE, f"{CATALOG}.sseAwsKmsKeyId"),
        need(GLUE, f"{PASSWORDS}.returnConnectionPasswordEncrypted", true),
        under_key(GLUE, f"{PASSWORDS}.awsKmsKeyId"),
        need(("aws:emr:Cluster", "aws:glue:Job"), "securityConfiguration", given),
        under_key("aws:mwaa:Environment", "kmsKey"),
        need(JOBS, "encryptionConfiguration.s3Encryption.s3EncryptionMode", SSE_KMS),
        under_key(JOBS, "encryptionConfiguration.s3Encryption.kmsKeyArn"),
    ),
}
