"""Jobs, as a labelled range from somebody's ratio of pounds to a job, and never as one number."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import InputError, MeasureError
from spendaudit.read.small_tables import read_small_table

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.measures.multiplier import Range

COLUMNS = ("pounds_per_job", "source")
_TENTH = Decimal("0.1")


class Ratio(NamedTuple):
    """Pounds of revenue behind one job, and who says so."""

    pounds_per_job: Decimal
    source: str


def read_ratios(path: Path) -> tuple[Ratio, ...]:
    """Read a ratio file: a CSV with `pounds_per_job` and `source`, the source of every row named.

    Raises:
        InputError: a column is missing, a ratio is no amount above nought, or a source is blank.
    """
    rows, name = read_small_table(path, COLUMNS, "a file of ratios")
    return tuple(_ratio(name, *row) for row in rows.iter_rows())


def _ratio(name: str, line: int, amount: str | None, source: str | None) -> Ratio:
    try:
        value = Decimal((amount or "").lstrip("£").replace(",", ""))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0:
        raise InputError(
            f"{name}, line {line}: {amount or ''!r} is no amount of pounds above nought",
            "write how many pounds of revenue stand behind one job, such as 123000",
        )
    if source is None:
        raise InputError(
            f"{name}, line {line}: the ratio has no source",
            "say who published it: a number of jobs without its ratio cannot be checked",
        )
    return Ratio(value, source)


def jobs(pounds: Range, ratios: tuple[Ratio, ...]) -> tuple[Decimal, Decimal]:
    """The fewest and the most jobs that an amount may stand for, to a tenth, never one for both.

    The range is that of the pounds and that of the ratios; where it is less than a tenth wide, the
    tenths around it. Revenue divided by revenue per job (What
    Works Centre for Local Economic Growth); what is lost to leakage, displacement and substitution
    is not taken off.

    Raises:
        MeasureError: one ratio and a sure amount make one number, which nobody could defend.
    """
    each = [ratio.pounds_per_job for ratio in ratios]
    if pounds.low == pounds.high and min(each) == max(each):
        raise MeasureError(
            "one ratio gives one number of jobs, and not a range",
            "give the lowest and the highest ratio that anybody published, a row each",
        )
    fewest, most = pounds.low / max(each), pounds.high / min(each)
    rounded = fewest.quantize(_TENTH), most.quantize(_TENTH)
    if rounded[0] != rounded[1]:
        return rounded
    return fewest.quantize(_TENTH, ROUND_FLOOR), most.quantize(_TENTH, ROUND_CEILING)
