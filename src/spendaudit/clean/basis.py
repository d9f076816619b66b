"""Whether the amounts have VAT in them, and what the amounts that were not used add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import plain_pence, unusual_pence
from spendaudit.read.headings import basis_of
from spendaudit.read.other_money import is_of_any_currency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows


_MANY = 0.1
"""The share of the payments that are nothing: a few are, in ledgers with no more than one amount."""


def notice_amount(rows: Rows, paid: pl.Series, without: pl.Series) -> list[str]:
    """Say which amounts are counted, where it matters; the file is read again only if there are others.

    Args:
        rows: of one file.
        paid: the lines that are payments.
        without: those set aside, since the amounts that are counted are blank there.
    """
    heading = rows.heading
    amount = heading.called(heading.columns["amount"])
    includes = "the amounts include VAT"
    if not heading.rival_amounts:
        return [f"{includes}: the heading says gross"] if heading.basis == "gross" else []
    names = [amount, *(called for called, _ in heading.rival_amounts)]
    columns = {
        f"{called!r} (column {place + 1})" if names.count(called) > 1 else repr(called): f"c{place}"
        for called, place in reversed(heading.rival_amounts)
    }
    of_any = {
        f"c{place}"
        for _, place in heading.rival_amounts
        if is_of_any_currency(heading.cells[place])
    }
    gross = _grosses(heading)
    found = (
        rows.cells.join(pl.concat([paid, without]).to_frame("line").lazy(), on="line", how="semi")
        .select(
            *(_plain(column).sum().alias(called) for called, column in columns.items()),
            *(_others(column).alias(f"others {called}") for called, column in columns.items()),
            *(
                _is_filled(column).any().alias(f"filled {called}")
                for called, column in columns.items()
            ),
            *(_above(heading.columns["amount"], place).alias(f"above {place}") for place in gross),
            *(
                _nought(heading, place).alias(f"nought {place}")
                for _, place in heading.rival_amounts
            ),
        )
        .collect(engine="streaming")
    )
    above = found.select(pl.col(f"above {place}") for place in gross).row(0) if gross else ()
    sums = {
        called: found[called][0]
        + found.select(unusual_pence(pl.col(f"others {called}").explode()).sum()).item()
        for called in columns
    }
    held = _held(rows, columns, without)
    said = {"net": "the amounts are net", "gross": includes, "not said": "the amounts are those of"}
    colon = "" if heading.basis == "not said" else ":"
    others = ", ".join(
        f"{called} sums to {_as_money(sums[called], known=columns[called] not in of_any)}"
        if found[f"filled {called}"][0]
        else f"{called} is blank beside them"
        for called in reversed(columns)
    )
    return [
        f"{said[heading.basis]}{colon} {amount!r}; {others}",
        *(
            f"without {amount!r} in {held[called][0]:,} row{'s'[: held[called][0] > 1]} set aside: "
            f"{called} has {_as_money(held[called][1], known=columns[called] not in of_any)} there"
            for called in reversed(columns)
            if called in held
        ),
        *(
            _said_above(heading, place, one)
            for place, one in zip(gross, above, strict=True)
            if one["rows"]
        ),
        *(
            f"{amount!r} is nothing in {nought['rows']:,} payment{'s'[: nought['rows'] > 1]} where "
            f"{heading.called(place)!r} has {_in_pounds(nought['pence'])}, such as on line "
            f"{nought['line']:,}: they count as nothing"
            for place in gross
            if (nought := found[f"nought {place}"][0])["rows"]
        ),
        *(
            f"{amount!r} is nothing in {nought['rows']:,} of {paid.len():,} payments where {called!r} has "
            f"{_in_pounds(nought['pence'])}, such as on line {nought['line']:,}: {called!r} may be the amount"
            for called, place in heading.rival_amounts
            if place not in gross
            and f"c{place}" not in of_any
            and (nought := found[f"nought {place}"][0])["rows"] > _MANY * paid.len()
        ),
    ]


def _plain(column: str) -> pl.Expr:
    return plain_pence(pl.col(column).fill_null(""))


def _is_filled(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.strip_chars() != ""


def _others(column: str) -> pl.Expr:
    """What stands in a column and is not plainly written, as a list; to read it takes many times longer."""
    text = pl.col(column).fill_null("")
    return text.filter(plain_pence(text).is_null() & (text != "")).implode()


def _held(rows: Rows, columns: Mapping[str, str], without: pl.Series) -> dict[str, tuple[int, int]]:
    """In how many of some rows each column has an amount, and their pence; those alone that have some."""
    if without.is_empty():
        return {}
    pence = (
        rows.cells.join(without.to_frame("line").lazy(), on="line", how="semi")
        .select(
            unusual_pence(pl.col(column).fill_null("")).alias(called)
            for called, column in columns.items()
        )
        .collect(engine="streaming")
    )
    return {one.name: (one.count(), int(one.sum())) for one in pence if one.sum()}


def _grosses(heading: Heading) -> list[int]:
    """The columns that are gross by their headings, where that of the amount is net by its own."""
    if basis_of(heading.cells[heading.columns["amount"]]) != "net":
        return []
    return [
        place for _, place in heading.rival_amounts if basis_of(heading.cells[place]) == "gross"
    ]


def _above(net: int, gross: int) -> pl.Expr:
    """What stands where the net is more than the gross, VAT being no less than nothing.

    In rows with one sign: a penny is rounding, and what was taken back may stand in one column alone.
    """
    without, whole = (_plain(f"c{place}") for place in (net, gross))
    above = (without.sign() == whole.sign()) & (without.abs() > whole.abs() + 1)
    return pl.struct(
        above.sum().alias("rows"),
        pl.col("line").filter(above).first().alias("line"),
        without.filter(above).first().alias("net"),
        whole.filter(above).first().alias("gross"),
        without.filter(above).sum().alias("counts"),
        whole.filter(above).sum().alias("would"),
    )


def _nought(heading: Heading, other: int) -> pl.Expr:
    """What another amount has where the one that counts is 0.00 and not all of it is VAT."""
    whole = _plain(f"c{other}")
    nought = (_plain(f"c{heading.columns['amount']}") == 0) & (whole != 0)
    for vat in heading.all_that_mean("vat"):
        nought &= _plain(f"c{vat}").fill_null(0) != whole
    return pl.struct(
        nought.sum().alias("rows"),
        pl.col("line").filter(nought).min().alias("line"),
        whole.filter(nought).sum().alias("pence"),
    )


def _said_above(heading: Heading, gross: int, found: Mapping[str, int]) -> str:
    amount, other = (heading.called(place) for place in (heading.columns["amount"], gross))
    many = f"{found['rows']:,} payment{'s'[: found['rows'] > 1]}"
    return (
        f"{amount!r} is more than {other!r} in {many}, such as {_in_pounds(found['net'])} and "
        f"{_in_pounds(found['gross'])} on line {found['line']:,}: the two may have changed places there, "
        f"where {_in_pounds(found['counts'])} counts and {_in_pounds(found['would'])} would"
    )


def _as_money(pence: int, *, known: bool) -> str:
    """What amounts add up to; of whatever currency each of them is, where it is not known to be pounds."""
    text = _in_pounds(pence)
    return text if known else f"{text.replace('£', '')} of whatever currency"


def _in_pounds(pence: int) -> str:
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02}"
