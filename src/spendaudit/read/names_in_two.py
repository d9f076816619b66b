"""Names that go on in a second column, as SAP keeps them: `HM Revenue &` and `Customs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import REST_OF_NAME, TOLD_BY, cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spendaudit.read.headings import Heading

_SECOND = re.compile("(.+?)(?:2|two|cont|contd|continued)")
_LEGAL = r"(?i)\b(?:LTD|LIMITED|PLC|LLP|LLC|CIC|CIO|INC)\)?\.?$"
_ENDS_NAMES = (
    r"(?i)\b(?:LTD|LIMITED|PLC|LLP|LLC|CIC|CIO|INC|UK|COUNCIL|TRUST|UNIVERSITY|COLLEGE|SCHOOL|ACADEMY"
    r"|ASSOCIATION|SOCIETY|SERVICES?|COMPANY|AUTHORITY|FOUNDATION|PARTNERSHIP|GROUP|SOLICITORS|CHURCH"
    r"|HOSPITAL)\)?\.?$"
)
"""Words that end names."""
_WANTS_MORE = r"(?i)(?:&|\bAND|\bOF|\bTHE|\bFOR|\bT/A|\bTRADING AS|,|\([^)]*)$"
"""How a name ends that is not whole."""
_GOES_ON = r"(?i)^(?:&|AND\b|OF\b|FOR\b|T/A\b|TRADING AS\b)"
_OF_AN_ADDRESS = (
    r"(?i)^\(?(?:C/?O\b|CARE OF|ATTN|ATTENTION|F\.?A\.?O\b|RE:|REF\b|A/C\b|ACCOUNTS?\b|DEPT|DEPARTMENT"
    r"|FINANCE|PAYROLL|FORMERLY|P\.?O\.? ?BOX|[0-9])"
)
"""What else stands there: who opens the letters, where, and what the payee was called once."""
MOST = 0.5
"""Share of the cells filled in the second column that go on with the name beside them."""


def with_whole_names(
    heading: Heading, cells: pl.LazyFrame, settled: Mapping[str, str], ends: int | None
) -> tuple[Heading, pl.LazyFrame]:
    """The heading and the rows of a file, with names whole that go on in a column called the second.

    Args:
        heading: as it was understood; all rows are read only if another column is its supplier's second.
        cells: every row of the file: `line` and the columns `c0`, `c1`, …
        settled: meaning to heading; a supplier that the user named is taken as it stands.
        ends: the line from which on another table stands below, if one does.
    """
    if "supplier" not in settled:
        heading = _with_rest_of_names(heading, cells, ends)
    if REST_OF_NAME not in heading.columns:
        return heading, cells
    place, second = heading.columns["supplier"], heading.columns[REST_OF_NAME]
    whole = (
        pl.when(of_the_table(heading, ends) & _continues(place, second))
        .then(_whole(place, second))
        .otherwise(pl.col(f"c{place}"))
    )
    return heading, cells.with_columns(whole.alias(f"c{place}"))


def of_the_table(heading: Heading, ends: int | None) -> pl.Expr:
    """Whether a row is of the table under a heading, and no part of that; `ends` as above."""
    below = (pl.col("line") >= heading.begins) & ~pl.col("line").is_in(list(heading.lines))
    return below if ends is None else below & (pl.col("line") < ends)


def _with_rest_of_names(heading: Heading, cells: pl.LazyFrame, ends: int | None) -> Heading:
    """The heading with the column in which the names of suppliers go on, where one is called so."""
    place = heading.columns["supplier"]
    second = None if REST_OF_NAME in heading.columns else _second(heading, place)
    if second is None:
        return heading
    rest, joined = _text(second), _continues(place, second)
    found = (
        cells.filter(of_the_table(heading, ends) & (rest != ""))
        .select(
            pl.len().alias("filled"),
            joined.sum().alias("joined"),
            pl.col("line").filter(joined).first().alias("line"),
            _whole(place, second).filter(joined).first().alias("whole"),
            rest.filter(~joined).first().alias("other"),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    if not found["joined"] or found["joined"] < MOST * found["filled"]:
        return heading
    one, other = heading.called(place), heading.called(second)
    many = f"{found['joined']:,} row{'s'[: found['joined'] > 1]}"
    said = (
        f"{other!r} goes on with the name under {one!r} on {many}, such as {found['whole'][:60]!r} "
        f"(line {found['line']:,}): read as one name"
    )
    if left := found["filled"] - found["joined"]:
        said += (
            f"; what it says on {left:,} other{'s'[: left > 1]}, such as {found['other'][:40]!r}, "
            "is left out"
        )
    # That the second column says something else is all that `with_supplier` could tell of it.
    differs = f"{other!r} (column {second + 1}) says something else"
    kept = (text for text in heading.notices if differs not in text)
    return heading._replace(
        columns=heading.columns | {REST_OF_NAME: second},
        told_by=heading.told_by | {REST_OF_NAME: TOLD_BY[-1]},
        notices=(*kept, said),
    )


def _continues(place: int, second: int) -> pl.Expr:
    """Whether what stands in the second column goes on with the name in the first, by their words."""
    name, rest = _text(place), _text(second)
    ends = rest.str.contains(_ENDS_NAMES) & ~name.str.contains(_LEGAL)
    return (
        (name != "")
        & (rest != "")
        & (ends | name.str.contains(_WANTS_MORE) | rest.str.contains(_GOES_ON))
        & ~rest.str.contains(_OF_AN_ADDRESS)
        & ~rest.str.to_lowercase().str.starts_with(name.str.to_lowercase())
    )


def _second(heading: Heading, place: int) -> int | None:
    """The position of `Name 2`, where the supplier's column is `Name 1` or `Name`."""
    word = cleaned(heading.cells[place])
    first = word.removesuffix("1").removesuffix("one")
    for other, cell in enumerate(heading.cells):
        found = _SECOND.fullmatch(cleaned(cell))
        if found and other != place and found[1] in (first, word):
            free = other not in heading.columns.values()
            return other if free else None
    return None


def _text(place: int) -> pl.Expr:
    return pl.col(f"c{place}").fill_null("").str.strip_chars()


def _whole(place: int, second: int) -> pl.Expr:
    return pl.concat_str(_text(place), pl.lit(" "), _text(second))
