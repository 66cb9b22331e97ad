"""What a grant comes down to on every cloud."""

from dataclasses import dataclass
from enum import StrEnum


class Operation(StrEnum):
    """What can be done with an object in a store."""

    LIST = "list"
    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    VERSIONS = "versions"
    """Restore or remove earlier versions."""


READ = frozenset({Operation.LIST, Operation.READ})
WRITE = READ | {Operation.WRITE, Operation.DELETE}
ADMIN = WRITE | {Operation.VERSIONS}

VERBS: dict[str, frozenset[Operation]] = {"read": READ, "write": WRITE, "admin": ADMIN}
"""What each verb of a grant allows; the later holds the earlier."""


@dataclass(frozen=True, slots=True)
class Access:
    """Some operations on the objects of one store."""

    principal: str
    """Who: a role ARN, `serviceAccount:…`, `group:…` or an object ID."""
    store: str
    """Where: as `DataLakeOutputs.ids` writes it."""
    prefix: str | None
    """Only objects whose names begin so."""
    operations: frozenset[Operation]
    urn: str
    """The resource that grants it."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """The use of one key."""

    principal: str
    key: str
    """As `KeysOutputs.ids` writes it."""
    encrypts: bool
    """Whether it may encrypt, or only decrypt."""
    urn: str
    """The resource that grants it."""
