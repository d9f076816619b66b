"""A ledger pasted in that writes what it pays with a minus is told from credits that stand together."""

from __future__ import annotations

import pytest

from read.published import cleaned


def said_of(amounts: list[float], last: str = "paper") -> list[str]:
    turned = [n for n, amount in enumerate(amounts) if amount < 0]
    rows = [
        f"Firm {n % 17} Ltd,{n % 28 + 1:02}/05/2024,{amount:.2f},{last if n in turned else 'paper'}"
        for n, amount in enumerate(amounts)
    ]
    notices = cleaned("\n".join(["Supplier,Date,Amount,Description", *rows, ""])).notices
    return [notice for notice in notices if "negative" in notice]


def paid(many: int) -> list[float]:
    """Amounts in no order."""
    return [100 + n * 613 % 997 + 0.5 for n in range(many)]


def turned(many: int) -> list[float]:
    return [-amount for amount in paid(many)]


@pytest.mark.parametrize(
    ("amounts", "lines"),
    [
        (paid(30) + turned(30), "32 to 61"),
        (paid(40) + turned(20), "42 to 61"),
        (turned(20) + paid(40), "2 to 21"),
        (paid(20) + turned(20) + paid(30), "22 to 41"),
        ([-9.5, *paid(39), *turned(12), 8.5, *turned(12)], "42 to 66"),
    ],
    ids=["half", "a third", "above", "between", "with a credit in each"],
)
def test_a_block_of_negative_amounts_is_doubted(amounts: list[float], lines: str) -> None:
    (said,) = said_of(amounts)
    assert said.startswith(f"lines {lines}: ")
    assert said.endswith(
        "they count as credits, unless these rows come from a ledger that writes what it pays with a minus"
    )


@pytest.mark.parametrize(
    "amounts",
    [
        sorted(paid(30) + turned(20)),
        sorted(turned(20), reverse=True) + paid(30),
        paid(50) + turned(10),
        paid(12) + turned(8),
        [amount * (-1 if n % 3 == 0 else 1) for n, amount in enumerate(paid(60))],
    ],
    ids=["in order", "credits in order", "a sixth", "a few", "here and there"],
)
def test_credits_may_stand_together(amounts: list[float]) -> None:
    assert not said_of(amounts)


@pytest.mark.parametrize("words", ["Credit note", "REFUND of fees", "CRN 1", "reversal"])
def test_rows_that_say_so_are_credits(words: str) -> None:
    assert not said_of(paid(30) + turned(20), words)
