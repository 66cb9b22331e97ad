"""What hardens our zones, judged by the rules, and the rules' rows, judged by their cases."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from typing import Any

from tools.mutants.page import CLOUDS


def of_zones_and_rules() -> dict[str, Any]:
    """Return the figures of the zones and of the rules' rows, two at a time."""
    with ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        rows = pool.submit(_of_rows)
        zones = {cloud: pool.submit(_of_zone, cloud) for cloud in CLOUDS}
        hardening = {cloud: each.result() for cloud, each in zones.items()}
        return {"hardening": hardening, "rows": rows.result()}


def _of_zone(cloud: str) -> dict[str, Any]:
    score = import_module("tests.long.hardening").score_of(cloud)
    print(f"{cloud}: {score.found} of {score.asked} mistakes found by rules", flush=True)
    counts = ("found", "asked", "killed", "opened", "defaults", "layered", "others", "refused")
    excuses = import_module("tests.long.unasked").UNASKED[cloud].items()
    return {
        **{name: getattr(score, name) for name in counts},
        "survivors": score.survivors,
        "excused": [
            [pattern, score.excused[pattern], reason]
            for pattern, reason in excuses
            if score.excused[pattern]
        ],
    }


def _of_rows() -> dict[str, Any]:
    found = import_module("tests.long.rows").lost()
    print(f"rows: {found.total - len(found.survivors)} of {found.total} missed", flush=True)
    return {"total": found.total, "survivors": found.survivors}
