"""The oldest version of TLS, where one property says it and it is changed in place."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.remedies.remedy import Remedy, by_tls, on

DOTTED = by_tls(v1_2="1.2", v1_3="1.3")
DOTTED_1_2 = by_tls(v1_2="1.2")
UNDERSCORED_1_2 = by_tls(v1_2="TLS1_2")

REMEDIES: Mapping[str, tuple[Remedy, ...]] = {
    "ENC-30": (
        Remedy(
            ("azure-native:storage:StorageAccount",),
            "minimumTlsVersion",
            by_tls(v1_2="TLS1_2", v1_3="TLS1_3"),
        ),
        Remedy(("azure:storage:Account",), "minTlsVersion", UNDERSCORED_1_2),
    ),
    "ENC-31": (
        Remedy(("gcp:compute:SSLPolicy",), "minTlsVersion", by_tls(v1_2="TLS_1_2")),
        Remedy(
            ("azure-native:cdn:AFDCustomDomain",),
            "tlsSettings.minimumTlsVersion",
            by_tls(v1_2="TLS12", v1_3="TLS13"),
        ),
    ),
    "ENC-32": (
        Remedy(("azure-native:sql:Server",), "minimalTlsVersion", DOTTED),
        Remedy(("azure-native:sql:ManagedInstance",), "minimalTlsVersion", DOTTED_1_2),
        Remedy(
            ("azure-native:cosmosdb:DatabaseAccount",),
            "minimalTlsVersion",
            by_tls(v1_2="Tls12"),
        ),
        Remedy(
            ("azure:mssql:Server", "azure:mssql:ManagedInstance"), "minimumTlsVersion", DOTTED_1_2
        ),
    ),
    "ENC-33": (
        Remedy(
            (
                "azure-native:redis:Redis",
                "azure-native:redisenterprise:RedisEnterprise",
                "azure-native:eventhub:Namespace",
                "azure-native:servicebus:Namespace",
                "azure:redis:Cache",
                "azure:eventhub:EventHubNamespace",
                "azure:servicebus:Namespace",
            ),
            "minimumTlsVersion",
            DOTTED_1_2,
        ),
    ),
    "ENC-34": (
        Remedy(
            ("azure-native:web:WebApp", "azure-native:web:WebAppSlot"),
            "siteConfig.minTlsVersion",
            DOTTED,
        ),
        Remedy(("azure-native:web:WebApp", "azure-native:web:WebAppSlot"), "httpsOnly", on),
        Remedy(("aws:apigateway:DomainName",), "securityPolicy", by_tls(v1_2="TLS_1_2")),
    ),
}
"""A version that a service has no word for is not set: its rule goes on objecting.

Sources:
https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version
https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#minimum-tls-version
https://learn.microsoft.com/azure/app-service/overview-tls#supported-tls-version-on-app-service
https://cloud.google.com/load-balancing/docs/use-ssl-policies
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
"""
