"""The commands of `lz`. What each needs is imported when it runs, so that help is instant."""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from landing_zone_cli.failures import guarded

EXIT_CODES = """Exit codes: 0 clean; 1 a mandatory policy failed; 2 the input is wrong;
3 something failed that should not have (LZ_DEBUG=1 shows where)."""

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
    stack: Annotated[
        str | None,
        typer.Argument(
            envvar="PULUMI_STACK",
            help="The stack to plan, such as dev-aws; may be left out where there is only one.",
            show_default=False,
        ),
    ] = None,
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
    directory: Annotated[
        Path,
        typer.Option(
            "--cwd",
            "-C",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="The project's directory, or one inside it.",
        ),
    ] = Path(),
) -> None:
    """Show everything a stack would create, without a cloud: no login, no plugins, no cost."""
    if identities and diff:
        raise typer.BadParameter("--identities and --diff do not go together; ask for one")
    from landing_zone_cli import plan

    plan.run(
        plan.Request(
            directory=directory, stack=stack, json=as_json, identities=identities, diff=diff
        )
    )


@app.command()
@guarded
def schema() -> None:
    """Print the JSON Schema of a stack's configuration, for editors and checks."""
    from landing_zone_cli import schema

    typer.echo(schema.text())


if __name__ == "__main__":
    main()
