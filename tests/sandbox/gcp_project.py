"""A simulated project, to which a test adds what it is about."""

from functools import cache
from typing import Any

import pytest

from landing_zone_rehearsal.sandbox import Sandbox
from landing_zone_rehearsal.sandbox.behaviour import Refused
from landing_zone_rehearsal.sandbox.gcp.services import number
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.shapes import Shapes

PROJECT = "acme-prod"
REGION = "europe-west4"
NUMBER = number(PROJECT)
PROVIDER = {"project": PROJECT, "region": REGION}

APIS = ("cloudkms", "cloudresourcemanager", "compute", "dns", "iam", "servicenetworking")

CRYPTO_ROLE = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
STORAGE_AGENT = f"serviceAccount:service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
LOGS_AGENT = f"serviceAccount:cmek-p{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"


class Project:
    """Makes things in a project, by `module/Class`."""

    def __init__(self, *apis: str) -> None:
        self.sandbox = Sandbox(shapes=_shapes())
        for api in apis or APIS:
            self.make("projects/Service", api, service=f"{api}.googleapis.com")

    def faults(self, kind: str, name: str, /, **inputs: Any) -> list[str]:
        """Return what is wrong with inputs by themselves."""
        _, faults = self.sandbox.check(_type(kind), name, _urn(kind, name), inputs)
        return [f"{fault.path}: {fault.reason}" for fault in faults]

    def make(self, kind: str, name: str, /, **inputs: Any) -> Object:
        """Create something, and fail where Google Cloud would."""
        type, urn = _type(kind), _urn(kind, name)
        checked, faults = self.sandbox.check(type, name, urn, inputs)
        assert not faults
        return self.sandbox.create(type, name, urn, checked, PROVIDER)

    def change(self, made: Object, **inputs: Any) -> Object:
        """Change some inputs of something."""
        wanted = {**made.inputs, **inputs}
        return self.sandbox.update(made.type, made.id, made.urn, wanted, PROVIDER)

    def delete(self, made: Object) -> None:
        """Delete something."""
        self.sandbox.delete(made.type, made.id, made.urn)

    def refuses(self, words: str) -> Any:
        """Expect a refusal in these words."""
        return pytest.raises(Refused, match=words)

    def network(self, name: str = "vpc") -> Object:
        """Make a network."""
        return self.make("compute/Network", name, name=name, autoCreateSubnetworks=False)

    def subnetwork(self, network: Object, name: str, cidr: str, **inputs: Any) -> Object:
        """Make a subnetwork."""
        given = {"region": REGION, "network": network.id, "ipCidrRange": cidr, **inputs}
        return self.make("compute/Subnetwork", name, name=name, **given)

    def key(self, name: str = "data", location: str = REGION) -> Object:
        """Make a key, in a ring of its own."""
        ring = self.make("kms/KeyRing", f"{name}-ring", name=f"{name}-ring", location=location)
        return self.make("kms/CryptoKey", name, name=name, keyRing=ring.id)

    def usable_key(self, agent: str = STORAGE_AGENT) -> Object:
        """Make a key that a service may use."""
        key = self.key()
        self.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, agent, cryptoKeyId=key.id)
        return key

    def grant(self, kind: str, role: str, member: str, **on: Any) -> Object:
        """Give a role to a member."""
        return self.make(kind, f"{role}-{member}-{on}", role=role, member=member, **on)

    def bucket(self, name: str = "acme-raw", **inputs: Any) -> Object:
        """Make a bucket."""
        given = {"location": REGION, "uniformBucketLevelAccess": True, **inputs}
        return self.make("storage/Bucket", name, name=name, **given)


@cache
def _shapes() -> Shapes:
    return Shapes()


def _type(kind: str) -> str:
    module, _, member = kind.partition("/")
    return f"gcp:{module}/{member[0].lower()}{member[1:]}:{member}"


def _urn(kind: str, name: str) -> str:
    return f"urn:pulumi:dev::test::{_type(kind)}::{name}"
