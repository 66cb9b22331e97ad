"""Mutates zones, rules and their core, and writes docs/mutation.md with what nobody noticed.

`make mutants` runs it: every hardening property of our zones is weakened and the rules are asked;
every row of the rules' tables is left out and the cases are asked; mutmut changes the core of the
policies and the quick tests of it are asked. With `--zones` or `--core` only one half is done
again, with `--page` none: the page is written from docs/mutation.json.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

from tools.mutants.core import ROOT, of_core
from tools.mutants.page import page
from tools.mutants.zones import of_zones_and_rules

DATA, PAGE = ROOT / "docs" / "mutation.json", ROOT / "docs" / "mutation.md"


def main(arguments: list[str]) -> int:
    """Run what is asked for, and write the page."""
    if not {"--page", "--core"}.intersection(arguments):
        _write(of_zones_and_rules())
    if not {"--page", "--zones"}.intersection(arguments):
        _write({"core": of_core()})
    if "--page" in arguments:
        _write({})
    return 0


def _write(found: dict[str, Any]) -> None:
    """Write what was found at once, as the other half takes minutes more."""
    if found:
        found["date"] = dt.datetime.now(dt.UTC).date().isoformat()
    known: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
    known |= found
    DATA.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
