"""Keys on Google Cloud: a key ring, and in it a key for each purpose."""

import re
from collections.abc import Iterator

import pulumi
from pulumi_gcp import kms

from landing_zone.baseline.gcp import enable, service_agent
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Protection, Purpose

DAY = 86_400
"""Seconds, in which Cloud KMS counts."""

LEVELS = {Protection.SOFTWARE: "SOFTWARE", Protection.HSM: "HSM"}
"""Source: https://cloud.google.com/kms/docs/reference/rest/v1/ProtectionLevel"""

ROLES = {
    KeyUse.DECRYPT: "roles/cloudkms.cryptoKeyDecrypter",
    KeyUse.ENCRYPT: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
}
"""Source: https://cloud.google.com/kms/docs/reference/permissions-and-roles"""

AGENTS = {Purpose.REGISTRY: "artifactregistry", Purpose.SECRETS: "secretmanager"}
"""The services that encrypt with one key alone and whose agent can be created ahead of time.

Cloud Storage, Cloud Logging and GKE tell or make theirs in ways of their own, and the components
that use them grant them the key.

Sources: https://cloud.google.com/artifact-registry/docs/ar-service-account,
https://cloud.google.com/secret-manager/docs/cmek
"""

RING = re.compile(
    r"projects/[a-z][a-z0-9-]+/locations/(?P<location>[a-z0-9-]+)/keyRings/[\w-]{1,63}"
)
"""Source: https://cloud.google.com/kms/docs/getting-resource-ids"""


def build(scope: Scope, spec: KeysSpec) -> KeysOutputs:
    """Declare a key ring in the environment's region, its keys and who administers them.

    Neither a ring nor a key can ever be deleted, and their names stay taken. So Pulumi names both:
    what is destroyed and declared again gets new names. Destroying forgets the ring and schedules
    the destruction of all versions of the keys, `deletion_days` later.

    Sources: https://cloud.google.com/kms/docs/object-hierarchy,
    https://cloud.google.com/kms/docs/destroy-restore
    """
    apis = enable(scope, "cloudkms")
    ring = spec.store or _ring(scope, apis).id
    keys = {purpose: _key(scope, spec, purpose, ring, apis) for purpose in spec.purposes}
    admins = _admins(scope, spec, ring, keys)
    return KeysOutputs(
        ids={
            purpose.value: after(key.id, *admins, *_agent_use(scope, purpose, key))
            for purpose, key in keys.items()
        },
        store=after(ring, *admins),
    )


def check(names: Names, spec: KeysSpec) -> Iterator[LandingZoneError]:
    """Refuse to adopt what is no key ring, or one whose keys this region's stores cannot use.

    Source: https://cloud.google.com/kms/docs/cmek#cmek-key-location
    """
    if spec.store is None:
        return
    ring, region = RING.fullmatch(spec.store), names.env.region
    if ring is None:
        allowed = (
            f"a key ring such as projects/{names.env.account}/locations/{region}/keyRings/main"
        )
        yield LandingZoneError(f"store: {allowed}, got '{spec.store}'")
    elif ring["location"] != region:
        yield LandingZoneError(f"store: a key ring in {region}, got one in {ring['location']}")


def grant(
    scope: Scope,
    keys: KeysOutputs,
    purpose: Purpose,
    principal: pulumi.Input[str],
    *,
    name: str,
    use: KeyUse,
) -> pulumi.Output[str]:
    """Let a principal use a key.

    Two components, or two stacks, may grant one key to one service agent. To Google Cloud that is
    one grant, which goes when the first of them is destroyed, and the other's data cannot be read
    any more. The condition is always true, but says whose grant it is and keeps the two apart.

    Source: https://cloud.google.com/iam/docs/conditions-resource-attributes
    """
    key = keys.ids[purpose]
    return after(key, _use(scope, name, key, principal, use))


def _use(
    scope: Scope, name: str, key: pulumi.Input[str], principal: pulumi.Input[str], use: KeyUse
) -> kms.CryptoKeyIAMMember:
    owner = f"{scope.names.component} of {pulumi.get_project()}/{pulumi.get_stack()}"
    return kms.CryptoKeyIAMMember(
        scope.child(name),
        crypto_key_id=key,
        role=ROLES[use],
        member=principal,
        condition={
            "title": scope.names.component,
            "description": f"Granted by {owner}, and goes with it.",
            "expression": 'resource.service == "cloudkms.googleapis.com"',
        },
        opts=scope.opts(),
    )


def _agent_use(scope: Scope, purpose: Purpose, key: kms.CryptoKey) -> list[pulumi.Resource]:
    """Create the agent of the one service that a key is for, if there is one, and let it in."""
    if purpose not in AGENTS:
        return []
    service = AGENTS[purpose]
    agent = service_agent(scope, service, enable(scope, service))
    return [_use(scope, f"{purpose}-agent", key.id, agent.member, KeyUse.ENCRYPT)]


def _ring(scope: Scope, apis: list[pulumi.Resource]) -> kms.KeyRing:
    return kms.KeyRing(
        scope.child("ring"),
        project=scope.env.account,
        location=scope.env.region,
        opts=scope.opts(stateful=True, depends_on=apis),
    )


def _key(
    scope: Scope,
    spec: KeysSpec,
    purpose: Purpose,
    ring: pulumi.Input[str],
    apis: list[pulumi.Resource],
) -> kms.CryptoKey:
    """Declare a key. Changing its protection or `deletion_days` replaces it, as both are fixed."""
    return kms.CryptoKey(
        scope.child(purpose),
        key_ring=ring,
        purpose="ENCRYPT_DECRYPT",
        rotation_period=f"{spec.rotation_days * DAY}s",
        destroy_scheduled_duration=f"{spec.deletion_days * DAY}s",
        version_template={
            "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION",
            "protection_level": LEVELS[spec.protection],
        },
        labels=scope.tags,
        opts=scope.opts(stateful=True, depends_on=apis),
    )


def _admins(
    scope: Scope,
    spec: KeysSpec,
    ring: pulumi.Input[str],
    keys: dict[Purpose, kms.CryptoKey],
) -> list[pulumi.Resource]:
    """Let people administer a ring of ours, or our keys alone in a ring that others use too.

    The role lets nobody encrypt or decrypt.

    Source: https://cloud.google.com/kms/docs/separation-of-duties
    """
    role = "roles/cloudkms.admin"
    groups = {
        f"admin-{persona.replace('_', '-')}": f"group:{scope.env.groups[persona]}"
        for persona in spec.admins
        if persona in scope.env.groups
    }
    if spec.store is None:
        return [
            kms.KeyRingIAMMember(
                scope.child(name), key_ring_id=ring, role=role, member=group, opts=scope.opts()
            )
            for name, group in groups.items()
        ]
    return [
        kms.CryptoKeyIAMMember(
            scope.child(f"{name}-{purpose}"),
            crypto_key_id=key.id,
            role=role,
            member=group,
            opts=scope.opts(),
        )
        for name, group in groups.items()
        for purpose, key in keys.items()
    ]
