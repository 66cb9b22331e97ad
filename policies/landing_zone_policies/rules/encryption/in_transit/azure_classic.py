"""What Azure sends without TLS, as the classic provider declares it, with its own defaults.

Source: https://www.pulumi.com/registry/packages/azure/api-docs/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, either, need
from landing_zone_policies.rules.encryption.in_transit.azure import gateway_policy, parameter_asks
from landing_zone_policies.wanted import given, none_of, not_false, not_true, one_of, tls, true

ACCOUNT = "azure:storage:Account"
GATEWAY = "azure:network:ApplicationGateway"
CACHE = "azure:redis:Cache"
APPS = tuple(
    f"azure:appservice:{system}{kind}"
    for system in ("Linux", "Windows")
    for kind in ("WebApp", "WebAppSlot", "FunctionApp", "FunctionAppSlot")
)
OLD_APPS = tuple(
    f"azure:appservice:{each}" for each in ("AppService", "Slot", "FunctionApp", "FunctionAppSlot")
)
OLD_SERVERS = ("azure:postgresql:Server", "azure:mysql:Server", "azure:mariadb:Server")
PARAMETERS = (
    "azure:postgresql:FlexibleServerConfiguration",
    "azure:mysql:FlexibleServerConfiguration",
)
SMB = "shareProperties.smb"
WITH_SHARES = [("shareProperties", given)]
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
        need(OLD_SERVERS, "sslEnforcementEnabled", true),
        need(OLD_SERVERS, "sslMinimalTlsVersionEnforced", tls.or_missing()),
        parameter_asks(PARAMETERS, "name"),
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
        need(OLD_APPS, "httpsOnly", true),
        need(OLD_APPS, "siteConfig.minTlsVersion", tls.or_missing()),
        need(OLD_APPS, "siteConfig.ftpsState", none_of("AllAllowed")),
    ),
    "ENC-36": (
        need(ACCOUNT, f"{SMB}.versions[]", one_of("SMB3.1.1"), when=WITH_SHARES),
        need(ACCOUNT, f"{SMB}.channelEncryptionTypes[]", one_of("AES-256-GCM"), when=WITH_SHARES),
    ),
}
