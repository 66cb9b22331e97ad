"""What Google Cloud's proxies, databases, caches and clusters send without TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import given, one_of, plain, tls, true

SSL_POLICIES = ("gcp:compute:SSLPolicy", "gcp:compute:RegionSslPolicy")
STRONG = one_of("MODERN", "RESTRICTED", "FIPS_202205", "CUSTOM")
"""Profiles without ciphers that are known to be weak.

Source: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
"""
TLS_PROXIES = (
    "gcp:compute:TargetHttpsProxy",
    "gcp:compute:RegionTargetHttpsProxy",
    "gcp:compute:TargetSSLProxy",
)
HTTP_PROXIES = ("gcp:compute:TargetHttpProxy", "gcp:compute:RegionTargetHttpProxy")
URL_MAPS = ("gcp:compute:URLMap", "gcp:compute:RegionUrlMap")
REDIRECT = "defaultUrlRedirect.httpsRedirect"
CLUSTER = "gcp:container:Cluster"
POOL = "gcp:container:NodePool"
BETWEEN_NODES = "inTransitEncryptionConfig"


@check(*HTTP_PROXIES, reads=("urlMap", f"{URL_MAPS[0]}.{REDIRECT}"), joins=True)
def http_only_redirects(proxy: Resource, world: World) -> Iterator[Outcome]:
    """A proxy for HTTP may have a map that sends all to HTTPS, and no other."""
    maps = world.estate.targets(proxy, "urlMap", *URL_MAPS)
    if not maps:
        yield Undetermined("urlMap", "what the map does is not known from here")
    for each in maps:
        found = each.first(REDIRECT)
        says = "the proxy passes on what comes without TLS" if found.value is MISSING else None
        yield judged(found, true, world.settings, says=says)


@check(CLUSTER, reads=(BETWEEN_NODES, "enableMultiNetworking", "enableAutopilot"), joins=True)
def nodes_encrypt_what_they_send(cluster: Resource, world: World) -> Iterator[Outcome]:
    """Google encrypts between machines; clusters that train add their own keys where they can.

    Not in Autopilot, nor on the networks beside the first, over which accelerators talk.
    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/enable-inter-node-transparent-encryption
    """
    if plain(cluster.get("enableAutopilot")) is True:
        yield NotApplicable("Autopilot cannot encrypt between nodes")
    elif plain(cluster.get("enableMultiNetworking")) is True:
        yield NotApplicable("accelerators talk over networks that this is not for")
    elif not _has_accelerators(cluster, world):
        yield NotApplicable("it has no accelerators")
    else:
        wanted = one_of("IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT")
        yield judged(cluster.first(BETWEEN_NODES), wanted, world.settings)


def _has_accelerators(cluster: Resource, world: World) -> bool:
    pools = world.estate.pointing(cluster, "cluster", POOL)
    inside = [*cluster.find("nodeConfig"), *cluster.find("nodePools[].nodeConfig")]
    configs = [*inside, *(each for pool in pools for each in pool.find("nodeConfig"))]
    return any(
        each.value is not MISSING for one in configs for each in one.find("guestAccelerators[]")
    )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-31": (
        need(SSL_POLICIES, "minTlsVersion", tls),
        need(SSL_POLICIES, "profile", STRONG),
        need(TLS_PROXIES, "sslPolicy", given),
        http_only_redirects,
    ),
    "ENC-32": (
        need(
            "gcp:sql:DatabaseInstance",
            "settings.ipConfiguration.sslMode",
            one_of("ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
        ),
        need(
            "gcp:alloydb:Instance",
            "clientConnectionConfig.sslConfig.sslMode",
            one_of("ENCRYPTED_ONLY", "SSL_MODE_UNSPECIFIED").or_missing(),
        ),
    ),
    "ENC-33": (
        need(
            ("gcp:redis:Instance", "gcp:memorystore:Instance"),
            "transitEncryptionMode",
            one_of("SERVER_AUTHENTICATION"),
        ),
        need(
            "gcp:redis:Cluster",
            "transitEncryptionMode",
            one_of("TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"),
        ),
    ),
    "ENC-34": (
        need(
            "gcp:cloudfunctions:Function",
            "httpsTriggerSecurityLevel",
            one_of("SECURE_ALWAYS"),
            when=[("triggerHttp", true)],
        ),
    ),
    "ENC-35": (nodes_encrypt_what_they_send,),
}
