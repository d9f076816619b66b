"""`spendaudit report`: the audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from spendaudit.cli.fail_under import SHARES, missed, thresholds_of
from spendaudit.cli.known_words import meant, one_of
from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    Asked,
    Quiet,
    Strict,
    asking,
    chosen_format,
    finish,
    format_option,
)
from spendaudit.cli.program import command, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    import polars as pl

    from spendaudit.report.values import Page, Report

FORMATS = ("table", "markdown", "html", "json", "csv", "xlsx", "parquet")
FOR_PEOPLE = {"table", "markdown"}
"""They show the first questions unasked; the other formats hold every one."""
FOLDER = "folder"
"""The form of an output that ends in a slash: one CSV a table, and what describes them."""
WITH_PAYMENTS = ("xlsx", FOLDER)
"""They hold every payment beside the tables if it is asked for; Parquet is the payments alone."""
SECTIONS = (
    "tiers", "placed-by", "change", "years", "months", "departments", "categories", "sizes",
    "sizes-yearly", "suppliers-local", "suppliers-leaving", "suppliers-unplaced",
    "leakage-departments", "leakage-categories", "flows", "reservable", "sample", "unusual",
    "anchors", "joint", "owners", "legal-forms", "firm-sizes", "industries", "standing",
    "branches", "groups", "pass-through", "distance", "deprivation", "benchmark",
    "not-influenceable", "redactions", "set-aside", "overlaps", "manifest", "all",
)  # fmt: skip


def _print_schema(typed: typer.Context, asked: bool) -> None:  # Typer calls it with the flag
    if asked and not typed.resilient_parsing:  # which is when a shell completes a word
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
            "--section",
            "--table",
            metavar="NAME",
            autocompletion=one_of(SECTIONS),
            help=f"Only these tables; one as CSV is that table alone: {', '.join(SECTIONS)}.",
        ),
    ] = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write here; the ending picks the format: FOLDER/ gets one CSV a table with "
            "a data package, .parquet the payments. Repeatable.",
        ),
    ] = None,
    with_payments: Annotated[
        bool, typer.Option("--with-payments", help="Every payment, too, in XLSX and in FOLDER/.")
    ] = False,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="One page of 250 words instead of tables, for a table or Markdown."
        ),
    ] = False,
    schema: Annotated[  # noqa: ARG001  # the callback answers it
        bool,
        typer.Option(
            "--schema",
            callback=_print_schema,
            is_eager=True,
            help="Print the JSON Schema of -f json.",
        ),
    ] = False,
    stamp: Annotated[
        bool,
        typer.Option(
            "--stamp",
            help="Say on which day it was made, in UTC; $SOURCE_DATE_EPOCH may settle which.",
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
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-under",
            metavar="NAME=PERCENT",
            autocompletion=one_of(SHARES, ending="="),
            help=f"Exit 3 when a share is smaller: {', '.join(SHARES)}. Repeatable.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """How much of the money stayed, how sure that is, and where the rest went.

    Example: spendaudit report preston-2024-25.csv --suppliers creditors.csv
    """
    from spendaudit.audit import audit
    from spendaudit.report.compose import compose
    from spendaudit.report.manifest import marked, today
    from spendaudit.report.questions import FIRST, IF_HARDLY_PLACED, asks_for_points

    destinations = _destinations(output or (), form)
    thresholds = thresholds_of(fail_under)
    formats = {chosen for _, chosen in destinations}
    wish = Wish(section, plain=plain, with_payments=with_payments)
    wish.refuse_what_contradicts(formats)
    wanted: Sequence[str] | None = section
    if "html" in formats:
        wanted = None
    elif not section and formats <= {*FOR_PEOPLE, "parquet"}:
        wanted = (*FIRST, IF_HARDLY_PLACED)
    listed = with_payments or "parquet" in formats
    made_on = today() if stamp else None
    points = listed or asks_for_points(wanted)
    request = asked.request(quiet=quiet, points=points, deprivation=deprivation)
    found = audit(request)
    tell_files(found.cleaned)
    request.tell("Working out the figures")
    result = marked(compose(found, str(asked), wanted), section, made_on)
    below = missed(thresholds, result)
    if "json" in formats:
        from spendaudit.report.ledger import with_ledger

        result = with_ledger(result, found)
    if "html" in formats:
        from spendaudit.report.detailed import with_details

        result = with_details(result, found)
    if not quiet and "csv" in formats:
        _warn_of_no_table(result, section)
    payments = None
    if listed:
        from spendaudit.measures.payments import payments_of

        payments = payments_of(found)
    _write(result, destinations, wish, payments, request.tell)
    finish(found.cleaned, strict=strict, missed=below)


class Wish(NamedTuple):
    """What the outputs of one run are to hold.

    Attributes:
        sections: the tables; None for those that a format holds unasked.
        plain: what people read is the page in plain words.
        with_payments: formats that can hold payments beside the tables do.
    """

    sections: Sequence[str] | None
    plain: bool
    with_payments: bool

    def refuse_what_contradicts(self, formats: AbstractSet[str]) -> None:
        """Refuse what none of the formats can hold.

        Raises:
            typer.BadParameter: a section is unknown, or an option would do nothing.
        """
        unknown = [name for name in self.sections or () if name not in SECTIONS]
        if unknown:
            raise typer.BadParameter(
                f"{unknown[0]!r} is no section{meant(unknown[0], SECTIONS)}; "
                f"known: {', '.join(SECTIONS)}",
                param_hint="--section",
            )
        if self.plain and formats.isdisjoint(FOR_PEOPLE):
            raise typer.BadParameter(
                "plain words are for a table or Markdown: -f markdown, or -o summary.md",
                param_hint="--plain",
            )
        if self.plain and self.sections:
            raise typer.BadParameter(
                "plain words have no tables: leave --section out", param_hint="--plain"
            )
        if self.with_payments and formats.isdisjoint(WITH_PAYMENTS):
            raise typer.BadParameter(
                "only XLSX and FOLDER/ hold payments beside the tables; -o payments.parquet, or "
                "spendaudit payments, gives them alone",
                param_hint="--with-payments",
            )


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
    wish: Wish,
    payments: pl.DataFrame | None,
    tell: Callable[[str], None],
) -> None:
    """Write the report to each place; nothing is written until every format is made."""
    from spendaudit.render.output import write_outputs

    if destinations == [(None, "table")]:
        tell("")
        from spendaudit.render.terminal import console_for, render_plain, render_report

        if wish.plain:
            render_plain(_plain(result), console_for(sys.stdout))
        else:
            render_report(result, console_for(sys.stdout), wish.sections)
        return
    made = []
    for path, form in destinations:
        tell(f"Making {path or form}")
        made.append((path, _made(result, form, wish, payments)))
    tell("")
    write_outputs(made, sys.stdout)


def _made(  # noqa: PLR0911  # one end for each format
    result: Report, form: str, wish: Wish, payments: pl.DataFrame | None
) -> str | bytes | dict[str, bytes]:
    """The report in one format; heavy libraries are loaded for theirs alone."""
    sections, beside = wish.sections, payments if wish.with_payments else None
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
            from spendaudit.render.markdown import page_as_markdown, report_as_markdown

            if wish.plain:
                return page_as_markdown(_plain(result))
            return report_as_markdown(result, sections)
        case "xlsx":
            from spendaudit.render.report_workbook import report_as_workbook

            return report_as_workbook(result, sections, beside)
        case "folder":
            from spendaudit.render.package import report_as_package

            return report_as_package(result, sections, beside)
        case "parquet":
            from spendaudit.render.frames import frame_as

            assert payments is not None  # noqa: S101  # the format asks for them
            return frame_as(payments, {}, form)
        case _:
            from spendaudit.render.terminal import as_text, render_plain, report_as_text

            if wish.plain:
                return as_text(lambda console: render_plain(_plain(result), console), 80)
            return report_as_text(result, sections)


def _plain(result: Report) -> Page:
    from spendaudit.report.plain import in_plain_words

    return in_plain_words(result)
