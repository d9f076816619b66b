"""The program around the commands: where every error becomes two lines and an exit status."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from copy import copy
from enum import IntEnum
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, cast

import typer
from typer.core import TyperGroup

from spendaudit.cli.known_words import one_of
from spendaudit.cli.log import followed, run_now
from spendaudit.cli.plain_words import PlainCommand, taken_plainly
from spendaudit.errors import SpendAuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Any, NoReturn

    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

    from spendaudit.cli.waiting import Waiting

DEBUG_VARIABLE = "SPENDAUDIT_DEBUG"
COMPLETES = "_SPENDAUDIT_COMPLETE"
"""Set where a shell asks for the words that may follow; the name is Typer's."""


P = ParamSpec("P")


class Status(IntEnum):
    """What the program says to the shell when it ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    CHECK_FAILED = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


HELP = """How much of a council's published spending stays in the place that paid.

Reads the files that every council publishes, offline.

Example: spendaudit report spend.csv
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
    # Typer's options would print the script of whatever shell it believes to run in, and write to
    # its files: see cli/completion.py.
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(typed: typer.Context, asked: bool) -> None:  # Typer calls it with the flag
    if asked and not typed.resilient_parsing:  # which is when a shell completes a word
        from spendaudit.cli.editions import editions

        typer.echo(editions())
        raise typer.Exit


def _show_completion(typed: typer.Context, shell: str | None) -> None:
    if shell is not None and not typed.resilient_parsing:
        from spendaudit.cli.completion import script_for

        typer.echo(script_for(shell))
        raise typer.Exit


@app.callback()
def spendaudit(
    version: bool = typer.Option(  # the callback answers it
        False, "--version", callback=_version, is_eager=True, help="Version and editions."
    ),
    show_completion: str | None = typer.Option(
        None,
        "--show-completion",
        metavar="SHELL",
        callback=_show_completion,
        is_eager=True,
        autocompletion=one_of(("bash", "zsh", "fish", "powershell")),
        help="Print the script by which bash, zsh, fish or powershell completes words.",
    ),
) -> None:
    """The options that stand before any command."""


spendaudit.__doc__ = HELP


class PipeClosedError(Exception):
    """Whoever read standard output has stopped. Typer would answer an OSError itself, with 1."""


class TerminatedError(BaseException):
    """The system asks the program to end. No `except Exception` on the way is to take it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def command(
    panel: str, name: str | None = None, of: typer.Typer | None = None
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a command under one of the panels of `--help`; `of`: of a group of commands."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @wraps(function)
        def run(*arguments: P.args, **options: P.kwargs) -> None:
            if files := cast("list[Path] | None", options.get("files")):
                from spendaudit.read.seals import begin_seal

                begin_seal(files)
            if options.get("log") is None:
                _answer(function, arguments, options)
            else:
                # Standard error is for programs then, whose log leaves nothing out.
                _answer_and_log(
                    function, arguments, {**options, "quiet": False}, name or function.__name__
                )

        called = name or function.__name__.replace("_", "-")
        return (of or app).command(called, cls=PlainCommand, rich_help_panel=panel)(run)

    return register


def _answer(
    function: Callable[..., None], arguments: Sequence[Any], options: dict[str, Any]
) -> None:
    """Run a command while no other run writes the same output."""
    places = _places(options.get("output"))
    try:
        if not places:
            function(*arguments, **options)
            return
        from spendaudit.render.turns import alone_at

        with alone_at(places):
            function(*arguments, **options)
    except BrokenPipeError:
        raise PipeClosedError from None
    except EOFError as error:
        # Typer takes it for a wish to stop, and says nothing but "Aborted!".
        raise RuntimeError(f"EOFError: {error}") from error


def _places(output: Path | Sequence[str] | None) -> list[Path]:
    """The files and folders that a command is to write."""
    if not output:
        return []
    from spendaudit.render.output import is_stream

    places = [Path(output)] if isinstance(output, Path | str) else [Path(one) for one in output]
    return [one for one in places if not is_stream(one)]


def _answer_and_log(
    function: Callable[..., None], arguments: Sequence[Any], options: dict[str, Any], name: str
) -> NoReturn:
    """Run a command, say how it ended in one line of JSON, and end with its status."""
    written = _places(options.get("output"))
    with followed(name) as run:
        status: int = Status.DONE
        error: SpendAuditError | None = None
        try:
            _answer(function, arguments, options)
        except typer.Exit as end:
            status = end.exit_code
        except typer.BadParameter as wrong:
            status, error = Status.USAGE, SpendAuditError(wrong.format_message())
        except BaseException as raised:  # noqa: BLE001  # whatever it was, the line says it
            status, error = outcome_of(raised)
            # Files have taken their places before anything goes into a pipe.
            written = written if isinstance(raised, PipeClosedError) else []
        run.outputs = [] if status == Status.USAGE else [str(one) for one in written]
        typer.echo(run.line(status, error), err=True)
    raise typer.Exit(status)


def announce(sentence: str) -> None:
    """Tell a person at a terminal, and nobody else, what takes so long; an empty text: nothing does."""
    if sys.stderr.isatty() and run_now() is None:
        _waiting().tell(sentence)


def hush() -> None:
    """Wipe away what `announce` told: something is to be printed now."""
    if _waiting.cache_info().currsize:
        _waiting().hush()


@cache
def _waiting() -> Waiting:
    from spendaudit.cli.waiting import Waiting

    return Waiting(sys.stderr)


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

    run = run_now()
    if run is not None:
        run.warnings.append(shown(sentence, None))
        return
    hush()
    typer.echo(f"spendaudit: {shown(sentence, None)}", err=True)


def main() -> None:
    """Run the program and end the process; the status is one of `Status`."""
    # Importing makes hundreds of thousands of objects that live to the end: looking through them
    # again and again for cycles is a tenth of a short run.
    gc.set_threshold(100_000)
    # What Polars frees, its allocator else keeps for ten seconds: of millions of rows a third more.
    # What it gives back sooner than in a second it mostly has to ask for again.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000,muzzy_decay_ms:0")
    # In smaller pieces of a text than its own it needs less memory while it reads.
    os.environ.setdefault("POLARS_CSV_CHUNK_SIZE", str(4 << 20))
    _open_closed_streams()
    _heed_ends()
    status = run()
    hush()
    try:
        sys.stdout.flush()
    except OSError as error:
        # A run that failed to write has said so, and left what it could not write in the buffer.
        if status in (Status.DONE, Status.CHECK_FAILED):
            status, said = outcome_of(error)
            if said is not None:
                with suppress(OSError):
                    _explain(said)
    with suppress(OSError):
        sys.stderr.flush()
    # Every file is closed by now. Taking the interpreter apart, object by object, only to give its
    # memory back to the system would take a sixth of a short run.
    os._exit(status)


def _open_closed_streams() -> None:
    """Put something in the place of the streams that whoever started us has closed.

    Nothing to read, nobody to listen; and where the answer was to go, what refuses it: an answer
    must not be lost in silence, and an output file must not become the standard output.
    """
    for name, flags, mode in (
        ("stdin", os.O_RDONLY, "r"),
        ("stdout", os.O_RDONLY, "w"),
        ("stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _heed_ends() -> None:
    """Let the system's wish that the program end unwind it, so that no temporary file stays.

    Where the shell told us to ignore a signal (nohup), it stays ignored.
    """

    def end(number: int, _: FrameType | None) -> None:
        for one in ends:
            signal.signal(one, signal.SIG_IGN)
        raise TerminatedError(number)

    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    for one in ends:
        if signal.getsignal(one) is signal.SIG_DFL:
            signal.signal(one, end)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and turn every way in which it can end into a status.

    `arguments`: what stands after its name; None for those of the process.
    """
    if COMPLETES in os.environ:
        from spendaudit.cli.completion import answer_shells

        answer_shells()
    try:
        _app_of(sys.argv[1:] if arguments is None else arguments)(arguments, prog_name="spendaudit")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Status.DONE
    except BaseException as error:
        if os.environ.get(DEBUG_VARIABLE) and not isinstance(error, SpendAuditError | OSError):
            raise
        status, said = outcome_of(error)
        if said is not None:
            with suppress(OSError):
                _explain(said)
        return status
    return Status.DONE


def _app_of(arguments: Sequence[str]) -> typer.Typer:
    """The program with no other command than the one that its first argument names, if it names one.

    Typer makes every command that it is given, with all its options, and takes more time for all of
    them than else passes before one begins. For `--help`, or after a slip of the keys, all are there.
    """
    first = arguments[0] if arguments else ""
    of_one = copy(app)
    of_one.registered_commands = [one for one in app.registered_commands if one.name == first]
    of_one.registered_groups = [one for one in app.registered_groups if one.name == first]
    return of_one if of_one.registered_commands or of_one.registered_groups else app


def outcome_of(error: BaseException) -> tuple[int, SpendAuditError | None]:
    """The status with which an error ends the program, and what is to be said of it."""
    match error:
        case SpendAuditError():
            return Status.FAILED, error
        case PipeClosedError() | BrokenPipeError():
            return Status.PIPE_CLOSED, None
        case KeyboardInterrupt():
            return Status.INTERRUPTED, SpendAuditError("interrupted")
        case TerminatedError():
            name = signal.Signals(error.number).name
            return 128 + error.number, SpendAuditError(f"ended by {name}")
        case OSError():
            # Files that are read or written by name have their own words; this is a full disk or a
            # stream that broke.
            return Status.FAILED, SpendAuditError(
                f"the system says: {error}", "look at free space and permissions"
            )
        case _:
            words = " ".join(str(error).split())[:300]
            return Status.FAILED, SpendAuditError(
                f"an error of ours, not yours: {type(error).__name__}: {words}",
                f"again with {DEBUG_VARIABLE}=1, and send us what it prints",
            )


def _explain(error: SpendAuditError) -> None:
    from spendaudit.report.text import shown_sentence

    hush()
    typer.echo(f"spendaudit: {shown_sentence(error.found)}", err=True)
    for detail in error.details:
        typer.echo(f"  {shown_sentence(detail)}", err=True)
    if error.try_next:
        advice = shown_sentence(error.try_next)
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
