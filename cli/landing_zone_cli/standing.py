"""The command `lz show`: what stands in the simulated clouds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from landing_zone_cli.document import Plan, kind, name_of
from landing_zone_cli.failures import InputError
from landing_zone_cli.inventory import Branch, Group, arrange
from landing_zone_cli.plan import header, print_json
from landing_zone_cli.project import choose
from landing_zone_cli.terminal import UNLIMITED, show
from landing_zone_cli.tree import MARK, tree
from landing_zone_policies.reports import count
from landing_zone_rehearsal.deployment import Home, StateFile, state_folder
from landing_zone_rehearsal.project import Project, open_project
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.store import Store

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""


def run(directory: Path, stack: str | None, *, as_json: bool) -> None:
    """Show what stands of a stack."""
    project = open_project(directory)
    home = Home(state_folder(project.root))
    stack = _chosen(project, home, stack)
    state = StateFile(home, project.name, stack)
    if not state.path.exists():
        raise InputError(f"{stack} was not deployed here; `lz up --sandbox {stack}` does it")
    found = objects(home.clouds)
    ours = [each for each in found if _is_of(each, state)]
    if as_json:
        print_json(_document(state, ours))
        return
    living = {each.urn: each.id for each in ours if each.left is None}
    plan = Plan.of({"resources": state.resources()})
    show(
        header(project, stack),
        Text(),
        *tree((_with_ids(branch, living) for branch in arrange(plan)), len(plan.resources)),
        *_accounts(each for each in ours if each.left is None),
        *_differences(state, ours),
        *left_behind(state),
        Text(f"\n{MARK} protected from deletion", "note"),
        pipe_width=UNLIMITED,
    )


def objects(clouds: Path) -> list[Object]:
    """Read what is in the simulated clouds, left-overs too."""
    if not clouds.exists():
        return []
    store = Store(clouds)
    try:
        return [*store.objects()]
    finally:
        store.close()


def left_behind(state: StateFile) -> Iterator[RenderableType]:
    """Yield what deletions left behind, as they do in life, and what else is there."""
    found = objects(state.home.clouds)
    left = [each for each in found if each.left is not None and _is_of(each, state)]
    if left:
        yield Text("left behind, as in the real cloud", "heading")
        rows = Table.grid(padding=(0, 2, 0, 0))
        for each in left:
            rows.add_row(Text(kind(each.type), "kind"), each.id, Text(each.left or "", "note"))
        yield Padding(rows, (0, 0, 0, 2))
    if not any(each.left is None and _is_of(each, state) for each in found):
        yield Text(f"nothing {'else ' if left else ''}exists of {state.stack}", "heading")


def _chosen(project: Project, home: Home, wanted: str | None) -> str:
    deployed = [
        each for each in project.stacks() if StateFile(home, project.name, each).resources()
    ]
    if not wanted and len(deployed) == 1:
        return deployed[0]
    return choose(project, wanted)


def _is_of(object_: Object, state: StateFile) -> bool:
    return object_.urn.startswith(f"urn:pulumi:{state.stack}::{state.project}::")


def _with_ids(branch: Branch, ids: Mapping[str, str]) -> Branch:
    """Show physical IDs instead of the names that a program gives."""
    groups = tuple(_group_with_ids(group, ids) for group in branch.groups)
    inner = tuple(_with_ids(each, ids) for each in branch.branches)
    return replace(branch, groups=groups, branches=inner)


def _group_with_ids(group: Group, ids: Mapping[str, str]) -> Group:
    members = (replace(each, physical=ids.get(each.resource.urn)) for each in group.members)
    return replace(group, members=tuple(members))


def _accounts(living: Iterable[Object]) -> Iterator[RenderableType]:
    found = Counter((each.package, each.account, each.region) for each in living)
    if not found:
        return
    yield Text()
    for (package, account, region), number in sorted(found.items()):
        where = " · ".join(each for each in (package, account, region) if each)
        yield Text(f"{where}: {count(number, 'resource')}", "heading")


def _differences(state: StateFile, ours: list[Object]) -> Iterator[RenderableType]:
    missing, strays = _apart(state, ours)
    for urn in missing:
        yield Text(f"gone from the cloud, though the state has it: {name_of(urn)}", "gone")
    for each in strays:
        yield Text(
            f"in the cloud, though the state lacks it: {each.id} ({kind(each.type)})", "gone"
        )


def _apart(state: StateFile, ours: Iterable[Object]) -> tuple[list[str], list[Object]]:
    """Tell the URNs that only the state has, and the objects that only the clouds have."""
    living = {(each.urn, each.id): each for each in ours if each.left is None}
    known = {
        (each["urn"], each.get("id"))
        for each in state.resources()
        if each.get("custom") and not each["type"].startswith("pulumi:")
    }
    missing = [urn for urn, id_ in known if (urn, id_) not in living]
    return sorted(missing), [each for key, each in living.items() if key not in known]


def _document(state: StateFile, ours: list[Object]) -> dict[str, Any]:
    missing, strays = _apart(state, ours)
    return {
        "version": VERSION,
        "stack": state.stack,
        "objects": [_as_json(each) for each in ours if each.left is None],
        "leftBehind": [_as_json(each) | {"why": each.left} for each in ours if each.left],
        "missing": missing,
        "strays": [_as_json(each) for each in strays],
    }


def _as_json(object_: Object) -> dict[str, Any]:
    return {
        "type": object_.type,
        "id": object_.id,
        "name": object_.name,
        "urn": object_.urn,
        "account": object_.account or None,
        "region": object_.region or None,
    }
