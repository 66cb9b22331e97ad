"""`lz check` and `lz rules`: as light as they can be, since they run in hooks and on every change.

Standard library and rules alone: what the other commands are made of takes longer to import than
most programs take to check.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any, cast

from landing_zone_policies.catalogue import ALL, PACKS, rules
from landing_zone_policies.configuration import SettingsError
from landing_zone_policies.documents import DocumentError
from landing_zone_policies.reports import FORMATS
from landing_zone_policies.rule import Severity
from landing_zone_policies.settings import PROFILES

CLEAN, FAILED, WRONG_INPUT, UNEXPECTED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 130, 141

WIDTH = 100

NO_JURISDICTIONS = (
    "settings.jurisdictions: a list such as [eu], got nothing; the pack residency judges by it, and"
    " --config FILE names a file that says it"
)

CHECK = "Judge Pulumi programs by their documents, in any language, without any cloud."
RULES = "Show the rules there are, or one of them with its reasons and controls."

CODES = """\
A document is what `pulumi preview --json --show-sames`, `pulumi stack export` or `lz plan --json`
prints; - is standard input. See docs/check.md.

Exit codes: 0 clean; 1 a rule refuses; 2 the input is wrong."""


def main(arguments: Sequence[str]) -> int:
    """Run `check` or `rules`, and return the exit code."""
    try:
        command, *rest = arguments
        run, parser = COMMANDS[command]
        code = run(parser().parse_args(rest))
        sys.stdout.flush()
    except (DocumentError, SettingsError) as error:
        return _refused(str(error))
    except MemoryError:
        return _refused("there is not enough memory for a document this large; export fewer stacks")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("LZ_DEBUG"):
            raise
        _refused(f"{type(error).__name__}; LZ_DEBUG=1 shows where")
        return UNEXPECTED
    return code


def _check(asked: argparse.Namespace) -> int:
    from landing_zone_cli import documents
    from landing_zone_policies.judging import Verdict
    from landing_zone_policies.reports import written

    packs = [*dict.fromkeys(asked.pack or [ALL])]
    chosen = {rule.id: rule for pack in packs for rule in rules(pack)}
    settings = documents.settings(asked.config, asked.profile, [rule.id for rule in rules()])
    if "residency" in packs and not settings.jurisdictions:
        raise SettingsError([NO_JURISDICTIONS])
    known = documents.baseline(asked.baseline)
    report = documents.judged(asked.files, list(chosen.values()), settings, known)
    _write(written(report, asked.format, everything=asked.all))
    worst = [*Severity].index(Severity(asked.fail_on)) if asked.fail_on else -1
    refused = any(
        each.is_fatal or [*Severity].index(each.rule.severity) <= worst
        for each in report.of(Verdict.FAIL)
    )
    return FAILED if refused else CLEAN


def _rules(asked: argparse.Namespace) -> int:
    from landing_zone_policies import describing

    if asked.json:
        _write(describing.as_json(rules(asked.pack)))
        return CLEAN
    if not asked.id:
        _write(describing.listed(rules(asked.pack)))
        return CLEAN
    found = next((rule for rule in rules() if rule.id == asked.id.upper()), None)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(asked.id.upper(), [rule.id for rule in rules()], n=1)
        return _refused(f"no rule {asked.id}{f'; did you mean {near[0]}?' if near else ''}")
    _write(describing.described(found))
    return CLEAN


def _checked() -> argparse.ArgumentParser:
    check = argparse.ArgumentParser(
        prog="lz check",
        description=CHECK,
        epilog=CODES,
        formatter_class=_Wide,
        allow_abbrev=False,
    )
    check.add_argument("files", metavar="FILE", nargs="+", help="a document; - is standard input")
    check.add_argument(
        "--format", "-f", choices=FORMATS, default="table", help="how to show it (table)"
    )
    check.add_argument(
        "--pack",
        "-p",
        action="append",
        choices=[*PACKS, ALL],
        metavar="PACK",
        help=f"which rules to ask: {', '.join(PACKS)} or all (all); may be repeated",
    )
    check.add_argument("--config", "-c", metavar="FILE", help="settings, as JSON or YAML")
    check.add_argument("--profile", choices=PROFILES, help="how strict to be, whatever FILE says")
    check.add_argument(
        "--fail-on",
        choices=[each.value for each in Severity],
        metavar="SEVERITY",
        help="exit with 1 for findings that are as bad, besides mandatory ones",
    )
    check.add_argument(
        "--baseline",
        metavar="FILE",
        help="an earlier --format json: only what is not in it counts",
    )
    check.add_argument(
        "--all", action="store_true", help="show what passes and does not apply, too"
    )
    return check


def _listed() -> argparse.ArgumentParser:
    listed = argparse.ArgumentParser(
        prog="lz rules", description=RULES, formatter_class=_Wide, allow_abbrev=False
    )
    listed.add_argument("id", metavar="ID", nargs="?", help="a rule, such as ENC-01")
    listed.add_argument("--pack", "-p", choices=[*PACKS, ALL], default=ALL, help="of one pack")
    listed.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return listed


COMMANDS = {"check": (_check, _checked), "rules": (_rules, _listed)}
"""What runs each command, and what reads its options."""


def _write(text: str) -> None:
    """Write whatever the terminal has letters for, and the rest by number."""
    out: object = sys.stdout
    if isinstance(out, TextIOWrapper):
        cast("TextIOWrapper[Any]", out).reconfigure(errors="backslashreplace")
    sys.stdout.write(text)


def _refused(lines: str) -> int:
    for line in lines.splitlines():
        sys.stderr.write(f"error: {line}\n")
    return WRONG_INPUT


class _Wide(argparse.HelpFormatter):
    """Help that keeps the lines of an epilogue."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=WIDTH)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return text
        return super()._fill_text(text, width, indent)
