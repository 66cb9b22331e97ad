"""Programs on Azure that the rules of encryption in transit admit and deny."""

from typing import Any

from pulumi_azure_native import (
    apimanagement,
    app,
    cdn,
    cosmosdb,
    dbformysql,
    dbforpostgresql,
    eventhub,
    frontdoor,
    network,
    redis,
    redisenterprise,
    servicebus,
    sql,
    storage,
    web,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption.declaring import Rows, TokenRows, both, of

CASES = Cases()
GROUP: Any = {"resource_group_name": "data"}
ACCOUNT: Any = {"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}
NEW: Any = {"minimum_tls_version": "1.2"}
FLEXIBLE: Any = {
    "server_name": "a",
    "configuration_name": "require_secure_transport",
    "value": "OFF",
}
SITE: Any = {
    "https_only": True,
    "site_config": {"min_tls_version": "1.2", "ftps_state": "FtpsOnly"},
}
PROTOCOLS = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols"

ROWS: Rows = (
    ("ENC-30", storage.StorageAccount, {"minimum_tls_version": "TLS1_2"}, ACCOUNT),
    (
        "ENC-31",
        network.ApplicationGateway,
        {"ssl_policy": {"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101"}},
        {"ssl_policy": {"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20150501"}},
    ),
    (
        "ENC-31",
        cdn.AFDCustomDomain,
        {
            "tls_settings": {
                "certificate_type": "ManagedCertificate",
                "minimum_tls_version": "TLS12",
            }
        },
        {
            "host_name": "a.example",
            "profile_name": "a",
            "tls_settings": {"certificate_type": "ManagedCertificate"},
        },
    ),
    (
        "ENC-31",
        cdn.Route,
        {"https_redirect": "Enabled"},
        {"endpoint_name": "a", "profile_name": "a", "origin_group": {"id": "a"}},
    ),
    (
        "ENC-31",
        apimanagement.ApiManagementService,
        {"custom_properties": {f"{PROTOCOLS}.Tls10": "False"}},
        {
            "custom_properties": {f"{PROTOCOLS}.Tls10": "True"},
            "publisher_email": "a",
            "publisher_name": "a",
            "sku": {"capacity": 1, "name": "Premium"},
        },
    ),
    ("ENC-32", sql.Server, {"minimal_tls_version": "1.2"}, {"minimal_tls_version": "None"}),
    ("ENC-32", sql.ManagedInstance, {"minimal_tls_version": "1.2"}, {}),
    (
        "ENC-32",
        cosmosdb.DatabaseAccount,
        {"minimal_tls_version": "Tls12"},
        {
            "locations": [{"location_name": "westeurope"}],
            "database_account_offer_type": "Standard",
        },
    ),
    ("ENC-32", dbforpostgresql.Configuration, {"value": "on"}, FLEXIBLE),
    (
        "ENC-32",
        dbformysql.Configuration,
        {"value": "TLSv1.2,TLSv1.3"},
        {"server_name": "a", "configuration_name": "tls_version", "value": "TLSv1.1,TLSv1.2"},
    ),
    (
        "ENC-33",
        redis.Redis,
        NEW,
        {"sku": {"capacity": 1, "family": "P", "name": "Premium"}},
    ),
    (
        "ENC-33",
        redisenterprise.RedisEnterprise,
        NEW,
        {"sku": {"name": "Balanced_B10"}, "public_network_access": "Disabled"},
    ),
    (
        "ENC-33",
        redisenterprise.Database,
        {"client_protocol": "Encrypted"},
        {"cluster_name": "a", "client_protocol": "Plaintext"},
    ),
    ("ENC-33", eventhub.Namespace, NEW, {}),
    ("ENC-33", servicebus.Namespace, NEW, {"minimum_tls_version": "1.0"}),
    ("ENC-34", web.WebApp, SITE, {}),
    ("ENC-34", web.WebAppSlot, SITE, {"name": "a", **SITE, "https_only": False}),
    (
        "ENC-34",
        app.ContainerApp,
        {"configuration": {"ingress": {"external": True}}},
        {"configuration": {"ingress": {"external": True, "allow_insecure": True}}},
    ),
    (
        "ENC-36",
        storage.FileServiceProperties,
        {
            "protocol_settings": {
                "smb": {"channel_encryption": "AES-256-GCM;", "versions": "SMB3.1.1"}
            }
        },
        {
            "account_name": "a",
            "protocol_settings": {
                "smb": {"channel_encryption": "AES-128-GCM;AES-256-GCM", "versions": "SMB3.1.1"}
            },
        },
    ),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, {**GROUP, **base})

BY_TOKEN: TokenRows = (
    (
        "ENC-31",
        "azure:network/applicationGateway:ApplicationGateway",
        {"sslPolicy": {"minProtocolVersion": "TLSv1_2"}},
        {},
    ),
    (
        "ENC-32",
        "azure:mssql/server:Server",
        {"minimumTlsVersion": "1.2"},
        {"minimumTlsVersion": "Disabled"},
    ),
    (
        "ENC-33",
        "azure:redis/cache:Cache",
        {"minimumTlsVersion": "1.2", "nonSslPortEnabled": False},
        {"minimumTlsVersion": "1.2", "nonSslPortEnabled": True},
    ),
    ("ENC-34", "azure:appservice/linuxWebApp:LinuxWebApp", {"httpsOnly": True}, {}),
    ("ENC-34", "azure:appservice/windowsWebApp:WindowsWebApp", {"httpsOnly": True}, {}),
    ("ENC-34", "azure:appservice/linuxFunctionApp:LinuxFunctionApp", {"httpsOnly": True}, {}),
    ("ENC-34", "azure:appservice/windowsFunctionApp:WindowsFunctionApp", {"httpsOnly": True}, {}),
    (
        "ENC-32",
        "azure:cosmosdb/account:Account",
        {"minimalTlsVersion": "Tls12"},
        {"minimalTlsVersion": "Tls11"},
    ),
    (
        "ENC-33",
        "azure:eventhub/eventHubNamespace:EventHubNamespace",
        {"minimumTlsVersion": "1.2"},
        {"minimumTlsVersion": "1.0"},
    ),
    (
        "ENC-33",
        "azure:servicebus/namespace:Namespace",
        {"minimumTlsVersion": "1.2"},
        {"minimumTlsVersion": "1.0"},
    ),
)
for rule, token, has, base in BY_TOKEN:
    both(CASES, rule, of(token), has, base)


@CASES.denies("ENC-31", settings=Settings(min_tls="1.3"))
def gateway_with_a_policy_that_is_not_new_enough(name):
    policy: Any = {"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101"}
    network.ApplicationGateway(name, **GROUP, ssl_policy=policy)


@CASES.denies("ENC-30", path="minTlsVersion")
def classic_account_with_tls_1_0(name):
    of("azure:storage/account:Account")(name, minTlsVersion="TLS1_0")


@CASES.admits("ENC-30")
def classic_account_with_its_providers_defaults(name):
    of("azure:storage/account:Account")(name)


@CASES.denies("ENC-30", path="enableHttpsTrafficOnly")
def account_that_takes_http(name):
    options: Any = {**ACCOUNT, "minimum_tls_version": "TLS1_2", "enable_https_traffic_only": False}
    storage.StorageAccount(name, **GROUP, **options)


@CASES.denies("ENC-30", path="minimumTlsVersion")
def account_with_tls_1_1(name):
    storage.StorageAccount(name, **GROUP, **ACCOUNT, minimum_tls_version="TLS1_1")


def gateway(name, **rule):
    rules: Any = [
        {"name": "web", "http_listener": {"id": "/gateways/a/httpListeners/web"}, **rule},
        {"name": "tls", "http_listener": {"id": "/gateways/a/httpListeners/tls"}},
    ]
    network.ApplicationGateway(
        name,
        **GROUP,
        ssl_policy={"policy_type": "CustomV2", "min_protocol_version": "TLSv1_2"},
        http_listeners=[{"name": "web", "protocol": "Http"}, {"name": "tls", "protocol": "Https"}],
        request_routing_rules=rules,
    )


@CASES.admits("ENC-31")
def gateway_that_redirects(name):
    gateway(name, redirect_configuration={"id": "/gateways/a/redirectConfigurations/b"})


@CASES.denies("ENC-31", path="httpListeners[0].protocol")
def gateway_that_serves_http(name):
    gateway(name, backend_address_pool={"id": "/gateways/a/backendAddressPools/b"})


@CASES.passes_by("ENC-32")
def parameter_about_something_else(name):
    dbforpostgresql.Configuration(
        name, **GROUP, server_name="a", configuration_name="work_mem", value="4096"
    )


@CASES.denies("ENC-33", path="enableNonSslPort")
def cache_with_a_port_for_plain_clients(name):
    sku: Any = {"capacity": 1, "family": "P", "name": "Premium"}
    redis.Redis(name, **GROUP, **NEW, sku=sku, enable_non_ssl_port=True)


@CASES.denies("ENC-34", path="siteConfig.ftpsState")
def app_that_takes_ftp(name):
    site: Any = {"min_tls_version": "1.2", "ftps_state": "AllAllowed"}
    web.WebApp(name, **GROUP, https_only=True, site_config=site)


@CASES.passes_by("ENC-34")
def container_app_without_ingress(name):
    app.ContainerApp(name, **GROUP, configuration={})


@CASES.denies("ENC-36", path="protocolSettings")
def shares_with_their_defaults(name):
    storage.FileServiceProperties(name, **GROUP, account_name="a")


API: Any = {**GROUP, "service_name": "a", "path": "shop"}
EDGE: Any = {**GROUP, "profile_name": "a", "origins": [{"name": "a", "host_name": "a.example.com"}]}


@CASES.admits("ENC-31")
def interface_by_tls_alone(name):
    apimanagement.Api(name, **API, protocols=["https", "wss"])


@CASES.denies("ENC-31", path="protocols[1]")
def interface_without_tls_too(name):
    apimanagement.Api(name, **API, protocols=["https", "http"])


@CASES.admits("ENC-31")
def edge_by_tls_alone(name):
    cdn.Endpoint(name, **EDGE, is_http_allowed=False)


@CASES.denies("ENC-31", path="isHttpAllowed")
def edge_with_its_defaults(name):
    cdn.Endpoint(name, **EDGE)


@CASES.denies("ENC-31", path="routingRules[0].acceptedProtocols[0]")
def door_without_tls_too(name):
    rules: Any = [{"name": "all", "accepted_protocols": ["Http", "Https"]}]
    frontdoor.FrontDoor(name, **GROUP, routing_rules=rules)
