"""The copy of a stack file that the engine works with, and may write to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from landing_zone_rehearsal.project import Project, read_stack
from landing_zone_rehearsal.values import is_dict, is_list
from landing_zone_rehearsal.yamlfile import read_mapping

from .home import Home

OURS = "landing-zone-rehearsal:undisclosed"
"""The key under which the copy keeps `[secret]`, encrypted with our passphrase."""

FOREIGN = ("secretsprovider", "encryptedkey", "encryptionsalt", "environment")
"""What ties a stack file to keys and services that are not here."""


class StackFile:
    """A stack file's copy: the same configuration, with secrets that our passphrase opens.

    What the user's passphrase or key encrypted cannot be read here; in its place stands the text
    `[secret]`, as in a plan. The user's own file is never written.
    """

    def __init__(self, home: Home, project: Project, stack: str) -> None:
        """Say which stack's."""
        self._home = home
        self._project = project
        self._stack = stack

    @property
    def folder(self) -> Path:
        """The directory of a project without a program, for commands that write stack files."""
        return self._home.stacks / self._project.name

    @property
    def path(self) -> Path:
        """The copy."""
        return self.folder / f"Pulumi.{self._stack}.yaml"

    def prepare(self) -> None:
        """Make room for the copy, so that the engine can make the stack beside it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / "Pulumi.yaml", {"name": self._project.name, "runtime": "python"})
        if not self.path.exists():
            _write(self.path, {})

    def write(self, encrypt: Callable[[str, str], None]) -> None:
        """Write the copy anew from the user's file; the engine's part of it is kept.

        Args:
            encrypt: Sets a secret key of the copy to a text, by the engine.
        """
        contents = read_stack(self._project, self._stack)
        kept = self._salt()
        given: Mapping[str, Any] = contents.get("config") or {}
        ours = {name: value for name, value in contents.items() if name not in FOREIGN}
        if not _has_secure(given):
            _write(self.path, {**ours, **kept})
            return
        _write(self.path, kept)
        encrypt(OURS, "[secret]")
        written = read_mapping(self.path, str(self.path))
        secret = written["config"][OURS]
        _write(
            self.path,
            {
                **ours,
                "config": _replaced(given, secret),
                "encryptionsalt": written["encryptionsalt"],
            },
        )

    def _salt(self) -> dict[str, Any]:
        before = read_mapping(self.path, str(self.path))
        return {name: before[name] for name in ("encryptionsalt",) if name in before}


def _write(path: Path, contents: Mapping[str, Any]) -> None:
    """Write JSON, which is YAML without doubts about what is a text."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(contents, ensure_ascii=False, indent=2), encoding="utf-8")
    new.rename(path)


def _is_secure(value: Any) -> bool:
    return is_dict(value) and list(value) == ["secure"]


def _has_secure(value: Any) -> bool:
    if _is_secure(value):
        return True
    if is_dict(value):
        return any(map(_has_secure, value.values()))
    return is_list(value) and any(map(_has_secure, value))


def _replaced(value: Any, secret: Any) -> Any:
    if _is_secure(value):
        return secret
    if is_dict(value):
        return {name: _replaced(item, secret) for name, item in value.items()}
    if is_list(value):
        return [_replaced(item, secret) for item in value]
    return value
