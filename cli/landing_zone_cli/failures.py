"""How a command fails: one line for each mistake, an exit code, never a traceback by default."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

CLEAN = 0
REFUSED = 1
WRONG_INPUT = 2
UNEXPECTED = 3
INTERRUPTED = 130
BROKEN_PIPE = 141
"""What a shell reports for a process that SIGPIPE ended: 128 and the signal's number."""

ParametersT = ParamSpec("ParametersT")


class InputError(Exception):
    """Something a user can mend, told in one line or several."""


def guarded(command: Callable[ParametersT, None]) -> Callable[ParametersT, None]:
    """Turn what a command raises into lines on standard error and an exit code."""

    @wraps(command)
    def run(*args: ParametersT.args, **kwargs: ParametersT.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence_standard_output()
            raise typer.Exit(BROKEN_PIPE) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if os.environ.get("LZ_DEBUG"):
                raise
            raise typer.Exit(_report(error)) from None

    return run


def say(line: str) -> None:
    """Tell of one mistake on standard error."""
    mark = typer.style("error:", fg="red", bold=True)
    typer.echo(f"{mark} {line}", err=True, color=_colours())


def warn(line: str) -> None:
    """Tell on standard error of what is no mistake, but is not to be overlooked."""
    mark = typer.style("warning:", fg="yellow", bold=True)
    typer.echo(f"{mark} {line}", err=True, color=_colours())


def _report(error: Exception) -> int:
    if isinstance(error, _input_errors()):
        for line in str(error).splitlines():
            say(line)
        return WRONG_INPUT
    told = " ".join(str(error).split())
    say(f"{type(error).__name__}: {told}" if told else type(error).__name__)
    typer.echo("LZ_DEBUG=1 shows where it came from", err=True)
    return UNEXPECTED


def _input_errors() -> tuple[type[Exception], ...]:
    """Return the errors that are the user's to mend; Pulumi's own only where it was imported."""
    pulumi = sys.modules.get("pulumi")
    return (InputError, pulumi.RunError) if pulumi else (InputError,)


def _colours() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


def _silence_standard_output() -> None:
    """Keep the interpreter from complaining when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
