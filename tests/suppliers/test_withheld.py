"""A row without a name may say in its purpose that the name is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spendaudit.audit import Request
from spendaudit.intake import clean_files
from spendaudit.report.check import check

if TYPE_CHECKING:
    from pathlib import Path


def spend(folder: Path, said: str, supplier: str = "", column: str = "Description") -> Path:
    path = folder / "a.csv"
    rows = [f"13/04/2024,Ribble Ltd,Works,{n + 1}.00" for n in range(3)]
    text = "\n".join(
        [f"Date,Supplier,{column},Amount", *rows, f"14/04/2024,{supplier},{said},9.50", ""]
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("column", ["Description", "Expense Type"])
@pytest.mark.parametrize(
    "said", ["Redacted - personal data", "REDACTED", "Name withheld", "Personal Data"]
)
def test_a_purpose_may_say_that_the_name_is_withheld(
    tmp_path: Path, said: str, column: str
) -> None:
    path = spend(tmp_path, said, column=column)
    cleaned = clean_files([path])
    assert cleaned.payments["supplier"].cast(str).to_list() == ["Ribble Ltd"] * 3 + [said]
    assert cleaned.files[0].notices[-1] == (
        f"1 payment names no supplier, and says under {column!r} that the name is withheld, such as "
        f"{said!r}: read so"
    )
    keys = {finding.key for finding in check(Request([path])).files[0].findings}
    assert {"redacted", "withheld-beside"} <= keys
    assert "nameless" not in keys


@pytest.mark.parametrize(
    ("said", "supplier"),
    [
        ("Works", ""),
        ("Individuals", ""),
        ("Confidential waste collection", ""),
        ("Redacted", "Wyre Ltd"),
    ],
)
def test_other_purposes_say_nothing_of_the_payee(tmp_path: Path, said: str, supplier: str) -> None:
    cleaned = clean_files([spend(tmp_path, said, supplier)])
    assert cleaned.payments["supplier"].cast(str)[-1] == (supplier or None)
