"""What may be reached from outside on AWS: databases, clusters, machines, notebooks."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.network.reach import NAMED
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import (
    absent,
    at_most,
    false,
    given,
    none_of,
    not_true,
    one_of,
    plain,
    true,
)

DATABASES = (
    "aws:rds:Instance",
    "aws:rds:ClusterInstance",
    "aws:rds:Cluster",
    "aws:redshift:Cluster",
    "aws:redshiftserverless:Workgroup",
    "aws:neptune:ClusterInstance",
    "aws:dms:ReplicationInstance",
    "aws:lightsail:Database",
    "aws:mq:Broker",
)
"""Databases and brokers that are private unless their program says otherwise."""

INSTANCE = "aws:ec2:Instance"
TEMPLATE = "aws:ec2:LaunchTemplate"
MACHINES = (INSTANCE, TEMPLATE, "aws:ec2:LaunchConfiguration", "aws:ec2:SpotInstanceRequest")
MOST_HOPS = at_most(2).or_missing()
"""Two, so that a container may ask; the default is one.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
"""


@check("aws:opensearch:ServerlessSecurityPolicy", reads=("policy", "type"))
def search_is_private(policy: Resource, world: World) -> Iterator[Outcome]:
    """A network policy of a serverless collection lets nobody in from outside."""
    if plain(policy.get("type")) != "network":
        yield NotApplicable("it is about encryption")
        return
    at = policy.first("policy")
    text = at.value
    if not isinstance(text, str):
        yield Undetermined("policy", "policy is known after deployment")
        return
    opened = '"AllowFromPublic":true' in "".join(text.split())
    says = "policy lets everyone reach the collection"
    yield judged(Found("policy", opened), false, world.settings, says=says)


@check(*MACHINES, reads=("metadataOptions.httpTokens",), joins=True)
def machine_asks_for_a_session(machine: Resource, world: World) -> Iterator[Outcome]:
    """A machine gives its metadata to sessions only, or its template or its account says so."""
    if plain(machine.get("metadataOptions.httpEndpoint")) == "disabled":
        yield NotApplicable("it has no metadata service")
        return
    tokens = machine.first("metadataOptions.httpTokens")
    if tokens.value is Gap.MISSING:
        defaults = world.estate.of("aws:ec2:InstanceMetadataDefaults")
        if any(plain(each.get("httpTokens")) == "required" for each in defaults):
            yield NotApplicable("the account's default is to require tokens")
            return
        if machine.get("launchTemplate") is not Gap.MISSING:
            yield _of_template(machine, world)
            return
    yield judged(tokens, one_of("required"), world.settings)


def _of_template(machine: Resource, world: World) -> Outcome:
    templates = [
        each
        for path in ("launchTemplate.id", "launchTemplate.name")
        for each in world.estate.targets(machine, path, TEMPLATE)
    ]
    if templates:
        return NotApplicable("its launch template says")
    return Undetermined("launchTemplate", "its launch template is not in the program")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-04": (
        need(DATABASES, "publiclyAccessible", not_true),
        need("aws-native:rds:DbInstance", "publiclyAccessible", false),
        need(
            "aws:msk:Cluster",
            "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
            one_of("DISABLED").or_missing(),
        ),
        need(("aws:opensearch:Domain", "aws:elasticsearch:Domain"), "vpcOptions.subnetIds", given),
        search_is_private,
    ),
    "NET-05": (
        either(
            need("aws:eks:Cluster", "vpcConfig.endpointPublicAccess", false),
            need("aws:eks:Cluster", "vpcConfig.publicAccessCidrs[]", NAMED),
        ),
        either(
            need("aws-native:eks:Cluster", "resourcesVpcConfig.endpointPublicAccess", false),
            need("aws-native:eks:Cluster", "resourcesVpcConfig.publicAccessCidrs[]", NAMED),
        ),
    ),
    "NET-06": (
        need(
            (INSTANCE, "aws:ec2:LaunchConfiguration", "aws:ec2:SpotInstanceRequest"),
            "associatePublicIpAddress",
            not_true,
        ),
        need(TEMPLATE, "networkInterfaces[].associatePublicIpAddress", not_true),
        need(("aws:ec2:Subnet", "aws-native:ec2:Subnet"), "mapPublicIpOnLaunch", not_true),
        need("aws:ec2:Eip", "instance", absent, says="it gives a machine a public address"),
        need("aws:ec2:EipAssociation", "instanceId", absent),
        need("aws:ecs:Service", "networkConfiguration.assignPublicIp", not_true),
    ),
    "NET-08": (
        need("aws:sagemaker:NotebookInstance", "directInternetAccess", one_of("Disabled")),
        need("aws:sagemaker:NotebookInstance", "subnetId", given),
        need("aws:sagemaker:Domain", "appNetworkAccessType", one_of("VpcOnly")),
        need("aws:mwaa:Environment", "webserverAccessMode", none_of("PUBLIC_ONLY")),
        need(("aws:sagemaker:Model", "aws:sagemaker:TrainingJob"), "vpcConfig.subnets", given),
        need(("aws:sagemaker:Model", "aws:sagemaker:TrainingJob"), "enableNetworkIsolation", true),
        need("aws:bedrock:CustomModel", "vpcConfig.subnetIds", given),
        need(
            (
                "aws:bedrock:AgentcoreAgentRuntime",
                "aws:bedrock:AgentcoreBrowser",
                "aws:bedrock:AgentcoreCodeInterpreter",
            ),
            "networkConfiguration.networkMode",
            none_of("PUBLIC"),
        ),
        need(
            ("aws:comprehend:EntityRecognizer", "aws:comprehend:DocumentClassifier"),
            "vpcConfig.subnets",
            given,
        ),
    ),
    "NET-13": (
        machine_asks_for_a_session,
        need(MACHINES, "metadataOptions.httpPutResponseHopLimit", MOST_HOPS),
        need("aws:ec2:InstanceMetadataDefaults", "httpTokens", one_of("required")),
        need(
            "aws:imagebuilder:InfrastructureConfiguration",
            "instanceMetadataOptions.httpTokens",
            one_of("required"),
        ),
        need(
            "aws:sagemaker:NotebookInstance",
            "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion",
            one_of("2"),
        ),
        need(
            "aws-native:ec2:LaunchTemplate",
            "launchTemplateData.metadataOptions.httpTokens",
            one_of("required"),
        ),
    ),
}
