"""Key rings, keys, and who may use them.

Source: https://cloud.google.com/kms/docs/reference/rest
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import DELETIONS, KEY

API = "cloudkms.googleapis.com"

NAME = r"[a-zA-Z0-9_-]{1,63}"
"""Source: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings/create"""

SECONDS = r"\d+(\.\d{1,9})?s"

RING = To("gcp:kms:KeyRing")

KEYS: Mapping[str, Facts] = {
    "gcp:kms:KeyRing": Facts(
        replaces=("location", "name", "project"),
        kept=("project",),
        formats={"name": NAME, "location": r"[a-z]+[a-z0-9-]*"},
        scope=Within.WORLD,
        api=API,
        keeps="key rings can never be deleted, and the name {name} stays taken",
        stateful=True,
        missing="googleapi: Error 404: KeyRing {value} not found., notFound",
        conflict="googleapi: Error 409: KeyRing {id} already exists., alreadyExists",
        taken="googleapi: Error 409: KeyRing {id} already exists., alreadyExists ({left})",
    ),
    "gcp:kms:CryptoKey": Facts(
        replaces=(
            *("cryptoKeyBackend", "destroyScheduledDuration", "importOnly", "keyRing", "name"),
            *("purpose", "versionTemplate.protectionLevel"),
        ),
        kept=(
            *("cryptoKeyBackend", "destroyScheduledDuration", "importOnly"),
            *("keyAccessJustificationsPolicy", "versionTemplate"),
        ),
        values={
            **DELETIONS,
            "purpose": (
                *("ENCRYPT_DECRYPT", "ASYMMETRIC_SIGN", "ASYMMETRIC_DECRYPT"),
                *("RAW_ENCRYPT_DECRYPT", "MAC", "KEY_ENCAPSULATION"),
            ),
            "versionTemplate.protectionLevel": ("SOFTWARE", "HSM", "EXTERNAL", "EXTERNAL_VPC"),
        },
        formats={
            "name": NAME,
            "rotationPeriod": SECONDS,
            "destroyScheduledDuration": SECONDS,
        },
        tags="labels",
        refers={"keyRing": RING},
        scope=Within.WORLD,
        api=API,
        keeps="keys can never be deleted: the versions of {name} are scheduled for destruction,"
        " and the name stays taken",
        stateful=True,
        missing="googleapi: Error 404: CryptoKey {value} not found., notFound",
        conflict="googleapi: Error 409: CryptoKey {id} already exists., alreadyExists",
        taken="googleapi: Error 409: CryptoKey {id} already exists., alreadyExists ({left})",
    ),
    "gcp:kms:KeyRingIAMMember": Facts(
        replaces=("condition.**", "keyRingId", "member", "role"),
        refers={"keyRingId": RING},
        scope=Within.WORLD,
        adopts=True,
        api=API,
    ),
    "gcp:kms:CryptoKeyIAMMember": Facts(
        replaces=("condition.**", "cryptoKeyId", "member", "role"),
        refers={"cryptoKeyId": KEY},
        scope=Within.WORLD,
        adopts=True,
        api=API,
    ),
}
"""Rings, keys and the members of their policies."""
