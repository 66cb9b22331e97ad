"""Encryption with customers' keys: who has to be let in, and where a key has to lie.

Source: https://cloud.google.com/kms/docs/compatible-services
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .policies import Place, Verdict, is_allowed
from .roles import DECRYPT, ENCRYPT
from .services import number

KEY = "gcp:kms:CryptoKey"

NAME = re.compile(
    r"(?P<ring>projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)/keyRings/[^/]+)"
    r"/cryptoKeys/[^/]+"
)

DAY = 86_400
"""Seconds: the least between two rotations, and before a destruction.

Source: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys
"""

LONGEST_DESTRUCTION = 120 * DAY

MULTI_REGIONS = {"eu": "europe", "us": "us", "asia": "asia"}
"""What Cloud KMS calls the multi-regions of Cloud Storage.

Source: https://cloud.google.com/storage/docs/encryption/customer-managed-keys#key-location
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How one type uses a customer's key."""

    key: str
    """The path of the key."""
    agent: str
    """Who encrypts and decrypts; `{number}` is that of the project."""
    location: str = "location"
    """The path of where the thing lies."""
    denied: str
    """The message when the agent may not use the key; `{key}`, `{agent}`."""
    elsewhere: str
    """The message when the key lies elsewhere; `{key}`, `{there}` and `{here}`."""


ENCRYPTED: Mapping[str, Use] = {
    "gcp:storage:Bucket": Use(
        key="encryption.defaultKmsKeyName",
        agent="service-{number}@gs-project-accounts.iam.gserviceaccount.com",
        denied="googleapi: Error 403: Permission denied on Cloud KMS key. Please ensure that your"
        " Cloud Storage service account has been authorized to use this key., forbidden",
        elsewhere="googleapi: Error 400: Cloud KMS region '{there}' not available for use with GCS"
        " region '{here}'., invalid",
    ),
    "gcp:logging:ProjectBucketConfig": Use(
        key="cmekSettings.kmsKeyName",
        agent="cmek-p{number}@gcp-sa-logging.iam.gserviceaccount.com",
        denied="Error creating Bucket: googleapi: Error 400: service account `{agent}` must have"
        " both encrypt and decrypt access to the CMEK key `{key}`",
        elsewhere="Error creating Bucket: googleapi: Error 400: CMEK key `{key}` is in {there},"
        " and must be in the location of the bucket, {here}",
    ),
    "gcp:container:Cluster": Use(
        key="databaseEncryption.keyName",
        agent="service-{number}@container-engine-robot.iam.gserviceaccount.com",
        denied="googleapi: Error 403: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied"
        " on resource '{key}' (or it may not exist) for {agent}., forbidden",
        elsewhere="googleapi: Error 400: Cloud KMS key {key} must be in the same location as the"
        " cluster: {here}, not {there}., badRequest",
    ),
}
"""What is encrypted with a customer's key: a type more is a row more.

Sources: https://cloud.google.com/storage/docs/encryption/customer-managed-keys,
https://cloud.google.com/logging/docs/routing/managed-encryption-storage,
https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
"""


def may_use_its_key(request: Request) -> Iterator[str]:
    """Refuse a key in another place, and one that the service's own agent may not use now."""
    yield from refused(request, ENCRYPTED[request.object.kind])


def refused(request: Request, use: Use) -> Iterator[str]:
    """Say why a key is refused for one use, if it is."""
    made = request.object
    for _, given in find(made.inputs, use.key):
        key = str(reveal(given))
        there, here = _locations(key, str(made.get(use.location) or made.region))
        agent = use.agent.format(number=number(made.account))
        if there and there != here:
            yield use.elsewhere.format(key=key, there=there, here=here)
        elif not all(may_use(request.world, agent, each, key) for each in (ENCRYPT, DECRYPT)):
            yield use.denied.format(agent=agent, key=key)


def serves(world: World, thing: Object, permission: str) -> Verdict:
    """Whether the service that keeps a thing may use its key; without a key it needs none."""
    use = ENCRYPTED[thing.kind]
    key = thing.get(use.key)
    if not key:
        return Verdict(allowed=True, because=f"{thing.id} is encrypted with Google's keys")
    return may_use(world, use.agent.format(number=number(thing.account)), permission, str(key))


def may_use(world: World, agent: str, permission: str, key: str) -> Verdict:
    """Whether a service account may use a key now."""
    if world.get(KEY, key) is None:
        return Verdict(allowed=False, because=f"the key {key} does not exist or is destroyed")
    about = {
        "resource.name": key,
        "resource.service": "cloudkms.googleapis.com",
        "resource.type": "cloudkms.googleapis.com/CryptoKey",
    }
    return is_allowed(world, f"serviceAccount:{agent}", permission, places(key), about)


def places(key: str) -> list[Place]:
    """Return where roles on a key can be given: on itself, on its ring and on its project."""
    found = NAME.fullmatch(key)
    if found is None:
        return []
    return [
        Place("gcp:kms:CryptoKeyIAM", key),
        Place("gcp:kms:KeyRingIAM", found["ring"]),
        Place("gcp:projects:IAM", found["project"]),
    ]


def turns_in_time(request: Request) -> Iterator[str]:
    """Refuse rotations and destructions that Cloud KMS holds too soon or too late.

    Source: https://cloud.google.com/kms/docs/key-rotation
    """
    rotation = _seconds(request.object.get("rotationPeriod"))
    wait = _seconds(request.object.get("destroyScheduledDuration"))
    if rotation is not None and rotation < DAY:
        yield "googleapi: Error 400: rotation_period must be at least 24 hours., badRequest"
    if rotation is not None and request.object.get("purpose") != "ENCRYPT_DECRYPT":
        yield (
            "googleapi: Error 400: rotation_period can only be set on keys with purpose"
            " ENCRYPT_DECRYPT., badRequest"
        )
    if wait is not None and not DAY <= wait <= LONGEST_DESTRUCTION:
        yield (
            "googleapi: Error 400: destroy_scheduled_duration must be between 24 hours and"
            " 120 days., badRequest"
        )


def _seconds(given: object) -> float | None:
    text = str(given or "").removesuffix("s")
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _locations(key: str, location: str) -> tuple[str | None, str]:
    found = NAME.fullmatch(key)
    here = re.sub(r"(?<=\d)-[a-z]$", "", location.lower())
    return found["location"] if found else None, MULTI_REGIONS.get(here, here)
