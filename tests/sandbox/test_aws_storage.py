"""AWS refuses buckets that are taken, full, or locked."""

import pytest

from landing_zone_rehearsal.clouds.facts import facts
from landing_zone_rehearsal.sandbox import Sandbox
from landing_zone_rehearsal.sandbox.aws import BEHAVIOUR
from landing_zone_rehearsal.sandbox.refusals import input_faults
from tests.sandbox.aws_account import Account

BUCKET, CONTENTS = "s3:Bucket", "s3:BucketObjectv2"
LOCK, VERSIONS = "s3:BucketObjectLockConfiguration", "s3:BucketVersioning"
LATER = "2999-01-01T00:00:00Z"


def bucket(account, name="raw", **inputs):
    return account.make(BUCKET, name, bucket=name, **inputs)


def put(account, made, **inputs):
    return account.make(CONTENTS, "one", bucket=made.id, key="one", **inputs)


def test_a_buckets_name_is_taken_in_the_whole_world():
    sandbox = Sandbox()
    bucket(Account(sandbox))
    said = Account.refusal(Account(), bucket, Account(sandbox, "210987654321"))
    assert said.startswith("BucketAlreadyExists: The requested bucket name is not available.")


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("acme-raw", True),
        ("a" * 63, True),
        ("a" * 64, False),
        ("Acme", False),
        ("ac", False),
        ("a..b", False),
        ("192.168.0.1", False),
        ("xn--acme", False),
        ("acme-s3alias", False),
        ("-acme", False),
        ("acme_raw", False),
    ],
)
def test_a_buckets_name_follows_the_rules(name, legal):
    found = [*input_faults(facts("aws:s3:Bucket"), BEHAVIOUR, {"bucket": name})]
    assert [each.path for each in found] == ([] if legal else ["bucket"])


def test_a_setting_needs_its_bucket():
    account = Account()
    said = account.refusal(
        account.make, VERSIONS, "v", bucket="none", versioningConfiguration={"status": "Enabled"}
    )
    assert said == "NoSuchBucket: The specified bucket does not exist"


def test_a_setting_takes_the_place_of_the_one_before():
    account = Account()
    made = bucket(account)
    for status in ("Enabled", "Suspended"):
        account.make(VERSIONS, status, bucket=made.id, versioningConfiguration={"status": status})
    (left,) = account.sandbox.objects("aws:s3:BucketVersioning")
    assert left.get("versioningConfiguration.status") == "Suspended"


def test_a_bucket_with_objects_stays_unless_it_is_to_be_emptied():
    account = Account()
    made = bucket(account)
    put(account, made)
    said = account.refusal(account.delete, made)
    assert said.startswith("BucketNotEmpty: The bucket you tried to delete is not empty.")
    account.delete(account.change(made, forceDestroy=True))
    assert account.sandbox.objects() == []


def test_a_locked_object_stays_whatever_is_asked():
    account = Account()
    made = bucket(account, forceDestroy=True)
    lock = {"objectLockMode": "COMPLIANCE", "objectLockRetainUntilDate": LATER}
    held = put(account, made, **lock)
    locked = "AccessDenied: Access Denied because object protected by object lock."
    assert account.refusal(account.delete, made) == locked
    assert account.refusal(account.delete, held) == locked
    for weaker in ({"objectLockMode": "GOVERNANCE"}, {"objectLockRetainUntilDate": "2998-01-01"}):
        assert account.refusal(account.change, held, **weaker) == locked
    account.change(held, objectLockRetainUntilDate="2999-02-01T00:00:00Z")


@pytest.mark.parametrize(
    "lock",
    [
        {"objectLockMode": "GOVERNANCE", "objectLockRetainUntilDate": LATER},
        {"objectLockMode": "COMPLIANCE", "objectLockRetainUntilDate": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_lock_that_is_over_or_can_be_lifted_does_not_hold(lock):
    account = Account()
    made = bucket(account, forceDestroy=True)
    put(account, made, **lock)
    account.delete(made)


def test_a_legal_hold_holds():
    account = Account()
    held = put(account, bucket(account), objectLockLegalHoldStatus="ON")
    assert "object lock" in account.refusal(account.delete, held)


def test_objects_are_locked_where_versions_are_kept_and_these_then_stay():
    account = Account()
    made = bucket(account)
    keeps = {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 30}}}
    said = account.refusal(account.make, LOCK, "lock", bucket=made.id, **keeps)
    assert said.startswith("InvalidBucketState: Versioning must be 'Enabled' on the bucket")
    status = {"versioningConfiguration": {"status": "Enabled"}}
    versions = account.make(VERSIONS, "versions", bucket=made.id, **status)
    account.make(LOCK, "lock", bucket=made.id, **keeps)
    suspended = {"versioningConfiguration": {"status": "Suspended"}}
    said = account.refusal(account.change, versions, **suspended)
    assert said.startswith("InvalidBucketState: An Object Lock configuration is present")


def test_a_bucket_made_for_locks_keeps_versions():
    account = Account()
    made = bucket(account, objectLockEnabled=True)
    both = {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 30, "years": 1}}}
    assert "MalformedXML" in account.refusal(account.make, LOCK, "lock", bucket=made.id, **both)
    account.make(LOCK, "lock", bucket=made.id, rule={"defaultRetention": {"days": 30}})
    suspended = {"versioningConfiguration": {"status": "Suspended"}}
    said = account.refusal(account.make, VERSIONS, "versions", bucket=made.id, **suspended)
    assert said.startswith("InvalidBucketState")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            [{"id": "a", "transitions": [{"days": 29, "storageClass": "STANDARD_IA"}]}],
            "must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
        ),
        (
            [
                {
                    "id": "a",
                    "transitions": [{"days": 60, "storageClass": "GLACIER"}],
                    "expiration": {"days": 60},
                }
            ],
            "in the Expiration action for filter must be greater than 'Days' in the Transition",
        ),
        ([{"id": "a"}, {"id": "a"}], "Rule ID must be unique"),
    ],
)
def test_a_lifecycle_is_in_order(rules, words):
    account = Account()
    made = bucket(account)
    kind = "s3:BucketLifecycleConfiguration"
    assert words in account.refusal(account.make, kind, "rules", bucket=made.id, rules=rules)
    fine = [{"id": "a", "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}]}]
    account.make(kind, "rules", bucket=made.id, rules=fine)
