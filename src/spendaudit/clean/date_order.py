"""Which of three numbers is the day: by a column's own proof, by its file's time, else day first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.periods import Period, in_words

if TYPE_CHECKING:
    from collections.abc import Callable

Choice = tuple[str, Period] | None
DAY_FIRST, MONTH_FIRST = "day first", "month first"
NOTHING_TELLS = "no date tells its day from its month, such as "
"""How it is said that custom alone decided."""
FEWEST_STEPS = 5
"""Changes of date from one row to the next, from which rows can be said to be in order."""

_MONTHS_ON_END = 6
"""Of any six days on end one is a Saturday or a Sunday."""


class Stated(NamedTuple):
    """The order that a heading states, and the heading."""

    order: str
    heading: str

    def __str__(self) -> str:
        """Say so."""
        return f"the heading {' '.join(self.heading.split())[:60]!r} says {self.order}"


class Order(NamedTuple):
    """What was decided, and by what.

    Attributes:
        month_first: whether the column, or most of it, is month first.
        contradicted: whether some rows can only be day first and others only month first.
        either: how many rows could be either.
        other_groups: ways of writing (`group`) that are the other way round.
        settled: whether more than custom decided.
        notices: sentences about it.
    """

    month_first: bool
    contradicted: bool
    either: int
    other_groups: tuple[str, ...] = ()
    settled: bool = True
    notices: tuple[str, ...] = ()


def order_of(
    forms: pl.DataFrame,
    texts: pl.Series,
    choose: Callable[[pl.DataFrame, str, str], Choice],
    asked: str | None = None,
    stated: Stated | None = None,
) -> Order:
    """Decide for a whole column.

    Args:
        forms: one row a distinct text, as `date_forms.read_forms` gives it, with `rows`.
        texts: of every row, in the order of the file.
        choose: tells which of two readings puts some of the texts into the time of the file.
        asked: `DAY_FIRST` or `MONTH_FIRST` where the user settles it, whatever the column says.
        stated: what its heading states, which decides where nothing else does.
    """
    proofs = _proofs(forms)
    day_only, month_only, either = (
        int(proofs[kind].sum()) for kind in ("day_only", "month_only", "either")
    )
    if asked is not None and (day_only, month_only) == (0, 0):
        return Order(month_first=asked == MONTH_FIRST, contradicted=False, either=either)
    if asked is not None and (month_only > day_only) != (asked == MONTH_FIRST):
        return Order(month_first=asked == MONTH_FIRST, contradicted=True, either=either)
    if day_only and month_only:
        return _contradiction(proofs, day_only, month_only, either)
    if month_only:
        many, has = ("one", "has") if month_only == 1 else (f"{month_only:,}", "have")
        said = f"the dates are month first: {many} of them {has} no other reading"
        if stated is not None and stated.order == DAY_FIRST:
            said = f"{stated}, and {said}"
        return Order(month_first=True, contradicted=False, either=either, notices=(said,))
    if either and not day_only:
        return _by_evidence(forms, texts, choose, either, stated)
    notices: tuple[str, ...] = ()
    if day_only and stated is not None and stated.order == MONTH_FIRST:
        many, has = ("one", "has") if day_only == 1 else (f"{day_only:,}", "have")
        notices = (f"{stated}, and the dates are day first: {many} of them {has} no other reading",)
    return Order(month_first=False, contradicted=False, either=either, notices=notices)


def _proofs(forms: pl.DataFrame) -> pl.DataFrame:
    """For each way of writing three numbers, how many rows prove an order and how many do not."""
    day, month, rows = pl.col("day_first"), pl.col("month_first"), pl.col("rows")
    return (
        forms.filter(day.is_not_null() | month.is_not_null())
        .group_by(pl.col("group").fill_null(""))
        .agg(
            rows.filter(month.is_null()).sum().alias("day_only"),
            rows.filter(day.is_null()).sum().alias("month_only"),
            rows.filter(day != month).sum().alias("either"),
        )
        .sort("group")
    )


def _contradiction(proofs: pl.DataFrame, day_only: int, month_only: int, either: int) -> Order:
    """Most rows decide, but dates that are written alike share their order."""
    month_first = month_only > day_only
    fewer, more = ("month_only", "day_only") if month_first else ("day_only", "month_only")
    others = proofs.filter(pl.col(more) > pl.col(fewer))["group"].to_list()
    said = (
        f"some dates can only be day first ({day_only:,}) and others only month first "
        f"({month_only:,}): {either:,} could be either and were read "
        f"{'month' if month_first else 'day'} first"
    )
    if others:
        said += ", or as most dates that are written like them"
    return Order(
        month_first=month_first,
        contradicted=True,
        either=either,
        other_groups=tuple(others),
        settled=False,
        notices=(said,),
    )


def _by_evidence(
    forms: pl.DataFrame,
    texts: pl.Series,
    choose: Callable[[pl.DataFrame, str, str], Choice],
    either: int,
    stated: Stated | None,
) -> Order:
    """No row proves anything: the time of the file decides, the order of the rows, then the heading."""
    doubtful = forms.filter(pl.col("day_first") != pl.col("month_first"))
    chosen = choose(doubtful, "day_first", "month_first")
    reading = chosen[0] if chosen else _sorted_as(forms, texts)
    if stated is not None and reading in (None, stated.order.replace(" ", "_")):
        return Order(month_first=stated.order == MONTH_FIRST, contradicted=False, either=either)
    if stated is not None:
        return _against_heading(stated, chosen, either)
    if reading is None and _are_first_days(forms):
        reading = "day_first"
    if reading is None:
        example = doubtful["text"][0][:40]
        said = f"{NOTHING_TELLS}{example!r}: they were read day first"
        return Order(
            month_first=False, contradicted=False, either=either, settled=False, notices=(said,)
        )
    if reading == "day_first":
        return Order(month_first=False, contradicted=False, either=either)
    said = (
        f"no date tells its day from its month by itself: they were read month first{_why(chosen)}"
    )
    return Order(month_first=True, contradicted=False, either=either, notices=(said,))


def _against_heading(stated: Stated, chosen: Choice, either: int) -> Order:
    """The rows are believed, not what stands over them: a heading is copied from file to file."""
    month_first = stated.order == DAY_FIRST
    said = f"{stated}, and the dates were read {MONTH_FIRST if month_first else DAY_FIRST}"
    return Order(
        month_first=month_first,
        contradicted=False,
        either=either,
        notices=(said + _why(chosen),),
    )


def _why(chosen: Choice) -> str:
    if chosen is None:
        return ", since only so are the rows in order of date"
    months = in_words(chosen[1].first, chosen[1].last)
    return f", so that they fall into {months}, as {chosen[1].told_by} has it"


def _are_first_days(forms: pl.DataFrame) -> bool:
    """Whether the dates, day first, are the first days of many months on end, and so stand for months.

    Month first they would be as many days on end of one January, Saturdays and Sundays among them, and
    of no other month.
    """
    days = forms["day_first"].drop_nulls().unique()
    if not (days.dt.day() == 1).all():
        return False
    months = (days.dt.year().cast(pl.Int32) * 12 + days.dt.month()).sort()
    return months.len() >= _MONTHS_ON_END and (months.diff().drop_nulls() == 1).all()


def _sorted_as(forms: pl.DataFrame, texts: pl.Series) -> str | None:
    """The one reading under which the rows stand in the order of their dates."""
    rows = (
        texts.cast(pl.String)
        .alias("text")
        .to_frame()
        .join(
            forms.select("text", "day_first", "month_first"),
            on="text",
            how="left",
            maintain_order="left",
        )
        .drop_nulls()
    )
    wrong = {}
    for reading in ("day_first", "month_first"):
        steps = rows[reading].cast(pl.Int32).diff().drop_nulls()
        up, down = int((steps > 0).sum()), int((steps < 0).sum())
        if up + down < FEWEST_STEPS:
            return None
        wrong[reading] = min(up, down) / (up + down)
    for reading, rival in (("day_first", "month_first"), ("month_first", "day_first")):
        if wrong[reading] <= 0.02 and wrong[rival] >= 0.1:
            return reading
    return None
