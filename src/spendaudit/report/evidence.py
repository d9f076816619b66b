"""The tables behind one supplier: spellings, evidence, candidates, payments, and others of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.spend import NO_NAME
from spendaudit.measures.spend import pounds as in_pounds
from spendaudit.places.areas import district_names
from spendaudit.report.figures import counted
from spendaudit.report.values import Column, Kind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.suppliers.meant import Meant

    Candidates = Callable[[str], pl.DataFrame]

MOST_PAYMENTS, MOST_SPELLINGS, MOST_OTHERS, MOST_CANDIDATES = 10, 20, 10, 15
_CANDIDATES = (
    ("matched_name", "Name in a register", Kind.TEXT),
    ("identifier", "Identifier", Kind.TEXT),
    ("postcode", "Postcode", Kind.TEXT),
    ("status", "Status", Kind.TEXT),
    ("score", "alike", Kind.TEXT),
    ("rung", "Found as", Kind.TEXT),
    ("against", "Why not", Kind.TEXT),
)


def spellings_section(payments: pl.DataFrame, payees: pl.DataFrame) -> Section:
    """Each spelling with its ids and what was paid under it, most money first."""
    spelt = (
        payments.group_by("supplier")
        .agg(
            pl.col("supplier_id").drop_nulls().unique().cast(pl.String).sort().alias("ids"),
            pl.col("pence").sum(),
            pl.len(),
        )
        .with_columns(pl.col("supplier").cast(pl.String).fill_null(NO_NAME))
        .sort("pence", "supplier", descending=[True, False])
    )
    columns = (
        Column("supplier", "As spelt", Kind.TEXT),
        Column("supplier_ids", "Ids", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("payments", "payments", Kind.COUNT),
    )
    rows = tuple(
        (supplier, _few(ids), in_pounds(pence), number)
        for supplier, ids, pence, number in spelt.head(MOST_SPELLINGS).iter_rows()
    )
    more = spelt.height - MOST_SPELLINGS
    said = f"and {counted(more, 'more spelling')}" if more > 0 else ""
    shared = payees.filter(pl.col("supplier_id").is_not_null())["supplier_id"].n_unique()
    if shared > 1 and not said:
        said = f"{counted(shared, 'supplier id')} in all"
    return Section("spellings", "How it is spelt", Table(columns, rows), said)


def evidence_section(payees: pl.DataFrame) -> Section:
    """Each different evidence for its place, with the money that rests on it."""
    names = district_names()
    evidence = (
        payees.join(names, on="district", how="left")
        .group_by(
            "placed_by", "postcode_written", "company_number", "postcode", "district",
            "district_name", "serves", "tier", "doubt",
        )
        .agg(pl.col("pence").sum())
        .sort("pence", "tier", "postcode_written", descending=[True, False, False])
    )  # fmt: skip
    columns = (
        Column("placed_by", "Placed by", Kind.TEXT),
        Column("postcode", "Postcode", Kind.TEXT),
        Column("district", "District", Kind.TEXT),
        Column("serves", "Serves", Kind.TEXT),
        Column("company_number", "Company number", Kind.TEXT),
        Column("tier", "Tier", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
    )
    rows = tuple(
        (
            one["placed_by"],
            one["postcode"] or one["postcode_written"],
            one["district_name"] or one["district"],
            one["serves"],
            one["company_number"],
            one["tier"],
            in_pounds(one["pence"]),
        )
        for one in evidence.head(MOST_SPELLINGS).iter_rows(named=True)
    )
    kept = [
        at
        for at, column in enumerate(columns)
        if column.key in ("placed_by", "tier", "amount") or any(row[at] for row in rows)
    ]
    table = Table(
        tuple(columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)
    )
    more = evidence.height - MOST_SPELLINGS
    said = f"and {counted(more, 'more line')} of evidence" if more > 0 else ""
    return Section("evidence", "What it was placed by", table, said)


def candidates_section(label: str, payees: pl.DataFrame, candidates: Candidates | None) -> Section:
    """Every organisation that the registers have for the name; the seam to the matcher."""
    title = "Organisations of that name in the registers"
    if candidates is None:
        return Section("candidates", title, None, "no register of organisations was asked")
    if payees["kind"].is_in(["redacted", "not-a-payee"]).all():
        return Section("candidates", title, None, "it is no name that a register could have")
    found = candidates(label)
    if found.is_empty():
        return Section("candidates", title, None, "no register has one like it")
    # The same name may be found in several ways; the surest says it.
    found = found.unique(
        [one for one in ("identifier", "matched_name") if one in found.columns],
        keep="first",
        maintain_order=True,
    )
    shown = [one for one in _CANDIDATES if one[0] in found.columns]
    rows = tuple(
        tuple(_worded(cell) for cell in row)
        for row in found.head(MOST_CANDIDATES).select(key for key, _, _ in shown).iter_rows()
    )
    more = found.height - MOST_CANDIDATES
    said = f"the surest {MOST_CANDIDATES} of {found.height:,}" if more > 0 else ""
    table = Table(tuple(Column(*one) for one in shown), rows)
    return Section("candidates", title, table, said)


def _worded(cell: object) -> str | None:
    """A score in whole per cent; any other cell as it is."""
    if isinstance(cell, float):
        return f"{cell:.0f}%"
    return None if cell is None else str(cell)


def payments_section(payments: pl.DataFrame, files: Sequence[str]) -> Section:
    """The largest, each with the line on which it stands; the file where there are several."""
    columns = (
        Column("paid_on", "Paid", Kind.DATE),
        Column("amount", "£", Kind.MONEY),
        Column("department", "Department", Kind.TEXT),
        Column("purpose", "For", Kind.TEXT),
        Column("line", "Line", Kind.TEXT),
        Column("file", "File", Kind.TEXT),
    )
    largest = payments.sort(
        pl.col("pence").abs(), "file", "line", descending=[True, False, False]
    ).head(MOST_PAYMENTS)
    found = largest.select(
        "paid_on",
        "pence",
        pl.col("department").cast(pl.String),
        pl.coalesce(pl.col("purpose", "category").cast(pl.String)),
        # A line number is a name: no separators.
        pl.col("line").cast(pl.String),
        pl.col("file").cast(pl.String),
    ).rows()
    several = len(files) > 1
    shown = columns if several else columns[:-1]
    rows = tuple((day, in_pounds(pence), *rest)[: len(shown)] for day, pence, *rest in found)
    said = "" if several else f"Lines of {files[0]}."
    if payments.height > MOST_PAYMENTS:
        said = (
            f"The largest {MOST_PAYMENTS} of {payments.height:,}; "
            f"spendaudit payments FILE -o payments.csv has all. {said}"
        ).strip()
    return Section("payments", "The largest payments", Table(shown, rows), said)


def others_section(meant: Meant, known: pl.DataFrame) -> tuple[Section, ...]:
    """Suppliers whose name would fit what was asked for as well; nothing where there is none."""
    if not meant.others:
        return ()
    sums = (
        known.filter(pl.col("name").is_in(list(meant.others)))
        .sort("pence", descending=True)
        .group_by("name", maintain_order=True)
        .agg(pl.col("supplier").first().fill_null(NO_NAME), pl.col("pence").sum())
        .sort("pence", "name", descending=[True, False])
        .head(MOST_OTHERS)
    )
    columns = (Column("supplier", "Supplier", Kind.TEXT), Column("amount", "£", Kind.MONEY))
    rows = tuple((supplier, in_pounds(pence)) for _, supplier, pence in sums.iter_rows())
    more = len(meant.others) - MOST_OTHERS
    said = "spendaudit explain with one of these names tells of it"
    said = f"and {more:,} more; {said}" if more > 0 else said
    return (Section("others", "Others whose name would fit", Table(columns, rows), said),)


def _few(texts: list[str]) -> str:
    more = len(texts) - 3
    return "; ".join(texts[:3]) + (f" and {more:,} more" if more > 0 else "")
