"""Finds Pulumi's engine, and lets it run Python programs where its own language host can't be had.

    from landing_zone_rehearsal.engine import require

    engine = require(Path())
    subprocess.run([engine.path, "preview"], env={**os.environ, **engine.environment()})

Nothing is imported before it is used: the language host starts with every operation.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .locate import Engine, Search, find, search
    from .missing import EngineMissing, require

__all__ = ["Engine", "EngineMissing", "Search", "find", "require", "search"]

_HOMES = {"locate": "Engine Search find search", "missing": "EngineMissing require"}
"""Which module each name comes from."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
