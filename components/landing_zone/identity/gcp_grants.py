"""Roles on the buckets of a lake, and on folders of them."""

from collections.abc import Iterable

import pulumi
from pulumi_gcp import storage

from landing_zone.core import Scope
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.spec import Grant, Verb

ROLES = {
    Verb.READ: "roles/storage.objectViewer",
    Verb.WRITE: "roles/storage.objectUser",
    Verb.ADMIN: "roles/storage.objectAdmin",
}
"""The role behind each verb: for objects alone, none for a bucket's own settings.

Source: https://cloud.google.com/storage/docs/access-control/iam-roles
"""

MOST_LEVELS = 15
"""How deep managed folders can be nested.

Source: https://cloud.google.com/storage/docs/managed-folders
"""


class Folders:
    """The managed folders of a lake that something is granted on, each declared once.

    A condition on `resource.name` could limit reading to a prefix, but not listing, whose resource
    is the bucket: it would show every name, or none. A role on a managed folder holds for both.
    A folder that is destroyed leaves its objects where they are.

    Sources: https://cloud.google.com/storage/docs/managed-folders,
    https://cloud.google.com/iam/docs/conditions-resource-attributes
    """

    def __init__(
        self,
        scope: Scope,
        lake: DataLakeOutputs,
        granted: Iterable[tuple[str, str]],
        apis: list[pulumi.Resource],
    ) -> None:
        self.buckets = lake.ids
        self.by_prefix = {
            (layer, prefix): storage.ManagedFolder(
                scope.child(f"{layer}/{prefix.rstrip('/')}"),
                bucket=lake.ids[layer],
                name=prefix,
                force_destroy=True,
                opts=scope.opts(depends_on=apis),
            )
            for layer, prefix in dict.fromkeys(granted)
        }


def grants_on(
    scope: Scope,
    name: str,
    member: pulumi.Input[str],
    grants: Iterable[Grant],
    folders: Folders,
) -> list[pulumi.Resource]:
    """Grant a member what it may do, on whole buckets or folders of them."""
    return [_grant(scope, name, member, each, folders) for each in grants]


def _grant(
    scope: Scope, name: str, member: pulumi.Input[str], grant: Grant, folders: Folders
) -> pulumi.Resource:
    role = ROLES[grant.verb]
    if grant.prefix is None:
        return storage.BucketIAMMember(
            scope.child(f"{name}-{grant.layer}"),
            bucket=folders.buckets[grant.layer],
            role=role,
            member=member,
            opts=scope.opts(),
        )
    folder = folders.by_prefix[grant.layer, grant.prefix]
    return storage.ManagedFolderIamMember(
        scope.child(f"{name}-{grant.layer}/{grant.prefix.rstrip('/')}"),
        bucket=folder.bucket,
        managed_folder=folder.name,
        role=role,
        member=member,
        opts=scope.opts(),
    )
