"""What AWS's registries, clusters, secrets, logs, AI services and backups hold, by whose key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from landing_zone_policies.rule import Check, need
from landing_zone_policies.rules.encryption.vocabulary import each, own_key, under_key
from landing_zone_policies.wanted import given, matches, one_of, plain, satisfies, true

REPOSITORY = ("aws:ecr:Repository", "aws:ecr:RepositoryCreationTemplate")
EKS = "aws:eks:Cluster"
FEATURES = "aws:sagemaker:FeatureGroup"
ENDPOINT = "aws:sagemaker:EndpointConfiguration"


def _has_secrets(value: Any) -> bool:
    kinds = cast("list[Any]", value) if isinstance(value, list) else [value]
    return any(plain(each) == "secrets" for each in kinds)


with_secrets = satisfies("a list with secrets", _has_secrets)

takes_a_volume_key = matches(
    r"(?!ml\.(?:g4dn|g5|g6|g6e|g7e|gr6|p3dn|p4de?|p5\w*|p6\w*|trn\w*|[cmr]\d+\w*d)\.).+",
    "a machine without disks of its own",
)
"""Machines whose disks are part of them encrypt these themselves, and refuse a key.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
"""

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-09": (
        need(REPOSITORY, "encryptionConfigurations[].encryptionType", one_of("KMS", "KMS_DSSE")),
        under_key(REPOSITORY, "encryptionConfigurations[].kmsKey"),
        under_key("aws:codeartifact:Domain", "encryptionKey"),
    ),
    "ENC-10": (
        under_key(EKS, "encryptionConfig.provider.keyArn"),
        need(EKS, "encryptionConfig.resources", with_secrets),
    ),
    "ENC-11": (
        under_key("aws:secretsmanager:Secret", "kmsKeyId"),
        each("aws:secretsmanager:Secret", "replicas[]", ("kmsKeyId", own_key)),
        under_key("aws:ssm:Parameter", "keyId", when=[("type", one_of("SecureString"))]),
    ),
    "ENC-12": (
        under_key(
            ("aws:cloudwatch:LogGroup", "aws:cloudtrail:Trail", "aws:cloudtrail:EventDataStore"),
            "kmsKeyId",
        ),
    ),
    "ENC-13": (
        under_key(("aws:sagemaker:NotebookInstance", "aws:sagemaker:Domain"), "kmsKeyId"),
        under_key(
            ENDPOINT,
            "kmsKeyArn",
            when=[("productionVariants[].instanceType", takes_a_volume_key)],
        ),
        under_key(
            FEATURES,
            "offlineStoreConfig.s3StorageConfig.kmsKeyId",
            when=[("offlineStoreConfig", given)],
        ),
        under_key(
            FEATURES,
            "onlineStoreConfig.securityConfig.kmsKeyId",
            when=[("onlineStoreConfig.enableOnlineStore", true)],
        ),
        under_key("aws:sagemaker:TrainingJob", "outputDataConfig.kmsKeyId"),
        under_key("aws:sagemaker:DataQualityJobDefinition", "dataQualityJobOutputConfig.kmsKeyId"),
        under_key(
            ("aws:bedrock:AgentAgent", "aws:bedrock:AgentFlow", "aws:bedrock:AgentPrompt"),
            "customerEncryptionKeyArn",
        ),
        under_key("aws:bedrock:CustomModel", "customModelKmsKeyId"),
        under_key("aws:bedrock:EvaluationJob", "customerEncryptionKeyId"),
        under_key(("aws:bedrock:Guardrail", "aws:bedrock:AgentcoreGateway"), "kmsKeyArn"),
        under_key("aws:bedrock:AgentcoreMemory", "encryptionKeyArn"),
        under_key("aws:bedrock:AgentDataSource", "serverSideEncryptionConfiguration.kmsKeyArn"),
        under_key(
            ("aws:comprehend:DocumentClassifier", "aws:comprehend:EntityRecognizer"),
            "modelKmsKeyId",
        ),
        under_key("aws:kendra:Index", "serverSideEncryptionConfiguration.kmsKeyId"),
        under_key("aws:qbusiness:Application", "encryptionConfiguration.kmsKeyId"),
    ),
    "ENC-18": (
        under_key("aws:backup:Vault", "kmsKeyArn"),
        under_key("aws:backup:LogicallyAirGappedVault", "encryptionKeyArn"),
    ),
}
