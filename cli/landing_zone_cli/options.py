"""What several commands are asked with."""

from pathlib import Path
from typing import Annotated

import typer

EXIT_CODES = """Exit codes: 0 clean; 1 a policy, a cloud or a guard refused; 2 the input is wrong;
3 something failed that should not have (LZ_DEBUG=1 shows where); 130 it was stopped."""

Stack = Annotated[
    str | None,
    typer.Argument(
        envvar="PULUMI_STACK",
        help="The stack, such as dev-aws; may be left out where there is only one.",
        show_default=False,
    ),
]
Directory = Annotated[
    Path,
    typer.Option(
        "--cwd",
        "-C",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="The project's directory, or one inside it.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON and nothing else; see docs/rehearse.md.")
]
InSandbox = Annotated[
    bool, typer.Option("--sandbox", help="On the simulated clouds in .lz: no account, no cost.")
]
Faults = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        metavar="TYPE:N=KIND",
        help="Let the N-th call of a type fail, throttle, timeout, hang or kill the provider, such "
        "as create:aws:ec2:Subnet:3=throttle. May be repeated.",
        show_default=False,
    ),
]
Latency = Annotated[
    float,
    typer.Option("--latency", metavar="SECONDS", min=0.0, help="How long each change takes."),
]
PolicyPacks = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy-pack",
        metavar="DIR",
        exists=True,
        help="A policy pack that judges it. May be repeated.",
        show_default=False,
    ),
]
PolicyPackConfigs = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy-pack-config",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The settings of the packs: one file for all, or one for each; see docs/policies.md.",
        show_default=False,
    ),
]
Allowed = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-replace",
        metavar="URN",
        help="Let this resource be replaced though it holds data. May be repeated.",
        show_default=False,
    ),
]
Parallel = Annotated[
    int | None,
    typer.Option(
        "--parallel", metavar="N", min=1, help="How many resources at a time.", show_default=False
    ),
]
