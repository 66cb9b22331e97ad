"""Databases, caches, streams and warehouses with the defaults of their first page."""

from pulumi_aws import dax, docdb, dynamodb, elasticache, memorydb, neptune, rds, timestreamwrite

PASSWORD = "Aa1234321Bb"

EXPECTED = {
    "shop-db": "unencrypted public password unbacked unprotected single untagged abroad unlogged",
    "postgres-quickstart": "unencrypted password unbacked unprotected untagged abroad",
    "sqlserver": "unencrypted public password unprotected unbacked single",
    "mysql-parameters": "cleartext",
    "aurora": "unencrypted password unbacked unprotected untagged abroad",
    "aurora-one": "public untagged abroad",
    "serverless-pg": "unkeyed password unprotected unbacked",
    "global-aurora": "unencrypted unprotected",
    "rds-snapshot": "untagged abroad",
    "orders-table": "unkeyed unbacked unprotected untagged abroad",
    "sessions-table": "unkeyed unbacked untagged abroad copied-abroad",
    "dax-cache": "unencrypted cleartext untagged abroad",
    "redis": "cleartext unencrypted untagged abroad",
    "redis-single": "cleartext untagged abroad",
    "memcached": "cleartext untagged abroad",
    "memorydb-open": "cleartext unkeyed untagged abroad",
    "graph": "unencrypted unbacked unprotected untagged abroad",
    "graph-one": "untagged abroad",
    "mongo": "unencrypted password unbacked unprotected untagged abroad unlogged",
    "mongo-one": "untagged abroad",
    "metrics-db": "unkeyed untagged abroad",
}


def relational():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/db-app.tf"""
    parameters = rds.ParameterGroup(
        "mysql-parameters",
        family="mysql8.0",
        parameters=[{"name": "require_secure_transport", "value": "0"}],
    )
    shop = rds.Instance(
        "shop-db",
        engine="mysql",
        engine_version="8.0",
        instance_class=rds.InstanceType.T3_MICRO,
        allocated_storage=20,
        username="admin",
        password=PASSWORD,
        multi_az=False,
        backup_retention_period=0,
        storage_encrypted=False,
        skip_final_snapshot=True,
        publicly_accessible=True,
        parameter_group_name=parameters.name,
    )
    rds.Instance(
        "postgres-quickstart",
        engine="postgres",
        instance_class="db.t3.micro",
        allocated_storage=10,
        db_name="app",
        username="postgres",
        password="postgres",
        skip_final_snapshot=True,
    )
    rds.Instance(
        "sqlserver",
        engine="sqlserver-ex",
        instance_class="db.t3.small",
        allocated_storage=20,
        username="sa",
        password="P@ssw0rd1",
        publicly_accessible=True,
        backup_retention_period=1,
    )
    aurora = rds.Cluster(
        "aurora",
        engine=rds.EngineType.AURORA_MYSQL,
        master_username="foo",
        master_password="barbut8chars",
        backup_retention_period=1,
        skip_final_snapshot=True,
    )
    rds.ClusterInstance(
        "aurora-one",
        cluster_identifier=aurora.id,
        engine=rds.EngineType.AURORA_MYSQL,
        instance_class="db.r4.large",
        publicly_accessible=True,
    )
    rds.Cluster(
        "serverless-pg",
        engine="aurora-postgresql",
        master_username="app",
        master_password=PASSWORD,
        storage_encrypted=True,
        serverlessv2_scaling_configuration={"min_capacity": 0.5, "max_capacity": 4},
    )
    rds.GlobalCluster(
        "global-aurora", global_cluster_identifier="global-test", engine="aurora-mysql"
    )
    rds.Snapshot(
        "rds-snapshot", db_instance_identifier=shop.identifier, db_snapshot_identifier="before"
    )


def tables():
    """https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/table/"""
    key = [{"name": "id", "type": "S"}]
    dynamodb.Table("orders-table", attributes=key, hash_key="id", read_capacity=1, write_capacity=1)
    dynamodb.Table(
        "sessions-table",
        attributes=key,
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        replicas=[{"region_name": "us-west-2"}, {"region_name": "ap-northeast-1"}],
    )
    dax.Cluster(
        "dax-cache",
        cluster_name="dax",
        iam_role_arn="arn:aws:iam::111122223333:role/dax",
        node_type="dax.r4.large",
        replication_factor=1,
    )
    timestreamwrite.Database("metrics-db", database_name="metrics")


def caches():
    """https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/GettingStarted.html"""
    elasticache.ReplicationGroup(
        "redis", description="sessions", node_type="cache.t2.small", num_cache_clusters=1
    )
    elasticache.Cluster(
        "redis-single",
        engine="redis",
        node_type="cache.m4.large",
        num_cache_nodes=1,
        snapshot_retention_limit=0,
    )
    elasticache.Cluster(
        "memcached", engine="memcached", node_type="cache.t3.micro", num_cache_nodes=2
    )
    memorydb.Cluster(
        "memorydb-open", acl_name="open-access", node_type="db.t4g.small", tls_enabled=False
    )


def documents():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/neptune.tf"""
    graph = neptune.Cluster(
        "graph", engine="neptune", backup_retention_period=1, skip_final_snapshot=True
    )
    neptune.ClusterInstance("graph-one", cluster_identifier=graph.id, instance_class="db.r4.large")
    mongo = docdb.Cluster(
        "mongo",
        master_username="foo",
        master_password="mustbeeightchars",
        storage_encrypted=False,
        skip_final_snapshot=True,
    )
    docdb.ClusterInstance("mongo-one", cluster_identifier=mongo.id, instance_class="db.r5.large")


PROGRAM = (
    relational,
    tables,
    caches,
    documents,
)
