"""What the numbers of transactions tell: rows that repeat, numbers that were lost, numbers of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.pasted_twice import FEWEST
from spendaudit.measures.spend import pounds
from spendaudit.report.checked import Finding, Severity
from spendaudit.report.contents import MOST_LINES, Contents, about, quoted
from spendaudit.report.figures import count
from spendaudit.report.figures import pounds as in_pounds

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_A_SPREADSHEET = r"^[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}$"
_OF_A_CARD = r"^[45][0-9]{15}$"
NEARLY_ALL = 0.9
"""Share of the payments that stand twice, from which it is the file that repeats."""
FEWEST_CARDS = 2
"""Different numbers; of a single one in ten the check digit is right by chance."""


def transaction_findings(contents: Contents) -> Iterator[Finding]:
    """Everything that the numbers of transactions give away."""
    numbered = contents.payments.filter(pl.col("transaction").fill_null("") != "")
    if numbered.is_empty():
        return
    yield from _repeated(contents)
    yield from _lost(numbered)
    yield from _cards(numbered)


def _repeated(contents: Contents) -> Iterator[Finding]:
    """Rows that say another one again: an invoice exported twice, or equal lines of one invoice.

    All of them count: nothing in the file tells the two apart. Of 89 published files 38 have some,
    up to 5% of their money.
    """
    again = contents.payments.filter(pl.col("line").is_in(contents.reading.again))
    if again.is_empty():
        return
    amount = pounds(int(again["pence"].sum()))
    rows = "payment is" if again.height == 1 else "payments are"
    # Lines of one invoice are a few among others; where nearly all repeat, whole months do.
    nearly_all = (
        again.height >= FEWEST and again.height * 2 >= NEARLY_ALL * contents.payments.height
    )
    yield about(
        again,
        "repeated-rows",
        Severity.DOUBTFUL if nearly_all else Severity.NOTE,
        f"{count(again.height)} {rows} the same as an earlier one in every column, the number of the "
        f"transaction included: {in_pounds(amount)}, counted as often as the rows stand there",
        "look whether an invoice was exported twice; equal lines of one invoice are rightly there",
    )


def _lost(numbered: pl.DataFrame) -> Iterator[Finding]:
    """Long numbers of which a spreadsheet kept the first digits."""
    lost = numbered.filter(pl.col("transaction").str.contains(_OF_A_SPREADSHEET))
    if lost.height:
        number = "number of a transaction is" if lost.height == 1 else "numbers of transactions are"
        yield Finding(
            "lost-numbers",
            Severity.NOTE,
            f"{count(lost.height)} {number} what a spreadsheet made of a longer one, such as "
            f"{quoted(lost['transaction'][0])}: no payment can be told by it",
            "format the column as text before the numbers are pasted into it",
            tuple(lost["line"].head(MOST_LINES)),
            lost.height,
        )


def _cards(numbered: pl.DataFrame) -> Iterator[Finding]:
    """Numbers of payment cards, which are nobody's to publish: sixteen digits with their check digit.

    Source of the check: ISO/IEC 7812-1, the formula of Luhn.
    """
    like = numbered.filter(pl.col("transaction").str.contains(_OF_A_CARD))
    if like["transaction"].n_unique() < FEWEST_CARDS:
        return
    number = pl.col("transaction")
    digits = [number.str.slice(place, 1).cast(pl.Int32) for place in range(16)]
    # Every other digit counts twice; what has two digits then counts as their sum.
    doubled = [digit * 2 - 9 * (digit > 4).cast(pl.Int32) for digit in digits[::2]]
    is_card = pl.sum_horizontal(*doubled, *digits[1::2]) % 10 == 0
    cards = like.filter(is_card)
    if cards["transaction"].n_unique() < FEWEST_CARDS or cards.height * 2 < like.height:
        return
    yield Finding(
        "card-numbers",
        Severity.DOUBTFUL,
        f"{count(cards.height)} numbers of transactions have sixteen digits and a payment card's check "
        "digit: they may be the full numbers of cards",
        "take the file down, and publish no more than the last four digits",
        tuple(cards["line"].head(MOST_LINES)),
        cards.height,
    )
