"""Credits under a band of their own are taken off, and never added."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

HEADING = "Date,Supplier,Amount"
PAYMENTS = ["03/04/2024,Ribble Roofing Ltd,100.00", "06/04/2024,Aire Analytics Ltd,200.00"]
CREDITS = ["15/04/2024,Wyre Ltd,4.00", "16/04/2024,Lune Ltd,1.50"]


def file_of(*rows: str) -> str:
    return "\n".join([HEADING, *rows, ""])


@pytest.mark.parametrize("band", ["Credit notes", "CREDIT NOTES RECEIVED:", "Credits", "Less: credit memos"])  # fmt: skip
@pytest.mark.parametrize("total", [[], [",Total credits,5.50"], [",Total,-5.50"]])
def test_credits_under_their_band_are_taken_off(band: str, total: list[str]) -> None:
    clean = cleaned(file_of(*PAYMENTS, "", band, *CREDITS, *total))
    assert clean.payments["pence"].to_list() == [10000, 20000, -400, -150]
    said = "2 amounts stand among the credits (line 5), £5.50 in all: taken off, not added"
    assert said in clean.notices
    assert all(one.agrees for one in clean.control_totals)
    assert len(clean.control_totals) == len(total)


@pytest.mark.parametrize("end", ["Payments", HEADING, "Housing"])
def test_a_part_of_credits_ends_at_the_next_band_or_heading(end: str) -> None:
    clean = cleaned(file_of(PAYMENTS[0], "Credit notes", *CREDITS, end, PAYMENTS[1]))
    assert clean.payments["pence"].to_list() == [10000, -400, -150, 20000]


def test_credits_that_have_their_minus_stand_as_they_are() -> None:
    signed = [one.replace("Ltd,", "Ltd,-") for one in CREDITS]
    assert cleaned(file_of(*PAYMENTS, "Credit notes", *signed)).payments["pence"].sum() == 29450
    mixed = file_of(*PAYMENTS, "Credit notes", signed[0], CREDITS[1])
    why = "it stands among the credits (line 4), and has not the minus that others have"
    assert set_aside(mixed) == [(6, why)]


@pytest.mark.parametrize(
    "band", ["Credit Union", "Refunds", "Credit notes are not shown", "Housing"]
)
def test_another_band_is_none_of_credits(band: str) -> None:
    assert cleaned(file_of(*PAYMENTS, band, *CREDITS)).payments["pence"].sum() == 30550


def test_a_file_of_nothing_but_credits_is_told_elsewhere() -> None:
    assert cleaned(file_of("Credit notes", *CREDITS)).payments["pence"].sum() == 550
