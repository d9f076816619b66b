"""A company that stands in a register of charities or co-operatives as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.registers.index import build
from spendaudit.registers.store import open_registers
from spendaudit.suppliers.cross_references import with_cross_references

if TYPE_CHECKING:
    from pathlib import Path

CHARITIES = """\
registered_charity_number\tlinked_charity_number\tcharity_name\tcharity_registration_status\t\
date_of_registration\tdate_of_removal\tcharity_contact_postcode\tcharity_company_registration_number
1000001\t0\tA MADE-UP CHARITY\tRegistered\t2001-01-01 00:00:00\t\tPR1 2RL\t1234567
1000002\t0\tA CLOSED ONE\tRemoved\t2001-01-01 00:00:00\t2010-01-01 00:00:00\t\t07654321
1000003\t0\tONE WITHOUT A COMPANY\tRegistered\t2001-01-01 00:00:00\t\tPR1 2RL\t
"""


def matched(*numbers: str | None) -> pl.DataFrame:
    """Payees that a register of companies knows."""
    return pl.DataFrame(
        {
            "company_number_of_register": pl.Series(numbers, dtype=pl.String),
            "charity_number_of_register": pl.Series([None] * len(numbers), dtype=pl.String),
        }
    )


def test_a_charity_that_is_a_company_is_known_by_its_company_number(tmp_path: Path) -> None:
    file = tmp_path / "publicextract.charity.txt"
    file.write_text(CHARITIES, encoding="utf-8")
    build([file], tmp_path / "registers", lambda _: None)
    registers = open_registers(tmp_path / "registers")
    found = with_cross_references(matched("01234567", "07654321", "09999999", None), registers)
    assert found["also_in"].to_list() == ["charity-commission", None, None, None]
    assert found["charity_number_of_register"].to_list() == ["1000001", None, None, None]


def test_without_registers_nothing_is_known() -> None:
    found = with_cross_references(matched("01234567", None), None)
    assert found["also_in"].to_list() == [None, None]
    assert found.schema["also_in"] == pl.String
