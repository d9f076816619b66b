"""What officials were given, claimed or allowed is told by its headings, and payments are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path


def told(folder: Path, heading: str, name: str = "april-2024.csv") -> list[str]:
    amounts = heading.split(",")
    rows = [
        ",".join(
            f"{n + 10}/04/2024"
            if "Date" in cell
            else f"{n}25.50"
            if cell in ("Amount", "Value", "Total")
            else f"Firm {n} Ltd"
            for cell in amounts
        )
        for n in range(1, 5)
    ]
    path = folder / name
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return [one for one in clean_files([path]).files[0].notices if "not of payments" in one]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Date,Name,Organisation,Gift or hospitality,Value", "gifts and hospitality"),
        ("Date,Supplier,Details of Gift,Value", "gifts and hospitality"),
        ("Date,Supplier,Description,Travel,Accommodation,Subsistence,Total", "expense claims"),
        ("Date,Supplier,Air travel,Rail,Hotel and meals,Total", "expense claims"),
        ("Date,Supplier,Description,Value,Reason for waiver", "waivers"),
    ],
)
def test_a_list_of_officials_is_doubted(tmp_path: Path, heading: str, said: str) -> None:
    (notice,) = told(tmp_path, heading)
    assert notice.endswith(f"speaks of {said}, and not of payments: its amounts count as payments")
    assert told(tmp_path, heading, "payments-over-500.csv") == []


@pytest.mark.parametrize(
    "heading",
    [
        "Date,Supplier,Amount,Travel",
        "Payment Date,Supplier,Amount,Travel,Subsistence",
        "Date,Supplier,Amount,Waiver,Invoice Number",
        "Date,Supplier,Amount,Category,Department",
    ],
)
def test_payments_with_such_a_word_are_payments(tmp_path: Path, heading: str) -> None:
    assert told(tmp_path, heading) == []
