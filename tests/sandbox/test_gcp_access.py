"""Who may do what on Google Cloud, and whom its policies do not take."""

from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.deployed import full
from tests.sandbox.gcp_project import CRYPTO_ROLE, NUMBER, PROJECT, STORAGE_AGENT, Project

READER = "group:readers@acme.example"
POOL = f"projects/{NUMBER}/locations/global/workloadIdentityPools/cluster"


@pytest.fixture
def project() -> Project:
    return Project()


# Who may stand in a policy


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("readers@acme.example", "is of an unknown type. Please set a valid type prefix"),
        ("serviceaccount:a@acme-prod.iam.gserviceaccount.com", "is of an unknown type"),
        ("group:readers", "Invalid e-mail address group:readers"),
        (
            "serviceAccount:nobody@acme-prod.iam.gserviceaccount.com",
            "Error 400: Service account nobody@.* does not exist., badRequest",
        ),
        (
            f"serviceAccount:service-{NUMBER}@gcp-sa-secretmanager.iam.gserviceaccount.com",
            "Error 400: Service account service-.* does not exist",
        ),
        (
            "serviceAccount:acme-prod.svc.id.goog[ml/trainer]",
            r"Identity Pool does not exist \(acme-prod.svc.id.goog\)",
        ),
        (
            f"principal://iam.googleapis.com/{POOL}/subject/x",
            r"Identity Pool does not exist \(projects/\d+/locations/global",
        ),
        ("allUsers", "public access prevention is enforced"),
    ],
)
def test_a_policy_takes_only_who_exists(project: Project, member: str, words: str) -> None:
    bucket = project.bucket(publicAccessPrevention="enforced")
    with project.refuses(words):
        view(project, bucket, member)


@pytest.mark.parametrize(
    "member",
    [
        READER,
        "user:a@acme.example",
        "domain:acme.example",
        "serviceAccount:somebody@elsewhere.iam.gserviceaccount.com",
        STORAGE_AGENT,
    ],
)
def test_a_policy_takes_who_exists_or_lives_elsewhere(project: Project, member: str) -> None:
    assert view(project, project.bucket(), member).id


def test_an_agent_exists_once_it_was_asked_for(project: Project) -> None:
    agent = project.make("projects/ServiceIdentity", "a", service="secretmanager.googleapis.com")
    bucket = project.bucket()
    assert view(project, bucket, str(agent.get("member"))).id
    project.delete(agent)
    assert view(project, bucket, str(agent.get("member"))).id


@pytest.mark.parametrize(
    "role", ["roles/storage.objectViwer", "projects/acme-prod/roles/none", "storage.objectViewer"]
)
def test_a_role_exists(project: Project, role: str) -> None:
    bucket = project.bucket()
    with project.refuses("is not supported for this resource|Invalid role"):
        project.grant("storage/BucketIAMMember", role, READER, bucket=bucket.id)


def test_a_condition_can_be_read(project: Project) -> None:
    bucket = project.bucket()
    condition = {"title": "t", "expression": 'resource.name == "x'}
    with project.refuses("Condition expression compilation failed"):
        view(project, bucket, READER, condition=condition)


def test_a_folder_lies_in_the_bucket(project: Project) -> None:
    one, other = project.bucket("acme-one"), project.bucket("acme-two")
    project.make("storage/ManagedFolder", "a", bucket=one.id, name="a/")
    role = "roles/storage.objectViewer"
    with project.refuses("The managed folder 'a/' does not exist"):
        project.grant(
            "storage/ManagedFolderIamMember", role, READER, bucket=other.id, managedFolder="a/"
        )


# Who may do what


def test_a_role_allows_what_is_in_it_and_no_more(project: Project) -> None:
    bucket = project.bucket()
    view(project, bucket, READER)
    can = project.sandbox.can
    assert can(READER, "read", bucket.id)
    assert can(READER, "storage.objects.get", f"{bucket.id}/a/b")
    assert can("readers@acme.example", "read", bucket.id)
    assert not can(READER, "write", bucket.id)
    assert not can(READER, "storage.objects.delete", bucket.id)
    assert not can("group:others@acme.example", "read", bucket.id)


def test_a_decision_names_the_grant_or_what_is_lacking(project: Project) -> None:
    bucket = project.bucket()
    grant = view(project, bucket, READER)
    allowed = project.sandbox.can(READER, "read", bucket.id).because
    assert grant.urn in allowed
    assert "roles/storage.objectViewer on acme-raw" in allowed
    denied = project.sandbox.can(READER, "write", bucket.id).because
    assert f"nothing gives {READER} storage.objects.create on acme-raw, {PROJECT}" in denied


def test_a_folder_is_open_below_it_and_nowhere_else(project: Project) -> None:
    bucket = project.bucket()
    project.make("storage/ManagedFolder", "a", bucket=bucket.id, name="team/a/")
    project.grant(
        "storage/ManagedFolderIamMember",
        "roles/storage.objectViewer",
        READER,
        bucket=bucket.id,
        managedFolder="team/a/",
    )
    can = project.sandbox.can
    assert can(READER, "read", f"{bucket.id}/team/a/x")
    assert can(READER, "read", f"{bucket.id}/team/a/b/x")
    for beside in ("team/ab/x", "team/x", "x"):
        assert not can(READER, "read", f"{bucket.id}/{beside}")
    assert not can(READER, "read", bucket.id)


def test_a_condition_narrows_a_role(project: Project) -> None:
    bucket = project.bucket()
    below = 'resource.name.startsWith("projects/_/buckets/acme-raw/objects/a/")'
    view(project, bucket, READER, condition={"title": "a", "expression": below})
    get = "storage.objects.get"
    assert project.sandbox.can(READER, get, f"{bucket.id}/a/x")
    denied = project.sandbox.can(READER, get, f"{bucket.id}/b/x")
    assert not denied
    assert "has a condition that is not met" in denied.because


def test_nobody_reads_what_the_service_cannot_decrypt(project: Project) -> None:
    key = project.key()
    grant = project.grant("kms/CryptoKeyIAMMember", CRYPTO_ROLE, STORAGE_AGENT, cryptoKeyId=key.id)
    bucket = project.bucket(encryption={"defaultKmsKeyName": key.id})
    view(project, bucket, READER)
    assert project.sandbox.can(READER, "read", bucket.id)
    project.delete(grant)
    denied = project.sandbox.can(READER, "read", bucket.id)
    assert not denied
    assert "cloudkms.cryptoKeyVersions.useToDecrypt" in denied.because


def test_who_administers_a_key_does_not_use_it(project: Project) -> None:
    key = project.key()
    ring = {"keyRingId": key.get("keyRing")}
    project.grant("kms/KeyRingIAMMember", "roles/cloudkms.admin", READER, **ring)
    assert project.sandbox.can(READER, "admin", key.id)
    assert not project.sandbox.can(READER, "read", key.id)
    assert not project.sandbox.can(READER, "write", key.id)


def test_auditors_alone_read_the_record_of_accesses() -> None:
    deployed = full("gcp")
    log, groups = deployed.outputs("DataLake")["access_log"], deployed.outputs("Identity")["groups"]
    readers = {name for name, who in groups.items() if deployed.sandbox.can(who, "read", log)}
    assert readers == {"auditor"}
    flows = [
        each.id
        for each in deployed.sandbox.objects("gcp:logging:ProjectBucketConfig")
        if each.id != log
    ]
    assert flows
    assert not any(deployed.sandbox.can(groups["auditor"], "read", each) for each in flows)


@pytest.mark.parametrize("workload", ["trainer", "server"])
def test_a_pod_becomes_its_own_service_account_only(workload: str) -> None:
    deployed = full("gcp")
    pods = {
        "trainer": "system:serviceaccount:training:trainer",
        "server": "system:serviceaccount:serving:server",
        "stranger": "system:serviceaccount:training:server",
    }
    principal = deployed.outputs("Identity")["principals"][workload]
    login = deployed.outputs("Identity")["logins"][workload]
    for name, pod in pods.items():
        for account in (principal, login):
            assert bool(deployed.sandbox.can(pod, "assume", account)) == (name == workload)


def test_what_is_not_there_is_not_allowed(project: Project) -> None:
    project.bucket()
    assert "in no simulated project" in project.sandbox.can(READER, "read", "nowhere").because
    assert not project.sandbox.can("system:serviceaccount:a:b", "assume", "x@y.example")


def view(project: Project, bucket: Object, member: str, **inputs: Any) -> Object:
    role = "roles/storage.objectViewer"
    return project.grant("storage/BucketIAMMember", role, member, bucket=bucket.id, **inputs)
