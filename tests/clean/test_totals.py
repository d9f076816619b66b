"""A total printed among the rows is a check on ours; a payment is never taken for one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned, paid, set_aside

HEADING = "Supplier,Date,Ref,Amount,Department"
ROWS = ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Lune Ltd,02/02/2024,2,5.50,Roads"]
ALONE = "an amount stands alone: no supplier, no date, and not the sum of the rows above"


def file_of(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


def totals(text: str) -> list[tuple[int, str, str]]:
    """Line, printed and counted pounds of each total."""
    return [
        (total.line, f"{total.printed:.2f}", f"{total.counted:.2f}")
        for total in cleaned(text).control_totals
    ]


@pytest.mark.parametrize(
    "total",
    [
        ",,,15.50,",
        "Total,,,15.50,",
        "TOTAL:,,,15.50,",
        "Grand Total,,,15.50,",
        ",Total,,15.50,",
        ",,Total,15.50,",
        ",,,15.50,Total",
        "Total spend,,,£15.50,",
        "Total for February 2024,,,15.50,",
        "Total payments over £500,,,15.50,",
        "Overall,,,15.50,",
        ",29/02/2024,,15.50,",
        "Total,29/02/2024,,15.50,",
        ",2,,15.50,",
    ],
)
def test_a_total_is_known_by_its_label_or_by_adding_up(total: str) -> None:
    text = file_of(*ROWS, "Ribble Ltd,03/02/2024,3,0.00,Roads", "", total)
    assert paid(text) == [("Wyre Ltd", 1000), ("Lune Ltd", 550), ("Ribble Ltd", 0)]
    assert totals(text) == [(6, "15.50", "15.50")]


@pytest.mark.parametrize("called", ["Total {}", "{} Total", "Sub-total {}", "Total for {}"])
def test_a_total_that_differs_is_one_where_its_fellows_add_up(called: str) -> None:
    blocks = [("Housing", "9.50"), ("Roads", "15.50"), ("Parks", "15.50")]
    rows = [[*ROWS, f"{called.format(block)},,,{pounds},"] for block, pounds in blocks]
    text = file_of(*(row for block in rows for row in block))
    assert paid(text) == [("Wyre Ltd", 1000), ("Lune Ltd", 550)] * 3
    assert totals(text) == [
        (4, "9.50", "15.50"),
        (7, "15.50", "15.50"),
        (10, "15.50", "15.50"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, "Total Gas,,,9.50,", *ROWS, "Total Solutions,,,15.50,"],
        [*ROWS, "Total Gas,,,9.50,", *ROWS, "Total Solutions,,,3.00,", *ROWS, "Total,,,15.50,"],
    ],
)
def test_no_payment_is_taken_for_a_total_by_fewer_than_two_that_add_up(rows: list[str]) -> None:
    assert ("Total Gas", 950) in paid(file_of(*rows))


@pytest.mark.parametrize("label", ["Total", "Grand Total", "Sub Total", ""])
def test_the_label_of_a_total_may_stand_under_the_number_of_the_supplier(label: str) -> None:
    heading = "Supplier ID,Supplier Name,Date,Amount,Department"
    rows = ["7001,Wyre Ltd,01/02/2024,10.00,Housing", "7002,Lune Ltd,02/02/2024,5.50,Roads"]
    text = file_of(*rows, f"{label},,,15.50,", heading=heading)
    assert paid(text) == [("Wyre Ltd", 1000), ("Lune Ltd", 550)]
    assert totals(text) == [(4, "15.50", "15.50")]
    nobodys = file_of(*rows, "7003,,03/02/2024,15.50,Roads", heading=heading)
    assert paid(nobodys)[-1] == (None, 1550)


def test_a_total_that_does_not_add_up_is_shown_beside_ours() -> None:
    clean = cleaned(file_of(*ROWS, "Total,,,16.50,"))
    (total,) = clean.control_totals
    assert (total.printed, total.counted) == (Decimal("16.50"), Decimal("15.50"))
    assert not total.agrees


def test_subtotals_and_the_total_of_totals_are_all_recognised() -> None:
    text = file_of(
        *ROWS,
        "Subtotal,,,15.50,",
        "Dee Ltd,03/02/2024,3,4.00,Parks",
        "Sub-total,,,4.00,",
        "Don Ltd,04/02/2024,4,1.00,Parks",
        "Esk Ltd,05/02/2024,5,2.00,Parks",
        ",,,3.00,",
        "Grand total,,,22.50,",
    )
    assert [name for name, _ in paid(text)] == [
        "Wyre Ltd",
        "Lune Ltd",
        "Dee Ltd",
        "Don Ltd",
        "Esk Ltd",
    ]
    assert totals(text) == [
        (4, "15.50", "15.50"),
        (6, "4.00", "4.00"),
        (9, "3.00", "3.00"),
        (10, "22.50", "22.50"),
    ]


def test_a_pivot_table_has_a_total_after_each_name() -> None:
    text = file_of(
        *ROWS[:1],
        "Wyre Ltd,03/02/2024,3,4.00,Parks",
        "Wyre Ltd Total,,,14.00,",
        *ROWS[1:],
        "Lune Ltd Total,,,5.50,",
        "Grand Total,,,19.50,",
    )
    assert [pence for _, pence in paid(text)] == [1000, 400, 550]
    assert [printed for _, printed, _ in totals(text)] == ["14.00", "5.50", "19.50"]


@pytest.mark.parametrize(
    "name", ["Total Merchandise Ltd", "GB Total Solutions", "TotalEnergies", "Total Gas & Power"]
)
@pytest.mark.parametrize("rest", [",03/02/2024,3,99.00,Roads", ",,,99.00,", ",03/02/2024,,15.50,"])
def test_a_supplier_called_total_is_a_supplier(name: str, rest: str) -> None:
    text = file_of(*ROWS, name + rest, "Dee Ltd,03/02/2024,3,4.00,Parks")
    assert name in [supplier for supplier, _ in paid(text)]
    assert totals(text) == []


def test_a_payment_to_a_supplier_just_called_total_counts_when_it_adds_up_to_nothing() -> None:
    text = file_of(*ROWS, "Total,03/02/2024,3,40.00,Fleet")
    assert ("Total", 4000) in paid(text)


@pytest.mark.parametrize(
    "payments",
    [
        ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Lune Ltd,02/02/2024,2,10.00,Roads"],
        ["Wyre Ltd,01/02/2024,1,10.00,Housing", "Wyre Ltd,01/02/2024,1,10.00,Housing"],
        ["Wyre Ltd,,,10.00,", "Lune Ltd,,,10.00,"],
        [*ROWS, "Dee Ltd,03/02/2024,3,15.50,Parks"],
        [*ROWS, "Dee Ltd,,,15.50,"],
        [*ROWS, ",03/02/2024,3,15.50,"],
        [*ROWS, ",03/02/2024,,15.50,Parks"],
        [*ROWS, ",03/02/2024,,15.50,", "Dee Ltd,03/02/2024,3,4.00,Parks"],
        [",01/02/2024,,5.00,", ",01/02/2024,,5.00,", ",01/02/2024,,10.00,", ",01/02/2024,,1.00,"],
    ],
)
def test_a_payment_that_happens_to_equal_the_sum_above_it_is_not_swallowed(
    payments: list[str],
) -> None:
    text = file_of(*payments)
    assert len(paid(text)) == len(payments)
    assert totals(text) == []


def test_an_amount_that_stands_alone_and_adds_up_to_nothing_is_set_aside() -> None:
    assert set_aside(file_of(*ROWS, ",,,99.00,")) == [(4, ALONE)]


@pytest.mark.parametrize("count", ["15694", "15694 ", "2", "15,694", "300"])
@pytest.mark.parametrize("pounds", ["15.50", "15.51", "1000.00"])
def test_how_many_rows_there_are_is_no_date_of_the_sum_beside_it(count: str, pounds: str) -> None:
    cell = f'"{count}"' if "," in count else count
    text = file_of(*ROWS, f",{cell},,{pounds},")
    assert len(paid(text)) == 2
    assert totals(text) == [(4, pounds, "15.50")]
    assert set_aside(text) == []


def test_a_count_between_the_payments_makes_no_sum_of_an_amount_that_is_none() -> None:
    text = file_of(*ROWS, ",300,,99.00,", "Dee Ltd,03/02/2024,3,4.00,Parks")
    assert set_aside(text) == [(4, ALONE)]
    assert totals(text) == []


@pytest.mark.parametrize("day", ["45323", "2024", "01/02/2024", "Feb-24"])
def test_an_amount_with_a_date_and_without_a_name_is_a_payment(day: str) -> None:
    assert len(paid(file_of(*ROWS, f",{day},,99.00,"))) == 3


def test_rows_that_were_set_aside_may_be_part_of_the_printed_total() -> None:
    text = file_of(*ROWS, ",,,4.00,", "Total,,,19.50,")
    assert set_aside(text) == [(4, ALONE)]
    assert totals(text) == [(5, "19.50", "19.50")]


def test_many_payments_without_a_supplier_are_payments_and_the_total_is_one() -> None:
    rows = [f",0{day % 9 + 1}/02/2024,{day},{day}.00," for day in range(1, 2001)]
    text = file_of(*rows, ",,,2001000.00,")
    assert len(paid(text)) == 2000
    assert totals(text) == [(2002, "2001000.00", "2001000.00")]


def test_payments_without_suppliers_or_dates_are_set_aside_with_their_pounds() -> None:
    clean = cleaned("Supplier,Amount\nWyre,5.00\n,7.00\n,8.00\n")
    assert clean.payments["pence"].to_list() == [500]
    assert clean.set_aside["pence"].to_list() == [700, 800]


def test_a_total_above_the_payments_is_no_surprise() -> None:
    text = file_of("Total,,,15.50,", *ROWS)
    assert len(paid(text)) == 2
    assert [printed for _, printed, _ in totals(text)] == ["15.50"]


NOBODYS = "an amount stands beside a department or category alone: no supplier, no date"
TWO_IN_HOUSING = [*ROWS, "Dee Ltd,02/02/2024,3,4.50,Housing"]


@pytest.mark.parametrize("label", ["Housing", "HOUSING", "Housing Total", "Total: Housing"])
@pytest.mark.parametrize("first", [True, False])
def test_a_summary_by_department_is_no_payment_wherever_it_stands(label: str, first: bool) -> None:
    summary = [f",,,14.50,{label}", ",,,5.50,Roads"]
    rows = [*summary, *TWO_IN_HOUSING] if first else [*TWO_IN_HOUSING, *summary, ",,,20.00,"]
    text = file_of(*rows)
    assert [pence for _, pence in paid(text)] == [1000, 550, 450]
    printed = ["14.50", "5.50"] if first else ["14.50", "5.50", "20.00"]
    assert [(total, counted) for _, total, counted in totals(text)] == [(p, p) for p in printed]


def test_an_amount_beside_a_department_alone_is_set_aside_where_payments_have_suppliers() -> None:
    text = file_of(*TWO_IN_HOUSING, ",,,14.49,Housing")
    assert set_aside(text) == [(5, NOBODYS)]
    nobody_named = [",01/02/2024,1,10.00,Housing", ",02/02/2024,2,5.50,Roads", ",,,3.00,Parks"]
    assert len(paid(file_of(*nobody_named))) == 3


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Total: £15.50", "15.50"),
        ("Total spend over £500 in February: £15.50", "15.50"),
        ("Report,Total,,£15.50", "15.50"),
        ("Grand total £16.50", "16.50"),
    ],
)
def test_a_total_in_the_titles_is_held_against_the_payments_below(title: str, printed: str) -> None:
    clean = cleaned(f"{title}\n" + file_of(*ROWS))
    (total,) = clean.control_totals
    assert (total.line, f"{total.printed:.2f}", f"{total.counted:.2f}") == (1, printed, "15.50")
    assert total.below
    assert clean.non_rows == {"title": 1, "heading": 1}


@pytest.mark.parametrize(
    "title", ["Total payments: 2", "Total budget: £99.00", "Spend over £500.00", "Totally £15"]
)
def test_a_title_about_something_else_is_no_control_total(title: str) -> None:
    assert totals(f"{title}\n" + file_of(*ROWS)) == []


@pytest.mark.parametrize(
    ("row", "kind", "printed"),
    [
        ("Total,,£15.50,,", "total", "15.50"),
        ("Total,,15.50,,", "total", "15.50"),
        (",,,,15.50", "note", "15.50"),
        ("Total: £15.50,,,,", "note", "15.50"),
        ("Total: £16.50,,,,", "note", "16.50"),
        ("Total,,£16.50,,", "total", "16.50"),
    ],
)
def test_a_total_in_another_column_is_held_against_the_payments(
    row: str, kind: str, printed: str
) -> None:
    clean = cleaned(file_of(*ROWS, row))
    assert clean.non_rows == {"heading": 1, kind: 1}
    (total,) = clean.control_totals
    assert (f"{total.printed:.2f}", f"{total.counted:.2f}") == (printed, "15.50")
    assert clean.payments.height + sum(clean.non_rows.values()) == clean.rows


@pytest.mark.parametrize("row", ["Lune Ltd,03/02/2024,3,,15.50", "Total Gas Ltd,,15.50,,"])
def test_a_row_without_an_amount_is_no_total_for_a_figure_elsewhere(row: str) -> None:
    assert set_aside(file_of(*ROWS, row)) == [(4, "there is no amount")]


@given(
    st.lists(st.integers(-99_999, 99_999).filter(bool), min_size=2, max_size=30),
    st.sampled_from(["Total,,,{},", ",,,{},", "Grand Total,,,{},", ",,,{},Total"]),
    st.integers(0, 5),
)
def test_whatever_is_paid_its_total_is_found_and_agrees(
    pence: list[int], total: str, blank: int
) -> None:
    rows = [f"Wyre {n},01/02/2024,{n},{p / 100:.2f},Roads" for n, p in enumerate(pence)]
    text = file_of(*rows, *[",,,,"] * blank, total.format(f"{sum(pence) / 100:.2f}"))
    assert [amount for _, amount in paid(text)] == pence
    ((line, printed, counted),) = totals(text)
    assert line == len(rows) + blank + 2
    assert printed == counted


@pytest.mark.parametrize("total", [",,,15.50,", "Total,,,15.50,", ",,Total,15.50,"])
def test_a_total_right_below_the_heading_is_one_of_the_rows_under_it(total: str) -> None:
    content = file_of(total, *ROWS)
    assert totals(content) == [(2, "15.50", "15.50")]
    assert [pence for _, pence in paid(content)] == [1000, 550]
    assert cleaned(content).control_totals[0].below


def test_a_total_below_the_heading_that_differs_is_held_against_the_rows_under_it() -> None:
    content = file_of("Total,,,99.00,", *ROWS, "Total,,,15.50,")
    assert totals(content) == [(2, "99.00", "15.50"), (5, "15.50", "15.50")]
    assert [total.below for total in cleaned(content).control_totals] == [True, False]
    assert set_aside(file_of(",,,99.00,", *ROWS)) == [(2, ALONE)]


@pytest.mark.parametrize(
    "label",
    [
        *("TOTAL EXPENDITURE", "Total (£)", "Total paid in period", "Monthly Total", "Total Net"),
        *(
            "TOTAL PAYMENTS OVER £500",
            "Total of payments",
            "Total credits",
            "T O T A L",
            "Cyfanswm",
        ),
        *(
            "Total April",
            "Total Apr-24",
            "April 2024 Total",
            "Total last month",
            "Total for May 24",
        ),
    ],
)
def test_a_total_by_any_label_is_no_payment_though_it_does_not_add_up(label: str) -> None:
    text = file_of(*ROWS, f"{label},,,16.00,")
    assert paid(text) == paid(file_of(*ROWS))
    assert totals(text) == [(4, "16.00", "15.50")]


@pytest.mark.parametrize(
    ("forward", "back"),
    [
        ("Carried forward", "Brought forward"),
        ("c/f", "b/f"),
        ("C/fwd", "B/fwd"),
        ("Balance c/d", "Balance b/d"),
        ("Total carried fwd", "Total brought fwd"),
        ("Carried forward to page 2", "Brought forward from page 1"),
    ],
)
@pytest.mark.parametrize("row", ["{},,,{},", ",,,{1},{0}", ",{},,{},"])
def test_what_is_carried_from_page_to_page_is_a_control_total(
    forward: str, back: str, row: str
) -> None:
    lines = [row.format(forward, "15.50"), HEADING, row.format(back, "15.50")]
    text = file_of(*ROWS, *lines, "Dee Ltd,03/02/2024,3,4.00,Parks", row.format(forward, "19.50"))
    assert paid(text) == [*paid(file_of(*ROWS)), ("Dee Ltd", 400)]
    assert [printed for _, printed, _ in totals(text)] == ["15.50", "15.50", "19.50"]


@pytest.mark.parametrize("name", ["B/F Joinery", "CF Fencing", "Forward Housing", "Sum Ltd"])
def test_a_supplier_with_a_word_of_a_balance_is_a_supplier(name: str) -> None:
    assert (name, 1550) in paid(file_of(*ROWS, f"{name},,,15.50,", "Dee,03/02/2024,3,4.00,Parks"))


def test_a_total_after_a_supplier_is_none_though_date_and_department_stand_beside_it() -> None:
    rows = [ROWS[0], "Wyre Ltd Total,01/02/2024,1,10.00,Housing", ROWS[1]]
    text = file_of(*rows, "Lune Ltd Total,02/02/2024,2,5.50,Roads")
    assert paid(text) == paid(file_of(*ROWS))
    assert [printed for _, printed, _ in totals(text)] == ["10.00", "5.50"]


def test_a_total_under_the_number_of_the_supplier_is_no_payment_in_a_file_without_dates() -> None:
    text = "Supplier No,Supplier,Amount\n1,Wyre,10.00\n2,Lune,5.50\nGrand Total,,15.50\n"
    assert paid(text) == [("Wyre", 1000), ("Lune", 550)]


@pytest.mark.parametrize("between", [[], [",,,,"], ["Largest suppliers,,,,"]])
def test_suppliers_again_with_what_they_were_paid_in_all_are_a_summary(between: list[str]) -> None:
    payments = [*ROWS, "Wyre Ltd,03/02/2024,3,4.00,Parks", "Dee Ltd,03/02/2024,4,7.00,Parks"]
    summary = ["Wyre Ltd,,,14.00,", "Dee Ltd,,,7.00,", "Lune Ltd,,,5.50,"]
    assert paid(file_of(*payments, *between, *summary)) == paid(file_of(*payments))
    # One of them is no such sum: then all may be payments that have no date.
    other = ["Wyre Ltd,,,14.01,", *summary[1:]]
    assert len(paid(file_of(*payments, *between, *other))) == len(payments) + 3


def test_a_line_after_each_supplier_with_what_it_was_paid_is_no_payment() -> None:
    text = file_of(
        *(ROWS[0], "Wyre Ltd,03/02/2024,3,4.00,Parks", "Wyre Ltd,,,14.00,"),
        *(ROWS[1], "Lune Ltd,,,5.50,", "Dee Ltd,03/02/2024,4,7.00,Parks", "Dee Ltd,,,7.00,"),
    )
    assert [pence for _, pence in paid(text)] == [1000, 400, 550, 700]
    # Each payment a second time, undated: nothing is added up, and they may be payments.
    twice = [line for row in ROWS for line in (row, f"{row.split(',')[0]},,,{row.split(',')[3]},")]
    assert len(paid(file_of(*twice, "Dee,03/02/2024,4,7.00,Parks", "Dee,,,7.00,", ROWS[0]))) == 7


@given(st.lists(st.integers(1, 10_000_00), min_size=5, max_size=20), st.integers(0, 20))
def test_a_payment_as_large_as_all_others_is_doubted_wherever_it_stands(
    pence: list[int], place: int
) -> None:
    rows = [f"Payee {n} Ltd,01/02/2024,{n},{one / 100:.2f},Roads" for n, one in enumerate(pence)]
    place = min(place, len(rows))
    rows.insert(place, f"April,02/02/2024,A,{sum(pence) / 100:.2f},Roads")
    clean = cleaned(file_of(*rows))
    assert clean.payments["pence"].sum() == 2 * sum(pence)
    (notice,) = (one for one in clean.notices if "all other payments" in one)
    assert notice.startswith(f"line {place + 2}, 'April', is as much as")


@pytest.mark.parametrize("more", [0, 1])
def test_nothing_is_doubted_of_few_payments_or_of_another_sum(more: int) -> None:
    few = [*ROWS, "April,29/02/2024,3,15.50,Roads"]
    many = [f"Payee {n} Ltd,01/02/2024,{n},1.00,Roads" for n in range(6)]
    rows = [*many, "April,02/02/2024,A,6.01,Roads"] if more else few
    assert not any("all other payments" in one for one in cleaned(file_of(*rows)).notices)


@pytest.mark.parametrize(
    "label", ["Total April", "Housing and Roads Total", "Total invoices paid by cheque"]
)
@pytest.mark.parametrize("place", [0, 4])
def test_what_is_called_a_total_without_date_or_supplier_is_no_payment(
    label: str, place: int
) -> None:
    row = ["", "", "", "99.00", ""]
    row[place] = label
    text = file_of(*ROWS, "Dee Ltd,03/02/2024,3,4.00,Parks", ",".join(row))
    is_firm = place == 0 and label != "Total April"
    assert len(paid(text)) == (4 if is_firm else 3)
    assert totals(text) == ([] if is_firm else [(5, "99.00", "19.50")])


@pytest.mark.parametrize("row", [",03/02/2024,,99.00,Total Place", ",,7,99.00,Total Place", "Esk Ltd,,,99.00,Total Place", ",,,99.00,Totally Roads"])  # fmt: skip
def test_a_payment_with_a_date_a_number_or_a_supplier_is_no_total(row: str) -> None:
    assert totals(file_of(*ROWS, "Dee Ltd,03/02/2024,3,4.00,Parks", row)) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["Redacted,,,500.00,", "Total Gas & Power Ltd,,,500.00,", "Dee Ltd,,,7.00,"],
        ["Total Gas & Power Ltd,,,500.00,", "Total Gas & Power Ltd,,,500.00,", "Dee Ltd,,,7.00,"],
        ["Dee Ltd,,,300.00,", "Esk Ltd,,,200.00,", "Grand Total Catering Ltd,,,500.00,", "Don,,,1.00,"],
    ],
    ids=["above it alone", "twice", "all above it"],
)  # fmt: skip
def test_a_firm_called_total_is_paid_though_it_gets_what_stands_above(rows: list[str]) -> None:
    assert len(paid(file_of(*rows))) == len(rows)
    assert totals(file_of(*rows)) == []


def test_the_total_of_a_firm_is_one_whatever_the_firm_is_called() -> None:
    rows = [
        "Dee Ltd,,,300.00,",
        "Dee Ltd,,,200.00,",
        "Total for Dee Ltd,,,500.00,",
        "Esk Ltd,,,7.00,",
    ]
    assert len(paid(file_of(*rows))) == 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Payments below £500", True),
        ("All other payments under £500.00", True),
        ("Total of invoices less than 250", True),
        ("Total payments under £500", True),
        ("Under 500 Ltd", False),
        ("Payments UK Ltd", False),
        ("Items below stairs", False),
    ],
)
def test_the_sum_of_small_payments_is_told(name: str, told: bool) -> None:
    said = cleaned(file_of(*ROWS, f"{name},28/02/2024,9,12345.67,Roads")).notices
    assert any("is no payee, but a sum of many payments" in one for one in said) is told


@pytest.mark.parametrize("label", ["Total", "Subtotal", ""])
@pytest.mark.parametrize("grand", [False, True])
def test_a_subtotal_below_those_with_several_payments_alone_is_the_sum_of_their_rows(
    label: str, grand: bool
) -> None:
    rows = [
        *("Aire Ltd,01/02/2024,1,7.00,Parks", "Wyre Ltd,01/02/2024,2,10.00,Housing"),
        *("Wyre Ltd,02/02/2024,3,20.00,Roads", f"{label},,,30.00,"),
        *("Calder Ltd,01/02/2024,4,4.00,Roads", "Lune Ltd,01/02/2024,5,5.50,Roads"),
        *("Lune Ltd,01/02/2024,6,1.50,Roads", f"{label},,,7.00,"),
    ]
    clean = cleaned(file_of(*rows, *(["Total,,,48.00,"] if grand else [])))
    assert clean.payments["pence"].sum() == 4800
    assert clean.set_aside.is_empty()
    assert all(total.agrees for total in clean.control_totals)
    assert [total.line for total in clean.control_totals] == [5, 9, *([10] if grand else [])]


def test_a_subtotal_of_a_department_is_the_sum_of_its_rows() -> None:
    rows = [
        *("Aire Ltd,01/02/2024,1,7.00,Parks", "Wyre Ltd,01/02/2024,2,10.00,Housing"),
        *("Lune Ltd,02/02/2024,3,20.00,Housing", "Total,,,30.00,"),
    ]
    assert totals(file_of(*rows)) == [(5, "30.00", "30.00")]


@pytest.mark.parametrize("amount", ["29.00", "20.00"])
def test_a_subtotal_of_other_rows_is_wrong_still(amount: str) -> None:
    rows = [
        *("Aire Ltd,01/02/2024,1,7.00,Parks", "Wyre Ltd,01/02/2024,2,10.00,Housing"),
        *("Wyre Ltd,02/02/2024,3,20.00,Roads", f"Total,,,{amount},"),
    ]
    (total,) = cleaned(file_of(*rows)).control_totals
    assert not total.agrees


@pytest.mark.parametrize("label", ["Total", ""])
@pytest.mark.parametrize("pounds", ["15", "16", '"£15"'])
def test_a_total_printed_without_pence_is_right_to_the_pound(label: str, pounds: str) -> None:
    clean = cleaned(file_of(*ROWS, f"{label},,,{pounds},"))
    (total,) = clean.control_totals
    assert total.agrees
    assert total.is_rounded
    assert f"{total.counted:.2f}" == "15.50"
    assert clean.set_aside.is_empty()


@pytest.mark.parametrize("pounds", ["15.00", "16.50", "14", "17"])
def test_a_total_that_is_off_by_more_than_its_pence_is_wrong(pounds: str) -> None:
    (total,) = cleaned(file_of(*ROWS, f"Total,,,{pounds},")).control_totals
    assert not total.agrees
