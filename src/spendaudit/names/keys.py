"""Keys under which a ledger's spelling and a register's name of one organisation meet."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

Names = TypeVar("Names", pl.DataFrame, pl.LazyFrame)

_SIGNS = {
    "&": " AND ",
    "+": " AND ",
    "'": "",
    "`": "",
    "\N{RIGHT SINGLE QUOTATION MARK}": "",
    "\N{LEFT SINGLE QUOTATION MARK}": "",
    "\N{ACUTE ACCENT}": "",
}
# Letters that are not a base letter with a mark, so that decomposing does not reach them.
_UNDECOMPOSED = {"Ø": "O", "Ł": "L", "Æ": "AE", "Œ": "OE", "Đ": "D", "Ð": "D", "Þ": "TH"}


class LegalForm(NamedTuple):
    """One way of writing a legal form at the end of a name: a row of `legal_forms.csv`."""

    form: str
    pattern: str
    reason: str
    source: str


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """The legal forms that are taken off the end of a name."""
    table = Path(__file__).parent / "data" / "legal_forms.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return tuple(LegalForm(**row) for row in csv.DictReader(rows))


def match_key(name: pl.Expr) -> pl.Expr:
    """The name as a search compares it: capitals and digits in words, without its legal form.

    `&` and `+` are AND, COMPANY is CO, apostrophes leave no gap and THE at either end is dropped.
    Initials stay as they are written: H M and HM meet when blanks are left out (`compact`). The
    key of a key is the key. Millions of names pass through here: what only ledgers do to a name
    is undone before, by `cleaning.clean_name`.
    """
    return _elementwise(_stems(_words(name)), _without_article)


def form_key(name: pl.Expr) -> pl.Expr:
    """The legal form that `match_key` took off a name, as `legal_forms` calls it; null for none."""
    words = _words(name)
    return _elementwise(words.str.strip_prefix(_stems(words)), _forms_named)


def with_keys(names: Names) -> Names:
    """The names, a column `name`, with `key` and `form_key`; the words are found once for both."""
    stem = pl.col("key")
    return (
        names.with_columns(_words(pl.col("name")).alias("form_key"))
        .with_columns(_stems(pl.col("form_key")).alias("key"))
        .with_columns(
            _elementwise(stem, _without_article).alias("key"),
            _elementwise(pl.col("form_key").str.strip_prefix(stem), _forms_named).alias("form_key"),
        )
    )


def compact(key: pl.Expr) -> pl.Expr:
    """The key without its blanks, under which CARE 4 U, CARE4U and C A R E 4U are one."""
    return key.str.replace_all(" ", "", literal=True)


def _elementwise(text: pl.Expr, function: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    return text.map_batches(function, return_dtype=pl.String, is_elementwise=True)


def _words(name: pl.Expr) -> pl.Expr:
    """The words of a name in plain capitals."""
    return _elementwise(name, _words_of)


def _words_of(names: pl.Series) -> pl.Series:
    """The words of names; the most are plain words already, and pass by."""
    capitals = names.str.to_uppercase()
    other = capitals.str.contains(r"[^A-Z0-9 ]|  |^ | $|COMPANY").fill_null(value=False)
    if not other.any():
        return capitals
    odd = capitals.filter(other)
    if (odd.str.len_bytes() != odd.str.len_chars()).any():
        odd = _folded(odd)
    words = (
        odd.str.replace_many(_SIGNS)
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars(" ")
        .str.replace_all(r"\bCOMPANY\b", "CO")
    )
    return capitals.scatter(other.arg_true(), words)


def _folded(capitals: pl.Series) -> pl.Series:
    """The names without accents, every letter in its plain form."""
    return (
        capitals.str.replace_all(r"\p{Cf}", "")
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}+", "")
        .str.to_uppercase()
        .str.replace_many(_UNDECOMPOSED)
    )


@cache
def _form_at_end() -> str:
    """A pattern of all legal forms at the end of a name, and an article after or among them."""
    patterns = "|".join(form.pattern for form in legal_forms())
    return rf"(?: (?:{patterns}|THE))+$"


def _stems(words: pl.Expr) -> pl.Expr:
    return words.str.replace(_form_at_end(), "")


def _without_article(stems: pl.Series) -> pl.Series:
    """The names without THE before them, however often it stands there."""
    while stems.str.starts_with("THE ").any():
        stems = stems.str.strip_prefix("THE ")
    return stems


def _forms_named(endings: pl.Series) -> pl.Series:
    """What the endings of names are called: there are a few dozen different ones."""
    met = endings.drop_nulls().unique()
    return endings.replace_strict(met, [_form(ending) for ending in met], return_dtype=pl.String)


@cache
def _form(ending: str) -> str | None:
    """The legal form in one ending; the last that it names, as in X LIMITED LLP."""
    found = (
        form.form for form in legal_forms() if re.search(f" (?:{form.pattern})(?: THE)*$", ending)
    )
    return next(found, None)
