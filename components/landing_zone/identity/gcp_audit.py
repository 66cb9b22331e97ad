"""What an auditor may see: what is there and who used it, but no data."""

import pulumi
from pulumi_gcp import projects, storage

from landing_zone.core import Scope
from landing_zone.datalake.spec import DataLakeOutputs

METADATA_ROLE = "roles/storage.legacyBucketReader"
"""Lists objects and reads a bucket's settings; reads no object.

Source: https://cloud.google.com/storage/docs/access-control/iam-roles#legacy-roles
"""

LOG_ROLE = "roles/logging.viewAccessor"
"""Reads the entries of a log view.

Source: https://cloud.google.com/logging/docs/logs-views#access-control
"""


def audit_grants(
    scope: Scope,
    name: str,
    member: str,
    lake: DataLakeOutputs,
    apis: list[pulumi.Resource],
) -> list[pulumi.Resource]:
    """Let a group see all layers' metadata and the lake's access log.

    The role on the project holds for the one log bucket that the condition names, and for none
    where the lake has no access log.
    """
    views = lake.access_log.apply(lambda log: f'resource.name == "{log}/views/_AllLogs"')
    return [
        *(
            storage.BucketIAMMember(
                scope.child(f"{name}-{layer}-metadata"),
                bucket=bucket,
                role=METADATA_ROLE,
                member=member,
                opts=scope.opts(depends_on=apis),
            )
            for layer, bucket in lake.ids.items()
        ),
        projects.IAMMember(
            scope.child(f"{name}-log"),
            project=scope.env.account,
            role=LOG_ROLE,
            member=member,
            condition={
                "title": scope.names.component,
                "description": "The access log of the lake alone.",
                "expression": views,
            },
            opts=scope.opts(depends_on=apis),
        ),
    ]
