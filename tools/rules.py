"""Writes docs/rules.md: what each rule says, and on which clouds it is proved to admit and deny.

Usage: `python tools/rules.py [--check]`; with `--check` nothing is written, and 1 says that the
page is not current.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from landing_zone_policies.catalogue import MODULES, rules
from landing_zone_policies.controls import controls
from landing_zone_policies.describing import looks_at

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "rules.md"

CLOUDS = {"aws": "AWS", "gcp": "Google Cloud", "azure": "Azure", "kubernetes": "Kubernetes"}

INTRODUCTION = """\
# The rules

Written by `make docs`; do not edit. `lz rules ID` shows a rule with the types that it looks at.

A rule is mandatory from the profile that its severity says (critical: `dev`, high: `standard`,
medium: `regulated`) unless the configuration says otherwise, and advisory below; see
[policies.md](policies.md).

## Where each is proved

Small Pulumi programs, run through the recorder both as a preview and as deployed: how many a rule
admits, and how many it denies. An empty cell: the rule looks at nothing of that cloud. The packages
`aws`, `gcp`, `azure-native` and `kubernetes` are meant; *also* names the others of which it looks
at some types.
"""

OTHERS = ("aws-native", "azure", "azuread", "google-native")
"""Packages that are a cloud's second one, or its older one."""


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is current."""
    text = page()
    if "--check" in arguments:
        return int(text != PAGE.read_text())
    PAGE.write_text(text)
    return 0


def page() -> str:
    """Return the page."""
    return "\n".join([INTRODUCTION, *_matrix(), *_rules()])


def _matrix() -> Iterator[str]:
    proved = _proved()
    yield f"| rule | severity | {' | '.join(CLOUDS.values())} | also | what has to be so |"
    yield f"|---|---|{'---|' * len(CLOUDS)}---|---|"
    for rule in rules():
        known = looks_at(rule)
        cells = [
            f"{proved[rule.id, cloud, 'pass']} / {proved[rule.id, cloud, 'fail']}"
            if cloud in known
            else ""
            for cloud in CLOUDS
        ]
        packages = {type_.partition(":")[0] for check in rule.checks for type_ in check.types}
        also = ", ".join(f"`{each}`" for each in OTHERS if each in packages)
        yield (f"| {rule.id} | {rule.severity} | {' | '.join(cells)} | {also} | {rule.statement} |")


def _rules() -> Iterator[str]:
    for group, package in MODULES.items():
        yield f"\n## {package.replace('_', ' ').capitalize()}"
        for rule in rules():
            if rule.group != group:
                continue
            asked = "" if rule.since == "dev" else f" Asked from the profile `{rule.since}` on."
            evidence = "; ".join(
                f"{name} {', '.join(each)}" for name, each in controls(rule.id).items()
            )
            yield f"\n### {rule.id}\n\n{rule.statement}. {rule.severity.capitalize()}.{asked}\n"
            yield f"- Why: {rule.rationale}"
            yield f"- Fix: {rule.fix}"
            yield f"- Evidence for: {evidence}"
    yield ""


def _proved() -> Counter[tuple[str, str, str]]:
    """Count the programs by rule, cloud and outcome."""
    sys.path.insert(0, str(ROOT))
    return Counter(import_module("tests.policies.test_rules").proved())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
