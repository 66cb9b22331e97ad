"""What AWS's buckets, load balancers and gateways let pass without TLS, or with an old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.encryption.in_transit.plain_requests import refuses_plain_requests
from landing_zone_policies.rules.encryption.vocabulary import each
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import one_of, plain, tls, tls_policy

BUCKET = "aws:s3:Bucket"
BUCKET_POLICY = "aws:s3:BucketPolicy"
LISTENER = "aws:lb:Listener"
NATIVE_LISTENER = "aws-native:elasticloadbalancingv2:Listener"
BALANCER = "aws:lb:LoadBalancer"
CLOUDFRONT = "aws:cloudfront:Distribution"
NATIVE_CLOUDFRONT = "aws-native:cloudfront:Distribution"
SITE = "distributionConfig"
DOMAINS = (
    "aws:apigateway:DomainName",
    "aws-native:apigateway:DomainName",
    "aws-native:apigateway:DomainNameV2",
)

encrypted = one_of("HTTPS", "TLS")
encrypts = one_of("redirect-to-https", "https-only")


@check(BUCKET, reads=(f"{BUCKET_POLICY}.policy", "policy"), joins=True)
def bucket_refuses_plain_requests(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket has one policy: a property, in older programs, or a resource beside it."""
    beside = world.estate.pointing(bucket, "bucket", BUCKET_POLICY)
    policies = [one.first("policy") for one in beside] or [bucket.first("policy")]
    for policy in policies:
        if policy.value is MISSING:
            yield Fail("policy", "no policy denies what comes without TLS")
        else:
            yield from refuses_plain_requests(policy, "s3")


@check("aws-native:s3:Bucket", reads=("aws-native:s3:BucketPolicy.policyDocument",), joins=True)
def native_bucket_refuses_plain_requests(bucket: Resource, world: World) -> Iterator[Outcome]:
    """The same in the words of CloudFormation."""
    beside = world.estate.pointing(bucket, "bucket", "aws-native:s3:BucketPolicy")
    if not beside:
        yield Fail("", "no policy denies what comes without TLS")
    for one in beside:
        yield from refuses_plain_requests(one.first("policyDocument"), "s3")


@check(
    *(LISTENER, NATIVE_LISTENER),
    reads=("protocol", "sslPolicy", "defaultActions[].type"),
    joins=True,
)
def listener_encrypts(listener: Resource, world: World) -> Iterator[Outcome]:
    """HTTP may do nothing but send people to HTTPS; what is not HTTP is not looked into."""
    protocol = listener.first("protocol")
    if protocol.value is UNKNOWN:
        yield Undetermined("protocol", "protocol is known after deployment")
    elif encrypted.holds(protocol, world.settings):
        yield judged(listener.first("sslPolicy"), tls_policy, world.settings)
    elif plain(protocol.value) == "http" or _is_http_by_default(listener, protocol, world):
        for action in listener.find("defaultActions[]"):
            yield _sends_to_https(action)
    else:
        yield NotApplicable(f"protocol is {protocol}")


def _is_http_by_default(listener: Resource, protocol: Found, world: World) -> bool:
    balancers = world.estate.targets(listener, "loadBalancerArn", BALANCER)
    kinds = [plain(each.get("loadBalancerType")) for each in balancers]
    return protocol.value is MISSING and all(kind in (MISSING, "application") for kind in kinds)


def _sends_to_https(action: Found) -> Outcome:
    kind = plain(action.find("type")[0].value)
    said = [*action.find("redirect.protocol"), *action.find("redirectConfig.protocol")]
    if kind == "fixed-response":
        return NotApplicable("it answers without passing anything on")
    if kind == "redirect" and any(plain(each.value) == "https" for each in said):
        return NotApplicable("it sends people to HTTPS")
    if UNKNOWN in (kind, *(each.value for each in said)):
        return Undetermined(action.path, f"{action.path} is known after deployment")
    return Fail("protocol", "the listener passes on what comes without TLS")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-30": (bucket_refuses_plain_requests, native_bucket_refuses_plain_requests),
    "ENC-31": (
        listener_encrypts,
        each(
            "aws:elb:LoadBalancer",
            "listeners[]",
            ("lbProtocol", one_of("https", "ssl")),
            unless=[("lbProtocol", one_of("tcp"))],
        ),
        each(
            "aws-native:elasticloadbalancing:LoadBalancer",
            "listeners[]",
            ("protocol", one_of("https", "ssl")),
            unless=[("protocol", one_of("tcp"))],
        ),
        need(CLOUDFRONT, "defaultCacheBehavior.viewerProtocolPolicy", encrypts),
        each(CLOUDFRONT, "orderedCacheBehaviors[]", ("viewerProtocolPolicy", encrypts)),
        need(CLOUDFRONT, "viewerCertificate.minimumProtocolVersion", tls_policy),
        need(NATIVE_CLOUDFRONT, f"{SITE}.defaultCacheBehavior.viewerProtocolPolicy", encrypts),
        each(NATIVE_CLOUDFRONT, f"{SITE}.cacheBehaviors[]", ("viewerProtocolPolicy", encrypts)),
        need(NATIVE_CLOUDFRONT, f"{SITE}.viewerCertificate.minimumProtocolVersion", tls_policy),
        need("aws:apigatewayv2:DomainName", "domainNameConfiguration.securityPolicy", tls),
        each(
            "aws-native:apigatewayv2:DomainName",
            "domainNameConfigurations[]",
            ("securityPolicy", tls.or_missing()),
        ),
    ),
    "ENC-34": (need(DOMAINS, "securityPolicy", tls),),
}
