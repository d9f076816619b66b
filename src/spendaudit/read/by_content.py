"""Columns told by nothing but what stands in them, where a file has no heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import ColumnError
from spendaudit.read.heading_rows import is_figure
from spendaudit.read.headings import NEEDED, TOLD_BY, Heading, as_argument, position_of
from spendaudit.read.looks import Look, is_date, is_money, look_at, rough_pence
from spendaudit.read.missing_columns import listed, times_side_by_side, why_no_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.read.heading_rows import Record

WORDED_CELLS = 3
"""So many cells with words, and no figure, are a heading; titles fill one or two."""
ENOUGH_ROWS = 5
"""Of fewer, anything may be said."""
FULL, MOST, SOME = 0.9, 0.8, 0.1
"""Shares of the rows, or of the filled cells of a column."""
MANY = 3
"""How many times as often as any other column the supplier's holds a word of organisations."""


def told_by_content(
    rows: pl.LazyFrame,
    names: Sequence[str],
    head: Sequence[Record],
    settled: Mapping[str, str],
    name: str,
) -> Heading:
    """What each column means, as far as its content leaves no doubt.

    Args:
        rows: every row of the file.
        names: of their columns of text, from the left.
        head: the first rows that are not blank.
        settled: meaning to position, as the user said.
        name: of the file.

    Raises:
        ColumnError: it is not clear which column holds the supplier or the amount.
    """
    words, first = _words_above(head)
    rows = rows.filter(pl.col("line") >= first)
    looks = look_at(rows, names)
    cells = tuple(
        words[place].strip() if place < len(words) and words[place].strip() else _place(place)
        for place in range(len(names))
    )
    columns = {
        meaning: place
        for meaning, word in settled.items()
        if (place := position_of(word, cells)) is not None
    }
    told = dict.fromkeys(columns, TOLD_BY[0])
    most = max(look.filled for look in looks)
    free = [place for place in range(len(looks)) if place not in columns.values()]
    likely = {
        "amount": _amounts(rows, looks, free, most),
        "supplier": _suppliers(looks, free, most),
        "date": [
            p for p in free if _is_full(looks[p], most) and looks[p].share(looks[p].dates) >= FULL
        ],
        "postcode": [
            p for p in free if looks[p].share(looks[p].postcodes) >= MOST and looks[p].distinct > 1
        ],
    }
    for meaning, places in likely.items():
        if meaning not in columns and len(places) == 1 and most >= ENOUGH_ROWS:
            columns[meaning] = places[0]
            told[meaning] = TOLD_BY[-1]
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if missing:
        raise _unclear(missing, likely, head, name)
    found = [
        f"{_called(place, cells)} was understood as the {meaning.replace('_', ' ')} by its content only"
        for meaning, place in columns.items()
        if told[meaning] == TOLD_BY[-1]
    ]
    found += [
        f"{len(places)} columns hold a {meaning}: none was used"
        for meaning, places in likely.items()
        if meaning not in columns and len(places) > 1
    ]
    heading = Heading(
        line=first - 1 if words else 0,
        cells=cells,
        columns=columns,
        basis="net"
        if likely["amount"] == [columns["amount"]] and len(_pounds(looks, free, most)) == MANY
        else "not said",
        told_by=told,
        lines=(first - 1,) if words else (),
        begins=max(first, _first_payment(head, columns)),
        notices=("the heading is not understood" if words else "there is no heading", *found),
    )
    return _with_rivals(heading, looks, most)


def _words_above(head: Sequence[Record]) -> tuple[Sequence[str], int]:
    """The row right above the first figure, where it may be a heading in other words, and the line below."""
    for number, (line, cells) in enumerate(head):
        if any(is_money(cell) or is_date(cell) for cell in cells):
            above, words = head[number - 1] if number else (0, ())
            filled = sum(bool(cell.strip()) for cell in cells)
            close = above == line - 1 and sum(map(bool, words)) * 2 > filled
            return (words, line) if close else ((), line)
    return (), 1


def _place(place: int) -> str:
    return f"column {place + 1}"


def _called(place: int, cells: Sequence[str]) -> str:
    word = " ".join(cells[place].split())[:60]
    return _place(place) if word == _place(place) else f"{word!r} ({_place(place)})"


def _first_payment(head: Sequence[Record], columns: Mapping[str, int]) -> int:
    """The first line that has an amount and, where there is one, a date: titles stand above it."""
    wanted = [(columns["amount"], is_money)]
    if "date" in columns:
        wanted.append((columns["date"], is_date))
    for line, cells in head:
        if all(place < len(cells) and fits(cells[place]) for place, fits in wanted):
            return line
    return 1


def _is_full(look: Look, most: int) -> bool:
    return look.filled >= most * FULL


def _amounts(
    rows: pl.LazyFrame, looks: Sequence[Look], free: Sequence[int], most: int
) -> list[int]:
    """Columns of pounds and pence; of three, the one that makes the largest with another."""
    money = _pounds(looks, free, most)
    if len(money) != MANY:
        return money
    pence = {place: rough_pence(pl.col(f"c{place}")) for place in money}
    sums = {
        (net, vat, gross): (pence[net] + pence[vat] == pence[gross]).mean()
        for net in money
        for vat in money
        for gross in money
        if len({net, vat, gross}) == MANY
    }
    sizes = {place: pence[place].abs().sum() for place in money}
    found = (
        rows.select(
            **{" ".join(map(str, three)): share for three, share in sums.items()},
            **{f"size {place}": size for place, size in sizes.items()},
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    nets = {
        net
        for net, vat, gross in sums
        if (found[f"{net} {vat} {gross}"] or 0) >= FULL
        and found[f"size {net}"] > 2 * found[f"size {vat}"]
    }
    return list(nets) if len(nets) == 1 else money


def _pounds(looks: Sequence[Look], free: Sequence[int], most: int) -> list[int]:
    return [
        place
        for place in free
        if _is_full(looks[place], most)
        and looks[place].share(looks[place].money) >= FULL
        and looks[place].share(looks[place].pounds) >= SOME
    ]


def _suppliers(looks: Sequence[Look], free: Sequence[int], most: int) -> list[int]:
    """The column whose names of organisations are far more than in any other."""
    texts = sorted(
        (
            place
            for place in free
            if _is_full(looks[place], most)
            and looks[place].share(looks[place].words) >= MOST
            and looks[place].distinct > max(2, looks[place].filled // 200)
        ),
        key=lambda place: -looks[place].bodies,
    )
    if not texts or looks[texts[0]].share(looks[texts[0]].bodies) < SOME:
        return texts
    first, *others = texts
    if any(looks[other].bodies * MANY > looks[first].bodies for other in others):
        return texts
    return [first]


def _with_rivals(heading: Heading, looks: Sequence[Look], most: int) -> Heading:
    """Say what other columns of money there are."""
    amount = heading.columns["amount"]
    rivals = tuple(
        (heading.called(place), place)
        for place, look in enumerate(looks)
        if place != amount and _is_full(look, most) and look.share(look.pounds) >= SOME
    )
    return heading._replace(rival_amounts=rivals)


def _unclear(
    missing: Sequence[str],
    likely: Mapping[str, Sequence[int]],
    head: Sequence[Record],
    name: str,
) -> ColumnError:
    if (times := times_side_by_side(head, name)) is not None and "amount" in missing:
        return times
    line, cells = head[0]
    if sum(map(bool, map(str.strip, cells))) >= WORDED_CELLS and not any(map(is_figure, cells)):
        # A heading, in words that nobody has used.
        return why_no_heading(head[:1], {}, name, head[1:])
    lost = missing[0]
    places = likely[lost]
    shown = " and ".join(f"column {place + 1}" for place in places[:4])
    why = f", and it is not clear which column holds the {lost}" + (
        f" ({shown} could)" if len(places) > 1 else ""
    )
    options = " ".join(
        f'--column {meaning}="{_place(likely[meaning][0]) if likely[meaning] else "column N"}"'
        for meaning in missing
    )
    return ColumnError(
        f"{name} has no heading{why}",
        "write a line of headings above it, such as Date, Supplier, Amount, or say which column it is: "
        f"spendaudit report {as_argument(name)} {options}",
        (f"line {line} has: {listed([cell for cell in cells if cell.strip()])}",),
    )
