"""A heading with a cell too many or too few, so that every value stands under a wrong word.

Each way of taking out a word, or putting a nameless one in, is held against the values. It is
mended only where one way fits everything, and no other way gives other columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spendaudit.errors import ColumnError
from spendaudit.read.headings import (
    NEEDED,
    NO_CONCERN,
    SECOND_AMOUNT,
    SUPPLIER_TYPE,
    TOLD_BY,
    Heading,
    as_argument,
    basis_of,
    cleaned,
    meaning_of,
    told_by,
    understand,
)
from spendaudit.read.looks import Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENOUGH_ROWS = 5
"""Fewer prove nothing: a comma in each of two names looks like a column."""
SURE, UNSURE, NONE = 0.9, 0.5, 0.1
"""Shares of the filled cells of a column that look as its heading says."""
TELLING = (*NEEDED, "date")
_OF_FIGURES = re.compile("date|rate|percent|price|discount|balance|cumul|quantity|qty|todate")
"""What an audit does not use and is yet right over figures or days: `Tax Rate`, `Due Date`."""
WIDEST = 200
"""Cells; a heading that is wider is not tried in every way."""


class _Fit(NamedTuple):
    """How the values agree with the headings: meanings that are borne out, and those that are not."""

    passes: frozenset[str]
    fails: tuple[int, ...]


def aligned(
    heading: Heading,
    looks: Sequence[Look],
    width: int | None,
    settled: Mapping[str, str],
    name: str,
) -> Heading:
    """The heading with each word over the values that it speaks of.

    Args:
        heading: as it stands in the file.
        looks: what each column of the rows under it looks like.
        width: how many cells nearly every row has, or None where they differ.
        settled: meaning to heading, as the user said; such a heading is left as it is.
        name: of the file.

    Raises:
        ColumnError: the values contradict the headings, and it is not clear what would mend it.
    """
    as_it_stands = _fit(heading.cells, looks, heading.columns)
    failing = [
        place
        for place in as_it_stands.fails
        if place in (heading.columns.get(meaning) for meaning in TELLING)
    ]
    counts = width is None or width == len(heading.cells)
    if (not failing and counts) or settled.keys() & set(TELLING):
        return heading
    few = max((look.filled for look in looks), default=0) < ENOUGH_ROWS
    if few and counts and len(failing) > 1 and heading.columns["supplier"] in failing:
        # Money where the names should be, and no money or no day where these should be.
        raise _unclear(heading, looks, failing, name)
    if few or len(heading.cells) > WIDEST:
        return heading
    beside = _beside(heading.cells, looks)
    if failing and _proves(
        _fit(beside, looks, columns := understand(beside, settled)), beside, looks, columns
    ):
        return _moved_beside(heading, beside, columns, settled)
    ways = [
        (step, place, cells, columns)
        for step, place, cells in _ways(heading.cells, width)
        if _proves(_fit(cells, looks, columns := understand(cells, settled)), cells, looks, columns)
    ]
    # Taking out the word that says date explains nothing while another way keeps it.
    whole = [way for way in ways if way[3].keys() >= heading.columns.keys() & set(TELLING)]
    ways = whole or ways
    if not failing and as_it_stands.passes.issuperset(NEEDED):
        ways.append((0, len(heading.cells), list(heading.cells), heading.columns))
    found = {tuple(columns.get(meaning) for meaning in TELLING) for _, _, _, columns in ways}
    if len(found) == 1 and any(step for step, *_ in ways):
        return _mended(heading, ways, settled)
    if counts and not ways and (taken := _as_it_is(heading, looks, failing, as_it_stands)):
        return taken
    if failing or (len(found) > 1 and _may_lack_an_amount(heading, width)):
        raise _unclear(heading, looks, failing, name)
    if width == len(heading.cells) - 1:
        heading = _noted(
            heading,
            f"the heading on line {heading.line} has a cell more than the rows: it is taken as it stands",
        )
    return heading


def _as_it_is(
    heading: Heading, looks: Sequence[Look], failing: Sequence[int], fit: _Fit
) -> Heading | None:
    """The heading where a word alone is wrong, and no column has moved; else None."""
    if _only_lacks_dates(heading, looks, failing, fit):
        return heading
    return _with_filled_amount(heading, looks, failing)


def _with_filled_amount(
    heading: Heading, looks: Sequence[Look], failing: Sequence[int]
) -> Heading | None:
    """The heading with another of its amounts, where the chosen one alone is wrong: blank, or of words.

    Birmingham publishes `TRANS ORIGINAL NET AMT` in some months and leaves it blank in others;
    Harrow says under `Expenditure` what was bought, beside `Amount`.
    """
    blank = heading.columns["amount"]
    if list(failing) != [blank] or looks[blank].share(looks[blank].money) >= NONE:
        return None
    for place in heading.all_that_mean("amount"):
        columns = heading.columns | {"amount": place}
        if place != blank and _proves(
            _fit(heading.cells, looks, columns), heading.cells, looks, columns
        ):
            told = heading.told_by | told_by({"amount": place}, heading.cells, {})
            basis = basis_of(heading.cells[place])
            return heading._replace(columns=columns, basis=basis, told_by=told)
    return None


def _only_lacks_dates(
    heading: Heading, looks: Sequence[Look], failing: Sequence[int], fit: _Fit
) -> bool:
    """Whether codes stand under the date, and names and amounts under their own words.

    Chelmsford's `Date` holds `HOMEPROV` and `DIGIT8` on every row of some months. Names under the
    date, or days under another word, rather show that the columns have moved.
    """
    date = heading.columns.get("date")
    if date is None or list(failing) != [date] or not fit.passes.issuperset(NEEDED):
        return False
    places = [heading.columns[meaning] for meaning in NEEDED]
    if max(*places, date) >= len(looks):
        return False
    codes, (supplier, amount) = looks[date], (looks[place] for place in places)
    return (
        codes.distinct < supplier.distinct
        and codes.share(codes.bodies) < NONE
        and codes.share(codes.pounds) < NONE
        and supplier.bodies > 0
        and amount.share(amount.pounds) >= UNSURE
        and not any(look.share(look.dates) >= NONE for look in looks)
    )


def _noted(heading: Heading, notice: str) -> Heading:
    return heading._replace(notices=(*heading.notices, notice))


def _ways(cells: Sequence[str], width: int | None) -> Iterator[tuple[int, int, list[str]]]:
    """The headings with a nameless one put in, or one taken out, that are as wide as the rows."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    for place in range(last + 1):
        longer = [*cells[:place], "", *cells[place:]]
        if width == len(cells) and (not cells[-1].strip() or _stands_twice(cells)):
            longer.pop()
        if width == len(longer):
            yield 1, place, longer
    for place in range(last):
        shorter = [*cells[:place], *cells[place + 1 :]]
        if width == len(cells) and not cells[place].strip():
            shorter.append("")
        if width == len(shorter):
            yield -1, place, shorter


def _stands_twice(cells: Sequence[str]) -> bool:
    """Whether the last word stands before it too: it may have been copied to fill the line."""
    return len(cells) > 1 and cleaned(cells[-1]) == cleaned(cells[-2])


def _beside(cells: Sequence[str], looks: Sequence[Look]) -> list[str]:
    """The heading with each word that stands over nothing moved over the nameless column beside it."""
    moved = [*cells, *[""] * (len(looks) - len(cells))]
    for place, cell in enumerate(cells[: len(looks)]):
        if not cell.strip() or looks[place].filled:
            continue
        for other in (place + 1, place - 1):
            if 0 <= other < len(looks) and not moved[other].strip() and looks[other].filled:
                moved[place], moved[other] = "", cell
                break
    return moved


def _moved_beside(
    heading: Heading, cells: list[str], columns: Mapping[str, int], settled: Mapping[str, str]
) -> Heading:
    moved = [
        cell
        for cell, before in zip(cells, (*heading.cells, *[""] * len(cells)), strict=False)
        if cell.strip() and cell != before
    ]
    told = told_by(columns, cells, settled)
    said = (
        f"the heading on line {heading.line} stands a column beside its values: "
        f"{', '.join(repr(_shown(cell)) for cell in moved)} {'was' if len(moved) == 1 else 'were'} moved over them"
    )
    return _noted(heading, said)._replace(
        cells=tuple(cells),
        columns=dict(columns),
        basis=basis_of(cells[columns["amount"]]),
        told_by=told,
    )


def _may_lack_an_amount(heading: Heading, width: int | None) -> bool:
    """Whether the rows are too short by a cell, and the heading over nothing is one of money."""
    last = meaning_of(heading.cells[-1])
    return width == len(heading.cells) - 1 and last is not None and last[0] in ("amount", "vat")


def _fit(cells: Sequence[str], looks: Sequence[Look], columns: Mapping[str, int]) -> _Fit:
    passes, fails = set(), []
    rows = max((look.filled for look in looks), default=0)
    sides = [columns[one] for one in ("credit", SECOND_AMOUNT) if one in columns]
    others = set(sides)
    sides += [columns["amount"]] if sides else []
    looks = _together(looks, sides)
    for place, cell in enumerate(cells):
        found = meaning_of(cell)
        if not found or (found[0] == "ignored" and _OF_FIGURES.search(cleaned(cell))):
            continue
        meaning, look = found[0], looks[place] if place < len(looks) else Look()
        if place in sides:
            meaning = "amount"
        verdict = _verdict(meaning, look, rows, chosen=columns.get(meaning) == place)
        if verdict is True:
            passes.add(meaning)
        elif verdict is False:
            fails.append(place)
    fails = [place for place in fails if place not in others]
    amount = columns.get("amount", len(looks))
    if amount < len(looks) and amount not in fails and _are_no_pounds(amount, cells, looks):
        fails.append(amount)
    return _Fit(frozenset(passes), tuple(fails))


def _together(looks: Sequence[Look], places: Sequence[int]) -> list[Look]:
    """What amounts in two columns look like as one, said of each of them."""
    if not places or max(places) >= len(looks):
        return list(looks)
    counts = {
        name: sum(getattr(looks[place], name) for place in places)
        for name in Look._fields
        if name != "example"
    }
    both = Look(**counts, example=max(looks[place].example for place in places))
    return [both if place in places else look for place, look in enumerate(looks)]


def _are_no_pounds(amount: int, cells: Sequence[str], looks: Sequence[Look]) -> bool:
    """Whether the amounts are whole numbers, and pounds and pence stand under another word."""
    if looks[amount].share(looks[amount].pounds) >= NONE:
        return False
    for place, look in enumerate(looks):
        found = meaning_of(cells[place]) if place < len(cells) else None
        other = found is None or found[0] not in ("amount", "vat")
        if place != amount and other and look.pounds * 2 > max(look.filled, looks[amount].filled):
            return True
    return False


def _verdict(meaning: str, look: Look, rows: int, *, chosen: bool) -> bool | None:
    """Whether a column looks as its heading says; None where that says nothing."""
    if chosen and meaning == "amount" and look.filled < max(rows * NONE, 1):
        return False
    as_it_should, otherwise = False, False
    if meaning in ("amount", "vat"):
        as_it_should = look.share(look.money) >= SURE and (
            not chosen or look.filled > rows * UNSURE
        )
        otherwise = look.share(look.money) < UNSURE
    elif meaning == "date":
        dates = look.share(look.dates + look.serials + look.periods)
        as_it_should = dates >= SURE
        otherwise = look.share(look.words + look.pounds) >= UNSURE and dates < NONE
    elif meaning == "supplier":
        # A number is no name, but it may be the only thing that a publisher says.
        as_it_should = look.share(look.words) >= SURE and (look.distinct > 1 or rows < ENOUGH_ROWS)
        otherwise = look.share(look.dates + look.pounds) >= UNSURE
    elif meaning == "postcode":
        as_it_should = look.share(look.postcodes) >= SURE
    else:
        chosen, otherwise = True, look.share(max(look.dates, look.pounds)) >= SURE
    if chosen and otherwise and look.filled:
        return False
    return True if as_it_should else None


def _proves(
    fit: _Fit, cells: Sequence[str], looks: Sequence[Look], columns: Mapping[str, int]
) -> bool:
    """Whether the values bear out supplier, amount and, where there is one, the date."""
    if fit.fails or not fit.passes.issuperset(NEEDED) or not columns.keys() >= set(NEEDED):
        return False
    if any(columns[meaning] >= len(looks) for meaning in NEEDED):
        return False
    supplier, amount = (looks[columns[meaning]] for meaning in NEEDED)
    if "date" in columns:
        return "date" in fit.passes
    return amount.share(amount.pounds) >= UNSURE and supplier.bodies > 0 and bool(cells)


def _mended(
    heading: Heading,
    ways: Sequence[tuple[int, int, list[str], Mapping[str, int]]],
    settled: Mapping[str, str],
) -> Heading:
    step, place, cells, columns = ways[0]
    # What some of the ways would put elsewhere is not known.
    agreed = {
        meaning: position
        for meaning, position in columns.items()
        if all(other.get(meaning) == position for _, _, _, other in ways)
    }
    told = told_by(agreed, cells, settled)
    moved = {
        meaning
        for meaning, position in agreed.items()
        if position >= len(heading.cells) or heading.cells[position] != cells[position]
    }
    if step < 0 and not moved:
        # The last column is always blank, and its delimiter is left out.
        return heading
    known = f"the heading on line {heading.line} has a cell "
    if step > 0:
        what = known + "fewer than the rows"
    elif heading.cells[place].strip():
        what = known + "more than the rows"
    else:
        what = known + "that is blank and too many"
    found = ", ".join(
        f"{_shown(cells[agreed[one]])!r} in column {agreed[one] + 1}"
        for one in TELLING
        if one in moved
    )
    nameless = {at for way, at, _, _ in ways if way > 0}
    which = f"column {min(nameless) + 1}" if len(nameless) == 1 else "one column"
    then = f": the values say {found}" if found else f": {which} is nameless"
    lost = sorted(columns.keys() - agreed.keys() - {*NO_CONCERN, SUPPLIER_TYPE})
    left = f"; which column is the {' and which is the '.join(lost)} is not clear" if lost else ""
    return heading._replace(
        cells=tuple(cells),
        columns=agreed,
        basis=basis_of(cells[agreed["amount"]]),
        told_by=told | dict.fromkeys(moved, TOLD_BY[-1]),
        notices=(*heading.notices, what + then + left),
    )


def _shown(cell: str) -> str:
    """A heading as it is shown: on one line."""
    return " ".join(cell.split())[:60]


def _unclear(
    heading: Heading, looks: Sequence[Look], failing: Sequence[int], name: str
) -> ColumnError:
    """The refusal of a file whose values stand under wrong headings."""
    details = tuple(
        f"under {heading.called(place)!r} (column {place + 1}) stands "
        + (
            repr(looks[place].example[:40])
            if place < len(looks) and looks[place].filled
            else "nothing"
        )
        for place in failing[:4]
    )
    of_pounds = max(range(len(looks)), key=lambda place: looks[place].pounds, default=0)
    known = {"amount": of_pounds + 1, "date": _only_of_days(looks)}
    options = {
        meaning: f"column {known.get(meaning) or 'N'}"
        for meaning, place in sorted(heading.columns.items(), key=lambda one: one[1])
        if place in failing or (meaning == "amount" and not failing)
    }
    settle = " ".join(f'--column {meaning}="{place}"' for meaning, place in options.items())
    found = f"the values do not stand under their headings (line {heading.line})"
    advice = (
        f"mend that line, or say which column it is: spendaudit report {as_argument(name)} {settle}"
    )
    amount, date = heading.columns["amount"], heading.columns.get("date")
    if "amount" in options and not (
        looks and looks[of_pounds].share(looks[of_pounds].pounds) >= UNSURE
    ):
        # No column is plainly one of pounds: the largest of them would be the first, the payee.
        advice = "write the amounts as numbers, such as 1,234.50"
        if failing == [amount]:
            found = f"{heading.called(amount)!r} (line {heading.line}) holds no amounts that can be read"
    elif date is not None and failing == [date] and not known["date"]:
        advice = "write the dates as 2024-04-30, each alone in its cell"
        found = f"{heading.called(date)!r} (line {heading.line}) holds no dates that can be read"
    return ColumnError(f"{name}: {found}", advice, details)


def _only_of_days(looks: Sequence[Look]) -> int | None:
    """The number, from 1, of the only column that holds nothing but days."""
    found = [place for place, look in enumerate(looks, 1) if look.share(look.dates) >= SURE]
    return found[0] if len(found) == 1 else None
