"""What Google Cloud refuses in zones of names."""

from typing import Any

import pytest

from tests.sandbox.gcp_project import Project


@pytest.fixture
def project() -> Project:
    return Project()


def test_a_record_lies_in_its_zone(project: Project) -> None:
    zone(project, project.network().id)
    with project.refuses(r"Error 400: .*'host\.example\.org\.' is not in the zone"):
        record(project, "host.example.org.", "A", "10.0.0.1")


def test_an_address_is_an_address(project: Project) -> None:
    zone(project, project.network().id)
    with project.refuses(r"Error 400: Invalid value for '.*rrdata\[0\]'"):
        record(project, "host.googleapis.com.", "A", "10.0.0.300")


def test_nothing_stands_beside_an_alias(project: Project) -> None:
    zone(project, project.network().id)
    record(project, "host.googleapis.com.", "A", "10.0.0.1")
    with project.refuses("may have either one CNAME resource record set"):
        record(project, "host.googleapis.com.", "CNAME", "other.googleapis.com.")


def test_a_zone_with_records_stays(project: Project) -> None:
    made = zone(project, project.network().id)
    address = record(project, "host.googleapis.com.", "A", "10.0.0.1")
    with project.refuses("cannot be deleted because it contains one or more 'resource records'"):
        project.delete(made)
    project.delete(address)
    project.delete(made)


def test_a_network_finds_a_name_in_one_zone(project: Project) -> None:
    network = project.network().id
    zone(project, network)
    with project.refuses("is already bound to the private zone 'apis'"):
        zone(project, network, "again")
    assert zone(project, project.network("other").id, "elsewhere").id


def zone(project: Project, network: str, name: str = "apis") -> Any:
    seen = {"networks": [{"networkUrl": network}]}
    given = {"dnsName": "googleapis.com.", "visibility": "private"}
    return project.make("dns/ManagedZone", name, name=name, privateVisibilityConfig=seen, **given)


def record(project: Project, name: str, type: str, value: str) -> Any:
    given = {"managedZone": "apis", "ttl": 300, "rrdatas": [value]}
    return project.make("dns/RecordSet", f"{name}-{type}", name=name, type=type, **given)
