"""What Azure sends without TLS, as the classic provider declares it, with its own defaults.

Source: https://www.pulumi.com/registry/packages/azure/api-docs/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, either, need
from landing_zone_policies.rules.encryption.in_transit.azure import gateway_policy
from landing_zone_policies.wanted import none_of, not_false, not_true, tls, true

ACCOUNT = "azure:storage:Account"
GATEWAY = "azure:network:ApplicationGateway"
CACHE = "azure:redis:Cache"
APPS = (
    "azure:appservice:LinuxWebApp",
    "azure:appservice:WindowsWebApp",
    "azure:appservice:LinuxFunctionApp",
    "azure:appservice:WindowsFunctionApp",
)
NAMESPACES = ("azure:eventhub:EventHubNamespace", "azure:servicebus:Namespace")
SERVERS = ("azure:mssql:Server", "azure:mssql:ManagedInstance")

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-30": (
        need(ACCOUNT, "enableHttpsTrafficOnly", not_false),
        need(ACCOUNT, "httpsTrafficOnlyEnabled", not_false),
        need(ACCOUNT, "minTlsVersion", tls.or_missing()),
    ),
    "ENC-31": (
        either(
            need(GATEWAY, "sslPolicy.minProtocolVersion", tls),
            need(GATEWAY, "sslPolicy.policyName", gateway_policy),
        ),
    ),
    "ENC-32": (
        need(SERVERS, "minimumTlsVersion", tls.or_missing()),
        need("azure:cosmosdb:Account", "minimalTlsVersion", tls.or_missing()),
    ),
    "ENC-33": (
        need(CACHE, "enableNonSslPort", not_true),
        need(CACHE, "nonSslPortEnabled", not_true),
        need(CACHE, "minimumTlsVersion", tls),
        need(NAMESPACES, "minimumTlsVersion", tls.or_missing()),
    ),
    "ENC-34": (
        need(APPS, "httpsOnly", true),
        need(APPS, "siteConfig.minimumTlsVersion", tls.or_missing()),
        need(APPS, "siteConfig.ftpsState", none_of("AllAllowed")),
    ),
}
