"""Which stack a command is about, and where that stack stands."""

from typing import Any

from landing_zone_cli.document import mapping
from landing_zone_cli.failures import InputError
from landing_zone_rehearsal.project import Project, read_stack

ENVIRONMENT = "landing-zone:environment"


def choose(project: Project, wanted: str | None) -> str:
    """Return the stack that is wanted, or the only one.

    Raises:
        InputError: if there is a choice to make, or none.
    """
    if wanted:
        return wanted
    stacks = project.stacks()
    if len(stacks) == 1:
        return stacks[0]
    if not stacks:
        where = project.shown(project.stack_directory / "Pulumi.dev.yaml")
        raise InputError(f"{project.name} has no stack; write one, such as {where}")
    raise InputError(f"which stack? {project.name} has {', '.join(stacks)}")


def environment(project: Project, stack: str) -> dict[str, Any]:
    """Return what a stack's file says of its environment, or nothing where it says nothing."""
    contents = read_stack(project, stack.rpartition("/")[2])
    return mapping(mapping(contents.get("config")).get(ENVIRONMENT))
