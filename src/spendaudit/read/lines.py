"""What the lines of a text say together: one look at each of them, on all processors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

_NO_SEPARATOR = "\0"
"""A byte that no text has: such files are refused before, or written again without it."""

# UTF-8 that was read as the Windows code page and saved again: `Â£` and `Ã©` are Â or Ã and a
# character from the upper half, `â€™` begins a dash or a quotation mark, `ï»¿` was a byte order
# mark, `ï¿½` a lost letter. No language puts these next to each other.
_UPPER_HALF = (
    r"\x{80}-\x{BF}\x{152}\x{153}\x{160}\x{161}\x{178}\x{17D}\x{17E}\x{192}\x{2C6}\x{2DC}"
    r"\x{2010}-\x{203F}\x{20AC}\x{2122}"
)
_MANGLED = (
    rf"[\x{{C2}}\x{{C3}}][{_UPPER_HALF}]|\x{{E2}}\x{{20AC}}|\x{{E2}}[\x{{201A}}\x{{201E}}][\x{{AC}}\x{{A2}}]"
    r"|\x{EF}\x{BB}\x{BF}|\x{EF}\x{BF}\x{BD}"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Which characters stand anywhere in a text, and so what its lines are to be looked at for.

    Attributes:
        quotes: a quotation mark.
        returns: a carriage return.
        others: something that is not ASCII.
    """

    quotes: bool = False
    returns: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text.

    Attributes:
        number: how many there are.
        doubled: whether two quotation marks stand side by side in any.
        returns: whether a carriage return stands in any, other than at its end.
        mangled: whether in any stands what was UTF-8 and went through the Windows code page.
    """

    number: int
    doubled: bool = False
    returns: bool = False
    mangled: bool = False


def look_at_lines(path: Path, marks: Marks) -> Lines | None:
    """Look at every line of a text, for what it may have.

    Args:
        path: the text, without NULs.
        marks: what stands in it.

    Returns:
        What the lines say; None where the text is not UTF-8.
    """
    line = pl.col("line")
    looks = {
        "doubled": line.str.contains('""', literal=True) if marks.quotes else None,
        "returns": line.str.contains("\r", literal=True) if marks.returns else None,
        "mangled": line.str.contains(_MANGLED) if marks.others else None,
    }
    found = lines_of(path).select(
        pl.len().alias("number"),
        *(look.any().alias(name) for name, look in looks.items() if look is not None),
    )
    try:
        return Lines(**found.collect(engine="streaming").row(0, named=True))
    except pl.exceptions.ComputeError:
        return None


def lines_of(path: Path) -> pl.LazyFrame:
    """The lines of a text as they stand, without their ends, in a column `line`."""
    return pl.scan_csv(
        path,
        has_header=False,
        infer_schema=False,
        separator=_NO_SEPARATOR,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        raise_if_empty=False,
        glob=False,
    )
