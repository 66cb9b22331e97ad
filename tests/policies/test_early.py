"""A pack answers before its rules are there, from what it kept, and is never wrong for it."""

from typing import Any

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.catalogue import rules
from landing_zone_policies.live import kept as keeping
from landing_zone_policies.live.early import Early
from landing_zone_policies.live.kept import Kept
from landing_zone_policies.live.service import Service

PACK, VERSION = "network", "1.2.3"


class Context:
    """Refuses as gRPC does, and has no calls that end."""

    def abort(self, code: Any, told: str) -> None:
        raise PermissionError(told)

    def add_callback(self, callback: Any) -> bool:
        return True


@pytest.fixture(autouse=True)
def bytecode(monkeypatch):
    monkeypatch.setattr(keeping.sys, "dont_write_bytecode", False)


def started(folder, version=VERSION):
    """Start a pack as in another run; return it, and how often its rules were imported."""
    made: list[Service] = []

    def make() -> Service:
        made.append(Service(PACK, version, rules(PACK)))
        return made[-1]

    return Early(version, Kept(PACK, version, folder), make), made


def told(pack, **levels):
    """Ask what it is, and configure it with levels."""
    names = {"mandatory": analyzer_pb2.MANDATORY, "advisory": analyzer_pb2.ADVISORY}
    info = pack.GetAnalyzerInfo(empty_pb2.Empty(), Context())
    config = {each.name: each.enforcementLevel for each in info.policies}
    config |= {name.replace("_", "-"): names[level] for name, level in levels.items()}
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    for name, level in config.items():
        request.policyConfig[name].enforcementLevel = level
    pack.Configure(request, Context())
    return info


def public(pack):
    """Return at which level it objects to a bucket that anybody may open."""
    request = analyzer_pb2.AnalyzeRequest(
        urn="urn:pulumi:s::p::aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::block",
        type="aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    )
    request.properties.update({"blockPublicAcls": False})
    found = pack.Analyze(request, Context()).diagnostics
    return {each.enforcementLevel for each in found if each.policyName == "NET-03"}


def test_says_what_it_said_without_its_rules(tmp_path):
    first, made = started(tmp_path)
    said = told(first)
    assert len(made) == 1

    again, made = started(tmp_path)
    assert told(again) == said
    assert made == []
    assert public(again) == public(first)
    assert len(made) == 1


def test_goes_by_the_configuration_that_it_was_given_last(tmp_path):
    for level, number in (("advisory", analyzer_pb2.ADVISORY), ("mandatory", 1)) * 2:
        for _ in range(2):
            pack, _ = started(tmp_path)
            told(pack, NET_03=level)
            assert public(pack) == {number}


def test_refuses_a_wrong_configuration_each_time(tmp_path):
    told(started(tmp_path)[0])
    for _ in range(2):
        pack, _ = started(tmp_path)
        with pytest.raises(PermissionError, match="no such rule"):
            told(pack, NET_99="advisory")


@pytest.mark.parametrize("content", [b"", b"junk", bytes(200)])
def test_does_without_what_it_cannot_read(tmp_path, content):
    (tmp_path / f"{PACK}.kept").write_bytes(content)
    pack, made = started(tmp_path)
    assert told(pack).policies
    assert len(made) == 1


def test_forgets_what_another_version_said(tmp_path):
    told(started(tmp_path)[0])
    _, made = pack = started(tmp_path, version="1.2.4")
    assert told(pack[0]).version == "1.2.4"
    assert len(made) == 1


def test_forgets_what_other_sources_said(tmp_path, monkeypatch):
    told(started(tmp_path)[0])
    monkeypatch.setattr(keeping, "_sources", lambda: iter(["changed"]))
    pack, made = started(tmp_path)
    told(pack)
    assert len(made) == 1


def test_keeps_nothing_where_nothing_may_be_written(tmp_path, monkeypatch):
    told(started(tmp_path / "no" / "such" / "folder")[0])
    monkeypatch.setattr(keeping.sys, "dont_write_bytecode", True)
    told(started(tmp_path)[0])
    assert list(tmp_path.iterdir()) == []
