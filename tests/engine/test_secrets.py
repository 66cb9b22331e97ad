"""A secret of the configuration is nowhere in clear: not in what is kept, nor in what is said."""

import pytest

from .driving import Project, needs_engine
from .programs import program

pytestmark = [needs_engine, pytest.mark.engine]

CANARY = "CaNaRy-7f3a9c51e2"
EVENTS = "events.json"

OPERATIONS = (
    ("preview", "--json", "--diff"),
    ("preview", "--event-log", EVENTS),
    ("up", "--yes", "--diff", "--event-log", EVENTS),
    ("up", "--yes", "--json", "--skip-preview"),
    ("refresh", "--yes", "--diff", "--event-log", EVENTS),
    ("stack", "output", "--json"),
    ("stack", "export"),
    ("destroy", "--yes", "--diff", "--event-log", EVENTS),
)


def test_is_nowhere_in_clear(tmp_path, subtests):
    project = Project.small(tmp_path, program("secret"))
    file = tmp_path / "Pulumi.secret.yaml"
    file.write_text((tmp_path / "Pulumi.dev.yaml").read_text())
    with project.served():
        stack = project.stack()
        set_ = stack.run(
            *("config", "set", "--secret", "canary", CANARY, "--stack", "dev"),
            *("--config-file", str(file)),
        )
        assert set_.code == 0, set_.errors
        for operation in OPERATIONS:
            where = [] if operation[0] == "stack" else ["--config-file", str(file)]
            done = stack.run(*operation, "--stack", "dev", *where)
            with subtests.test(f"pulumi {' '.join(operation)}"):
                assert done.code == 0, done.output + done.errors
                assert not discloses((done.output + done.errors).encode())
                assert [path for path in written(project) if discloses(path.read_bytes())] == []
        with subtests.test("though the clouds had it, and give it back to who asks for it"):
            assert len(project.calls()) == 6
            assert done_with_secrets(project, file) == CANARY


def done_with_secrets(project, file):
    """Deploy again, and ask for the secrets in clear."""
    stack = project.stack()
    where = ("--stack", "dev")
    assert stack.run("up", "--yes", "--skip-preview", *where, "--config-file", str(file)).code == 0
    shown = stack.run("stack", "output", "canary", "--show-secrets", *where)
    return shown.output.strip()


def discloses(contents: bytes) -> bool:
    """Whether the secret can be read here, in capitals or not."""
    return CANARY.lower().encode() in contents.lower()


def written(project: Project):
    """Return every file that was written: state, events, logs, and the clouds' own."""
    return [path for path in project.folder.rglob("*") if path.is_file()]
