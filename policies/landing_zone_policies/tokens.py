"""One name for each type, however the SDK, its version or its age spell it."""

import re
from collections.abc import Mapping
from functools import cache

VERSIONED = r"^azure[-_]native(_\w+_v\d{8}\w*)?$"
"""The package of azure-native, and what `pulumi package add azure-native MODULE VERSION` makes.

Source: https://www.pulumi.com/registry/packages/azure-native/version-guide/
"""

OLD_NAMES = {
    "aws:s3:BucketV2": "aws:s3:Bucket",
    "aws:s3:BucketAclV2": "aws:s3:BucketAcl",
    "aws:s3:BucketLoggingV2": "aws:s3:BucketLogging",
    "aws:s3:BucketVersioningV2": "aws:s3:BucketVersioning",
    "aws:s3:BucketObjectv2": "aws:s3:BucketObject",
    "aws:s3:BucketServerSideEncryptionConfigurationV2": (
        "aws:s3:BucketServerSideEncryptionConfiguration"
    ),
    "aws:s3:BucketLifecycleConfigurationV2": "aws:s3:BucketLifecycleConfiguration",
    "aws:s3:BucketObjectLockConfigurationV2": "aws:s3:BucketObjectLockConfiguration",
    "aws:alb:LoadBalancer": "aws:lb:LoadBalancer",
    "aws:alb:Listener": "aws:lb:Listener",
    "aws:applicationloadbalancing:LoadBalancer": "aws:lb:LoadBalancer",
    "aws:elasticloadbalancingv2:LoadBalancer": "aws:lb:LoadBalancer",
    "aws:elasticloadbalancing:LoadBalancer": "aws:elb:LoadBalancer",
    "aws:applicationloadbalancing:Listener": "aws:lb:Listener",
    "aws:elasticloadbalancingv2:Listener": "aws:lb:Listener",
    "kubernetes:extensions:Deployment": "kubernetes:apps:Deployment",
    "kubernetes:extensions:DaemonSet": "kubernetes:apps:DaemonSet",
    "kubernetes:extensions:Ingress": "kubernetes:networking.k8s.io:Ingress",
}
"""Types that are another one's under an older name, or a second one."""

MOVED: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "cache": ("redis", {"redisenterprise": ("Database", "RedisEnterprise")}),
    "devices": ("iothub", {"deviceprovisioningservices": ("DpsCertificate", "IotDpsResource")}),
    "documentdb": ("cosmosdb", {"mongocluster": ("FirewallRule", "MongoCluster")}),
    "insights": (
        "monitor",
        {
            "applicationinsights": (
                *("AnalyticsItem", "Component", "ComponentCurrentBillingFeature"),
                *("ComponentLinkedStorageAccount", "ExportConfiguration", "Favorite", "MyWorkbook"),
                *("ProactiveDetectionConfiguration", "WebTest", "Workbook", "WorkbookTemplate"),
            )
        },
    ),
    "network": (
        "network",
        {
            "dns": ("DnssecConfig", "RecordSet", "Zone"),
            "dnsresolver": (
                *("DnsForwardingRuleset", "DnsResolver", "DnsResolverDomainList"),
                *("DnsResolverPolicy", "DnsResolverPolicyVirtualNetworkLink", "DnsSecurityRule"),
                *("ForwardingRule", "InboundEndpoint", "OutboundEndpoint"),
                "PrivateResolverVirtualNetworkLink",
            ),
            "frontdoor": (
                *("Experiment", "FrontDoor", "NetworkExperimentProfile", "Policy", "RulesEngine"),
            ),
            "privatedns": ("PrivateRecordSet", "PrivateZone", "VirtualNetworkLink"),
            "trafficmanager": ("Endpoint", "Profile", "TrafficManagerUserMetricsKey"),
        },
    ),
}
"""Modules of azure-native before its third version: where their types are now, and those of them
that are elsewhere.

Source: https://www.pulumi.com/registry/packages/azure-native/from-v2-to-v3/
"""

SINGULAR = {
    "aws:s3:BucketV2": {
        "serverSideEncryptionConfigurations": "serverSideEncryptionConfiguration",
        "versionings": "versioning",
        "loggings": "logging",
        "objectLockConfigurations": "objectLockConfiguration",
        "replicationConfigurations": "replicationConfiguration",
        "websites": "website",
    }
}
"""Properties that an older name of a type has in the plural."""


PATCH = "Patch"
"""How the types end that patch an object of Kubernetes."""


@cache
def normal(token: str) -> str:
    """Return a type without its version and its file: `aws:s3:Bucket` for `aws:s3/bucket:Bucket`.

    What is no token comes back as it is.
    """
    plain = unversioned(token)
    package, _, rest = plain.partition(":")
    module, _, name = rest.partition(":")
    if package == "azure-native" and module in MOVED:
        usual, others = MOVED[module]
        now = next((each for each, names in others.items() if name in names), usual)
        return f"{package}:{now}:{name}"
    if is_patch(plain):
        plain = plain.removesuffix(PATCH)
    return OLD_NAMES.get(plain, plain)


def is_patch(token: str) -> bool:
    """Whether a resource is some fields of an object that others have made, or make as well.

    Source: https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
    """
    return token.endswith(PATCH) and token.startswith("kubernetes:")


@cache
def unversioned(token: str) -> str:
    """Return a type as its package calls it, be that an older name."""
    parts = token.split(":")
    if len(parts) != 3 or parts[0] == "pulumi":
        return token
    package, module, name = parts
    if re.match(VERSIONED, package):
        package = "azure-native"
    return f"{package}:{module.partition('/')[0]}:{name}"


@cache
def cloud_of(token: str) -> str | None:
    """Return whose type it is: `aws`, `gcp`, `azure` or `kubernetes`; None for anything else."""
    package = token.removeprefix("pulumi:providers:").partition(":")[0]
    return PACKAGES.get(package)


PACKAGES = {
    "aws": "aws",
    "aws-native": "aws",
    "gcp": "gcp",
    "google-native": "gcp",
    "azure": "azure",
    "azure-native": "azure",
    "azuread": "azure",
    "kubernetes": "kubernetes",
}
