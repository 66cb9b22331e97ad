"""What predefined roles allow, as far as data, keys, logs and identities go.

Sources: https://cloud.google.com/storage/docs/access-control/iam-roles,
https://cloud.google.com/kms/docs/reference/permissions-and-roles,
https://cloud.google.com/logging/docs/access-control, https://cloud.google.com/iam/docs/roles-overview
"""

from __future__ import annotations

from collections.abc import Mapping

PROJECTS_OWN = "gcp:projects:IAMCustomRole"
"""The type of a role that a project defines itself."""

READING = ("storage.objects.get", "storage.objects.list", "storage.managedFolders.list")
CHANGING = (
    *("storage.objects.create", "storage.objects.delete", "storage.objects.update"),
    *("storage.objects.restore", "storage.multipartUploads.*"),
)

ENCRYPT = "cloudkms.cryptoKeyVersions.useToEncrypt"
DECRYPT = "cloudkms.cryptoKeyVersions.useToDecrypt"

TOKENS = ("iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken")

ROLES: Mapping[str, tuple[str, ...]] = {
    "roles/owner": ("*",),
    "roles/editor": (*READING, *CHANGING, "logging.logEntries.*", "cloudkms.cryptoKeys.get"),
    "roles/viewer": (*READING, "logging.logEntries.list", "cloudkms.cryptoKeys.get"),
    "roles/storage.admin": ("storage.*",),
    "roles/storage.objectAdmin": ("storage.objects.*", "storage.managedFolders.*"),
    "roles/storage.objectUser": (*READING, *CHANGING, "storage.managedFolders.*"),
    "roles/storage.objectViewer": READING,
    "roles/storage.objectCreator": ("storage.objects.create", "storage.multipartUploads.create"),
    "roles/storage.bucketViewer": ("storage.buckets.get", "storage.buckets.list"),
    "roles/storage.folderAdmin": ("storage.folders.*", "storage.managedFolders.*"),
    "roles/storage.hmacKeyAdmin": ("storage.hmacKeys.*",),
    "roles/storage.insightsCollectorService": ("storage.buckets.get",),
    "roles/storage.legacyBucketOwner": (
        *("storage.buckets.*", "storage.objects.list", "storage.objects.create"),
        *("storage.objects.delete", "storage.objects.restore"),
    ),
    "roles/storage.legacyBucketReader": ("storage.buckets.get", "storage.objects.list"),
    "roles/storage.legacyBucketWriter": (
        *("storage.buckets.get", "storage.objects.list", "storage.objects.create"),
        *("storage.objects.delete", "storage.objects.restore"),
    ),
    "roles/storage.legacyObjectOwner": (
        *("storage.objects.get", "storage.objects.update", "storage.objects.getIamPolicy"),
        "storage.objects.setIamPolicy",
    ),
    "roles/storage.legacyObjectReader": ("storage.objects.get",),
    "roles/cloudkms.admin": ("cloudkms.cryptoKeys.*", "cloudkms.keyRings.*"),
    "roles/cloudkms.cryptoKeyDecrypter": (DECRYPT,),
    "roles/cloudkms.cryptoKeyDecrypterViaDelegation": (),
    "roles/cloudkms.cryptoKeyEncrypter": (ENCRYPT,),
    "roles/cloudkms.cryptoKeyEncrypterDecrypter": (ENCRYPT, DECRYPT),
    "roles/cloudkms.cryptoKeyEncrypterDecrypterViaDelegation": (),
    "roles/cloudkms.cryptoKeyEncrypterViaDelegation": (),
    "roles/cloudkms.cryptoOperator": (ENCRYPT, DECRYPT),
    "roles/cloudkms.importer": ("cloudkms.importJobs.*",),
    "roles/cloudkms.publicKeyViewer": ("cloudkms.cryptoKeyVersions.viewPublicKey",),
    "roles/cloudkms.signer": ("cloudkms.cryptoKeyVersions.useToSign",),
    "roles/cloudkms.signerVerifier": ("cloudkms.cryptoKeyVersions.useToSign",),
    "roles/cloudkms.verifier": ("cloudkms.cryptoKeyVersions.useToVerify",),
    "roles/cloudkms.viewer": ("cloudkms.cryptoKeys.get", "cloudkms.keyRings.get"),
    "roles/cloudkms.expertRawAesCbc": (),
    "roles/cloudkms.expertRawAesCtr": (),
    "roles/cloudkms.expertRawPKCS1": (),
    "roles/logging.admin": ("logging.*",),
    "roles/logging.viewAccessor": ("logging.views.access", "logging.logEntries.download"),
    "roles/logging.viewer": ("logging.logEntries.list", "logging.buckets.get"),
    "roles/logging.privateLogViewer": ("logging.privateLogEntries.list", "logging.views.access"),
    "roles/artifactregistry.reader": ("artifactregistry.repositories.downloadArtifacts",),
    "roles/container.admin": ("container.*",),
    "roles/container.clusterViewer": ("container.clusters.get", "container.clusters.list"),
    "roles/container.defaultNodeServiceAccount": (
        *("autoscaling.sites.writeMetrics", "logging.logEntries.create"),
        *("monitoring.metricDescriptors.create", "monitoring.timeSeries.create"),
    ),
    "roles/iam.workloadIdentityUser": TOKENS,
    "roles/iam.serviceAccountTokenCreator": TOKENS,
    "roles/iam.serviceAccountUser": ("iam.serviceAccounts.actAs",),
}
"""Permissions by role, `*` standing for any ending.

A bucket's policy begins with roles for the owners, editors and viewers of its project, so the basic
roles reach its objects too:
https://cloud.google.com/storage/docs/access-control/iam-roles#basic-roles-modifiable
"""

LISTED = ("roles/storage.", "roles/cloudkms.")
"""The services whose predefined roles are all above."""


def permissions(role: str) -> frozenset[str]:
    """Return what a predefined role allows; of one that is not listed nothing is known."""
    return frozenset(ROLES.get(role, ()))


def is_no_role(role: str) -> bool:
    """Whether a role would be listed if it existed."""
    return role.startswith(LISTED) and role not in ROLES
