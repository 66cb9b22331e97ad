"""The command `lz preflight`: what can be known of a stack before it meets its cloud."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from landing_zone.core import Environment
from landing_zone.preflight import Finding, Preflight, Verdict, preflight
from landing_zone.quota import Limit
from landing_zone.zone_spec import ZoneSpec
from landing_zone_cli.failures import REFUSED, InputError
from landing_zone_cli.plan import header, print_json
from landing_zone_cli.project import choose, environment
from landing_zone_cli.terminal import UNLIMITED, at_work, show
from landing_zone_rehearsal import Recording, record_project
from landing_zone_rehearsal.project import open_project

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""

ZONE = "landing-zone:index:LandingZone"

STYLES = {Verdict.REFUSED: "fault", Verdict.RISK: "changed", Verdict.UNCHECKED: "note"}


def run(directory: Path, stack: str | None, *, as_json: bool) -> None:
    """Check a stack and print what was found; leave with 1 if the cloud would refuse it."""
    project = open_project(directory)
    stack = choose(project, stack)
    with at_work(f"checking {stack}"):
        recording = record_project(project.root, stack)
    env = Environment.model_validate(environment(project, stack))
    checked = {name: preflight(env, zone) for name, zone in zones(recording).items()}
    if as_json:
        print_json(as_document(checked))
    else:
        heading = header(project, stack)
        show(heading, *_told(checked), pipe_width=UNLIMITED)
    if any(each.refused for each in checked.values()):
        raise typer.Exit(REFUSED)


def zones(recording: Recording) -> dict[str, ZoneSpec]:
    """Return the spec of each landing zone that a program declares, by its name.

    Raises:
        InputError: if there is none.
    """
    found = {
        each.name: ZoneSpec.model_validate(each.inputs)
        for each in recording.resources
        if each.type == ZONE
    }
    if not found:
        raise InputError("the stack declares no LandingZone, which is what is checked")
    return found


def as_document(checked: dict[str, Preflight]) -> dict[str, Any]:
    """Return what was found as JSON, by the name of the zone."""
    return {
        "version": VERSION,
        "zones": {
            name: {
                "refused": each.refused,
                "quotas": [_quota(limit) for limit in each.limits],
                "findings": [asdict(finding) for finding in each.findings],
            }
            for name, each in checked.items()
        },
    }


def _quota(limit: Limit) -> dict[str, Any]:
    return {**asdict(limit), "dimensions": dict(limit.dimensions)}


def _told(checked: dict[str, Preflight]) -> Iterator[RenderableType]:
    for name, each in checked.items():
        yield Text()
        if len(checked) > 1:
            yield Text(name, "component")
        if findings := [found for found in each.findings if found.check != "quota"]:
            yield _findings(findings)
            yield Text()
        yield Text("quotas, each at the zone's largest", "heading")
        yield _quotas(each.limits)
    yield Text()
    yield from _unchecked(checked)


def _findings(findings: list[Finding]) -> Table:
    table = _table("check", "where", "verdict", "", "what to do")
    for each in findings:
        style = STYLES.get(each.verdict, "")
        todo = "" if each.verdict is Verdict.UNCHECKED else each.todo
        table.add_row(each.check, each.where, Text(each.verdict, style), each.says, todo)
    return table


def _quotas(limits: tuple[Limit, ...]) -> Table:
    table = _table("needed", "unit", "quota", "ID", "for")
    table.columns[0].justify = "right"
    for each in limits:
        names = [value for key, value in each.dimensions if key != "region"]
        code = " ".join((each.code or "not known", *names))
        table.add_row(str(each.amount), each.unit, each.name, code, ", ".join(each.because))
    return table


def _unchecked(checked: dict[str, Preflight]) -> Iterator[RenderableType]:
    """Yield the commands that answer what cannot be known here."""
    commands = dict.fromkeys(
        found.todo
        for each in checked.values()
        for found in each.findings
        if found.verdict is Verdict.UNCHECKED
    )
    if commands:
        yield Text("not checked, as no cloud was asked; these ask it:", "note")
        for command in commands:
            yield Text(f"  {command}", "note")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 3, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table
