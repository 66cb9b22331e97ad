"""Programs on AWS that the rules of encryption at rest admit and deny."""

import json
from typing import Any

from pulumi_aws import (
    athena,
    backup,
    bedrock,
    cloudtrail,
    cloudwatch,
    codeartifact,
    comprehend,
    dax,
    docdb,
    dsql,
    dynamodb,
    ebs,
    ec2,
    ecr,
    efs,
    eks,
    elasticache,
    emr,
    fsx,
    glue,
    kendra,
    keyspaces,
    kinesis,
    kms,
    memorydb,
    mq,
    msk,
    mwaa,
    neptune,
    neptunegraph,
    opensearch,
    qbusiness,
    rds,
    redshift,
    redshiftserverless,
    s3,
    s3tables,
    sagemaker,
    secretsmanager,
    sns,
    sqs,
    ssm,
    timestreamwrite,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import STRICT, Cases
from tests.policies.encryption.declaring import Rows, TokenRows, both, of

CASES = Cases()
ARN = "arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
ROLE = "arn:aws:iam::123456789012:role/worker"
DEV = Settings(profile="dev")
WHOLE = Settings(profile="regulated", whole_account=True)
KEY: Any = {"kms_key_id": ARN}
KEY_ARN: Any = {"kms_key_arn": ARN}
ENCRYPTED: Any = {"storage_encrypted": True, **KEY}

ROWS: Rows = (
    (
        "ENC-01",
        s3tables.TableBucket,
        {"encryption_configuration": {"sse_algorithm": "aws:kms", "kms_key_arn": ARN}},
        {"encryption_configuration": {"sse_algorithm": "aws:kms"}},
    ),
    (
        "ENC-01",
        s3.VectorsVectorBucket,
        {"encryption_configurations": [{"sse_type": "aws:kms", "kms_key_arn": ARN}]},
        {
            "vector_bucket_name": "vectors",
            "encryption_configurations": [{"sse_type": "aws:kms"}],
        },
    ),
    ("ENC-02", ebs.Volume, {"encrypted": True, **KEY}, {"availability_zone": "eu-central-1a"}),
    (
        "ENC-02",
        ebs.SnapshotCopy,
        {"encrypted": True, **KEY},
        {"source_region": "eu-central-1", "source_snapshot_id": "snap-1"},
    ),
    (
        "ENC-02",
        ec2.AmiCopy,
        {"encrypted": True, **KEY},
        {"source_ami_id": "ami-1", "source_ami_region": "eu-central-1"},
    ),
    ("ENC-04", rds.Instance, ENCRYPTED, {"instance_class": "db.m7g.large"}),
    ("ENC-04", rds.Cluster, ENCRYPTED, {"engine": "aurora-postgresql"}),
    (
        "ENC-04",
        rds.GlobalCluster,
        {"storage_encrypted": True},
        {"global_cluster_identifier": "world"},
    ),
    ("ENC-04", dsql.Cluster, {"kms_encryption_key": ARN}, {}),
    ("ENC-05", docdb.Cluster, ENCRYPTED, {}),
    (
        "ENC-05",
        docdb.ElasticCluster,
        KEY,
        {
            "admin_user_name": "root",
            "admin_user_password": "x",
            "auth_type": "PLAIN_TEXT",
            "shard_capacity": 2,
            "shard_count": 1,
        },
    ),
    ("ENC-05", neptune.Cluster, {"storage_encrypted": True, **KEY_ARN}, {}),
    ("ENC-05", neptunegraph.Graph, {"kms_key_identifier": ARN}, {"provisioned_memory": 16}),
    (
        "ENC-05",
        dynamodb.Table,
        {"server_side_encryption": {"enabled": True, "kms_key_arn": ARN}},
        {"attributes": [{"name": "id", "type": "S"}], "hash_key": "id"},
    ),
    ("ENC-05", dynamodb.TableReplica, KEY_ARN, {"global_table_arn": "arn:aws:dynamodb:::table/a"}),
    (
        "ENC-05",
        dax.Cluster,
        {"server_side_encryption": {"enabled": True}},
        {
            "cluster_name": "a",
            "iam_role_arn": ROLE,
            "node_type": "dax.r5.large",
            "replication_factor": 3,
        },
    ),
    (
        "ENC-05",
        elasticache.ReplicationGroup,
        {"at_rest_encryption_enabled": True, **KEY},
        {"description": "sessions"},
    ),
    ("ENC-05", elasticache.ServerlessCache, KEY, {"engine": "valkey"}),
    ("ENC-05", timestreamwrite.Database, KEY, {"database_name": "metrics"}),
    ("ENC-05", memorydb.Cluster, KEY_ARN, {"acl_name": "open", "node_type": "db.r7g.large"}),
    (
        "ENC-05",
        keyspaces.Table,
        {
            "encryption_specification": {
                "type": "CUSTOMER_MANAGED_KMS_KEY",
                "kms_key_identifier": ARN,
            }
        },
        {
            "encryption_specification": {"type": "CUSTOMER_MANAGED_KMS_KEY"},
            "keyspace_name": "a",
            "table_name": "b",
            "schema_definition": {
                "columns": [{"name": "id", "type": "ascii"}],
                "partition_keys": [{"name": "id"}],
            },
        },
    ),
    ("ENC-05", opensearch.Domain, {"encrypt_at_rest": {"enabled": True, **KEY}}, {}),
    (
        "ENC-05",
        opensearch.ServerlessSecurityPolicy,
        {"policy": json.dumps({"Rules": [], "AWSOwnedKey": False, "KmsARN": ARN})},
        {"type": "encryption", "policy": json.dumps({"Rules": [], "AWSOwnedKey": True})},
    ),
    ("ENC-06", efs.FileSystem, {"encrypted": True, **KEY}, {}),
    (
        "ENC-06",
        fsx.LustreFileSystem,
        KEY,
        {"subnet_ids": "subnet-1", "deployment_type": "PERSISTENT_2"},
    ),
    (
        "ENC-06",
        fsx.OpenZfsFileSystem,
        KEY,
        {"deployment_type": "SINGLE_AZ_2", "subnet_ids": "subnet-1", "throughput_capacity": 160},
    ),
    (
        "ENC-06",
        fsx.OntapFileSystem,
        KEY,
        {
            "storage_capacity": 1024,
            "deployment_type": "MULTI_AZ_2",
            "subnet_ids": ["subnet-1"],
            "preferred_subnet_id": "a",
        },
    ),
    ("ENC-06", fsx.WindowsFileSystem, KEY, {"subnet_ids": ["subnet-1"], "throughput_capacity": 32}),
    ("ENC-07", sns.Topic, {"kms_master_key_id": ARN}, {}),
    ("ENC-07", sqs.Queue, {"kms_master_key_id": ARN}, {"sqs_managed_sse_enabled": True}),
    ("ENC-07", kinesis.Stream, {"encryption_type": "KMS", **KEY}, {}),
    ("ENC-07", kinesis.VideoStream, KEY, {}),
    (
        "ENC-07",
        kinesis.FirehoseDeliveryStream,
        {
            "server_side_encryption": {
                "enabled": True,
                "key_type": "CUSTOMER_MANAGED_CMK",
                "key_arn": ARN,
            }
        },
        {
            "destination": "extended_s3",
            "server_side_encryption": {"key_type": "CUSTOMER_MANAGED_CMK"},
        },
    ),
    (
        "ENC-07",
        msk.Cluster,
        {"encryption_info": {"encryption_at_rest_kms_key_arn": ARN}},
        {
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
        "ENC-07",
        mq.Broker,
        {"encryption_options": {"use_aws_owned_key": False, **KEY}},
        {
            "broker_name": "jobs",
            "encryption_options": {"use_aws_owned_key": False},
            "engine_type": "RabbitMQ",
            "engine_version": "3.13",
            "host_instance_type": "mq.m5.large",
        },
    ),
    (
        "ENC-08",
        redshift.Cluster,
        {"encrypted": True, **KEY},
        {"cluster_identifier": "warehouse", "node_type": "ra3.xlplus"},
    ),
    ("ENC-08", redshiftserverless.Namespace, KEY, {"namespace_name": "warehouse"}),
    (
        "ENC-08",
        athena.Workgroup,
        {
            "configuration": {
                "result_configuration": {
                    "encryption_configuration": {"encryption_option": "SSE_KMS", **KEY_ARN}
                }
            }
        },
        {
            "configuration": {
                "result_configuration": {
                    "encryption_configuration": {"encryption_option": "SSE_KMS"}
                }
            }
        },
    ),
    (
        "ENC-08",
        glue.DataCatalogEncryptionSettings,
        {
            "data_catalog_encryption_settings": {
                "encryption_at_rest": {
                    "catalog_encryption_mode": "SSE-KMS",
                    "sse_aws_kms_key_id": ARN,
                },
                "connection_password_encryption": {
                    "return_connection_password_encrypted": True,
                    "aws_kms_key_id": ARN,
                },
            }
        },
        {
            "data_catalog_encryption_settings": {
                "encryption_at_rest": {"catalog_encryption_mode": "DISABLED"},
                "connection_password_encryption": {"return_connection_password_encrypted": False},
            }
        },
    ),
    (
        "ENC-08",
        glue.SecurityConfiguration,
        {
            "encryption_configuration": {
                "cloudwatch_encryption": {},
                "job_bookmarks_encryption": {},
                "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": ARN},
            }
        },
        {
            "encryption_configuration": {
                "cloudwatch_encryption": {},
                "job_bookmarks_encryption": {},
                "s3_encryption": {"s3_encryption_mode": "SSE-S3"},
            }
        },
    ),
    (
        "ENC-09",
        ecr.Repository,
        {"encryption_configurations": [{"encryption_type": "KMS", "kms_key": ARN}]},
        {},
    ),
    (
        "ENC-09",
        ecr.RepositoryCreationTemplate,
        {"encryption_configurations": [{"encryption_type": "KMS", "kms_key": ARN}]},
        {"applied_fors": ["PULL_THROUGH_CACHE"], "prefix": "docker"},
    ),
    ("ENC-09", codeartifact.Domain, {"encryption_key": ARN}, {"domain": "packages"}),
    (
        "ENC-10",
        eks.Cluster,
        {"encryption_config": {"provider": {"key_arn": ARN}, "resources": ["secrets"]}},
        {
            "encryption_config": {"resources": ["secrets"]},
            "role_arn": ROLE,
            "vpc_config": {"subnet_ids": ["a", "b"]},
        },
    ),
    ("ENC-11", secretsmanager.Secret, KEY, {}),
    ("ENC-11", ssm.Parameter, {"key_id": ARN}, {"type": "SecureString", "value": "x"}),
    ("ENC-12", cloudwatch.LogGroup, KEY, {}),
    ("ENC-12", cloudtrail.Trail, KEY, {"s3_bucket_name": "trail"}),
    ("ENC-12", cloudtrail.EventDataStore, KEY, {}),
    (
        "ENC-13",
        sagemaker.NotebookInstance,
        KEY,
        {"instance_type": "ml.t3.medium", "role_arn": ROLE},
    ),
    (
        "ENC-13",
        sagemaker.Domain,
        KEY,
        {
            "auth_mode": "IAM",
            "default_user_settings": {"execution_role": ROLE},
            "domain_name": "studio",
            "subnet_ids": ["a"],
            "vpc_id": "vpc-1",
        },
    ),
    (
        "ENC-13",
        sagemaker.EndpointConfiguration,
        KEY_ARN,
        {"production_variants": [{"instance_type": "ml.m6i.large", "model_name": "m"}]},
    ),
    (
        "ENC-13",
        sagemaker.FeatureGroup,
        {
            "offline_store_config": {"s3_storage_config": {"s3_uri": "s3://a", **KEY}},
            "online_store_config": {"enable_online_store": True, "security_config": KEY},
        },
        {
            "event_time_feature_name": "t",
            "feature_definitions": [{"feature_name": "t", "feature_type": "String"}],
            "feature_group_name": "f",
            "record_identifier_feature_name": "t",
            "role_arn": ROLE,
            "offline_store_config": {"s3_storage_config": {"s3_uri": "s3://a"}},
            "online_store_config": {"enable_online_store": True},
        },
    ),
    (
        "ENC-13",
        bedrock.AgentAgent,
        {"customer_encryption_key_arn": ARN},
        {"agent_name": "a", "agent_resource_role_arn": ROLE, "foundation_model": "m"},
    ),
    (
        "ENC-13",
        bedrock.CustomModel,
        {"custom_model_kms_key_id": ARN},
        {
            "base_model_identifier": "b",
            "custom_model_name": "c",
            "hyperparameters": {},
            "job_name": "j",
            "output_data_config": {"s3_uri": "s3://a"},
            "role_arn": ROLE,
            "training_data_config": {"s3_uri": "s3://a"},
        },
    ),
    (
        "ENC-13",
        bedrock.Guardrail,
        KEY_ARN,
        {"blocked_input_messaging": "no", "blocked_outputs_messaging": "no"},
    ),
    (
        "ENC-13",
        kendra.Index,
        {"server_side_encryption_configuration": KEY},
        {"role_arn": ROLE},
    ),
    (
        "ENC-13",
        qbusiness.Application,
        {"encryption_configuration": KEY},
        {
            "attachments_configuration": {"attachments_control_mode": "DISABLED"},
            "display_name": "q",
            "iam_service_role_arn": ROLE,
            "identity_center_instance_arn": "arn:aws:sso:::instance/a",
        },
    ),
    ("ENC-18", backup.Vault, KEY_ARN, {}),
    (
        "ENC-18",
        backup.LogicallyAirGappedVault,
        {"encryption_key_arn": ARN},
        {"min_retention_days": 7, "max_retention_days": 30},
    ),
    (
        "ENC-01",
        of("aws-native:s3:Bucket"),
        {
            "bucketEncryption": {
                "serverSideEncryptionConfiguration": [
                    {
                        "serverSideEncryptionByDefault": {
                            "sseAlgorithm": "aws:kms",
                            "kmsMasterKeyId": ARN,
                        }
                    }
                ]
            }
        },
        {},
    ),
    ("ENC-02", of("aws-native:ec2:Volume"), {"encrypted": True, "kmsKeyId": ARN}, {}),
    ("ENC-04", of("aws-native:rds:DbInstance"), {"storageEncrypted": True, "kmsKeyId": ARN}, {}),
    (
        "ENC-05",
        of("aws-native:dynamodb:Table"),
        {"sseSpecification": {"sseEnabled": True, "kmsMasterKeyId": ARN}},
        {},
    ),
    ("ENC-06", of("aws-native:efs:FileSystem"), {"encrypted": True, "kmsKeyId": ARN}, {}),
    ("ENC-07", of("aws-native:sqs:Queue"), {"kmsMasterKeyId": ARN}, {}),
    ("ENC-08", of("aws-native:redshift:Cluster"), {"encrypted": True, "kmsKeyId": ARN}, {}),
    (
        "ENC-09",
        of("aws-native:ecr:Repository"),
        {"encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": ARN}},
        {"encryptionConfiguration": {"encryptionType": "KMS"}},
    ),
    (
        "ENC-10",
        of("aws-native:eks:Cluster"),
        {"encryptionConfig": [{"provider": {"keyArn": ARN}, "resources": ["secrets"]}]},
        {"encryptionConfig": [{"resources": ["secrets"]}]},
    ),
    ("ENC-11", of("aws-native:secretsmanager:Secret"), {"kmsKeyId": ARN}, {}),
    ("ENC-12", of("aws-native:logs:LogGroup"), {"kmsKeyId": ARN}, {}),
    ("ENC-13", of("aws-native:sagemaker:Domain"), {"kmsKeyId": ARN}, {}),
    ("ENC-18", of("aws-native:backup:BackupVault"), {"encryptionKeyArn": ARN}, {}),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, base)

KMS: Any = {"kmsKeyId": ARN}
CUSTOMERS: Any = {"customerEncryptionKeyArn": ARN}
AT_REST: Any = {"enabled": True, **KMS}

BY_TOKEN: TokenRows = (
    ("ENC-02", "aws:ebs/snapshotImport:SnapshotImport", {"encrypted": True, **KMS}, {}),
    (
        "ENC-02",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        {"rootBlockDevice": {"encrypted": True, **KMS}},
        {},
    ),
    (
        "ENC-02",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        {"rootBlockDevice": {"encrypted": True}},
        {},
    ),
    ("ENC-04", "aws-native:rds:DbCluster", {"storageEncrypted": True, **KMS}, {}),
    (
        "ENC-05",
        "aws-native:elasticache:ReplicationGroup",
        {"atRestEncryptionEnabled": True, **KMS},
        {},
    ),
    (
        "ENC-05",
        "aws-native:opensearchservice:Domain",
        {"encryptionAtRestOptions": AT_REST},
        {},
    ),
    ("ENC-05", "aws:elasticsearch/domain:Domain", {"encryptAtRest": AT_REST}, {}),
    ("ENC-06", "aws:fsx/fileCache:FileCache", KMS, {}),
    ("ENC-06", "aws:s3/filesFileSystem:FilesFileSystem", KMS, {}),
    ("ENC-07", "aws-native:kinesis:Stream", {"streamEncryption": {"keyId": ARN}}, {}),
    (
        "ENC-07",
        "aws-native:msk:Cluster",
        {"encryptionInfo": {"encryptionAtRest": {"dataVolumeKmsKeyId": ARN}}},
        {},
    ),
    ("ENC-07", "aws-native:sns:Topic", {"kmsMasterKeyId": ARN}, {}),
    ("ENC-08", "aws-native:redshiftserverless:Namespace", KMS, {}),
    ("ENC-12", "aws-native:cloudtrail:Trail", KMS, {}),
    ("ENC-13", "aws-native:bedrock:Agent", CUSTOMERS, {}),
    ("ENC-13", "aws-native:bedrock:Guardrail", {"kmsKeyArn": ARN}, {}),
    ("ENC-13", "aws-native:sagemaker:NotebookInstance", KMS, {}),
    (
        "ENC-13",
        "aws:bedrock/agentDataSource:AgentDataSource",
        {"serverSideEncryptionConfiguration": {"kmsKeyArn": ARN}},
        {},
    ),
    ("ENC-13", "aws:bedrock/agentFlow:AgentFlow", CUSTOMERS, {}),
    ("ENC-13", "aws:bedrock/agentPrompt:AgentPrompt", CUSTOMERS, {}),
    ("ENC-13", "aws:bedrock/agentcoreGateway:AgentcoreGateway", {"kmsKeyArn": ARN}, {}),
    ("ENC-13", "aws:bedrock/agentcoreMemory:AgentcoreMemory", {"encryptionKeyArn": ARN}, {}),
    ("ENC-13", "aws:bedrock/evaluationJob:EvaluationJob", {"customerEncryptionKeyId": ARN}, {}),
    ("ENC-13", "aws:sagemaker/trainingJob:TrainingJob", {"outputDataConfig": KMS}, {}),
    (
        "ENC-13",
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        {"dataQualityJobOutputConfig": KMS},
        {},
    ),
)
for rule, token, has, base in BY_TOKEN:
    both(CASES, rule, of(token), has, base)


def side_car(name, bucket, **default):
    rule: Any = {"apply_server_side_encryption_by_default": default}
    s3.BucketServerSideEncryptionConfiguration(f"{name}-sse", bucket=bucket.id, rules=[rule])


@CASES.admits("ENC-01", "ENC-17")
def bucket_under_a_key_of_the_program(name):
    key = kms.Key(f"{name}-key", enable_key_rotation=True)
    side_car(name, s3.Bucket(name), sse_algorithm="aws:kms", kms_master_key_id=key.arn)


@CASES.admits("ENC-01")
def bucket_of_an_older_sdk(name):
    default: Any = {"sse_algorithm": "aws:kms", "kms_master_key_id": ARN}
    rule: Any = {"apply_server_side_encryption_by_defaults": [default]}
    s3.BucketV2(name, server_side_encryption_configurations=[{"rules": [rule]}])


@CASES.denies("ENC-01", path="serverSideEncryptionConfiguration")
def bucket_alone(name):
    s3.Bucket(name)


@CASES.denies("ENC-01", path="rules[0].applyServerSideEncryptionByDefault.sseAlgorithm")
def bucket_under_the_providers_key(name):
    side_car(name, s3.Bucket(name), sse_algorithm="AES256")


@CASES.denies("ENC-01", path="rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId")
def bucket_under_awss_own_key_in_kms(name):
    bucket = s3.Bucket(name)
    side_car(name, bucket, sse_algorithm="aws:kms", kms_master_key_id="alias/aws/s3")


@CASES.passes_by("ENC-01")
def bucket_that_access_logs_arrive_in(name):
    bucket = s3.Bucket(name)
    side_car(name, bucket, sse_algorithm="AES256")
    s3.BucketLogging(f"{name}-logging", bucket="other", target_bucket=bucket.id, target_prefix="a")


def machine(name, **disks):
    ec2.Instance(name, ami="ami-1", instance_type="m7i.large", **disks)


@CASES.admits("ENC-02")
def machine_with_encrypted_disks(name):
    machine(name, root_block_device={"encrypted": True, "kms_key_id": ARN})


@CASES.admits("ENC-02", settings=DEV)
def machine_in_development_under_the_providers_key(name):
    machine(name, root_block_device={"encrypted": True})


@CASES.denies("ENC-02", path="rootBlockDevice.encrypted")
def machine_with_an_empty_block(name):
    machine(name, root_block_device={})


@CASES.denies("ENC-02", path="ebsBlockDevices[0].encrypted")
def machine_with_one_disk_in_clear(name):
    machine(
        name,
        root_block_device={"encrypted": True, "kms_key_id": ARN},
        ebs_block_devices=[{"device_name": "/dev/sdb", "encrypted": False, "kms_key_id": ARN}],
    )


@CASES.admits("ENC-02")
def machine_of_an_account_that_encrypts_all(name):
    ebs.EncryptionByDefault(f"{name}-default", enabled=True)
    ebs.DefaultKmsKey(f"{name}-key", key_arn=ARN)
    machine(name)


@CASES.denies("ENC-02")
def machine_of_an_account_that_encrypts_all_elsewhere(name):
    ebs.EncryptionByDefault(f"{name}-default", enabled=True, region="eu-west-1")
    machine(name)


@CASES.admits("ENC-02", "ENC-17")
def template_with_a_key_of_the_program(name):
    key = kms.Key(f"{name}-key")
    ebs_: Any = {"encrypted": "true", "kms_key_id": key.arn}
    ec2.LaunchTemplate(
        name,
        block_device_mappings=[
            {"device_name": "/dev/xvda", "ebs": ebs_},
            {"device_name": "/dev/sdb", "virtual_name": "ephemeral0"},
        ],
    )


@CASES.denies("ENC-02", path="blockDeviceMappings")
def template_that_says_nothing_of_disks(name):
    ec2.LaunchTemplate(name, image_id="ami-1")


@CASES.passes_by("ENC-02")
def machine_of_a_template(name):
    ec2.Instance(name, launch_template={"id": "lt-1"})


@CASES.admits("ENC-03", settings=WHOLE)
def account_that_encrypts_new_disks(name):
    ebs.EncryptionByDefault(name)


@CASES.denies("ENC-03", settings=WHOLE)
def account_that_does_not_encrypt_new_disks(name):
    ebs.EncryptionByDefault(name, enabled=False)


@CASES.denies("ENC-03", settings=WHOLE)
def account_that_says_nothing_of_new_disks(name):
    s3.Bucket(name)


@CASES.passes_by("ENC-03", settings=STRICT)
def account_that_another_program_takes_care_of(name):
    s3.Bucket(name)


@CASES.passes_by("ENC-04")
def replica_of_a_database(name):
    rds.Instance(name, instance_class="db.m7g.large", replicate_source_db="main")


@CASES.denies("ENC-04", path="kmsKeyId")
def database_under_awss_own_key(name):
    rds.Instance(
        name,
        instance_class="db.m7g.large",
        storage_encrypted=True,
        kms_key_id="arn:aws:kms:eu-central-1:123456789012:alias/aws/rds",
    )


@CASES.denies("ENC-05", path="replicas[0].kmsKeyArn")
def table_with_a_copy_under_awss_key(name):
    dynamodb.Table(
        name,
        attributes=[{"name": "id", "type": "S"}],
        hash_key="id",
        server_side_encryption={"enabled": True, "kms_key_arn": ARN},
        replicas=[{"region_name": "eu-west-1"}],
    )


@CASES.passes_by("ENC-05")
def collections_network_policy(name):
    opensearch.ServerlessSecurityPolicy(name, type="network", policy="[]")


@CASES.denies("ENC-05", path="policy")
def collections_policy_that_is_no_json(name):
    opensearch.ServerlessSecurityPolicy(name, type="encryption", policy="{")


@CASES.passes_by("ENC-06")
def scratch_file_system(name):
    fsx.LustreFileSystem(name, subnet_ids="subnet-1", deployment_type="SCRATCH_2")


@CASES.passes_by("ENC-07")
def delivery_from_another_stream(name):
    source: Any = {
        "kinesis_stream_arn": "arn:aws:kinesis:eu-central-1:1:stream/a",
        "role_arn": ROLE,
    }
    kinesis.FirehoseDeliveryStream(
        name, destination="extended_s3", kinesis_source_configuration=source
    )


@CASES.denies("ENC-10", path="encryptionConfig.resources")
def cluster_that_encrypts_nothing(name):
    eks.Cluster(
        name,
        role_arn=ROLE,
        vpc_config={"subnet_ids": ["a"]},
        encryption_config={"provider": {"key_arn": ARN}, "resources": []},
    )


@CASES.passes_by("ENC-11")
def parameter_that_is_no_secret(name):
    ssm.Parameter(name, type="String", value="x")


@CASES.passes_by("ENC-13")
def endpoint_on_machines_with_disks_of_their_own(name):
    variant: Any = {"instance_type": "ml.g5.2xlarge", "model_name": "m"}
    sagemaker.EndpointConfiguration(name, production_variants=[variant])


EMR: Any = {"release_label": "emr-7.9.0", "service_role": ROLE}
JOB: Any = {"role_arn": ROLE, "command": {"script_location": "s3://acme/job.py"}}
FLOWS: Any = {
    "dag_s3_path": "dags/",
    "execution_role_arn": ROLE,
    "source_bucket_arn": "arn:aws:s3:::acme-dags",
    "network_configuration": {"security_group_ids": ["a"], "subnet_ids": ["b"]},
}
LEARNT: Any = {
    "data_access_role_arn": ROLE,
    "language_code": "en",
    "input_data_config": {"entity_types": [{"type": "PRODUCT"}]},
}
MORE: Rows = (
    ("ENC-08", emr.Cluster, {"security_configuration": "ours"}, EMR),
    ("ENC-08", glue.Job, {"security_configuration": "ours"}, JOB),
    ("ENC-08", mwaa.Environment, {"kms_key": ARN}, FLOWS),
    ("ENC-13", comprehend.EntityRecognizer, {"model_kms_key_id": ARN}, LEARNT),
)
for rule, kind, has, base in MORE:
    both(CASES, rule, kind, has, base)
