"""What `lz plan --diff` says: what is new, gone and changed since an earlier document."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from landing_zone_cli.document import kind, name_of
from landing_zone_cli.failures import InputError
from landing_zone_rehearsal import Change, Changes, DocumentError, PropertyChange, compare

STANDARD_INPUT = "-"

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""

LONGEST_VALUE = 160
"""Characters of a value that are shown; `--json` has all of it."""

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
STYLES = {"added": "new", "removed": "gone", "changed": "changed"}


def since(file: str, document: Mapping[str, Any]) -> Changes:
    """Compare a plan with what a file, or standard input, holds.

    Raises:
        InputError: if it cannot be read, or is not something to compare with.
    """
    name = "standard input" if file == STANDARD_INPUT else file
    old = _read(file, name)
    try:
        return compare(old, document)
    except DocumentError as other:
        raise InputError(f"{name}: {other}") from None
    except (LookupError, TypeError, AttributeError):
        raise InputError(f"{name}: its resources are not written as Pulumi writes them") from None


def as_json(changes: Changes) -> dict[str, Any]:
    """Return the changes as data."""
    return {
        "version": VERSION,
        "counts": _counts(changes),
        "new": [{"urn": each["urn"], "type": each["type"]} for each in changes.new],
        "gone": [{"urn": each["urn"], "type": each["type"]} for each in changes.gone],
        "changed": [_changed_as_json(each) for each in changes.changed],
    }


def as_text(changes: Changes) -> Iterator[RenderableType]:
    """Yield the changes as lists for people, with the counts last."""
    yield from _listed("added", "new", changes.new)
    yield from _listed("removed", "gone", changes.gone)
    if changes.changed:
        yield Text("~ changed", STYLES["changed"])
        for change in changes.changed:
            yield from _changed(change)
        yield Text()
    counts = ", ".join(f"{number} {word}" for word, number in _counts(changes).items())
    yield Text(counts if changes else "nothing is new, gone or changed", "heading")


def property_line(change: PropertyChange) -> Text:
    """Return one line that says how a property changes."""
    text = Text(f"{SIGNS[change.kind]} {change.path}: ", STYLES[change.kind])
    match change.kind:
        case "added":
            return text.append(_shown(change.new), "default")
        case "removed":
            return text.append(_shown(change.old), "default")
        case "changed":
            return text.append(f"{_shown(change.old)} -> {_shown(change.new)}", "default")


def _read(file: str, name: str) -> Mapping[str, Any]:
    try:
        text = sys.stdin.read() if file == STANDARD_INPUT else Path(file).read_text("utf-8")
        document = json.loads(text)
    except OSError as unreadable:
        raise InputError(f"{name}: {unreadable.strerror or unreadable}") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: not a text file") from None
    except json.JSONDecodeError as malformed:
        told = f"{malformed.msg} in line {malformed.lineno}, column {malformed.colno}"
        raise InputError(f"{name}: not JSON: {told}") from None
    if not isinstance(document, dict):
        raise InputError(f"{name}: a JSON object is wanted, such as `lz plan --json` prints")
    return cast("dict[str, Any]", document)


def _counts(changes: Changes) -> dict[str, int]:
    return {
        "new": len(changes.new),
        "gone": len(changes.gone),
        "changed": len(changes.changed),
    }


def _changed_as_json(change: Change) -> dict[str, Any]:
    before = {"oldUrn": change.old_urn} if change.old_urn != change.urn else {}
    properties = [
        {"path": each.path, "kind": each.kind, "old": each.old, "new": each.new}
        for each in change.properties
    ]
    return {"urn": change.urn, "type": change.type, **before, "properties": properties}


def _listed(
    sign: str, heading: str, resources: Iterable[Mapping[str, Any]]
) -> Iterator[RenderableType]:
    rows = Table.grid(padding=(0, 2, 0, 0))
    for each in resources:
        rows.add_row(Text(name_of(each["urn"]), overflow="fold"), Text(kind(each["type"]), "kind"))
    if rows.row_count:
        yield Text(f"{SIGNS[sign]} {heading}", STYLES[sign])
        yield Padding(rows, (0, 0, 1, 2))


def _changed(change: Change) -> Iterator[RenderableType]:
    title = Text("  ").append(name_of(change.urn)).append(f"  {kind(change.type)}", "kind")
    if change.old_urn != change.urn:
        title.append(f"  was {change.old_urn}", "note")
    yield title
    for each in change.properties:
        yield Padding(property_line(each), (0, 0, 0, 4))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
