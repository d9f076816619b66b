"""What stands between the cells of a text, the likeliest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record

DELIMITERS = (",", ";", "\t", "|")
RARE_DELIMITERS = ("~", "^")
"""Tried only where no heading is found under the others."""
_BETWEEN_CELLS = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
"""A comma that is not, as in `2,234.50`, between the thousands of an amount."""


def by_likelihood(heads: Mapping[str, Sequence[Record]], text: str) -> list[str]:
    """Some delimiters, the one that makes the most columns first; of equals, the comma.

    Args:
        heads: what the first rows are under each of them.
        text: the beginning of the file. Columns of fixed width have commas in their amounts alone,
            and these would be cut in two.
    """
    columns = {mark: _columns_in(head) for mark, head in heads.items()}
    if "," in text and not _BETWEEN_CELLS.search(text):
        columns[","] = 0
    return sorted(heads, key=lambda mark: (columns[mark], mark == ","), reverse=True)


def _columns_in(head: Sequence[Record]) -> int:
    """The usual number of filled cells in a row: most under the delimiter that is the right one."""
    counts = sorted(sum(any(map(str.isalnum, cell)) for cell in cells) for _, cells in head)
    return counts[len(counts) * 3 // 4] if counts else 0
