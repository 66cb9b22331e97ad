"""`lz up` runs the engine on simulated clouds, and says what came of it."""

import json
import os
import signal
import sys
import time

import pytest

from landing_zone_rehearsal.deployment.lock import locked
from tests.cli.pretending import (
    URN,
    complaint,
    engine,
    lake,
    nowhere,
    outputs,
    private,
    step,
)
from tests.cli.running import lz, project


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev")


def up(folder, *options: str):
    return lz("up", "--sandbox", "dev", "-C", str(folder), *options)


def test_deploying_for_real_is_left_to_pulumi(folder):
    result = lz("up", "dev", "-C", str(folder))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: deploying is Pulumi's job: run `pulumi up`; add --sandbox to rehearse it on"
        " simulated clouds\n"
    )


def test_without_an_engine_one_line_says_what_to_do(folder, tmp_path, monkeypatch):
    nowhere(tmp_path, monkeypatch)

    result = up(folder)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no Pulumi engine")
    assert result.stderr.count("\n") == 1
    assert not (folder / ".lz").exists()


def test_a_stack_that_does_not_exist_is_wrong_input(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)

    result = lz("up", "--sandbox", "prod", "-C", str(folder))

    assert result.exit_code == 2
    assert "no stack 'prod'" in result.stderr


def test_shows_counts_by_capability_outputs_and_what_to_do_next(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    made = [lake(), step("create", "raw"), step("create", "models")]
    pretended.answers("up", *made, outputs(bucket="b1"))

    result = up(folder)

    assert result.exit_code == 0, result.output
    assert "DataLake           2\nall                2\n" in result.stdout
    assert "  bucket  b1\n" in result.stdout
    assert "look at it: lz show dev\ntear it down: lz destroy --sandbox dev\n" in result.stdout


def test_a_refusal_names_the_resource_and_gives_the_clouds_words_in_full(
    folder, tmp_path, monkeypatch
):
    pretended = engine(tmp_path, monkeypatch)
    words = "rpc error: code = Unknown desc = creating raw: BucketAlreadyExists: taken\nreally"
    pretended.answers(
        "up",
        lake(),
        step("create", "models"),
        step("create", "raw", "resOpFailedEvent"),
        complaint(words, "raw"),
        complaint("update failed"),
        code=255,
    )

    result = up(folder)

    assert result.exit_code == 1
    assert result.stderr == (
        "error: raw (s3.Bucket): creating raw: BucketAlreadyExists: taken\n"
        "error: really\n"
        "error: what exists stays: mend it, and `lz up --sandbox dev` goes on from there\n"
    )
    assert "DataLake           1        1\n" in result.stdout


def test_a_program_that_refuses_its_configuration_is_wrong_input(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    ended = "an unhandled error occurred: the program exited with code 1"
    pretended.answers("up", complaint("mine:size: at most 3, got 4"), complaint(ended), code=255)

    result = up(folder)

    assert result.exit_code == 2
    assert result.stderr == "error: mine:size: at most 3, got 4\n"


def test_a_policy_that_is_broken_is_told_with_its_name(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    event = {
        "policyEvent": {
            "resourceUrn": URN.format("aws:s3/bucket:Bucket", "raw"),
            "message": "encrypt it",
            "policyName": "encrypted",
            "policyPackName": "pack",
            "enforcementLevel": "mandatory",
        }
    }
    pretended.answers("up", event, code=255)

    result = up(folder, "--policy-pack", str(folder))

    assert result.exit_code == 1
    assert "error: raw (s3.Bucket): [pack: encrypted] encrypt it\n" in result.stderr
    assert f"--policy-pack={folder}" in pretended.told[-1]["arguments"]


def test_json_is_one_document_and_nothing_else(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("up", step("create", "raw"), outputs(bucket="b1"))

    result = up(folder, "--json")

    document = json.loads(result.stdout)
    assert {"version": 1, "operation": "up", "stack": "dev", "ok": True}.items() <= document.items()
    assert document["counts"] == {"created": 1}
    assert document["outputs"] == {"bucket": "b1"}
    assert document["steps"][0]["id"] == "raw-id"


def test_what_holds_data_is_not_replaced_before_it_is_allowed(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("stack", resources=[{"urn": URN.format("aws:s3/bucket:Bucket", "raw")}])
    change = step("replace", "raw", keys=["bucket"], old={"bucket": "a"}, new={"bucket": "b"})
    pretended.answers("preview", change)
    pretended.answers("up", change)
    urn = URN.format("aws:s3/bucket:Bucket", "raw")

    refused, allowed = up(folder), up(folder, "--allow-replace", urn)

    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "error: raw (s3.Bucket): bucket replaces it; it holds data or keys;"
        f" --allow-replace '{urn}'",
        "error: nothing was changed",
    ]
    assert allowed.exit_code == 0
    assert pretended.commands() == ["stack", "preview", "preview", "up"]


def test_a_first_deployment_is_not_previewed(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)

    up(folder)

    assert pretended.commands() == ["stack", "up"]


def test_nothing_of_the_users_pulumi_is_used(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "token")
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://elsewhere")
    before = (folder / "Pulumi.dev.yaml").read_text()

    up(folder)

    for each in pretended.told:
        assert "PULUMI_ACCESS_TOKEN" not in each["environment"]
        assert str(folder / ".lz") in each["environment"]["PULUMI_BACKEND_URL"]
        assert str(folder / ".lz") in each["environment"]["PULUMI_HOME"]
    assert (folder / "Pulumi.dev.yaml").read_text() == before


def test_everything_is_kept_in_one_folder_that_git_ignores(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)
    before = {each.name for each in folder.iterdir()}

    up(folder)

    assert {each.name for each in folder.iterdir()} - before == {".lz"}
    assert (folder / ".lz" / ".gitignore").read_text() == "*\n"
    assert private(folder / ".lz" / "passphrase")
    assert private(folder / ".lz")
    assert not [*(folder / ".lz").glob("run-*")]


def test_two_checkouts_have_passphrases_of_their_own(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)
    other = project(tmp_path / "other", "dev")

    up(folder)
    lz("up", "--sandbox", "dev", "-C", str(other))

    texts = {(each / ".lz" / "passphrase").read_text() for each in (folder, other)}
    assert len(texts) == 2


def test_a_fault_that_is_not_written_as_one_is_wrong_input(folder, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        engine(tmp_path, patched)
    monkeypatch.setenv("LZ_PULUMI", str(tmp_path / "engine" / "pulumi"))

    result = up(folder, "--fault", "everything")

    assert result.exit_code == 2
    assert result.stderr.startswith("error: --fault everything: write ")
    assert result.stderr.count("\n") == 1


def test_simulated_clouds_that_are_in_use_are_refused(folder, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        engine(tmp_path, patched)
    monkeypatch.setenv("LZ_PULUMI", str(tmp_path / "engine" / "pulumi"))
    (folder / ".lz").mkdir()

    lock = locked(folder / ".lz")
    assert lock
    with lock:
        result = up(folder)

    assert result.exit_code == 2
    assert f"in use by process {os.getpid()}: wait for it, or end it\n" in result.stderr


def test_an_interrupt_asks_the_engine_once_and_says_how_to_go_on(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.program.write_text(
        pretended.program.read_text().replace(
            "answer = json",
            "import signal, time\n"
            "if words[0] == 'up':\n"
            "    signal.signal(signal.SIGINT, lambda *_: sys.exit(255))\n"
            f"    os.kill({os.getpid()}, signal.SIGINT)\n"
            "    time.sleep(30)\n"
            "answer = json",
        )
    )
    started = time.monotonic()

    result = up(folder)

    assert result.exit_code == 130
    assert "stopping: what is under way is finished first" in result.stderr
    assert "error: stopped; what exists stays: `lz up --sandbox dev` goes on" in result.stderr
    assert time.monotonic() - started < 20
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_stop_during_the_preview_changes_nothing(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("stack", resources=[{"urn": URN.format("aws:s3/bucket:Bucket", "raw")}])
    pretended.interrupts("preview")

    result = up(folder)

    assert result.exit_code == 130
    assert pretended.commands() == ["stack", "preview"]
    assert "error: stopped; what exists stays" in result.stderr


def test_a_deletion_of_what_holds_data_is_warned_of(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("stack", resources=[{"urn": URN.format("aws:s3/bucket:Bucket", "raw")}])
    pretended.answers("preview", step("delete", "raw"))

    result = up(folder)

    assert result.exit_code == 0
    assert result.stderr == "warning: raw (s3.Bucket): is deleted; it holds data or keys\n"


def test_what_to_do_next_can_be_typed_where_lz_is_not_on_path(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)
    monkeypatch.setattr(sys, "argv", [".venv/bin/lz", "up"])
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "look at it: .venv/bin/lz show dev\n" in up(folder).stdout


def test_a_secret_output_is_hidden_from_people_and_programs(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
    pretended.answers("up", outputs(hush={**secret, "plaintext": '"canary"'}))

    shown, document = up(folder).stdout, up(folder, "--json").stdout

    assert "hush  [secret]\n" in shown
    assert json.loads(document)["outputs"] == {"hush": "[secret]"}
    assert "canary" not in shown + document
