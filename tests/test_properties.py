"""What must hold of the whole line, whatever a file holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from line import (
    BLACKPOOL,
    DUBLIN,
    GLASGOW,
    HEADING,
    LEEDS,
    LIVERPOOL,
    MAIL_CENTRE,
    PRESTON,
    audit_of,
    money_by_tier,
    report_of,
    table,
)
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from spendaudit.report.values import Report

Row = tuple[str, ...]

# Each example is an audit or two of about a third of a second.
few = settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))

SUPPLIERS = (
    "Ribble Roofing Ltd", "Café Blé", "O\u2019Hara & Sons", "Lancashire County Council",
    "Redacted personal data", "=HYPERLINK(1)", "ACME, Inc", 'The "Plough"', "",
)  # fmt: skip
POSTCODES = (PRESTON, BLACKPOOL, LIVERPOOL, LEEDS, GLASGOW, DUBLIN, MAIL_CENTRE, "PR1", "TBC", "")
SYNONYMS = ("Date Paid", "Beneficiary Name", "Vendor No", "Post Code", "Company No", "Net Amount")


def pounds(pence: int) -> str:
    return f"{Decimal(pence) / 100:.2f}"


ROW = st.tuples(
    st.dates(date(2023, 4, 1), date(2025, 3, 31)).map(lambda day: f"{day:%d/%m/%Y}"),
    st.sampled_from(SUPPLIERS),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(POSTCODES),
    st.sampled_from(["", "12345678", "SC123456"]),
    st.one_of(st.integers(1, 10**9), st.integers(-(10**7), -1)).map(pounds),
)


def names_more_than_one_council(rows: list[Row]) -> bool:
    """A file in which every row names one and the same council is refused: it may be the publisher."""
    return {row[1] for row in rows} != {"Lancashire County Council"}


ROWS = st.lists(ROW, min_size=3, max_size=12).filter(names_more_than_one_council)
FEW_ROWS = st.lists(ROW, min_size=1, max_size=3).filter(names_more_than_one_council)


def figures(found: Report) -> tuple[object, ...]:
    """Every figure that may not depend on how the same payments are written down."""
    return (
        found.payments, found.set_aside, found.suppliers, found.total, found.period,
        found.local, found.influenceable, found.tiers, found.placed_by,
        {section.key: section.table and section.table.rows for section in found.sections},
    )  # fmt: skip


@few
@given(ROWS, st.randoms(), st.booleans(), st.booleans(), st.sampled_from(["utf-8-sig", "cp1252"]))
def test_the_same_payments_written_otherwise_give_the_same_figures(
    rows: list[Row], chance: random.Random, split: bool, renamed: bool, encoding: str
) -> None:
    """Their order, the split into files, the encoding, blank rows, headings that mean the same."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = report_of(table(folder, rows))
        shuffled: list[Sequence[str]] = list(rows)
        chance.shuffle(shuffled)
        at = chance.randrange(1, len(rows)) if split else len(rows)
        parts = [shuffled[:at], shuffled[at:]] if split else [shuffled]
        files = []
        for number, part in enumerate(parts):
            part.insert(chance.randrange(len(part) + 1), [""] * len(HEADING))
            heading = SYNONYMS if renamed else HEADING
            files.append(table(folder, part, heading, f"part-{number}.csv", encoding))
        again = report_of(*files)
    assert figures(again) == figures(first)
    assert again.rows == len(rows) + 2 * len(parts)


@few
@given(ROWS, st.sampled_from([2, 10, 1000]))
def test_ten_times_the_amounts_are_ten_times_the_money(rows: list[Row], factor: int) -> None:
    with TemporaryDirectory() as name:
        once = report_of(table(Path(name), rows))
        larger = [(*row[:-1], str(Decimal(row[-1]) * factor)) for row in rows]
        often = report_of(table(Path(name), larger))
    assert often.total == once.total * factor
    assert often.local.amount == once.local.amount * factor
    assert often.local.share == pytest.approx(once.local.share)
    assert often.local.low == pytest.approx(once.local.low)
    assert often.local.high == pytest.approx(once.local.high)
    assert [row[1] for row in often.tiers.rows] == [row[1] * factor for row in once.tiers.rows]  # type: ignore[operator]


@few
@given(ROWS, st.integers(1, 10**9), st.sampled_from([LEEDS, GLASGOW, DUBLIN, ""]))
def test_a_supplier_that_moves_in_raises_the_local_money_by_what_it_is_paid(
    rows: list[Row], pence: int, before: str
) -> None:
    mover = ("03/04/2024", "Wandering Widgets Ltd", "99", before, "", pounds(pence))
    with TemporaryDirectory() as name:
        away = money_by_tier(audit_of(table(Path(name), [*rows, mover])))
        home = (*mover[:3], PRESTON, *mover[4:])
        moved = money_by_tier(audit_of(table(Path(name), [*rows, home])))
    assert moved["Preston"] - away.get("Preston", Decimal()) == Decimal(pence) / 100
    assert sum(moved.values()) == sum(away.values())


PRINTABLE = st.characters(exclude_categories=["Cc", "Cs"])
ANY_CELL = st.one_of(
    st.text(PRINTABLE, max_size=12),
    st.sampled_from(["", "Total", "£1,234.50", "(1.00)", "REDACTED", "#####", "-", "Amount", "\n"]),
)


@settings(few, max_examples=30)
@given(st.lists(st.lists(ANY_CELL, max_size=8), max_size=8), FEW_ROWS)
def test_every_row_is_a_payment_or_set_aside_or_recognised(
    noise: list[list[str]], rows: list[Row]
) -> None:
    """And every pound is in exactly one place."""
    with TemporaryDirectory() as name:
        found = clean_files([table(Path(name), [*rows, *rows, *rows, *noise])])
    (file,) = found.files
    assert file.payments + file.set_aside + sum(file.non_rows.values()) == file.rows
    assert found.payments.height == file.payments
    assert found.set_aside.height == file.set_aside
    assert Decimal(int(found.payments["pence"].sum())) / 100 == file.total
    lines = [*found.payments["line"], *found.set_aside["line"]]
    assert len(set(lines)) == len(lines)
    assert found.set_aside["reason"].null_count() == 0


@few
@given(ROWS)
def test_a_report_agrees_with_itself(rows: list[Row]) -> None:
    with TemporaryDirectory() as name:
        found = report_of(table(Path(name), rows))
    assert sum(row[1] for row in found.tiers.rows) == found.total  # type: ignore[misc]
    assert sum(row[1] for row in found.placed_by.rows) == found.total  # type: ignore[misc]
    assert found.tiers.rows[0][0] == found.area_name
    assert found.tiers.rows[0][1] == found.local.amount
    assert found.tiers.rows[-1][:2] == ("not placed", found.local.unplaced)
    for retention in (found.local, found.influenceable):
        if retention.share is not None:
            assert retention.low is not None
            assert retention.high is not None
            assert retention.low <= retention.share <= retention.high
