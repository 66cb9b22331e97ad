"""Which controls of which frameworks a rule helps to meet.

As read in November 2026. The controls of NIST SP 800-53r5, ISO/IEC 27001:2022, SOC 2, HIPAA and
GDPR were chosen rule by rule; those of the CIS benchmarks, C5, NIS2 and AWS's AI security framework
are those that Prowler gives its checks of the same things
(https://github.com/prowler-cloud/prowler, commit 3e000faa31). A rule that passes is evidence for a
control, and no proof of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

FRAMEWORKS = (
    "NIST 800-53r5",
    "ISO 27001:2022",
    "SOC 2",
    "HIPAA",
    "GDPR",
    "CIS AWS 5.0",
    "CIS GCP 4.0",
    "CIS Azure 4.0",
    "CIS K8s 1.11",
    "C5",
    "NIS2",
    "AWS AISF",
)
"""From the widest to the narrowest."""


def controls(rule: str) -> Mapping[str, tuple[str, ...]]:
    """Return the controls that a rule is evidence for, by framework."""
    return _table().get(rule, {})


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    import csv  # noqa: PLC0415 (only what shows controls needs it)
    from pathlib import Path  # noqa: PLC0415

    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    text = (Path(__file__).parent / "facts" / "controls.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["rule"]][row["framework"]] = tuple(row["controls"].split("; "))
    return found
