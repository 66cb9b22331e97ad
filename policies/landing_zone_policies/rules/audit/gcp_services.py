"""What Google Cloud's databases and load balancers tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import given, one_of, plain, true

INSTANCE = "gcp:sql:DatabaseInstance"
FLAGS = "settings.databaseFlags"

AUDITS: Mapping[str, str] = {
    "POSTGRES": "cloudsql.enable_pgaudit",
    "MYSQL": "cloudsql_mysql_audit",
}
"""The flag that has an engine write its audit log, by what its version begins with.

Sources: https://cloud.google.com/sql/docs/postgres/pg-audit
https://cloud.google.com/sql/docs/mysql/use-db-audit
"""

ON = frozenset({True, "on", "1"})
PASSED_THROUGH = frozenset({"internal", "internal_self_managed"})
"""Schemes of backend services that pass packets on, or that are no load balancer of Google's."""


@check(INSTANCE, reads=("databaseVersion", FLAGS, "settings.sqlServerAuditConfig"))
def database_is_audited(instance: Resource, world: World) -> Iterator[Outcome]:
    """A database writes an audit log, by a flag or on SQL Server to a bucket."""
    version = instance.get("databaseVersion")
    if instance.first("masterInstanceName").is_known:
        yield NotApplicable("a replica has the flags of its primary")
    elif not isinstance(version, str):
        yield Undetermined("databaseVersion", "the engine is known after deployment")
    elif version.upper().startswith("SQLSERVER"):
        yield judged(instance.first("settings.sqlServerAuditConfig.bucket"), given, world.settings)
    else:
        flag = next((flag for name, flag in AUDITS.items() if version.upper().startswith(name)), "")
        yield _turned_on(instance, flag)


def _turned_on(instance: Resource, flag: str) -> Outcome:
    for each in instance.find(f"{FLAGS}[]"):
        if each.value is UNKNOWN:
            return Undetermined(FLAGS, f"{FLAGS} is known after deployment")
        if flag and plain(each.find("name")[0].value) == flag:
            value = plain(each.find("value")[0].value)
            if isinstance(value, str | bool | int) and value in ON:
                return Pass(each.path)
            return Fail(each.path, f"{flag} is not on")
    return Fail(FLAGS, f"{flag or 'an audit flag'} is not on")


@check(
    *("gcp:compute:BackendService", "gcp:compute:RegionBackendService"),
    reads=("logConfig.enable", "loadBalancingScheme"),
)
def balancer_logs_requests(service: Resource, world: World) -> Iterator[Outcome]:
    """Backend services of load balancers for HTTP log requests."""
    scheme = plain(service.get("loadBalancingScheme"))
    if isinstance(scheme, str) and scheme in PASSED_THROUGH:
        yield NotApplicable(f"a backend service of the scheme {scheme} sees no requests")
    else:
        yield judged(service.first("logConfig.enable"), true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-09": (
        database_is_audited,
        need(
            "gcp:alloydb:Instance",
            'databaseFlags["alloydb.enable_pgaudit"]',
            one_of("on", "true"),
            when=[("instanceType", one_of("PRIMARY"))],
        ),
        balancer_logs_requests,
    ),
}
