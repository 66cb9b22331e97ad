"""The commands `lz sandbox …`, as they are written on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from landing_zone_cli.failures import guarded
from landing_zone_cli.options import EXIT_CODES, Directory, Faults, Latency, Stack

commands = typer.Typer(
    name="sandbox",
    no_args_is_help=True,
    help="Serve the simulated clouds to plain `pulumi`, change them, and ask them.",
)


@commands.command(epilog=EXIT_CODES)
@guarded
def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 for any.")] = 0,
    faults: Faults = None,
    latency: Latency = 0.0,
    directory: Directory = Path(),
) -> None:
    """Serve the simulated clouds of this project until Ctrl-C."""
    from landing_zone_cli import clouds

    clouds.serve(directory, port=port, faults=faults or [], latency_seconds=latency)


@commands.command(epilog=EXIT_CODES)
@guarded
def env(stack: Stack = None, *, directory: Directory = Path()) -> None:
    """Print the variables that let plain `pulumi` use what `lz sandbox serve` serves."""
    from landing_zone_cli import clouds

    clouds.env(directory, stack)


@commands.command(epilog=EXIT_CODES)
@guarded
def drift(
    type: Annotated[str, typer.Argument(help="The type, such as aws:s3:Bucket.")],
    id: Annotated[str, typer.Argument(help="The physical ID; `lz show` lists them.")],
    change: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH=VALUE]", help="Such as tags.owner=nobody; VALUE may be JSON."
        ),
    ] = None,
    *,
    delete: Annotated[bool, typer.Option("--delete", help="Delete it.")] = False,
    directory: Directory = Path(),
) -> None:
    """Change or delete something behind the engine's back."""
    if delete == bool(change):
        raise typer.BadParameter("say either PATH=VALUE or --delete")
    from landing_zone_cli import clouds

    clouds.drift(directory, type, id, change)


@commands.command(epilog=EXIT_CODES)
@guarded
def can(
    principal: Annotated[str, typer.Argument(help="A role, service account, identity or group.")],
    verb: Annotated[str, typer.Argument(help="read, write, admin, or such as s3:GetObject.")],
    resource: Annotated[str, typer.Argument(help="A layer's or key's ID; /NAME for an object.")],
    *,
    directory: Directory = Path(),
) -> None:
    """Say whether somebody may do something, by the policies that were deployed; exit 1 if not."""
    from landing_zone_cli import clouds

    clouds.can(directory, principal, verb, resource)
