"""Who may call what on AWS by its own policy, and by which way private networks reach it."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.statements import POSITIVE, Statement, judge_statements
from landing_zone_policies.values import UNKNOWN, Gap
from landing_zone_policies.wanted import given, none_of, one_of, plain, true

POLICIES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "aws:s3:BucketPolicy",
            "aws:s3:Bucket",
            "aws:s3:AccessPoint",
            "aws:s3control:AccessPointPolicy",
            "aws:sqs:QueuePolicy",
            "aws:sqs:Queue",
            "aws:sns:TopicPolicy",
            "aws:sns:Topic",
            "aws:ecr:RepositoryPolicy",
            "aws:ecr:RegistryPolicy",
            "aws:secretsmanager:SecretPolicy",
            "aws:secretsmanager:Secret",
            "aws:backup:VaultPolicy",
            "aws:bedrock:AgentcoreResourcePolicy",
            "aws:cloudwatch:EventBusPolicy",
            "aws:codebuild:ResourcePolicy",
            "aws:dynamodb:ResourcePolicy",
            "aws:efs:FileSystemPolicy",
            "aws:glue:ResourcePolicy",
            "aws:kinesis:ResourcePolicy",
            "aws:lambda:ResourcePolicy",
            "aws:msk:ClusterPolicy",
            "aws:redshift:ResourcePolicy",
            "aws:redshiftserverless:ResourcePolicy",
            "aws:acmpca:Policy",
        ),
        "policy",
    ),
    "aws:cloudwatch:LogResourcePolicy": "policyDocument",
    "aws:cloudwatch:LogDestinationPolicy": "accessPolicy",
    "aws:codeartifact:DomainPermissions": "policyDocument",
    "aws:codeartifact:RepositoryPermissionsPolicy": "policyDocument",
    "aws:glacier:Vault": "accessPolicy",
    "aws:opensearch:Domain": "accessPolicies",
    "aws:opensearch:DomainPolicy": "accessPolicies",
    "aws:elasticsearch:Domain": "accessPolicies",
    "aws:elasticsearch:DomainPolicy": "accessPolicies",
    "aws:s3tables:TableBucketPolicy": "resourcePolicy",
    "aws:s3tables:TablePolicy": "resourcePolicy",
    "aws:sagemaker:ModelPackageGroupPolicy": "resourcePolicy",
    "aws-native:s3:BucketPolicy": "policyDocument",
    "aws-native:sqs:QueuePolicy": "policyDocument",
    "aws-native:sns:TopicPolicy": "policyDocument",
    "aws-native:ecr:Repository": "repositoryPolicyText",
    "aws-native:secretsmanager:ResourcePolicy": "resourcePolicy",
}
"""By type, where the policy of a resource stands."""

PERMISSION = "aws:lambda:Permission"
ENDPOINT = "aws:ec2:VpcEndpoint"
SOURCES = ("sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken")

OF_WHOM = frozenset(
    {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}
    | {"aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths"}
)
"""Keys that say whose a resource or a caller is."""

PRIVATE_WAYS: Mapping[str, tuple[str, ...]] = {
    "aws:s3:Bucket": ("s3",),
    "aws:dynamodb:Table": ("dynamodb",),
    "aws:sagemaker:Endpoint": ("sagemaker.runtime",),
    "aws:sagemaker:NotebookInstance": ("sagemaker.api", "notebook"),
    "aws:sagemaker:Domain": ("sagemaker.api", "studio"),
    "aws:bedrock:Guardrail": ("bedrock-runtime",),
    "aws:bedrock:ProvisionedModelThroughput": ("bedrock-runtime",),
    "aws:bedrock:InferenceProfile": ("bedrock-runtime",),
    "aws:bedrock:AgentAgent": ("bedrock-agent-runtime",),
}
"""By type, the services of which any one is its way into a network.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
"""


def _public(statement: Statement) -> str | None:
    return "lets everyone in, and no condition says who" if statement.is_public else None


@check(*POLICIES, reads=tuple(dict.fromkeys(POLICIES.values())))
def policy_names_who(resource: Resource, _world: World) -> Iterator[Outcome]:
    """A resource's own policy lets in who is named, or whom a condition names."""
    yield from judge_statements(resource, POLICIES[resource.type], _public)


@check(PERMISSION, "aws-native:lambda:Permission", reads=("principal", *SOURCES))
def function_is_called_by_some(permission: Resource, world: World) -> Iterator[Outcome]:
    """Whoever may call a function is named: a service together with whose it is.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    principal = permission.first("principal")
    narrowed = any(_is_given(permission.get(each)) for each in SOURCES)
    if principal.value == "*" and narrowed:
        yield Pass("principal")
        return
    yield judged(principal, none_of("*"), world.settings, says="everyone may call the function")
    if isinstance(principal.value, str) and principal.value.endswith("amazonaws.com"):
        at = Found("sourceArn", permission.get("sourceArn") if not narrowed else "given")
        says = f"{principal.value} may call the function for anyone: there is no sourceArn"
        yield judged(at, given, world.settings, says=says)


SHARED = ".vpce-svc-"
"""In the name of a service that another customer shares by an endpoint service."""


@check(ENDPOINT, reads=("vpcEndpointType", "privateDnsEnabled", "serviceName"))
def endpoint_answers_by_name(endpoint: Resource, world: World) -> Iterator[Outcome]:
    """An endpoint of a service of AWS is where the service's own name leads."""
    service = endpoint.get("serviceName")
    if plain(endpoint.get("vpcEndpointType")) != "interface" or SHARED in str(plain(service)):
        yield NotApplicable("it is no interface of a service of AWS")
        return
    if world.estate.has("aws:route53:Zone"):
        yield NotApplicable("the program has zones of its own")
        return
    yield judged(endpoint.first("privateDnsEnabled"), true, world.settings)


def _unbounded(statement: Statement) -> str | None:
    """Say what is wrong with a statement of an endpoint, whose callers are in the network."""
    bounded = any(
        each.key in OF_WHOM and each.operator.removesuffix("ifexists") in POSITIVE
        for each in statement.conditions
    )
    if statement.is_public and statement.everything and not bounded:
        return "lets anybody through to anybody's resources"
    return None


@check(ENDPOINT, reads=("policy",))
def endpoint_is_no_way_out(endpoint: Resource, world: World) -> Iterator[Outcome]:
    """Under regulation an endpoint's policy names whose resources may be reached through it.

    A service that another customer shares takes no policy: who may use it is asked on its side.

    Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html,
    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
    """
    if not world.settings.reaches("regulated"):
        yield NotApplicable("a policy of the endpoint is asked of regulated programs")
        return
    if plain(endpoint.get("vpcEndpointType")) == "gatewayloadbalancer":
        yield NotApplicable("such an endpoint has no policy")
        return
    if SHARED in str(plain(endpoint.get("serviceName"))):
        yield NotApplicable("a service that another customer shares takes no policy")
        return
    says = "there is no policy: anybody's resources can be reached through it"
    yield judged(endpoint.first("policy"), given, world.settings, says=says)
    yield from judge_statements(endpoint, "policy", _unbounded)


def private_ways(world: World, _cloud: str) -> Iterator[Outcome]:
    """Say of the services in use which of them the program's network has no private way to."""
    if not world.estate.has("aws:ec2:Vpc", "aws-native:ec2:Vpc"):
        yield NotApplicable("the program has no network")
        return
    names = [each.get("serviceName") for each in world.estate.of(ENDPOINT)]
    known = [each for each in names if isinstance(each, str)]
    for type_, services in PRIVATE_WAYS.items():
        if not world.estate.has(type_):
            continue
        if UNKNOWN in names or any(each.endswith(f".{way}") for each in known for way in services):
            yield Pass()
        else:
            ways = " or ".join(services)
            yield Fail("", f"the network has no endpoint of {ways}, which {type_} is used by")


def _is_given(value: object) -> bool:
    return value is not Gap.MISSING and value != ""


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-09": (endpoint_answers_by_name, endpoint_is_no_way_out),
    "NET-10": (
        function_is_called_by_some,
        need("aws:lambda:FunctionUrl", "authorizationType", one_of("AWS_IAM")),
        need("aws-native:lambda:Url", "authType", one_of("AWS_IAM")),
    ),
    "NET-14": (policy_names_who,),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "NET-09": (Survey(("aws",), private_ways, (ENDPOINT, *PRIVATE_WAYS)),),
}
