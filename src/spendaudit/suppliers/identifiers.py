"""Numbers of organisations as registers write them, and the identifiers that org-id.guide makes of them."""

from __future__ import annotations

import polars as pl

COMPANIES = "GB-COH"
CHARITIES_ENGLAND_WALES, CHARITIES_SCOTLAND = "GB-CHC", "GB-SC"
CHARITIES_NORTHERN_IRELAND = "GB-NIC"

_MOST = 32
"""Characters of a number that are looked at; a longer cell holds something else."""


def company_number(written: pl.Expr) -> pl.Expr:
    """A number of Companies House with its eight characters; null where the text is none.

    Spreadsheets take the zeros in front away: 1952719 is 01952719, IP123R is IP00123R.

    Source: Companies House, "Uniform Resource Identifiers customer guide".
    """
    text = _squeezed(written)
    digits = text.str.extract(r"^([0-9]{4,8})$").str.zfill(8)
    prefix = text.str.extract(r"^([A-Z]{2})[0-9]{1,6}$")
    after = text.str.extract(r"^[A-Z]{2}([0-9]{1,6})$").str.zfill(6)
    # Old societies keep an R behind their number.
    society = text.str.extract(r"^(IP|SP|NP|NO|RS)[0-9]{1,5}R$")
    number = text.str.extract(r"^(?:IP|SP|NP|NO|RS)([0-9]{1,5})R$").str.zfill(5)
    old_irish = text.str.extract(r"^R([0-9]{1,7})$").str.zfill(7)
    return pl.coalesce(
        pl.when(digits.str.contains("[1-9]")).then(digits),
        pl.concat_str(prefix, after),
        pl.concat_str(society, number, pl.lit("R")),
        pl.concat_str(pl.lit("R"), old_irish),
    )


def charity_identifier(written: pl.Expr) -> pl.Expr:
    """The identifier of a charity by its number; null where the text is none.

    The three regulators number apart: six or seven digits in England and Wales, SC and six in
    Scotland, NIC and six (100000 and up) in Northern Ireland. Digits alone are English or Welsh.
    """
    text = _squeezed(written).str.replace(r"^(?:CHARITY|CHARITYNO|CHA|REG|NO)+", "")
    english = text.str.extract(r"^([0-9]{5,7})$")
    scottish = text.str.extract(r"^(SC[0-9]{6})$")
    northern = text.str.extract(r"^NIC?([0-9]{6})$")
    return pl.coalesce(
        pl.concat_str(pl.lit(f"{CHARITIES_ENGLAND_WALES}-"), english),
        pl.concat_str(pl.lit(f"{CHARITIES_SCOTLAND}-"), scottish),
        pl.concat_str(pl.lit(f"{CHARITIES_NORTHERN_IRELAND}-"), northern),
    )


def identifier_of(company: pl.Expr, charity: pl.Expr) -> pl.Expr:
    """The identifier by a company number, else by a charity number; null where neither is one."""
    return pl.coalesce(
        pl.concat_str(pl.lit(f"{COMPANIES}-"), company_number(company)),
        charity_identifier(charity),
    )


def _squeezed(written: pl.Expr) -> pl.Expr:
    return written.str.head(_MOST).str.to_uppercase().str.replace_all(r"[\s./-]", "")
