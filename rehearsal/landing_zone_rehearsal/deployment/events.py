"""Makes an outcome of the engine's events.

The events: https://www.pulumi.com/docs/iac/automation-api/ and, field by field,
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from landing_zone_rehearsal.differences import PropertyChange, differences, show
from landing_zone_rehearsal.urns import STACK_TYPE
from landing_zone_rehearsal.values import is_dict

from .outcome import Diagnostic, Status, Step

SEVERITIES: Mapping[str, Literal["error", "warning", "info"]] = {
    "error": "error",
    "warning": "warning",
    "info": "info",
    "info#err": "info",
}
"""What is passed on, and as what; the rest is for who debugs the engine."""

LEVELS: Mapping[str, Literal["error", "warning"]] = {"mandatory": "error", "advisory": "warning"}

WRAPPINGS = (
    r"rpc error: code = \w+ desc = ",
    r"^\s*\d+ errors? occurred:\s*\* ",
    r"^(error|warning): ",
)
"""What the engine puts round a provider's own words."""

GONE = re.compile(r"error reading from server: .*|connection error: .*", re.DOTALL)
"""What the engine says when a provider has ended."""

SUMMARIES = {"update failed", "preview failed", "destroy failed", "refresh failed"}
"""What says no more than the outcome itself."""


class Reading:
    """What was read from the events of an operation so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.steps: dict[tuple[str, str], Step] = {}
        self.outputs: Mapping[str, Any] = {}
        self.diagnostics: list[Diagnostic] = []
        self.result: str | None = None

    def add(self, event: Mapping[str, Any]) -> Step | None:
        """Take an event in, and return the step that it is about."""
        for name, status in _STEPS.items():
            if name in event:
                return self._step(event[name]["metadata"], status)
        if "diagnosticEvent" in event:
            self.diagnostics += _said(event["diagnosticEvent"])
        elif "policyEvent" in event:
            self.diagnostics.append(_judged(event["policyEvent"]))
        elif "summaryEvent" in event:
            self.result = event["summaryEvent"].get("result")
        return None

    def _step(self, metadata: Mapping[str, Any], status: Status) -> Step:
        if metadata["type"] == STACK_TYPE:
            outputs = _state(metadata.get("new")).get("outputs")
            self.outputs = show(outputs) if outputs else self.outputs
        step = _read(metadata, status)
        self.steps[step.urn, step.op] = step
        return step


def read(log: Path) -> Reading:
    """Read a file of events that may have ended in the midst of one."""
    reading = Reading()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError):
            reading.add(json.loads(line))
    return reading


_STEPS: Mapping[str, Status] = {
    "resourcePreEvent": "planned",
    "resOutputsEvent": "done",
    "resOpFailedEvent": "failed",
}


def clean(message: str) -> str:
    """Take what the engine and a bridge put round a cloud's words off them."""
    for pattern in WRAPPINGS:
        message = re.sub(pattern, "", message)
    if GONE.fullmatch(message.strip()):
        return "the provider ended before it could answer"
    return message.strip()


def _read(metadata: Mapping[str, Any], status: Status) -> Step:
    old, new = _state(metadata.get("old")), _state(metadata.get("new"))
    state = new or old
    return Step(
        urn=metadata["urn"],
        type=metadata["type"],
        op=metadata["op"],
        status=status,
        custom=bool(state.get("custom")),
        protected=bool(old.get("protect") or new.get("protect")),
        id=new.get("id") or old.get("id") or None,
        parent=state.get("parent") or "",
        differences=tuple(_differences(old, new)),
        paths=tuple(metadata.get("detailedDiff") or metadata.get("diffs") or ()),
        replaces=tuple(metadata.get("keys") or ()),
        old=old or None,
        new=new or None,
    )


def _state(value: Any) -> dict[str, Any]:
    return value if is_dict(value) else {}


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[PropertyChange]:
    if old and new:
        yield from differences(old.get("inputs") or {}, new.get("inputs") or {})


def _said(event: Mapping[str, Any]) -> Iterator[Diagnostic]:
    severity = SEVERITIES.get(event.get("severity", ""))
    message = clean(event.get("message", ""))
    if severity and message and message not in SUMMARIES:
        yield Diagnostic(severity, message, event.get("urn") or "")


def _judged(event: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        LEVELS.get(event.get("enforcementLevel", ""), "warning"),
        clean(event.get("message", "")),
        event.get("resourceUrn") or "",
        f"{event.get('policyPackName', '')}: {event.get('policyName', '')}",
    )
