"""Names that stand in a second column of suppliers where the first one is blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import NAME_BESIDE, TOLD_BY, meaning_of
from spendaudit.read.names_in_two import of_the_table
from spendaudit.read.supplier_column import NEVER_ONE, PLAINLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spendaudit.read.headings import Heading

MOST_OTHERS = 0.5
"""Share of the rows on which both columns are filled that may differ: else it is somebody else."""
_TEXT_MARK = re.compile(r"\(t\)\s*$", re.IGNORECASE)
_NAME = r"\p{L}{2}"
_TOTAL = r"(?i)^(?:\p{L}+[ -]+)?totals?[ :.]*$"


def with_names_beside(
    heading: Heading, cells: pl.LazyFrame, settled: Mapping[str, str], ends: int | None
) -> tuple[Heading, pl.LazyFrame]:
    """The heading and the rows of a file, with names from another column of suppliers where there is none.

    Args:
        heading: as it was understood; all rows are read only if another column is the supplier's too.
        cells: every row of the file: `line` and the columns `c0`, `c1`, …
        settled: meaning to heading; a supplier that the user named is taken as it stands.
        ends: the line from which on another table stands below, if one does.
    """
    if "supplier" not in settled and NAME_BESIDE not in heading.columns:
        for other in _twins(heading):
            heading = _with_twin(heading, cells, other, ends)
            if NAME_BESIDE in heading.columns:
                break
    if NAME_BESIDE not in heading.columns:
        return heading, cells
    place, other = heading.columns["supplier"], heading.columns[NAME_BESIDE]
    name = (
        pl.when(of_the_table(heading, ends) & _stands_beside(heading, other))
        .then(_text(other))
        .otherwise(pl.col(f"c{place}"))
    )
    return heading, cells.with_columns(name.alias(f"c{place}"))


def _twins(heading: Heading) -> Iterator[int]:
    """Columns that are plainly called the supplier's as well, and mean nothing else."""
    for place, cell in enumerate(heading.cells):
        found = meaning_of(_TEXT_MARK.sub("", cell))
        plain = found is not None and found[0] == "supplier" and found[1] <= PLAINLY
        if plain and place not in heading.columns.values():
            yield place


def _with_twin(heading: Heading, cells: pl.LazyFrame, other: int, ends: int | None) -> Heading:
    """The heading with the column beside, if it holds names of its own and no others than the first."""
    place = heading.columns["supplier"]
    here, there = _text(place).str.to_lowercase(), _text(other).str.to_lowercase()
    both = (here != "") & (there != "")
    taken = _stands_beside(heading, other)
    found = (
        cells.filter(of_the_table(heading, ends))
        .select(
            both.sum().alias("both"),
            (both & (here != there)).sum().alias("differing"),
            taken.sum().alias("taken"),
            (there != "").sum().alias("filled"),
            there.filter(there != "").n_unique().alias("distinct"),
            pl.col("line").filter(taken).first().alias("line"),
            _text(other).filter(taken).first().alias("name"),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    is_one = found["distinct"] == 1 and found["filled"] >= NEVER_ONE
    if not found["taken"] or is_one or found["differing"] > MOST_OTHERS * found["both"]:
        return heading
    many = f"{found['taken']:,} row{'s'[: found['taken'] > 1]}"
    whose = "their" if found["taken"] > 1 else "its"
    said = (
        f"{heading.called(place)!r} is blank on {many} where {heading.called(other)!r} "
        f"(column {other + 1}) has a name, such as {found['name'][:60]!r} (line {found['line']:,}): "
        f"read as {whose} supplier"
    )
    return heading._replace(
        columns=heading.columns | {NAME_BESIDE: other},
        told_by=heading.told_by | {NAME_BESIDE: TOLD_BY[-1]},
        notices=(*heading.notices, said),
    )


def _stands_beside(heading: Heading, other: int) -> pl.Expr:
    """Whether a row with an amount has no supplier, and a name in the other column."""
    name = _text(other)
    return (
        (_text(heading.columns["supplier"]) == "")
        & name.str.contains(_NAME)
        & ~name.str.contains(_TOTAL)
        & _text(heading.columns["amount"]).str.contains("[0-9]")
    )


def _text(place: int) -> pl.Expr:
    return pl.col(f"c{place}").fill_null("").str.strip_chars()
