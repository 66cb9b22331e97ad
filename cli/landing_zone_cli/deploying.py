"""The commands `lz up` and `lz destroy`."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.text import Text

from landing_zone_cli import results
from landing_zone_cli.failures import INTERRUPTED, REFUSED, WRONG_INPUT, InputError, say
from landing_zone_cli.plan import header, print_json
from landing_zone_cli.progress import Progress, progress
from landing_zone_cli.project import choose
from landing_zone_cli.standing import left_behind
from landing_zone_cli.terminal import UNLIMITED, lz, show
from landing_zone_rehearsal.deployment import (
    Loss,
    Outcome,
    Pack,
    Rehearsal,
    SandboxProcess,
    losses,
    state_folder,
)
from landing_zone_rehearsal.engine import require
from landing_zone_rehearsal.project import open_project

MOST_NAMED = 8
"""How many protected resources are named."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    directory: Path = Path()
    stack: str | None = None
    sandbox: bool = False
    faults: tuple[str, ...] = ()
    latency_seconds: float = 0.0
    packs: tuple[Pack, ...] = ()
    allowed: tuple[str, ...] = ()
    parallel: int | None = None
    unprotect: bool = False
    json: bool = False


def packs(folders: Sequence[Path] | None, files: Sequence[Path] | None) -> tuple[Pack, ...]:
    """Return the policy packs that judge a run, each with its settings.

    Raises:
        InputError: if there are settings for no pack, or for some of several.
    """
    found, given = [*(folders or ())], [*(files or ())]
    if given and not found:
        raise InputError("--policy-pack-config: there is no --policy-pack that it is for")
    if len(given) not in (0, 1, len(found)):
        raise InputError(
            f"--policy-pack-config: one file, or one for each of {len(found)} packs,"
            f" got {len(given)}"
        )
    settings = given * len(found) if len(given) == 1 else given or [None] * len(found)
    return tuple(
        Pack(folder.resolve(), file and file.resolve())
        for folder, file in zip(found, settings, strict=True)
    )


def up(request: Request) -> None:
    """Deploy a stack onto the simulated clouds."""
    _only_rehearsed(request, "up")
    with rehearsing(request, "previewing") as (rehearsal, shown):
        resumed = rehearsal.resume()
        outcome, lost = _guarded(rehearsal, request)
        if outcome is None:
            shown.begin(f"deploying {rehearsal.stack}")
            outcome = rehearsal.up(
                policy_packs=request.packs,
                parallel=request.parallel,
            )
    outcome = replace(outcome, created=resumed)
    if request.json:
        print_json(results.as_json("up", rehearsal.stack, outcome, lost))
    else:
        _print(rehearsal, outcome, lost)
    leave(outcome, lost)


def destroy(request: Request) -> None:
    """Delete everything of a stack from the simulated clouds."""
    _only_rehearsed(request, "destroy")
    with rehearsing(request, "deleting") as (rehearsal, _):
        _refuse_protected(rehearsal, unprotect=request.unprotect)
        state = rehearsal.state.resources()
        outcome = rehearsal.destroy(parallel=request.parallel)
    if request.json:
        print_json(results.as_json("destroy", rehearsal.stack, outcome))
    else:
        plan = results.plan_of(outcome, state)
        show(
            header(rehearsal.project, rehearsal.stack),
            Text(),
            results.table(plan, results.results(outcome.steps)),
            Text(),
            *(left_behind(rehearsal.state) if outcome.ok else ()),
            Text(f"deleted in {outcome.seconds:.1f} s", "note") if outcome.ok else Text(),
            pipe_width=UNLIMITED,
        )
        _explain(rehearsal.stack, outcome, f"{lz()} destroy --sandbox")
    leave(outcome)


@contextmanager
def rehearsing(request: Request, doing: str) -> Generator[tuple[Rehearsal, Progress]]:
    """Start the simulated clouds for a stack, and show how far the engine is."""
    project = open_project(request.directory)
    stack = choose(project, request.stack)
    engine = require(project.root)
    state = state_folder(project.root)
    clouds = SandboxProcess(state, faults=request.faults, latency_seconds=request.latency_seconds)
    with clouds, progress(f"{doing} {stack}") as shown:
        rehearsal = Rehearsal(
            project.root,
            stack,
            engine=engine,
            environment=clouds.environment(),
            on_step=shown.step,
            on_stop=shown.stopping,
        )
        yield rehearsal, shown


def leave(outcome: Outcome, lost: list[Loss] | None = None) -> None:
    """End with the exit code that an outcome has."""
    if outcome.stopped and not outcome.ok:
        raise typer.Exit(INTERRUPTED)
    if not outcome.ok:
        raise typer.Exit(WRONG_INPUT if results.is_input(outcome) else REFUSED)
    if any(each.act == "replace" for each in lost or ()):
        raise typer.Exit(REFUSED)


def _only_rehearsed(request: Request, command: str) -> None:
    if not request.sandbox:
        raise InputError(
            f"deploying is Pulumi's job: run `pulumi {command}`; add --sandbox to rehearse it on"
            " simulated clouds"
        )


def _guarded(rehearsal: Rehearsal, request: Request) -> tuple[Outcome | None, list[Loss]]:
    """Preview a change of what stands: return the preview if there is to be no change after it."""
    if not rehearsal.state.resources():
        return None, []
    outcome = rehearsal.preview()
    if outcome.stopped:
        return replace(outcome, ok=False), []
    lost = [*losses(outcome.steps, request.allowed)]
    refused = not outcome.ok or any(each.act == "replace" for each in lost)
    return (outcome if refused else None), lost


def _refuse_protected(rehearsal: Rehearsal, *, unprotect: bool) -> None:
    protected = [each["urn"] for each in rehearsal.state.resources() if each.get("protect")]
    if not protected:
        return
    if unprotect:
        rehearsal.unprotect()
        return
    names = [results.name_of(urn) for urn in protected]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    say(f"{', '.join(names[:MOST_NAMED])}{more}: protected from deletion; nothing was touched")
    say("--unprotect lifts the protection of everything in the stack first")
    raise typer.Exit(REFUSED)


def _print(rehearsal: Rehearsal, outcome: Outcome, lost: list[Loss]) -> None:
    """Print what an `up` did, and what to do next."""
    stack = rehearsal.stack
    results.warn_of(lost)
    if any(each.act == "replace" for each in lost):
        say("nothing was changed")
        return
    plan = results.plan_of(outcome, rehearsal.state.resources())
    became = results.results(outcome.steps)
    show(
        header(rehearsal.project, stack),
        Text(),
        *(
            Text(f"taken over from a killed run: {results.name_of(urn)}", "note")
            for urn in outcome.created
        ),
        *results.remark(outcome.diagnostics),
        *((results.table(plan, became), Text()) if became else ()),
        pipe_width=UNLIMITED,
    )
    if outcome.ok:
        show(
            *results.outputs(outcome.outputs),
            Text(f"\ndeployed onto simulated clouds in {outcome.seconds:.1f} s", "note"),
            Text(f"look at it: {lz()} show {stack}", "note"),
            Text(f"tear it down: {lz()} destroy --sandbox {stack}", "note"),
            pipe_width=UNLIMITED,
        )
    _explain(stack, outcome, f"{lz()} up --sandbox")


def _explain(stack: str, outcome: Outcome, command: str) -> None:
    if outcome.ok:
        return
    if outcome.stopped:
        say(f"stopped; what exists stays: `{command} {stack}` goes on from there")
        return
    results.complain(outcome.diagnostics)
    if not results.is_input(outcome):
        say(f"what exists stays: mend it, and `{command} {stack}` goes on from there")
