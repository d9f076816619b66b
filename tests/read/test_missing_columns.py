"""The next thing to try leads to no wrong report: it names the column that holds what is missing."""

from __future__ import annotations

import pytest

from read.published import heading_of
from read.test_tables import NAMES
from spendaudit.errors import ColumnError


def refusal_of(heading: str, row: str) -> ColumnError:
    lines = [
        row.format(name=name, person=f"{chr(64 + n)} {name.split()[0]}", n=n)
        for n, name in enumerate(NAMES, 1)
    ]
    with pytest.raises(ColumnError) as refusal:
        heading_of("\n".join([heading, *lines, ""]))
    return refusal.value


@pytest.mark.parametrize(
    ("heading", "row", "named"),
    [
        (
            "No,Type,A/C,A/C Name,Date,Details,Net,Tax,T/C,Gross",
            "{n},PI,AC00{n},{person},0{n}/04/2024,Works,10{n}.00,2.00,T1,12{n}.00",
            "A/C Name",
        ),
        (
            "Whom,InvoiceNumber,InvoiceDate,Total,InvoiceAmountDue,Status",
            "{person},INV-{n},0{n}/04/2024,10{n}.00,0.00,Paid",
            "Whom",
        ),
    ],
)
def test_the_supplier_is_looked_for_among_names(heading: str, row: str, named: str) -> None:
    assert refusal_of(heading, row).try_next.endswith(f'--column supplier="{named}"')


@pytest.mark.parametrize("place", [1, 3])
def test_a_column_without_a_heading_is_named_wherever_it_stands(place: int) -> None:
    heading, row = ["Date", "Amount"], ["0{n}/04/2024", "10{n}.00"]
    heading.insert(place - 1, "")
    row.insert(place - 1, "Person {person}")
    refusal = refusal_of(",".join(heading), ",".join(row))
    assert refusal.details[-1] == f"column {place} has no heading"


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Date,Amount,Settled By", "0{n}/04/2024,10{n}.00,BACS"),
        ("Date,Amount,Settled On", "0{n}/04/2024,10{n}.00,0{n}/05/2024"),
        (
            "Date,Amount,Merchant Category,Merchant Category Desc",
            "0{n}/04/2024,10{n}.00,58{n}1,{name}",
        ),
        ("Date,Amount,Left", "0{n}/04/2024,10{n}.00,9{n}.00"),
        ("Date,Amount,Customer Name", "0{n}/04/2024,10{n}.00,{name}"),
    ],
)
def test_where_no_column_can_name_the_supplier_the_publisher_is_to_be_asked(
    heading: str, row: str
) -> None:
    advice = refusal_of(heading, row).try_next
    assert advice.startswith("if one of them names who was paid: spendaudit report")
    assert advice.endswith("so ask the publisher for them")


def test_beside_what_was_bought_the_customers_may_be_who_was_paid() -> None:
    advice = refusal_of(
        "Org Code Desc,Account Code,Account Description,Customer name,Trans no.,Post Date,Nett Amount",
        "Corporate Services {n},E1,Fees,{person},5{n},0{n}/04/2024,1{n}.50",
    ).try_next
    assert advice.startswith("if 'Customer name' names who was paid, and not who owes: spendaudit")
    assert advice.endswith(
        '--column supplier="Customer name"; else ask the publisher for the names'
    )


@pytest.mark.parametrize(
    ("heading", "row", "named"),
    [
        (
            "Payee,Date,This Month £,Year to Date £,Budget £",
            "{name},0{n}/04/2024,10{n}.00,20{n}.00,300{n}.00",
            "This Month £",
        ),
        ("Payee,Date,Budget £,Status", "{name},0{n}/04/2024,10{n}.00,Paid", "HEADING"),
        ("Payee,Date,Mark", "{name},0{n}/04/2024,Paid", "HEADING"),
    ],
)
def test_the_amount_is_looked_for_among_pounds(heading: str, row: str, named: str) -> None:
    assert refusal_of(heading, row).try_next.endswith(f'--column amount="{named}"')


@pytest.mark.parametrize("amount", ["1,23{n}.50 pounds", "about 1,23{n}.50"])
def test_no_column_of_names_is_proposed_for_the_amount(amount: str) -> None:
    refusal = refusal_of("Payee,Date,Amount", f'{{name}},0{{n}}/04/2024,"{amount}"')
    assert "--column" not in refusal.try_next
    assert "such as 1,234.50" in refusal.try_next


def test_amounts_under_the_way_they_were_paid_are_to_be_put_into_one_column() -> None:
    ways = [",{n}1.50,,", ",,{n}2.50,", ",,,{n}3.50"]
    rows = [f"0{n}/04/2024,{name}" + ways[n % 3].format(n=n) for n, name in enumerate(NAMES[:9], 1)]
    with pytest.raises(ColumnError, match="no column holds the amount") as refusal:
        heading_of("\n".join(["Date,Payee,Cheque,DD/SO,BACS", *rows, ""]))
    assert refusal.value.try_next == (
        "the amounts stand under 'Cheque', 'DD/SO', 'BACS', each row's under one of them: put "
        "them all into one column, called Amount; to name one with --column would lose the others"
    )


def test_beside_the_holders_of_cards_the_details_may_be_the_merchants() -> None:
    rows = [f"A Person,0{n}/04/2024,{name},{n}1.50,Furniture" for n, name in enumerate(NAMES, 1)]
    heading = heading_of(
        "\n".join(["Card Holder Name,Date,Details,Amount,Expense Type", *rows, ""])
    )
    assert heading.named()["supplier"] == "Details"
    assert heading.notices == (
        "'Details' (column 3) was understood as the supplier by its content only",
    )


def test_where_their_words_do_not_tell_merchants_they_are_named_in_the_advice() -> None:
    advice = refusal_of(
        "Card Holder Name,Date,Details,Amount", "A Person,0{n}/04/2024,Shop{n} Anytown,{n}1.50"
    ).try_next
    assert advice.endswith('--column supplier="Details"')


@pytest.mark.parametrize("year", ["2018/19", "2018-19", "2018/2019", "1999/00"])
def test_a_financial_year_over_a_column_does_not_hide_the_heading(year: str) -> None:
    rows = [f"{name},0{n}/04/2024,Works,{n}00.50,{n}1.50" for n, name in enumerate(NAMES, 1)]
    heading = heading_of("\n".join([f"Supplier,Date,Purpose,{year},Amount", *rows, ""]))
    assert (heading.line, heading.named()["amount"]) == (1, "Amount")
    assert heading.rival_amounts == ((year, 3),)


def test_a_description_of_firms_alone_is_named_and_one_that_goes_on_is_not() -> None:
    heading = "Account,Description,Period,Paid Date,LineExclusive,LineVAT,LineInclusive"
    firms = refusal_of(heading, "4{n}08,{name} Ltd,7,0{n}/04/2024,10{n}.00,20.00,12{n}.00")
    assert firms.try_next.startswith("if 'Description' names who was paid: spendaudit report")
    assert '--column supplier="Description";' in firms.try_next
    lines = refusal_of(
        heading, "4{n}08,{name} Ltd - Repairs,7,0{n}/04/2024,10{n}.00,20.00,12{n}.00"
    )
    assert lines.try_next.startswith("if one of them names who was paid: spendaudit report")
