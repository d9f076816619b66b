"""A table below the first one in a file is read by its own heading, and what says it again is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.published import cleaned
from spendaudit.errors import InputError
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.clean.rows import CleanFile

FIRST = "Supplier,Date,Amount\n"
ROWS = (
    *(("Ribble Roofing Ltd", "03/04/2024", "120.50"), ("Wyre Council", "04/04/2024", "80.00")),
    *(("Fylde Fencing Ltd", "05/04/2024", "-20.25"), ("Lune Services Ltd", "08/04/2024", "7.00")),
    *(("Ribble Roofing Ltd", "09/04/2024", "60.00"), ("Calder Homes Ltd", "10/04/2024", "33.10")),
)
PAID = [(supplier, round(float(amount) * 100)) for supplier, _, amount in ROWS]
MORE = (("Aire Analytics Ltd", "02/05/2024", "5.00"), ("Wyre Council", "03/05/2024", "9.99"))
MORE_PAID = [("Aire Analytics Ltd", 500), ("Wyre Council", 999)]


def lines(order: str = "sda", rows: tuple[tuple[str, str, str], ...] = ROWS) -> str:
    places = {"s": 0, "d": 1, "a": 2}
    return "".join(
        ",".join(row[places[one]] if one in places else "x" for one in order) + "\n" for row in rows
    )


def payments(clean: CleanFile) -> list[tuple[str, int]]:
    return list(clean.payments.select("supplier", "pence").iter_rows())


def all_of(clean: CleanFile) -> int:
    return clean.payments.height + clean.set_aside.height + sum(clean.non_rows.values())


def test_a_second_table_in_another_order_is_read_by_its_own_heading() -> None:
    clean = cleaned(FIRST + lines() + "Date,Amount,Supplier\n" + lines("das", MORE))
    assert payments(clean) == PAID + MORE_PAID
    assert clean.payments["line"].to_list() == [*range(2, 8), 9, 10]
    assert clean.payments["paid_on"].null_count() == 0
    assert clean.non_rows == {"heading": 2}
    assert clean.notices[0] == (
        "a second table begins on line 8, with columns of its own: read by its heading "
        "(supplier 'Supplier', amount 'Amount', date 'Date')"
    )


@pytest.mark.parametrize("remark", ["as before,see overleaf,\n", "Ribble,Amount withheld,none\n"])
def test_remarks_by_the_thousand_hide_no_table(remark: str) -> None:
    # Else its numbers of documents would be pounds.
    second = "Supplier,Invoice,Amount\n" + lines("sxa", MORE).replace("x", "5100556")
    clean = cleaned("Supplier,Amount,Invoice\n" + lines("sax") * 400 + remark * 2_100 + second)
    assert payments(clean) == PAID * 400 + MORE_PAID
    assert clean.set_aside.height + clean.non_rows.get("note", 0) == 2_100


def test_columns_that_only_the_second_table_has_are_kept() -> None:
    second = "Department,Supplier Name,Payment Date,Net Amount,Postcode\n"
    rows = "".join(f"Roads,{line},PR1 2RL\n" for line in lines("sda", MORE).splitlines())
    clean = cleaned(FIRST + lines() + second + rows)
    assert payments(clean) == PAID + MORE_PAID
    assert clean.payments["department"].to_list() == [None] * 6 + ["Roads"] * 2
    assert clean.payments["postcode_written"].to_list() == [None] * 6 + ["PR1 2RL"] * 2
    said = "from line 8 on the amounts leave VAT out, by their heading; above they do not say "
    assert f"{said}whether VAT is in them" in clean.notices


def test_only_the_dates_stand_elsewhere() -> None:
    first = "Supplier,Payment Date,Category,Amount\n" + lines("sdxa")
    clean = cleaned(first + "Supplier,Category,Payment Date,Amount\n" + lines("sxda", MORE))
    assert payments(clean) == PAID + MORE_PAID
    assert clean.payments["category"].to_list() == ["x"] * 8
    assert clean.payments["paid_on"].null_count() == 0


def test_the_first_heading_may_come_back_after_the_second() -> None:
    text = FIRST + lines() + "Amount,Supplier,Date\n" + lines("asd", MORE) + FIRST + lines()
    clean = cleaned(text + "Amount,Supplier,Date\n" + lines("asd", MORE[:1]))
    assert payments(clean) == [*PAID, *MORE_PAID, *PAID, MORE_PAID[0]]
    assert clean.non_rows == {"heading": 4}
    assert clean.notices[0].startswith("2 further tables begin on lines 8, 18, with columns")


def test_a_second_heading_may_have_two_rows() -> None:
    clean = cleaned(
        FIRST + lines() + "Supplier,Payment,Net\nName,Date,Amount\n" + lines("sda", MORE)
    )
    assert payments(clean) == PAID + MORE_PAID
    clean = cleaned(
        FIRST + lines() + "Net,Payment,Supplier\nAmount,Date,Name\n" + lines("ads", MORE)
    )
    assert payments(clean) == PAID + MORE_PAID
    assert clean.non_rows == {"heading": 3}


def test_the_same_heading_again_is_no_second_table() -> None:
    clean = cleaned(FIRST + lines() + FIRST + lines())
    assert payments(clean) == PAID * 2
    assert not any("table" in notice for notice in clean.notices)


def test_a_row_that_cannot_be_read_is_kept_as_it_stands() -> None:
    clean = cleaned(
        FIRST + lines() + "Date,Amount,Supplier\n" + lines("das", MORE) + "1/5/2024,ten,Wyre\n"
    )
    assert clean.set_aside["text"].to_list() == ["1/5/2024,ten,Wyre"]
    assert clean.set_aside["line"].to_list() == [11]


def test_a_row_of_the_second_table_that_has_slipped_is_set_aside() -> None:
    second = "Date,Amount,Supplier\n" + lines("das", MORE) + "1/5/2024,5.00,Smith, Jones\n"
    clean = cleaned("Ref,Supplier,Date,Amount\n" + lines("xsda") + second)
    assert payments(clean) == PAID + MORE_PAID
    assert clean.set_aside["reason"].to_list() == [
        "there are more cells than headings: the values may have slipped"
    ]


def test_a_total_of_both_tables_is_compared() -> None:
    clean = cleaned(
        FIRST + lines() + "Date,Amount,Supplier\n" + lines("das", ROWS[:2]) + ",480.85,\n"
    )
    assert [total.agrees for total in clean.control_totals] == [True]
    assert payments(clean) == [*PAID, *PAID[:2]]


def test_titles_between_two_tables_are_notes() -> None:
    clean = cleaned(
        FIRST + lines() + ",,\nMay 2024,,\nDate,Amount,Supplier\n" + lines("das", ROWS[:2])
    )
    assert clean.non_rows == {"heading": 2, "blank": 1, "note": 1}
    assert payments(clean) == [*PAID, *PAID[:2]]


@pytest.mark.parametrize(
    ("summary", "rows"),
    [
        ("Department,Total,\nRoads,200.00,\nParks,80.35,\n", 3),
        ("Department,,Amount\nRoads,,200.00\nParks,,80.35\nTotal,,280.35\n", 4),
        ("Row Labels,,Sum of Amount\nRoads,,200.00\nParks,,80.35\nGrand Total,,280.35\n", 4),
        ("Supplier Name,Total\nRibble Roofing Ltd,180.50\nOthers,99.85\n", 3),
        (
            "Supplier Name,,Total\nRibble Roofing Ltd,,180.50\nOthers,,99.85\nTotal,,280.35\n",
            4,
        ),
    ],
)
def test_a_summary_below_the_payments_is_not_counted_again(summary: str, rows: int) -> None:
    clean = cleaned(FIRST + lines() + ",,\n" + summary)
    assert payments(clean) == PAID
    assert clean.non_rows == {"heading": 2, "blank": 1, "total": rows - 1}
    assert clean.set_aside.is_empty()
    assert all(total.agrees for total in clean.control_totals)
    assert any("says payments above it again (£280.35)" in notice for notice in clean.notices)


def test_the_largest_suppliers_below_the_payments_are_not_counted_again() -> None:
    rows = (*ROWS, ("Wyre Council", "11/04/2024", "5.00"), ("Lune Services Ltd", "12/04/2024", "1"))
    summary = (
        "Total,Supplier\n180.50,Ribble Roofing Ltd\n85.00,WYRE COUNCIL\n8.00,Lune Services Ltd\n"
    )
    clean = cleaned(FIRST + lines(rows=rows) + summary)
    assert clean.payments.height == len(rows)
    assert clean.non_rows == {"heading": 2, "total": 3}


def test_other_payments_without_dates_are_counted_though_they_are_fewer() -> None:
    clean = cleaned(
        FIRST + lines() + "Amount,Supplier\n5.00,Wyre Council\n7.00,Ribble Roofing Ltd\n"
    )
    assert payments(clean) == [*PAID, ("Wyre Council", 500), ("Ribble Roofing Ltd", 700)]


def test_amounts_without_a_supplier_are_set_aside_with_their_pounds() -> None:
    clean = cleaned(FIRST + lines() + "Category,Department,Amount\nRoads,x,5.00\nParks,x,7.00\n")
    assert payments(clean) == PAID
    assert clean.set_aside["pence"].to_list() == [500, 700]
    assert set(clean.set_aside["reason"]) == {
        "it stands under another heading (line 8), which names no supplier"
    }


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Supplier,Category,Department,Date", "no column of it holds the amount"),
        ("Supplier,Date,Amount (£000),Category", "are not of the unit of 'Amount'"),
    ],
)
def test_a_second_heading_that_is_not_understood_is_refused_by_its_line(
    heading: str, why: str
) -> None:
    text = (
        "Supplier,Date,Amount,Note\n"
        + lines("sdax")
        + heading
        + "\nRoads,Ribble,12.00,x\nParks,Wyre,15.00,x\n"
    )
    with pytest.raises(InputError, match=r"line 8 is another heading") as refused:
        cleaned(text)
    assert why in refused.value.found


def test_a_column_that_the_user_names_may_be_in_either_table() -> None:
    text = (
        "Supplier,Date,Cost to us\n" + lines() + "Date,Cost to us,Supplier\n" + lines("das", MORE)
    )
    assert payments(cleaned(text, {"amount": "Cost to us"})) == PAID + MORE_PAID
    text = (
        "Supplier,Date,Net\n"
        + lines()
        + "Date,Cost,Net,Supplier\n"
        + lines("dxas", MORE).replace("x", "1.00")
    )
    assert payments(cleaned(text, {"amount": "Net"})) == PAID + MORE_PAID


def test_small_tables_do_not_spoil_each_other(tmp_path: Path) -> None:
    """The rows of the second must not be held against the first heading."""
    path = tmp_path / "spend.csv"
    path.write_text(FIRST + lines() + "Date,Amount,Supplier\n" + lines("das") * 9, encoding="utf-8")
    found = clean_files([path])
    assert list(found.payments.select("supplier", "pence").iter_rows()) == PAID * 10


names = st.text("ABCDEFGHIJ", min_size=3, max_size=9).map(str.title)
row = st.tuples(names, st.dates().map(lambda day: f"{day:%d/%m}/2024"), st.integers(1, 99_999))
WORDS = {"s": "Supplier", "d": "Date", "a": "Amount", "c": "Category"}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.permutations("sdac"), st.lists(row, min_size=1, max_size=8)),
        min_size=1,
        max_size=4,
    )
)
def test_however_a_file_is_cut_into_tables_the_payments_are_the_same(
    tables: list[tuple[list[str], list[tuple[str, str, int]]]],
) -> None:
    text, above = "", 0
    paid: list[tuple[str, int]] = []
    first: list[int] = []
    for order, rows in tables:
        text += ",".join(WORDS[one] for one in order) + "\n"
        for supplier, day, pence in rows:
            cells = {"s": f"{supplier} Ltd", "d": day, "c": "Roads", "a": f"{pence / 100:.2f}"}
            text += ",".join(cells[one] for one in order) + "\n"
        sums = sum(pence for *_, pence in rows)
        # What adds up to the payments above says them again.
        if sums in (above, sum(first)) and paid:
            return
        above += sums
        first = [pence for *_, pence in rows]
        paid += [(f"{supplier} Ltd", pence) for supplier, _, pence in rows]
    clean = cleaned(text)
    assert all_of(clean) == clean.rows
    assert payments(clean) == paid


RANKED = ["Rank,Supplier,Total\n", "Count,Supplier,Amount\n", "Supplier,Number of payments,Total\n"]


def ranked(heading: str, sums: list[tuple[str, str]]) -> str:
    order = "{1},{0},{2}\n" if heading.startswith(("Rank", "Count")) else "{0},{1},{2}\n"
    return "".join(order.format(name, n, pounds) for n, (name, pounds) in enumerate(sums, 1))


@pytest.mark.parametrize("heading", RANKED)
@pytest.mark.parametrize("band", ["", "\nTop suppliers\n"])
def test_a_table_of_the_largest_suppliers_below_is_not_counted_again(
    heading: str, band: str
) -> None:
    top = [
        ("Ribble Roofing Ltd", "180.50"),
        ("Wyre Council", "80.00"),
        ("Calder Homes Ltd", "33.10"),
    ]
    text = "Date,Supplier,Amount\n" + lines("dsa") + band + heading + ranked(heading, top)
    clean = cleaned(text)
    assert payments(clean) == PAID
    assert clean.payments["paid_on"].null_count() == 0
    assert clean.non_rows["total"] == len(top)
    assert "says payments above it again (£293.60)" in " ".join(clean.notices)


@pytest.mark.parametrize("heading", RANKED)
def test_a_table_of_ranks_that_sums_nothing_up_is_set_aside_with_its_pounds(heading: str) -> None:
    of_a_year = [("Ribble Roofing Ltd", "9180.50"), ("Dee Ltd", "80.00"), ("Wyre Council", "33.10")]
    text = "Date,Supplier,Amount\n" + lines("dsa") + heading + ranked(heading, of_a_year)
    clean = cleaned(text)
    assert payments(clean) == PAID
    assert clean.set_aside["pence"].to_list() == [918050, 8000, 3310]
    why = "the table that begins on line 8 ranks or counts, and lists no payments"
    assert set(clean.set_aside["reason"]) == {why}


def test_a_second_table_that_counts_and_has_dates_is_one_of_payments() -> None:
    more = "".join(f"{supplier},{day},1,{pounds}\n" for supplier, day, pounds in MORE)
    clean = cleaned("Date,Supplier,Amount\n" + lines("dsa") + "Supplier,Date,Count,Amount\n" + more)
    assert payments(clean) == PAID + MORE_PAID


WHOLE = "Supplier,Date,Ref,Department,Description,Amount\n"
BY_DEPARTMENT = [("Housing", "200.50"), ("Parks", "-20.25"), ("Roads", "100.10")]


def by_department(*, total: str = "", place: int, label: str, figures: list[str]) -> str:
    paid = "".join(
        f"{supplier},{day},{n},{department},Repairs,{amount}\n"
        for n, ((supplier, day, amount), department) in enumerate(
            zip(ROWS, ("Housing", "Housing", "Parks", "Roads", "Roads", "Roads"), strict=True)
        )
    )
    rows = [(label, "Total"), *((one, sum_) for (one, _), sum_ in zip(BY_DEPARTMENT, figures, strict=True))]  # fmt: skip
    below = "".join(f"{',' * place}{one}{',' * (5 - place)}{sum_}\n" for one, sum_ in rows)
    return f"{WHOLE}{paid}{total}\n{below}"


@pytest.mark.parametrize("total", ["", ",,,,Total,280.35\n", ",,,,,280.35\n", "Total,,,,,280.35\n"])
@pytest.mark.parametrize("place", [3, 4])
@pytest.mark.parametrize("label", ["Department", "Service Area"])
def test_a_summary_by_department_below_a_total_says_the_payments_again(
    total: str, place: int, label: str
) -> None:
    figures = [amount for _, amount in BY_DEPARTMENT]
    clean = cleaned(by_department(total=total, place=place, label=label, figures=figures))
    assert payments(clean) == PAID
    assert clean.set_aside.is_empty()
    assert all(one.agrees for one in clean.control_totals)


@pytest.mark.parametrize("unused", ["Department family", "Entity name", "Notes"])
def test_a_summary_below_may_begin_in_a_column_that_is_not_used(unused: str) -> None:
    first = f"{unused},Entity,Department,Supplier,Date,Amount\n"
    paid = "".join(f"DfT,DVSA,Roads,{line}\n" for line in lines().splitlines())
    clean = cleaned(f"{first}{paid}\nDepartment,Total\nRoads,280.35\nGrand Total,280.35\n")
    assert payments(clean) == PAID
    assert clean.set_aside.is_empty()
    assert [one.agrees for one in clean.control_totals] == [True]


def test_a_summary_by_department_that_does_not_add_up_is_set_aside_with_its_pounds() -> None:
    clean = cleaned(
        by_department(place=4, label="Department", figures=["200.50", "20.25", "100.10"])
    )
    assert payments(clean) == PAID
    assert clean.set_aside["pence"].sum() == 20050 + 2025 + 10010
