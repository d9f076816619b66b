"""What `import spendaudit` offers: an audit in one call, its tables as Polars frames, its report."""

from __future__ import annotations

from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.audit import Request
from spendaudit.audit import audit as go_down_the_line
from spendaudit.frames import as_pounds
from spendaudit.intake import Wanted
from spendaudit.measures.payments import payments_of
from spendaudit.measures.suppliers import suppliers_of
from spendaudit.profile import read_profile
from spendaudit.read.headings import meanings
from spendaudit.render import wording
from spendaudit.render.tables import report_tables
from spendaudit.report.compose import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from spendaudit.audit import Audit
    from spendaudit.report.values import Report

Names = str | PathLike[str]
"""A file or a folder."""
_BASE = '<base href="about:srcdoc">'


def audit(  # noqa: PLR0913  # the options of the command line
    files: Names | Iterable[Names],
    *,
    area: str | None = None,
    suppliers: Names | Iterable[Names] = (),
    columns: Mapping[str, str] | None = None,
    sheets: Iterable[str] = (),
    profile: Names | None = None,
    postcodes: Names | None = None,
    registers: Names | None = None,
    use_registers: bool = True,
    hide_individuals: bool = False,
) -> Audited:
    """Audit published spending: read, clean, identify and place every payment.

    Everything but the files is what the options of the same names are on the command line, and beats
    the profile in the same way.

    Args:
        files: one or several files, folders or patterns.
        area: home, by name or GSS code; None to take it from the files.
        suppliers: your own supplier lists (CSV).
        columns: meaning to heading, such as `{"amount": "Net £"}`.
        sheets: of workbooks; `["all"]` for each that has payments.
        profile: a TOML file with what is particular to one publisher.
        postcodes: an ONSPD or NSPL file instead of the installed directory.
        registers: a folder of registers instead of the usual one.
        use_registers: whether payees are looked up in registers; False is `--no-registers`.
        hide_individuals: whether people and sole traders stay nameless in all that follows.

    Raises:
        SpendAuditError: something cannot be read or told; its `try_next` says what to do.
        ValueError: a meaning of a column is none.
    """
    named, settled = _paths(files), dict(columns or {})
    if unknown := sorted(settled.keys() - set(meanings())):
        raise ValueError(f"no column means {unknown[0]!r}; known: {', '.join(meanings())}")
    request = Request(
        files=named,
        area=area,
        supplier_lists=_paths(suppliers),
        wanted=Wanted(settled, tuple(sheets)),
        postcode_file=Path(postcodes) if postcodes else None,
        registers=Path(registers) if registers else None,
        use_registers=use_registers,
        hide_individuals=hide_individuals,
        points=True,
    )
    if profile:
        request = request.heeding(read_profile(Path(profile)))
    return Audited(go_down_the_line(request))


class Audited:
    """Payments whose payees are identified and placed around a home area.

    The frames are those that the commands of the same names write; money is Decimal, in pounds.
    """

    def __init__(self, found: Audit) -> None:
        self._found = found

    def __repr__(self) -> str:
        """Say what was audited: the place, the time, and how much was read."""
        report = self._told
        return f"<Audited {wording.title(report)}: {wording.counts(report)}>"

    @property
    def area(self) -> str:
        """The home area's name."""
        return self._found.area.name

    @property
    def area_code(self) -> str:
        """The home area's GSS code."""
        return self._found.area.code

    @cached_property
    def payments(self) -> pl.DataFrame:
        """One row a payment, in the order of files and lines: as `measures.payments_of`."""
        return payments_of(self._found)

    @cached_property
    def suppliers(self) -> pl.DataFrame:
        """One row a supplier, most money first: as `measures.suppliers_of`."""
        return suppliers_of(self._found)

    @cached_property
    def set_aside(self) -> pl.DataFrame:
        """The rows that could not be read: `file`, `line`, `reason`, `amount`, `text`."""
        return self._found.cleaned.set_aside.with_columns(
            as_pounds("pence").alias("amount")
        ).select("file", "line", "reason", "amount", "text")

    def report(self) -> AuditReport:
        """The report: a page in a notebook, sentences and tables everywhere else."""
        return AuditReport(self._found, self._told)

    @cached_property
    def _told(self) -> Report:
        return compose(self._found, " ".join(self._found.cleaned.asked))


class AuditReport:
    """A report of an audit: its figures, its tables by name, and itself in several formats.

    In Jupyter it shows as the page that `report -o report.html` writes, in a frame of its own.
    """

    def __init__(self, found: Audit, report: Report) -> None:
        self._found, self._report = found, report

    def __repr__(self) -> str:
        """The report as a terminal shows it."""
        from spendaudit.render.terminal import report_as_text

        return report_as_text(self._report).rstrip("\n")

    def _repr_html_(self) -> str:
        """The page in a frame: neither sees the other's style, and its script reaches nothing else."""
        # Without a base of its own a link within the page would load the notebook into the frame;
        # it stands before the page's policy, which allows none.
        page = self.html().replace("<head>", f"<head>{_BASE}", 1)
        page, title = escape(page), escape(wording.title(self._report))
        return (
            f'<iframe title="spendaudit: {title}" srcdoc="{page}" sandbox="allow-scripts '
            'allow-downloads" style="width: 100%; height: 80vh; min-height: 30em; border: 0">'
            "</iframe>"
        )

    @property
    def headline(self) -> str:
        """The one sentence with its range."""
        return self._report.headline

    @property
    def values(self) -> Report:
        """Every figure as a plain value: `values.local.share`, `values.total`."""
        return self._report

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by its name, such as `tiers` or `months`, without its closing total.

        Columns go by their keys in JSON and CSV. Money is Decimal, in pounds; a share is a fraction
        of 1; a month is its first day.
        """
        from spendaudit.render.frames import table_as_frame

        return {
            section.key: table_as_frame(section.table)
            for section in report_tables(self._report)
            if section.table is not None
        }

    def html(self) -> str:
        """The page that `report -o report.html` writes."""
        from spendaudit.render.html import report_as_html
        from spendaudit.report.detailed import with_details

        return report_as_html(with_details(self._report, self._found))

    def markdown(self) -> str:
        """The report in Markdown, with every table."""
        from spendaudit.render.markdown import report_as_markdown

        return report_as_markdown(self._report, ("all",))

    def json(self) -> str:
        """The report as JSON; `spendaudit report --schema` prints its schema."""
        from spendaudit.render.json_report import report_as_json

        return report_as_json(self._report)

    def plain(self) -> str:
        """The report in plain words, 200 to 250 of them, in Markdown."""
        from spendaudit.render.markdown import page_as_markdown
        from spendaudit.report.plain import in_plain_words

        return page_as_markdown(in_plain_words(self._report))


def _paths(names: Names | Iterable[Names]) -> tuple[Path, ...]:
    """One name or several as paths."""
    several = [names] if isinstance(names, str | PathLike) else names
    return tuple(Path(name) for name in several)
