"""A ledger's code in front of a name is no part of it, where nearly all suppliers of a file have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import audit_of
from spendaudit.audit import Request, audit
from spendaudit.names.codes import coded, name_behind_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("supplier", "name"),
    [
        ("UK0012345601 : Ribble Paints Ltd", "Ribble Paints Ltd"),
        ("100215 - RIBBLE PAINTS", "RIBBLE PAINTS"),
        ("WPS00E999301: Royal Bor of Ribble", "Royal Bor of Ribble"),
        ("S1024 | Ribble: Paints", "Ribble: Paints"),
        ("3M : Ribble", None),
        ("Ribble - Paints", None),
        ("100215-RIBBLE", None),
        ("100215 RIBBLE", None),
        ("100215 - 77", None),
        ("Ribble 2000 - Paints", None),
        ("2024:05LD Learning Disabilities", None),
    ],
)  # fmt: skip
def test_a_code_has_digits_and_stands_apart_from_the_name(supplier: str, name: str | None) -> None:
    assert pl.select(name_behind_code(pl.lit(supplier))).item() == name


@pytest.mark.parametrize(
    ("suppliers", "found"),
    [
        ([f"S100{number} : Firm {number}" for number in range(9)] + ["Ribble Ltd"], 9),
        ([f"S100{number} : Firm {number}" for number in range(8)] + ["Ribble Ltd"], 0),
        ([f"S100{number} : Firm {number}" for number in range(9)] + [None, None], 9),
        (["S1001 : Ribble Ltd"] * 2, 0),
        (["Ribble Ltd"] * 20, 0),
    ],
)  # fmt: skip
def test_nearly_all_rows_of_a_file_have_one(suppliers: list[str | None], found: int) -> None:
    payments = pl.DataFrame(
        {"file": "a.csv", "supplier": suppliers},
        schema={"file": pl.Categorical, "supplier": pl.Categorical},
    )
    assert coded(payments).len() == found


@pytest.mark.parametrize("listed", ["S1002 : Ribble Paints Ltd", "Ribble Paints Limited"])
def test_the_name_alone_tells_who_it_is_and_the_text_stays(tmp_path: Path, listed: str) -> None:
    file = tmp_path / "april.csv"
    suppliers = (
        "S1001 : Ribble Borough Council",
        "S1002 : Ribble Paints Ltd",
        "S1003 : Mrs A Shaw",
    )
    rows = [f"0{day}/04/2024,{name},500.00" for day, name in enumerate(suppliers, 1)]
    file.write_text("\n".join(["Date,Supplier,Net Amount", *rows, ""]), "utf-8")
    mine = tmp_path / "list.csv"
    mine.write_text(f"supplier,postcode\n{listed},PR1 2RL\n", "utf-8")
    payees = audit_of(file, lists=[mine]).payees.sort("supplier")
    assert payees["supplier"].to_list() == list(suppliers)
    assert payees["kind"].to_list() == ["council", "company", "individual"]
    assert payees["tier"].to_list()[1] == "Preston"
    hidden = audit(Request(files=[file], area="Preston", hide_individuals=True))
    assert "Shaw" not in str(hidden.payees.to_dicts()) + str(hidden.payments.to_dicts())
