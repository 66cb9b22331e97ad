"""A team's resources on AWS."""

from benchmarks.estates.kind import (
    NAME,
    TAGS,
    Fact,
    Kind,
    To,
    Workload,
    allows,
    differs,
    same,
)

ARN = "arn:aws:{service}:eu-central-1:123456789012:"
KEY_ADMIN = {"AWS": "arn:aws:iam::123456789012:root"}
TRUSTED = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
EC2 = '"Principal":{"Service":"ec2.amazonaws.com"}}]}'
ANYBODY = '"Principal":{"AWS":"*"}}]}'
BUCKET = same("bucket", To("bucket"))
TAGGED = differs("tags", None, TAGS)
BY_DEFAULT = "rule[0].apply_server_side_encryption_by_default[0]"
AT_REST = "rules[0].applyServerSideEncryptionByDefault"


def _arn(service: str, rest: str = "{name}") -> str:
    return ARN.format(service=service) + rest


WORKLOAD: Workload = (
    Kind(
        "key",
        "aws_kms_key",
        "aws:kms/key:Key",
        _arn("kms", "key/{name}"),
        (
            same("description", "Data of {name}"),
            differs("enable_key_rotation", False, True),
            differs("deletion_window_in_days", 7, 30),
            differs("policy", allows("kms:*", Principal="*"), allows("kms:*", Principal=KEY_ADMIN)),
            TAGGED,
        ),
    ),
    Kind("bucket", "aws_s3_bucket", "aws:s3/bucket:Bucket", NAME, (same("bucket", NAME), TAGGED)),
    Kind(
        "versions",
        "aws_s3_bucket_versioning",
        "aws:s3/bucketVersioning:BucketVersioning",
        NAME,
        (BUCKET, differs("versioning_configuration[0].status", "Suspended", "Enabled")),
    ),
    Kind(
        "at-rest",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        NAME,
        (
            BUCKET,
            differs(f"{BY_DEFAULT}.sse_algorithm", "AES256", "aws:kms", f"{AT_REST}.sseAlgorithm"),
            Fact(f"{BY_DEFAULT}.kms_master_key_id", f"{AT_REST}.kmsMasterKeyId", None, To("key")),
        ),
    ),
    Kind(
        "block",
        "aws_s3_bucket_public_access_block",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        NAME,
        (
            BUCKET,
            differs("block_public_acls", False, True),
            differs("block_public_policy", False, True),
            differs("ignore_public_acls", False, True),
            differs("restrict_public_buckets", False, True),
        ),
    ),
    Kind(
        "group",
        "aws_security_group",
        "aws:ec2/securityGroup:SecurityGroup",
        "sg-{name}",
        (
            same("name", NAME),
            same("description", "Of {name}"),
            same("vpc_id", "vpc-0a1b2c3d"),
            differs("ingress[0].from_port", 22, 443, "ingress[0].fromPort"),
            differs("ingress[0].to_port", 22, 443, "ingress[0].toPort"),
            same("ingress[0].protocol", "tcp", "ingress[0].protocol"),
            differs(
                "ingress[0].cidr_blocks", ["0.0.0.0/0"], ["10.0.0.0/16"], "ingress[0].cidrBlocks"
            ),
            TAGGED,
        ),
    ),
    Kind(
        "role",
        "aws_iam_role",
        "aws:iam/role:Role",
        NAME,
        (
            same("name", NAME),
            differs("assume_role_policy", TRUSTED + ANYBODY, TRUSTED + EC2),
            TAGGED,
        ),
    ),
    Kind(
        "grant",
        "aws_iam_role_policy",
        "aws:iam/rolePolicy:RolePolicy",
        NAME,
        (
            same("name", NAME),
            same("role", To("role")),
            differs("policy", allows("*"), allows("s3:GetObject", "arn:aws:s3:::reports/*")),
        ),
    ),
    Kind(
        "database",
        "aws_db_instance",
        "aws:rds/instance:Instance",
        NAME,
        (
            same("identifier", NAME),
            same("engine", "postgres"),
            same("engine_version", "16.4"),
            same("instance_class", "db.m6g.large"),
            same("allocated_storage", 100),
            same("username", "admin_user"),
            same("manage_master_user_password", True),
            differs("storage_encrypted", False, True),
            differs("kms_key_id", None, To("key")),
            differs("publicly_accessible", True, False),
            differs("backup_retention_period", 0, 35),
            differs("deletion_protection", False, True),
            differs("multi_az", False, True),
            TAGGED,
        ),
    ),
    Kind(
        "volume",
        "aws_ebs_volume",
        "aws:ebs/volume:Volume",
        "vol-{name}",
        (
            same("availability_zone", "eu-central-1a"),
            same("size", 100),
            differs("encrypted", False, True),
            differs("kms_key_id", None, To("key")),
            TAGGED,
        ),
    ),
    Kind(
        "logs",
        "aws_cloudwatch_log_group",
        "aws:cloudwatch/logGroup:LogGroup",
        NAME,
        (
            same("name", NAME),
            differs("retention_in_days", 7, 365),
            differs("kms_key_id", None, To("key")),
            TAGGED,
        ),
    ),
    Kind(
        "queue",
        "aws_sqs_queue",
        "aws:sqs/queue:Queue",
        _arn("sqs"),
        (same("name", NAME), differs("kms_master_key_id", None, To("key")), TAGGED),
    ),
    Kind(
        "table",
        "aws_dynamodb_table",
        "aws:dynamodb/table:Table",
        NAME,
        (
            same("name", NAME),
            same("billing_mode", "PAY_PER_REQUEST"),
            same("hash_key", "id"),
            same("attribute[0].name", "id", "attributes[0].name"),
            same("attribute[0].type", "S", "attributes[0].type"),
            differs("point_in_time_recovery[0].enabled", False, True),
            differs("server_side_encryption[0].enabled", False, True),
            differs("server_side_encryption[0].kms_key_arn", None, To("key")),
            TAGGED,
        ),
    ),
    Kind(
        "images",
        "aws_ecr_repository",
        "aws:ecr/repository:Repository",
        NAME,
        (
            same("name", NAME),
            differs("image_tag_mutability", "MUTABLE", "IMMUTABLE"),
            differs("image_scanning_configuration[0].scan_on_push", False, True),
            differs(
                "encryption_configuration[0].encryption_type",
                "AES256",
                "KMS",
                "encryptionConfigurations[0].encryptionType",
            ),
            differs(
                "encryption_configuration[0].kms_key",
                None,
                To("key"),
                "encryptionConfigurations[0].kmsKey",
            ),
            TAGGED,
        ),
    ),
    Kind(
        "listener",
        "aws_lb_listener",
        "aws:lb/listener:Listener",
        _arn("elasticloadbalancing", "listener/app/{name}"),
        (
            same("load_balancer_arn", _arn("elasticloadbalancing", "loadbalancer/app/{name}")),
            differs("port", 80, 443),
            differs("protocol", "HTTP", "HTTPS"),
            differs("ssl_policy", None, "ELBSecurityPolicy-TLS13-1-2-2021-06"),
            same("default_action[0].type", "forward", "defaultActions[0].type"),
            same(
                "default_action[0].target_group_arn",
                _arn("elasticloadbalancing", "targetgroup/{name}"),
                "defaultActions[0].targetGroupArn",
            ),
        ),
    ),
)
