"""What Google Cloud answers about keys, identities and projects."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Choice, Kind

from .answers_forms import CREATED, DELETED, LABELLED, NUMBER, PROJECT, member

AGENTS = {
    "artifactregistry.googleapis.com": "gcp-sa-artifactregistry",
    "container.googleapis.com": "container-engine-robot",
    "secretmanager.googleapis.com": "gcp-sa-secretmanager",
    "servicenetworking.googleapis.com": "service-networking",
}
"""Where service agents are, by service (https://cloud.google.com/iam/docs/service-agents)."""

POOL = "locations/global/workloadIdentityPools/{workloadIdentityPoolId}"
POOL_PROVIDER = f"{POOL}/providers/{{workloadIdentityPoolProviderId}}"
KEY = "{keyRing}/cryptoKeys/{name}"
EMAIL = "{accountId}@{_account}.iam.gserviceaccount.com"
ACCOUNT = f"projects/{{_account}}/serviceAccounts/{EMAIL}"


def _agent(beginning: str) -> Choice:
    of = {each: f"{beginning}{NUMBER}@{at}.iam.gserviceaccount.com" for each, at in AGENTS.items()}
    return Choice("service", of)


KEYS: Mapping[str, Kind] = {
    "gcp:kms:KeyRing": Kind(
        id="projects/{_account}/locations/{location}/keyRings/{name}", name="name", outputs=PROJECT
    ),
    "gcp:kms:CryptoKey": Kind(
        id=KEY,
        name="name",
        outputs={
            **DELETED,
            **LABELLED,
            "cryptoKeyBackend": "",
            "destroyScheduledDuration": "2592000s",
            "importOnly": False,
            "primaries": [{"name": f"{KEY}/cryptoKeyVersions/1", "state": "ENABLED"}],
            "purpose": "ENCRYPT_DECRYPT",
            "versionTemplate": {
                "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION",
                "protectionLevel": "SOFTWARE",
            },
            "versionTemplate.protectionLevel": "{versionTemplate.protectionLevel|=SOFTWARE}",
        },
    ),
    "gcp:kms:KeyRingIAMMember": member("{keyRingId}"),
    "gcp:kms:CryptoKeyIAMMember": member("{cryptoKeyId}"),
}
"""Rings and keys. A key lives for 30 days after its destruction was asked for:
https://cloud.google.com/kms/docs/destroy-restore
"""

IDENTITIES: Mapping[str, Kind] = {
    "gcp:serviceaccount:Account": Kind(
        id=ACCOUNT,
        name="accountId",
        outputs={
            **PROJECT,
            **DELETED,
            "disabled": False,
            "email": EMAIL,
            "member": f"serviceAccount:{EMAIL}",
            "name": ACCOUNT,
            "uniqueId": "{_number:21}",
        },
    ),
    "gcp:serviceaccount:IAMMember": member("{serviceAccountId}"),
    "gcp:iam:WorkloadIdentityPool": Kind(
        id=f"projects/{{_account}}/{POOL}",
        outputs={
            **PROJECT,
            **DELETED,
            "disabled": False,
            "mode": "FEDERATION_ONLY",
            "name": f"projects/{NUMBER}/{POOL}",
            "state": "ACTIVE",
        },
    ),
    "gcp:iam:WorkloadIdentityPoolProvider": Kind(
        id=f"projects/{{_account}}/{POOL_PROVIDER}",
        outputs={
            **PROJECT,
            **DELETED,
            "disabled": False,
            "name": f"projects/{NUMBER}/{POOL_PROVIDER}",
            "state": "ACTIVE",
        },
    ),
}
"""Service accounts, and who may become one."""

SETTINGS: Mapping[str, Kind] = {
    "gcp:projects:IAMAuditConfig": Kind(
        id="{_account}/audit_config/{service}", outputs={"etag": "BwY{_upper:8}="}
    ),
    "gcp:projects:IAMMember": member("{_account}"),
    "gcp:projects:OrganizationPolicy": Kind(
        id="{_account}:{constraint}",
        outputs={**DELETED, "etag": "BwY{_upper:8}=", "updateTime": CREATED, "version": 0},
    ),
    "gcp:projects:Service": Kind(
        id="{_account}/{service}",
        outputs={
            **PROJECT,
            **DELETED,
            "disableDependentServices": False,
            "disableOnDestroy": False,
        },
    ),
    "gcp:projects:ServiceIdentity": Kind(
        id="projects/{_account}/services/{service}",
        outputs={
            **PROJECT,
            "email": _agent("service-"),
            "member": _agent("serviceAccount:service-"),
        },
    ),
}
"""What a project as a whole is set to."""
