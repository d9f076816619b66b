"""Cleaned names: the one text under which the spellings of one supplier meet."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

# Apostrophes (straight, curly, reversed, grave, acute, modifier, prime) and invisible characters:
# dropped without leaving a space, before any folding, since folding turns some into spaces.
_APOSTROPHES = r"['`\x{2019}\x{2018}\x{201B}\x{B4}\x{2BC}\x{2032}\p{Cf}]"
# Letters that are not a base letter with a mark, so that decomposing does not reach them.
_UNDECOMPOSED = {"Ø": "O", "Ł": "L", "Æ": "AE", "Œ": "OE", "Đ": "D", "Ð": "D", "Þ": "TH"}
# Stands around a single letter while initials are joined; no name holds it after folding.
_MARK = "\x01"


class Form(NamedTuple):
    """One form of writing, what it is unified to, why, and where it was met: a row of `forms.csv`."""

    stage: str
    pattern: str
    replacement: str
    reason: str
    source: str


@cache
def forms() -> tuple[Form, ...]:
    """The forms of writing that cleaning undoes, in the order in which they apply."""
    table = Path(__file__).parent / "data" / "forms.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return tuple(Form(**row) for row in csv.DictReader(rows))


def clean_name(spelt: pl.Expr) -> pl.Expr:
    """The cleaned name under which the spellings of one supplier meet.

    Upper case without accents or punctuation, `&` and `+` as AND, initials joined (H.M. and H M
    are HM), legal forms in one spelling, ledger instructions and a leading THE dropped. A name
    keeps its legal form: ABC LTD, ABC PLC and ABC are three names. Cleaning a cleaned name gives
    it back. A text of nothing but punctuation comes back as it is, so that only a blank is blank.
    """
    words = _words(_unify(_folded(_unify(spelt, "encoding")), "spelling"))
    cleaned = _unify(_joined_initials(words), "words")
    # Not when-then: an expression that stands twice is computed twice.
    return pl.coalesce(cleaned.replace("", None), _squeezed(spelt))


def plain_words(spelt: pl.Expr) -> pl.Expr:
    """The name in upper case and plain words, every word kept: instructions tell kinds of payee."""
    return _joined_initials(_words(_folded(spelt).str.replace_all(r"[&+]", " AND ")))


def _squeezed(spelt: pl.Expr) -> pl.Expr:
    """The text in upper case, every run of blanks one space."""
    return spelt.str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _folded(spelt: pl.Expr) -> pl.Expr:
    """The squeezed text without apostrophes and accents, every letter in its plain form."""
    # Case first and last: some letters decompose only in one of the two.
    decomposed = (
        spelt.str.replace_all(_APOSTROPHES, "")
        .str.to_uppercase()
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}+", "")
    )
    return _squeezed(decomposed).str.replace_many(_UNDECOMPOSED)


def _words(folded: pl.Expr) -> pl.Expr:
    """The letters and digits, with one space wherever anything else stood."""
    return folded.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def _joined_initials(words: pl.Expr) -> pl.Expr:
    """The words with neighbouring single letters as one word: H M R C is HMRC."""
    # No lookaround in Rust's regexes: mark the single letters, then close the gap between marks.
    return (
        words.str.replace_all(r"\b(\p{L})\b", f"{_MARK}${{1}}{_MARK}")
        .str.replace_all(f"{_MARK} {_MARK}", "", literal=True)
        .str.replace_all(_MARK, "", literal=True)
    )


def _unify(text: pl.Expr, stage: str) -> pl.Expr:
    """The text with each form of one stage unified, in the order of the table."""
    for form in forms():
        if form.stage == stage:
            text = text.str.replace_all(form.pattern, form.replacement)
    return text
