"""Which sheets of a workbook hold payments that stand on others too: as copies, with VAT, or as sums."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.read.alike_sheets import summaries, without_repeats
from spendaudit.read.nameless_sheets import without_names
from spendaudit.read.sheets_with_vat import sheets_with_vat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.alike_sheets import PaymentSheet
    from spendaudit.read.workbook import Sheet

_SUMMARY = re.compile(
    r"\b(summar(y|ies)|pivots?( table)?|totals|top [0-9]+|by supplier|analysis|overview)\b",
    re.IGNORECASE,
)
"""What the name of a sheet says that has no dates, beside one that has them, and no payments."""


class Once(NamedTuple):
    """Sheets of a workbook of which none holds what another one does, as far as that is proved.

    Attributes:
        found: those to read.
        repeats: those all of whose payments stand on one of these again.
        nameless: those of which that is so but for suppliers that are blank on them alone.
        with_vat: those that hold payments of these with VAT.
        sums: those whose amounts are sums of what stands on these.
        lists: those that by their headings list contracts or orders, each with which.
        may_have_vat: of `found`, one without VAT and one that may hold its payments with VAT.
        same: of `found`, one that comes to as many pounds as the others, with other suppliers.
    """

    found: Sequence[PaymentSheet] = ()
    repeats: Sequence[Sheet] = ()
    nameless: Sequence[Sheet] = ()
    with_vat: Sequence[PaymentSheet] = ()
    sums: Sequence[Sheet] = ()
    lists: Sequence[tuple[Sheet, str]] = ()
    may_have_vat: tuple[Sheet, Sheet] | None = None
    same: Sheet | None = None

    def left_out(self) -> list[Sheet]:
        """All that are not read, though they name suppliers and amounts."""
        return [
            *self.repeats,
            *self.nameless,
            *(one.sheet for one in self.with_vat),
            *self.sums,
            *(sheet for sheet, _ in self.lists),
        ]


def counted_once(found: Sequence[PaymentSheet]) -> Once:
    """Leave out the sheets that are proved to hold what others do."""
    with_dates = [one for one in found if "date" in one.heading.columns]
    different = without_repeats(with_dates)
    repeats = [one.sheet for one in with_dates if one not in different]
    nameless = [one.sheet for one in without_names(different)]
    different = [one for one in different if one.sheet not in nameless]
    with_vat: list[PaymentSheet] = []
    may_have_vat: list[tuple[PaymentSheet, PaymentSheet]] = []
    for net, gross, is_proved in sheets_with_vat(different):
        if not is_proved:
            may_have_vat.append((net, gross))
        elif net not in with_vat and gross not in with_vat:
            with_vat.append(gross)
    found = [
        one
        for one in found
        if one.sheet not in (*repeats, *nameless)
        and one not in with_vat
        and (one in with_dates or not with_dates or not _SUMMARY.search(one.sheet.name))
    ]
    sums, same = summaries(found)
    # Beside payments with their dates, what comes to the same without any is no payment more.
    if with_dates:
        sums += [one for one in same if one not in with_dates]
    if sums:
        found = [one for one in found if one not in sums]
        _, same = summaries(found)
    shortest = min((one.sheet for one in same), key=lambda sheet: sheet.rows, default=None)
    unclear = (
        (net.sheet, gross.sheet) for net, gross in may_have_vat if net in found and gross in found
    )
    return Once(
        found,
        repeats,
        nameless,
        with_vat,
        [one.sheet for one in sums],
        may_have_vat=next(unclear, None),
        same=shortest,
    )
