"""The program around the commands: where every error becomes two lines and an exit status."""

from __future__ import annotations

import gc
import os
import signal
import sys
from enum import IntEnum
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import typer
from typer.core import TyperGroup

from spendaudit import __version__
from spendaudit.cli.plain_words import PlainCommand, taken_plainly
from spendaudit.errors import SpendAuditError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

DEBUG_VARIABLE = "SPENDAUDIT_DEBUG"


P = ParamSpec("P")


class Status(IntEnum):
    """What the program says to the shell when it ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    CHECK_FAILED = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


HELP = """How much of a council's published spending stays in the place that paid.

Reads the files that every council publishes, offline: spendaudit report spend.csv
"""

PANELS = ("Audit", "Tables", "Assurance", "Reference")


class PlainGroup(TyperGroup):
    """Commands grouped by what they are for, in plain text: Rich would double the time of --help."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Give its parameters as those of a command."""
        return taken_plainly(super().get_params(ctx))

    def format_commands(
        self,
        ctx: Context,  # noqa: ARG002  # the signature is Typer's
        formatter: HelpFormatter,
    ) -> None:
        """Write one section a panel, each command with the first sentence of its help."""
        for panel in PANELS:
            lines = [
                (name, one.get_short_help_str(limit=200))
                for name, one in self.commands.items()
                if getattr(one, "rich_help_panel", None) == panel and not one.hidden
            ]
            if lines:
                with formatter.section(panel):
                    formatter.write_dl(lines)


app = typer.Typer(
    name="spendaudit",
    cls=PlainGroup,
    help=HELP,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:  # Typer calls it with the flag
    if asked:
        from spendaudit.places.embedded import package_edition

        typer.echo(f"spendaudit {__version__}, postcodes: {package_edition()}")
        raise typer.Exit


@app.callback()
def spendaudit(
    version: bool = typer.Option(  # the callback answers it
        False, "--version", callback=_version, is_eager=True, help="Version and editions."
    ),
) -> None:
    """The options that stand before any command."""


spendaudit.__doc__ = HELP


class PipeClosedError(Exception):
    """Whoever read standard output has stopped. Typer would answer an OSError itself, with 1."""


def command(
    panel: str, name: str | None = None, of: typer.Typer | None = None
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a command under one of the panels of `--help`; `of`: of a group of commands."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @wraps(function)
        def run(*arguments: P.args, **options: P.kwargs) -> None:
            try:
                function(*arguments, **options)
            except BrokenPipeError:
                raise PipeClosedError from None

        return (of or app).command(name, cls=PlainCommand, rich_help_panel=panel)(run)

    return register


def announce(sentence: str) -> None:
    """Tell a person at a terminal, and nobody else, what takes a while."""
    if sys.stderr.isatty():
        typer.echo(f"{sentence} …", err=True)


def heed_interrupts() -> None:
    """Make Ctrl-C end a wait for standard input; call it once Polars is imported.

    Polars takes the signal for itself and looks at it in its next query: a read that waits would
    never end. Where the shell told us to ignore the signal, it stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def warn(sentence: str) -> None:
    """Say something on standard error that belongs beside the data and not in it."""
    from spendaudit.report.text import shown

    typer.echo(f"spendaudit: {shown(sentence, None)}", err=True)


def main() -> None:
    """Run the program and end the process; the status is one of `Status`."""
    # Importing makes hundreds of thousands of objects that live to the end: looking through them
    # again and again for cycles is a tenth of a short run.
    gc.set_threshold(100_000)
    status = _run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = Status.PIPE_CLOSED
    sys.stderr.flush()
    # Every file is closed by now. Taking the interpreter apart, object by object, only to give its
    # memory back to the system would take a sixth of a short run.
    os._exit(status)


def _run() -> int:  # noqa: PLR0911  # one end for each way to end
    """Run the program and turn every way in which it can end into a status."""
    try:
        app(prog_name="spendaudit")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Status.DONE
    except SpendAuditError as error:
        _explain(error)
        return Status.FAILED
    except PipeClosedError:
        return Status.PIPE_CLOSED
    except KeyboardInterrupt:
        typer.echo("spendaudit: interrupted", err=True)
        return Status.INTERRUPTED
    except OSError as error:
        # Files that are read or written by name have their own words; this is a full disk or a
        # stream that broke.
        _explain(SpendAuditError(f"the system says: {error}", "look at free space and permissions"))
        return Status.FAILED
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        words = " ".join(str(error).split())[:300]
        typer.echo(
            f"spendaudit: an error of ours, not yours: {type(error).__name__}: {words}", err=True
        )
        typer.echo(f"  try: again with {DEBUG_VARIABLE}=1, and send us what it prints", err=True)
        return Status.FAILED
    return Status.DONE


def _explain(error: SpendAuditError) -> None:
    from spendaudit.report.text import shown

    typer.echo(f"spendaudit: {shown(error.found, None)}", err=True)
    for detail in error.details:
        typer.echo(f"  {shown(detail, None)}", err=True)
    if error.try_next:
        advice = shown(error.try_next, None)
        typer.echo(f"  {advice if advice.startswith('try:') else 'try: ' + advice}", err=True)


# Each module registers its command when it is imported; their order is that of `--help`.
from spendaudit.cli import (  # noqa: E402
    areas,
    check,
    compare,
    explain,
    leaks,
    multiplier,
    payments,
    postcodes,
    profile,
    registers,
    report,
    set_aside,
    suppliers,
    verify,
)

__all__ = [
    "areas",
    "check",
    "compare",
    "explain",
    "leaks",
    "main",
    "multiplier",
    "payments",
    "postcodes",
    "profile",
    "registers",
    "report",
    "set_aside",
    "suppliers",
    "verify",
]
