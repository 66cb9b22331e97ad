"""The record of every access to a data lake on Google Cloud, and who reads it."""

from collections.abc import Iterable
from dataclasses import replace

import pulumi
from pulumi_gcp import projects

from landing_zone.baseline.gcp_logs import LogStore, log_store
from landing_zone.core import Persona, Scope, after
from landing_zone.keys.spec import KeysOutputs

ACCESS_LOG_DAYS = 365
"""Days that records of access are kept."""

VIEW_ROLE = "roles/logging.viewAccessor"
"""Reads the entries of a log view.

Source: https://cloud.google.com/logging/docs/logs-views#access-control
"""


def access_log(
    scope: Scope, buckets: Iterable[str], keys: KeysOutputs, apis: list[pulumi.Resource]
) -> LogStore:
    """Record who reads and writes, as data access audit logs, which Google prefers to usage logs.

    Sources: https://cloud.google.com/storage/docs/audit-logging,
    https://cloud.google.com/logging/docs/audit/configure-data-access
    """
    names = " OR ".join(f'"{bucket}"' for bucket in buckets)
    accesses = (
        'log_id("cloudaudit.googleapis.com/data_access") AND resource.type="gcs_bucket"'
        f" AND resource.labels.bucket_name=({names})"
    )
    log = log_store(
        scope,
        "access",
        accesses,
        retention_days=ACCESS_LOG_DAYS,
        keys=keys,
        apis=[*apis, _auditing(scope, apis)],
    )
    return replace(log, id=after(log.id, *_readers(scope, log)))


def _auditing(scope: Scope, apis: list[pulumi.Resource]) -> projects.IAMAuditConfig:
    """Switch audit logging on for all buckets of the project, as there is no narrower setting.

    Every lake of the project sets the same, and whichever comes later finds it as it should be.
    It stays on when a lake goes, as it would go for the others too, unnoticed.

    Source: https://cloud.google.com/logging/docs/audit/configure-data-access#config-options
    """
    return projects.IAMAuditConfig(
        scope.child("audit"),
        project=scope.env.account,
        service="storage.googleapis.com",
        audit_log_configs=[
            {"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
        ],
        opts=scope.opts(depends_on=apis, retain_on_delete=True),
    )


def _readers(scope: Scope, log: LogStore) -> list[pulumi.Resource]:
    """Let auditors read the record; the role on the project holds for this one log bucket."""
    if Persona.AUDITOR not in scope.env.groups:
        return []
    view = log.id.apply(lambda bucket: f'resource.name == "{bucket}/views/_AllLogs"')
    reader = projects.IAMMember(
        scope.child("access-auditor"),
        project=scope.env.account,
        role=VIEW_ROLE,
        member=f"group:{scope.env.groups[Persona.AUDITOR]}",
        condition={
            "title": scope.names.component,
            "description": "The access log of the lake alone.",
            "expression": view,
        },
        opts=scope.opts(),
    )
    return [reader]
