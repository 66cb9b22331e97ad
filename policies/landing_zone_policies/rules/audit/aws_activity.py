"""What AWS's networks, clusters, databases and load balancers tell, and who watches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.rules.audit.vocabulary import but, exists, kept, lists, named_in
from landing_zone_policies.wanted import absent, given, not_false, one_of, plain, true

VPCS = ("aws:ec2:Vpc", "aws:ec2:DefaultVpc")
SUBNETS = ("aws:ec2:Subnet", "aws:ec2:DefaultSubnet")
FLOW_LOG = "aws:ec2:FlowLog"
OF_A_GATEWAY = [("transitGatewayId", absent), ("transitGatewayAttachmentId", absent)]
CLUSTER = "aws:eks:Cluster"
CONTROL_PLANE = ("api", "audit", "authenticator", "controllerManager", "scheduler")
GROUP = "aws:cloudwatch:LogGroup"

DETECTOR = "aws:guardduty:Detector"
HUB = "aws:securityhub:Account"
RECORDER = "aws:cfg:Recorder"
STATUS = "aws:cfg:RecorderStatus"
BALANCER = "aws:lb:LoadBalancer"
DOMAINS = ("aws:opensearch:Domain", "aws:elasticsearch:Domain")
DELIVERY = "aws:cloudwatch:LogDeliverySource"


@check(*VPCS, reads=(f"{FLOW_LOG}.vpcId", f"{FLOW_LOG}.subnetId"), joins=True)
def flows_are_logged(vpc: Resource, world: World) -> Iterator[Outcome]:
    """A VPC has a flow log, or each of its subnets has one."""
    estate = world.estate
    if estate.pointing(vpc, "vpcId", FLOW_LOG):
        yield Pass()
        return
    subnets = estate.pointing(vpc, "vpcId", *SUBNETS)
    if subnets and all(estate.pointing(each, "subnetId", FLOW_LOG) for each in subnets):
        yield Pass()
    else:
        yield Fail("", "no flow log tells who talks to whom in this VPC")


@check(HUB, reads=("enableDefaultStandards",), joins=True)
def hub_has_standards(hub: Resource, world: World) -> Iterator[Outcome]:
    """Security Hub judges by its default standards, or by those that the program chooses."""
    if world.estate.has("aws:securityhub:StandardsSubscription"):
        yield Pass("enableDefaultStandards")
    else:
        yield judged(hub.first("enableDefaultStandards"), not_false, world.settings)


@check(RECORDER, reads=("recordingGroup", f"{STATUS}.isEnabled"), joins=True)
def recorder_records(recorder: Resource, world: World) -> Iterator[Outcome]:
    """A recorder is turned on, and keeps every type, those without a region in one of several."""
    if not world.estate.pointing(recorder, "name", STATUS):
        yield Fail("", "no RecorderStatus turns the recorder on")
    if recorder.first("recordingGroup.exclusionByResourceTypes").is_known:
        yield Pass("recordingGroup")
        return
    yield judged(recorder.first("recordingGroup.allSupported"), not_false, world.settings)
    path = "recordingGroup.includeGlobalResourceTypes"
    recorders = [recorder, *world.estate.of(RECORDER)]
    if any(true.holds(each.first(path), world.settings) for each in recorders):
        yield Pass(path)
    else:
        yield judged(recorder.first(path), true, world.settings)


@check(BALANCER, reads=("accessLogs.enabled", "accessLogs.bucket", "loadBalancerType"))
def balancer_logs_requests(balancer: Resource, world: World) -> Iterator[Outcome]:
    """Load balancers for HTTP log requests; the others see none."""
    kind = plain(balancer.get("loadBalancerType"))
    if kind in ("network", "gateway"):
        yield NotApplicable(f"a {kind} load balancer sees no requests")
        return
    yield judged(balancer.first("accessLogs.enabled"), true, world.settings)
    yield judged(balancer.first("accessLogs.bucket"), given, world.settings)


@check(*DOMAINS, reads=("logPublishingOptions[].logType", "logPublishingOptions[].enabled"))
def domain_publishes_audits(domain: Resource, world: World) -> Iterator[Outcome]:
    """A search domain publishes its audit log."""
    yield named_in(domain, "logPublishingOptions[].logType", ("AUDIT_LOGS",))
    for each in domain.find("logPublishingOptions[]"):
        if plain(each.find("logType")[0].value) == "audit_logs":
            yield judged(each.find("enabled")[0], not_false, world.settings)


@check("aws:cloudfront:Distribution", reads=("loggingConfig.bucket", DELIVERY), joins=True)
def distribution_logs_requests(distribution: Resource, world: World) -> Iterator[Outcome]:
    """A distribution logs by itself, or by a log delivery beside it."""
    if world.estate.pointing(distribution, "resourceArn", DELIVERY):
        yield Pass()
    else:
        yield judged(distribution.first("loggingConfig.bucket"), given, world.settings)


@check("aws:redshift:Cluster", reads=("logging.enable", "aws:redshift:Logging"), joins=True)
def warehouse_logs_access(warehouse: Resource, world: World) -> Iterator[Outcome]:
    """A warehouse logs connections, by itself in older programs."""
    if world.estate.pointing(warehouse, "clusterIdentifier", "aws:redshift:Logging"):
        yield Pass()
    else:
        yield judged(warehouse.first("logging.enable"), true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-03": (
        flows_are_logged,
        need(FLOW_LOG, "trafficType", one_of("ALL"), when=OF_A_GATEWAY),
        either(need(FLOW_LOG, "logDestination", given), need(FLOW_LOG, "logGroupName", given)),
    ),
    "LOG-04": (lists(CLUSTER, "enabledClusterLogTypes", *CONTROL_PLANE),),
    "LOG-05": (need(GROUP, "retentionInDays", kept, when=[("logGroupClass", but("DELIVERY"))]),),
    "LOG-07": (
        need(DETECTOR, "enable", not_false),
        need("aws:guardduty:DetectorFeature", "status", one_of("ENABLED")),
        need(
            "aws:guardduty:OrganizationConfiguration",
            "autoEnableOrganizationMembers",
            one_of("ALL", "NEW"),
        ),
        hub_has_standards,
    ),
    "LOG-08": (recorder_records, need(STATUS, "isEnabled", true)),
    "LOG-09": (
        need(
            ("aws:rds:Instance", "aws:rds:Cluster", "aws:docdb:Cluster"),
            "enabledCloudwatchLogsExports",
            given,
        ),
        need("aws:neptune:Cluster", "enableCloudwatchLogsExports", given),
        need("aws:msk:Cluster", "loggingInfo.brokerLogs", given),
        need("aws:mq:Broker", "logs.general", true),
        warehouse_logs_access,
        balancer_logs_requests,
        need("aws:elb:LoadBalancer", "accessLogs.bucket", given),
        need("aws:elb:LoadBalancer", "accessLogs.enabled", not_false),
        distribution_logs_requests,
        domain_publishes_audits,
        need(
            ("aws:apigatewayv2:Stage", "aws:apigateway:Stage"),
            "accessLogSettings.destinationArn",
            given,
        ),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "LOG-02": (
        exists(
            "aws",
            "nobody records what models are asked",
            "aws:bedrockmodel:InvocationLoggingConfiguration",
        ),
    ),
    "LOG-07": (
        exists("aws", "GuardDuty is not on", DETECTOR),
        exists("aws", "Security Hub is not on", HUB),
    ),
    "LOG-08": (exists("aws", "AWS Config records nothing", RECORDER),),
}
