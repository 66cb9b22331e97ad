"""What is kept for rehearsals, and what is made of what the engine says, without the engine."""

import fcntl
import json
import os
import socket
import subprocess
import sys

import pytest

from landing_zone_rehearsal.deployment import Home, SandboxError, SandboxProcess, StateFile
from landing_zone_rehearsal.deployment.events import Reading, clean
from landing_zone_rehearsal.deployment.lock import LOCK, locked, who
from landing_zone_rehearsal.deployment.resume import Unfinished, adopted
from landing_zone_rehearsal.deployment.stackfile import StackFile
from landing_zone_rehearsal.project import open_project
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.store import Store
from landing_zone_rehearsal.yamlfile import read_mapping

URN = "urn:pulumi:dev::mine::aws:s3/bucket:Bucket::raw"


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / ".lz")
    made.prepare()
    return made


def copy(tmp_path, home, text: str):
    """Return the copy of a stack file, with a text for the encryption of secrets."""
    (tmp_path / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    (tmp_path / "__main__.py").touch()
    (tmp_path / "Pulumi.dev.yaml").write_text(text)
    file = StackFile(home, open_project(tmp_path), "dev")

    def encrypt(key: str, value: str) -> None:
        assert value == "[secret]"
        contents = read_mapping(file.path, "copy")
        contents.setdefault("encryptionsalt", "salt")
        contents["config"] = {key: {"secure": "ours"}}
        file.path.write_text(json.dumps(contents))

    file.prepare()
    file.write(encrypt)
    return file, encrypt


def test_a_stack_files_copy_says_the_same(tmp_path, home):
    config = "config:\n  mine:a: '010'\n  mine:b: {c: [1e3, yes, '2020-01-01', null]}\n"

    file, _ = copy(tmp_path, home, config)

    original = read_mapping(tmp_path / "Pulumi.dev.yaml", "original")
    assert read_mapping(file.path, "copy") == original


def test_secrets_that_nobody_here_can_read_become_a_word(tmp_path, home):
    text = "secretsprovider: awskms://x\nencryptedkey: k\nconfig:\n  mine:a:\n    secure: theirs\n"

    file, _ = copy(tmp_path, home, text + "  mine:b: {c: [{secure: theirs}, plain]}\n")

    assert read_mapping(file.path, "copy") == {
        "config": {"mine:a": {"secure": "ours"}, "mine:b": {"c": [{"secure": "ours"}, "plain"]}},
        "encryptionsalt": "salt",
    }


def test_the_salt_of_the_copy_outlives_a_change_of_the_original(tmp_path, home):
    file, encrypt = copy(tmp_path, home, "config: {}\n")
    file.path.write_text(json.dumps({"encryptionsalt": "kept"}))
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {mine:a: 1}\nencryptionsalt: theirs\n")

    file.write(encrypt)

    assert read_mapping(file.path, "copy") == {"config": {"mine:a": 1}, "encryptionsalt": "kept"}


def test_a_lock_is_gone_with_its_process(tmp_path):
    script = (
        "import sys; from pathlib import Path; from landing_zone_rehearsal.deployment.lock import"
        f" locked; held = locked(Path({str(tmp_path)!r})); print('held', flush=True);"
        " sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        assert locked(tmp_path) is None
        assert (who(tmp_path) or {})["pid"] == other.pid
        other.kill()

    lock = locked(tmp_path)
    assert lock
    lock.close()


def test_a_lock_is_waited_for_when_its_process_is_about_to_end(tmp_path):
    with (tmp_path / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert locked(tmp_path) is None
    assert who(tmp_path) is None


def test_why_the_clouds_do_not_start_is_told_in_one_line(tmp_path):
    with (
        pytest.raises(SandboxError, match=r"^--fault nonsense: write "),
        SandboxProcess(tmp_path, faults=["nonsense"]),
    ):
        pass
    assert who(tmp_path) is None


def test_what_failed_after_lz_was_killed_is_read_from_the_events(home):
    unfinished = Unfinished(home, StateFile(home, "mine", "dev"))
    home.prepare()
    home.stacks.joinpath("mine").mkdir()
    for stack in ("dev", "prod"):
        urn = f"urn:pulumi:{stack}::mine::aws:s3/bucket:Bucket::raw"
        made = {"urn": urn, "type": "aws:s3/bucket:Bucket", "op": "create", "new": {"urn": urn}}
        folder = home.path / f"run-{stack}"
        folder.mkdir()
        line = json.dumps({"resOpFailedEvent": {"metadata": made}})
        (folder / "events").write_text(f'{line}\n{{"half')

    unfinished.recover()

    assert unfinished.is_pending()
    assert [each.name for each in home.path.glob("run-*")] == ["run-prod"]
    assert not Unfinished(home, StateFile(home, "mine", "prod")).is_pending()


def test_a_fault_of_a_type_that_does_not_exist_is_not_waited_for(tmp_path):
    with (
        pytest.raises(SandboxError, match=r"aws:s3:Buckett: no such type .* mean aws:s3:Bucket\?$"),
        SandboxProcess(tmp_path, faults=["create:aws:s3:Buckett:1=fail"]),
    ):
        pass


def test_a_lock_of_a_dead_process_is_stale_and_others_are_not(home):
    state = StateFile(home, "mine", "dev")
    state.locks.mkdir(parents=True)
    unfinished = Unfinished(home, state)
    assert not unfinished.has_stale_locks()

    gone = subprocess.Popen(["true"])
    gone.wait()
    here = {"hostname": socket.gethostname()}
    for content, stale in (
        ({"pid": gone.pid, **here}, True),
        ({"pid": os.getpid(), **here}, False),
        ({"pid": gone.pid, "hostname": "elsewhere"}, False),
    ):
        (state.locks / "one.json").write_text(json.dumps(content))
        assert unfinished.has_stale_locks() is stale


def begun(home, *, pending: bool, id: str | None):
    """Let a creation be noted in the state, and the clouds have made it or not."""
    state = StateFile(home, "mine", "dev")
    state.path.parent.mkdir(parents=True)
    operation = {"type": "creating", "resource": {"urn": URN, "type": "aws:s3/bucket:Bucket"}}
    latest = {"resources": [], "pending_operations": [operation] if pending else []}
    state.path.write_text(json.dumps({"checkpoint": {"latest": latest}}))
    store = Store(home.clouds)
    if id:
        store.put(Object(type="aws:s3/bucket:Bucket", id=id, name="raw", urn=URN, inputs={}))
    store.close()
    return Unfinished(home, state)


def test_what_the_clouds_made_and_the_state_does_not_have_is_found(home):
    unfinished = begun(home, pending=True, id="raw-1")

    assert unfinished.is_pending()
    assert [(each["urn"], each["id"]) for each in unfinished.created()] == [(URN, "raw-1")]


def test_what_was_never_made_is_not_found(home):
    unfinished = begun(home, pending=True, id=None)

    assert unfinished.is_pending()
    assert unfinished.created() == []


def test_a_creation_whose_provider_died_is_noted_until_it_is_settled(home):
    unfinished = begun(home, pending=False, id="raw-1")
    (home.stacks / "mine").mkdir()
    state = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, "inputs": {}}
    metadata = {"urn": URN, "type": state["type"], "op": "create", "old": None, "new": state}
    reading = Reading()
    reading.add({"resOpFailedEvent": {"metadata": metadata}})
    assert not unfinished.is_pending()

    unfinished.note(reading.steps.values())
    assert [each["id"] for each in unfinished.created()] == ["raw-1"]

    unfinished.forget()
    assert not unfinished.is_pending()


def test_what_is_taken_over_depends_on_what_its_inputs_name():
    state = {
        "deployment": {"resources": [{"urn": "vpc", "id": "vpc-1"}], "pending_operations": [1]}
    }

    now = adopted(state, [{"urn": URN, "id": "s-1", "inputs": {"vpcId": "vpc-1"}}])["deployment"]

    assert now["pending_operations"] == []
    assert now["resources"][1]["dependencies"] == ["vpc"]
    assert now["resources"][1]["id"] == "s-1"


def test_what_is_replaced_by_what_is_taken_over_is_deleted_later():
    state = {"deployment": {"resources": [{"urn": URN, "id": "old"}, {"urn": "user"}]}}

    now = adopted(state, [{"urn": URN, "id": "new"}])["deployment"]["resources"]

    told = [(each["urn"], each.get("id"), each.get("delete", False)) for each in now]
    assert told == [(URN, "new", False), (URN, "old", True), ("user", None, False)]


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("rpc error: code = Unknown desc = creating raw: Taken: no", "creating raw: Taken: no"),
        ("1 error occurred:\n\t* Taken: no\n\n", "Taken: no"),
        ("error reading from server: EOF", "the provider ended before it could answer"),
        (
            "error reading from server: read tcp: connection reset by peer",
            "the provider ended before it could answer",
        ),
        ('connection error: desc = "x\ny"', "the provider ended before it could answer"),
    ],
)
def test_a_clouds_words_are_freed_of_what_is_put_round_them(said, cleaned):
    assert clean(said) == cleaned
