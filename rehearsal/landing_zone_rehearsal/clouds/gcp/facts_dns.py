"""Private zones and their records."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import COMPUTE_NAME, DELETIONS, SEEN_NETWORK

RECORDS = (
    *("A", "AAAA", "ALIAS", "CAA", "CNAME", "DNSKEY", "DS", "HTTPS", "IPSECKEY", "MX"),
    *("NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"),
)
"""Source: https://cloud.google.com/dns/docs/records-overview#supported_dns_record_types"""

NAMES: Mapping[str, Facts] = {
    "gcp:dns:ManagedZone": Facts(
        replaces=(
            *("dnsName", "name", "project", "reverseLookup", "serviceDirectoryConfig"),
            "visibility",
        ),
        kept=(
            *("cloudLoggingConfig", "dnssecConfig", "dnssecConfig.defaultKeySpecs"),
            *("dnssecConfig.nonExistence", "project"),
        ),
        values={
            **DELETIONS,
            "dnssecConfig.nonExistence": ("nsec", "nsec3"),
            "dnssecConfig.state": ("off", "on", "transfer"),
            "forwardingConfig.targetNameServers[].forwardingPath": ("default", "private"),
            "visibility": ("private", "public"),
        },
        formats={"name": COMPUTE_NAME, "dnsName": r"([A-Za-z0-9_-]{1,63}\.)+"},
        tags="labels",
        refers={
            "privateVisibilityConfig.networks[].networkUrl": SEEN_NETWORK,
            "peeringConfig.targetNetwork.networkUrl": SEEN_NETWORK,
        },
        scope=Within.ACCOUNT,
        api="dns.googleapis.com",
        missing="googleapi: Error 404: The 'parameters.managedZone' resource named '{value}' does"
        " not exist., notFound",
        conflict="googleapi: Error 409: The resource 'entity.managedZone' named '{name}' already"
        " exists, alreadyExists",
    ),
    "gcp:dns:RecordSet": Facts(
        replaces=("managedZone", "name", "project", "routingPolicy.healthCheck"),
        kept=("project",),
        values={**DELETIONS, "type": RECORDS},
        bounds={"ttl": (0, 2147483647)},
        formats={"name": r"(\*\.)?([A-Za-z0-9_-]{1,63}\.)+"},
        refers={"managedZone": To("gcp:dns:ManagedZone", by=("name",))},
        scope=Within.WORLD,
        api="dns.googleapis.com",
        conflict="googleapi: Error 409: The resource 'entity.change.additions[{managedZone}]'"
        " already exists, alreadyExists",
    ),
}
"""Private zones and their records.

Source: https://cloud.google.com/dns/docs/reference/rest/v1/managedZones
"""
