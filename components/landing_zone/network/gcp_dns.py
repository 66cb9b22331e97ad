"""The private path to Google's own services: names, addresses and a route."""

from collections.abc import Sequence

import pulumi
from pulumi_gcp import compute, dns

from landing_zone.core import Profile, Scope, after
from landing_zone.network.spec import NetworkSpec, PrivateService

APIS = "googleapis.com"
REGISTRIES = ("gcr.io", "pkg.dev")

ZONES: dict[PrivateService, tuple[str, ...]] = {
    **dict.fromkeys(PrivateService, (APIS,)),
    PrivateService.REGISTRY: (APIS, *REGISTRIES),
    PrivateService.DATABASE: (),
}
"""The domains under which each service is found.

Source: https://cloud.google.com/vpc/docs/configure-private-google-access#config-domain
"""

PRIVATE = ("private", "199.36.153.8/30", [f"199.36.153.{n}" for n in (8, 9, 10, 11)])
RESTRICTED = ("restricted", "199.36.153.4/30", [f"199.36.153.{n}" for n in (4, 5, 6, 7)])
"""The name, range and addresses behind which all Google APIs answer, or only those that service
perimeters can hold back. No route on the internet leads to them.

Source: https://cloud.google.com/vpc/docs/configure-private-google-access#domain-options
"""

TTL_SECONDS = 300


def google_range(scope: Scope) -> tuple[str, str, list[str]]:
    """Return the restricted range in a regulated environment, the private one elsewhere."""
    return RESTRICTED if scope.env.profile.at_least(Profile.REGULATED) else PRIVATE


def google_route(scope: Scope, network: compute.Network) -> compute.Route:
    """Lead to Google's range even where the network has no default route.

    The next hop is called internet gateway, but traffic to this range stays with Google.

    Source: https://cloud.google.com/vpc/docs/configure-private-google-access#config-routing
    """
    name, cidr, _ = google_range(scope)
    return compute.Route(
        scope.child("google-apis"),
        project=scope.env.account,
        network=network.id,
        description=f"{name}.{APIS}",
        dest_range=cidr,
        next_hop_gateway="default-internet-gateway",
        priority=1000,
        opts=scope.opts(),
    )


def private_zones(
    scope: Scope, spec: NetworkSpec, network: compute.Network, route: compute.Route
) -> dict[str, pulumi.Output[str]]:
    """Declare the zones that the wanted services need, and return their IDs by domain."""
    wanted = {domain for service in spec.private_services for domain in ZONES[service]}
    return {
        domain: _zone(scope, domain, network, route)
        for domain in (APIS, *REGISTRIES)
        if domain in wanted
    }


def _zone(
    scope: Scope, domain: str, network: compute.Network, route: compute.Route
) -> pulumi.Output[str]:
    label = domain.replace(".", "-")
    zone = dns.ManagedZone(
        scope.child(label),
        project=scope.env.account,
        dns_name=f"{domain}.",
        description=f"Private path to {domain}.",
        visibility="private",
        private_visibility_config={"networks": [{"network_url": network.id}]},
        labels=scope.tags,
        opts=scope.opts(),
    )
    name, _, addresses = google_range(scope)
    host = f"{name}.{domain}." if domain == APIS else f"{domain}."
    address = _record(scope, zone, f"{label}-a", host, ("A", addresses))
    others = _record(scope, zone, f"{label}-all", f"*.{domain}.", ("CNAME", [address.name]))
    return after(zone.id, route, others)


def _record(
    scope: Scope,
    zone: dns.ManagedZone,
    part: str,
    name: str,
    data: tuple[str, Sequence[pulumi.Input[str]]],
) -> dns.RecordSet:
    kind, values = data
    return dns.RecordSet(
        scope.child(part),
        project=scope.env.account,
        managed_zone=zone.name,
        name=name,
        type=kind,
        ttl=TTL_SECONDS,
        rrdatas=values,
        opts=scope.opts(),
    )
