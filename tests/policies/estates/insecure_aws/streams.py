"""Search, warehouses and streams with the defaults of their first page."""

import json

from pulumi_aws import (
    elasticsearch,
    kinesis,
    mq,
    msk,
    mwaa,
    opensearch,
    redshift,
    redshiftserverless,
)

OPEN = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "es:*", "Resource": "*"}],
    }
)
SUBNETS = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

EXPECTED = {
    "logs-es": "unencrypted cleartext public untagged abroad unlogged",
    "logs-es-policy": "anyone",
    "search": "unencrypted cleartext public anyone untagged abroad",
    "warehouse": "unencrypted public password untagged abroad unlogged unbacked",
    "warehouse-parameters": "cleartext",
    "serverless-warehouse": "unkeyed untagged abroad",
    "serverless-workgroup": "public untagged abroad",
    "events": "cleartext unkeyed untagged abroad unlogged",
    "public-kafka": "public cleartext unkeyed",
    "clicks": "unencrypted untagged abroad",
    "delivery": "unencrypted untagged abroad",
    "rabbit": "public password untagged abroad unlogged single",
    "airflow": "public unkeyed untagged abroad unlogged",
}


def search():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/elasticsearch/main.tf"""
    logs = elasticsearch.Domain(
        "logs-es",
        elasticsearch_version="6.0",
        cluster_config={"instance_type": "t2.small.elasticsearch"},
        ebs_options={"ebs_enabled": True, "volume_size": 10},
    )
    elasticsearch.DomainPolicy("logs-es-policy", domain_name=logs.domain_name, access_policies=OPEN)
    opensearch.Domain(
        "search",
        engine_version="OpenSearch_2.11",
        access_policies=OPEN,
        domain_endpoint_options={"enforce_https": False},
        node_to_node_encryption={"enabled": False},
        encrypt_at_rest={"enabled": False},
    )


def warehouses():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/redshift/main.tf"""
    parameters = redshift.ParameterGroup(
        "warehouse-parameters",
        family="redshift-1.0",
        parameters=[{"name": "require_ssl", "value": "false"}],
    )
    redshift.Cluster(
        "warehouse",
        cluster_identifier="tf-redshift-cluster",
        node_type="dc2.large",
        master_username="exampleuser",
        master_password="Mustbe8characters",
        encrypted="false",
        publicly_accessible=True,
        automated_snapshot_retention_period=0,
        skip_final_snapshot=True,
        cluster_parameter_group_name=parameters.name,
    )
    space = redshiftserverless.Namespace("serverless-warehouse", namespace_name="analytics")
    redshiftserverless.Workgroup(
        "serverless-workgroup",
        namespace_name=space.namespace_name,
        workgroup_name="analytics",
        publicly_accessible=True,
    )


def streams():
    """https://docs.aws.amazon.com/msk/latest/developerguide/create-cluster.html"""
    brokers = {
        "instance_type": "kafka.t3.small",
        "client_subnets": SUBNETS,
        "security_groups": ["sg-0a1b2c3d"],
    }
    msk.Cluster(
        "events",
        kafka_version="3.5.1",
        number_of_broker_nodes=2,
        broker_node_group_info=brokers,
        encryption_info={"encryption_in_transit": {"client_broker": "TLS_PLAINTEXT"}},
    )
    msk.Cluster(
        "public-kafka",
        kafka_version="3.5.1",
        number_of_broker_nodes=2,
        broker_node_group_info={
            **brokers,
            "connectivity_info": {"public_access": {"type": "SERVICE_PROVIDED_EIPS"}},
        },
        encryption_info={"encryption_in_transit": {"client_broker": "PLAINTEXT"}},
        client_authentication={"unauthenticated": True},
    )
    kinesis.Stream("clicks", shard_count=1)
    kinesis.FirehoseDeliveryStream(
        "delivery",
        destination="extended_s3",
        extended_s3_configuration={
            "role_arn": "arn:aws:iam::111122223333:role/firehose",
            "bucket_arn": "arn:aws:s3:::acme-clicks",
        },
    )
    mq.Broker(
        "rabbit",
        engine_type="RabbitMQ",
        engine_version="3.11.20",
        host_instance_type="mq.t3.micro",
        publicly_accessible=True,
        users=[{"username": "admin", "password": "MindTheGap1234"}],
    )
    mwaa.Environment(
        "airflow",
        dag_s3_path="dags/",
        execution_role_arn="arn:aws:iam::111122223333:role/airflow",
        source_bucket_arn="arn:aws:s3:::acme-dags",
        network_configuration={"security_group_ids": ["sg-0a1b2c3d"], "subnet_ids": SUBNETS},
        webserver_access_mode="PUBLIC_ONLY",
    )


PROGRAM = (
    search,
    warehouses,
    streams,
)
