"""docs/policies.md says what the packs take and do."""

from __future__ import annotations

import json
import re
from pathlib import Path

from landing_zone_policies.catalogue import ALL, PACKS, rules
from landing_zone_policies.configuration import settings_of
from landing_zone_policies.options import OPTIONS
from landing_zone_policies.remedies import REMEDIED
from landing_zone_policies.rule import Severity
from landing_zone_policies.settings import LEVELS, MANDATORY_FROM, PROFILES, Settings

TEXT = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of its columns."""
    table = TEXT.partition(f"\n{heading}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_example_is_one_that_is_taken():
    example = json.loads(TEXT.partition("```json\n")[2].partition("```")[0])
    settings = settings_of(example, [rule.id for rule in rules()])
    assert settings.profile == "regulated"
    assert {*OPTIONS} - {"privileged_namespaces"} <= {*example["settings"]}


def test_every_setting_is_explained():
    found = [
        name for row in rows("| setting | meaning | if it is left out |") for name in named(row[0])
    ]
    assert sorted(found) == sorted(OPTIONS)


def test_every_pack_and_level_is_explained():
    assert {
        name for row in rows("| pack | what its rules are about |") for name in named(row[0])
    } == {
        *PACKS,
        ALL,
    }
    levels = [name for row in rows("| level | what a failure does |") for name in named(row[0])]
    assert levels == [*LEVELS]


def test_the_levels_of_each_profile_are_those_that_count():
    table = rows("| severity | `dev` | `standard` | `regulated` |")
    assert [row[0] for row in table] == [each.value for each in Severity]
    for severity, *levels in table:
        first = MANDATORY_FROM[severity]
        for profile, level in zip(PROFILES, levels, strict=True):
            stops = first is not None and Settings(profile=profile).reaches(first)
            assert level == ("mandatory" if stops else "advisory")


def test_every_remedy_is_listed():
    found = {name for row in rows("| rule | what is set |") for name in named(row[0])}
    assert found == REMEDIED
