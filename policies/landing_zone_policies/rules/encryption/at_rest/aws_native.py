"""What lies on AWS as programs in the words of CloudFormation declare it, and under whose key.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, either, need
from landing_zone_policies.rules.encryption.at_rest.aws_data import CATALOG, PASSWORDS, SSE_KMS
from landing_zone_policies.rules.encryption.vocabulary import in_production, under_key
from landing_zone_policies.wanted import absent, one_of, true

BUCKET = "aws-native:s3:Bucket"
DEFAULT = "bucketEncryption.serverSideEncryptionConfiguration[].serverSideEncryptionByDefault"
VOLUME = "aws-native:ec2:Volume"
INSTANCE = "aws-native:rds:DbInstance"
OF_ITS_OWN = [
    ("sourceDbInstanceIdentifier", absent),
    ("dbClusterIdentifier", absent),
]

CLUSTERS = ("aws-native:docdb:DbCluster", "aws-native:neptune:DbCluster")
ATHENA = "aws-native:athena:WorkGroup"
GLUE = "aws-native:glue:DataCatalogEncryptionSettings"

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (
        need(BUCKET, f"{DEFAULT}.sseAlgorithm", one_of("aws:kms", "aws:kms:dsse")),
        under_key(BUCKET, f"{DEFAULT}.kmsMasterKeyId"),
    ),
    "ENC-02": (
        need(VOLUME, "encrypted", true),
        in_production(under_key(VOLUME, "kmsKeyId")),
    ),
    "ENC-04": (
        need(INSTANCE, "storageEncrypted", true, when=OF_ITS_OWN),
        under_key(INSTANCE, "kmsKeyId", when=OF_ITS_OWN),
        need("aws-native:rds:DbCluster", "storageEncrypted", true),
        under_key("aws-native:rds:DbCluster", "kmsKeyId"),
    ),
    "ENC-05": (
        need(CLUSTERS, "storageEncrypted", true),
        under_key(CLUSTERS, "kmsKeyId"),
        under_key("aws-native:docdbelastic:Cluster", "kmsKeyId"),
        under_key("aws-native:neptunegraph:Graph", "kmsKeyIdentifier"),
        under_key("aws-native:memorydb:Cluster", "kmsKeyId"),
        need("aws-native:dynamodb:Table", "sseSpecification.sseEnabled", true),
        under_key("aws-native:dynamodb:Table", "sseSpecification.kmsMasterKeyId"),
        need("aws-native:elasticache:ReplicationGroup", "atRestEncryptionEnabled", true),
        under_key("aws-native:elasticache:ReplicationGroup", "kmsKeyId"),
        need("aws-native:opensearchservice:Domain", "encryptionAtRestOptions.enabled", true),
        under_key("aws-native:opensearchservice:Domain", "encryptionAtRestOptions.kmsKeyId"),
    ),
    "ENC-06": (
        need("aws-native:efs:FileSystem", "encrypted", true),
        under_key("aws-native:efs:FileSystem", "kmsKeyId"),
    ),
    "ENC-07": (
        under_key(("aws-native:sns:Topic", "aws-native:sqs:Queue"), "kmsMasterKeyId"),
        under_key("aws-native:kinesis:Stream", "streamEncryption.keyId"),
        under_key("aws-native:msk:Cluster", "encryptionInfo.encryptionAtRest.dataVolumeKmsKeyId"),
    ),
    "ENC-08": (
        need("aws-native:redshift:Cluster", "encrypted", true),
        under_key(
            ("aws-native:redshift:Cluster", "aws-native:redshiftserverless:Namespace"), "kmsKeyId"
        ),
        either(
            under_key(
                ATHENA, "workGroupConfiguration.resultConfiguration.encryptionConfiguration.kmsKey"
            ),
            under_key(
                ATHENA,
                "workGroupConfiguration.managedQueryResultsConfiguration.encryptionConfiguration"
                ".kmsKey",
            ),
        ),
        need(GLUE, f"{CATALOG}.catalogEncryptionMode", SSE_KMS),
        under_key(GLUE, f"{CATALOG}.sseAwsKmsKeyId"),
        need(GLUE, f"{PASSWORDS}.returnConnectionPasswordEncrypted", true),
        under_key(GLUE, f"{PASSWORDS}.kmsKeyId"),
    ),
    "ENC-09": (under_key("aws-native:ecr:Repository", "encryptionConfiguration.kmsKey"),),
    "ENC-10": (under_key("aws-native:eks:Cluster", "encryptionConfig[].provider.keyArn"),),
    "ENC-11": (under_key("aws-native:secretsmanager:Secret", "kmsKeyId"),),
    "ENC-12": (under_key(("aws-native:logs:LogGroup", "aws-native:cloudtrail:Trail"), "kmsKeyId"),),
    "ENC-13": (
        under_key(
            ("aws-native:sagemaker:Domain", "aws-native:sagemaker:NotebookInstance"), "kmsKeyId"
        ),
        under_key("aws-native:bedrock:Agent", "customerEncryptionKeyArn"),
        under_key("aws-native:bedrock:Guardrail", "kmsKeyArn"),
    ),
    "ENC-18": (under_key("aws-native:backup:BackupVault", "encryptionKeyArn"),),
}
