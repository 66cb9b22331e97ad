"""Where a rehearsal keeps everything: one ignored folder in the project."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".lz"

SETTINGS = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
    "PULUMI_DEBUG_COMMANDS": "true",
}
"""Keeps the engine from asking the network, and lets it write its events to a file.

https://www.pulumi.com/docs/iac/cli/environment-variables/
"""


WITHOUT_METADATA = "metadata=skip"
"""Keeps the backend from writing a file with checksums beside each of its files.

It writes those in place, so that a crash can leave half of one, and the state is not read any more.
https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener
"""


def state_folder(root: Path) -> Path:
    """Return where a project's rehearsals are kept, so that two checkouts don't collide."""
    return root / FOLDER


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one project's rehearsals: simulated clouds, states and the engine's own."""

    path: Path

    @property
    def backend(self) -> Path:
        """Where the engine keeps the states of the stacks."""
        return self.path / "backend"

    @property
    def stacks(self) -> Path:
        """Where the copies of stack files are: the engine writes to them, never to the user's."""
        return self.path / "stacks"

    @property
    def passphrase(self) -> Path:
        """The file with the passphrase that encrypts the secrets in the states."""
        return self.path / "passphrase"

    @property
    def clouds(self) -> Path:
        """The file that holds the simulated clouds."""
        return self.path / "clouds.db"

    def prepare(self) -> None:
        """Make what is missing, for this user alone, and keep all of it out of version control."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)
        for each in (self.backend, self.stacks):
            each.mkdir(exist_ok=True)
        (self.path / ".gitignore").write_text("*\n", encoding="utf-8")
        if not self.passphrase.exists():
            self._make_passphrase()

    def environment(self) -> dict[str, str]:
        """Return the variables by which `pulumi` uses this folder, and nothing of the user's."""
        return {
            **SETTINGS,
            "PULUMI_HOME": str(self.path / "home"),
            "PULUMI_BACKEND_URL": f"file://{self.backend}?{WITHOUT_METADATA}",
            "PULUMI_CONFIG_PASSPHRASE_FILE": str(self.passphrase),
        }

    def _make_passphrase(self) -> None:
        """Write it under another name first: half a passphrase would be worse than none."""
        new = self.passphrase.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        new.rename(self.passphrase)
