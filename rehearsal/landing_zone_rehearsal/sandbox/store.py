"""Keeps the simulated clouds in one SQLite file, so that they outlive the process.

Secrets are not kept: a cloud does not give them back either. What is kept of one is a digest,
with a salt of the file's own, which is enough to see that it changed.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.struct_pb2 import Struct

from landing_zone_rehearsal.values import OutputValue, Secret, is_dict, is_list
from landing_zone_rehearsal.wire import decode_struct, encode_struct

from .objects import Object

TABLES = """
create table if not exists object(
    seq integer primary key autoincrement, type text, id text, name text, urn text,
    inputs blob, outputs blob, account text, region text, seed text, left_for text,
    unique(type, id, account, region)
);
create table if not exists call(
    seq integer primary key autoincrement, act text, type text, urn text, id text, refused text
);
create table if not exists salt(value text);
"""
SEALED = "sealed:"


class Store:
    """The objects of the simulated clouds, and the calls that were made of them."""

    def __init__(self, path: Path | None = None) -> None:
        """Open a file, or keep everything in memory.

        Args:
            path: The file; it and its directory are made when they are missing.
        """
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=off")
        self._db.executescript(TABLES)
        salt = self._db.execute("select value from salt").fetchone()
        self._salt: str = salt[0] if salt else secrets.token_hex(16)
        if not salt:
            self._db.execute("insert into salt values(?)", (self._salt,))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def objects(self) -> Iterator[Object]:
        """Yield what was kept, in the order of its creation."""
        rows = self._db.execute(
            "select type, id, name, urn, inputs, outputs, account, region, seed, left_for"
            " from object order by seq"
        )
        for type, id, name, urn, inputs, outputs, account, region, seed, left in rows.fetchall():
            yield Object(
                type=type,
                id=id,
                name=name,
                urn=urn,
                inputs=decode_struct(Struct.FromString(inputs)),
                outputs=decode_struct(Struct.FromString(outputs)),
                account=account,
                region=region,
                seed=seed,
                left=left,
            )

    def put(self, object: Object) -> None:
        """Keep an object; one that exists keeps its place in the order."""
        self._db.execute(
            "insert into object"
            "(type, id, name, urn, inputs, outputs, account, region, seed, left_for)"
            " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " on conflict(type, id, account, region) do update set"
            " name=excluded.name, urn=excluded.urn, inputs=excluded.inputs,"
            " outputs=excluded.outputs,"
            " seed=excluded.seed, left_for=excluded.left_for",
            (
                object.type,
                object.id,
                object.name,
                object.urn,
                encode_struct(object.inputs).SerializeToString(),
                encode_struct(object.outputs).SerializeToString(),
                object.account,
                object.region,
                object.seed,
                object.left,
            ),
        )

    def drop(self, object: Object) -> None:
        """Forget an object."""
        self._db.execute(
            "delete from object where type=? and id=? and account=? and region=?",
            (object.type, object.id, object.account, object.region),
        )

    def note(self, act: str, type: str, urn: str, id: str = "", refused: str | None = None) -> None:
        """Write a call down."""
        self._db.execute(
            "insert into call(act, type, urn, id, refused) values(?, ?, ?, ?, ?)",
            (act, type, urn, id, refused),
        )

    def calls(self) -> list[tuple[str, str, str, str, str | None]]:
        """Return every call in order: act, type, URN, ID and why it was refused."""
        rows = self._db.execute("select act, type, urn, id, refused from call order by seq")
        return rows.fetchall()

    def created(self) -> list[str]:
        """Return the URNs of all creations that were not refused, one for each."""
        done = "select urn from call where act='create' and refused is null order by seq"
        return [urn for (urn,) in self._db.execute(done)]

    def seal(self, value: Any) -> Any:
        """Replace every secret inside by its digest."""
        if isinstance(value, Secret):
            return Secret(self._digest(value.value))
        if isinstance(value, OutputValue):
            return self.seal(value.value)
        if is_dict(value):
            return {name: self.seal(item) for name, item in value.items()}
        if is_list(value):
            return [self.seal(item) for item in value]
        return value

    def unseal(self, value: Any, known: Any) -> Any:
        """Put secrets back where the caller shows that it knows them."""
        if isinstance(value, Secret):
            known = known.value if isinstance(known, Secret) else known
            return Secret(known) if self._digest(known) == value.value else value
        if is_dict(value):
            others = known if is_dict(known) else {}
            return {name: self.unseal(item, others.get(name)) for name, item in value.items()}
        if is_list(value):
            items = known if is_list(known) else []
            padded = [*items, *[None] * (len(value) - len(items))]
            return [self.unseal(item, other) for item, other in zip(value, padded, strict=False)]
        return value

    def _digest(self, value: Any) -> str:
        if isinstance(value, str) and value.startswith(SEALED):
            return value
        return SEALED + hashlib.sha256(f"{self._salt}{value!r}".encode()).hexdigest()
