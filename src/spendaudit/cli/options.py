"""The options that commands share, each with one name and one help text."""

from __future__ import annotations

import inspect
import shlex
import sys
from dataclasses import MISSING, dataclass, fields
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from spendaudit.cli.known_words import areas_begun, meanings_begun, meant, one_of
from spendaudit.cli.log import LogForm
from spendaudit.cli.program import Status, announce, heed_interrupts, hush, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl

    from spendaudit.audit import Request
    from spendaudit.intake import Cleaned
    from spendaudit.report.values import Kind, Page

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Published spending (CSV, XLSX, XLS, ODS, Parquet) or folders; - is standard input.",
    ),
]
OneFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Published spending: CSV, XLSX, XLS, ODS, Parquet; - is standard input.",
    ),
]
Area = Annotated[
    str | None,
    typer.Option(
        "--area",
        metavar="NAME|CODE",
        autocompletion=areas_begun,
        help="Home: a district, county, combined authority or region. Else taken from the files.",
    ),
]
SupplierLists = Annotated[
    list[Path] | None,
    typer.Option(
        "--suppliers",
        metavar="FILE",
        help="Your own supplier list (CSV): its word beats every other evidence. Repeatable.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="MEANING=HEADING",
        autocompletion=meanings_begun,
        help='What a column means, by its heading or its place: amount="Invoice Value", amount=3.',
    ),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="A sheet of a workbook; all for each that has payments. Repeatable.",
    ),
]
PostcodeFile = Annotated[
    Path | None,
    typer.Option(
        "--postcodes",
        metavar="FILE",
        help="A newer ONSPD or NSPL file (CSV or zip) instead of the installed directory.",
    ),
]
Profile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="A TOML file with what is particular to one publisher; `spendaudit profile` writes one.",
    ),
]
RegistersFolder = Annotated[
    Path | None,
    typer.Option(
        "--registers",
        metavar="DIR",
        help="A folder of registers instead of the usual one; see `spendaudit registers`.",
    ),
]
NoRegisters = Annotated[
    bool, typer.Option("--no-registers", help="Look no one up in a register, whatever is kept.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="Write here; the ending picks the format."),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit 3 when a row was set aside, a printed total differs, a file of a folder was "
        "not read, or payments may be counted twice.",
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Nothing on standard error but errors and checks that failed."
    ),
]
Log = Annotated[
    LogForm | None,
    typer.Option(
        "--log", help="One line of JSON about the run, and nothing else, on standard error."
    ),
]
HideIndividuals = Annotated[
    bool,
    typer.Option(
        "--hide-individuals",
        help="Keep the names and postcodes of people and sole traders out of what is written.",
    ),
]
EveryRow = Annotated[
    bool, typer.Option("--all", help="Every row, where a table shows the first 50.")
]


def settled_columns(given: Sequence[str] | None) -> dict[str, str]:
    """`MEANING=HEADING` texts as a mapping.

    Raises:
        typer.BadParameter: one has another form, or an unknown meaning.
    """
    from spendaudit.read.headings import meanings

    settled = {}
    for text in given or ():
        meaning, equals, heading = text.partition("=")
        meaning = meaning.strip().lower().replace(" ", "_")
        if not equals or not heading.strip():
            raise typer.BadParameter(
                f'{text!r}: write MEANING=HEADING, such as amount="Invoice Value"',
                param_hint="--column",
            )
        if meaning not in meanings():
            known = [one for one in meanings() if one != "ignored"]
            raise typer.BadParameter(
                f"{meaning!r} is no meaning of a column{meant(meaning, known)}; "
                f"known: {', '.join(known)}",
                param_hint="--column",
            )
        settled[meaning] = heading
    return settled


@dataclass(frozen=True, slots=True)
class Asked:
    """The files and the options of every command that audits, as they were typed.

    A command takes them all as one argument: see `asking`.
    """

    files: Files
    area: Area = None
    suppliers: SupplierLists = None
    columns: Columns = None
    sheets: Sheets = None
    postcodes: PostcodeFile = None
    profile: Profile = None
    registers: RegistersFolder = None
    no_registers: NoRegisters = False
    hide_individuals: HideIndividuals = False
    log: Log = None

    def request(
        self, *, quiet: bool, points: bool = False, deprivation: Path | None = None
    ) -> Request:
        """What the audit is asked; the command line beats the profile.

        `points`: whether coordinates are wanted too; `deprivation`: a table of neighbourhoods.

        Raises:
            InputError: the profile cannot be read.
            typer.BadParameter: registers are asked for and ruled out.
        """
        if self.registers and self.no_registers:
            raise typer.BadParameter(
                "it rules out --registers: give one of the two", param_hint="--no-registers"
            )
        from spendaudit.audit import Request
        from spendaudit.intake import Wanted
        from spendaudit.profile import read_profile

        heed_interrupts()
        written = read_profile(self.profile) if self.profile else None
        request = Request(
            files=self.files,
            area=self.area,
            supplier_lists=tuple(self.suppliers or ()),
            wanted=Wanted(settled_columns(self.columns), self.sheets or ()),
            postcode_file=self.postcodes,
            deprivation_file=deprivation,
            registers=self.registers,
            use_registers=not self.no_registers,
            points=points,
            hide_individuals=self.hide_individuals,
            announce=None if quiet else announce,
        )
        return request.heeding(written) if written else request

    def __str__(self) -> str:
        """The files and options as a shell would take them again."""
        # Sorted: the order of the files changes no byte of a report.
        words = sorted(map(str, self.files))
        words += [word for text in self.columns or () for word in ("--column", text)]
        words += [word for text in self.sheets or () for word in ("--sheet", text)]
        words += ["--area", self.area] if self.area else []
        words += [word for path in self.suppliers or () for word in ("--suppliers", str(path))]
        words += ["--postcodes", str(self.postcodes)] if self.postcodes else []
        words += ["--profile", str(self.profile)] if self.profile else []
        words += ["--registers", str(self.registers)] if self.registers else []
        words += ["--no-registers"] if self.no_registers else []
        return shlex.join(words)


@cache
def _shared() -> dict[str, Any]:
    """The options of `Asked` by name, for all commands alike."""
    return get_type_hints(Asked, include_extras=True)


def asking(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Asked` in the place of its argument of that type.

    An argument of the command's own that is called like one of them stands in its place, with its
    own help, and is given to both.
    """
    hints = get_type_hints(function, include_extras=True)
    shared = _shared()
    own = inspect.signature(function).parameters
    asked = next(name for name in own if hints[name] is Asked)
    parameters: list[inspect.Parameter] = []
    for name, parameter in own.items():
        if name != asked:
            parameters.append(parameter.replace(annotation=hints[name], kind=_BY_NAME))
            continue
        parameters += [
            inspect.Parameter(
                field.name,
                _BY_NAME,
                default=parameter.empty if field.default is MISSING else field.default,
                annotation=shared[field.name],
            )
            for field in fields(Asked)
            if field.name not in own
        ]

    @wraps(function)
    def run(**given: Any) -> None:  # noqa: ANN401  # whatever Typer made of each option
        typed = {name: given[name] for name in shared}
        typed["files"] = typed["files"] or ()
        function(**{asked: Asked(**typed)}, **{name: given[name] for name in own if name != asked})

    # What Typer reads to make the command line.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


OPTIONS = {
    "area": "--area",
    "suppliers": "--suppliers",
    "columns": "--column",
    "sheets": "--sheet",
    "postcodes": "--postcodes",
    "profile": "--profile",
    "registers": "--registers",
    "no_registers": "--no-registers",
}
"""What the fields of `Asked` are called on the command line."""

_BY_NAME = inspect.Parameter.KEYWORD_ONLY


FRAME_FORMATS = ("table", "markdown", "json", "csv", "xlsx")


def format_option(allowed: Sequence[str]) -> Any:  # noqa: ANN401  # as typer.Option has it
    """The option `--format` of a command that writes these formats."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        autocompletion=one_of(allowed),
        help=f"One of {', '.join(allowed)}.",
    )


def chosen_format(output: Path | None, asked: str | None, allowed: Sequence[str]) -> str:
    """The format asked for, else by the file's ending, else a table.

    Raises:
        typer.BadParameter: the format asked for is none of this command.
        OutputError: nor is the ending.
    """
    from spendaudit.render.output import format_from

    if asked is not None and asked not in allowed:
        raise typer.BadParameter(
            f"{asked!r} is no format of this command{meant(asked, allowed)}; "
            f"known: {', '.join(allowed)}",
            param_hint="--format",
        )
    return format_from(output, asked, allowed, "table")


def write_frame(
    frame: pl.DataFrame,
    kinds: Mapping[str, Kind],
    form: str,
    output: Path | None,
    *,
    every_row: bool,
    name: str = "table",
    for_spreadsheet: bool = False,
) -> None:
    """Write a frame in a format, to a file or to standard output.

    `name`: what its rows are, for the tab of a workbook.
    `for_spreadsheet`: a CSV file begins with a byte order mark, without which Excel on Windows
    shows Café as CafÃ©; a pipe gets none.
    """
    from spendaudit.render.frames import MOST_ROWS, frame_as, frame_as_table, rows_left_out
    from spendaudit.render.output import write_output

    limit = None if every_row else MOST_ROWS
    hush()
    if form == "table" and output is None:
        from spendaudit.render.terminal import console_for, render_table

        note = rows_left_out(frame, limit)
        render_table(frame_as_table(frame, kinds, None, limit), console_for(sys.stdout), note=note)
        return
    content = frame_as(frame, kinds, form, limit=limit, name=name)
    if form == "csv" and for_spreadsheet and output is not None and isinstance(content, str):
        content = f"\ufeff{content}"
    write_output(content, output, sys.stdout)


def write_page(page: Page, form: str, output: Path | None) -> None:
    """Write a page in one of `FRAME_FORMATS`, to a file or to standard output."""
    from spendaudit.render.output import write_output

    hush()
    content: str | bytes
    match form:
        case "json":
            from spendaudit.render.json_report import page_as_json

            content = page_as_json(page)
        case "csv":
            from spendaudit.render.delimited import page_as_csv

            content = page_as_csv(page)
        case "xlsx":
            from spendaudit.render.report_workbook import page_as_workbook

            content = page_as_workbook(page)
        case "markdown":
            from spendaudit.render.markdown import page_as_markdown

            content = page_as_markdown(page)
        case _:
            from spendaudit.render.terminal import as_text, console_for, render_page

            if output is None:
                render_page(page, console_for(sys.stdout))
                return
            content = as_text(lambda console: render_page(page, console), 80)
    write_output(content, output, sys.stdout)


def finish(cleaned: Cleaned, *, strict: bool, missed: Sequence[str] = ()) -> None:
    """End with status 3 where something failed what the user asked for, and say what, always.

    `missed`: a sentence for each threshold that was not reached.
    """
    failures = [*missed, *(_failures(cleaned) if strict else ())]
    for sentence in failures:
        warn(sentence)
    if failures:
        raise typer.Exit(Status.CHECK_FAILED)


def _failures(cleaned: Cleaned) -> tuple[str, ...]:
    """What fails a strict run, in one sentence, or nothing."""
    set_aside = cleaned.set_aside.height
    differing_totals = sum(
        not total.agrees for totals in cleaned.control_totals.values() for total in totals
    )
    unread, in_doubt = len(cleaned.unread), cleaned.overlaps.rows_in_doubt
    if not (set_aside or differing_totals or unread or in_doubt):
        return ()
    from spendaudit.report.figures import counted

    rows, totals = counted(set_aside, "row"), counted(differing_totals, "printed total")
    sentence = f"--strict: {rows} set aside, {totals} not equal to ours"
    sentence += f", {counted(unread, 'file')} not read" if unread else ""
    if in_doubt:
        sentence += f", {counted(in_doubt, 'payment')} perhaps counted twice"
    return (sentence,)
