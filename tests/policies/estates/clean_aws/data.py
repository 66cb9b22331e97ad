"""The data platform: lake, streams, warehouse, search."""

from pulumi_aws import athena, dynamodb, ec2, glue, kinesis, opensearch, redshift

from tests.policies.estates.clean_aws.names import ACCOUNT
from tests.policies.estates.clean_aws.stores import log_group, private_bucket


def data(made):
    lake = private_bucket("lake", made)
    glue.CatalogDatabase("lake", name="lake", opts=made.opts)
    athena.Workgroup(
        "analysts",
        configuration={
            "enforce_workgroup_configuration": True,
            "result_configuration": {
                "output_location": lake.bucket.apply(lambda name: f"s3://{name}/athena/"),
                "encryption_configuration": {
                    "encryption_option": "SSE_KMS",
                    "kms_key_arn": made.key.arn,
                },
            },
        },
        opts=made.opts,
    )
    kinesis.Stream(
        "clicks",
        stream_mode_details={"stream_mode": "ON_DEMAND"},
        encryption_type="KMS",
        kms_key_id=made.key.arn,
        retention_period=168,
        opts=made.opts,
    )
    dynamodb.Table(
        "carts",
        attributes=[{"name": "id", "type": "S"}],
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        server_side_encryption={"enabled": True, "kms_key_arn": made.key.arn},
        point_in_time_recovery={"enabled": True},
        deletion_protection_enabled=True,
        opts=made.kept,
    )
    warehouse(made)
    search(made)
    return lake


def warehouse(made):
    parameters = redshift.ParameterGroup(
        "warehouse",
        family="redshift-2.0",
        parameters=[
            {"name": "require_ssl", "value": "true"},
            {"name": "enable_user_activity_logging", "value": "true"},
        ],
        opts=made.opts,
    )
    subnets = redshift.SubnetGroup(
        "warehouse", subnet_ids=[each.id for each in made.subnets], opts=made.opts
    )
    cluster = redshift.Cluster(
        "warehouse",
        cluster_identifier="warehouse",
        node_type="ra3.large",
        number_of_nodes=2,
        multi_az=True,
        database_name="shop",
        master_username="owner",
        manage_master_password=True,
        master_password_secret_kms_key_id=made.key.arn,
        encrypted="true",
        kms_key_id=made.key.arn,
        publicly_accessible=False,
        enhanced_vpc_routing=True,
        cluster_subnet_group_name=subnets.name,
        cluster_parameter_group_name=parameters.name,
        automated_snapshot_retention_period=35,
        final_snapshot_identifier="warehouse-final",
        opts=made.kept,
    )
    redshift.Logging(
        "warehouse",
        cluster_identifier=cluster.cluster_identifier,
        log_destination_type="cloudwatch",
        log_exports=["connectionlog", "userlog", "useractivitylog"],
        opts=made.opts,
    )


def search(made):
    group = ec2.SecurityGroup(
        "search", vpc_id=made.vpc.id, description="Search from inside", opts=made.opts
    )
    logs = log_group("search", made)
    opensearch.Domain(
        "search",
        domain_name="search",
        engine_version="OpenSearch_2.17",
        cluster_config={
            "instance_type": "m7g.large.search",
            "instance_count": 3,
            "zone_awareness_enabled": True,
            "zone_awareness_config": {"availability_zone_count": 3},
        },
        ebs_options={"ebs_enabled": True, "volume_size": 100, "volume_type": "gp3"},
        encrypt_at_rest={"enabled": True, "kms_key_id": made.key.arn},
        node_to_node_encryption={"enabled": True},
        domain_endpoint_options={
            "enforce_https": True,
            "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
        },
        vpc_options={
            "subnet_ids": [each.id for each in made.subnets],
            "security_group_ids": [group.id],
        },
        log_publishing_options=[
            {"log_type": kind, "cloudwatch_log_group_arn": logs.arn}
            for kind in ("AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS")
        ],
        advanced_security_options={
            "enabled": True,
            "master_user_options": {"master_user_arn": f"arn:aws:iam::{ACCOUNT}:role/search"},
        },
        opts=made.kept,
    )
