"""Roles on the buckets of a lake, and on folders of them."""

import re
from collections.abc import Iterable
from hashlib import sha256

import pulumi
from pulumi_gcp import storage

from landing_zone.core import Scope
from landing_zone.core.names import DIGEST_LENGTH
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.spec import Grant, Verb

ROLES = {
    Verb.READ: "roles/storage.objectViewer",
    Verb.WRITE: "roles/storage.objectUser",
    Verb.ADMIN: "roles/storage.objectAdmin",
}
"""The role behind each verb: for objects alone, none for a bucket's own settings.

Nobody, whatever the verb, removes what soft delete keeps before its days are over.

Sources: https://cloud.google.com/storage/docs/access-control/iam-roles,
https://cloud.google.com/storage/docs/soft-delete
"""

METADATA_ROLE = "roles/storage.legacyBucketReader"
"""Lists objects and reads a bucket's settings; reads no object.

Source: https://cloud.google.com/storage/docs/access-control/iam-roles#legacy-roles
"""

MOST_LEVELS = 15
"""How deep managed folders can be nested.

Source: https://cloud.google.com/storage/docs/managed-folders
"""


class Folders:
    """The managed folders of a lake that something is granted on, each declared once.

    A condition on `resource.name` could limit reading to a prefix, but not listing, whose resource
    is the bucket: it would show every name, or none (`docs/decisions/0009`). A role on a managed
    folder holds for both. A folder that is destroyed leaves its objects where they are.

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
                scope.child(f"{layer}-{_part(prefix)}"),
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


def metadata_grants(
    scope: Scope, name: str, member: pulumi.Input[str], folders: Folders
) -> list[pulumi.Resource]:
    """Let a member see what lies in every bucket and how it is kept, but no data."""
    return [
        storage.BucketIAMMember(
            scope.child(f"{name}-{layer}-metadata"),
            bucket=bucket,
            role=METADATA_ROLE,
            member=member,
            opts=scope.opts(),
        )
        for layer, bucket in folders.buckets.items()
    ]


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
        scope.child(f"{name}-{grant.layer}-{_part(grant.prefix)}"),
        bucket=folder.bucket,
        managed_folder=folder.name,
        role=role,
        member=member,
        opts=scope.opts(),
    )


def _part(prefix: str) -> str:
    """Return what a prefix adds to a logical name, which has neither dots nor slashes.

    `candidates/` adds its own word. Whatever is not a word and a slash adds a digest as well, or
    `a/b/` and `a-b/` would be one name.
    """
    words = re.findall(r"[A-Za-z0-9]+", prefix)
    if prefix == f"{words[0] if words else ''}/":
        return words[0]
    return "-".join([*words, sha256(prefix.encode()).hexdigest()[:DIGEST_LENGTH]])
