"""Services without a place: which of them hold no data, and which have it everywhere.

Read on 2026-11-23.

* https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
* https://cloud.google.com/load-balancing/docs/load-balancing-overview
* https://learn.microsoft.com/azure/reliability/regions-nonregional-services
"""

from __future__ import annotations

WITHOUT_DATA: tuple[str, ...] = (
    "aws:route53:",
    "aws-native:route53:",
    "azure-native:alertsmanagement:",
    "azure-native:authorization:",
    "azure-native:dns:",
    "azure-native:monitor:ActionGroup",
    "azure-native:monitor:ActivityLogAlert",
    "azure-native:monitor:MetricAlert",
    "azure-native:monitor:PrivateLinkScope",
    "azure-native:policyinsights:",
    "azure-native:privatedns:",
    "azure-native:security:",
    "azure-native:trafficmanager:",
    "azure:network:TrafficManagerProfile",
    "azure:trafficmanager:",
    "gcp:binaryauthorization:",
    "gcp:certificatemanager:",
    "gcp:clouddeploy:",
    "gcp:compute:GlobalAddress",
    "gcp:gkehub:",
    "gcp:iam:",
    "gcp:monitoring:",
    "gcp:networkconnectivity:",
    "gcp:networkmanagement:",
    "gcp:networksecurity:",
    "gcp:networkservices:",
    "gcp:osconfig:",
    "gcp:privilegedaccessmanager:",
    "gcp:securitycenter:",
    "gcp:securityposture:",
    "gcp:tags:",
)
"""Types, or beginnings of types, that say `global` and keep what is set up, not what is stored."""

WITH_DATA: dict[str, tuple[str, ...]] = {
    "aws": (
        "aws:cloudfront:Distribution",
        "aws:cloudfront:MultitenantDistribution",
        "aws:globalaccelerator:Accelerator",
        "aws:globalaccelerator:CustomRoutingAccelerator",
        "aws:s3control:MultiRegionAccessPoint",
        "aws-native:cloudfront:Distribution",
        "aws-native:globalaccelerator:Accelerator",
        "aws-native:s3:MultiRegionAccessPoint",
    ),
    "gcp": (
        "gcp:compute:GlobalForwardingRule",
        "gcp:networkservices:EdgeCacheService",
    ),
    "azure": (
        "azure-native:cdn:Profile",
        "azure-native:frontdoor:FrontDoor",
        "azure:cdn:FrontdoorProfile",
        "azure:cdn:Profile",
        "azure:frontdoor:Frontdoor",
    ),
}
"""Types, by cloud, that take in, decrypt or keep data wherever its user is."""
