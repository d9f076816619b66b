"""Whether a file is that of a council, on which the Transparency Code is binding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.names.cleaning import clean_name
from spendaudit.places.areas import area_in_text
from spendaudit.suppliers.kinds import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOUND = ("council", "combined-authority", "fire")
_NOT_BOUND = ("central-government", "nhs", "police", "other-public")
# Other public bodies that the Code counts among local authorities.
# Source: Local Government Transparency Code 2015, paragraph 10; Local Government, Planning and Land
# Act 1980, s 2.
_LOCAL = re.compile(
    r"\b(?:PARK|PARKS|BROADS|WASTE|PORT|DRAINAGE|TRANSPORT|DEVELOPMENT CORPORATION|COUNCILS|LOCAL)\b"
)
_OVER_25K = re.compile(r"(?<![0-9])25(?:[ ,+]?000|[ +]?k)(?![0-9a-z])", re.IGNORECASE)
"""The threshold of departments, their bodies and the health service; councils publish from £500.

Source: HM Treasury, Transparency: guidance for publishing spend over £25,000, 2010.
"""


def is_no_council(bodies: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a file says that its publisher is none; False where it does not tell.

    Args:
        bodies: names of the publisher in the rows.
        others: titles of the file, and its name.
    """
    named = pl.DataFrame({"supplier": list(bodies)}, schema={"supplier": pl.String})
    names = named.with_columns(clean_name(pl.col("supplier")).alias("name"))
    said = kinds_of(names).select("name", "kind").rows()
    said = [(name, "council" if _LOCAL.search(name) else kind) for name, kind in said]
    if any(kind in _BOUND for _, kind in said) or any(map(area_in_text, named["supplier"])):
        return False
    if any(kind in _NOT_BOUND for _, kind in said):
        return True
    others = tuple(others)
    return any(map(_OVER_25K.search, others)) and not any(map(area_in_text, others))
