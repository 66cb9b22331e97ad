"""The command `lz plan`."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from landing_zone_cli import difference, identities, policing, pools
from landing_zone_cli.document import Plan, mapping
from landing_zone_cli.identities import Row, matrix
from landing_zone_cli.inventory import arrange
from landing_zone_cli.matrix import matrix_table
from landing_zone_cli.project import choose, environment
from landing_zone_cli.summary import summary
from landing_zone_cli.terminal import UNLIMITED, at_work, show
from landing_zone_cli.tree import MARK, tree
from landing_zone_rehearsal import Changes, Recording, record_project, to_document
from landing_zone_rehearsal.project import Project, open_project


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    directory: Path = Path()
    stack: str | None = None
    json: bool = False
    identities: bool = False
    diff: str | None = None
    policy_config: Path | None = None


def run(request: Request) -> bool:
    """Plan a stack, print what was asked for, and say whether its policies let it pass."""
    started = time.perf_counter()
    project = open_project(request.directory)
    stack = choose(project, request.stack)
    with at_work(f"planning {stack}"):
        recording = record_project(project.root, stack, preview=not request.identities)
    _pass_on_messages(recording)
    document = to_document(recording)
    env = environment(project, stack)
    heading = header(project, stack, env)
    judged = policing.report(document, env, Path(project.root), request.policy_config)
    if request.identities:
        groups = mapping(env.get("groups"))
        _print_identities(matrix(Plan.of(document), groups), heading, json=request.json)
    elif request.diff:
        _print_changes(difference.since(request.diff, document), heading, json=request.json)
    elif request.json:
        print_json(document)
    else:
        took = f"planned in {time.perf_counter() - started:.1f} s"
        legend = Text(f"\n{MARK} protected from deletion · {took}", "note")
        planned = Plan.of(document)
        spent = pools.told(pools.costs(planned, env))
        show(heading, Text(), *overview(planned), *spent, *policing.told(judged), legend)
    return not policing.refuses(judged)


def header(project: Project, stack: str, env: Mapping[str, Any] | None = None) -> Text:
    """Return one line that says what is planned, and where it would stand.

    Where a stack stands is read from its file, unless it is at hand.
    """
    env = environment(project, stack) if env is None else env
    line = Text(f"{project.name} {stack}", "heading")
    facts = [str(env[key]) for key in ("cloud", "account", "region") if key in env]
    if "profile" in env:
        facts.append(f"profile {env['profile']}")
    return line.append("".join(f" · {fact}" for fact in facts), "note")


def overview(plan: Plan) -> Iterator[RenderableType]:
    """Yield the tree of a plan and what is to be said below it."""
    yield from tree(arrange(plan))
    yield from summary(plan)


def print_json(document: Mapping[str, Any]) -> None:
    """Print JSON and nothing else.

    Line by line: of one long write to a closed pipe, an unbuffered stream loses the end unnoticed.
    """
    sys.stdout.writelines(f"{line}\n" for line in json.dumps(document, indent=2).splitlines())


def _print_identities(rows: list[Row], heading: Text, *, json: bool) -> None:
    if json:
        print_json(identities.as_json(rows))
    else:
        show(heading, Text(), *matrix_table(rows), pipe_width=UNLIMITED)


def _print_changes(changes: Changes, heading: Text, *, json: bool) -> None:
    if json:
        print_json(difference.as_json(changes))
    else:
        show(heading, Text(), *difference.as_text(changes), pipe_width=UNLIMITED)


def _pass_on_messages(recording: Recording) -> None:
    for log in recording.logs:
        sys.stderr.write(f"{log.severity}: {log.message}\n")
