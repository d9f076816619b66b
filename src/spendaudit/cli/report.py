"""`spendaudit report`: the audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spendaudit.cli.options import (
    Asked,
    Quiet,
    Strict,
    asking,
    chosen_format,
    finish,
)
from spendaudit.cli.program import command, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.values import Report

FORMATS = ("table", "markdown", "html", "json", "csv", "xlsx")
FOR_PEOPLE = {"table", "markdown"}
"""They show the first questions unasked; the other formats hold every one."""
FOLDER = "folder"
"""The form of an output that ends in a slash: one CSV a table, and what describes them."""
SECTIONS = (
    "tiers", "placed-by", "change", "years", "months", "departments", "categories", "sizes",
    "sizes-yearly", "suppliers-local", "suppliers-leaving", "suppliers-unplaced",
    "leakage-departments", "leakage-categories", "flows", "reservable", "sample", "unusual",
    "anchors", "joint", "owners", "firm-sizes", "industries", "standing", "branches", "groups",
    "pass-through", "distance", "deprivation", "benchmark",
    "not-influenceable", "redactions", "set-aside", "overlaps", "all",
)  # fmt: skip


def _print_schema(asked: bool) -> None:  # Typer calls it with the flag
    if asked:
        from spendaudit.render.json_report import report_schema
        from spendaudit.render.output import write_output

        write_output(report_schema(), None, sys.stdout)
        raise typer.Exit


@command("Audit")
@asking
def report(
    asked: Asked,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", metavar="NAME", help=f"Only these tables: {', '.join(SECTIONS)}."
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write here; the ending picks the format, and FOLDER/ gets one CSV a table with "
            "a data package. Repeatable.",
        ),
    ] = None,
    schema: Annotated[  # noqa: ARG001  # the callback answers it
        bool,
        typer.Option(
            "--schema",
            callback=_print_schema,
            is_eager=True,
            help="Print the JSON Schema of -f json.",
        ),
    ] = False,
    deprivation: Annotated[
        Path | None,
        typer.Option(
            "--deprivation",
            metavar="FILE",
            help="Neighbourhoods (LSOAs) with their decile or rank, for --section deprivation; "
            "with --postcodes.",
        ),
    ] = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """How much of the money stayed, how sure that is, and where the rest went.

    Example: spendaudit report preston-2024-25.csv --suppliers creditors.csv
    """
    from spendaudit.audit import audit
    from spendaudit.report.compose import compose
    from spendaudit.report.questions import EVERY_SECTION, FIRST, IF_HARDLY_PLACED

    destinations = _destinations(output or (), form)
    unknown = [name for name in section or () if name not in SECTIONS]
    if unknown:
        raise typer.BadParameter(
            f"{unknown[0]!r} is no section; known: {', '.join(SECTIONS)}", param_hint="--section"
        )
    formats = {chosen for _, chosen in destinations}
    wanted: Sequence[str] | None = section
    if "html" in formats:
        wanted = None
    elif not section and formats <= FOR_PEOPLE:
        wanted = (*FIRST, IF_HARDLY_PLACED)
    # Coordinates are looked up where somebody will see them: they cost a tenth of a second.
    points = wanted is None or bool({"distance", EVERY_SECTION} & set(wanted))
    found = audit(asked.request(quiet=quiet, points=points, deprivation=deprivation))
    result = compose(found, str(asked), wanted)
    if "html" in formats:
        from spendaudit.report.detailed import with_details

        result = with_details(result, found)
    if not quiet and "csv" in formats:
        _warn_of_no_table(result, section)
    _write(result, destinations, section)
    finish(found.cleaned, strict=strict, quiet=quiet)


def _destinations(output: Sequence[str], form: str | None) -> list[tuple[Path | None, str]]:
    """Where to write, and in which format each.

    Raises:
        typer.BadParameter: the outputs contradict each other or the format.
        OutputError: an ending is none that a report has.
    """
    if form is not None and len(output) > 1:
        raise typer.BadParameter(
            "of several outputs the ending of each picks the format; leave --format out",
            param_hint="--format",
        )
    if not output:
        return [(None, chosen_format(None, form, FORMATS))]
    destinations: dict[Path, str] = {}
    for text in output:
        path = Path(text)
        if path in destinations:
            raise typer.BadParameter(f"{text} is named twice", param_hint="--output")
        if not (text.endswith(("/", "\\")) or path.is_dir()):
            destinations[path] = chosen_format(path, form, FORMATS)
        elif form in (None, "csv"):
            destinations[path] = FOLDER
        else:
            raise typer.BadParameter(f"a folder holds CSV, not {form}", param_hint="--format")
    return list(destinations.items())


def _warn_of_no_table(result: Report, sections: Sequence[str] | None) -> None:
    """Say why a CSV file of one section is empty: it has no room for that."""
    from spendaudit.render.delimited import only_section

    alone = only_section(result, sections)
    if alone is not None and alone.table is None:
        warn(f"{alone.key} has no table: {alone.left_out}")


def _write(
    result: Report,
    destinations: Sequence[tuple[Path | None, str]],
    sections: Sequence[str] | None,
) -> None:
    """Write the report to each place; nothing is written until every format is made."""
    from spendaudit.render.output import write_folder, write_output

    if destinations == [(None, "table")]:
        from spendaudit.render.terminal import console_for, render_report

        render_report(result, console_for(sys.stdout), sections)
        return
    made = [(path, _made(result, form, sections)) for path, form in destinations]
    for path, content in made:
        if isinstance(content, dict):
            assert path is not None  # noqa: S101  # a folder is named
            write_folder(content, path)
        else:
            write_output(content, path, sys.stdout)


def _made(  # noqa: PLR0911  # one end for each format
    result: Report, form: str, sections: Sequence[str] | None
) -> str | bytes | dict[str, bytes]:
    """The report in one format; heavy libraries are loaded for theirs alone."""
    match form:
        case "json":
            from spendaudit.render.json_report import report_as_json

            return report_as_json(result, sections)
        case "csv":
            from spendaudit.render.delimited import report_as_csv

            return report_as_csv(result, sections)
        case "html":
            from spendaudit.render.html import report_as_html

            return report_as_html(result)
        case "markdown":
            from spendaudit.render.markdown import report_as_markdown

            return report_as_markdown(result, sections)
        case "xlsx":
            from spendaudit.render.report_workbook import report_as_workbook

            return report_as_workbook(result, sections)
        case "folder":
            from spendaudit.render.package import report_as_package

            return report_as_package(result, sections)
        case _:
            from spendaudit.render.terminal import report_as_text

            return report_as_text(result, sections)
