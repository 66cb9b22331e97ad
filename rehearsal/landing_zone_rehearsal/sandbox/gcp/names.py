"""Records that do not belong into their zone, and zones that cannot stand beside each other.

Sources: https://cloud.google.com/dns/docs/records-overview, https://cloud.google.com/dns/docs/zones/zones-overview
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object

ZONE = "gcp:dns:ManagedZone"
RECORD = "gcp:dns:RecordSet"

AMONG_NETWORKS = "privateVisibilityConfig.networks[].networkUrl"


def lies_in_its_zone(request: Request) -> Iterator[str]:
    """Refuse records outside their zone, addresses that are none, and a second kind beside a CNAME.

    Source: https://cloud.google.com/dns/docs/reference/rest/v1/changes/create
    """
    made = request.object
    name, type = str(made.get("name")), str(made.get("type"))
    addition = f"entity.change.additions[{name}][{type}]"
    for zone in _zones(request):
        domain = str(zone.get("dnsName"))
        if name != domain and not name.endswith(f".{domain}"):
            yield (
                f"googleapi: Error 400: Invalid value for '{addition}.name': '{name}' is not in"
                f" the zone '{domain}', invalid"
            )
    if type in {"A", "AAAA"} and not all(map(_is_address, made.all("rrdatas[]"))):
        yield (
            f"googleapi: Error 400: Invalid value for '{addition}.rrdata[0]':"
            f" '{made.get('rrdatas')}', invalid"
        )
    if any(_clashes(made, each) for each in request.world.of(RECORD)):
        yield (
            f"googleapi: Error 400: The resource record set '{addition}' is invalid because the"
            f" DNS name '{name}' may have either one CNAME resource record set or resource record"
            " sets of other types, but not both., cnameResourceRecordSetConflict"
        )


def is_the_only_one_in_its_networks(request: Request) -> Iterator[str]:
    """Refuse a private zone for a name that a network finds in another one already.

    Source: https://cloud.google.com/dns/docs/zones/manage-overlapping-zones
    """
    made = request.object
    networks = set(made.all(AMONG_NETWORKS))
    for each in request.world.of(ZONE):
        shared = networks & set(each.all(AMONG_NETWORKS))
        if each.id != made.id and each.get("dnsName") == made.get("dnsName") and shared:
            yield (
                f"googleapi: Error 400: Network '{min(shared)}' is already bound to the private"
                f" zone '{each.get('name')}' for '{made.get('dnsName')}'., privateDnsZoneConflict"
            )


def is_empty(request: Request) -> Iterator[str]:
    """Refuse to delete a zone with records, unless the provider was told to delete them too."""
    zone = request.object
    records = [each for each in request.world.of(RECORD) if _is_in(each, zone)]
    if records and not zone.get("forceDestroy"):
        yield (
            f"googleapi: Error 400: The resource named '{zone.get('name')}' cannot be deleted"
            " because it contains one or more 'resource records'., containerNotEmpty"
        )


def _zones(request: Request) -> Iterator[Object]:
    yield from (each for each in request.world.of(ZONE) if _is_in(request.object, each))


def _is_in(record: Object, zone: Object) -> bool:
    return record.account == zone.account and record.get("managedZone") == zone.get("name")


def _clashes(made: Object, other: Object) -> bool:
    types = {str(made.get("type")), str(other.get("type"))}
    same = all(made.get(each) == other.get(each) for each in ("managedZone", "name"))
    return made.account == other.account and same and "CNAME" in types and len(types) > 1


def _is_address(text: Any) -> bool:
    try:
        ip_address(str(text))
    except ValueError:
        return False
    return True
