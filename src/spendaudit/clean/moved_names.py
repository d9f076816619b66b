"""Names that begin with the end of another, as tables taken out of a PDF have them, said and not mended."""

from __future__ import annotations

import polars as pl

_ENDS_NAMES = (
    r"(?i)^\s*(?:(?:NHS\s+)?(?:FOUNDATION\s+)?TRUST|NHS\s+FT|(?:(?:&|AND)\s+)?CO(?:MPANY)?\.?\s+(?:LTD|LIMITED)"
    r"|LTD|LIMITED|PLC|LLP|CIC)[.,)]*[ \t]*[\r\n]\s*\S"
)
"""Words that end names and begin none, with a name on the line below them in the same cell."""
_NAMED = 5
_LONGEST = 60


def notice_moved_names(paid: pl.DataFrame, suppliers: pl.Series) -> list[str]:
    """Say which suppliers begin with what may be the end of the name in the row above.

    Args:
        paid: the payments, with `line` and `supplier` as it stands in the file, line breaks included.
        suppliers: each of them once.
    """
    begun = suppliers.filter(suppliers.cast(pl.String).str.contains(_ENDS_NAMES))
    if begun.is_empty():
        return []
    moved = paid.filter(pl.col("supplier").is_in(begun.implode()))
    if moved.is_empty():
        return []
    example = " / ".join(map(str.strip, str(moved["supplier"][0]).splitlines()))[:_LONGEST]
    lines = ", ".join(f"{line:,}" for line in moved["line"].head(_NAMED))
    more = f" and {moved.height - _NAMED:,} more" if moved.height > _NAMED else ""
    notice = (
        "a supplier stands on two lines, of which the first only ends names, such as "
        f"{example!r}: it may belong to the row above (line{'s' * (moved.height > 1)} {lines}{more})"
    )
    return [notice]
