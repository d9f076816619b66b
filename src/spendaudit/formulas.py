"""Texts that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in.

Such a text gets an apostrophe before it, so that a file that people edit in a spreadsheet and give
back says the same as before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# What OWASP lists under CSV injection, and the same signs at full width. The leading apostrophes
# make it reversible: a name that already reads '=x gets a second one, and loses only that.
_RISKY = r"('*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
_RISKY_TEXT = re.compile(f"^{_RISKY}")


def runs_as_formula(column: pl.Expr) -> pl.Expr:
    """Tell which texts a spreadsheet would run, or would after `restore`."""
    return column.str.contains(f"^{_RISKY}")


def neutralise(column: pl.Expr) -> pl.Expr:
    """Put an apostrophe before each text that a spreadsheet would run as a formula."""
    return column.str.replace(f"^{_RISKY}", "'${1}")


def restore(column: pl.Expr) -> pl.Expr:
    """Take off the apostrophe that `neutralise` put before a text, and no other."""
    return column.str.replace(f"^'{_RISKY}", "${1}")


def neutral(text: str) -> str:
    """Do to one text what `neutralise` does to a column."""
    return _RISKY_TEXT.sub(r"'\1", text)
