"""The command `lz preview`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from landing_zone_cli import deploying, results
from landing_zone_cli.difference import property_line
from landing_zone_cli.document import Plan, kind
from landing_zone_cli.inventory import capabilities
from landing_zone_cli.plan import header, print_json
from landing_zone_cli.project import choose
from landing_zone_cli.terminal import UNLIMITED, at_work, show
from landing_zone_rehearsal.deployment import (
    Loss,
    Outcome,
    Pack,
    Step,
    losses,
    pack_options,
    plain_preview,
)
from landing_zone_rehearsal.engine import require
from landing_zone_rehearsal.project import Project, open_project

SIGNS = {
    "replace": ("±", "fault"),
    "delete": ("-", "gone"),
    "create": ("+", "new"),
    "import": ("=", "new"),
    "update": ("~", "changed"),
}
"""How each of the engine's steps is shown, in the order in which it is."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    directory: Path = Path()
    stack: str | None = None
    sandbox: bool = False
    packs: tuple[Pack, ...] = ()
    allowed: tuple[str, ...] = ()
    json: bool = False


def run(request: Request) -> None:
    """Show what a deployment would change."""
    project = open_project(request.directory)
    stack = choose(project, request.stack)
    if request.sandbox:
        asked = deploying.Request(directory=request.directory, stack=stack, sandbox=True)
        with deploying.rehearsing(asked, "previewing") as (rehearsal, _):
            outcome, state = (
                rehearsal.preview(policy_packs=request.packs),
                rehearsal.state.resources(),
            )
    else:
        engine = require(project.root)
        with at_work(f"previewing {stack}"):
            given = pack_options(request.packs)
            outcome, state = plain_preview(project, stack, engine, given), []
    lost = [*losses(outcome.steps, request.allowed)]
    if request.json:
        print_json(results.as_json("preview", stack, outcome, lost))
    else:
        _print(project, stack, outcome, lost, results.plan_of(outcome, state))
    deploying.leave(outcome, lost)


def _print(project: Project, stack: str, outcome: Outcome, lost: list[Loss], plan: Plan) -> None:
    changes = {step.urn: step for step in outcome.steps if step.op in SIGNS and step.custom}
    show(
        header(project, stack),
        Text(),
        *results.remark(outcome.diagnostics),
        *_first("replaced", (each for each in changes.values() if each.op == "replace")),
        *_by_capability(plan, changes),
        *(
            (
                Text(_counts(changes.values()), "heading"),
                Text(f"previewed in {outcome.seconds:.1f} s", "note"),
            )
            if outcome.ok
            else ()
        ),
        pipe_width=UNLIMITED,
    )
    results.complain(outcome.diagnostics)
    results.warn_of(lost)


def _first(what: str, steps: Iterable[Step]) -> Iterator[RenderableType]:
    """Yield what is not to be overlooked."""
    listed = [*steps]
    if listed:
        yield Text(what, "fault")
        yield from (part for step in listed for part in _change(step))
        yield Text()


def _by_capability(plan: Plan, changes: dict[str, Step]) -> Iterator[RenderableType]:
    for name, resources in capabilities(plan):
        steps = [changes[each.urn] for each in resources if each.urn in changes]
        others = [step for step in steps if step.op != "replace"]
        if not others:
            continue
        yield Text(name, "component")
        for op in SIGNS:
            for step in sorted(others, key=lambda each: each.name):
                if step.op == op:
                    yield from _change(step)
        yield Text()


def _change(step: Step) -> Iterator[RenderableType]:
    sign, style = SIGNS[step.op]
    title = Text(f"  {sign} {step.name}", style).append(f"  {kind(step.type)}", "kind")
    if step.op == "replace" and not step.replaces:
        title.append("  with what it depends on", "note")
    yield title
    for each in step.differences:
        replaces = _top(each.path) in step.replaces
        line = property_line(each).append("  replaces it" if replaces else "", "fault")
        yield Padding(line, (0, 0, 0, 6))
    known = {_top(each.path) for each in step.differences}
    for name in dict.fromkeys(map(_top, step.paths)):
        if name not in known:
            line = Text(f"~ {name}: known only after deployment", "changed")
            yield Padding(line, (0, 0, 0, 6))


def _top(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _counts(steps: Iterable[Step]) -> str:
    counts = Counter(step.op for step in steps)
    told = ", ".join(f"{counts[op]} to {op}" for op in SIGNS if counts[op])
    return told or "nothing would change"
