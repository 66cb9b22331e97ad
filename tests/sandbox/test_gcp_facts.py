"""What a change does to resources of Google Cloud: nothing, an update, or a replacement."""

from typing import Any

import pytest

from tests.sandbox.gcp_project import Project

Change = tuple[str, dict[str, Any], dict[str, Any]]

SUBNETWORK = "compute/subnetwork:Subnetwork"

IN_PLACE: list[Change] = [
    (
        "compute/router:Router",
        {"params": {"resourceManagerTags": {"a": "b"}}},
        {"params": {"resourceManagerTags": {"a": "c"}}},
    ),
    (
        "dns/managedZone:ManagedZone",
        {"serviceDirectoryConfig": {"namespace": {"namespaceUrl": "a"}}},
        {"serviceDirectoryConfig": {"namespace": {"namespaceUrl": "b"}}},
    ),
    (
        SUBNETWORK,
        {"ipCidrRange": "10.0.0.0/24"},
        {"ipCidrRange": "10.0.0.0/23"},
    ),
    ("compute/network:Network", {"routingMode": "REGIONAL"}, {"routingMode": "GLOBAL"}),
    ("compute/routerNat:RouterNat", {"minPortsPerVm": 64}, {"minPortsPerVm": 128}),
    ("storage/bucket:Bucket", {"labels": {"owner": "a"}}, {"labels": {"owner": "b"}}),
    (
        "storage/bucket:Bucket",
        {"retentionPolicy": {"retentionPeriod": "1"}},
        {"retentionPolicy": {"retentionPeriod": "2", "isLocked": True}},
    ),
    ("kms/cryptoKey:CryptoKey", {"rotationPeriod": "86400s"}, {"rotationPeriod": "172800s"}),
    (
        "kms/cryptoKey:CryptoKey",
        {"versionTemplate": {"algorithm": "A"}},
        {"versionTemplate": {"algorithm": "B"}},
    ),
    ("dns/recordSet:RecordSet", {"rrdatas": ["10.0.0.1"]}, {"rrdatas": ["10.0.0.2"]}),
    ("logging/projectSink:ProjectSink", {"filter": "a"}, {"filter": "b"}),
    (
        "compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
        {"action": "deny"},
        {"action": "allow"},
    ),
]

REPLACED: list[Change] = [
    ("compute/router:Router", {}, {"params": {"resourceManagerTags": {"a": "c"}}}),
    (
        "dns/managedZone:ManagedZone",
        {"serviceDirectoryConfig": {"namespace": {"namespaceUrl": "a"}}},
        {},
    ),
    (
        SUBNETWORK,
        {"ipCidrRange": "10.0.0.0/24"},
        {"ipCidrRange": "10.0.1.0/24"},
    ),
    ("compute/network:Network", {"description": "a"}, {"description": "b"}),
    ("compute/address:Address", {"labels": {}, "networkTier": "A"}, {"networkTier": "B"}),
    ("storage/bucket:Bucket", {"location": "europe-west4"}, {"location": "us-east1"}),
    (
        "storage/bucket:Bucket",
        {"retentionPolicy": {"retentionPeriod": "1", "isLocked": True}},
        {"retentionPolicy": {"retentionPeriod": "1", "isLocked": False}},
    ),
    (
        "kms/cryptoKey:CryptoKey",
        {"versionTemplate": {"algorithm": "A", "protectionLevel": "SOFTWARE"}},
        {"versionTemplate": {"algorithm": "A", "protectionLevel": "HSM"}},
    ),
    (
        "kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
        {"condition": {"title": "a", "expression": "true"}},
        {"condition": {"title": "b", "expression": "true"}},
    ),
    ("kms/cryptoKeyIAMMember:CryptoKeyIAMMember", {"condition": {"title": "a"}}, {}),
    (
        "compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
        {"priority": 1},
        {"priority": 2},
    ),
    ("serviceaccount/account:Account", {"accountId": "trainer"}, {"accountId": "trainers"}),
    ("dns/managedZone:ManagedZone", {"dnsName": "a.b."}, {"dnsName": "b.b."}),
    ("logging/projectBucketConfig:ProjectBucketConfig", {"bucketId": "a"}, {"bucketId": "b"}),
]

KEPT: list[Change] = [
    (
        "iam/workloadIdentityPool:WorkloadIdentityPool",
        {"inlineCertificateIssuanceConfig": {"lifetime": "86400s"}},
        {"inlineCertificateIssuanceConfig": {}},
    ),
    ("compute/network:Network", {"mtu": 1500}, {}),
    ("kms/cryptoKey:CryptoKey", {"destroyScheduledDuration": "86400s"}, {}),
    ("storage/bucket:Bucket", {"publicAccessPrevention": "enforced"}, {}),
    (SUBNETWORK, {"privateIpGoogleAccess": True}, {}),
]


def changes(change: Change) -> list[bool]:
    """Return, for each property that changes, whether it replaces."""
    type, old, new = change
    return [each.replaces for each in Project("compute").sandbox.diff(f"gcp:{type}", old, new)]


@pytest.mark.parametrize("change", IN_PLACE, ids=str)
def test_is_changed_in_place(change: Change) -> None:
    assert changes(change)
    assert not any(changes(change))


@pytest.mark.parametrize("change", REPLACED, ids=str)
def test_is_replaced(change: Change) -> None:
    assert any(changes(change))


@pytest.mark.parametrize("change", KEPT, ids=str)
def test_keeps_what_a_program_stops_saying(change: Change) -> None:
    assert not changes(change)


def test_what_holds_data_is_known_as_such() -> None:
    project = Project()
    assert all(each.facts.stateful for each in (project.key(), project.bucket()))
    assert not project.network().facts.stateful
