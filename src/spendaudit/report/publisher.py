"""Whether a file is that of a council, on which the Transparency Code is binding."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress
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
    r"\b(?:PARK|PARKS|BROADS|WASTE|PORT|DRAINAGE|TRANSPORT|DEVELOPMENT CORPORATION|COUNCILS"
    # The Local Government Ombudsman (the Commission for Local Administration) is a national body.
    r"|LOCAL(?! (?:GOVERNMENT|ADMINISTRATION)\b))\b"
)
_OF_THE_STATE = ("central-government", "nhs", "police")
"""Kinds that none of these words makes local: the Department for Transport, the Transport Police."""
# As a department's family is abbreviated; as a payee's name they could be anyone's.
# Source: the files over £25,000 of the departments themselves; Government Organisation Register, 2020.
_DEPARTMENTS = frozenset(
    {
        *("BIS", "BEIS", "DBT", "DCLG", "DCMS", "DECC", "DEFRA", "DESNZ", "DFE", "DFES", "DFID"),
        *("DFT", "DH", "DHSC", "DIUS", "DLUHC", "DOH", "DSIT", "DWP", "ECGD", "FCDO", "FCO"),
        *("HMRC", "HMT", "MHCLG", "MOD", "MOJ", "UKEF"),
    }
)
_OVER_25K = re.compile(r"(?<![0-9])25(?:[ ,+]?000|[ +]?k)(?![0-9a-z])", re.IGNORECASE)
"""The threshold of departments, their bodies and the health service; councils publish from £500.

Source: HM Treasury, Transparency: guidance for publishing spend over £25,000, 2010.
"""


def is_no_council(bodies: Iterable[str], others: Iterable[str], family: str = "") -> bool:
    """Whether a file says that its publisher is none; False where it does not tell.

    Args:
        bodies: names of the publisher in the rows.
        others: titles of the file, and its name.
        family: the department that stands beside the publisher on every row.
    """
    named = list(bodies)
    above, *each = _kinds((family, *named))
    if above in _OF_THE_STATE:
        # Beside DEFRA, GLA is the Gangmasters Licensing Authority.
        spelt_out = [" " in body.strip() for body in named]
        named, each = list(compress(named, spelt_out)), list(compress(each, spelt_out))
    said = {above, *each}
    if said & set(_BOUND) or any(map(area_in_text, (*named, family))):
        return False
    if said & set(_NOT_BOUND):
        return True
    others = tuple(others)
    return any(map(_OVER_25K.search, others)) and not any(map(area_in_text, others))


@cache
def _kinds(bodies: tuple[str, ...]) -> list[str]:
    """What each publisher is, by what it would be as a payee; the files of a folder have few."""
    named = pl.DataFrame({"supplier": bodies}, schema={"supplier": pl.String})
    names = named.with_columns(clean_name(pl.col("supplier")).alias("name"))
    found = kinds_of(names).select("name", "kind").iter_rows()
    return [_kind(name or "", kind) for name, kind in found]


def _kind(name: str, kind: str) -> str:
    if name in _DEPARTMENTS:
        return "central-government"
    return "council" if kind not in _OF_THE_STATE and _LOCAL.search(name) else kind
