"""How wide each column of a text table is: names give way, figures never do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spendaudit.report.values import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.report.values import Column, Table

GAP = 2
"""Spaces between two columns."""

WIDEST_TEXT = 48
NARROWEST_TEXT = 12

NAMES = ("supplier", "organisation", "department", "category")
"""Columns whose texts are told apart by how they begin, wherever they stand."""

BAR_WIDTHS = (16, 12, 8)
READABLE = 24
"""A bar may not cut the names in the first column below this, nor anything an amount in one of them."""


class Need(NamedTuple):
    """What one column asks for.

    Attributes:
        width: what its widest cell takes.
        least: what it can be cut to; the same as `width` for figures.
        rank: columns of the highest rank go first when there is no room; 0 is never left out.
    """

    width: int
    least: int
    rank: int


def need_of(column: Column, at: int, widest: int, *, has_pounds: bool = False) -> Need:
    """Say what a column needs: the first, money and ratios stay, other figures long.

    Money that the question can spare goes like any other figure.

    Args:
        column: of the table.
        at: its number, from 0.
        widest: what its widest cell takes.
        has_pounds: whether its texts hold amounts, such as "£5k to £25k": they are not cut.
    """
    if column.kind is Kind.TEXT:
        width = min(widest, WIDEST_TEXT)
        least = READABLE if has_pounds else NARROWEST_TEXT
        return Need(width, width if column.uncut else min(width, least), rank=2 if at else 0)
    stays = not at or (column.kind in (Kind.MONEY, Kind.RATIO) and not column.spare)
    return Need(widest, widest, rank=0 if stays else 1)


def wraps(column: Column, at: int, widest: int) -> bool:
    """Whether what has no room in a column goes on below: reasons do, names are cut."""
    is_name = not at or column.key in NAMES
    return column.kind is Kind.TEXT and not is_name and widest > READABLE


def fitted(needs: Sequence[Need], room: int) -> list[int | None]:
    """Give each column its width, or None where it is left out.

    The widest text gives way first; when all are at their least, whole columns go, the last of
    the highest rank first. If the rest is still too wide, it stays too wide: a line that wraps
    can be read, an amount without its end cannot.
    """
    kept = list(range(len(needs)))
    while _total([needs[at].least for at in kept]) > room:
        rank = max(needs[at].rank for at in kept)
        if rank == 0:
            break
        kept.remove(max(at for at in kept if needs[at].rank == rank))
    widths = {at: needs[at].width for at in kept}
    excess = _total(list(widths.values())) - room
    while excess > 0:
        pliable = [at for at in kept if widths[at] > needs[at].least]
        if not pliable:
            break
        widths[max(pliable, key=lambda at: widths[at])] -= 1
        excess -= 1
    return [widths.get(at) for at in range(len(needs))]


def fitted_with_bar(needs: Sequence[Need], room: int) -> tuple[list[int | None], int]:
    """Fit the columns with a bar after them; give its width too, or 0 where it must go.

    A bar repeats what the figures say, so it takes only what the names can spare.
    """
    without = fitted(needs, room)
    for width in BAR_WIDTHS:
        beside = fitted(needs, room - GAP - width)
        if beside == without and _total([one for one in beside if one]) + GAP + width <= room:
            return beside, width
    first = beside[0] or 0
    nothing_lost = [one is None for one in beside] == [one is None for one in without]
    if nothing_lost and without[0] != first >= READABLE:
        return beside, BAR_WIDTHS[-1]
    return without, 0


def bars_of(table: Table, width: int, *, blocks: bool) -> list[str]:
    """Draw the bar of each line of a table; the headings and the total have none."""
    drawn = [""] * (len(table.rows) + 2)
    if not width:
        return drawn
    at = [column.key for column in table.columns].index(table.bar or "")
    shares = [cell if isinstance(cell := row[at], float) else 0.0 for row in table.rows]
    for number, share in enumerate(shares, start=1):
        drawn[number] = bar(share, max(shares), width, blocks=blocks)
    return drawn


def bar(share: float, largest: float, width: int, *, blocks: bool = True) -> str:
    """Draw a share as a bar, the largest share being `width` characters long.

    Without `blocks`, for a stream that has no block characters, it is made of `#`.
    """
    if share <= 0 or largest <= 0:
        return ""
    if not blocks:
        return "#" * round(share / largest * width)
    whole, eighths = divmod(round(share / largest * width * 8), 8)
    return "█" * whole + " ▏▎▍▌▋▊▉"[eighths].strip()


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * max(len(widths) - 1, 0)
