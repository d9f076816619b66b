"""What the cells of a column look like: money, dates, words, postcodes; no more than a look.

A look says what a column may be. What a cell is worth, `clean` reads, with every form it knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_SIGN = r"[-+\x{2212}\x{2013}]?"
_ENGLISH = rf"^\(?{_SIGN}[£$]?{_SIGN}(?:{_NUMBER}(?:\.[0-9]*)?|\.[0-9]+)(?:E[-+]?[0-9]+)?£?(?:[CD]R\.?|-)?\)?$"
_CONTINENTAL = r"^\(?-?[£€]?-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]{1,2}-?\)?$"
_MONEY = f"(?:{_ENGLISH})|(?:{_CONTINENTAL})"
_LOST_POUND = "^([-+(]*)[\ufffd\u0152\u0153\u0141?]"
"""What a £ becomes where its byte meant nothing, or was taken from another code page: DOS's for Windows',
Central Europe's, or one that has none."""
_UNSEEN = r"\x{200B}\x{2060}\x{FEFF}"
"""Spaces without a width, as web pages leave them."""
_PLAINLY = r"[£,]|\.[0-9]{1,2}(?:CR|DR|-)?\)?$"
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*"
_WELSH_MONTH = (
    "(?:IONAWR|CHWEFROR|MAWRTH|EBRILL|MAI|MEHEFIN|GORFFENNAF|AWST|MEDI|HYDREF|TACHWEDD|RHAGFYR)"
)
_DATE = (
    r"^(?:[A-Z]{3,9},? ?)?(?:[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}"
    rf"|[0-9]{{1,2}}(?:ST|ND|RD|TH)?[-/ .,]*{_MONTH}[-/ .,']*[0-9]{{2,4}}|{_MONTH}[-/ .,']*(?:[0-9]{{1,2}}, ?)?[0-9]{{2,4}}"
    r"|(?:19|20)[0-9][0-9]-[0-9][0-9]|(?:19|20)[0-9][0-9][01][0-9][0-3][0-9](?:\.0)?)(?:[ T:][0-9]{1,2}[:.].*)?$"
)
_SERIAL = r"^(?:3[3-9]|[4-6][0-9]|7[0-2])[0-9]{3}(?:\.(?:0|25|5|75|[0-9]{3,}))?$"
"""A day number of a spreadsheet, from 1990 to 2099; a time of the day stands behind its point."""
_PERIOD = (
    rf"^(?:{_MONTH}|{_WELSH_MONTH}|Q|QTR|QUARTER|PERIOD|PD|MONTH|MTH|WEEK|WK|P|VARIOUS)\b"
    r"|^[1-4](?:ST|ND|RD|TH)? ?(?:QTR|QUARTER)$"
    rf"|^[0-9]{{1,2}}(?:ST|ND|RD|TH)?[-/ .,]*{_MONTH}$|^[0-9]{{1,2}}[-/][0-9]{{1,2}}$"
)
"""How a period without a year begins, or a day without one looks: no wrong column, though the date
may stay unread."""
_CURRENCY = "^(?:GBP|EUR|USD|CHF|AUD|CAD|JPY|SEK|NOK|DKK|NZD|ZAR|HKD|SGD|INR|PLN)$"
_POSTCODE = r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$"
_LETTER = r"[A-Z\x{C0}-\x{1FFF}\x{2C00}-\x{FFFC}]"
"""A letter among capitals, of any script; the table of all letters takes long to make a pattern of."""
_KIND = (
    r"^(?:REV(?:ENUE)?|CAP(?:ITAL)?)(?: (?:EXP(?:ENDITURE)?|SPEND|INCOME))?$|^LONG[- ]TERM ASSETS$"
)
"""Whether a payment is revenue or capital, in words."""
_BODY = (
    r"\b(?:LTD|LIMITED|PLC|LLP|LLC|COUNCIL|SERVICES?|TRUST|GROUP|UK|UNIVERSITY|COLLEGE|SCHOOL|NHS"
    r"|ASSOCIATION|SOLICITORS|COMPANY|SONS|CIC|FOUNDATION|SOCIETY|HOMES?|HMRC|POLICE|CHURCH)\b"
)
"""What names of suppliers hold and texts about purchases seldom do."""

_MONEY_HERE, _DATE_HERE = (
    re.compile(pattern.replace(r"\x{2212}", "\u2212").replace(r"\x{2013}", "\u2013"))
    for pattern in (_MONEY, _DATE)
)
# `="00123"` and `'00123` keep a spreadsheet from making a number of it; neither mark is in the value.
_WRAPPED = r"""^(?:=?"(?<inside>[^"]*)"|'(?<behind>[^']*))$"""
LONGEST_LOOKED_AT = 200
"""Characters of a cell that are looked at."""


class Look(NamedTuple):
    """What the filled cells of one column look like.

    Attributes:
        filled: how many there are; each number below counts some of them.
        money: amounts of any form, whole numbers too.
        pounds: amounts that are nothing else: with pence, commas or a pound sign.
        dates: days or months.
        serials: day numbers of a spreadsheet, which are whole numbers like others.
        periods: months, quarters or weeks of no known year.
        currencies: codes of currencies.
        words: cells with more letters than digits that are no code.
        bodies: cells with a word that names of organisations hold.
        postcodes: whole postcodes.
        kinds: cells that say revenue or capital.
        distinct: different texts.
        example: one of them, the first in order.
    """

    filled: int = 0
    money: int = 0
    pounds: int = 0
    dates: int = 0
    serials: int = 0
    periods: int = 0
    currencies: int = 0
    words: int = 0
    bodies: int = 0
    postcodes: int = 0
    kinds: int = 0
    distinct: int = 0
    example: str = ""

    def share(self, count: int) -> float:
        """A count as a fraction of the filled cells; 0 where there is none."""
        return count / self.filled if self.filled else 0.0


def is_money(cell: str) -> bool:
    """Whether a cell is an amount, in whatever form."""
    tight = re.sub(r"\s", "", cell[:LONGEST_LOOKED_AT]).upper()
    return bool(_MONEY_HERE.match(re.sub(_LOST_POUND, r"\1£", tight)))


def is_date(cell: str) -> bool:
    """Whether a cell is a date."""
    return bool(_DATE_HERE.match(" ".join(cell[:LONGEST_LOOKED_AT].upper().split())))


def unwrapped(cell: pl.Expr) -> pl.Expr:
    """The texts without the marks that keep a spreadsheet from changing them, as in `="00123"`."""
    return cell.str.replace(_WRAPPED, "${inside}${behind}")


def look_at(
    rows: pl.LazyFrame,
    columns: Sequence[str],
    engine: Literal["streaming", "in-memory"] = "streaming",
) -> list[Look]:
    """What each of some columns looks like, in their order.

    Args:
        rows: those under the heading.
        columns: their names, each a column of text.
        engine: which is quicker for a few rows than for many.
    """
    cells = rows.select(pl.col(column) for column in columns).unpivot(
        variable_name="column", value_name="cell"
    )
    found = look_at_cells(cells, engine)
    return [found.get(column, Look()) for column in columns]


def look_at_cells(
    cells: pl.LazyFrame, engine: Literal["streaming", "in-memory"]
) -> dict[str, Look]:
    """What each column looks like of which a cell is filled, by its name.

    Args:
        cells: each with the name of its `column` and, as text, what stands in the `cell`.
        engine: as `look_at` takes it.
    """
    cell = pl.col("cell")
    counted = (
        "money",
        "pounds",
        "dates",
        "serials",
        "periods",
        "currencies",
        "words",
        "bodies",
        "postcodes",
        "kinds",
    )
    seen = (
        cells.with_columns(
            unwrapped(cell.fill_null("").str.strip_chars().str.head(LONGEST_LOOKED_AT))
        )
        # What a spreadsheet showed as ##### tells nothing of its column.
        .filter((cell != "") & ~cell.str.contains("^#+$"))
        .group_by("column", cell.str.to_uppercase().alias("capitals"))
        .agg(pl.len(), cell.min().alias("written"))
        .rename({"capitals": "cell"})
        .with_columns(
            cell.str.replace_all(rf"[\s{_UNSEEN}]|GBP", "")
            .str.replace(_LOST_POUND, "${1}£")
            .alias("tight"),
            cell.str.contains(_DATE).alias("dates"),
        )
        .with_columns(
            (pl.col("tight").str.contains(_MONEY) & ~pl.col("dates")).alias("money"),
            pl.col("tight").str.contains(_SERIAL).alias("serials"),
            (_is_worded(cell) & ~pl.col("dates")).alias("words"),
            cell.str.contains(_PERIOD).alias("periods"),
            cell.str.contains(_CURRENCY).alias("currencies"),
            cell.str.contains(_POSTCODE).alias("postcodes"),
            cell.str.contains(_KIND).alias("kinds"),
        )
        .with_columns(
            (pl.col("money") & pl.col("tight").str.contains(_PLAINLY)).alias("pounds"),
            (pl.col("words") & cell.str.contains(_BODY)).alias("bodies"),
        )
        .group_by("column")
        .agg(
            pl.col("len").sum().alias("filled"),
            *(pl.col("len").filter(what).sum().alias(what) for what in counted),
            pl.len().alias("distinct"),
            pl.col("written").min().alias("example"),
        )
        .collect(engine=engine)
    )
    return {row.pop("column"): Look(**row) for row in seen.iter_rows(named=True)}


def look_at_records(rows: Sequence[Sequence[str]]) -> list[Look]:
    """What each column of a few rows looks like, however many cells each of them has."""
    names = [f"c{place}" for place in range(max(map(len, rows), default=0))]
    padded = [[*cells, *[""] * len(names)][: len(names)] for cells in rows]
    frame = pl.LazyFrame(padded, schema=dict.fromkeys(names, pl.String), orient="row")
    return look_at(frame, names, "in-memory") if names else []


def _is_worded(cell: pl.Expr) -> pl.Expr:
    letters, digits = cell.str.count_matches(_LETTER), cell.str.count_matches(r"[0-9]")
    # `HEPW98` is a code: a name with a digit has a space somewhere.
    code = (digits > 0) & ~cell.str.contains(r"\s")
    return (letters >= 2) & (letters > digits) & ~code


def rough_pence(cell: pl.Expr) -> pl.Expr:
    """An amount in pence, to compare columns with; null where it is not plainly written."""
    tight = (
        cell.fill_null("").str.replace_all(rf"[\s£,{_UNSEEN}]", "").str.replace(_LOST_POUND, "${1}")
    )
    tight = tight.str.to_uppercase()
    negative = tight.str.contains(r"^\(|-|CR$")
    size = tight.str.extract(r"^\(?-?([0-9]*\.?[0-9]+)\.?(?:CR|-)?\)?$").cast(
        pl.Decimal(20, 2), strict=False
    )
    pence = (size * 100).cast(pl.Int64, strict=False)
    return pl.when(negative).then(-pence).otherwise(pence)
