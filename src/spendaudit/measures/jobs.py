"""Jobs, as a labelled range from somebody's ratio of pounds to a job, and never as one number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("pounds_per_job", "source")


@dataclass(frozen=True, slots=True)
class Ratio:
    """Pounds of revenue behind one job, and who says so."""

    pounds_per_job: Decimal
    source: str


def read_ratios(path: Path) -> tuple[Ratio, ...]:
    """Read a ratio file: a CSV with `pounds_per_job` and `source`, the source of every row named.

    Raises:
        InputError: a column is missing, a ratio is no amount above nought, or a source is blank.
    """
    import polars as pl

    with open_source(path) as source:
        name = source.name
        try:
            table = pl.read_csv(source.path, infer_schema=False)
        except pl.exceptions.PolarsError as error:
            raise InputError(
                f"{name} is no table", "write a CSV: pounds_per_job, source"
            ) from error
    columns = {heading.strip().lower(): heading for heading in table.columns}
    missing = [column for column in COLUMNS if column not in columns]
    if missing or table.is_empty():
        found = f"it has no column called {missing[0]}" if missing else "it has no row"
        raise InputError(
            f"{name} is no file of ratios: {found}",
            "write a CSV with the columns pounds_per_job and source",
        )
    rows = table.select(columns[column] for column in COLUMNS).iter_rows()
    return tuple(_ratio(name, line, *row) for line, row in enumerate(rows, 2))


def _ratio(name: str, line: int, amount: str | None, source: str | None) -> Ratio:
    try:
        value = Decimal((amount or "").strip().lstrip("£").replace(",", ""))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0:
        raise InputError(
            f"{name}, line {line}: {amount!r} is no amount of pounds above nought",
            "write how many pounds of revenue stand behind one job, such as 123000",
        )
    if not (source or "").strip():
        raise InputError(
            f"{name}, line {line}: the ratio has no source",
            "say who published it: a number of jobs without its ratio cannot be checked",
        )
    return Ratio(value, (source or "").strip())


def jobs(pounds: Decimal, ratios: tuple[Ratio, ...]) -> tuple[Decimal, Decimal]:
    """The fewest and the most jobs that an amount may stand for, to a tenth.

    Revenue divided by revenue per job (What Works Centre for Local Economic Growth); what is lost to
    leakage, displacement and substitution is not taken off. With one ratio both ends are the same.
    """
    each = [pounds / ratio.pounds_per_job for ratio in ratios]
    tenth = Decimal("0.1")
    return min(each).quantize(tenth), max(each).quantize(tenth)
