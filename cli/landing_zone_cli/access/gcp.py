"""Grants on Cloud Storage and Cloud KMS, read from IAM members of buckets, folders and keys."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_cli.access.model import ADMIN, READ, WRITE, Access, KeyUse, Operation
from landing_zone_cli.document import Plan, Resource

ROLES: dict[str, frozenset[Operation]] = {
    "roles/storage.objectViewer": READ,
    "roles/storage.objectCreator": frozenset({Operation.WRITE}),
    "roles/storage.objectUser": WRITE,
    "roles/storage.objectAdmin": ADMIN,
    "roles/storage.legacyBucketReader": frozenset({Operation.LIST}),
}
"""What predefined roles are for. One that is not listed here counts as everything.

Source: https://cloud.google.com/storage/docs/access-control/iam-roles
"""

KEY_ROLES = {
    "roles/cloudkms.cryptoKeyDecrypter": False,
    "roles/cloudkms.cryptoKeyEncrypterDecrypter": True,
}
"""Whether a role that may use a key may also encrypt.

Source: https://cloud.google.com/kms/docs/reference/permissions-and-roles
"""

LOG_ROLE = "roles/logging.viewAccessor"
LOG_VIEW = re.compile(r'resource\.name == "(.+)/views/[^"]+"')

ON_ALL_BUCKETS = re.compile(r"roles/(storage\..+|owner|editor|viewer)")
"""The roles that reach every bucket when they are given on a project."""

BUCKET = (
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "gcp:storage/bucketIAMBinding:BucketIAMBinding",
)
FOLDER = (
    "gcp:storage/managedFolderIamMember:ManagedFolderIamMember",
    "gcp:storage/managedFolderIamBinding:ManagedFolderIamBinding",
)
PROJECT = ("gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding")
KEY = (
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding",
)


def granted(plan: Plan) -> Iterator[Access | KeyUse]:
    """Yield what IAM members and bindings of buckets, of folders, of keys and of projects allow."""
    for who, grant in _grants(plan, BUCKET):
        yield Access(who, str(grant.inputs.get("bucket")), None, _operations(grant), grant.urn)
    for who, grant in _grants(plan, FOLDER):
        bucket, folder = str(grant.inputs.get("bucket")), str(grant.inputs.get("managedFolder"))
        yield Access(who, bucket, folder, _operations(grant), grant.urn)
    for who, grant in _grants(plan, PROJECT):
        if _role(grant) == LOG_ROLE:
            yield Access(who, _log(grant), None, READ, grant.urn)
        elif ON_ALL_BUCKETS.fullmatch(_role(grant)):
            yield Access(who, "*", None, _operations(grant), grant.urn)
    for who, grant in _grants(plan, KEY):
        encrypts = KEY_ROLES.get(_role(grant))
        if encrypts is not None:
            yield KeyUse(who, str(grant.inputs.get("cryptoKeyId")), encrypts, grant.urn)


def _grants(plan: Plan, types: tuple[str, ...]) -> Iterator[tuple[str, Resource]]:
    """Yield each grant with each of its members."""
    for type_ in types:
        for grant in plan.of_type(type_):
            members = grant.inputs.get("members") or [grant.inputs.get("member")]
            for member in cast("list[Any]", members):
                yield str(member), grant


def _role(grant: Resource) -> str:
    return str(grant.inputs.get("role"))


def _operations(grant: Resource) -> frozenset[Operation]:
    return ROLES.get(_role(grant), ADMIN)


def _log(grant: Resource) -> str:
    """Return the log whose view the condition names."""
    condition = cast("Mapping[str, Any]", grant.inputs.get("condition") or {})
    view = LOG_VIEW.search(str(condition.get("expression")))
    return view[1] if view else "every log"
