"""What Google Cloud refuses everywhere: APIs that are off, names that are taken."""

from typing import Any

import pytest

from landing_zone_rehearsal.sandbox.behaviour import Refused
from tests.sandbox.deployed import deploy, full
from tests.sandbox.gcp_project import PROJECT, PROVIDER, REGION, Project
from tests.zones import FULL, PROFILES


@pytest.fixture
def project() -> Project:
    return Project()


def test_an_api_that_is_off_does_not_answer() -> None:
    project = Project("cloudkms")
    with project.refuses(r"Error 403: Compute Engine API has not been used in project \d+ before"):
        project.network()


def test_an_api_that_is_on_from_the_start_answers() -> None:
    project = Project("cloudkms")
    assert project.make("logging/ProjectExclusion", "noise", name="noise", filter="x").id


def test_an_api_that_is_off_answers_no_question() -> None:
    project = Project("cloudkms")
    token = "gcp:organizations/getProject:getProject"
    with project.refuses("Cloud Resource Manager API has not been used"):
        project.sandbox.invoke(token, {}, PROVIDER)
    project.make("projects/Service", "a", service="cloudresourcemanager.googleapis.com")
    assert project.sandbox.invoke(token, {}, PROVIDER)["number"]


def test_an_api_stays_on_when_its_resource_goes(project: Project) -> None:
    (compute,) = [
        each
        for each in project.sandbox.objects("gcp:projects:Service")
        if each.get("service") == "compute.googleapis.com"
    ]
    project.delete(compute)
    assert project.network().id


def test_an_api_that_is_switched_off_on_purpose_is_off() -> None:
    project = Project("cloudkms")
    service = {"service": "compute.googleapis.com", "disableOnDestroy": True}
    project.delete(project.make("projects/Service", "compute", **service))
    with project.refuses("Compute Engine API has not been used"):
        project.network()


def test_two_components_may_enable_one_api(project: Project) -> None:
    again = project.make("projects/Service", "again", service="compute.googleapis.com")
    assert again.id == f"{PROJECT}/compute.googleapis.com"


def test_what_prevents_its_deletion_stays(project: Project) -> None:
    kept = project.make("compute/Network", "vpc", name="vpc", deletionPolicy="PREVENT")
    with project.refuses("cannot destroy projects/acme-prod/global/networks/vpc without"):
        project.delete(kept)


@pytest.mark.parametrize(
    ("kind", "inputs", "words"),
    [
        ("kms/KeyRing", {"name": "ring", "location": REGION}, "Error 409: KeyRing .* exists"),
        (
            "iam/WorkloadIdentityPool",
            {"workloadIdentityPoolId": "cluster"},
            "Error 409: Requested entity already exists.*30 days",
        ),
        (
            "logging/ProjectBucketConfig",
            {"project": PROJECT, "location": REGION, "bucketId": "flows"},
            "Error 409: Bucket .* already exists.*7 days",
        ),
    ],
)
def test_a_deleted_name_stays_taken(
    project: Project, kind: str, inputs: dict[str, Any], words: str
) -> None:
    project.delete(project.make(kind, "one", **inputs))
    with project.refuses(words):
        project.make(kind, "two", **inputs)


def test_an_account_takes_its_roles_along() -> None:
    project = Project()
    name = "trainer-pod"
    account = project.make("serviceaccount/Account", name, accountId=name)
    bucket = project.bucket()
    role, member = "roles/storage.objectViewer", str(account.get("member"))
    project.grant("storage/BucketIAMMember", role, member, bucket=bucket.id)
    assert project.sandbox.can(member, "read", bucket.id)
    project.delete(account)
    project.make("serviceaccount/Account", name, accountId=name)
    assert not project.sandbox.can(member, "read", bucket.id)


def test_managed_services_are_not_cut_off(project: Project) -> None:
    network = project.network()
    given = {"name": "databases", "address": "10.9.0.0", "prefixLength": 16}
    kind = {"purpose": "VPC_PEERING", "addressType": "INTERNAL", "network": network.id}
    project.make("compute/GlobalAddress", "databases", **given, **kind)
    service = {"service": "servicenetworking.googleapis.com", "network": network.id}
    ranges = {"reservedPeeringRanges": ["databases"]}
    peering = project.make("servicenetworking/Connection", "peering", **service, **ranges)
    private = {"ipConfiguration": {"privateNetwork": network.get("selfLink")}}
    database = {"databaseVersion": "POSTGRES_17", "settings": {"tier": "t", **private}}
    project.make("sql/DatabaseInstance", "db", name="db", **database)
    with project.refuses("Producer services .* are still using this connection"):
        project.delete(peering)
    project.delete(project.change(peering, deletionPolicy="REMOVE_PEERING"))


@pytest.mark.parametrize(
    ("kind", "inputs", "words"),
    [
        (
            "iam/WorkloadIdentityPoolProvider",
            {"attributeMapping": {"google.subject": "assertion.sub"}},
            "must be specified, got none",
        ),
        (
            "iam/WorkloadIdentityPoolProvider",
            {"oidc": {"issuerUri": "https://oidc.example"}},
            "The attribute mapping must map google.subject",
        ),
        (
            "projects/OrganizationPolicy",
            {"constraint": "storage.secureHttpTransport", "project": PROJECT},
            "must be specified, got none",
        ),
    ],
)
def test_a_setting_says_one_thing(
    project: Project, kind: str, inputs: dict[str, Any], words: str
) -> None:
    pool = {"workloadIdentityPoolId": "cluster"}
    project.make("iam/WorkloadIdentityPool", "cluster", **pool)
    provider = {**pool, "workloadIdentityPoolProviderId": "cluster"}
    with project.refuses(words):
        project.make(kind, "x", **inputs, **(provider if kind.startswith("iam/") else {}))


# A whole zone


def test_a_zone_comes_back_after_it_went() -> None:
    sandbox = deploy("gcp", "dev", {}).sandbox
    before = {each.kind for each in sandbox.objects()}
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id, each.urn)
    deploy("gcp", "dev", {}, sandbox=sandbox)
    assert {each.kind for each in sandbox.objects()} == before


def test_what_pulumi_names_comes_back_under_another_name(project: Project) -> None:
    first = project.make("kms/KeyRing", "ring", location=REGION)
    project.delete(first)
    second = project.make("kms/KeyRing", "ring", location=REGION)
    assert first.id != second.id


@pytest.mark.parametrize("spec", [FULL, {}])
def test_a_zone_goes_in_the_reverse_of_the_order_in_which_it_came(spec: dict[str, Any]) -> None:
    sandbox = deploy("gcp", "dev", spec).sandbox
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id, each.urn)
    assert not sandbox.objects()
    kept = {each.kind for each in sandbox.left_over()}
    assert {"gcp:kms:KeyRing", "gcp:kms:CryptoKey", "gcp:projects:Service"} <= kept


def test_a_zone_does_not_go_in_the_order_in_which_it_came() -> None:
    sandbox = deploy("gcp", "dev").sandbox
    refused: list[str] = []
    for each in sandbox.objects():
        try:
            sandbox.delete(each.type, each.id, each.urn)
        except Refused:
            refused.append(each.kind)
    assert {"gcp:compute:Network", "gcp:compute:Subnetwork", "gcp:compute:Address"} <= {*refused}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_object_of_a_zone_reads_as_it_was_created(profile: str) -> None:
    sandbox = full("gcp", profile).sandbox
    for each in sandbox.objects():
        found = sandbox.read(each.type, each.id, each.outputs, PROVIDER)
        assert found
        assert found.outputs == each.outputs


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"Owner": "ml"}, "Label key 'Owner' violates"),
        ({"1st": "ml"}, "Label key '1st' violates"),
        ({"a" * 64: "ml"}, "violates format constraints"),
        ({"owner": "ML"}, "Label value 'ML' violates"),
        ({"owner": "m l"}, "Label value 'm l' violates"),
        ({f"l{n}": "" for n in range(65)}, "exceeds the limit of 64"),
    ],
)
def test_labels_are_written_as_google_wants_them(labels: dict[str, str], words: str) -> None:
    assert any(words in each for each in Project().faults("compute/Address", "a", labels=labels))


def test_labels_may_be_in_any_language() -> None:
    labels = {"été": "naïve-1_2", "owner": ""}
    assert not Project().faults("compute/Address", "a", labels=labels)


def test_names_are_written_as_google_wants_them() -> None:
    project = Project()
    for kind, inputs in WRONG_NAMES:
        assert any("must match" in each for each in project.faults(kind, "x", **inputs)), inputs


WRONG_NAMES: list[tuple[str, dict[str, Any]]] = [
    ("storage/Bucket", {"name": "Acme", "location": REGION}),
    ("storage/Bucket", {"name": "my-google-bucket", "location": REGION}),
    ("storage/Bucket", {"name": "goog-bucket", "location": REGION}),
    ("compute/Network", {"name": "under_score"}),
    ("compute/Network", {"name": "n" * 64}),
    ("serviceaccount/Account", {"accountId": "short"}),
    ("iam/WorkloadIdentityPool", {"workloadIdentityPoolId": "gcp-mine"}),
    ("dns/ManagedZone", {"name": "zone", "dnsName": "googleapis.com"}),
    ("kms/KeyRing", {"name": "a.b", "location": REGION}),
]
