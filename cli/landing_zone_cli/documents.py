"""The documents that `lz check` is given: read, judged, and compared with what is known."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BufferedReader, FileIO
from typing import Any, cast

from landing_zone_policies.configuration import SettingsError, settings_of
from landing_zone_policies.documents import DocumentError, estate_of
from landing_zone_policies.judging import Report, Result, Verdict, judge
from landing_zone_policies.reports import count
from landing_zone_policies.reports.rows import likeness
from landing_zone_policies.rule import Rule
from landing_zone_policies.settings import Settings

MOST_BYTES = 128 * 1024 * 1024
"""A document of 20,000 resources takes about half of it."""

Known = Mapping[tuple[str, ...], int]
"""How often each finding was there before; see `rows.likeness`."""


def settings(config: str | None, profile: str | None, ids: Sequence[str]) -> Settings:
    """Return what a configuration file says, with another profile where one is given.

    Raises:
        SettingsError: with a line for each mistake.
    """
    said: Any = configuration(config) if config is not None else {}
    try:
        return settings_of(said, ids, over={"profile": profile} if profile else {})
    except SettingsError as error:
        raise SettingsError([f"{config}: {each}" for each in error.faults]) from None


def configuration(file: str) -> Any:
    """Return what a configuration file says, JSON or YAML, unchecked.

    Raises:
        DocumentError: in one line, if it cannot be read or is neither.
    """
    if not file.endswith((".yaml", ".yml")):
        return document(file)
    import yaml

    try:
        return yaml.safe_load(_content(file)) or {}
    except DocumentError as error:
        raise DocumentError(f"{file}: {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DocumentError(f"{file}: no YAML: {' '.join(str(error).split())}") from None


def judged(files: Iterable[str], rules: Sequence[Rule], settings: Settings, known: Known) -> Report:
    """Return the results of several documents, each judged by itself.

    Raises:
        DocumentError: in one line, for the first that is none.
    """
    results: list[Result] = []
    unused, notes = list(settings.exemptions), dict[str, None]()
    for file in files:
        parsed = document(file)
        try:
            report = judge(estate_of(parsed), rules, settings)
        except DocumentError as error:
            raise DocumentError(f"{_name(file)}: {error}") from None
        except RecursionError:
            raise DocumentError(f"{_name(file)}: it is nested too deeply") from None
        results += report.results
        unused = [each for each in unused if each in report.unused]
        notes |= dict.fromkeys(report.notes)
    left = Counter(known)
    new = [each for each in results if not _is_known(each, left)] if known else results
    if len(new) < len(results):
        notes[f"{count(len(results) - len(new), 'finding')} of the baseline left out"] = None
    return Report(new, unused, [*notes])


def baseline(file: str | None) -> Known:
    """Return what failed in an earlier run.

    Raises:
        DocumentError: in one line, if it is no such thing.
    """
    if file is None:
        return {}
    found = document(file)
    rows = cast("dict[str, Any]", found).get("results") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise DocumentError(f"{file}: a baseline is what lz check --format json printed")
    return Counter(key for each in cast("list[Any]", rows) for key in _failed(each))


def document(file: str) -> Any:
    """Return what a file says in JSON, or standard input for `-`.

    Raises:
        DocumentError: in one line, if it cannot be read or is no JSON.
    """
    try:
        return _parsed(_content(file))
    except DocumentError as error:
        raise DocumentError(f"{_name(file)}: {error}") from None


def _is_known(result: Result, left: Counter[tuple[str, ...]]) -> bool:
    """Whether a finding was there before; each that was is so once."""
    if result.verdict is not Verdict.FAIL:
        return False
    key = likeness(result.rule.id, result.urn, result.path, result.message)
    left[key] -= 1
    return left[key] >= 0


def _failed(row: Any) -> Iterator[tuple[str, ...]]:
    said = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    if said.get("outcome") == Verdict.FAIL.value:
        rule, urn, path, message = (
            str(said.get(name)) for name in ("rule", "urn", "path", "message")
        )
        yield likeness(rule, urn, path, message)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except UnicodeDecodeError as error:
        raise DocumentError(f"no UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"no JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise DocumentError("it is nested too deeply") from None
    except ValueError as error:
        raise DocumentError(f"no JSON that can be read: {error}") from None


def _content(file: str) -> bytes:
    try:
        if file == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with BufferedReader(FileIO(file)) as opened:
                content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise DocumentError(error.strerror or str(error)) from None
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1024 // 1024
        raise DocumentError(f"at most {size} MiB are read; export fewer stacks")
    return content


def _name(file: str) -> str:
    return "standard input" if file == "-" else file
