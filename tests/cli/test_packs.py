"""Policy packs on the command line: their settings, and what they say."""

import os

import pytest

from tests.cli.pretending import URN, engine
from tests.cli.running import lz, project


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev")


@pytest.fixture
def packs(tmp_path):
    found = [tmp_path / "one", tmp_path / "two"]
    for each in found:
        each.mkdir()
        each.with_suffix(".json").write_text("{}")
    return found


def event(name: str, said: str, level: str = "mandatory"):
    return {
        "policyEvent": {
            "resourceUrn": URN.format("aws:s3/bucket:Bucket", name),
            "message": f"{said}\nENC-01: why\nFix: how\n",
            "policyName": "ENC-01",
            "policyPackName": "pack",
            "enforcementLevel": level,
        }
    }


def told(pretended) -> list[str]:
    return [each for each in pretended.told[-1]["arguments"] if each.startswith("--policy")]


@pytest.mark.parametrize("command", ["up", "preview"])
def test_one_file_is_for_every_pack_and_several_are_for_one_each(
    folder, packs, command, tmp_path, monkeypatch
):
    pretended = engine(tmp_path, monkeypatch)
    given = [f"--policy-pack={each}" for each in packs]
    files = [f"--policy-pack-config={each}.json" for each in packs]
    for settings, expected in (([], []), (files, files), (files[:1], files[:1] * 2)):
        lz(command, "--sandbox", "dev", "-C", str(folder), *given, *settings)
        assert told(pretended) == [*given, *expected]


def test_a_pack_without_settings_beside_one_with_some_gets_none(tmp_path):
    from landing_zone_rehearsal.deployment import Pack, pack_options

    assert pack_options([tmp_path]) == [f"--policy-pack={tmp_path}"]
    assert pack_options([Pack(tmp_path, tmp_path / "a.json"), Pack(tmp_path)])[2:] == [
        f"--policy-pack-config={tmp_path}/a.json",
        f"--policy-pack-config={os.devnull}",
    ]


@pytest.mark.parametrize(
    ("with_packs", "files", "line"),
    [
        (0, 1, "--policy-pack-config: there is no --policy-pack that it is for"),
        (1, 2, "--policy-pack-config: one file, or one for each of 1 packs, got 2"),
    ],
)
def test_settings_for_other_than_the_packs_are_wrong_input(folder, packs, with_packs, files, line):
    given = [f"--policy-pack={each}" for each in packs[:with_packs]]
    settings = [f"--policy-pack-config={each}.json" for each in packs[:files]]
    result = lz("up", "--sandbox", "dev", "-C", str(folder), *given, *settings)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {line}\n")


def test_what_a_rule_says_of_itself_is_said_once(folder, packs, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("up", event("raw", "no key"), event("models", "no key either"), code=255)

    result = lz("up", "--sandbox", "dev", "-C", str(folder), f"--policy-pack={packs[0]}")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[:4] == [
        "error: raw (s3.Bucket): [pack: ENC-01] no key",
        "error: ENC-01: why",
        "error: Fix: how",
        "error: models (s3.Bucket): [pack: ENC-01] no key either",
    ]
