"""How a plan's resources look as a tree."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from landing_zone_cli.inventory import Branch, Group, Member
from landing_zone_policies.reports import count

MARK = "*"
"""Follows the name of what is protected from deletion."""

MOST_LISTED = 8
"""Of more siblings of a kind than this, a plan leaves the names in the cloud out."""


def tree(branches: Iterable[Branch], most_listed: int = MOST_LISTED) -> list[RenderableType]:
    """Return a tree for each of the topmost components.

    Args:
        branches: The components.
        most_listed: Of more siblings of a kind than this, the names in the cloud are left out.
    """
    return [
        _grow(branch, Tree(_title(branch), guide_style="dim"), most_listed) for branch in branches
    ]


def _grow(branch: Branch, tree: Tree, most_listed: int) -> Tree:
    width = max((len(group.kind) for group in branch.groups), default=0)
    for group in branch.groups:
        tree.add(_row(group, width, most_listed))
    for inner in branch.branches:
        _grow(inner, tree.add(_title(inner)), most_listed)
    return tree


def _title(branch: Branch) -> Text:
    title = Text(branch.part, "component")
    title.append(MARK if branch.resource.protect and branch.resource.custom else "", "protected")
    title.append(f"  {branch.resource.kind}", "kind")
    if not branch.resource.custom:
        title.append(f"  {count(branch.size, 'resource')}", "count")
    return title


def _row(group: Group, width: int, most_listed: int) -> Table:
    row = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    row.add_column(width=width, no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(Text(group.kind, "kind"), _members(group.members, most_listed))
    return row


def _members(members: tuple[Member, ...], most_listed: int) -> RenderableType:
    if len(members) <= most_listed and any(member.physical for member in members):
        return _with_physical_names(members)
    return Text(", ").join(_name(member) for member in members)


def _with_physical_names(members: tuple[Member, ...]) -> Table:
    lines = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for member in members:
        lines.add_row(_name(member), Text(member.physical or "", "physical", overflow="fold"))
    return lines


def _name(member: Member) -> Text:
    name = Text(member.part)
    name.append(MARK if member.resource.protect else "", "protected")
    return name
