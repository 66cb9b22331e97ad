"""What Google Cloud refuses of buckets, of keys and of logs."""

from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.gcp_project import (
    CRYPTO_ROLE,
    LOGS_AGENT,
    PROJECT,
    REGION,
    STORAGE_AGENT,
    Project,
)

DAY = 86_400


@pytest.fixture
def project() -> Project:
    return Project()


# Keys


def test_a_bucket_needs_a_key_that_its_service_may_use(project: Project) -> None:
    key = project.key()
    with project.refuses("Error 403: Permission denied on Cloud KMS key"):
        encrypted(project, key)
    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, STORAGE_AGENT, cryptoKeyId=key.id)
    assert encrypted(project, key).id


def test_a_role_on_the_ring_or_on_the_project_is_one_on_the_key(project: Project) -> None:
    key = project.key()
    ring = project.grant(
        "kms/KeyRingIAMMember", CRYPTO_ROLE, STORAGE_AGENT, keyRingId=key.get("keyRing")
    )
    encrypted(project, key)
    project.delete(ring)
    with project.refuses("Permission denied on Cloud KMS key"):
        encrypted(project, key, "acme-two")
    project.grant("projects/IAMMember", CRYPTO_ROLE, STORAGE_AGENT, project=PROJECT)
    encrypted(project, key, "acme-two")


@pytest.mark.parametrize(
    "role", ["roles/cloudkms.cryptoKeyDecrypter", "roles/cloudkms.cryptoKeyEncrypter"]
)
def test_half_a_key_is_no_key(project: Project, role: str) -> None:
    key = project.key()
    project.grant("kms/CryptoKeyIAMMember", role, STORAGE_AGENT, cryptoKeyId=key.id)
    with project.refuses("Permission denied on Cloud KMS key"):
        encrypted(project, key)


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ('resource.service == "cloudkms.googleapis.com"', True),
        ('resource.service == "storage.googleapis.com"', False),
        ('resource.name.endsWith("/data") && !(resource.type == "x")', True),
        ('request.time < timestamp("2030-01-01T00:00:00Z")', False),
    ],
)
def test_a_grant_holds_under_its_condition(
    project: Project, expression: str, allowed: bool
) -> None:
    key = project.key()
    condition = {"title": "test", "expression": expression}
    given = {"cryptoKeyId": key.id, "condition": condition}
    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, STORAGE_AGENT, **given)
    if allowed:
        assert encrypted(project, key).id
    else:
        with project.refuses("Permission denied on Cloud KMS key"):
            encrypted(project, key)


def test_a_key_lies_where_the_bucket_lies(project: Project) -> None:
    key = project.key(location="us-east1")
    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, STORAGE_AGENT, cryptoKeyId=key.id)
    with project.refuses("Cloud KMS region 'us-east1' not available for use with GCS region"):
        encrypted(project, key)


def test_a_destroyed_key_encrypts_nothing(project: Project) -> None:
    key = project.usable_key()
    project.delete(key)
    with project.refuses(r"Error 404: CryptoKey .*/data not found"):
        encrypted(project, key)


def test_a_log_bucket_needs_a_key_that_logging_may_use(project: Project) -> None:
    key = project.usable_key(STORAGE_AGENT)
    with project.refuses("must have both encrypt and decrypt access to the CMEK key"):
        log_bucket(project, key)
    project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, LOGS_AGENT, cryptoKeyId=key.id)
    assert log_bucket(project, key).id


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"rotationPeriod": "3600s"}, "rotation_period must be at least 24 hours"),
        (
            {"rotationPeriod": "86400s", "purpose": "ASYMMETRIC_SIGN"},
            "only be set on keys with purpose ENCRYPT_DECRYPT",
        ),
        ({"destroyScheduledDuration": "3600s"}, "between 24 hours and 120 days"),
        ({"destroyScheduledDuration": "99999999s"}, "between 24 hours and 120 days"),
    ],
)
def test_a_key_turns_and_goes_in_its_time(
    project: Project, inputs: dict[str, Any], words: str
) -> None:
    ring = project.make("kms/KeyRing", "ring", name="ring", location=REGION)
    with project.refuses(words):
        project.make("kms/CryptoKey", "key", name="key", keyRing=ring.id, **inputs)


# Buckets


def test_all_the_world_shares_the_names_of_buckets(project: Project) -> None:
    project.bucket("acme-raw")
    with project.refuses("Error 409: The requested bucket name is not available"):
        project.make("storage/Bucket", "twin", name="acme-raw", location=REGION, project="other")


def test_a_bucket_with_objects_stays(project: Project) -> None:
    bucket = project.bucket()
    held = project.make("storage/BucketObject", "a", bucket=bucket.id, name="a", content="1")
    with project.refuses("bucket acme-raw containing objects without `forceDestroy`"):
        project.delete(bucket)
    project.delete(held)
    project.delete(bucket)
    assert project.bucket().id


def test_a_bucket_goes_with_its_objects_if_it_was_told_to(project: Project) -> None:
    bucket = project.bucket(forceDestroy=True)
    project.make("storage/BucketObject", "a", bucket=bucket.id, name="a", content="1")
    role, on = "roles/storage.admin", {"bucket": bucket.id}
    project.grant("storage/BucketIAMMember", role, "user:a@b.example", **on)
    project.delete(bucket)
    assert not project.sandbox.objects("gcp:storage:BucketObject", "gcp:storage:BucketIAMMember")


def test_retention_outlasts_force(project: Project) -> None:
    bucket = project.bucket(forceDestroy=True, retentionPolicy={"retentionPeriod": "86400"})
    held = project.make("storage/BucketObject", "a", bucket=bucket.id, name="a", content="1")
    for each in (held, bucket):
        with project.refuses("Error 403: Object 'acme-raw/a' is subject to bucket's retention"):
            project.delete(each)


def test_locked_retention_grows_and_never_shrinks(project: Project) -> None:
    bucket = project.bucket(retentionPolicy={"retentionPeriod": "86400", "isLocked": True})
    longer = {"retentionPeriod": "172800", "isLocked": True}
    bucket = project.change(bucket, retentionPolicy=longer)
    for shorter in ({"retentionPeriod": "86400", "isLocked": True}, {"retentionPeriod": "172800"}):
        with project.refuses("Error 403: Cannot reduce retention duration of a locked"):
            project.change(bucket, retentionPolicy=shorter)


def test_open_retention_may_shrink(project: Project) -> None:
    bucket = project.bucket(retentionPolicy={"retentionPeriod": "172800"})
    shorter = {"retentionPeriod": "86400"}
    assert project.change(bucket, retentionPolicy=shorter).get("retentionPolicy") == shorter


def test_unlocking_is_planned_as_a_replacement(project: Project) -> None:
    before = {"retentionPolicy": {"retentionPeriod": "86400", "isLocked": True}}
    for after in ({"retentionPolicy": {"retentionPeriod": "86400"}}, {}):
        changes = project.sandbox.diff("gcp:storage/bucket:Bucket", before, after)
        assert any(each.replaces for each in changes)


@pytest.mark.parametrize("days", [1, 91])
def test_soft_delete_lasts_as_long_as_it_may(project: Project, days: int) -> None:
    with project.refuses("must be 0 or between 7 and 90 days"):
        project.bucket(softDeletePolicy={"retentionDurationSeconds": days * DAY})


def test_folders_need_a_bucket_without_lists(project: Project) -> None:
    bucket = project.bucket(uniformBucketLevelAccess=False)
    with project.refuses("Uniform bucket-level access is required"):
        project.make("storage/ManagedFolder", "a", bucket=bucket.id, name="a/")


def test_a_folder_with_objects_stays(project: Project) -> None:
    bucket = project.bucket()
    folder = project.make("storage/ManagedFolder", "a", bucket=bucket.id, name="a/")
    project.make("storage/BucketObject", "b", bucket=bucket.id, name="a/b", content="1")
    with project.refuses("The managed folder you tried to delete is not empty"):
        project.delete(folder)


# Logs


def test_a_locked_log_bucket_stays_as_it_is(project: Project) -> None:
    bucket = log_bucket(project, None, locked=True)
    with project.refuses("is locked"):
        project.change(bucket, retentionDays=1)
    with project.refuses("is locked"):
        project.delete(bucket)


def test_a_log_bucket_stays_encrypted_as_it_was(project: Project) -> None:
    bucket = log_bucket(project, project.usable_key(LOGS_AGENT))
    with project.refuses("'cmekSettings.kmsKeyName': it cannot be changed"):
        project.change(bucket, cmekSettings=None)


def test_a_sink_leads_somewhere(project: Project) -> None:
    sink = {"name": "sink", "destination": "logging.googleapis.com/projects/a/nowhere"}
    with project.refuses("Error 404: The sink destination logging.* does not exist"):
        project.make("logging/ProjectSink", "sink", **sink)
    bucket = log_bucket(project, None)
    sink["destination"] = f"logging.googleapis.com/{bucket.id}"
    assert project.make("logging/ProjectSink", "sink", **sink).id


@pytest.mark.parametrize("chosen", ['log_id("x', "(a OR b", "a) OR (b"])
def test_a_filter_can_be_read(project: Project, chosen: str) -> None:
    with project.refuses("Error 400: Unparseable filter"):
        project.make("logging/ProjectExclusion", "noise", name="noise", filter=chosen)


def encrypted(project: Project, key: Object, name: str = "acme-raw") -> Object:
    return project.bucket(name, encryption={"defaultKmsKeyName": key.id})


def log_bucket(project: Project, key: Object | None, **inputs: Any) -> Object:
    given = {"project": PROJECT, "location": REGION, "bucketId": "flows", **inputs}
    if key:
        given["cmekSettings"] = {"kmsKeyName": key.id}
    return project.make("logging/ProjectBucketConfig", "flows", **given)
