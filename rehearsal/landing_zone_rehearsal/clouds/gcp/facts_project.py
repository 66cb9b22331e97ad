"""What a project as a whole is set to: its APIs, its policies, who may do what in all of it."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .facts_forms import DELETIONS

RESOURCES = "cloudresourcemanager.googleapis.com"
USAGE = "serviceusage.googleapis.com"

SETTINGS: Mapping[str, Facts] = {
    "gcp:projects:Service": Facts(
        replaces=("project", "service"),
        kept=("project",),
        values=DELETIONS,
        formats={"service": r"[a-z][a-z0-9.-]+\.[a-z]+"},
        scope=Within.ACCOUNT,
        adopts=True,
        api=USAGE,
        keeps="the API {service} stays enabled",
    ),
    "gcp:projects:ServiceIdentity": Facts(
        replaces=("project", "service"),
        kept=("project",),
        scope=Within.ACCOUNT,
        adopts=True,
        api=USAGE,
        keeps="service agents are never removed",
    ),
    "gcp:projects:IAMMember": Facts(
        replaces=("condition.**", "member", "project", "role"),
        scope=Within.WORLD,
        adopts=True,
        api=RESOURCES,
    ),
    "gcp:projects:IAMAuditConfig": Facts(
        replaces=("project",),
        values={"auditLogConfigs[].logType": ("ADMIN_READ", "DATA_READ", "DATA_WRITE")},
        scope=Within.WORLD,
        adopts=True,
        api=RESOURCES,
    ),
    "gcp:projects:OrganizationPolicy": Facts(
        replaces=("constraint", "project"),
        kept=("listPolicy.suggestedValue", "version"),
        values=DELETIONS,
        formats={"constraint": r"(constraints/)?[a-z][a-zA-Z]*\.[a-zA-Z.]+"},
        scope=Within.WORLD,
        adopts=True,
        api=RESOURCES,
    ),
}
"""What a project has once, and whoever comes later takes over.

Sources: https://cloud.google.com/service-usage/docs/enable-disable,
https://cloud.google.com/resource-manager/reference/rest/v1/projects/setOrgPolicy
"""
