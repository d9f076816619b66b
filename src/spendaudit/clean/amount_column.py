"""A file's column of amounts, read as a whole: exact pence, the currency, what a spreadsheet did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amount_units import refuse_if_in_pounds, refuse_other_units, unit_of
from spendaudit.clean.amounts import (
    NO_AMOUNT,
    PENCE_IN_A_POUND,
    from_continental,
    has_fraction_of_penny,
    has_three_places,
    in_scientific_notation,
    is_continental,
    is_english,
    plain_pence,
    unusual_pence,
    why_unreadable,
    without_dollar_sign,
)
from spendaudit.clean.blank_nets import with_blank_nets
from spendaudit.clean.credit_marks import with_credit_marks
from spendaudit.clean.texts import distinct_texts
from spendaudit.read.other_money import is_in_pounds, is_of_the_accounts

if TYPE_CHECKING:
    from spendaudit.clean.amount_units import Unit
    from spendaudit.read.records import Rows

_POUNDS = (
    *("", "GBP", "£", "STERLING", "POUND", "POUNDS", "UK", "UKP"),
    *("POUND STERLING", "POUNDS STERLING", "BRITISH POUND", "UK POUND"),
)
"""What a currency column says where the amount is in pounds."""


_SURE = 3
"""Amounts such as `12,50` that prove a column continental; one may be a slip."""


UNLESS_A_LEDGER = "unless the ledger writes what it pays with a minus"
"""The doubt about amounts with one."""
_ENOUGH, _MOST = 10, 0.5
"""Amounts, and the share of negative ones among them, from which on the signs are doubted."""


def read_amounts(
    cells: pl.DataFrame, rows: Rows, name: str, known: pl.Series | None = None
) -> tuple[pl.DataFrame, list[str]]:
    """Read the amounts that are not written plainly, and say why the others cannot be read.

    Args:
        cells: with `amount`, `pence` where it is a bare number, and `currency`.
        rows: where they come from.
        name: of the file.
        known: as `texts.all_known` gives it.

    Returns:
        The same with all of `pence`, `fraction` (of a penny, rounded off) and, where the pence are
        null and it is not the heading, `reason`; and notices.

    Raises:
        InputError: the heading speaks of thousands or of pence, and the amounts do not look so, or
            that of a later table does not.
    """
    heading = rows.heading.cells[rows.heading.columns["amount"]]
    headings = [one.cells[one.columns["amount"]] for one, _ in rows.tables()]
    if rows.later:
        refuse_other_units(headings, rows.later[0].lines[0], name)
    unit = unit_of(heading)
    notices = []
    if unit is not None:
        body = cells["amount"].filter(cells["line"] > rows.heading.line)
        refuse_if_in_pounds(unit, heading, body, name)
        cells = cells.with_columns(unusual_pence(pl.col("amount"), unit.pence).alias("pence"))
        notices.append(unit.notice(heading))
    cells, said = _with_others(cells, rows, unit)
    notices += said
    if unit is None:
        cells, said = with_blank_nets(cells, rows)
        notices += said
    cells, said = with_credit_marks(cells, rows, known)
    if (cells["pence"] < 0).sum() > (cells["pence"] > 0).sum():  # as in few files
        said += _notice_negative(cells["pence"].filter(cells["line"] > rows.heading.line))
    notices += said
    if all(map(is_in_pounds, headings)) or not any(
        "currency" in one.columns for one, _ in rows.tables()
    ):
        return cells, notices
    if said := _notice_own_currency(cells["currency"], headings, rows):
        return cells, [*notices, *said]
    return _without_other_currencies(cells), notices


def _with_others(
    cells: pl.DataFrame, rows: Rows, unit: Unit | None
) -> tuple[pl.DataFrame, list[str]]:
    """With the pence of what is no bare number, whether a fraction was rounded off, and the reasons."""
    unread = cells["pence"].is_null().arg_true()
    texts = cells.select(pl.col("line", "amount").gather(unread)).with_columns(place=unread)
    is_blank = pl.col("amount") == ""
    of_heading = pl.col("line").is_in(pl.Series(rows.heading.lines, dtype=pl.UInt32).implode())
    asked = texts.filter(~is_blank & ~of_heading)
    fraction = pl.Series("fraction", [False]).new_from_index(0, cells.height)
    reason = pl.Series("reason", [None], pl.String).new_from_index(0, cells.height)
    if asked.height < texts.height:
        reason = reason.scatter(texts.filter(is_blank)["place"], NO_AMOUNT)
    pence = cells["pence"]
    if asked.height and unit is None:
        plain = asked.select("place", plain_pence(pl.col("amount")).alias("pence"))
        pence = pence.scatter(plain["place"], plain["pence"])
        asked = asked.filter(plain["pence"].is_null())
    notices: list[str] = []
    if asked.height:  # in few files
        read, notices = _read_others(asked, cells["amount"], unit)
        pence = pence.scatter(asked["place"], read["pence"])
        fraction = fraction.scatter(asked["place"], read["fraction"])
        reason = reason.scatter(asked["place"], read["reason"])
    return cells.with_columns(pence, fraction, reason), notices


def _read_others(
    texts: pl.DataFrame, every: pl.Series, unit: Unit | None
) -> tuple[pl.DataFrame, list[str]]:
    """What some amounts come to that are not plainly written.

    Args:
        texts: their `amount`.
        every: all amounts of the column, which tell how points and commas are used.
        unit: what they count, if not pounds.

    Returns:
        `pence`, `fraction` and `reason` of each; and notices.
    """
    notices = []
    amount = pl.col("amount")
    if _is_all_dollars(every, texts["amount"]):
        amount = without_dollar_sign(amount)
        notices.append("every amount is written with $: read as pounds")
    way = _way_of_writing(every, texts, amount)
    if way == "continental":
        amount = from_continental(amount)
        notices.append("the amounts are written in the continental way, 1.234,56: read so")
    pence = unusual_pence(amount, PENCE_IN_A_POUND if unit is None else unit.pence)
    doubtful = has_three_places(amount) if way == "in doubt" else pl.lit(False)
    read = texts.select(
        pl.when(~doubtful).then(pence).alias("pence"),
        in_scientific_notation(amount).alias("scientific"),
        (has_fraction_of_penny(amount) & pl.lit(unit is None)).alias("fraction"),
        doubtful.alias("doubtful"),
    ).with_columns(pl.col("scientific") & pl.col("pence").is_not_null())
    if read["scientific"].any():
        notices.append(_notice_scientific(read.filter("scientific")["pence"]))
    reasons = texts.select(
        pl.when(read["doubtful"])
        .then(pl.lit("the point may stand for pence or for thousands: nothing tells which"))
        .when(read["pence"].is_null())
        .then(why_unreadable(amount))
        .alias("reason")
    )
    return read.with_columns(reasons), notices


def _notice_negative(pence: pl.Series) -> list[str]:
    """Say that most amounts are negative: a ledger may write what it pays with a minus."""
    held = pence.drop_nulls().filter(pence.drop_nulls() != 0)
    below = int((held < 0).sum())
    if held.len() < _ENOUGH or below <= held.len() * _MOST:
        return []
    what = f"{below:,} of {held.len():,} amounts are negative: they count as credits, "
    return [f"{what}{UNLESS_A_LEDGER}"]


def _notice_scientific(pence: pl.Series) -> str:
    pounds = int(pence.sum()) / 100
    what = "amount" if pence.len() == 1 else "amounts"
    stands, them = ("stands", "it") if pence.len() == 1 else ("stand", "them")
    return (
        f"{pence.len():,} {what}, £{pounds:,.2f} in all, {stands} as 1.5E+05: "
        f"a spreadsheet may have rounded {them}"
    )


def _way_of_writing(every: pl.Series, unread: pl.DataFrame, amount: pl.Expr) -> str:
    """How points and commas are used: `english`, `continental` for the whole column, or `in doubt`.

    Decided from all of the column: `1.234` is £1.234 beside `5.60`, and £1,234 beside `5,60`.
    """
    seen = unread.select(
        is_continental(amount).sum().alias("continental"),
        is_continental(amount, surely=True).sum().alias("surely"),
        has_three_places(amount).sum().alias("three_places"),
    ).row(0, named=True)
    if not any(seen.values()):
        return "english"
    english = int(every.to_frame("amount").select(is_english(pl.col("amount")).sum()).item())
    if seen["continental"]:
        proved = seen["surely"] or seen["continental"] >= _SURE
        return "continental" if proved and not english else "in doubt"
    return "english" if english else "in doubt"


def _is_all_dollars(every: pl.Series, unread: pl.Series) -> bool:
    """Whether a file was exported under American settings: the wrong sign stands everywhere.

    A lone dollar amount among pounds is a dollar amount.
    """
    dollars = int(unread.str.contains("$", literal=True).sum())
    if not dollars:
        return False
    figures = int(every.str.contains(r"[0-9]").sum())
    return dollars > figures * 0.9 and not every.str.contains("£", literal=True).any()


def _notice_own_currency(written: pl.Series, headings: list[str], rows: Rows) -> list[str]:
    """Say that the currencies beside `Base Amount` are those of the invoices, where some are pounds."""
    of_pounds = distinct_texts(written).cast(pl.String).str.to_uppercase().is_in(_POUNDS[1:])
    columns = rows.heading.columns
    by_hand = "currency" in rows.settled or "currency" not in columns
    if by_hand or not (all(map(is_of_the_accounts, headings)) and of_pounds.any()):
        return []
    amount, currency = (rows.heading.called(columns[one]) for one in ("amount", "currency"))
    what = f"{amount!r} is in the currency of the accounts, by its heading"
    return [f"{what}: {currency!r} is not heeded"]


def _without_other_currencies(cells: pl.DataFrame) -> pl.DataFrame:
    """Take the pence from rows whose currency column names another currency, and say so."""
    written = pl.col("currency").cast(pl.String)
    currency = written.str.to_uppercase()
    other = ~currency.is_in(_POUNDS) & pl.col("pence").is_not_null()
    return cells.with_columns(
        pl.when(other).then(None).otherwise("pence").alias("pence"),
        pl.when(other)
        .then("the amount is in " + written + ", not in pounds")
        .otherwise("reason")
        .alias("reason"),
    )


def notice_fractions(payments: pl.DataFrame) -> list[str]:
    """Say how many amounts were rounded to the penny."""
    fractions = payments["fraction"].sum()
    if not fractions:
        return []
    what = "amount has" if fractions == 1 else "amounts have"
    return [f"{fractions:,} {what} fractions of a penny: rounded to the penny"]
