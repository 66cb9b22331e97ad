"""The web shop: a load balancer, a database, a cache, queues."""

import json

from pulumi_aws import ec2, elasticache, lb, rds, s3, sns, sqs

from tests.policies.estates.clean_aws.names import ACCOUNT, REGION
from tests.policies.estates.clean_aws.services import backups, service, thumbnails
from tests.policies.estates.clean_aws.stores import guarded


def shop(made):
    inside = ec2.SecurityGroup(
        "shop", vpc_id=made.vpc.id, description="Tasks of the shop", opts=made.opts
    )
    balancer, targets = entrance(made, inside)
    database = databases(made, inside)
    topic, queue = messages(made)
    service(made, inside, targets, database, queue)
    thumbnails(made, topic)
    backups(made, database)
    return balancer


def entrance(made, inside):
    group = ec2.SecurityGroup(
        "entrance",
        vpc_id=made.vpc.id,
        description="HTTPS from the internet",
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "cidr_blocks": ["0.0.0.0/0"],
                "description": "Customers",
            }
        ],
        opts=made.opts,
    )
    ec2.SecurityGroupRule(
        "shop-from-entrance",
        type="ingress",
        protocol="tcp",
        from_port=8443,
        to_port=8443,
        security_group_id=inside.id,
        source_security_group_id=group.id,
        opts=made.opts,
    )
    logs = s3.Bucket("entrance-logs", opts=made.kept)
    s3.BucketServerSideEncryptionConfiguration(
        "entrance-logs",
        bucket=logs.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        opts=made.opts,
    )
    guarded("entrance-logs", logs, made.opts)
    balancer = lb.LoadBalancer(
        "entrance",
        load_balancer_type="application",
        subnets=[each.id for each in made.edge],
        security_groups=[group.id],
        enable_deletion_protection=True,
        drop_invalid_header_fields=True,
        access_logs={"bucket": logs.bucket, "enabled": True},
        opts=made.kept,
    )
    targets = lb.TargetGroup(
        "shop",
        port=8443,
        protocol="HTTPS",
        target_type="ip",
        vpc_id=made.vpc.id,
        health_check={"path": "/healthz", "protocol": "HTTPS"},
        opts=made.opts,
    )
    lb.Listener(
        "https",
        load_balancer_arn=balancer.arn,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificate_arn=f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/shop",
        default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
        opts=made.opts,
    )
    return balancer, targets


def databases(made, inside):
    group = ec2.SecurityGroup(
        "database",
        vpc_id=made.vpc.id,
        description="PostgreSQL from the shop",
        ingress=[
            {"protocol": "tcp", "from_port": 5432, "to_port": 5432, "security_groups": [inside.id]}
        ],
        opts=made.opts,
    )
    subnets = rds.SubnetGroup("shop", subnet_ids=[each.id for each in made.subnets], opts=made.opts)
    parameters = rds.ParameterGroup(
        "shop",
        family="postgres16",
        parameters=[
            {"name": "rds.force_ssl", "value": "1"},
            {"name": "log_connections", "value": "1"},
        ],
        opts=made.opts,
    )
    database = rds.Instance(
        "shop",
        engine="postgres",
        engine_version="16",
        instance_class="db.m7g.large",
        allocated_storage=100,
        storage_encrypted=True,
        kms_key_id=made.key.arn,
        username="shop",
        manage_master_user_password=True,
        master_user_secret_kms_key_id=made.key.arn,
        iam_database_authentication_enabled=True,
        multi_az=True,
        publicly_accessible=False,
        db_subnet_group_name=subnets.name,
        vpc_security_group_ids=[group.id],
        parameter_group_name=parameters.name,
        backup_retention_period=35,
        copy_tags_to_snapshot=True,
        deletion_protection=True,
        final_snapshot_identifier="shop-final",
        enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
        performance_insights_enabled=True,
        performance_insights_kms_key_id=made.key.arn,
        ca_cert_identifier="rds-ca-rsa2048-g1",
        opts=made.kept,
    )
    places = elasticache.SubnetGroup(
        "sessions", subnet_ids=[each.id for each in made.subnets], opts=made.opts
    )
    elasticache.ReplicationGroup(
        "sessions",
        description="Sessions of the shop",
        engine="valkey",
        node_type="cache.m7g.large",
        num_cache_clusters=2,
        automatic_failover_enabled=True,
        multi_az_enabled=True,
        at_rest_encryption_enabled=True,
        kms_key_id=made.key.arn,
        transit_encryption_enabled=True,
        user_group_ids=["shop"],
        snapshot_retention_limit=35,
        subnet_group_name=places.name,
        security_group_ids=[inside.id],
        opts=made.kept,
    )
    return database


def messages(made):
    dead = sqs.Queue("orders-dead", kms_master_key_id=made.key.arn, opts=made.opts)
    queue = sqs.Queue(
        "orders",
        kms_master_key_id=made.key.arn,
        redrive_policy=dead.arn.apply(
            lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
        ),
        opts=made.opts,
    )
    topic = sns.Topic("uploads", kms_master_key_id=made.key.arn, opts=made.opts)
    sns.TopicSubscription(
        "uploads", topic=topic.arn, protocol="sqs", endpoint=queue.arn, opts=made.opts
    )
    return topic, queue
