from __future__ import annotations

import io
import json
import os
import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from tomllib import loads
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_runner import ROOT
from spendaudit.audit import Request
from spendaudit.clean.amounts import why_unreadable
from spendaudit.intake import clean_files
from spendaudit.measures.months import months_of
from spendaudit.render.check_terminal import check_as_text
from spendaudit.render.json_report import check_as_json
from spendaudit.render.markdown import check_as_markdown
from spendaudit.report.advice import ANY_ROW, change_for, code_fields, finding_from
from spendaudit.report.check import check
from spendaudit.report.checked import Check, FileCheck, Finding, Severity
from spendaudit.report.overlapping import repeats_and_doubts

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING = "Date,Department,Supplier,Net Amount"


def table(folder: Path, rows: Sequence[str], heading: str = HEADING, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return path


def page_of(path: Path) -> FileCheck:
    (page,) = check(Request([path])).files
    return page


def found(page: FileCheck, key: str) -> Finding:
    (finding,) = [one for one in page.findings if one.key == key]
    return finding


def keys(page: FileCheck) -> set[str]:
    return {finding.key for finding in page.findings}


def rows_of(page: FileCheck, key: str) -> tuple[tuple[object, ...], ...]:
    (section,) = [section for section in page.sections if section.key == key]
    assert section.table is not None
    return section.table.rows


def test_a_sound_file_has_no_more_than_notes(tmp_path: Path) -> None:
    result = check(Request([table(tmp_path, ["2024-04-30,Housing,A Ltd,700.00"])]))
    assert result.is_clean
    assert not result.is_hopeless


def test_a_row_in_no_figure_is_wrong_and_says_where(tmp_path: Path) -> None:
    rows = ["2024-04-30,Housing,A Ltd,700.00", *["2024-04-30,Housing,B Ltd,#####"] * 7]
    result = check(Request([table(tmp_path, rows)]))
    finding = found(result.files[0], "set-aside")
    assert finding.severity is Severity.WRONG
    assert finding.lines == (3, 4, 5, 6, 7)
    assert finding.rows == 7
    assert "widen the column" in finding.change
    assert not result.is_clean


def test_a_number_where_a_name_belongs_is_no_name_that_was_withheld(tmp_path: Path) -> None:
    rows = ["2024-04-01,200319000010762014,600.00", "2024-04-02,REDACTED,700.00"]
    page = page_of(table(tmp_path, rows, "Payment Date,Supplier,Net Amount"))
    numbered, withheld = found(page, "number-for-name"), found(page, "redacted")
    assert "a number where the payee's name belongs, such as '200319000010762014'" in numbered.text
    assert (numbered.rows, withheld.rows) == (1, 1)


def test_rows_of_the_page_add_up_to_the_rows_of_the_file(sample: Path) -> None:
    page = page_of(sample / "messy.csv")
    (section,) = [section for section in page.sections if section.key == "rows"]
    assert section.table is not None
    assert section.table.total is not None
    assert sum(row[1] for row in section.table.rows) == section.table.total[1] == 69  # type: ignore[misc]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    good = table(tmp_path, ["2024-04-30,Housing,A Ltd,700.00"], name="good.csv")
    other = table(tmp_path, ["2024-05-30,Housing,A Ltd,700.00"], name="other.csv")
    missing = tmp_path / "missing.csv"
    result = check(Request([missing, good, other]))
    assert [bool(page.unreadable) for page in result.files] == [False, True, False]
    assert not result.is_clean
    assert not result.is_hopeless
    assert check(Request([missing])).is_hopeless


@pytest.mark.parametrize("through", ["standard input", "pipe"])
def test_what_came_through_a_pipe_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, through: str
) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"Who,What\nA Ltd,Roofs\n")
    os.close(writing)
    name = "-" if through == "standard input" else f"/dev/fd/{reading}"
    with open(reading, "rb") as pipe:  # noqa: PTH123  # of a pipe there is no path
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(pipe))
        pages = check(Request([Path(name), tmp_path / "missing.csv"])).files
    said = [page.unreadable.found for page in pages if page.unreadable]
    assert len(said) == 2
    assert any("no heading" in one or "no column" in one for one in said), said
    assert not any("empty" in one for one in said)


def test_the_same_file_twice_is_said_between_the_files(tmp_path: Path) -> None:
    rows = ["2024-04-30,Housing,A Ltd,700.00"]
    twice = [table(tmp_path, rows, name=name) for name in ("a.csv", "b.csv")]
    result = check(Request([*twice, tmp_path / "missing.csv"]))
    assert [finding.key for finding in result.between] == ["same-file"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            "Worthing Borough Council",
            (
                "the files name more than one area: Adur (2 payments, £600.00), "
                "Worthing (1 payment, £1,000.00)"
            ),
        ),
        ("Adur DC", None),
    ],
)
def test_two_councils_in_one_file_are_told_apart_as_a_report_tells_them(
    tmp_path: Path, second: str, said: str | None
) -> None:
    rows = [
        "Adur District Council,2024-04-30,A Ltd,700.00",
        f"{second},2024-04-30,B Ltd,1000.00",
        "Adur District Council,2024-04-30,A Ltd,-100.00",
    ]
    page = page_of(table(tmp_path, rows, "Body Name,Date,Supplier,Net Amount"))
    several = [one for one in page.findings if one.key == "several-publishers"]
    assert [one.text for one in several] == ([said] if said else [])
    assert all('--area "Adur"' in one.change for one in several)


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        (["03/04/2024", "05/06/2024"], Severity.DOUBTFUL),
        (["03/04/2024", "25/06/2024"], None),
        (["03/04/2024", "06/25/2024"], Severity.NOTE),
        (["13/04/2024", "06/25/2024"], Severity.DOUBTFUL),
        (["2024-04-03", "2024-06-05"], None),
    ],
)
def test_the_order_of_dates_is_doubted_where_nothing_proves_it(
    tmp_path: Path, written: Sequence[str], severity: Severity | None
) -> None:
    page = page_of(table(tmp_path, [f"{day},Housing,A Ltd,700.00" for day in written]))
    orders = [one.severity for one in page.findings if one.key == "date-order"]
    assert orders == ([severity] if severity else [])


def test_day_numbers_of_a_spreadsheet_are_told(tmp_path: Path) -> None:
    page = page_of(table(tmp_path, ["45412,Housing,A Ltd,700.00"]))
    assert "45412" in found(page, "day-numbers").text
    assert "day-numbers" not in keys(page_of(table(tmp_path, ["30 April 2024,H,A,7.00"])))


def test_the_code_finds_its_fields_under_any_name(tmp_path: Path) -> None:
    heading = "PaymentDate,OrganisationalUnit,BeneficiaryName,Purpose,Amount,IrrecoverableVATAmount,Merchant Category"
    page = page_of(table(tmp_path, ["2024-04-30,Housing,A Ltd,Roof,700.00,0.00,Works"], heading))
    assert {row[1] for row in rows_of(page, "code")} == {"yes"}
    assert not any(key.startswith("code-") for key in keys(page))


def test_the_code_says_what_is_missing_and_what_may_be_it(tmp_path: Path) -> None:
    page = page_of(
        table(tmp_path, ["2024-04-30,A Ltd,700.00,Roofs,20"], "Date,Supplier,Amount,Expense Type,VAT")
    )  # fmt: skip
    told = {row[0]: row[1:] for row in rows_of(page, "code")}
    assert told["summary of the purpose"] == ("perhaps", "Expense Type")
    assert told["VAT that cannot be recovered"] == ("perhaps", "VAT")
    assert told["department"] == ("no", "")
    assert found(page, "code-department").severity is Severity.NOTE


def test_what_is_told_of_postcodes_is_what_the_report_counts(tmp_path: Path) -> None:
    rows = [
        "2024-04-03,A Ltd,700.00,PRI 2RL",
        "2024-04-04,B Ltd,800.00,W15 1UA",
        "2024-04-05,C Ltd,900.00,FY1 1AD",
        "2024-04-06,Leeds City Council,1000.00,FY1 1AD",
    ]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Net Amount,Postcode"))
    mistyped = found(page, "postcodes-mistyped")
    assert "such as 'PRI 2RL', read as PR1 2RL: £700.00" in mistyped.text
    assert (mistyped.rows, mistyped.lines) == (1, (2,))
    assert found(page, "postcodes-unknown").lines == (3,)
    # The council is placed by its name.
    assert found(page, "mail-centres").lines == (4,)
    assert "£900.00" in found(page, "mail-centres").text


def test_money_moved_between_own_accounts_is_doubted(tmp_path: Path) -> None:
    rows = [
        "2024-04-03,Transfer to Deposit Account,700.00,",
        "2024-04-04,Wyre Savings,800.00,Transfer to savings account",
        "2024-04-05,C Ltd,900.00,Works",
    ]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Net Amount,Details"))
    moved = found(page, "own-accounts")
    assert (moved.severity, moved.rows, moved.lines) == (Severity.DOUBTFUL, 2, (2, 3))
    assert moved.text == (
        "2 payments speak of money moved between accounts of the payer's own, such as 'Transfer to "
        "Deposit Account': £1,500.00 that counts as spent"
    )


def test_the_banks_word_for_how_it_was_paid_names_nobody(tmp_path: Path) -> None:
    rows = ["2024-04-03,Direct Debit,700.00", "2024-04-05,C Ltd,900.00"]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Net Amount"))
    nobody = found(page, "word-for-name")
    assert (nobody.severity, nobody.rows, nobody.lines) == (Severity.DOUBTFUL, 1, (2,))
    assert nobody.text.startswith("1 payment has 'Direct Debit' or the like where the payee's name")
    assert {"own-accounts", "nameless"}.isdisjoint(keys(page))


def test_a_column_that_is_blank_on_every_row_is_there_and_empty(tmp_path: Path) -> None:
    heading = "Date,Department,Supplier,Net Amount,Expense Type,Supplier Postcode,Purpose"
    rows = ["2024-04-03,Housing,A Ltd,700.00,,,", "2024-04-04,Housing,B Ltd,800.00,#N/A,0, "]
    page = page_of(table(tmp_path, rows, heading))
    assert "columns-blank" not in keys(page)  # each is told where it is missed
    told = {row[0]: row[1:] for row in rows_of(page, "code")}
    assert told["merchant category"] == ("blank", "Expense Type")
    assert told["summary of the purpose"] == ("blank", "Purpose")
    assert told["department"] == ("yes", "Department")
    assert found(page, "code-purpose").text.startswith("'Purpose' is blank on every row")
    assert "'Supplier Postcode', is blank on every row" in found(page, "no-postcodes").text


BODY = "Date,Supplier,Amount,Body Name"
FAMILY = "Department Family,Entity,Date,Expense Area,Supplier,Amount"


@pytest.mark.parametrize(
    ("name", "heading", "row", "is_looked_at"),
    [
        ("a.csv", "Date,Supplier,Amount,Body Name", "2024-04-03,A Ltd,700.00,CABINET OFFICE", False),
        ("a.csv", "Date,Supplier,Amount,Body Name", "2024-04-03,A Ltd,700.00,Wyre NHS Trust", False),
        ("a.csv", FAMILY, "Department for Work and Pensions,Corporate,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "Department of Health,Wyre University Hospital,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "Department for Transport,XYZ,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "DEFRA,RPA,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "DEFRA,GLA,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "DCLG,Wyre Fire and Rescue Authority,2024-04-03,HQ,A Ltd,700.00", True),
        ("a.csv", FAMILY, "DfID,DFID,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY.replace("Department Family", "Dept"), "BIS,XYZ,2024-04-03,HQ,A Ltd,700.00", False),
        ("a.csv", FAMILY, "Adults,Preston City Council,2024-04-03,HQ,A Ltd,700.00", True),
        ("a.csv", FAMILY, "Preston City Council,Adults,2024-04-03,HQ,A Ltd,700.00", True),
        ("a.csv", FAMILY, "Adults,XYZ,2024-04-03,HQ,A Ltd,700.00", True),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Department for Communities and Local Government", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,British Transport Police", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Local Government Ombudsman", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Local Government & Social Care Ombudsman", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Local Government Association", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Local Government Boundary Commission for England", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Commission for Local Administration", False),
        ("a.csv", BODY, "2024-04-03,A Ltd,700.00,Merseyside Passenger Transport Executive", True),
        ("XYZ-over-25k-1204.csv", "Date,Supplier,Amount,Body Name", "2024-04-03,A Ltd,700.00,XYZ", False),
        ("a.csv", "Date,Supplier,Amount,Body Name", "2024-04-03,A Ltd,700.00,Preston City Council", True),
        ("a.csv", "Date,Supplier,Amount,Body Name", "2024-04-03,A Ltd,700.00,Peak District National Park Authority", True),
        ("preston-over-25k.csv", "Date,Supplier,Amount", "2024-04-03,A Ltd,700.00", True),
        ("a.csv", "Date,Supplier,Amount", "2024-04-03,A Ltd,700.00", True),
    ],
)  # fmt: skip
def test_the_code_is_asked_of_no_publisher_that_is_known_to_be_no_council(
    tmp_path: Path, name: str, heading: str, row: str, *, is_looked_at: bool
) -> None:
    page = page_of(table(tmp_path, [row], heading, name))
    assert any(key.startswith("code-") for key in keys(page)) is is_looked_at
    (section,) = [section for section in page.sections if section.key == "code"]
    assert (section.table is not None) is is_looked_at
    assert is_looked_at or "HM Treasury" in section.left_out


def test_of_columns_that_are_of_no_concern_none_is_told_as_not_used(tmp_path: Path) -> None:
    heading = "Date,Supplier,Net Amount,Expenditure Code,SME?,Sector,VAT Code,VAT,Oddity"
    page = page_of(table(tmp_path, ["2024-04-03,A Ltd,700.00,R1,NO,Private,S,0.00,9"], heading))
    assert found(page, "columns-not-used").text == "1 column was not used: 'Oddity'"
    assert {row[2] for row in rows_of(page, "columns")[3:6]} == {"of no concern here"}


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("Revenue/ Capital Spend", ("Revenue", "Capital"), "no amounts in it, not used"),
        ("Gross Amount", ("", ""), "no amounts in it, not used"),
        ("Gross Amount", ("840.00", "960.00"), "a second amount, not used"),
        ("Amount EUR", ("840.00", "960.00"), "a second amount, not used"),
    ],
)
def test_a_column_of_words_is_not_called_an_amount(
    tmp_path: Path, heading: str, cells: tuple[str, str], said: str
) -> None:
    rows = [f"2024-04-03,A Ltd,700.00,{cells[0]}", f"2024-04-04,B Ltd,800.00,{cells[1]}"]
    page = page_of(table(tmp_path, rows, f"Date,Supplier,Net Amount,{heading}"))
    assert rows_of(page, "columns")[3][2] == said


def test_blank_columns_that_nothing_else_tells_are_told_together(tmp_path: Path) -> None:
    heading = "Date,Supplier,Net Amount,Supplier ID,Company Number,Body Name,Expense Type"
    rows = [
        "2024-04-03,A Ltd,70000.00,,Awaiting,HM Treasury,",
        "2024-04-04,B Ltd,8.00,-,,HM Treasury,",
    ]
    told = found(page_of(table(tmp_path, rows, heading)), "columns-blank")
    assert told.text == (
        "3 columns are there and blank on every row: 'Expense Type', 'Supplier ID', 'Company Number'"
    )


def test_postcodes_of_the_forces_are_not_asked_to_be_written_in_full(tmp_path: Path) -> None:
    page = page_of(
        table(tmp_path, ["2024-04-03,A Ltd,700.00,BFPO 57"], "Date,Supplier,Net Amount,Postcode")
    )
    assert "'BFPO 57'" in found(page, "postcodes-nowhere").text
    assert "postcodes-unknown" not in keys(page)


@pytest.mark.parametrize(
    ("lines", "said", "change"),
    [
        ([",,,", HEADING, "2024-04-03,H,A Ltd,7.00"], "1 row without anything in it", "leave them out"),
        (
            [HEADING, "2024-04-03,H,A Ltd,7.00", ",,,", ",,,"],
            "2 rows without anything in them",
            "leave them out; in a spreadsheet, delete the rows below the last payment",
        ),
    ],
)  # fmt: skip
def test_blank_rows_are_told_by_where_they_stand(
    tmp_path: Path, lines: Sequence[str], said: str, change: str
) -> None:
    title = "Payments over £500,,," if lines[0] == ",,," else ""
    page = page_of(table(tmp_path, lines, title) if title else table(tmp_path, lines[1:], lines[0]))
    assert (found(page, "blanks").text, found(page, "blanks").change) == (said, change)


def test_the_same_payment_is_not_told_twice_as_far_from_the_others(tmp_path: Path) -> None:
    page = page_of(table(tmp_path, [*APRIL * 3, "2051-04-25,H,A,1.00"]))
    assert "dates-outside" in keys(page)
    assert "stray-dates" not in keys(page)


def test_every_field_of_the_code_has_a_source() -> None:
    assert len(code_fields()) == 7
    assert all(field.source and field.ask for field in code_fields())


REASONS = [
    "",
    "####",
    "#REF!",
    "REDACTED",
    "01/02/2024",
    "$5.00",
    "1" * 20,
    "1.2.3,4",
    "five",
    "€ 5",
]


@pytest.mark.parametrize("amount", REASONS)
def test_every_amount_that_cannot_be_read_comes_with_what_to_change(amount: str) -> None:
    reason = pl.select(why_unreadable(pl.lit(amount)).alias("why")).item()
    assert change_for(reason) != ANY_ROW


APRIL = [f"2024-04-{day},H,A,1.00" for day in range(10, 30)]
MARKED = f"{HEADING},CR/DR"
MANY = [f"2024-04-{day},H,Supplier {day} Ltd,{day}.50" for day in range(10, 30)]
NOTICES = {
    "^some dates can only": [(HEADING, ["13/04/2024,H,A,1.00", "04/25/2024,H,A,1.00"])],
    "^the dates are month first": [(HEADING, ["04/25/2024,H,A,1.00"])],
    "^no date tells its day from its month, such as": [(HEADING, ["03/04/2024,H,A,1.00"])],
    "^no date tells its day from its month by itself": [
        (f"April 2024,,,\n{HEADING}", ["04/05/2024,H,A,1.00", "04/06/2024,H,A,1.00"])
    ],
    "^the heading .* says (?:day|month) first, and the dates are": [
        ("Date (MM/DD/YYYY),Department,Supplier,Amount", ["25/04/2024,H,A,1.00"])
    ],
    "^the heading .* says (?:day|month) first, and the dates were": [
        ("April 2024,,,\nDate (DD/MM/YYYY),Department,Supplier,Amount", ["04/05/2024,H,A,1.00", "04/06/2024,H,A,1.00"])
    ],
    "a date that cannot be read": [(HEADING, ["soon,H,A,1.00"])],
    "dated far outside the rest": [(HEADING, [*APRIL * 3, "2051-04-25,H,A,1.00"])],
    "may be a month or": [(HEADING, ["2011-12,H,A,1.00"])],
    "fractions of a penny": [(HEADING, ["2024-04-25,H,A,1.005", "2024-04-25,H,A,5.60"])],
    "stands? as": [(HEADING, ["2024-04-25,H,A,1.5E+05"])],
    "^every amount is written": [(HEADING, ["2024-04-25,H,A,$1.00"])],
    "^column": [("Supplier,Date, ", [f"Payee {n} Ltd,{n + 10}/04/2024,{n}50.25" for n in range(1, 9)])],
    "by (its": [("", ["2024-04-25,Housing,Ribble Roofing Ltd,1.00", *MANY])],
    "^the heading on line": [(f"Number,{HEADING}", MANY)],
    "holds numbers where": [(HEADING, [one.replace("Supplier ", "").replace(" Ltd", "") for one in MANY])],
    "^by its heading": [
        ("Date,Supplier,Net,VAT,Gross", [f"2024-04-{n},Firm {n} Ltd,{n * 12}.00,{n * 2}.00,{n * 10}.00" for n in range(10, 30)])
    ],
    "^the amounts include VAT": [("Date,Department,Supplier,Gross Amount", ["2024-04-25,H,A,1.00"])],
    "characters? means?": [(HEADING, ["2024-04-25,H,A\udc81,1.00", "2024-04-25,\udca3,A,1.00"])],
    "taken off, not added": [(MARKED, [*(f"{one},D" for one in APRIL), "2024-04-25,H,A,1.00,C"])],
    "amounts are negative": [(HEADING, [f"2024-04-{n:02},H,A,-{n}.00" for n in range(10, 21)])],
    "is the currency of": [("Date,Supplier,Original Amount,Original Currency,Billing Amount", [f"2024-04-{n},A{n},{n}.50,EUR,{n}.00" for n in range(10, 19)])],
    "every row has": [("Company Name,Supplier,Date,Amount", [f"Midshire Council,Wyre {n} Ltd,2024-04-{n},1.00" for n in range(10, 19)])],
    "marks most rows as credits": [(MARKED, [f"{one},C" for one in APRIL])],
    "may be counted twice": [(HEADING, MANY), (HEADING, [*MANY[:-1], "2024-04-29,H,Other Ltd,2.50"])],
    "holds the same payments as": [(HEADING, MANY), (HEADING.replace(",", ";"), [one.replace(",", ";") for one in MANY])],
    "byte for byte": [(HEADING, ["2024-04-25,H,A,1.00"])] * 2,
}  # fmt: skip
"""Files of which each of the sentences in `advice.toml` is said."""
REPRODUCERS = {
    "credits-alone": "credits-april-2024.csv",
    "a-century-back": "a-century-back.xlsx",
    "dates-of-runs": "dates-of-runs.csv",
    "dates-elsewhere": "dates-between.csv",
    "title-in-doubt": "title-in-doubt.csv",
    "block-again": "block-again.csv",
    "cancelled-above": "cancelled-below.csv",
    "cut-off": "cut-in-amount.csv",
    "date-not-used": "due-date-only.csv",
    "dates-alike": "dates-alike.csv",
    "supplier-by-content": "organisations-paid.csv",
    "heading-beside": "beside-its-values.csv",
    "suppliers-elsewhere": "suppliers-elsewhere.csv",
    "half-converted": "half-converted.xlsx",
    "hidden-rows": "hidden-rows.xlsx",
    "folded-rows": "folded-rows.xlsx",
    "hidden-columns": "hidden-rows.xlsx",
    "not-worked-out": "some-formulas.xlsx",
    "sums-by-supplier": "sums-by-supplier.csv",
    "withheld-beside": "withheld-beside.csv",
    "headings-exchanged": "headings-exchanged.csv",
    "wrapped-names": "wrapped-names.csv",
    "blank-nets": "blank-nets.csv",
    "amount-elsewhere": "amount-elsewhere.csv",
    "called-cancelled": "cancelled-in-notes.csv",
    "sum-of-small": "under-500.csv",
    "payers": "two-payers.csv",
    "net-nought": "net-nought.csv",
    "amount-nought": "amount-nought.csv",
    "net-above-gross": "exchanged-below.csv",
    "pasted-twice": "pasted-twice.csv",
    "invoice-totals": "totals-on-lines.csv",
    "joined-dates": "year-and-month.csv",
    "month-beside": "month-beside.csv",
    "last-days-of-months": "effective-date.csv",
    "invoices-before-month": "invoices-before-month.csv",
    "invoices-paid-late": "paid-late.csv",
    "several-months": "quarters.csv",
    "credits-by-format": "shown-otherwise.xlsx",
    "days-since-1904": "shown-otherwise.xlsx",
    "other-money-by-format": "euros.xlsx",
    "merged-cells": "shown-otherwise.xlsx",
    "nameless-column": "column-without-heading.csv",
    "unit-in-title": "title-of-thousands.csv",
    "doubtful-days": "days-for-months.csv",
    "credit-file": "credit-notes-april-2024.csv",
    "sums-of-others": "results.csv",
    "likely-total": "total-of-nobody.csv",
    "names-above": "names-above.csv",
    "dates-above": "dates-above.csv",
    "remarks-beside": "remarks-beside.csv",
    "second-table": "receipts-beside.csv",
    "second-table-of-payments": "cards-beside.csv",
    "moved-names": "moved-names.csv",
    "codes-before-names": "codes-before-names.csv",
    "spaced-quotes": "spaced-quotes.csv",
    "other-version": "overlaps/versions",
    "other-file": "purchase-orders-q1.csv",
    "other-table": "contracts-below.csv",
    "cancel-out": "vendor-items.csv",
    "sheet-called-otherwise": "accruals-beside.xlsx",
    "names-beside": "name-in-twin.csv",
    "placeholders": "placeholders.csv",
    "errors-alone": "placeholders.csv",
    "vat-rows": "vat-rows.csv",
    "turned-signs": "turned-signs.csv",
    "rows-exchanged": "rows-exchanged.csv",
}
"""Of other sentences, by the name of the finding: the file of the documentation of errors."""


def written_notices() -> list[dict[str, str]]:
    text = (files("spendaudit.report") / "data" / "advice.toml").read_text("utf-8")
    found_notices: list[dict[str, str]] = loads(text)["notices"]
    return found_notices


@pytest.mark.parametrize("entry", written_notices(), ids=lambda entry: entry["key"])
def test_each_sentence_that_has_advice_is_one_that_a_file_brings_forth(
    entry: dict[str, str], tmp_path: Path
) -> None:
    kept = REPRODUCERS.get(entry["key"])
    made = next((made for start, made in NOTICES.items() if entry["pattern"].startswith(start)), [])
    paths = [ROOT / "tests" / "files" / kept] if kept else []
    for number, (heading, rows) in enumerate([] if kept else made):
        text = "\n".join([*([heading] if heading else []), *rows, ""])
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_bytes(text.encode("utf-8", "surrogateescape"))
    cleaned = clean_files(paths)
    said = [*cleaned.notices, *(caveat.text for caveat in repeats_and_doubts(cleaned))]
    said += [notice for file in cleaned.files for notice in file.notices]
    assert any(re.search(entry["pattern"], notice) for notice in said), said


def test_a_sentence_that_nobody_foresaw_is_a_note() -> None:
    assert finding_from("something new") == Finding("notice", Severity.NOTE, "something new")


def months(*days: str) -> pl.DataFrame:
    dated = [date.fromisoformat(day) for day in days]
    return pl.DataFrame(
        {
            "line": range(2, len(dated) + 2), "pence": [100] * len(dated),
            "paid_on": dated, "paid_to": dated,
        },
        schema={"line": pl.UInt32, "pence": pl.Int64, "paid_on": pl.Date, "paid_to": pl.Date},
    )  # fmt: skip


def test_a_month_without_payments_between_usual_ones_is_missing() -> None:
    told = months_of(months(*["2024-04-03"] * 9, *["2024-06-05"] * 9, "2024-12-01"))
    assert told.missing == (date(2024, 5, 1),)
    assert told.stray["line"].to_list() == [20]


def test_old_invoices_that_were_paid_late_make_no_usual_months() -> None:
    old = ["2023-06-05", "2023-08-01", "2023-11-20", "2023-11-21", "2024-01-02"]
    told = months_of(months(*old, *["2024-03-03"] * 11, *["2024-04-03"] * 11))
    assert told.missing == ()
    assert told.stray.is_empty()  # more of them than a few


def test_where_a_month_has_few_payments_one_may_have_none() -> None:
    assert months_of(months("2024-04-03", "2024-04-05", "2024-06-05", "2024-06-09")).missing == ()


def test_the_payments_before_and_after_a_missing_month_are_counted() -> None:
    told = months_of(months(*["2024-04-03"] * 7, *["2024-06-05"] * 9))
    assert (told.missing, told.before, told.after) == ((date(2024, 5, 1),), 7, 9)


def test_a_period_covers_all_of_its_months() -> None:
    quarters = months("2024-04-01", "2024-07-01").with_columns(
        pl.col("paid_on").dt.offset_by("3mo").dt.offset_by("-1d").alias("paid_to")
    )
    assert months_of(quarters).missing == ()


def test_no_dates_no_months() -> None:
    assert months_of(months()).missing == ()


TEXT = st.text(st.characters(codec="utf-8", exclude_characters='"\0'), max_size=30)


# Each example opens the postcode directory: few of them, with many headings.
@settings(max_examples=15)
@given(headings=st.lists(TEXT, min_size=5, max_size=20))
def test_nothing_in_a_heading_drives_a_page(
    headings: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("hostile") / "a.csv"
    more, values = ",".join(f'"{heading}"' for heading in headings), ",x" * len(headings)
    path.write_text(f"Date,Supplier,Amount,{more}\n2024-04-30,A Ltd,7.00{values}\n", "utf-8")
    result = check(Request([path]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", check_as_text(result))
    assert len(json.loads(check_as_json(result))["files"]) == 1
    assert check_as_markdown(result).count("\n## ") == len(result.files[0].sections)


def test_every_page_of_real_files_can_be_told(shared: Path) -> None:
    every = sorted(path for path in (shared / "spend").rglob("*.*") if path.name != "index.csv")
    for path in every[::6]:
        result: Check = check(Request([path]))
        (page,) = result.files
        assert check_as_text(result)
        assert check_as_markdown(result)
        if page.unreadable:
            assert page.unreadable.try_next
            continue
        graver = [one for one in page.findings if one.severity is not Severity.NOTE]
        assert result.is_clean is not bool(graver)
        assert all(one.change for one in graver)


@pytest.mark.parametrize(
    ("file", "key", "rows"),
    [
        ("dft/april-2015-transparency-consolidated.csv", "stray-dates", 26),
        ("epsrc/EPSRCSpendDataDec2014.csv", "set-aside", 8),
        ("tameside-mbc/Tameside September 2014.csv", "nameless", 122),
        ("leeds-city-council/2011-12.csv", "control-total", 1),
        ("leeds-city-council/2011-09.csv", "blanks", 55936),
    ],
)
def test_real_files_are_told_what_is_in_them(file: str, key: str, rows: int, shared: Path) -> None:
    page = page_of(shared / "spend" / file)
    assert sum(one.rows or 0 for one in page.findings if one.key == key) == rows


def test_each_of_several_tables_has_its_lines_its_columns_and_its_accounting(
    tmp_path: Path,
) -> None:
    rows = [
        *("2024-04-03,Roads,Ribble Roofing Ltd,100.00", "2024-04-04,Roads,Aire Analytics Ltd,tbc", ",,,"),
        *("Supplier,Payment Date,Net Amount,Purpose", "Hodder Hire Ltd,2024-05-01,121.00,Hire"),
        *(HEADING, "2024-04-05,Parks,Fylde Fencing Ltd,300.00"),
    ]  # fmt: skip
    page = page_of(table(tmp_path, rows))
    assert [tuple(map(str, row)) for row in rows_of(page, "tables")] == [
        ("1-4, 7-8", "6", "2", "1", "3", "400.00"),
        ("5-6", "2", "1", "0", "1", "121.00"),
    ]
    columns = [row[1:] for row in rows_of(page, "tables-columns") if row[0] == "5-6"]
    assert ("Supplier", "supplier") in columns
    assert ("Purpose", "purpose") in columns
    assert '"key": "tables"' in check_as_json(check(Request([tmp_path / "a.csv"])))


def test_a_file_of_one_table_has_no_list_of_tables(tmp_path: Path) -> None:
    page = page_of(table(tmp_path, ["2024-04-03,Roads,Ribble Roofing Ltd,100.00"]))
    assert "tables" not in {section.key for section in page.sections}


def test_rows_that_repeat_a_transaction_are_told_and_counted(tmp_path: Path) -> None:
    rows = ["25/04/2024,Wyre Ltd,PR1 2RL,T1,7.50", "25/04/2024,Lune Ltd,PR1 2RL,T2,9.50"] * 2
    rows += ["25/04/2024,Wyre Ltd,PR1 2RL,T3,7.50", "26/04/2024,Wyre Ltd,PR1 2RL,T1,7.50"]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Postcode,Transaction Number,Amount"))
    repeated = found(page, "repeated-rows")
    assert (repeated.lines, repeated.rows, repeated.amount) == ((4, 5), 2, Decimal(17))
    # A column that is of no use here tells the lines of an invoice apart.
    lines = [f"{row},{number % 3}" for number, row in enumerate(rows[:2] * 2)]
    page = page_of(table(tmp_path, lines, "Date,Supplier,Postcode,Transaction Number,Amount,Line"))
    assert "repeated-rows" not in keys(page)
    without_numbers = table(tmp_path, ["25/04/2024,Wyre Ltd,7.50"] * 2, "Date,Supplier,Amount")
    assert "repeated-rows" not in keys(page_of(without_numbers))


@pytest.mark.parametrize(("copies", "weighs"), [(12, Severity.DOUBTFUL), (6, Severity.NOTE)])
def test_where_nearly_all_rows_repeat_the_file_may(
    tmp_path: Path, copies: int, weighs: Severity
) -> None:
    each = [f"{n + 1:02}/04/2024,Wyre {n} Ltd,T{n},{n + 9}.50" for n in range(12)]
    rows = [row for n, row in enumerate(each) for _ in range(1 + (n < copies))]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Transaction Number,Amount"))
    assert found(page, "repeated-rows").severity is weighs


def test_a_block_that_was_pasted_twice_is_told_once(tmp_path: Path) -> None:
    rows = [f"{n + 1:02}/04/2024,Wyre {n} Ltd,T{n},{n + 9}.50" for n in range(12)] * 2
    page = page_of(table(tmp_path, rows, "Date,Supplier,Transaction Number,Amount"))
    assert "repeated-rows" not in keys(page)
    assert found(page, "pasted-twice").severity is Severity.DOUBTFUL


@pytest.mark.parametrize(
    ("supplier", "is_told"),
    [
        ("FOUNDATION TRUST\nRIBBLE PAINTS LTD", True),
        ("Ltd.\r\nRibble Paints", True),
        ("& Co Limited\nRibble Paints", True),
        ("RIBBLE HOSPITALS NHS\nFOUNDATION TRUST", False),
        ("Limited Editions\nof Wyre", False),
        ("FOUNDATION TRUST RIBBLE", False),
        ("LTD\n", False),
    ],
)
def test_a_name_that_begins_with_the_end_of_another_is_told(
    tmp_path: Path, supplier: str, is_told: bool
) -> None:
    page = page_of(table(tmp_path, [f'2024-04-30,Housing,"{supplier}",700.00']))
    assert ("moved-names" in keys(page)) is is_told


def test_numbers_that_a_spreadsheet_cut_and_numbers_of_cards_are_told(tmp_path: Path) -> None:
    heading = "Date,Supplier,Transaction Number,Amount"
    numbers = ["4.71565E+21", "4111111111111111", "4111111111111111", "5500005555555559", "T1"]
    rows = [f"1{n}/04/2024,Wyre Ltd,{number},{n}.50" for n, number in enumerate(numbers)]
    page = page_of(table(tmp_path, rows, heading))
    lost, cards = found(page, "lost-numbers"), found(page, "card-numbers")
    assert (lost.lines, lost.severity) == ((2,), Severity.NOTE)
    assert (cards.lines, cards.severity) == ((3, 4, 5), Severity.DOUBTFUL)


@pytest.mark.parametrize(
    "numbers", [["4111111111111111"], ["4111111111111112", "5500005555555550"], ["41111111", "12"]]
)
def test_other_numbers_are_no_cards(numbers: list[str], tmp_path: Path) -> None:
    rows = [f"1{n}/04/2024,Wyre Ltd,{number},{n}.50" for n, number in enumerate(numbers)]
    page = page_of(table(tmp_path, rows, "Date,Supplier,Transaction Number,Amount"))
    assert "card-numbers" not in keys(page)


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        (["{d},Wyre Ltd,Works,1.00", ",,Works,2.00"] * 4, True),
        (["{d},Wyre Ltd,Works,1.00", "{d},,Works,2.00"] * 4, True),
        ([*["{d},Wyre Ltd,Works,1.00"] * 9, *["{d},,Works,2.00"] * 3], False),
        (["{d},,Works,1.00", *["{d},Wyre Ltd,Works,1.00", "{d},,Works,2.00"] * 4], False),
        (["{d},Wyre Ltd,Works,1.00", ",,Works,2.00"] * 2, False),
        ([*["{d},Wyre Ltd,Works,1.00"] * 4, *["{d},,Works,2.00"] * 4], False),
    ],
    ids=["no dates either", "many", "few", "the first", "two", "below few names"],
)
def test_why_payments_may_name_nobody(tmp_path: Path, rows: list[str], is_told: bool) -> None:
    dated = [row.format(d=f"{n + 10}/04/2024") for n, row in enumerate(rows)]
    told = found(page_of(table(tmp_path, dated, "Date,Supplier,Purpose,Net Amount")), "nameless")
    assert ("named above them" in told.text) is is_told


def test_headings_that_differ_in_their_signs_are_not_alike(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("Date,Supplier,Amount,Share %,Share £\n25/04/2024,Wyre Ltd,1.00,50%,0.50\n")
    (page,) = check(Request([path])).files
    assert not [one for one in page.findings if one.key == "headings-alike"]
