"""Runs any Pulumi program without a cloud, and shows what it would create.

from landing_zone_rehearsal import record

recording = record(program, preview=False)
assert recording.find("aws:s3/bucket:Bucket")[0].protect
"""

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
