"""Texts that repeat, as those of a ledger do: the spaces of each distinct one are tidied once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

FEW_ROWS = 50_000
"""Of so few rows all texts are tidied in one query, sooner than the distinct ones are found."""

_OUTER_SPACES = " \t\r\n\u00a0\ufeff"
_FORMULA = r'^="([^"]*)"$'
_ODD_SPACES = r"\s{2,}|[^\S ]"
"""Several spaces, or one that is none of the usual kind."""
_SIGNS = {
    "&amp;": "&",
    "&quot;": '"',
    "&apos;": "'",
    "&#39;": "'",
    "&#039;": "'",
    "&#x27;": "'",
    "&rsquo;": "\u2019",
    "&pound;": "£",
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
}
"""What web pages write for some signs, and exports of them leave in names."""
_SIGN = "&(?:[a-z]{2,6}|#x?[0-9]{2,3});"
_ODD_INSIDE = rf"{_ODD_SPACES}|{_SIGN}"
_ANYTHING_ODD = rf'{_ODD_INSIDE}|^\s|\s$|"|\x{{FEFF}}'
MOST_TEXTS = 1_000_000
"""Texts of all columns together that are looked at before those of each."""


def without_outer_spaces(texts: pl.Expr) -> pl.Expr:
    """The texts without the spaces around them, those of spreadsheets included."""
    return texts.str.strip_chars(_OUTER_SPACES)


def _without_outer_marks(texts: pl.Expr) -> pl.Expr:
    """The texts without outer spaces, nor the `="…"` that keeps a spreadsheet from changing one."""
    return without_outer_spaces(texts).str.replace(_FORMULA, "$1")


def with_single_spaces(texts: pl.Expr) -> pl.Expr:
    """The texts with one usual space wherever several or others stand."""
    return texts.str.replace_all(_ODD_SPACES, " ")


def with_plain_insides(texts: pl.Expr) -> pl.Expr:
    """The texts with single spaces, and `&` for the `&amp;` of web pages, which may be written twice."""
    return with_single_spaces(texts.str.replace_many(_SIGNS).str.replace_many(_SIGNS))


def stripped_alone(texts: pl.Series) -> tuple[pl.Series, bool, bool]:
    """Texts that are seldom twice the same, without outer spaces; most columns have none.

    Returns:
        The texts; whether they may have odd spaces or signs inside; and whether they may hold a quotation mark.
    """
    # A whole number has neither, and is told several times sooner than a pattern finds none.
    others = texts.filter(texts.cast(pl.UInt64, strict=False).is_null())
    tight = _each(others, without_outer_spaces)
    if not tight.eq(others).all():
        texts = _each(texts, without_outer_spaces)
    quoted = tight.str.contains('"', literal=True).any()
    return texts, tight.str.contains(_ODD_INSIDE).any(), quoted


def single_spaced(texts: pl.Series) -> pl.Series:
    """The texts as `with_plain_insides` gives them."""
    return _each(texts, with_plain_insides)


def _each(texts: pl.Series, tidy: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    return texts.to_frame().select(tidy(pl.col(texts.name))).to_series()


def without_blanks(texts: pl.Series) -> pl.Series:
    """The texts, null where nothing is written."""
    return texts.replace("", None) if (texts == "").any() else texts


def told_by_text(texts: pl.Series, distinct: pl.Series, values: pl.Series) -> pl.Series:
    """What each text tells, by its place in a table: a join takes several times the memory.

    Args:
        texts: Categorical.
        distinct: every one of them, and perhaps others.
        values: what each of those tells.

    Returns:
        The values, named as before, in the order of the texts.
    """
    numbers, told = texts.to_physical(), distinct.cast(pl.Categorical).to_physical()
    last = int(told.cast(pl.Int64).max() or 0)  # type: ignore[arg-type]
    table = pl.Series([None], dtype=values.dtype).new_from_index(0, last + 1)
    return table.scatter(told, values).gather(numbers).alias(values.name)


def stripped(
    cells: pl.DataFrame, names: Sequence[str]
) -> tuple[pl.DataFrame, tuple[str, ...], tuple[str, ...]]:
    """The cells without outer spaces and the marks of `="00123"`.

    Args:
        cells: with these columns, Categorical.
        names: of the columns.

    Returns:
        The cells; the names of those columns that may have odd spaces or signs inside; and of those that
        may hold a quotation mark.
    """
    if cells.height <= FEW_ROWS:
        texts = _without_outer_marks(pl.col(names).cast(pl.String))
        return cells.with_columns(texts.cast(pl.Categorical)), tuple(names), tuple(names)
    if _are_clean(cells, names):
        return cells, (), ()
    odd = []
    quoted = []
    changed = []
    for name, distinct in _distinct(cells, names):
        changed.append(_changed(cells[name], distinct, _without_outer_marks))
        written = distinct.cast(pl.String)
        if written.str.contains(_ODD_INSIDE).any():
            odd.append(name)
        if written.str.contains('"', literal=True).any():
            quoted.append(name)
    return cells.with_columns(changed), tuple(odd), tuple(quoted)


def tidied(
    cells: pl.DataFrame, names: Sequence[str], odd: Collection[str] | None = None
) -> pl.DataFrame:
    """The cells with plain insides, and null where nothing is written.

    Args:
        cells: with these columns, Categorical.
        names: of the columns.
        odd: names of those that may have other spaces or signs; None where nobody looked.
    """
    if cells.height <= FEW_ROWS:
        written = cells.lazy().select(pl.col(names).cast(pl.String).str.contains(_SIGN).any())
        signed = [name for name, has in written.collect().row(0, named=True).items() if has]
        spaced = [name for name in names if name not in signed]
        texts = with_single_spaces(pl.col(spaced).cast(pl.String))
        signs = with_plain_insides(pl.col(signed).cast(pl.String))
        cells = (
            cells.with_columns(signs.replace("", None).cast(pl.Categorical)) if signed else cells
        )
        return cells.with_columns(texts.replace("", None).cast(pl.Categorical))
    asked = [name for name in names if odd is None or name in odd]
    changed = [
        _changed(cells[name], distinct, with_plain_insides)
        for name, distinct in _distinct(cells, asked)
    ]
    tidy = cells.with_columns(changed)
    # A column without a blank stays as it is, and one of nothing else takes no room: of ten million
    # rows each is forty megabytes.
    blank = tidy.select((pl.col(name) == "").mean() for name in names).row(0, named=True)
    return tidy.with_columns(
        pl.lit(None, pl.Categorical).alias(name)
        if blank[name] == 1
        else pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)
        for name in names
        if blank[name]
    )


def all_known(cells: pl.DataFrame, names: Sequence[str]) -> pl.Series | None:
    """Every text of some Categorical columns, and others that Polars knows; None where these are too many.

    To look at all of them once is sooner done than to find those of each column.
    """
    last = int(cells.select(pl.max_horizontal(pl.col(names).to_physical().max())).item() or 0)
    if last >= MOST_TEXTS:
        return None
    known = pl.int_range(last + 1, dtype=pl.UInt32).cat.to(pl.Categorical, strict=False)
    return pl.select(known.cast(pl.String)).to_series()


def _are_clean(cells: pl.DataFrame, names: Sequence[str]) -> bool:
    """Whether no text of some Categorical columns, nor any other that such columns hold, has anything odd.

    That is something to be taken off, odd spaces inside, or a quotation mark.
    """
    texts = all_known(cells, names)
    return texts is not None and not texts.str.contains(_ANYTHING_ODD).any()


def _distinct(cells: pl.DataFrame, names: Sequence[str]) -> Iterator[tuple[str, pl.Series]]:
    return ((name, distinct_texts(cells[name])) for name in names)


def distinct_texts(texts: pl.Series) -> pl.Series:
    """Each text of a Categorical column once, in no order: told by their places in a table, as above."""
    numbers = texts.to_physical().drop_nulls()
    last = int(numbers.max() or 0)  # type: ignore[arg-type]
    seen = pl.Series(texts.name, [False]).new_from_index(0, last + 1).scatter(numbers, values=True)
    return pl.select(pl.lit(seen.arg_true()).cat.to(pl.Categorical)).to_series()


def _changed(
    texts: pl.Series, distinct: pl.Series, tidy: Callable[[pl.Expr], pl.Expr]
) -> pl.Series:
    written = distinct.cast(pl.String).alias("text")
    better = _each(written, tidy)
    if better.eq_missing(written).all():
        return texts
    return texts.replace_strict(distinct, better.cast(pl.Categorical))
