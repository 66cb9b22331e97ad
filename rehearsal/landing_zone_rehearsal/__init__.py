"""Runs any Pulumi program without a cloud, and shows what it would create.

    from landing_zone_rehearsal import record

    recording = record(program, preview=False)
    assert recording.find("aws:s3/bucket:Bucket")[0].protect

Nothing is imported before it is used: pytest loads this package in every run, for its plugin.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .changes import Change, Changes, compare
    from .clouds import Clouds
    from .differences import PropertyChange
    from .document import to_document
    from .errors import DocumentError, EngineError, ProjectError
    from .mocks import CloudMocks
    from .project import record_project
    from .recorder import record
    from .recording import Invoke, Log, Recording, Resource
    from .values import UNKNOWN, Archive, Asset, OutputValue, Reference, Secret, Unknown

__all__ = [
    "UNKNOWN",
    "Archive",
    "Asset",
    "Change",
    "Changes",
    "CloudMocks",
    "Clouds",
    "DocumentError",
    "EngineError",
    "Invoke",
    "Log",
    "OutputValue",
    "ProjectError",
    "PropertyChange",
    "Recording",
    "Reference",
    "Resource",
    "Secret",
    "Unknown",
    "compare",
    "record",
    "record_project",
    "to_document",
]

_HOMES = {
    "changes": "Change Changes compare",
    "clouds": "Clouds",
    "differences": "PropertyChange",
    "document": "to_document",
    "errors": "DocumentError EngineError ProjectError",
    "mocks": "CloudMocks",
    "project": "record_project",
    "recorder": "record",
    "recording": "Invoke Log Recording Resource",
    "values": "UNKNOWN Archive Asset OutputValue Reference Secret Unknown",
}
"""Which module each name comes from."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
