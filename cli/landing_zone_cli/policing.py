"""What the policy packs say of a plan."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from rich.console import RenderableType
from rich.text import Text

from landing_zone_cli import documents
from landing_zone_cli.failures import InputError
from landing_zone_policies.catalogue import rules
from landing_zone_policies.configuration import SettingsError, settings_of
from landing_zone_policies.documents import DocumentError, estate_of
from landing_zone_policies.judging import Report, Verdict, judge
from landing_zone_policies.reports import written

FILES = ("policies.yaml", "policies.json")
"""Where a project says what the rules go by, beside its Pulumi.yaml."""


def report(
    document: Mapping[str, Any], env: Mapping[str, Any], folder: Path, config: Path | None
) -> Report:
    """Judge a plan by every rule, at its environment's profile and in its jurisdictions.

    A configuration file says what is different.

    Raises:
        InputError: with a line for each mistake in the file.
    """
    found = config or next((folder / name for name in FILES if (folder / name).exists()), None)
    try:
        said: Any = documents.configuration(str(found)) if found else {}
        settings = settings_of(said, [rule.id for rule in rules()], under=_of(env))
    except DocumentError as error:
        raise InputError(str(error)) from None
    except SettingsError as error:
        raise InputError("\n".join(f"{found}: {each}" for each in error.faults)) from None
    return judge(estate_of(document), rules(), settings)


def told(report: Report) -> Iterator[RenderableType]:
    """Yield the findings, and how many of what there are."""
    yield Text("\npolicies", "heading")
    lines = written(report, "table").rstrip().splitlines()
    for line in lines:
        failing = line.lstrip().startswith("✗")
        yield Text(line, "error" if failing else "")


def refuses(report: Report) -> bool:
    """Say whether something mandatory is broken."""
    return any(each.is_fatal for each in report.of(Verdict.FAIL))


def _of(env: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an environment says of the rules."""
    found: dict[str, Any] = {}
    if isinstance(env.get("profile"), str):
        found["profile"] = env["profile"]
    residency = env.get("residency")
    if isinstance(residency, str):
        found["jurisdictions"] = [residency]
    elif isinstance(residency, list):
        found["jurisdictions"] = [*cast("list[Any]", residency)]
    return found
