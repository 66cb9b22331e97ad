"""Programs on Google Cloud that the rules of encryption admit and deny."""

from pulumi_gcp import kms, storage

from tests.policies.cases import Cases

CASES = Cases()


@CASES.admits("ENC-01")
def bucket_under_a_key_of_the_program(name):
    ring = kms.KeyRing(f"{name}-ring", location="europe-west4")
    key = kms.CryptoKey(f"{name}-key", key_ring=ring.id)
    storage.Bucket(name, location="EU", encryption={"default_kms_key_name": key.id})


@CASES.denies("ENC-01", path="encryption")
def bucket_alone(name):
    storage.Bucket(name, location="EU")
