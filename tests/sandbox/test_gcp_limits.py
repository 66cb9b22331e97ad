"""What Google Cloud refuses of rules for objects, of conditions and of switched-off accounts."""

from typing import Any

import pytest

from tests.sandbox.gcp_project import PROJECT, Project

DELETES = {"action": {"type": "Delete"}, "condition": {"age": 30}}


@pytest.fixture
def project() -> Project:
    return Project()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([DELETES] * 101, "A lifecycle configuration has at most 100 rules"),
        (
            [{"action": {"type": "SetStorageClass"}, "condition": {"age": 30}}],
            "SetStorageClass requires a storage class",
        ),
    ],
)
def test_a_lifecycle_has_rules_that_do_something(project: Project, rules: Any, words: str) -> None:
    with project.refuses(words):
        project.bucket(lifecycleRules=rules)
    project.bucket(lifecycleRules=[DELETES] * 100)


def test_a_basic_role_has_no_condition(project: Project) -> None:
    condition = {"title": "some", "expression": 'resource.name == "it"'}
    on = {"project": PROJECT, "condition": condition}
    member = "user:somebody@acme.example"
    with project.refuses("Conditions can't be set on bindings to basic roles"):
        project.grant("projects/IAMMember", "roles/viewer", member, **on)
    project.grant("projects/IAMMember", "roles/storage.objectViewer", member, **on)


def test_nobody_becomes_an_account_that_is_switched_off(project: Project) -> None:
    member = "user:somebody@acme.example"
    account = project.make("serviceaccount/Account", "trainer", accountId="trainer")
    role = "roles/iam.serviceAccountTokenCreator"
    on = account.get("name")
    project.grant("serviceaccount/IAMMember", role, member, serviceAccountId=on)
    email = str(account.get("email"))
    assert project.sandbox.can(member, "assume", email)
    project.change(account, disabled=True)
    refused = project.sandbox.can(member, "assume", email)
    assert not refused
    assert refused.because.endswith("is disabled")
