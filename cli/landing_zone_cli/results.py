"""How the outcome of an operation is shown: counts by capability, outputs, complaints."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from landing_zone_cli.document import PROVIDER, Plan, kind, name_of
from landing_zone_cli.failures import say, warn
from landing_zone_cli.inventory import capabilities
from landing_zone_rehearsal.deployment import Diagnostic, Loss, Outcome, Step

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""

RESULTS = {
    "create": "created",
    "import": "imported",
    "update": "updated",
    "create-replacement": "replaced",
    "replace": "replaced",
    "delete-replaced": "replaced",
    "delete": "deleted",
    "same": "same",
}
"""What is said of the engine's steps, the least telling last."""

COLUMNS = ("created", "imported", "updated", "replaced", "deleted", "same", "failed")

LONGEST_OUTPUT = 240
"""Characters; longer than any ID of a cloud."""


def results(steps: Iterable[Step]) -> dict[str, str]:
    """Return what became of each resource, by URN."""
    found: dict[str, str] = {}
    for step in steps:
        word = "failed" if step.status == "failed" else RESULTS.get(step.op)
        if word and not (step.urn in found and (word == "same" or found[step.urn] == "failed")):
            found[step.urn] = word
    return found


def plan_of(outcome: Outcome, state: Iterable[Mapping[str, Any]]) -> Plan:
    """Return what an operation was about, in the order that the state's dependencies give."""
    known = {each["urn"]: each for each in state}
    seen = {step.urn: step.new or step.old or {} for step in outcome.steps}
    return Plan.of({"resources": [{**known.get(urn, {}), **each} for urn, each in seen.items()]})


def table(plan: Plan, became: Mapping[str, str]) -> Table:
    """Return how many resources of each capability became what."""
    rows = [
        (name, Counter(became.get(each.urn) for each in those))
        for name, those in capabilities(plan)
    ]
    everything = sum((counts for _, counts in rows), Counter[str | None]())
    columns = [each for each in COLUMNS if everything[each]]
    shown = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 3, 0, 0))
    shown.add_column("capability")
    for each in columns:
        shown.add_column(each, justify="right")
    for name, counts in rows:
        shown.add_row(name, *(str(counts[each] or "") for each in columns))
    shown.add_row("all", *(str(everything[each]) for each in columns), style="heading")
    return shown


def outputs(given: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Yield the outputs of the stack, one to a line."""
    if not given:
        return
    yield Text("outputs", "heading")
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for path, value in _leaves(given):
        rows.add_row(path, Text(_in_short(value), "physical"))
    yield Padding(rows, (0, 0, 0, 2))


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Tell on standard error what went wrong: the resource, and the cloud's own words in full."""
    for text in _told(diagnostics, "error"):
        for line in text.splitlines():
            say(line)


def remark(diagnostics: Iterable[Diagnostic]) -> Iterator[RenderableType]:
    """Yield what was said besides errors."""
    for text in _told(diagnostics, "warning"):
        yield Text(f"warning: {text}", "changed")


def about(diagnostic: Diagnostic) -> str:
    """Return what comes before the words of a diagnostic: whom they are about, and who speaks."""
    policy = f"[{diagnostic.policy}] " if diagnostic.policy else ""
    if not diagnostic.urn or _is_stack(diagnostic.urn):
        return policy
    type_ = diagnostic.urn.split("::")[2].rpartition("$")[2]
    return f"{name_of(diagnostic.urn)} ({kind(type_)}): {policy}"


def is_input(outcome: Outcome) -> bool:
    """Say whether the program or its configuration is what went wrong, before any resource did."""
    return not any(step.custom for step in outcome.steps) and all(
        not each.policy and (not each.urn or _is_stack(each.urn)) for each in outcome.errors
    )


def warn_of(losses: Iterable[Loss]) -> None:
    """Tell on standard error what a change would lose: what is replaced is refused."""
    for each in losses:
        tell = say if each.act == "replace" else warn
        tell(loss(each))


def loss(lost: Loss) -> str:
    """Say in one line what a change would lose, and how to allow it."""
    what = f"{name_of(lost.urn)} ({kind(lost.type)})"
    if lost.act == "delete":
        return f"{what}: is deleted; {lost.because}"
    paths = ", ".join(lost.properties)
    verb = "replace" if len(lost.properties) > 1 else "replaces"
    return f"{what}: {paths} {verb} it; {lost.because}; --allow-replace '{lost.urn}'"


def as_json(
    operation: str, stack: str, outcome: Outcome, lost: Sequence[Loss] = ()
) -> dict[str, Any]:
    """Return an outcome as data; `docs/rehearse.md` documents it."""
    became = results(
        step for step in outcome.steps if step.custom and not step.type.startswith(PROVIDER)
    )
    return {
        "version": VERSION,
        "operation": operation,
        "stack": stack,
        "ok": outcome.ok and not any(each.act == "replace" for each in lost),
        "stopped": outcome.stopped,
        "seconds": round(outcome.seconds, 3),
        "counts": dict(Counter(became.values())),
        "resumed": list(outcome.created),
        "losses": [
            {"urn": each.urn, "type": each.type, "act": each.act, "because": each.because}
            | {"properties": list(each.properties)}
            for each in lost
        ],
        "steps": [_step(step) for step in outcome.steps if step.op != "same"],
        "outputs": outcome.outputs,
        "diagnostics": [
            {"severity": each.severity, "message": each.message}
            | {"urn": each.urn or None, "policy": each.policy or None}
            for each in outcome.diagnostics
        ],
    }


def _told(diagnostics: Iterable[Diagnostic], severity: str) -> Iterator[str]:
    """Yield what was said; what a policy says of itself comes after its first words alone."""
    explained = set[tuple[str, str]]()
    for each in diagnostics:
        if each.severity != severity:
            continue
        first, _, rest = each.message.partition("\n")
        known = bool(each.policy) and (each.policy, rest) in explained
        explained.add((each.policy, rest))
        yield f"{about(each)}{first if known or not rest else each.message}"


def _step(step: Step) -> dict[str, Any]:
    return {
        "urn": step.urn,
        "type": step.type,
        "op": step.op,
        "status": step.status,
        "id": step.id,
        "replaces": list(step.replaces),
        "properties": [
            {"path": each.path, "kind": each.kind, "old": each.old, "new": each.new}
            for each in step.differences
        ],
    }


def _is_stack(urn: str) -> bool:
    return "::pulumi:pulumi:Stack::" in urn


def _in_short(value: str) -> str:
    """Return an output on one line: of a certificate, how long it is; `--json` has it in full."""
    if len(value) <= LONGEST_OUTPUT:
        return value
    return f"{value[:16]}… {len(value):,} characters"


def _leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        if isinstance(each, Mapping) and each:
            yield from _leaves(cast("Mapping[str, Any]", each), f"{path}{name}.")
        else:
            yield f"{path}{name}", _shown(each)


def _shown(value: Any) -> str:
    if value in (None, "", [], {}):
        return "-"
    return value if isinstance(value, str) else json.dumps(value)
