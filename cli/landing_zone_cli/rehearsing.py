"""The commands that run the engine, as they are written on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from landing_zone_cli.failures import guarded
from landing_zone_cli.options import (
    EXIT_CODES,
    Allowed,
    AsJson,
    Directory,
    Faults,
    InSandbox,
    Latency,
    Parallel,
    PolicyPackConfigs,
    PolicyPacks,
    Stack,
)

commands = typer.Typer()


@commands.command(epilog=EXIT_CODES)
@guarded
def up(
    stack: Stack = None,
    *,
    sandbox: InSandbox = False,
    faults: Faults = None,
    latency: Latency = 0.0,
    policy_packs: PolicyPacks = None,
    policy_configs: PolicyPackConfigs = None,
    allowed: Allowed = None,
    parallel: Parallel = None,
    as_json: AsJson = False,
    directory: Directory = Path(),
) -> None:
    """Deploy a stack with Pulumi itself, onto simulated clouds that can say no."""
    from landing_zone_cli import deploying

    deploying.up(
        deploying.Request(
            directory=directory,
            stack=stack,
            sandbox=sandbox,
            faults=tuple(faults or ()),
            latency_seconds=latency,
            packs=deploying.packs(policy_packs, policy_configs),
            allowed=tuple(allowed or ()),
            parallel=parallel,
            json=as_json,
        )
    )


@commands.command(epilog=EXIT_CODES)
@guarded
def preview(
    stack: Stack = None,
    *,
    sandbox: InSandbox = False,
    policy_packs: PolicyPacks = None,
    policy_configs: PolicyPackConfigs = None,
    allowed: Allowed = None,
    as_json: AsJson = False,
    directory: Directory = Path(),
) -> None:
    """Show what a deployment would change; refuse to replace what holds data."""
    from landing_zone_cli import deploying, previewing

    previewing.run(
        previewing.Request(
            directory=directory,
            stack=stack,
            sandbox=sandbox,
            packs=deploying.packs(policy_packs, policy_configs),
            allowed=tuple(allowed or ()),
            json=as_json,
        )
    )


@commands.command(epilog=EXIT_CODES)
@guarded
def destroy(
    stack: Stack = None,
    *,
    sandbox: InSandbox = False,
    unprotect: Annotated[
        bool, typer.Option("--unprotect", help="Lift Pulumi's protection of everything first.")
    ] = False,
    faults: Faults = None,
    latency: Latency = 0.0,
    parallel: Parallel = None,
    as_json: AsJson = False,
    directory: Directory = Path(),
) -> None:
    """Delete everything of a stack from the simulated clouds, and say what is left behind."""
    from landing_zone_cli import deploying

    deploying.destroy(
        deploying.Request(
            directory=directory,
            stack=stack,
            sandbox=sandbox,
            faults=tuple(faults or ()),
            latency_seconds=latency,
            parallel=parallel,
            unprotect=unprotect,
            json=as_json,
        )
    )


@commands.command(epilog=EXIT_CODES)
@guarded
def show(stack: Stack = None, *, as_json: AsJson = False, directory: Directory = Path()) -> None:
    """Show what stands in the simulated clouds now."""
    from landing_zone_cli import standing

    standing.run(directory, stack, as_json=as_json)


@commands.command(epilog=EXIT_CODES)
@guarded
def doctor(*, as_json: AsJson = False, directory: Directory = Path()) -> None:
    """Show which engine, SDKs and plugins are in use, and what is missing."""
    from landing_zone_cli import doctor

    doctor.run(directory, as_json=as_json)
