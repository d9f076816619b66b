from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "Date,Supplier,Expense Type,Item Text,Net Amount"


def notices_of(folder: Path, *rows: str) -> list[str]:
    path = folder / "a.csv"
    others = [f"2024-04-{day},Firm {day} Ltd,Cleaning,Works,{day}.00" for day in range(10, 16)]
    path.write_text("\n".join([HEADING, *others, *rows, ""]), encoding="utf-8")
    (account,) = clean_files([path]).files
    return [notice for notice in account.notices if "VAT" in notice]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Input VAT", "Car hire"),
        ("VAT INPUT", ""),
        ("VAT (Input) (Oracle Sub-Ledger Control Account)", ""),
        ("610200-Debtors < 1 Year - VAT", ""),
        ("Vat On Rents", "Rent in advance"),
        ("VAT", ""),
        ("Recoverable VAT", ""),
        ("Cleaning", ",Value Added Tax - line level"),
        ("Cleaning", "PO7954,Value Added Tax - line level"),
        ("Cleaning", "VAT ONLY Invoice"),
        ("Cleaning", "VAT @ 20%"),
    ],
)
def test_rows_of_vat_alone_are_told_with_their_pounds(tmp_path: Path, kind: str, text: str) -> None:
    row = f'2024-04-03,Aire Ltd,{kind},"{text}",200.00'
    (said,) = notices_of(tmp_path, row, row.replace("200.00", "-50.00"))
    assert said.startswith("2 payments are VAT and nothing else, as '")
    assert "£150.00 in all, counted as paid to their suppliers; what is claimed back" in said
    assert ("'Item Text'" in said) == (kind == "Cleaning")


@pytest.mark.parametrize(
    ("supplier", "kind"),
    [
        ("Aire Ltd", "Consultants VAT recoverable"),
        ("Aire Ltd", "Irrecoverable VAT"),
        ("Aire Ltd", "Unrecoverable VAT"),
        ("Aire Ltd", "Contractors (VAT irrecoverable)"),
        ("Aire Ltd", "Income (outside scope VAT)"),
        ("Aire Ltd", "VAT exempt"),
        ("Aire Ltd", "Zero rated VAT"),
        ("Aire Ltd", "VAT workshop"),
        ("Aire Ltd", "Private VATs"),
        ("HM Revenue & Customs", "VAT Control Account"),
        ("HMRC VAT", "VAT"),
    ],
)
def test_other_rows_that_speak_of_vat_are_what_was_paid(
    tmp_path: Path, supplier: str, kind: str
) -> None:
    assert notices_of(tmp_path, f"2024-04-03,{supplier},{kind},,200.00") == []


def test_a_column_that_tells_how_vat_is_treated_makes_no_row_vat(tmp_path: Path) -> None:
    rows = [f"2024-04-{day},Aire Ltd,VAT,Works,200.00" for day in range(10, 30)]
    assert notices_of(tmp_path, *rows) == []
