"""What a set of keys is, whatever the cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pulumi
from pydantic import Field

from landing_zone.core import (
    LandingZoneError,
    Outputs,
    Persona,
    Scope,
    Spec,
    by_profile,
    implementation,
)


class Purpose(StrEnum):
    """What a key protects; each purpose has a key of its own."""

    DATA = "data"
    CLUSTER = "cluster"
    LOGS = "logs"
    REGISTRY = "registry"
    SECRETS = "secrets"


class Protection(StrEnum):
    """Where a key's material lives."""

    SOFTWARE = "software"
    HSM = "hsm"


class KeyUse(StrEnum):
    """What a principal may do with a key."""

    DECRYPT = "decrypt"
    """Read what is encrypted."""
    ENCRYPT = "encrypt"
    """Write, and read back what is written."""


class KeysSpec(Spec):
    """Which keys there are and how they are kept."""

    purposes: tuple[Purpose, ...] = Field(default=tuple(Purpose), min_length=1)
    """A key for each."""
    rotation_days: int = by_profile(dev=365, standard=365, regulated=90, ge=90, le=730)
    """Days between rotations, 90 to 730. AWS rotates every 90 to 2560 days.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html
    """
    protection: Protection = by_profile(
        dev=Protection.SOFTWARE, standard=Protection.SOFTWARE, regulated=Protection.HSM
    )
    """Whether keys are held in software or in a hardware security module."""
    deletion_days: int = by_profile(dev=7, standard=30, regulated=30, ge=7, le=30)
    """Days in which a deleted key can be brought back, 7 to 30 as AWS allows.

    Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
    """
    admins: tuple[Persona, ...] = (Persona.PLATFORM_ADMIN,)
    """The people who administer keys without being able to use them."""
    store: str | None = None
    """A key ring (Google Cloud) or vault (Azure) that exists already, by its ID, to keep the keys
    in: a key ring can never be deleted, a purged vault not be created again at once. A vault must
    use roles, be protected from purging and closed to the public, and be premium for `hsm`: none
    of it is changed here. Refused on AWS, where keys have no container."""


@dataclass(frozen=True, kw_only=True)
class KeysOutputs(Outputs):
    """Keys ready to be used by whoever is granted their use."""

    ids: Mapping[str, pulumi.Output[str]]
    """By purpose: a KMS key ARN, a Cloud KMS key path, or a Key Vault key URI without a version."""
    store: pulumi.Output[str]
    """What holds the keys: a key ring ID or a vault's resource ID; on AWS the account's ARN prefix
    `arn:aws:kms:REGION:ACCOUNT`."""

    def require(self, component: str, *purposes: Purpose) -> None:
        """Make sure that there is a key for each purpose, before a component is declared.

        Raises:
            LandingZoneError: if there is none.
        """
        missing = [purpose.value for purpose in purposes if purpose not in self.ids]
        if missing:
            given = ", ".join(self.ids)
            raise LandingZoneError(
                f"{component}: needs a key for {' and '.join(missing)}, got keys for {given}; "
                "add the purpose to the keys' spec"
            )

    def grant(
        self,
        scope: Scope,
        purpose: Purpose,
        principal: pulumi.Input[str],
        *,
        name: str,
        use: KeyUse = KeyUse.ENCRYPT,
    ) -> pulumi.Output[str]:
        """Let a principal use a key, and return the key's ID, available once it may.

        Whoever encrypts with the returned ID waits for the grant, so nothing is ever created
        with a key that may not be used yet.

        Args:
            scope: the component that needs the grant and owns it.
            purpose: which key.
            principal: a role ARN (AWS), an IAM member such as `serviceAccount:…` (Google Cloud)
                or an object ID (Azure).
            name: the grant's part of its logical name, unique in the component.
            use: `decrypt` to read, `encrypt` to write and read.
        """
        grant = implementation("landing_zone.keys", scope.env.cloud, "grant")
        return grant(scope, self, purpose, principal, name=name, use=use)
