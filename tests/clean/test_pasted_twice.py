"""A month that was pasted into a file twice doubles its money, which is said and not undone."""

from __future__ import annotations

import pytest

from read.published import cleaned

HEADING = "Supplier,Date,Number,Amount,Purpose"


def month(
    many: int = 12,
    *,
    dated: bool = True,
    numbered: bool = True,
    first: int = 0,
    alike: bool = False,
) -> list[str]:
    """Some payments, each one different unless they are to be alike."""
    return [
        ",".join(
            (
                f"Firm {0 if alike else n} Ltd",
                f"{1 if alike else n % 28 + 1:02}/05/2024" if dated else "",
                f"INV{0 if alike else n}" if numbered else "",
                f"{700 + 37 * (0 if alike else n)}.50",
                "Works",
            )
        )
        for n in range(first, first + many)
    ]


def said_of(rows: list[str]) -> list[str]:
    text = "\n".join([HEADING, *rows, ""])
    return [notice for notice in cleaned(text).notices if "pasted" in notice]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_block_that_stands_twice_is_told_with_its_pounds(numbered: bool) -> None:
    rows = month(numbered=numbered)
    between = month(5, first=40, numbered=numbered)
    (notice,) = said_of([*rows, *between, *rows])
    assert notice == (
        "12 payments from line 19 to 30 are the same as earlier ones in every column, and stand in the "
        "same order: they may have been pasted twice, and £10,848.00 count again"
    )


def test_all_copies_count_again() -> None:
    rows = month()
    (notice,) = said_of(rows * 3)
    assert notice.startswith("24 payments from line 14 to 37 are")


def test_nothing_is_left_out() -> None:
    rows = month()
    file = cleaned("\n".join([HEADING, *rows, *rows, ""]))
    assert (file.payments.height, file.payments["pence"].sum()) == (24, 2 * 1_084_800)


@pytest.mark.parametrize(
    "rows",
    [
        month(9) * 2,
        month(12, dated=False, numbered=False) * 2,
        month(40, alike=True),
        [*month(12), *month(12)[::-1]],
    ],
    ids=["too short", "neither dated nor numbered", "equal lines of one invoice", "another order"],
)
def test_equal_rows_are_not(rows: list[str]) -> None:
    assert not said_of(rows)


def test_a_column_that_is_not_used_may_tell_rows_apart() -> None:
    rows = [f"{row},{n}" for n, row in enumerate(month() * 2)]
    text = "\n".join([f"{HEADING},Run", *rows, ""])
    assert not [notice for notice in cleaned(text).notices if "pasted" in notice]
