"""What Azure's gateways, apps, databases and shares send without TLS, or with an old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import (
    Wanted,
    false,
    given,
    none_of,
    not_false,
    not_true,
    one_of,
    plain,
    satisfies,
    tls,
    tls_policy,
    true,
)

ACCOUNT = "azure-native:storage:StorageAccount"
GATEWAY = "azure-native:network:ApplicationGateway"
ROUTE = "azure-native:cdn:Route"
APIM = "azure-native:apimanagement:ApiManagementService"
OLD = tuple(
    f"microsoft.windowsazure.apimanagement.gateway.security.{side}protocols.{version}"
    for side in ("", "backend.")
    for version in ("tls10", "tls11", "ssl30")
)
"""Properties that turn an old protocol on; none is by default.

Source: https://learn.microsoft.com/rest/api/apimanagement/api-management-service/create-or-update
"""
OLDEST_OF_POLICY: Mapping[Any, str] = {
    "appgwsslpolicy20150501": "1.0",
    "appgwsslpolicy20170401": "1.1",
    "appgwsslpolicy20170401s": "1.2",
    "appgwsslpolicy20220101": "1.2",
    "appgwsslpolicy20220101s": "1.2",
}
"""The oldest TLS of each predefined policy of Application Gateway.

Source: https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview
"""
gateway_policy = Wanted(
    tls_policy.words,
    lambda value, settings: (
        isinstance(value, str) and tls.test(OLDEST_OF_POLICY.get(plain(value)), settings)
    ),
)

PARAMETERS = (
    "azure-native:dbforpostgresql:Configuration",
    "azure-native:dbformysql:Configuration",
)
APPS = ("azure-native:web:WebApp", "azure-native:web:WebAppSlot")
SHARES = "azure-native:storage:FileServiceProperties"
NAMESPACES = ("azure-native:eventhub:Namespace", "azure-native:servicebus:Namespace")


def _only(*allowed: str) -> Wanted:
    """Return: a list in one text, of these alone."""

    def holds(value: Any) -> bool:
        parts = [each.strip() for each in value.split(";")] if isinstance(value, str) else []
        named = [each.casefold() for each in parts if each]
        return bool(named) and set(named) <= {each.casefold() for each in allowed}

    return satisfies(" or ".join(allowed), holds)


def _all_new(value: Any, settings: Settings) -> bool:
    versions = value.split(",") if isinstance(value, str) else []
    return bool(versions) and all(tls.test(each, settings) for each in versions)


all_new = Wanted(lambda settings: f"TLS {settings.min_tls} or later", _all_new)

SAID: Mapping[str, Wanted] = {
    "require_secure_transport": one_of("on", "1"),
    "ssl_min_protocol_version": tls,
    "tls_version": all_new,
}
"""Parameters of PostgreSQL and MySQL that are about TLS."""


def parameter_asks(types: tuple[str, ...], named: str) -> Check:
    """Return a row: a flexible server's parameter, a resource of its own, asks for TLS."""

    @check(*types, reads=(named, "value"))
    def look(parameter: Resource, world: World) -> Iterator[Outcome]:
        name = plain(parameter.get(named))
        wanted = SAID.get(name) if isinstance(name, str) else None
        if wanted is not None:
            yield judged(parameter.first("value"), wanted, world.settings)
        elif name is UNKNOWN:
            yield Undetermined(named, "which parameter it is is known after deployment")
        else:
            yield NotApplicable("the parameter is not about TLS")

    return look


@check(GATEWAY, reads=("httpListeners[].protocol", "requestRoutingRules[].redirectConfiguration"))
def http_only_redirects(gateway: Resource, _: World) -> Iterator[Outcome]:
    """A listener for HTTP may have a rule that sends people elsewhere, and no other."""
    rules = gateway.find("requestRoutingRules[]")
    for listener in gateway.find("httpListeners[]"):
        protocol = listener.find("protocol")[0]
        if protocol.value is UNKNOWN:
            yield Undetermined(protocol.path, f"{protocol.path} is known after deployment")
        elif plain(protocol.value) == "http":
            name = listener.find("name")[0].value
            yield from (_of_rule(rule, name, listener) for rule in rules)


def _of_rule(rule: Found, name: Any, listener: Found) -> Outcome:
    at = rule.find("httpListener.id")[0].value
    redirect = rule.find("redirectConfiguration.id")[0]
    if redirect.value is not MISSING:
        return Pass(redirect.path)
    if not isinstance(at, str) or not isinstance(name, str):
        return Undetermined(rule.path, "which listener the rule is about is not known yet")
    if at.casefold().endswith(f"/httplisteners/{name.casefold()}"):
        return Fail(f"{listener.path}.protocol", "the listener passes on what comes without TLS")
    return NotApplicable("the rule is about another listener")


@check(APIM, reads=("customProperties",))
def old_protocols_are_off(service: Resource, _: World) -> Iterator[Outcome]:
    """An old protocol is on where a property says so."""
    for found in service.find("customProperties.*"):
        name = found.path.partition("customProperties")[2].strip('.[]"').casefold()
        if name in OLD and found.value is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
        elif name in OLD and plain(found.value) is True:
            yield Fail(found.path, f"{found.path} is {found}: an old protocol is on")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-30": (
        need(ACCOUNT, "enableHttpsTrafficOnly", not_false),
        need(ACCOUNT, "minimumTlsVersion", tls),
    ),
    "ENC-31": (
        either(
            need(GATEWAY, "sslPolicy.minProtocolVersion", tls),
            need(GATEWAY, "sslPolicy.policyName", gateway_policy),
        ),
        http_only_redirects,
        need("azure-native:cdn:AFDCustomDomain", "tlsSettings.minimumTlsVersion", tls),
        either(
            need(ROUTE, "httpsRedirect", one_of("Enabled")),
            need(ROUTE, "supportedProtocols[]", one_of("Https")),
        ),
        old_protocols_are_off,
        need("azure-native:apimanagement:Api", "protocols[]", none_of("http", "ws")),
        need("azure-native:cdn:Endpoint", "isHttpAllowed", false),
        need(
            "azure-native:frontdoor:FrontDoor",
            "routingRules[].acceptedProtocols[]",
            none_of("Http"),
        ),
    ),
    "ENC-32": (
        need(
            ("azure-native:sql:Server", "azure-native:sql:ManagedInstance"),
            "minimalTlsVersion",
            tls,
        ),
        need("azure-native:cosmosdb:DatabaseAccount", "minimalTlsVersion", tls),
        parameter_asks(PARAMETERS, "configurationName"),
    ),
    "ENC-33": (
        need("azure-native:redis:Redis", "enableNonSslPort", not_true),
        need(
            ("azure-native:redis:Redis", "azure-native:redisenterprise:RedisEnterprise"),
            "minimumTlsVersion",
            tls,
        ),
        need("azure-native:redisenterprise:Database", "clientProtocol", none_of("Plaintext")),
        need(NAMESPACES, "minimumTlsVersion", tls),
    ),
    "ENC-34": (
        need(APPS, "httpsOnly", true),
        need(APPS, "siteConfig.minTlsVersion", tls),
        need(APPS, "siteConfig.ftpsState", one_of("FtpsOnly", "Disabled")),
        need(
            "azure-native:app:ContainerApp",
            "configuration.ingress.allowInsecure",
            not_true,
            when=[("configuration.ingress", given)],
        ),
    ),
    "ENC-36": (
        need(SHARES, "protocolSettings.smb.channelEncryption", _only("AES-256-GCM")),
        need(SHARES, "protocolSettings.smb.versions", _only("SMB3.1.1")),
    ),
}
