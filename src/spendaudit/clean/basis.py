"""Whether the amounts have VAT in them, and what the amounts that were not used add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.amounts import unusual_pence
from spendaudit.read.headings import basis_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.read.headings import Heading
    from spendaudit.read.records import Rows


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
    gross = _grosses(heading)
    sums = (
        rows.cells.join(pl.concat([paid, without]).to_frame("line").lazy(), on="line", how="semi")
        .select(
            *(_pence(column).sum().alias(called) for called, column in columns.items()),
            *(_held(column, without).alias(f"held {called}") for called, column in columns.items()),
            *(_above(heading.columns["amount"], place).alias(f"above {place}") for place in gross),
            *(_nought(heading, place).alias(f"nought {place}") for place in gross),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    said = {"net": "the amounts are net", "gross": includes, "not said": "the amounts are those of"}
    colon = "" if heading.basis == "not said" else ":"
    others = ", ".join(
        f"{called} sums to {_in_pounds(sums[called])}" for called in reversed(columns)
    )
    return [
        f"{said[heading.basis]}{colon} {amount!r}; {others}",
        *(
            f"without {amount!r} in {held['rows']:,} row{'s'[: held['rows'] > 1]} set aside: {called} has "
            f"{_in_pounds(held['pence'])} there"
            for called in reversed(columns)
            if (held := sums[f"held {called}"])["pence"]
        ),
        *(
            _said_above(heading, place, sums[f"above {place}"])
            for place in gross
            if sums[f"above {place}"]["rows"]
        ),
        *(
            f"{amount!r} is nothing in {nought['rows']:,} payment{'s'[: nought['rows'] > 1]} where "
            f"{heading.called(place)!r} has {_in_pounds(nought['pence'])}, such as on line "
            f"{nought['line']:,}: they count as nothing"
            for place in gross
            if (nought := sums[f"nought {place}"])["rows"]
        ),
    ]


def _held(column: str, without: pl.Series) -> pl.Expr:
    """What a column has on some lines: `rows` and `pence`."""
    held = _pence(column).filter(pl.col("line").is_in(without.implode()))
    return pl.struct(held.count().alias("rows"), held.sum().alias("pence"))


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
    without, whole = (_pence(f"c{place}") for place in (net, gross))
    above = (without.sign() == whole.sign()) & (without.abs() > whole.abs() + 1)
    return pl.struct(
        above.sum().alias("rows"),
        pl.col("line").filter(above).first().alias("line"),
        without.filter(above).first().alias("net"),
        whole.filter(above).first().alias("gross"),
        without.filter(above).sum().alias("counts"),
        whole.filter(above).sum().alias("would"),
    )


def _nought(heading: Heading, gross: int) -> pl.Expr:
    """What the gross has where the net is 0.00 and not all of it is VAT."""
    whole = _pence(f"c{gross}")
    nought = (_pence(f"c{heading.columns['amount']}") == 0) & (whole != 0)
    for vat in heading.all_that_mean("vat"):
        nought &= _pence(f"c{vat}").fill_null(0) != whole
    return pl.struct(
        nought.sum().alias("rows"),
        pl.col("line").filter(nought).first().alias("line"),
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


def _pence(column: str) -> pl.Expr:
    return unusual_pence(pl.col(column).fill_null(""))


def _in_pounds(pence: int) -> str:
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02}"
