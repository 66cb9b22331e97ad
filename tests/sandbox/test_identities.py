"""Every cell of the identity matrix, asked of the policies that were deployed."""

from collections.abc import Iterator
from typing import Any

import pytest

from landing_zone import Persona
from landing_zone.identity.spec import IdentitySpec
from tests.sandbox.deployed import Deployed, deploy, full
from tests.zones import CLOUDS, FULL, PROFILES

LAYERS = ("raw", "curated", "models", "scratch")
VERBS = ("read", "write", "admin")
INCLUDES = {
    "read": {"read"},
    "write": {"read", "write"},
    "admin": {"read", "write", "admin"},
}
"""Which verbs come with each verb."""

FOLDERS = ("candidates/", "released/", "elsewhere/")
"""Folders that some grant names, and one that none does."""

SPEC = IdentitySpec.model_validate(FULL["identity"]).on(LAYERS)


def grants() -> Iterator[tuple[str, str, str, str | None, str]]:
    """Yield what FULL asks for: kind of principal, name, layer, prefix and verb."""
    for workload in SPEC.workloads:
        for grant in workload.grants:
            yield "principals", workload.name, grant.layer, grant.prefix, grant.verb
    for persona in Persona:
        for grant in (SPEC.people or {}).get(persona, ()):
            yield "groups", persona.value, grant.layer, grant.prefix, grant.verb


def expected(kind: str, name: str, layer: str, folder: str | None, verb: str) -> bool:
    """Whether the spec grants a verb on a whole layer, or on a folder of it."""
    return any(
        (kind, name, layer) == each[:3]
        and verb in INCLUDES[each[4]]
        and (each[3] is None or each[3] == folder)
        for each in grants()
    )


def cells(deployed: Deployed) -> Iterator[tuple[str, str, str, str | None, str]]:
    """Yield every cell: each principal, on each layer and folder, with each verb."""
    outputs = deployed.outputs("Identity")
    for kind in ("principals", "groups"):
        for name in outputs[kind]:
            for layer in LAYERS:
                for folder in (None, *FOLDERS):
                    for verb in VERBS:
                        yield kind, name, layer, folder, verb


def decided(deployed: Deployed, cell: tuple[str, str, str, str | None, str]) -> Any:
    kind, name, layer, folder, verb = cell
    principal = deployed.outputs("Identity")[kind][name]
    resource = deployed.outputs("DataLake")["ids"][layer]
    at = f"{resource}/{folder}object" if folder else resource
    return deployed.sandbox.can(principal, verb, at)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_everyone_may_do_what_was_asked_for_and_nothing_else(cloud: str, profile: str) -> None:
    deployed = full(cloud, profile)
    asked = [*cells(deployed)]
    assert len(asked) == 6 * len(LAYERS) * (1 + len(FOLDERS)) * len(VERBS)
    wrong = {
        cell: decided(deployed, cell).because
        for cell in asked
        if bool(decided(deployed, cell)) != expected(*cell)
    }
    assert not wrong


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_stranger_may_do_nothing(cloud: str) -> None:
    deployed = full(cloud)
    strangers = {
        "aws": "arn:aws:iam::123456789012:role/stranger",
        "gcp": "serviceAccount:stranger@acme-prod.iam.gserviceaccount.com",
        "azure": "9c8e5f9b-4a6d-4b1c-9e0d-5f7a9b1c3d4f",
    }
    for layer in LAYERS:
        resource = deployed.outputs("DataLake")["ids"][layer]
        for verb in VERBS:
            decision = deployed.sandbox.can(strangers[cloud], verb, resource)
            assert not decision
            assert decision.because


@pytest.mark.parametrize("cloud", CLOUDS)
def test_nobody_may_read_once_the_key_is_gone(cloud: str) -> None:
    """A bucket's grant without its key's is what fails only in integration elsewhere."""
    deployed = deploy(cloud, "dev")
    key = str(deployed.outputs("DataLake")["key"])
    before = [cell for cell in cells(deployed) if decided(deployed, cell)]
    assert before
    (found,) = [
        each
        for each in deployed.sandbox.objects(
            "aws:kms:Key", "gcp:kms:CryptoKey", "azure-native:keyvault:Key"
        )
        if key in {each.id, each.get("arn"), each.get("keyUri"), each.get("keyUriWithVersion")}
    ]
    deployed.sandbox.remove(found.type, found.id)
    assert not [cell for cell in before if decided(deployed, cell)]
