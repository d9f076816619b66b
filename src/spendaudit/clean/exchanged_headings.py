"""Headings that stand over others' values, on all rows or in a block: of the department, or of who paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.texts import distinct_texts
from spendaudit.read.headings import cleaned

if TYPE_CHECKING:
    from spendaudit.read.headings import Heading

_COMPANY = r"(?i)\b(?:ltd|limited|plc|llp)[.,)\s]*$"
"""How the name of a company ends; a council's own company may be one of its departments."""
_FEWEST, _MANY = 5, 0.2
"""Different texts under the department that end so, and their share of all that stand there."""

_OTHERS = ("department", "category")
"""Under what the names of those who were paid may stand."""
_SEVERAL, _NEARLY = 2, 0.8
"""Different departments among those paid in a block of rows, and the share of these rows."""

_MAY_HAVE_PAID = ("company", "companyname", "organisation", "organisationname", "name")
"""What may stand over the bodies that paid as well as over those who were paid."""
_A_FEW, _MOST_EACH = 3, 20
"""Names of them, and payments of each: a group with several companies, and no suppliers."""


def notice_exchanged_headings(
    payments: pl.DataFrame, heading: Heading, suppliers: pl.Series | None = None
) -> list[str]:
    """Say that those who were paid may stand under the department or the category, on all rows or on some.

    Args:
        payments: in file order, with `line`, `supplier`, `department` and `category`.
        heading: as it was understood.
        suppliers: each of them once, and perhaps others; None where they are to be found.
    """
    if "supplier" not in heading.columns:
        return []
    names = _texts(payments["supplier"]) if suppliers is None else _written(suppliers)
    notices = []
    for meaning in _OTHERS:
        if meaning in heading.columns:
            others = _texts(payments[meaning])
            notices += _notice_companies(names, others, meaning, heading)
            notices += _notice_block(payments, names, others, meaning, heading)
    return notices


def _notice_companies(
    suppliers: pl.Series, others: pl.Series, meaning: str, heading: Heading
) -> list[str]:
    """Say it of all rows: only the other column holds companies."""
    companies = others.filter(others.str.contains(_COMPANY))
    if companies.len() < max(_FEWEST, _MANY * others.len()):  # as in nearly every file
        return []
    if suppliers.len() > others.len() or suppliers.str.contains(_COMPANY).any():
        return []
    supplier, other = (heading.called(heading.columns[one]) for one in ("supplier", meaning))
    said = (
        f"no text under {supplier!r} is the name of a company, and {companies.len():,} of "
        f"{others.len():,} under {other!r} are, such as {companies.sort()[0][:40]!r}: the two "
        "headings may be exchanged"
    )
    return [said]


def _notice_block(
    payments: pl.DataFrame, suppliers: pl.Series, others: pl.Series, meaning: str, heading: Heading
) -> list[str]:
    """Say it of a block of rows: what is paid there stands in the other column on all the other rows.

    A department may be paid, too: then its own rows stand here and there, or are all of one other
    department, or of one that stands elsewhere as well.
    """
    shared = suppliers.filter(suppliers.is_in(others.implode()))
    if shared.len() < _SEVERAL:  # as in nearly every file
        return []
    pairs = payments.select("line", "supplier", pl.col(meaning).alias("other"))
    paid, standing = (
        pairs.filter(pl.col(one).is_in(shared.cast(pl.Categorical).implode()))[one]
        .cast(pl.String)
        .value_counts(name=f"of_{one}")
        for one in ("supplier", "other")
    )
    seldom = paid.join(standing, left_on="supplier", right_on="other").filter(
        pl.col("of_supplier") < pl.col("of_other")
    )["supplier"]
    if seldom.len() < _SEVERAL:
        return []
    is_seldom = pairs["supplier"].is_in(seldom.cast(pl.Categorical).implode())
    places = is_seldom.arg_true()
    first, many = places[0], places[-1] - places[0] + 1
    if places.len() < max(_FEWEST, many * _NEARLY) or many * 2 >= pairs.height:
        return []
    block = pairs.slice(first, many)
    elsewhere = pl.concat([pairs.head(first), pairs.slice(first + many)])
    areas = elsewhere["other"].drop_nulls().unique()
    moved = pl.col("supplier").is_in(areas.implode()) & ~pl.col("other").is_in(areas.implode())
    found = block.filter(moved)
    kinds, payees = found["supplier"].n_unique(), found["other"].n_unique()
    if found.height < many * _NEARLY or kinds < _SEVERAL or payees <= kinds:
        return []
    supplier, other = (heading.called(heading.columns[one]) for one in ("supplier", meaning))
    said = (
        f"lines {block['line'][0]:,} to {block['line'][-1]:,}: {supplier!r} holds what stands under {other!r} "
        f"on the other rows, such as {found['supplier'][0][:40]!r}: the two may be exchanged there"
    )
    return [said]


def notice_payers(payments: pl.DataFrame, heading: Heading) -> list[str]:
    """Say that the few names under a heading such as Company may be those of who paid.

    Args:
        payments: with `supplier`.
        heading: as it was understood.
    """
    called = heading.called(heading.columns["supplier"])
    if cleaned(called) not in _MAY_HAVE_PAID:
        return []
    names = _texts(payments["supplier"]).sort()
    if not 1 < names.len() <= _A_FEW or payments.height < _MOST_EACH * names.len():
        return []
    said = (
        f"{called!r} has {names.len()} names on {payments.height:,} payments, such as {names[0][:40]!r}: "
        "it may say who paid, and not who was paid"
    )
    return [said]


def _texts(column: pl.Series) -> pl.Series:
    """Each different text of a column."""
    return _written(distinct_texts(column))


def _written(texts: pl.Series) -> pl.Series:
    written = texts.drop_nulls().cast(pl.String)
    return written.filter(written != "")
