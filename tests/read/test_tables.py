"""The table is found wherever it is in a file, and its columns with or without a heading."""

from __future__ import annotations

import pytest

from read.published import cleaned, heading_of, paid
from spendaudit.errors import ColumnError

NAMES = (
    *("Ribble Roofing Ltd", "Aire Analytics Ltd", "Wyre Council", "Lune Services Ltd"),
    *("Calder Homes Limited", "Fylde Fencing Ltd"),
)
ROWS = "".join(f"{name},2{n}/02/2024,{100 + n}.50\n" for n, name in enumerate(NAMES, 1))
PAID = [(name, 10050 + 100 * n) for n, name in enumerate(NAMES, 1)]


def test_two_rows_that_say_more_together_are_one_heading() -> None:
    clean = cleaned(
        "Payments over £500,,,,\nSupplier,Date,Amount,,\n,,Gross,VAT,Net\n"
        "Ribble,21/02/2024,120.00,20.00,100.00\n"
    )
    assert clean.payments["pence"].to_list() == [10000]
    assert clean.non_rows == {"title": 1, "heading": 2}


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Supplier,Payment,Net", "Name,Date,Amount"),
        ("Supplier Name,,Net Amount", ",Payment Date,"),
        ("Supplier,,", "Name,Payment Date,Net Amount"),
        (",,Amount", "Supplier Name,Payment Date,£"),
    ],
)
def test_a_heading_cut_over_two_rows_is_put_together(upper: str, lower: str) -> None:
    heading = heading_of(f"{upper}\n{lower}\n{ROWS}")
    assert heading.columns == {"supplier": 0, "date": 1, "amount": 2}
    assert paid(f"{upper}\n{lower}\n{ROWS}") == PAID


def test_a_title_that_speaks_of_suppliers_is_not_joined_to_the_heading() -> None:
    clean = cleaned(f"Spending with suppliers,,\nSupplier,Date,Amount\n{ROWS}")
    assert clean.non_rows == {"title": 1, "heading": 1}


def test_a_query_above_the_heading_does_not_pass_for_it() -> None:
    query = (
        "select supplier,date,amount\nfrom payments p,suppliers s,amounts a\nwhere amount > 500\n"
    )
    clean = cleaned(f"{query}Supplier,Date,Amount\n{ROWS}")
    assert clean.non_rows == {"title": 3, "heading": 1}


@pytest.mark.parametrize("place", [0, 1, 3, 6])
def test_a_heading_that_a_sort_has_moved_costs_no_payment(place: int) -> None:
    lines = ROWS.splitlines(keepends=True)
    text = "".join([*lines[:place], "Supplier,Date,Amount\n", *lines[place:]])
    assert paid(text) == PAID
    assert cleaned(text).non_rows == {"heading": 1}


def test_a_heading_below_a_thousand_payments_is_found() -> None:
    text = ROWS * 200 + "Supplier,Date,Amount\n"
    heading = heading_of(text)
    assert (heading.line, heading.begins) == (1201, 1)
    assert len(paid(text)) == 1200


def test_columns_without_a_heading_are_told_by_their_content_and_it_is_said() -> None:
    clean = cleaned(ROWS)
    assert list(clean.payments.select("supplier", "pence").iter_rows()) == PAID
    assert clean.notices == (
        "there is no heading",
        "column 3 was understood as the amount by its content only",
        "column 1 was understood as the supplier by its content only",
        "column 2 was understood as the date by its content only",
    )
    assert set(heading_of(ROWS).told_by.values()) == {"its content"}


def test_titles_above_a_table_without_a_heading_are_titles() -> None:
    clean = cleaned(f"Payments of February\n\n{ROWS}")
    assert clean.non_rows == {"title": 1, "blank": 1}


def test_a_heading_in_words_that_nobody_knows_names_the_columns() -> None:
    clean = cleaned(f"Wer,Wann,Wieviel\n{ROWS}")
    assert clean.non_rows == {"heading": 1}
    assert clean.notices[0] == "the heading is not understood"
    assert heading_of(f"Wer,Wann,Wieviel\n{ROWS}").named()["amount"] == "Wieviel"


def test_two_columns_of_money_without_a_heading_are_refused_by_their_places() -> None:
    rows = "".join(f"{name},{n}.50,{n * n}.20\n" for n, name in enumerate(NAMES, 1))
    with pytest.raises(ColumnError, match="column 2 and column 3 could") as refusal:
        heading_of(rows)
    assert '--column amount="column 2"' in refusal.value.try_next
    assert cleaned(rows, {"amount": "column 3"}).payments["pence"][:2].to_list() == [120, 420]
    assert cleaned(rows, {"amount": "2"}).payments["pence"][:2].to_list() == [150, 250]


def test_net_and_vat_that_make_gross_tell_the_net_without_a_heading() -> None:
    rows = "".join(f"{name},{6 * n}.00,{n}.00,{5 * n}.00\n" for n, name in enumerate(NAMES, 1))
    clean = cleaned(rows)
    assert clean.payments["pence"].to_list() == [500 * n for n in range(1, 7)]
    assert "'column 2' sums to £126.00" in clean.notices[-1]


def test_two_columns_of_names_without_a_heading_are_refused() -> None:
    rows = "".join(
        f"{a},{b},{n}.50\n" for n, (a, b) in enumerate(zip(NAMES, NAMES[::-1], strict=True))
    )
    with pytest.raises(ColumnError, match="which column holds the supplier"):
        heading_of(rows)


def test_a_place_may_be_named_where_there_is_a_heading_too() -> None:
    heading = heading_of(f"Supplier,Date,Ref\n{ROWS}", amount="column 3")
    assert heading.columns["amount"] == 2
    with pytest.raises(ColumnError, match="no heading is called '9'"):
        heading_of(f"Supplier,Date,Ref\n{ROWS}", amount="9")


@pytest.mark.parametrize(
    "rows",
    [
        ("Supplier,Date,Amount", "name,of,excluding", ",payment,VAT"),
        (",Payment,Payment", "Supplier,,", "Name,Date,Net Amount"),
    ],
)
def test_a_heading_cut_over_three_rows_is_put_together(rows: tuple[str, ...]) -> None:
    text = "\n".join([*rows, ROWS])
    heading = heading_of(text)
    assert heading.columns == {"supplier": 0, "date": 1, "amount": 2}
    assert heading.lines == (1, 2, 3)
    assert paid(text) == PAID


def test_groups_over_three_rows_are_spread_to_the_right() -> None:
    clean = cleaned(
        "Payments over £500,,,,\nPayee,Payment,Sum paid,,\nName,Date,Amount,,\n,,Gross,VAT,Net\n"
        "Ribble,21/02/2024,120.00,20.00,100.00\n"
    )
    assert clean.payments["pence"].to_list() == [10000]
    assert clean.non_rows == {"title": 1, "heading": 3}


@pytest.mark.parametrize("title", ["Payments to suppliers", "Supplier payments,,", "Amount,,"])
def test_a_title_above_a_heading_is_no_part_of_it(title: str) -> None:
    heading = heading_of(f"{title}\nSupplier,Payment,Net\nName,Date,Amount\n{ROWS}")
    assert heading.lines == (2, 3)


def test_marks_before_each_row_are_no_hindrance() -> None:
    lists = "".join(f"LIST,{line}\n" for line in ROWS.splitlines())
    clean = cleaned(f"FORMAT 12,x\n*,Supplier,Date,Amount\n{lists}")
    assert list(clean.payments.select("supplier", "pence").iter_rows()) == PAID
    assert clean.non_rows == {"title": 1, "heading": 1}


def test_rows_of_commas_by_the_ten_thousand_are_blank() -> None:
    clean = cleaned(f"{',,' * 3}\n" * 500 + f"Supplier,Date,Amount\n{ROWS}" + ",,\n" * 40_000)
    assert clean.non_rows == {"heading": 1, "blank": 40_500}
    assert list(clean.payments.select("supplier", "pence").iter_rows()) == PAID


def test_a_threshold_in_the_heading_is_no_thousand() -> None:
    assert paid(f"Supplier,Date,Amount over £25,,\n{ROWS}") == PAID
    assert paid(f'Supplier,Date,"Amount over £25,000"\n{ROWS}') == PAID


def test_a_nameless_column_of_currencies_keeps_euros_from_the_pounds() -> None:
    rows = ROWS.replace("\n", ",GBP\n").replace("106.50,GBP", "106.50,EUR")
    clean = cleaned(f"Supplier,Date,Amount,\n{rows}")
    assert clean.set_aside["reason"].to_list() == ["the amount is in EUR, not in pounds"]
