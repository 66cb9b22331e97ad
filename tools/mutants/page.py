"""The page of the scores: docs/mutation.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tools.mutants.core import TESTS

CLOUDS = {"aws": "AWS", "gcp": "Google Cloud", "azure": "Azure"}


def page(found: Mapping[str, Any]) -> str:
    """Return the page for what was found."""
    return "\n".join([*_zones(found["hardening"]), *_rows(found["rows"]), *_core(found)]) + "\n"


def _zones(found: Mapping[str, Any]) -> Iterator[str]:
    yield "# Mutation scores\n"
    yield "Written by `make mutants`; do not edit.\n"
    yield "## What hardens our zones, judged by the rules\n"
    yield (
        "In each production stack, as deployed, every property that hardens something is left out"
        " or set to something\nweaker, every statement of a policy is widened and every resource"
        " taken away, one at a time\n(`tests/long/mutants.py`). The rules, at the profile"
        " `regulated` and with our tags required, have to\nobject to what they did not object to"
        " before.\n"
    )
    yield "| cloud | tried | excused | to be found | found | score | open | default | layered |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for cloud, title in CLOUDS.items():
        each = found[cloud]
        share = _share(each["found"], each["asked"])
        excused = sum(count for _, count, _ in each["excused"])
        yield (
            f"| {title} | {each['asked'] + excused} | {excused} | {each['asked']} | {each['found']}"
            f" | {share} | {each['opened']} | {each['defaults']} | {each['layered']} |"
        )
    yield (
        "\n- *open*: a rule says that it cannot tell any more.\n- *default*: left out, a property"
        " is as the cloud has it; a rule fails where it is said otherwise.\n- *layered*: something"
        " else closes the same door; a rule fails when both are open.\n"
    )
    yield "Survivors:\n"
    yield from _listed([f"{cloud}: {one}" for cloud in CLOUDS for one in found[cloud]["survivors"]])
    yield "\n### What no rule is asked for\n"
    yield (
        "Our own tests ask it of our zones (`tests/promises`): they know what a zone is meant to"
        " be. A rule looks at\nanybody's program. Not tried at all: another name, ID or text in"
        " place of one ("
        + _of_each(found, "others")
        + "),\nand what the SDK takes no resource without ("
        + _of_each(found, "refused")
        + "). Tried, survived and excused, by type and property:\n"
    )
    yield "| cloud | how many | what | why no rule can ask |"
    yield "|---|---|---|---|"
    for cloud, title in CLOUDS.items():
        for pattern, count, reason in found[cloud]["excused"]:
            yield f"| {title} | {count} | `{pattern.replace('|', '¦')}` | {reason} |"


def _rows(found: Mapping[str, Any]) -> Iterator[str]:
    total, survivors = found["total"], found["survivors"]
    killed = total - len(survivors)
    yield "\n## The rows of the rules, judged by their cases\n"
    yield (
        "Each row of each rule's table, and each check in code, is left out, one at a time; a case"
        f" of\n`tests/policies` has to go red. **{killed} of {total} ({_share(killed, total)})**. A"
        " row that a denied program breaks\ntogether with others is not missed: `mutation.json`"
        " names each. Most are of tables that are made from\none line of code for many types."
        " Survivors by rule:\n"
    )
    by_rule = Counter(each.partition(" ")[0] for each in survivors)
    yield ", ".join(f"{rule}: {count}" for rule, count in by_rule.items()) or "none"


def _core(data: Mapping[str, Any]) -> Iterator[str]:
    found = data["core"]
    modules = found["modules"]
    killed = sum(each["killed"] for each in modules.values())
    total = sum(each["total"] for each in modules.values())
    yield "\n## The core of the rules, judged by its quick tests\n"
    yield (
        f"mutmut {found['mutmut']} changes the modules that every rule stands on;"
        f" {', '.join(f'`test_{each}.py`' for each in TESTS)}\nhave to notice."
        f" **{killed} of {total} ({_share(killed, total)})**, on {data['date']}. It leaves"
        " tables, properties and\nother decorated functions as they are; a change of the type that"
        " a `cast` names counts as none.\n"
    )
    yield "| module | killed | of | score |"
    yield "|---|---|---|---|"
    for name, each in modules.items():
        share = _share(each["killed"], each["total"])
        yield f"| `{name}` | {each['killed']} | {each['total']} | {share} |"
    yield "\nSurvivors, by function:\n"
    yield from _listed(
        [
            f"`{where}`: " + "; ".join(f"`{each}`" for each in changes)
            for where, changes in found["survivors"].items()
        ]
    )


def _listed(lines: list[str]) -> list[str]:
    return [f"- {line}" for line in lines] or ["- none"]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _of_each(found: Mapping[str, Any], what: str) -> str:
    return ", ".join(f"{CLOUDS[cloud]} {found[cloud][what]}" for cloud in CLOUDS)
