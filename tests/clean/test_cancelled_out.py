"""Invoices and the payments that clear them cancel out, and are told; a reversal or a few are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from read.published import cleaned


def said_of(*amounts: tuple[str, int, str]) -> list[str]:
    """Notices about rows of one supplier each, so many times, with an amount."""
    rows = [
        f"{name} {n} Ltd,{n % 28 + 1:02}/04/2024,{Decimal(amount) * (n + 3)}"
        for name, many, amount in amounts
        for n in range(many)
    ]
    notices = cleaned("\n".join(["Vendor,Posting Date,Amount", *rows, ""])).notices
    return [one for one in notices if "with a minus and without" in one]


@pytest.mark.parametrize("open_items", [0, 3])
def test_vendor_items_that_cancel_out_are_told(open_items: int) -> None:
    (said,) = said_of(("A", 10, "-100"), ("A", 10, "100"), ("Open", open_items, "-50"))
    pounds = sum(100 * (n + 3) for n in range(10))
    left = sum(50 * (n + 3) for n in range(open_items))
    sign = "-" if left else ""
    assert said == (
        "10 amounts stand there twice, with a minus and without, for the same supplier: "
        f"£{pounds:,.2f} that cancel out, and {sign}£{left:,.2f} is left as the total; "
        "invoices and the payments that clear them may both be listed"
    )


@pytest.mark.parametrize(
    "amounts",
    [
        (("A", 10, "100"), ("B", 10, "-100")),  # other suppliers
        (("A", 10, "100"), ("A", 10, "-90.01")),  # other amounts
        (("A", 20, "100"), ("A", 5, "-100")),  # some reversals
        (("A", 3, "100"), ("A", 3, "-100")),  # too few
        (("A", 10, "100"), ("A", 10, "100")),  # no minus
    ],
)
def test_credits_as_any_file_has_them_say_nothing(
    amounts: tuple[tuple[str, int, str], ...],
) -> None:
    assert said_of(*amounts) == []
