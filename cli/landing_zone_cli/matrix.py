"""How the matrix of identities looks."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from landing_zone_cli.identities import FAULTS, Row
from landing_zone_policies.reports import count

REMARKS = {
    "granted": "",
    "none": "",
    "oversight": "sees no data",
    "missing": "NOT GRANTED: the plan lacks the grant or its key's",
    "beyond": "NOT ASKED FOR",
    "unproven": "not shown to be granted: the lake is not in this plan",
}

KEY_USERS = {"principal": "itself", "store": "the store", None: "-"}


def matrix_table(rows: Sequence[Row]) -> Iterator[RenderableType]:
    """Yield the matrix as a table, and what it comes to."""
    if not rows:
        yield Text("no identities are declared here")
        return
    table = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 2, 0, 0))
    for title in ("who", "known to the cloud as", "may", "on", "key", "key granted to", ""):
        table.add_column(title, overflow="fold")
    for _, those in groupby(rows, key=lambda row: (row.kind, row.who)):
        _add(table, list(those))
    yield table
    yield Text()
    faults = sum(row.status in FAULTS for row in rows)
    granted = sum(row.status == "granted" for row in rows)
    proven = f"{count(granted, 'grant')}, each found in the plan together with its key's"
    told = f"{count(faults, 'fault')}; {proven}" if faults else proven
    yield Text(told, "fault" if faults else "heading")


def _add(table: Table, rows: Sequence[Row]) -> None:
    """Add a person or program: whose name stands beside the first line, its pods the second."""
    who, pods = Text(rows[0].who, "component"), Text(rows[0].pods or "", "note")
    beginnings = [(who, Text(rows[0].principal)), (pods, Text())]
    for begins, row in zip_longest(beginnings, rows, fillvalue=None):
        if row is not None:
            table.add_row(*(begins or (Text(), Text())), *_cells(row))
        elif rows[0].pods and begins:
            table.add_row(*begins)


def _cells(row: Row) -> tuple[str | Text, ...]:
    remark = Text(REMARKS[row.status], "fault" if row.status in FAULTS else "note")
    key_user = "" if row.key is None else KEY_USERS[row.key_used_by]
    return row.verb or "nothing", _place(row), row.key or "", key_user, remark


def _place(row: Row) -> str:
    return f"{row.layer}/{row.prefix}*" if row.prefix else row.layer or ""
