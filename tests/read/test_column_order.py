"""A part of a file whose columns stand in another order, under no heading of its own, is not read in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.published import cleaned
from spendaudit.errors import InputError

HEADING = ("Date", "Department", "Supplier", "Document", "Net Amount", "Notes")
SUPPLIERS = ("Ashgrove Care Ltd", "Beacon Tyres", "Carr Joinery", "Dunmore Print", "Eccles Motors")


def rows(many: int, begin: int = 0) -> list[tuple[str, ...]]:
    return [
        (
            f"{1 + number % 28:02}/04/2024",
            ("Housing", "Highways", "Adult Care")[number * 5 % 7 % 3],
            SUPPLIERS[number * 7 % 11 % 5],
            str(70010001 + number),
            f"{500 + number * 7919 % 90_000 / 100:.2f}",
            "",
        )
        for number in range(begin, begin + many)
    ]


def text(*parts: list[tuple[str, ...]]) -> str:
    below = [row for part in parts for row in part]
    return "".join(",".join(row) + "\n" for row in (HEADING, *below))


def in_order(part: list[tuple[str, ...]], *places: int) -> list[tuple[str, ...]]:
    return [tuple(row[place] for place in places) for row in part]


@pytest.mark.parametrize(
    ("order", "example", "place", "other"),
    [
        ((0, 1, 2, 4, 3, 5), "'7001", "'Net Amount'", "'Document'"),
        ((4, 1, 2, 3, 0, 5), "'", "'Net Amount'", "'Date'"),
        ((3, 1, 2, 0, 4, 5), "'7001", "'Date'", "'Document'"),
        ((0, 2, 1, 3, 4, 5), "'", "'Supplier'", "'Department'"),
        ((0, 1, 3, 2, 4, 5), "'7001", "'Supplier'", "'Document'"),
        ((0, 1, 2, 3, 5, 4), "", "", ""),
    ],
)
@pytest.mark.parametrize("many", [70, 4000])
def test_columns_that_change_places_half_way_are_refused(
    order: tuple[int, ...], example: str, place: str, other: str, many: int
) -> None:
    paid = rows(many)
    joined = text(paid[: many // 2], in_order(paid[many // 2 :], *order))
    if not place:
        # Blank amounts are no other order: each row says that it has none.
        assert cleaned(joined).set_aside.height == many // 2
        return
    with pytest.raises(InputError) as error:
        cleaned(joined)
    found = error.value.found
    assert f"stands under {place}, and what belongs there under {other}" in found
    assert f"heading on line 1: {example}" in found
    line = int(found.split("by line ")[1].split()[0].replace(",", ""))
    assert many // 2 < line <= many + 1, "a row of the second part"


def test_the_line_is_that_of_the_file_where_it_was_written_again() -> None:
    # A cell of two lines: such a file is read record by record.
    first = rows(60)
    first[3] = (*first[3][:5], '"two\nlines"')
    with pytest.raises(InputError, match=r"by line (6[2-9]|[7-9]\d|1[01]\d) the columns"):
        cleaned(text(first, in_order(rows(60, 60), 0, 1, 2, 4, 3, 5)))


def test_under_a_heading_of_its_own_it_is_a_later_table() -> None:
    order = (4, 1, 2, 3, 0, 5)
    second = in_order([HEADING, *rows(400, 400)], *order)
    clean = cleaned(text(rows(400), second))
    assert clean.payments.height == 800
    assert int(clean.payments["pence"].sum()) == sum(
        round(float(row[4]) * 100) for row in (*rows(400), *rows(400, 400))
    )


def test_a_bank_that_is_paid_for_what_shops_sold_is_no_other_order() -> None:
    # The shops are suppliers above, and stand as the purpose where the bank's cards paid them.
    cards = [(*row[:2], "Ribble Bank plc", row[2], row[4], "") for row in rows(400, 400)]
    clean = cleaned(text(rows(400), cards))
    assert (clean.payments.height, clean.notices) == (800, ())


def test_a_mark_in_the_place_of_a_name_is_no_other_order() -> None:
    marked = [(*row[:2], "#", row[3], row[4], "#") for row in rows(400, 400)]
    assert cleaned(text(rows(400), marked)).payments.height == 800


def test_whole_pounds_further_down_are_no_other_order() -> None:
    whole = [(*row[:4], row[4].split(".")[0], "") for row in rows(400, 400)]
    assert cleaned(text(rows(400), whole)).payments.height == 800


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4), st.booleans(), st.integers(20, 600))
def test_a_sorted_file_is_in_order(place: int, down: bool, many: int) -> None:
    in_turn = sorted(rows(many), key=lambda row: row[place], reverse=down)
    assert cleaned(text(in_turn)).payments.height == many
