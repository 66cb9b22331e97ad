"""The commands of `lz`. What each needs is imported when it runs, so that help is instant."""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from landing_zone_cli import rehearsing, sandbox
from landing_zone_cli.failures import REFUSED, guarded
from landing_zone_cli.options import EXIT_CODES, Directory, Stack

app = typer.Typer(
    name="lz",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="lz")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if wanted:
        from importlib.metadata import version

        typer.echo(f"landing-zone {version('landing-zone')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """The same AI landing zone on AWS, Google Cloud and Azure: seen before it is deployed."""
    del version


@app.command(epilog=EXIT_CODES)
@guarded
def plan(
    stack: Stack = None,
    *,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print JSON and nothing else; see docs/plan-json.md."),
    ] = False,
    identities: Annotated[
        bool, typer.Option("--identities", help="Show who may do what, where and with which key.")
    ] = False,
    diff: Annotated[
        str | None,
        typer.Option(
            "--diff",
            metavar="FILE",
            help="Show what is new, gone and changed since FILE: an earlier --json or a "
            "`pulumi stack export`; - reads it from standard input.",
            show_default=False,
        ),
    ] = None,
    policy_config: Annotated[
        Path | None,
        typer.Option(
            "--policy-config",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="What the policy packs go by; else policies.yaml beside Pulumi.yaml.",
            show_default=False,
        ),
    ] = None,
    directory: Directory = Path(),
) -> None:
    """Show everything a stack would create, without a cloud: no login, no plugins, no cost.

    With what the policy packs say of it.
    """
    if identities and diff:
        raise typer.BadParameter("--identities and --diff do not go together; ask for one")
    from landing_zone_cli import plan

    passes = plan.run(
        plan.Request(
            directory=directory,
            stack=stack,
            json=as_json,
            identities=identities,
            diff=diff,
            policy_config=policy_config,
        )
    )
    if not passes:
        raise typer.Exit(REFUSED)


@app.command(epilog=EXIT_CODES)
@guarded
def preflight(
    stack: Stack = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON and nothing else; see docs/preflight.md.")
    ] = False,
    directory: Directory = Path(),
) -> None:
    """Check a stack before it meets its cloud: quotas, zones, room for pods, capacity ladders."""
    from landing_zone_cli import preflight

    preflight.run(directory, stack, as_json=as_json)


@app.command(epilog=EXIT_CODES)
@guarded
def explain(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A pool, such as gpu_pool.train, or its field.")
    ],
    stack: Annotated[
        str | None,
        typer.Argument(help="The stack; not given: each that has the pool.", show_default=False),
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON and nothing else; see docs/pools.md.")
    ] = False,
    directory: Directory = Path(),
) -> None:
    """Say which machine a pool gets, why, and which of the cloud's properties each field sets."""
    from landing_zone_cli import explain

    explain.run(directory, path, stack, as_json=as_json)


@app.command(epilog=EXIT_CODES)
@guarded
def accelerators(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Accelerators, such as l4 or h100: every machine of each; not given: the cheapest "
            "machine of each.",
            show_default=False,
        ),
    ] = None,
    *,
    cloud: Annotated[str | None, typer.Option("--cloud", help="Only on aws, gcp or azure.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Only in this region: every machine there.")
    ] = None,
    memory_gib: Annotated[
        int,
        typer.Option(
            "--memory-gib", min=0, help="Only machines with as much accelerator memory, together."
        ),
    ] = 0,
    residency: Annotated[
        list[str] | None,
        typer.Option(
            "--residency",
            metavar="JURISDICTION",
            help="Mark regions outside it, such as eu. May be repeated.",
            show_default=False,
        ),
    ] = None,
    stack: Annotated[
        str | None, typer.Option("--stack", help="Mark regions outside this stack's residency.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON and nothing else; see docs/accelerators.md.")
    ] = False,
    directory: Directory = Path(),
) -> None:
    """List the accelerators that can be had, where and at what price, the cheapest first."""
    from landing_zone_cli import accelerators

    accelerators.run(
        accelerators.Request(
            names=names or (),
            cloud=cloud,
            region=region,
            memory_gib=memory_gib,
            residency=residency or (),
            stack=stack,
            directory=directory,
            json=as_json,
        )
    )


@app.command()
@guarded
def schema() -> None:
    """Print the JSON Schema of a stack's configuration, for editors and checks."""
    from landing_zone_cli import schema

    typer.echo(schema.text())


INSTANT: dict[str, Any] = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "help_option_names": [],
}
"""For commands that read their options themselves; see `start`."""


@app.command(context_settings=INSTANT, add_help_option=False)
def check(context: typer.Context) -> None:
    """Judge Pulumi programs by their documents: previews, exports, plans, in any language."""
    from landing_zone_cli import checking

    raise typer.Exit(checking.main(["check", *context.args]))


@app.command(context_settings=INSTANT, add_help_option=False)
def rules(context: typer.Context) -> None:
    """Show the rules there are, or one of them with its reasons and controls."""
    from landing_zone_cli import checking

    raise typer.Exit(checking.main(["rules", *context.args]))


app.add_typer(rehearsing.commands)
app.add_typer(sandbox.commands)


if __name__ == "__main__":
    main()
