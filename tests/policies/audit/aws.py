# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on AWS that the rules of logging admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

from pulumi_aws import (
    alb,
    apigatewayv2,
    bedrockmodel,
    cfg,
    cloudfront,
    cloudtrail,
    cloudwatch,
    docdb,
    ec2,
    eks,
    elb,
    guardduty,
    lb,
    mq,
    msk,
    neptune,
    opensearch,
    rds,
    redshift,
    s3,
    securityhub,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
S3_DATA = [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]


def trail(name, **properties):
    given = {"is_multi_region_trail": True, "enable_log_file_validation": True}
    return cloudtrail.Trail(name, **{"s3_bucket_name": "logs-elsewhere", **given, **properties})


@CASES.admits("LOG-01")
def trail_of_every_region(name):
    trail(name)


@CASES.denies("LOG-01", path="isMultiRegionTrail")
def trail_of_one_region(name):
    trail(name, is_multi_region_trail=None)


@CASES.denies("LOG-01", path="enableLogFileValidation")
def trail_that_can_be_forged(name):
    trail(name, enable_log_file_validation=False)


@CASES.denies("LOG-01", path="enableLogging")
def trail_turned_off(name):
    trail(name, enable_logging=False)


@CASES.denies("LOG-01", path="includeGlobalServiceEvents")
def trail_without_identity(name):
    trail(name, include_global_service_events=False)


@CASES.admits("LOG-01", "LOG-02")
def trail_of_data_in_one_region(name):
    fields = [{"field": "eventCategory", "equals": ["Data"]}]
    selectors = [{"name": "data", "field_selectors": fields}]
    trail(name, is_multi_region_trail=False, advanced_event_selectors=selectors)


@CASES.denies("LOG-01", path="multiRegionEnabled")
def event_store_of_one_region(name):
    cloudtrail.EventDataStore(name, multi_region_enabled=False)


@CASES.admits("LOG-01", "LOG-05")
def event_store_as_it_comes(name):
    cloudtrail.EventDataStore(name)


@CASES.denies("LOG-05", path="retentionPeriod")
def event_store_of_a_week(name):
    cloudtrail.EventDataStore(name, retention_period=7)


@CASES.denies("LOG-02", path="eventSelectors")
def trail_without_data(name):
    trail(name)


@CASES.denies("LOG-02", path="eventSelectors")
def trail_of_writes_alone(name):
    trail(name, event_selectors=[{"data_resources": S3_DATA, "read_write_type": "WriteOnly"}])


@CASES.admits("LOG-02")
def trail_of_objects(name):
    trail(name, event_selectors=[{"data_resources": S3_DATA}])
    s3.Bucket(f"{name}-bucket")


@CASES.admits("LOG-02")
def bucket_with_an_access_log(name):
    logs = s3.Bucket(f"{name}-logs")
    s3.BucketLogging(
        f"{name}-log", bucket=s3.Bucket(name).id, target_bucket=logs.id, target_prefix="x/"
    )


@CASES.denies("LOG-02", path="logging")
def bucket_that_nobody_watches(name):
    s3.Bucket(name)


@CASES.denies("LOG-02", path="loggingConfig.textDataDeliveryEnabled")
def models_without_texts(name):
    config = {"text_data_delivery_enabled": False, "s3_config": {"bucket_name": "logs"}}
    bedrockmodel.InvocationLoggingConfiguration(name, logging_config=config)


@CASES.admits("LOG-02", settings=WHOLE)
def models_with_a_log(name):
    config = {
        "cloudwatch_config": {"log_group_name": "models", "role_arn": "arn:aws:iam::1:role/x"}
    }
    bedrockmodel.InvocationLoggingConfiguration(name, logging_config=config)


@CASES.denies("LOG-01", "LOG-02", "LOG-07", "LOG-08", settings=WHOLE)
def account_without_anything(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")


@CASES.passes_by("LOG-01", "LOG-07", "LOG-08")
def program_that_is_not_the_whole_account(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")


def flow_log(name, **properties):
    ec2.FlowLog(name, **{"traffic_type": "ALL", "log_destination": "arn:x", **properties})


@CASES.admits("LOG-03")
def network_with_a_flow_log(name):
    flow_log(f"{name}-log", vpc_id=ec2.Vpc(name, cidr_block="10.0.0.0/16").id)


@CASES.admits("LOG-03")
def network_with_flow_logs_of_subnets(name):
    vpc = ec2.Vpc(name, cidr_block="10.0.0.0/16")
    subnet = ec2.Subnet(f"{name}-subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
    flow_log(f"{name}-log", subnet_id=subnet.id)


@CASES.denies("LOG-03")
def network_with_one_of_two_subnets(name):
    vpc = ec2.Vpc(name, cidr_block="10.0.0.0/16")
    subnet = ec2.Subnet(f"{name}-subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
    ec2.Subnet(f"{name}-other", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
    flow_log(f"{name}-log", subnet_id=subnet.id)


@CASES.denies("LOG-03", path="")
def network_alone(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")


@CASES.denies("LOG-03", path="trafficType")
def flow_log_of_what_is_refused(name):
    flow_log(name, vpc_id="vpc-1", traffic_type="REJECT")


@CASES.admits("LOG-03")
def flow_log_of_a_gateway(name):
    flow_log(name, transit_gateway_id="tgw-1", traffic_type=None)


def cluster(name, types):
    network = {"subnet_ids": ["subnet-1", "subnet-2"]}
    role = "arn:aws:iam::1:role/x"
    return eks.Cluster(name, role_arn=role, vpc_config=network, enabled_cluster_log_types=types)


ALL_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


@CASES.admits("LOG-04")
def cluster_that_logs_all(name):
    cluster(name, ALL_TYPES)


@CASES.denies("LOG-04", path="enabledClusterLogTypes")
def cluster_that_logs_audits(name):
    cluster(name, ["audit"])


@CASES.denies("LOG-04", path="enabledClusterLogTypes")
def cluster_that_logs_nothing(name):
    cluster(name, None)


@CASES.denies("LOG-04", preview=Verdict.UNDETERMINED)
def cluster_with_a_type_to_come(name):
    cluster(name, [*ALL_TYPES[1:], cloudwatch.LogGroup(f"{name}-logs").arn])


@CASES.admits("LOG-05")
def log_group_of_a_year(name):
    cloudwatch.LogGroup(name, retention_in_days=365)


@CASES.denies("LOG-05", path="retentionInDays")
def log_group_of_a_week(name):
    cloudwatch.LogGroup(name, retention_in_days=7)


@CASES.denies("LOG-05", path="retentionInDays")
def log_group_for_ever(name):
    cloudwatch.LogGroup(name)


@CASES.denies("LOG-05", path="retentionInDays")
def log_group_for_ever_by_zero(name):
    cloudwatch.LogGroup(name, retention_in_days=0)


@CASES.passes_by("LOG-05")
def log_group_for_delivery(name):
    cloudwatch.LogGroup(name, log_group_class="DELIVERY")


@CASES.admits("LOG-06")
def trail_to_a_locked_bucket(name):
    bucket = s3.Bucket(name, object_lock_enabled=True)
    retention = {"default_retention": {"mode": "GOVERNANCE", "days": 365}}
    s3.BucketObjectLockConfiguration(f"{name}-lock", bucket=bucket.id, rule=retention)
    trail(f"{name}-trail", s3_bucket_name=bucket.id)


@CASES.denies("LOG-06", path="objectLockConfiguration")
def trail_to_an_open_bucket(name):
    trail(f"{name}-trail", s3_bucket_name=s3.Bucket(name, object_lock_enabled=True).id)


@CASES.denies("LOG-06", path="acl")
def trail_to_a_public_bucket(name):
    retention = {"default_retention": {"mode": "COMPLIANCE", "days": 365}}
    bucket = s3.Bucket(
        name,
        acl="public-read",
        object_lock_configuration={"object_lock_enabled": "Enabled", "rule": retention},
    )
    trail(f"{name}-trail", s3_bucket_name=bucket.id)


@CASES.passes_by("LOG-06")
def bucket_of_data(name):
    s3.Bucket(name)


@CASES.passes_by("LOG-06")
def bucket_for_access_logs(name):
    logs = s3.Bucket(name)
    trail(f"{name}-trail", s3_bucket_name=logs.id)
    s3.BucketLogging(
        f"{name}-log", bucket=s3.Bucket(f"{name}-data").id, target_bucket=logs.id, target_prefix="x"
    )


@CASES.denies("LOG-06", path="deletionProtectionEnabled")
def flows_in_a_group_that_can_go(name):
    group = cloudwatch.LogGroup(name, retention_in_days=365)
    flow_log(f"{name}-log", vpc_id="vpc-1", log_destination=group.arn)


@CASES.denies("LOG-06", path="deletionProtectionEnabled")
def trail_in_a_group_that_can_go(name):
    group = cloudwatch.LogGroup(name)
    trail(f"{name}-trail", cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"))


@CASES.admits("LOG-06")
def control_plane_in_a_group_that_stays(name):
    cloudwatch.LogGroup(name, name="/aws/eks/x/cluster", deletion_protection_enabled=True)


@CASES.passes_by("LOG-06")
def group_of_an_application(name):
    cloudwatch.LogGroup(name)


@CASES.admits("LOG-07", settings=WHOLE)
def account_that_is_watched(name):
    detector = guardduty.Detector(name)
    guardduty.DetectorFeature(
        f"{name}-s3", detector_id=detector.id, name="S3_DATA_EVENTS", status="ENABLED"
    )
    securityhub.Account(f"{name}-hub")


@CASES.denies("LOG-07", path="enable")
def detector_turned_off(name):
    guardduty.Detector(name, enable=False)


@CASES.denies("LOG-07", path="status")
def detector_without_a_feature(name):
    guardduty.DetectorFeature(name, detector_id="d", name="S3_DATA_EVENTS", status="DISABLED")


@CASES.denies("LOG-07", path="enableDefaultStandards")
def hub_without_standards(name):
    securityhub.Account(name, enable_default_standards=False)


@CASES.admits("LOG-07")
def hub_with_standards_of_its_own(name):
    securityhub.Account(name, enable_default_standards=False)
    securityhub.StandardsSubscription(f"{name}-cis", standards_arn="arn:aws:securityhub:::cis")


def recorder(name, **group):
    made = cfg.Recorder(name, role_arn="arn:aws:iam::1:role/x", recording_group=group)
    cfg.RecorderStatus(f"{name}-status", name=made.id, is_enabled=True)


@CASES.admits("LOG-08", settings=WHOLE)
def recorder_of_everything(name):
    recorder(name, all_supported=True, include_global_resource_types=True)


@CASES.denies("LOG-08", path="recordingGroup.includeGlobalResourceTypes")
def recorder_without_identity(name):
    recorder(name, all_supported=True)


@CASES.denies("LOG-08", path="recordingGroup.allSupported")
def recorder_of_some_types(name):
    recorder(name, all_supported=False, resource_types=["AWS::EC2::Instance"])


@CASES.denies("LOG-08", path="")
def recorder_that_nobody_turns_on(name):
    group = {"include_global_resource_types": True}
    cfg.Recorder(name, role_arn="arn:aws:iam::1:role/x", recording_group=group)


@CASES.denies("LOG-08", path="isEnabled")
def recorder_turned_off(name):
    cfg.RecorderStatus(name, name="default", is_enabled=False)


@CASES.admits("LOG-09")
def services_that_log(name):
    logs = ["audit"]
    rds.Instance(name, instance_class="db.t4g.micro", enabled_cloudwatch_logs_exports=logs)
    rds.Cluster(f"{name}-aurora", engine="aurora-mysql", enabled_cloudwatch_logs_exports=logs)
    docdb.Cluster(f"{name}-documents", enabled_cloudwatch_logs_exports=logs)
    neptune.Cluster(f"{name}-graph", enable_cloudwatch_logs_exports=logs)
    warehouse = redshift.Cluster(f"{name}-warehouse", cluster_identifier="w", node_type="ra3.large")
    redshift.Logging(f"{name}-warehouse-log", cluster_identifier=warehouse.id)
    lb.LoadBalancer(f"{name}-alb", access_logs={"bucket": "logs", "enabled": True})
    lb.LoadBalancer(f"{name}-nlb", load_balancer_type="network")
    search = [{"log_type": "AUDIT_LOGS", "cloudwatch_log_group_arn": "arn:x"}]
    opensearch.Domain(f"{name}-search", log_publishing_options=search)
    settings = {"destination_arn": "arn:x", "format": "$context.requestId"}
    apigatewayv2.Stage(f"{name}-stage", api_id="x", access_log_settings=settings)


@CASES.denies("LOG-09", path="enabledCloudwatchLogsExports")
def database_without_logs(name):
    rds.Instance(name, instance_class="db.t4g.micro")


@CASES.denies("LOG-09", path="enabledCloudwatchLogsExports")
def database_with_no_logs_in_its_list(name):
    rds.Cluster(name, engine="aurora-postgresql", enabled_cloudwatch_logs_exports=[])


@CASES.denies("LOG-09", path="accessLogs.enabled")
def balancer_of_an_older_name_without_logs(name):
    alb.LoadBalancer(name, access_logs={"bucket": "logs"})


@CASES.passes_by("LOG-09")
def balancer_of_packets(name):
    lb.LoadBalancer(name, load_balancer_type="network")


@CASES.denies("LOG-09", path="accessLogs")
def classic_balancer_without_logs(name):
    listener = {
        "instance_port": 80,
        "instance_protocol": "http",
        "lb_port": 80,
        "lb_protocol": "http",
    }
    elb.LoadBalancer(name, listeners=[listener])


@CASES.denies("LOG-09", path="logPublishingOptions[].logType")
def search_without_audits(name):
    logs = [{"log_type": "INDEX_SLOW_LOGS", "cloudwatch_log_group_arn": "arn:x"}]
    opensearch.Domain(name, log_publishing_options=logs)


@CASES.denies("LOG-09", path="accessLogSettings")
def stage_without_logs(name):
    apigatewayv2.Stage(name, api_id="x")


@CASES.denies("LOG-09", path="logging")
def warehouse_without_logs(name):
    redshift.Cluster(name, cluster_identifier="w", node_type="ra3.large")


def distribution(name, **properties):
    origin = {"domain_name": "x.example", "origin_id": "x"}
    behaviour = {
        "allowed_methods": ["GET"],
        "cached_methods": ["GET"],
        "target_origin_id": "x",
        "viewer_protocol_policy": "https-only",
    }
    return cloudfront.Distribution(
        name,
        enabled=True,
        origins=[origin],
        default_cache_behavior=behaviour,
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate={"cloudfront_default_certificate": True},
        **properties,
    )


@CASES.denies("LOG-09", path="loggingConfig")
def distribution_without_logs(name):
    distribution(name)


@CASES.admits("LOG-09")
def distribution_with_a_delivery(name):
    cloudwatch.LogDeliverySource(
        f"{name}-log", log_type="ACCESS_LOGS", resource_arn=distribution(name).arn
    )


@CASES.denies("LOG-01", path="terminationProtectionEnabled")
def event_store_that_can_be_deleted(name):
    cloudtrail.EventDataStore(name, termination_protection_enabled=False)


@CASES.denies("LOG-03", path="")
def network_by_default_alone(name):
    ec2.DefaultVpc(name)


@CASES.denies("LOG-03", path="logDestination")
def flow_log_that_leads_nowhere(name):
    flow_log(name, vpc_id="vpc-1", log_destination=None)


@CASES.denies("LOG-07", path="autoEnableOrganizationMembers")
def detector_of_one_account(name):
    guardduty.OrganizationConfiguration(
        name, detector_id="d", auto_enable_organization_members="NONE"
    )


@CASES.denies("LOG-09", path="accessLogs.enabled")
def classic_balancer_with_logs_turned_off(name):
    listener = {"instance_port": 80, "instance_protocol": "http"}
    elb.LoadBalancer(
        name,
        listeners=[{**listener, "lb_port": 80, "lb_protocol": "http"}],
        access_logs={"bucket": "logs", "enabled": False},
    )


@CASES.admits("LOG-09")
def stream_with_logs(name):
    stream(name, logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True}}})


@CASES.denies("LOG-09", path="loggingInfo")
def stream_without_logs(name):
    stream(name)


@CASES.admits("LOG-09")
def broker_with_logs(name):
    broker(name, logs={"general": True})


@CASES.denies("LOG-09", path="logs")
def broker_without_logs(name):
    broker(name)


def stream(name, **rest):
    nodes = {"instance_type": "kafka.m7g.large", "client_subnets": ["a"], "security_groups": ["b"]}
    msk.Cluster(
        name,
        kafka_version="3.8.x",
        number_of_broker_nodes=3,
        broker_node_group_info=nodes,
        **rest,
    )


def broker(name, **rest):
    mq.Broker(
        name,
        engine_type="ActiveMQ",
        engine_version="5.18",
        host_instance_type="mq.m5.large",
        users=[],
        **rest,
    )


CALLS = {"logging_config": {"s3_config": {"bucket_name": "calls"}}}
GRAPH = {"enable_cloudwatch_logs_exports": ["audit"]}

weakened(
    CASES,
    (
        ("LOG-02", bedrockmodel.InvocationLoggingConfiguration, CALLS, "logging_config", {}),
        ("LOG-09", neptune.Cluster, GRAPH, "enable_cloudwatch_logs_exports", LEFT_OUT),
    ),
)


@CASES.denies("LOG-07", settings=WHOLE)
def account_without_a_hub(name):
    guardduty.Detector(name)


@CASES.denies("LOG-07", settings=WHOLE)
def account_without_a_detector(name):
    securityhub.Account(name)
