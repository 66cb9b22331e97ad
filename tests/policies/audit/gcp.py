# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Google Cloud that the rules of logging admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

import pulumi
from pulumi_gcp import (
    alloydb,
    cloudasset,
    compute,
    container,
    logging,
    networkmanagement,
    organizations,
    projects,
    securitycenter,
    sql,
    storage,
    vertex,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
DEV = Settings(profile="dev")
EVERY_TYPE = [{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")]


def audit(name, service="allServices", configs=None):
    projects.IAMAuditConfig(
        name, project="acme", service=service, audit_log_configs=configs or EVERY_TYPE
    )


@CASES.admits("LOG-01", "LOG-02", settings=WHOLE)
def every_service_is_recorded(name):
    audit(name)


@CASES.admits("LOG-01", "LOG-02")
def one_service_is_recorded(name):
    audit(name, "storage.googleapis.com", EVERY_TYPE[1:])


@CASES.denies("LOG-01", path="auditLogConfigs[].logType")
def administrators_are_not_recorded(name):
    audit(name, configs=EVERY_TYPE[1:])


@CASES.denies("LOG-01", path="auditLogConfigs[0].exemptedMembers")
def somebody_is_exempted(name):
    organizations.IamAuditConfig(
        name,
        org_id="1",
        service="allServices",
        audit_log_configs=[{"log_type": "DATA_READ", "exempted_members": ["user:a@x.example"]}],
    )


@CASES.denies("LOG-02", path="auditLogConfigs[].logType")
def readers_are_not_recorded(name):
    audit(name, "cloudkms.googleapis.com", EVERY_TYPE[::2])


@CASES.denies("LOG-01", "LOG-02", "LOG-07", "LOG-08", "LOG-10", settings=WHOLE)
def project_without_anything(name):
    compute.Network(name, auto_create_subnetworks=False)


@CASES.passes_by("LOG-01", "LOG-07", "LOG-08", "LOG-10")
def program_that_is_not_the_whole_project(name):
    compute.Network(name, auto_create_subnetworks=False)


@CASES.admits("LOG-02")
def bucket_in_a_recorded_project(name):
    storage.Bucket(name, location="EU")
    audit(f"{name}-audit", "storage.googleapis.com")


@CASES.admits("LOG-02")
def bucket_with_a_usage_log(name):
    logs = storage.Bucket(f"{name}-logs", location="EU")
    storage.Bucket(name, location="EU", logging={"log_bucket": logs.name})


@CASES.denies("LOG-02", path="logging")
def bucket_that_nobody_watches(name):
    storage.Bucket(name, location="EU")
    audit(f"{name}-audit", "container.googleapis.com")


@CASES.admits("LOG-02")
def endpoint_that_records_requests(name):
    vertex.AiEndpoint(
        name,
        display_name="x",
        location="europe-west4",
        predict_request_response_logging_config={"enabled": True},
    )


@CASES.denies("LOG-02", path="predictRequestResponseLoggingConfig")
def endpoint_that_records_nothing(name):
    vertex.AiEndpoint(name, display_name="x", location="europe-west4")


def subnet(name, network="n", **properties):
    return compute.Subnetwork(name, network=network, ip_cidr_range="10.0.0.0/24", **properties)


@CASES.admits("LOG-03")
def subnet_that_logs_flows(name):
    subnet(name, log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 0.5})


@CASES.denies("LOG-03", path="logConfig")
def subnet_that_logs_nothing(name):
    subnet(name)


@CASES.denies("LOG-03", path="logConfig.flowSampling")
def subnet_that_samples_nothing(name):
    subnet(name, log_config={"flow_sampling": 0})


@CASES.passes_by("LOG-03")
def subnet_of_proxies(name):
    subnet(name, purpose="REGIONAL_MANAGED_PROXY", role="ACTIVE")


@CASES.admits("LOG-03")
def network_that_logs_flows(name):
    network = compute.Network(f"{name}-network", auto_create_subnetworks=False)
    subnet(name, network=network.id)
    networkmanagement.VpcFlowLogsConfig(
        f"{name}-flows", location="global", vpc_flow_logs_config_id="x", network=network.id
    )


@CASES.denies("LOG-03", path="state")
def flows_turned_off(name):
    networkmanagement.VpcFlowLogsConfig(
        name, location="global", vpc_flow_logs_config_id="x", network="n", state="DISABLED"
    )


def cluster(name, **properties):
    return container.Cluster(name, location="europe-west4", **properties)


COMPONENTS = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"]


@CASES.admits("LOG-04")
def cluster_that_logs_all(name):
    cluster(name, logging_config={"enable_components": COMPONENTS})


@CASES.denies("LOG-04", path="loggingConfig.enableComponents")
def cluster_as_it_comes(name):
    cluster(name)


@CASES.admits("LOG-04", settings=DEV)
def cluster_as_it_comes_in_development(name):
    cluster(name)


@CASES.denies("LOG-04", settings=DEV, path="loggingConfig.enableComponents")
def cluster_that_logs_no_system(name):
    cluster(name, logging_config={"enable_components": []})


@CASES.denies("LOG-04", settings=DEV, path="loggingService")
def cluster_that_logs_nothing(name):
    cluster(name, logging_service="none")


def log_bucket(name, **properties):
    logging.ProjectBucketConfig(
        name, **{"project": "acme", "location": "europe-west4", "bucket_id": "x", **properties}
    )


@CASES.admits("LOG-05")
def log_bucket_of_a_year(name):
    log_bucket(name, retention_days=365)


@CASES.denies("LOG-05", path="retentionDays")
def log_bucket_as_it_comes(name):
    log_bucket(name)


@CASES.denies("LOG-05", path="retentionDays")
def log_bucket_for_a_lifetime(name):
    log_bucket(name, retention_days=36500)


@CASES.passes_by("LOG-05")
def log_bucket_that_google_sets(name):
    log_bucket(name, bucket_id="_Required")


def sink_to(name, bucket):
    destination = pulumi.Output.concat("storage.googleapis.com/", bucket.name)
    logging.ProjectSink(f"{name}-sink", destination=destination)


@CASES.admits("LOG-06", "LOG-10")
def sink_to_a_locked_bucket(name):
    bucket = storage.Bucket(
        name,
        location="EU",
        public_access_prevention="enforced",
        retention_policy={"is_locked": True, "retention_period": "31536000"},
    )
    sink_to(name, bucket)


@CASES.denies("LOG-06", path="retentionPolicy.isLocked")
def sink_to_a_bucket_that_can_be_unlocked(name):
    policy = {"retention_period": "31536000"}
    sink_to(name, storage.Bucket(name, location="EU", retention_policy=policy))


@CASES.denies("LOG-06", path="publicAccessPrevention")
def sink_to_a_bucket_that_may_be_public(name):
    policy = {"is_locked": True, "retention_period": "31536000"}
    sink_to(name, storage.Bucket(name, location="EU", retention_policy=policy))


@CASES.passes_by("LOG-06")
def bucket_of_data(name):
    storage.Bucket(name, location="EU")


@CASES.denies("LOG-07", path="securityPostureConfig.mode")
def cluster_that_nobody_watches(name):
    cluster(name, security_posture_config={"mode": "DISABLED"})


@CASES.admits("LOG-07", "LOG-08", settings=WHOLE)
def project_that_is_watched(name):
    securitycenter.V2ProjectNotificationConfig(
        name, config_id="x", pubsub_topic="t", streaming_config={"filter": ""}
    )
    cloudasset.ProjectFeed(
        f"{name}-feed",
        feed_id="x",
        asset_types=["compute.googleapis.com/Instance"],
        feed_output_config={"pubsub_destination": {"topic": "t"}},
    )


@CASES.denies("LOG-08", path="assetTypes")
def feed_of_nothing(name):
    cloudasset.ProjectFeed(
        name, feed_id="x", feed_output_config={"pubsub_destination": {"topic": "t"}}
    )


def database(name, version, **settings):
    settings = {"tier": "db-f1-micro", **settings}
    sql.DatabaseInstance(name, database_version=version, settings=settings)


@CASES.admits("LOG-09")
def audited_postgres(name):
    flags = [{"name": "cloudsql.enable_pgaudit", "value": "on"}]
    database(name, "POSTGRES_17", database_flags=flags)


@CASES.admits("LOG-09")
def audited_mysql(name):
    database(name, "MYSQL_8_4", database_flags=[{"name": "cloudsql_mysql_audit", "value": "ON"}])


@CASES.admits("LOG-09")
def audited_sql_server(name):
    database(name, "SQLSERVER_2022_STANDARD", sql_server_audit_config={"bucket": "gs://audits"})


@CASES.denies("LOG-09", path="settings.databaseFlags")
def postgres_without_audits(name):
    database(name, "POSTGRES_17")


@CASES.denies("LOG-09", path="settings.databaseFlags[0]")
def postgres_with_audits_turned_off(name):
    flags = [{"name": "cloudsql.enable_pgaudit", "value": "off"}]
    database(name, "POSTGRES_17", database_flags=flags)


@CASES.leaves_open("LOG-09")
def postgres_with_a_secret_engine(name):
    secret = pulumi.Output.secret("POSTGRES_17")
    sql.DatabaseInstance(name, database_version=secret, settings={"tier": "db-f1-micro"})


@CASES.passes_by("LOG-09")
def replica_of_a_database(name):
    sql.DatabaseInstance(name, database_version="POSTGRES_17", master_instance_name="x")


@CASES.denies("LOG-09", path="databaseFlags")
def alloydb_without_audits(name):
    alloydb.Instance(name, cluster="c", instance_id="i", instance_type="PRIMARY")


@CASES.admits("LOG-09")
def alloydb_with_audits(name):
    flags = {"alloydb.enable_pgaudit": "on"}
    alloydb.Instance(
        name, cluster="c", instance_id="i", instance_type="PRIMARY", database_flags=flags
    )


@CASES.admits("LOG-09")
def balancer_that_logs(name):
    compute.BackendService(
        name, load_balancing_scheme="EXTERNAL_MANAGED", log_config={"enable": True}
    )


@CASES.denies("LOG-09", path="logConfig")
def balancer_that_logs_nothing(name):
    compute.BackendService(name, load_balancing_scheme="EXTERNAL_MANAGED")


@CASES.passes_by("LOG-09")
def balancer_of_packets(name):
    compute.RegionBackendService(name, region="europe-west4", load_balancing_scheme="INTERNAL")


@CASES.denies("LOG-10", path="includeChildren")
def sink_of_the_organization_alone(name):
    logging.OrganizationSink(name, org_id="1", destination="storage.googleapis.com/x")


@CASES.denies("LOG-10", path="disabled")
def sink_turned_off(name):
    logging.ProjectSink(name, destination="storage.googleapis.com/x", disabled=True)


@CASES.admits("LOG-10", settings=WHOLE, preview=Verdict.PASS)
def sink_of_the_organization(name):
    logging.OrganizationSink(
        name, org_id="1", destination="storage.googleapis.com/x", include_children=True
    )


SINK = {"destination": "storage.googleapis.com/acme-logs"}

weakened(CASES, (("LOG-10", logging.ProjectSink, SINK, "destination", ""),))
