"""Which packages a Python has, and which provider plugins they want; run by that Python itself.

It needs the standard library alone. `python packages.py` prints both as JSON.
"""

import json
import re
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

PLUGIN_FILE = "pulumi-plugin.json"
"""What a provider's SDK carries to say which plugin it talks to."""


def main() -> None:
    """Print what there is."""
    print(json.dumps({"packages": packages(), "plugins": plugins()}))  # noqa: T201


def packages() -> "list[dict[str, Any]]":
    """Return the name and version of each package, and whether another one requires it."""
    found = {_plain(each.metadata["Name"]): each for each in distributions()}
    required = {
        _plain(requirement)
        for each in found.values()
        for requirement in each.requires or ()
        if "extra ==" not in requirement
    }
    return [
        {"name": name, "version": each.version, "required": name in required}
        for name, each in sorted(found.items())
    ]


def plugins() -> "list[dict[str, str]]":
    """Return the name, version and source of each plugin that an SDK wants."""
    found: dict[str, dict[str, str]] = {}
    for folder in map(Path, sys.path):
        for path in folder.glob(f"*/{PLUGIN_FILE}") if folder.is_dir() else ():
            wanted = _wanted(path)
            if wanted:
                found.setdefault(wanted["name"], wanted)
    return [found[name] for name in sorted(found)]


def _wanted(path: Path) -> "dict[str, str] | None":
    """Return what an SDK says of its plugin, or None if it has none or can't be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not said.get("resource"):
        return None
    name = said.get("name") or path.parent.name.removeprefix("pulumi_").replace("_", "-")
    return {"name": name, **{key: said.get(key, "") for key in ("version", "server")}}


def _plain(name: str) -> str:
    """Return the normal form of the name that a requirement begins with."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", name, maxsplit=1)[0]).lower()


if __name__ == "__main__":
    main()
