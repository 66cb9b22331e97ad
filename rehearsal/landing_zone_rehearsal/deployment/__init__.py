"""Drives Pulumi's engine: deploys a project's stack onto the simulated clouds, by the real CLI.

    from landing_zone_rehearsal.deployment import Rehearsal, SandboxProcess, state_folder
    from landing_zone_rehearsal.engine import require

    with SandboxProcess(state_folder(root)) as clouds:
        rehearsal = Rehearsal(
            root, "dev-aws", engine=require(root), environment=clouds.environment()
        )
        outcome = rehearsal.up()

`docs/decisions/0011-the-engine-is-run-by-its-cli.md` says why not by Pulumi's Automation API.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .driver import plain_preview
    from .guard import Loss, losses
    from .home import Home, state_folder
    from .outcome import Diagnostic, Outcome, Step
    from .packs import Pack, pack_options
    from .rehearsal import Rehearsal
    from .server import InUseError, SandboxError, SandboxProcess
    from .statefile import StateFile

__all__ = [
    "Diagnostic",
    "Home",
    "InUseError",
    "Loss",
    "Outcome",
    "Pack",
    "Rehearsal",
    "SandboxError",
    "SandboxProcess",
    "StateFile",
    "Step",
    "losses",
    "pack_options",
    "plain_preview",
    "state_folder",
]

_HOMES = {
    "driver": "plain_preview",
    "guard": "Loss losses",
    "home": "Home state_folder",
    "outcome": "Diagnostic Outcome Step",
    "packs": "Pack pack_options",
    "rehearsal": "Rehearsal",
    "server": "InUseError SandboxError SandboxProcess",
    "statefile": "StateFile",
}
"""Which module each name comes from."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
