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
LOG_VIEW = re.compile(r'resource\.name == "(.*)/views/[^"]+"')


def granted(plan: Plan) -> Iterator[Access | KeyUse]:
    """Yield what IAM members of buckets, of folders and of keys allow."""
    for member in plan.of_type("gcp:storage/bucketIAMMember:BucketIAMMember"):
        yield _on_store(member, None)
    for member in plan.of_type("gcp:storage/managedFolderIamMember:ManagedFolderIamMember"):
        yield _on_store(member, str(member.inputs.get("managedFolder")))
    for member in plan.of_type("gcp:projects/iAMMember:IAMMember"):
        log = _log(member)
        if member.inputs.get("role") == LOG_ROLE and log:
            yield Access(_who(member), log, None, READ, member.urn)
    for member in plan.of_type("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"):
        encrypts = KEY_ROLES.get(str(member.inputs.get("role")))
        if encrypts is not None:
            yield KeyUse(_who(member), str(member.inputs.get("cryptoKeyId")), encrypts, member.urn)


def _on_store(member: Resource, prefix: str | None) -> Access:
    operations = ROLES.get(str(member.inputs.get("role")), ADMIN)
    return Access(_who(member), str(member.inputs.get("bucket")), prefix, operations, member.urn)


def _who(member: Resource) -> str:
    return str(member.inputs.get("member"))


def _log(member: Resource) -> str:
    """Return the log that the condition names; nothing where it names none, and so never holds."""
    condition = cast("Mapping[str, Any]", member.inputs.get("condition") or {})
    view = LOG_VIEW.search(str(condition.get("expression")))
    return view[1] if view else "every log"
