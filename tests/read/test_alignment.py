"""A heading a cell off is mended with proof, or refused: no value stands under a wrong word."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING

import pytest

from read.published import cleaned, heading_of
from read.test_tables import NAMES
from spendaudit.errors import ColumnError, InputError
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import polars as pl

HEADING = ["Department", "Supplier", "Date", "Ref", "Net Amount"]
ROWS = [
    ["Adults", name, f"0{n}/02/2024", f"51005565{n}", f"{100 + n}.50"]
    for n, name in enumerate(NAMES, 1)
]
PENCE = [10050 + 100 * n for n in range(1, 7)]


def text_of(*rows: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    "heading",
    [
        HEADING[1:],
        ["", *HEADING],
        ["Body Name", *HEADING],
        [*HEADING[:2], "Directorate Code", *HEADING[2:]],
        [*HEADING[1:], ""],
    ],
)
def test_a_heading_a_cell_off_is_mended_and_it_is_said(heading: list[str]) -> None:
    clean = cleaned(text_of(heading, *ROWS))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["pence"].to_list() == PENCE
    assert any("the heading on line 1" in notice for notice in clean.notices) or heading[0] == ""


def test_of_two_amounts_a_blank_one_says_nothing() -> None:
    rows = [[*row, "20.00", ""] for row in ROWS]
    heading = heading_of(text_of([*HEADING[:4], "Gross Amount", "Tax Rate", "Net Amount"], *rows))
    assert heading.named()["amount"] == "Gross Amount"
    assert heading.basis == "gross"


def test_of_two_amounts_one_of_words_says_nothing() -> None:
    kinds = ("Fees", "Agency Staff", "Rates", "Rent", "Training", "Telecoms")
    rows = [[kind, *row] for kind, row in zip(kinds, ROWS, strict=True)]
    clean = cleaned(text_of(["Expenditure", *HEADING[:4], "Amount"], *rows))
    assert clean.payments["pence"].to_list() == PENCE


@pytest.mark.parametrize("words", [[], ["Fees"]])
def test_a_space_for_the_point_is_told_of_the_amounts(words: list[str]) -> None:
    rows = [[*words, *row[:4], row[4].replace(".", " ")] for row in ROWS]
    heading = [*["Expenditure"][: len(words)], *HEADING[:4], "Amount"]
    with pytest.raises(InputError) as refusal:
        cleaned(text_of(heading, *rows))
    said = str(refusal.value)
    assert "under 'Amount' (line 1) holds an amount that can be read, such as '101 50'" in said
    assert said.endswith(": a space stands where the point should be")
    assert refusal.value.try_next == "write the amounts with a point, such as 101.50"


@pytest.mark.parametrize("other", ["Reference", "Gross Amount"])
def test_a_blank_amount_is_refused_where_no_other_is_borne_out(other: str) -> None:
    rows = [[*row[:4], "none", ""] for row in ROWS]
    with pytest.raises((ColumnError, InputError)):
        cleaned(text_of([*HEADING[:4], other, "Net Amount"], *rows))


def test_what_was_moved_is_told_by_its_content() -> None:
    heading = heading_of(text_of(HEADING[1:], *ROWS))
    assert heading.told_by["amount"] == "its content"
    assert heading.named()["amount"] == "Net Amount"


def test_numbers_of_documents_do_not_pass_for_amounts() -> None:
    with pytest.raises(ColumnError, match="do not stand under their headings") as refusal:
        heading_of(text_of(["Department", "Supplier", "Date", "Net Amount", "Ref"], *ROWS))
    assert refusal.value.details == ("under 'Net Amount' (column 4) stands '510055651'",)


def test_names_under_the_date_are_refused() -> None:
    with pytest.raises(ColumnError, match="do not stand under their headings"):
        heading_of(text_of(["Department", "Date", "Supplier", "Ref", "Net Amount"], *ROWS))


def test_what_the_user_says_is_not_doubted() -> None:
    rows = text_of(["Department", "Date", "Supplier", "Ref", "Net Amount"], *ROWS)
    heading = heading_of(rows, date="column 3", supplier="column 2")
    assert (heading.columns["date"], heading.columns["supplier"]) == (2, 1)


def test_a_few_rows_prove_nothing() -> None:
    with pytest.raises(InputError, match="more cells than the 4 of the heading"):
        cleaned(text_of(HEADING[1:], *ROWS[:2]))


@pytest.mark.parametrize("written", ["Quarter 1", "Month 1", "Mth 01"])
def test_quarters_and_months_without_a_year_may_stand_under_a_date(written: str) -> None:
    rows = [[*row[:2], written, *row[3:]] for row in ROWS]
    assert cleaned(text_of(HEADING, *rows)).payments["pence"].to_list() == PENCE


def bend(rows: list[list[str]], top: int, how: str, chance: random.Random) -> list[list[str]]:
    """The same rows as another publisher might have written them."""
    above, heading, below = rows[:top], rows[top], rows[top + 1 :]
    width = max(map(len, rows))
    order = chance.sample(range(width), width)
    title = ["Spending over our threshold", "", "Amount of money"]
    upper = [" ".join(cell.split()[:-1]) for cell in heading]
    lower = [cell.split()[-1] if cell.split() else "" for cell in heading]
    ways: dict[str, Callable[[], list[list[str]]]] = {
        "drop": lambda: above + below,
        "right": lambda: [*above, ["", *heading], *below],
        "left": lambda: [*above, heading[1:], *below],
        "titles": lambda: [title] * chance.randint(0, 40) + rows,
        "split": lambda: [*above, upper, lower, *below],
        "permute": lambda: [[[*row, *[""] * width][one] for one in order] for row in rows],
        "last": lambda: [*above, *below, heading],
    }
    return ways[how]()


@pytest.mark.parametrize("how", ["drop", "right", "left", "titles", "split", "permute", "last"])
@pytest.mark.parametrize(
    "file",
    [
        "bradford-mdc/2018-01_clean.csv",
        "calderdale-mbc/2015-06.csv",
        "cqc/transparency_april_2010.csv",
        "dfid/July-2010.csv",
        "hyndburn-bc/1705.csv",
        "sutton-coldfield-tc/Sutton-Coldfield-2016-17-expenditure.csv",
        "warwickshire-cc/all-december-2010.csv",
        "windsor-maidenhead-rbc/wandm_supplier_payments_2009_q1.csv",
    ],
)
def test_a_real_file_bent_gives_the_same_money_or_is_refused(
    file: str, how: str, shared: Path, tmp_path: Path
) -> None:
    published = shared / "spend" / file
    whole = clean_files([published])
    text = published.read_bytes().decode("cp1252", errors="replace").replace("\r\n", "\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    top = whole.files[0].heading_line - 1
    bent = tmp_path / "bent.csv"
    chance = random.Random(file + how)  # noqa: S311  # the same every time
    bent.write_text(text_of(*bend(rows, top, how, chance)), encoding="utf-8")
    try:
        found = clean_files([bent])
    except InputError:
        assert how in ("drop", "right", "left")  # either is right, nothing else is
    else:
        assert sums(found.payments) == sums(whole.payments)


def sums(payments: pl.DataFrame) -> list[int]:
    return sorted(payments["pence"].to_list())


def test_words_beside_the_values_that_they_speak_of_are_moved_over_them() -> None:
    heading = "Payment Date,,,Supplier,,Department,,Net Amount,"
    rows = "".join(
        f",{n:02}/04/2024,,Wyre {'ABCDEFGHIJ'[n]} Ltd,,,Roads,,{n}00.50\n" for n in range(1, 10)
    )
    found = cleaned(f"{heading}\n{rows}")
    assert found.payments["pence"].to_list() == [n * 10000 + 50 for n in range(1, 10)]
    assert found.payments["department"].unique().to_list() == ["Roads"]
    assert found.payments["paid_on"].null_count() == 0
    assert found.notices[0] == (
        "the heading on line 1 stands a column beside its values: "
        "'Payment Date', 'Department', 'Net Amount' were moved over them"
    )


def shifted(rows: int) -> str:
    """Every value one column to the right of its heading, over a few rows."""
    above = "Department,Payment Date,Transaction No,Net Amount,Supplier Name,Expense Type\n"
    return above + "".join(
        f'Roads,Gravel {n},0{n + 1}/06/2024,57910{n}9,"1,{n}13.50",Wyre Quarries Ltd\n'
        for n in range(rows)
    )


@pytest.mark.parametrize("rows", [1, 2, 4, 12])
def test_a_few_rows_are_enough_where_money_stands_for_names_and_numbers_for_money(
    rows: int,
) -> None:
    with pytest.raises(ColumnError, match="do not stand under their headings"):
        heading_of(shifted(rows))


def test_a_file_of_one_row_with_a_number_for_its_supplier_is_read() -> None:
    heading = heading_of("Date,Supplier,Amount\n01/06/2024,100.50,5.00\n")
    assert heading.columns == {"date": 0, "supplier": 1, "amount": 2}


def test_a_heading_a_cell_short_whose_last_word_was_copied_is_mended() -> None:
    rows = "".join(
        f"Dept. for Schools,Agency,{n + 10}/09/2024,Fees,Testing,Wyre {n} Ltd,PBAC/{n}34,{n}00.50\n"
        for n in range(1, 9)
    )
    found = cleaned(
        f"Entity,Date,Type,Code,Supplier,Transaction Number,Payment Value,Payment Value\n{rows}"
    )
    assert found.payments["pence"].to_list() == [n * 10000 + 50 for n in range(1, 9)]
    assert found.payments["supplier"].to_list() == [f"Wyre {n} Ltd" for n in range(1, 9)]
    assert found.payments["paid_on"].null_count() == 0


def test_where_only_the_dates_cannot_be_read_it_is_they_that_are_spoken_of() -> None:
    rows = "".join(f'"31-Jul-24\nNHS Wyre",Lune {n} Ltd,{n}.50\n' for n in range(1, 9))
    with pytest.raises(
        ColumnError, match=r"'Date' .line 1. holds no dates that can be read"
    ) as refusal:
        heading_of(f"Date,Supplier,Amount\n{rows}")
    assert "--column" not in refusal.value.try_next


def test_the_only_column_of_days_is_the_one_that_is_proposed() -> None:
    rows = "".join(f"Fees {n},1{n}/09/2024,Wyre {n} Ltd,5700{n}34,{n}00.50\n" for n in range(1, 9))
    with pytest.raises(ColumnError) as refusal:
        heading_of(f"Date,Transaction,Supplier,Amount,Note\n{rows}")
    assert refusal.value.try_next.endswith('--column date="column 2" --column amount="column 5"')


CODES = ["HOMEPROV", "DIGIT8", "LEGAL", "HOMEPROV", "DIGIT8", "HOMEPROV"]


def with_codes(*heading: str, order: Sequence[int] = (0, 1, 2, 3)) -> str:
    """A list whose cells are name, code, service and amount, in some order."""
    rows = [
        [f"{name} Ltd", code, f"Service {'ABCDEF'[n]}", f"{100 + n}.50"]
        for n, (name, code) in enumerate(zip(NAMES, CODES, strict=True))
    ]
    return text_of(heading, *([row[one] for one in order] for row in rows))


def test_codes_under_the_date_leave_the_payments_undated() -> None:
    found = cleaned(with_codes("Supplier", "Date", "Service", "Net Amount"))
    assert found.payments["supplier"].to_list() == [f"{name} Ltd" for name in NAMES]
    assert found.payments["pence"].to_list() == [10050 + 100 * n for n in range(6)]
    assert found.payments["paid_on"].null_count() == len(NAMES)


@pytest.mark.parametrize(
    ("heading", "order"),
    [
        (("Service", "Date", "Supplier", "Net Amount"), (1, 0, 2, 3)),
        (("Supplier", "Date", "Net Amount", "Service"), (0, 1, 2, 3)),
        (("Supplier", "Date", "Service", "Net Amount"), (2, 0, 1, 3)),
    ],
)
def test_codes_or_names_under_the_date_of_columns_that_moved_are_refused(
    heading: tuple[str, ...], order: tuple[int, ...]
) -> None:
    with pytest.raises(ColumnError, match=r"under their headings|holds no"):
        heading_of(with_codes(*heading, order=order))


def test_codes_under_the_date_are_refused_where_days_stand_under_another_word() -> None:
    rows = [
        [f"{name} Ltd", code, f"0{n}/02/2024", f"{n}00.50"]
        for n, (name, code) in enumerate(zip(NAMES, CODES, strict=True), 1)
    ]
    with pytest.raises(ColumnError, match="do not stand under their headings") as refusal:
        heading_of(text_of(["Supplier", "Date", "Service", "Net Amount"], *rows))
    assert refusal.value.try_next.endswith('--column date="column 3"')
