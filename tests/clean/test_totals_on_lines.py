"""An invoice's total that stands on each of its lines is counted again with each, which is said."""

from __future__ import annotations

import pytest

from read.published import cleaned

HEADING = "Supplier,Date Paid,Invoice No,Invoice Amount,Service,Description"
SERVICES = ("Waste Collection", "Fostering", "Street Lighting", "ICT", "Libraries")


def listing(
    lines: int, *, several: int = 6, alone: int = 10, share: bool = False, same: bool = False
) -> str:
    """Invoices of several lines and of one; each line has the total, or its share of it."""
    rows = [HEADING]
    for n in range(several + alone):
        pence = 50_000 + 37_411 * n
        many = lines if n < several else 1
        for line in range(many):
            amount = pence // many + line if share else pence
            service = SERVICES[0 if same else (n + line) % len(SERVICES)]
            rows.append(
                f"Firm {n % 9} Ltd,{n % 27 + 1:02}/05/2019,INV{n},{amount / 100:.2f},{service},Works"
            )
    return "\n".join([*rows, ""])


def said_of(text: str) -> list[str]:
    return [notice for notice in cleaned(text).notices if "of its invoice" in notice]


@pytest.mark.parametrize("lines", [2, 3])
def test_a_total_on_every_line_is_told_with_what_is_counted_again(lines: int) -> None:
    (notice,) = said_of(listing(lines))
    again = sum(50_000 + 37_411 * n for n in range(6)) * (lines - 1)
    assert notice == (
        "6 of 6 invoices with several lines have one amount on all of them, such as that of "
        "£500.00 on line 2: 'Invoice Amount' may be the total of its invoice on each line, and "
        f"{6 * (lines - 1)} rows (£{again / 100:,.2f}) may be counted again"
    )


@pytest.mark.parametrize(("lines", "several"), [(2, 3), (2, 4), (3, 2)])
def test_a_few_invoices_are_told_where_all_of_several_lines_are_so(
    lines: int, several: int
) -> None:
    (notice,) = said_of(listing(lines, several=several))
    assert notice.startswith(f"{several} of {several} invoices with several lines")
    shares = listing(2, several=1, alone=0, share=True).replace("INV", "DIV").splitlines()[1:]
    assert not said_of(listing(lines, several=several) + "\n".join([*shares, ""]))


def test_lines_that_a_column_tells_apart_which_is_not_used_are_lines_too() -> None:
    rows = listing(2, same=True).splitlines()
    apart = [f"{row},{n % 2}" for n, row in enumerate(rows[1:])]
    assert len(said_of("\n".join([f"{rows[0]},Share of ward", *apart, ""]))) == 1


@pytest.mark.parametrize(
    "text",
    [
        listing(2, share=True),
        listing(2, same=True),
        listing(2, several=2),
        listing(4, several=1),
        listing(2, several=3, alone=70),
        listing(2, several=5, alone=200),
    ],
    ids=[
        "shares",
        "nothing else differs",
        "too few",
        "one",
        "hardly any of some",
        "hardly any of many",
    ],
)
def test_shares_of_an_invoice_and_a_few_equal_lines_are_not(text: str) -> None:
    assert not said_of(text)


def test_lines_with_amounts_of_their_own_speak_against_it() -> None:
    shares = listing(2, several=3, alone=0, share=True).replace("INV", "DIV").splitlines()[1:]
    assert not said_of(listing(2) + "\n".join([*shares, ""]))
