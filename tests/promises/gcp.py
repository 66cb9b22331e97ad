"""Stub."""

from tests.promises.table import Table

TABLE = Table(
    private={},
    encrypted={},
    tls={},
    recoverable={},
    least={},
    sound={},
    beside={},
    stateful=frozenset(),
    granted={},
    forbidden=frozenset(),
)
