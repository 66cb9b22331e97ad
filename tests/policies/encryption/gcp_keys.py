"""Programs on Google Cloud that the rules about keys admit and deny."""

import json
from typing import Any

from pulumi_gcp import kms, pubsub, serviceaccount, storage

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption import gcp_at_rest
from tests.policies.encryption.declaring import both_places

CASES = Cases()
HERE = "europe-west4"
RING = f"projects/acme/locations/{HERE}/keyRings/ring"
USER = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
DEV = Settings(profile="dev", key_deletion_days=7)


def key(name, **options):
    return kms.CryptoKey(name, key_ring=RING, **options)


def grant(name, member):
    kms.CryptoKeyIAMMember(name, crypto_key_id=f"{RING}/cryptoKeys/a", role=USER, member=member)


@CASES.admits("ENC-14", "ENC-16")
def key_that_rotates_each_quarter(name):
    key(name, rotation_period="7776000s")


@CASES.denies("ENC-14", path="rotationPeriod")
def key_that_does_not_rotate(name):
    key(name)


@CASES.denies("ENC-14", path="rotationPeriod")
def key_that_rotates_each_year(name):
    key(name, rotation_period="31536000s")


@CASES.admits("ENC-14", settings=DEV)
def key_that_rotates_each_year_in_development(name):
    key(name, rotation_period="31536000s")


@CASES.passes_by("ENC-14")
def key_for_signing(name):
    key(name, purpose="ASYMMETRIC_SIGN")


@CASES.passes_by("ENC-14")
def key_outside_of_the_cloud(name):
    key(name, version_template={"algorithm": "a", "protection_level": "EXTERNAL"})


@CASES.denies("ENC-16", path="destroyScheduledDuration")
def key_that_is_gone_in_a_day(name):
    key(name, destroy_scheduled_duration="86400s")


@CASES.admits("ENC-16")
def key_that_can_be_had_back_for_a_month(name):
    key(name, destroy_scheduled_duration="2592000s")


@CASES.admits("ENC-15")
def grant_to_a_group(name):
    grant(name, "group:ml@acme.example")


@CASES.admits("ENC-15")
def grant_to_an_account_of_the_program(name):
    grant(name, serviceaccount.Account(f"{name}-account", account_id="worker").member)


@CASES.denies("ENC-15", path="member")
def grant_to_everybody(name):
    grant(name, "allUsers")


@CASES.denies("ENC-15", path="members[1]")
def grants_to_everybody_with_an_account(name):
    members: Any = ["user:ann@acme.example", "allAuthenticatedUsers"]
    kms.KeyRingIAMBinding(name, key_ring_id=RING, role=USER, members=members)


@CASES.denies("ENC-15", path="policyData")
def policy_for_everybody(name):
    data = json.dumps({"bindings": [{"role": USER, "members": ["allUsers"]}]})
    kms.CryptoKeyIAMPolicy(name, crypto_key_id="a", policy_data=data)


@CASES.admits("ENC-15")
def policy_for_a_group(name):
    data = json.dumps({"bindings": [{"role": USER, "members": ["group:ml@acme.example"]}]})
    kms.KeyRingIAMPolicy(name, key_ring_id=RING, policy_data=data)


@CASES.leaves_open("ENC-15")
def policy_that_is_no_json(name):
    kms.CryptoKeyIAMPolicy(name, crypto_key_id="a", policy_data="{")


def bucket(name, key_name, location=HERE):
    storage.Bucket(name, location=location, encryption={"default_kms_key_name": key_name})


@CASES.admits("ENC-17")
def bucket_with_a_key_beside_it(name):
    bucket(name, f"{RING}/cryptoKeys/a")


@CASES.admits("ENC-17")
def bucket_with_a_key_of_a_ring_of_another_program(name):
    bucket(name, key(f"{name}-key").id)


@CASES.denies("ENC-17", path="encryption.defaultKmsKeyName")
def bucket_with_a_key_overseas(name):
    bucket(name, "projects/acme/locations/us-central1/keyRings/ring/cryptoKeys/a")


@CASES.denies("ENC-17", path="encryption.defaultKmsKeyName", settings=Settings())
def bucket_with_a_key_that_lies_nowhere(name):
    bucket(name, "projects/acme/locations/global/keyRings/ring/cryptoKeys/a")


@CASES.denies("ENC-17", path="kmsKeyName")
def topic_with_a_key_that_the_program_makes_overseas(name):
    ring = kms.KeyRing(f"{name}-ring", location="us")
    pubsub.Topic(name, kms_key_name=kms.CryptoKey(f"{name}-key", key_ring=ring.id).id)


@CASES.denies("ENC-17", path="location")
def ring_overseas(name):
    kms.KeyRing(name, location="us-east1")


@CASES.admits("ENC-17")
def ring_at_home(name):
    kms.KeyRing(name, location="EUROPE")


@CASES.passes_by("ENC-17")
def bucket_without_a_key(name):
    storage.Bucket(name, location="EU")


@CASES.denies("ENC-15", path="member", preview=Verdict.FAIL)
def grant_to_everybody_in_another_case(name):
    grant(name, "ALLUSERS")


both_places(
    CASES,
    [*gcp_at_rest.ROWS, *gcp_at_rest.MORE],
    is_key=lambda value: value == gcp_at_rest.KEY,
    key=lambda _name, _path, place: f"projects/acme/locations/{place}/keyRings/a/cryptoKeys/a",
    home=HERE,
    abroad="us-central1",
)
