"""What the payments of a file say of who was paid: redactions, postcodes, small sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.measures.contents import (
    has_known_postcode,
    is_below_threshold,
    is_number_for_name,
    is_redacted,
    most_telling,
)
from spendaudit.measures.spend import pounds, share
from spendaudit.places.postcodes import REPAIRED
from spendaudit.report.checked import Finding, Severity
from spendaudit.report.contents import Contents, about, blank_columns, quoted
from spendaudit.report.figures import count
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.figures import share as in_percent

if TYPE_CHECKING:
    from collections.abc import Iterator


def payee_findings(contents: Contents) -> Iterator[Finding]:
    """What the payments say of who was paid, and where."""
    payments = contents.payments
    total = int(payments["pence"].sum())
    redacted = payments.filter(is_redacted() & ~is_number_for_name())
    if redacted.height:
        pence = int(redacted["pence"].sum())
        what = "payee's name is" if redacted.height == 1 else "payments have a payee whose name is"
        yield about(
            redacted,
            "redacted",
            Severity.NOTE,
            f"{count(redacted.height)} {what} withheld: {in_pounds(pounds(pence))} "
            f"({in_percent(share(pence, total))} of the money)",
            "nothing, if each protects a person; a firm's or charity's name is not personal data",
        )
    numbered = payments.filter(is_number_for_name())
    if numbered.height:
        pence = int(numbered["pence"].sum())
        what = "payment has" if numbered.height == 1 else "payments have"
        yield about(
            numbered,
            "number-for-name",
            Severity.NOTE,
            f"{count(numbered.height)} {what} a number where the payee's name belongs, such as "
            f"{quoted(numbered['supplier'].cast(pl.String).sort()[0])}: {in_pounds(pounds(pence))} "
            f"({in_percent(share(pence, total))} of the money)",
            "write the name that the number stands for, or REDACTED where it is withheld",
        )
    yield from _to_nobody(payments)
    blank = blank_columns(contents).get("postcode")
    if "postcode" in contents.account.columns and blank is None:
        yield from _postcodes(payments)
    else:
        there = "no column holds the suppliers' postcodes"
        if blank is not None:
            there = (
                f"the column for the suppliers' postcodes, {quoted(blank)}, is blank on every row"
            )
        yield Finding(
            "no-postcodes",
            Severity.NOTE,
            f"{there}: beside public bodies, whose names tell, only a "
            "supplier list can say where the money went",
            "add the postcode that the finance system has for each supplier that is no person",
        )
    small = payments.filter(is_below_threshold())
    if small.height:
        what = "payment is" if small.height == 1 else "payments are"
        yield Finding(
            "below-500",
            Severity.NOTE,
            f"{count(small.height)} {what} of £500 or less: {in_pounds(pounds(int(small['pence'].sum())))}",
            "nothing, if they are lines of larger invoices, or if the publisher's own limit is lower",
            rows=small.height,
            amount=pounds(int(small["pence"].sum())),
        )


def _to_nobody(payments: pl.DataFrame) -> Iterator[Finding]:
    """Money that was moved and not spent, and words of the bank where a name belongs."""
    if payments["own_account"].any():
        moved = payments.filter("own_account")
        first = moved.select(pl.coalesce(pl.col("supplier", "purpose").cast(pl.String))).item(0, 0)
        what = "payment speaks" if moved.height == 1 else "payments speak"
        yield about(
            moved,
            "own-accounts",
            Severity.DOUBTFUL,
            f"{count(moved.height)} {what} of money moved between accounts of the payer's own, such as "
            f"{quoted(first or '')}: {in_pounds(pounds(int(moved['pence'].sum())))} that counts as spent",
            "leave transfers between own accounts out of the file: the money has not left",
        )
    if payments["word_for_name"].any():
        nobody = payments.filter("word_for_name")
        what = "payment has" if nobody.height == 1 else "payments have"
        yield about(
            nobody,
            "word-for-name",
            Severity.DOUBTFUL,
            f"{count(nobody.height)} {what} {quoted(nobody['supplier'].cast(pl.String)[0])} or the like "
            f"where the payee's name belongs: {in_pounds(pounds(int(nobody['pence'].sum())))} to nobody "
            "who can be found or placed",
            "write who was paid, or REDACTED where the name is withheld",
        )


def _postcodes(payments: pl.DataFrame) -> Iterator[Finding]:
    written = payments.filter(pl.col("postcode_written").is_not_null())
    nowhere = written.filter(~has_known_postcode() & (pl.col("finding") != "abroad"))
    without = nowhere.filter(pl.col("finding") == "no district")
    if without.height:
        example = quoted(most_telling(without))
        what = "payment has" if without.height == 1 else "payments have"
        yield about(
            without,
            "postcodes-nowhere",
            Severity.NOTE,
            f"{count(without.height)} {what} a postcode that lies in no district, such as {example}",
            "give the postcode of the premises, if there are any",
        )
    unknown = nowhere.filter(pl.col("finding") != "no district")
    if unknown.height:
        example = quoted(most_telling(unknown))
        what = "payment has" if unknown.height == 1 else "payments have"
        yield about(
            unknown,
            "postcodes-unknown",
            Severity.NOTE,
            f"{count(unknown.height)} {what} a postcode that leads to no district, such as {example}",
            "write each supplier's full postcode, as PR1 2RL",
        )
    mistyped = written.filter(pl.col("finding") == REPAIRED)
    if mistyped.height:
        first = mistyped.sort("postcode_written").row(0, named=True)
        what = "payment has" if mistyped.height == 1 else "payments have"
        pence = pounds(int(mistyped["pence"].sum()))
        yield about(
            mistyped,
            "postcodes-mistyped",
            Severity.NOTE,
            f"{count(mistyped.height)} {what} a postcode with a letter for a digit, or the reverse, "
            f"such as {quoted(first['postcode_written'])}, read as {first['postcode']}: "
            f"{in_pounds(pence)}",
            "write each supplier's postcode with the letters O and I and the digits 0 and 1 in their places",
        )
    sorted_there = written.filter("sorted_there")
    if sorted_there.height:
        pence = pounds(int(sorted_there["pence"].sum()))
        what = "payment goes" if sorted_there.height == 1 else "payments go"
        yield about(
            sorted_there,
            "mail-centres",
            Severity.NOTE,
            f"{count(sorted_there.height)} {what} to postcodes where the mail is sorted, such as PO "
            f"boxes: {in_pounds(pence)} cannot be placed for sure",
            "give the postcode of the premises",
        )
