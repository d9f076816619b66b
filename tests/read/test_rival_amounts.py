"""Of two columns of money the right one is used, the other's sum is said, or nothing is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.published import cleaned, heading_of
from spendaudit.errors import ColumnError

PENCE = st.lists(st.integers(-10_000_00, 10_000_00).filter(bool), min_size=5, max_size=30)


def written(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"


def three(heading: str, nets: list[int]) -> str:
    """Rows with 20% VAT: net, VAT and gross."""
    rows = (
        f"Payee {n} Ltd,{written(5 * p)},{written(p)},{written(6 * p)}\n"
        for n, p in enumerate(nets)
    )
    return f"Supplier,{heading}\n" + "".join(rows)


@given(PENCE)
def test_the_net_is_used_and_the_gross_is_summed(pence: list[int]) -> None:
    clean = cleaned(three("Net Amount,VAT,Gross Amount", pence))
    assert clean.payments["pence"].to_list() == [5 * one for one in pence]
    gross = 6 * sum(pence)
    pounds = f"{'-' if gross < 0 else ''}£{abs(gross) // 100:,}.{abs(gross) % 100:02}"
    assert tuple(one for one in clean.notices if "are negative" not in one) == (
        "'Net Amount' and 'VAT' add up to 'Gross Amount'",
        f"the amounts are net: 'Net Amount'; 'Gross Amount' sums to {pounds}",
    )


@given(PENCE)
def test_sums_beat_headings_and_it_is_said(pence: list[int]) -> None:
    text = three("Gross,VAT,Net", pence)
    assert cleaned(text).payments["pence"].to_list() == [5 * one for one in pence]
    assert (
        "by its heading 'Net' would be the amount: the sums say that it is 'Gross'"
        in cleaned(text).notices
    )
    assert heading_of(text).basis == "net"


def test_an_amount_that_makes_the_total_with_vat_is_net() -> None:
    heading = heading_of(three("Amount,VAT,Total", [100, 200, 300, 400, 500]))
    assert heading.named()["amount"] == "Amount"
    assert heading.basis == "net"
    assert heading.rival_amounts == (("Total", 3),)


@pytest.mark.parametrize(
    ("heading", "at"),
    [
        ("Goods,VAT,Total", 0),
        ("Goods,Tax,Value", 0),
        ("Goods,VAT,Payment", 0),
        ("Sub-total,VAT,Total", 0),
        ("Subtotal,VAT,Total", 0),
        ("Price,VAT,Total", 0),
        ("Base,VAT,Amount", 0),
        ("Invoice Total,VAT,Invoice", 0),
        ("Ex,VAT Amount,Amount", 0),
        ("Total,VAT,Goods", 0),
        ("Amount,VAT,Goods", 0),
        ("Total,Goods,VAT", 1),
    ],
)
def test_what_makes_another_column_with_the_vat_is_the_amount_whatever_it_is_called(
    heading: str, at: int
) -> None:
    cells = heading.split(",")
    order = [0, 1, 2] if at == 0 else [2, 0, 1]
    lines = three("Net,VAT,Gross", [101, 207, 310, 452, 500]).splitlines()[1:]
    rows = "".join(
        ",".join([row.split(",")[0], *(row.split(",")[1 + place] for place in order)]) + "\n"
        for row in lines
    )
    clean = cleaned(f"Supplier,{heading}\n{rows}")
    net = cells[at]
    (gross,) = (one for one in cells if one != net and not one.startswith(("VAT", "Tax")))
    assert int(clean.payments["pence"].sum()) == 5 * 1570
    (added,) = (one for one in clean.notices if "add up to" in one)
    assert added.startswith(f"{net!r} and ")
    assert added.endswith(f"add up to {gross!r}")
    assert f"the amounts are net: {net!r}; {gross!r} sums to £94.20" in clean.notices
    assert not any("would be the amount" in one for one in clean.notices)


@pytest.mark.parametrize("heading", ["Amount Paid,VAT,Cost", "Total Paid,VAT,Cost to Council"])
def test_headings_that_say_nothing_of_vat_contradict_no_sum(heading: str) -> None:
    net = heading.split(",")[2]
    rows = "".join(f"Payee {n} Ltd,{n * 12}.00,{n * 2}.00,{n}0.00\n" for n in range(1, 8))
    clean = cleaned(f"Supplier,{heading}\n{rows}")
    assert f"the amounts are net: {net!r};" in " ".join(clean.notices)
    assert not any("would be the amount" in one for one in clean.notices)


def test_a_column_that_makes_no_other_with_the_vat_is_not_the_amount() -> None:
    rows = "".join(f"Payee {n} Ltd,{n}1.50,{n}.20,{n}3.25\n" for n in range(1, 8))
    named = heading_of(f"Supplier,Goods,VAT,Total\n{rows}")
    assert (named.named()["amount"], named.basis) == ("Total", "not said")
    assert named.rival_amounts == (("Goods", 1),)


def test_what_made_another_in_the_first_rows_only_is_not_the_amount() -> None:
    first = "".join(f"Payee {n} Ltd,{n + 10}.50,1.00,{n + 11}.50\n" for n in range(200))
    then = "".join(f"Payee {n} Ltd,{n + 10}.50,1.00,{n + 21}.50\n" for n in range(400))
    named = heading_of(f"Supplier,Goods,VAT,Total\n{first}{then}")
    assert (named.named()["amount"], named.basis) == ("Total", "not said")


def test_an_invoice_number_beside_the_vat_stays_the_number() -> None:
    rows = "".join(f"Payee {n} Ltd,{n}1.00,0.20,{n}1.20,{900 + n}\n" for n in range(1, 8))
    named = heading_of(f"Supplier,Base,VAT,Amount,Invoice\n{rows}")
    assert named.named()["amount"] == "Base"
    assert named.named()["transaction"] == "Invoice"


def invoices(heading: str) -> str:
    rows = "".join(
        f"Payee Ltd,I{n},{60 + n}.00,{100 + 2 * n}.00\nPayee Ltd,I{n},{40 + n}.00,{100 + 2 * n}.00\n"
        for n in range(6)
    )
    return f"Supplier,Invoice Number,{heading}\n{rows}"


@pytest.mark.parametrize(
    "heading",
    [
        "Line Amount,Invoice Total",
        "Value,Amount",
        "Sub Amount,Inv Amount",
        "Dist Amt,Inv Amt",
        "Coded Amount,Invoice Total",
        "Invoice Line Total,Invoice Total",
        "Charged to GL,AP Total Payment Amount",
    ],
)
def test_the_total_of_an_invoice_is_not_counted_on_each_line(heading: str) -> None:
    line, total = heading.split(",")
    clean = cleaned(invoices(heading))
    assert int(clean.payments["pence"].sum()) == 630_00
    assert f"{total!r} repeats the total of an invoice on each of its lines" in clean.notices
    assert clean.notices[-1] == f"the amounts are those of {line!r}; {total!r} sums to £1,260.00"


def test_a_line_without_the_vat_that_is_recovered_comes_before_the_total_of_its_invoice() -> None:
    heading = heading_of(invoices("Line Value (excl Rec VAT),Total Invoice Amount"))
    assert (heading.named()["amount"], heading.basis) == ("Line Value (excl Rec VAT)", "net")
    assert heading.notices == (
        "'Total Invoice Amount' repeats the total of an invoice on each of its lines",
    )


@pytest.mark.parametrize("heading", ["Line Value,VAT,Line Total", "Cost,VAT,Line Total"])
def test_a_total_of_lines_is_not_called_net(heading: str) -> None:
    found = heading_of(three(heading, [100, 200, 300, 400, 500]))
    assert found.named()["amount"] == heading.split(",", maxsplit=1)[0]
    assert found.notices == (f"{found.named()['amount']!r} and 'VAT' add up to 'Line Total'",)


def unnumbered(heading: str, lines: int = 2) -> str:
    """Invoices without a number: a line, the whole with VAT and the whole without, on each line."""
    rows = "".join(
        f"Payee {n % 4} Ltd,{1 + n}/04/2024,{share}.00,{12 * (10 + n) * lines}.00,{10 * (10 + n) * lines}.00\n"
        for n in range(6)
        for share in (10 * (10 + n) - 1, *[10 * (10 + n)] * (lines - 2), 10 * (10 + n) + 1)
    )
    single = "".join(f"Payee {n} Ltd,{n}/05/2024,{n}.00,{n}.00,{n}.00\n" for n in range(5, 30))
    return f"Supplier,Payment Date,{heading}\n{rows}{single}"


@pytest.mark.parametrize("lines", [2, 5])
def test_the_total_of_an_invoice_without_a_number_is_told_by_payee_and_day(lines: int) -> None:
    heading = heading_of(unnumbered("Line Amount,Invoice Amount,Net Amount", lines))
    assert (heading.named()["amount"], heading.basis) == ("Line Amount", "net")
    assert heading.notices == ("'Net Amount' repeats the total of an invoice on each of its lines",)


@pytest.mark.parametrize("line", ["Value", "Gross Line Amount"])
def test_lines_that_are_called_no_lines_or_gross_are_told_where_they_make_the_net(
    line: str,
) -> None:
    """A heading of a line says as the sums do that the net of the invoice is not it."""
    assert heading_of(invoices(f"{line},Net Amount")).notices == (
        "'Net Amount' repeats the total of an invoice on each of its lines",
        f"by its heading 'Net Amount' would be the amount: the sums say that it is {line!r}",
    )
    assert len(heading_of(invoices("Line Amount,Net Amount")).notices) == 1


def test_a_net_amount_beside_lines_that_do_not_make_it_is_refused() -> None:
    """It may be the invoice's, which would count once for each line."""
    rows = "".join(f"Payee {n} Ltd,{n + 1}/04/2024,{n}7.00,{n + 3}1.50\n" for n in range(8))
    with pytest.raises(
        ColumnError, match=r"'Net Amount' .* and 'Line Amount' .* they differ"
    ) as refusal:
        heading_of(f"Supplier,Payment Date,Line Amount,Net Amount\n{rows}")
    assert refusal.value.try_next.endswith('--column amount="column 3"')


def blank_below(heading: str, *, off: int = 0, unfilled: int = 0) -> str:
    """Invoices of two and three lines, whose totals stand on the first line alone."""
    rows = []
    for n in range(1, 9):
        lines = [10 * n + 1, 7 * n, 5 * n][: 2 + n % 2]
        net = sum(lines) + (3 if n <= off else 0)
        for at, line in enumerate(lines):
            written_line = "" if at and n <= unfilled else f"{line}.00"
            totals = f"{net * 12 // 10}.50,{net}.00" if at == 0 else ","
            rows.append(f"Payee {n} Ltd,V{n},{n}/04/2024,{written_line},{totals}\n")
    return f"Supplier,Voucher Number,Payment Date,{heading}\n{''.join(rows)}"


NUMBERED = "Line Amount,Invoice Amount,Net Amount"


def without_numbers(text: str) -> str:
    return text.replace("Voucher Number", "Ward")


@pytest.mark.parametrize("text", [blank_below(NUMBERED), without_numbers(blank_below(NUMBERED))])
def test_totals_on_the_first_line_of_an_invoice_alone_are_not_the_amount(text: str) -> None:
    heading = heading_of(text)
    assert (heading.named()["amount"], heading.basis) == ("Line Amount", "net")
    clean = cleaned(text)
    assert clean.set_aside.is_empty()
    assert int(clean.payments["pence"].sum()) == sum(17 * n + 1 + 5 * n * (n % 2) for n in range(1, 9)) * 100  # fmt: skip


@pytest.mark.parametrize("text", [blank_below(NUMBERED, off=4), blank_below(NUMBERED, unfilled=3)])
@pytest.mark.parametrize("numbered", [True, False])
def test_totals_that_the_lines_do_not_make_prove_nothing(text: str, numbered: bool) -> None:
    with pytest.raises(ColumnError, match="could both be the amount") as refusal:
        heading_of(text if numbered else without_numbers(text))
    assert refusal.value.try_next.endswith('--column amount="column 4"')


def test_two_amounts_that_nothing_decides_between_are_refused() -> None:
    with pytest.raises(
        ColumnError, match=r"'Amount' \(column 2\) and 'Total' \(column 3\)"
    ) as refusal:
        heading_of("Supplier,Amount,Total\nRibble,1.00,1.20\n")
    assert '--column amount="column 2"' in refusal.value.try_next
    assert (
        heading_of("Supplier,Amount,Total\nRibble,1.00,1.20\n", amount="Total").columns["amount"]
        == 2
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Payment Amount,Invoice Amount",
        "Pay Amt,Inv Amt",
        "Inv Amt,Pay Amt",
        "Pay Amount,Invoice Amt",
        "Pymt Amt,Inv Amount",
    ],
)
def test_what_was_paid_and_what_was_invoiced_are_told_apart_in_no_abbreviation(
    heading: str,
) -> None:
    with pytest.raises(ColumnError, match="could both be the amount, and they differ"):
        heading_of(f"Supplier,{heading}\nRibble,1.00,1.20\n")
    equal = heading_of(f"Supplier,{heading}\nRibble,1.20,1.20\n")
    assert equal.named()["amount"] == heading.split(",", maxsplit=1)[0]


def part_paid(heading: str, noughts: int) -> list[str]:
    """What is said of 20 rows, the first of which have 0.00 in the first column and pounds in the second."""
    rows = "".join(
        f"Payee {n} Ltd,{'0.00' if n < noughts else f'{n}.50'},{n + 7}.50\n" for n in range(20)
    )
    notices = cleaned(f"Supplier,{heading}\n{rows}").notices
    return [one for one in notices if "is nothing in" in one]


@pytest.mark.parametrize("heading", ["Amount Paid,Invoice Amount", "Amount,Document Amount"])
def test_an_amount_that_is_mostly_nothing_beside_pounds_is_told(heading: str) -> None:
    amount, other = heading.split(",")
    (said,) = part_paid(heading, 12)
    assert said == (
        f"{amount!r} is nothing in 12 of 20 payments where {other!r} has £156.00, "
        f"such as on line 2: {other!r} may be the amount"
    )
    assert part_paid(heading, 1) == []


def test_an_amount_of_nothing_is_not_held_against_one_that_may_be_in_dollars() -> None:
    assert part_paid("Amount,Foreign Currency Amt", 12) == []


def test_a_net_amount_of_nothing_is_told_of_one_payment_alone() -> None:
    (said,) = part_paid("Net Amount,Gross Amount", 1)
    assert said.endswith("such as on line 2: they count as nothing")


def test_the_same_heading_twice_is_refused_unless_the_amounts_are_the_same() -> None:
    with pytest.raises(ColumnError, match="could both be the amount, and they differ"):
        heading_of("Supplier,Amount,Amount\nRibble,1.00,1.20\n")
    clean = cleaned("Supplier,Amount,Amount\nRibble,1.00,1.00\n")
    assert clean.payments["pence"].to_list() == [100]
    assert clean.notices[0] == "'Amount' (column 3) has the same amounts as 'Amount'"


@pytest.mark.parametrize("heading", ["foreign_currency_amt", "Original Currency Amount"])
def test_what_merchants_were_paid_in_their_own_currency_is_not_said_to_be_pounds(
    heading: str,
) -> None:
    rows = "".join(f"Payee {n} Ltd,{n}.50,{2 * n}.25\n" for n in range(1, 9))
    clean = cleaned(f"merchant_name,transaction_amount,{heading}\n{rows}")
    assert clean.notices == (
        f"the amounts are those of 'transaction_amount'; {heading!r} sums to 74.00 of whatever currency",
    )


@pytest.mark.parametrize("heading", ["Doc Sequence Value", "Voucher Sequence Value"])
def test_numbers_of_documents_are_no_pounds(heading: str) -> None:
    rows = "".join(f"Payee {n} Ltd,510500{n}271,{n}.00\n" for n in range(1, 9))
    clean = cleaned(f"Supplier,{heading},Amount\n{rows}")
    assert clean.payments["pence"].sum() == 3600
    assert clean.notices == ()


def test_an_empty_column_is_no_rival() -> None:
    heading = heading_of("Supplier,Net,Gross\nRibble,,1.20\nWyre,,2.40\n")
    assert (heading.named()["amount"], heading.basis, heading.rival_amounts) == (
        "Gross",
        "gross",
        (),
    )


def test_without_a_rival_nothing_is_said() -> None:
    assert cleaned("Supplier,Net Amount,VAT\nRibble,1.00,0.20\n").notices == ()
    gross = cleaned("Supplier,Gross Amount,VAT\nRibble,1.20,0.20\n")
    assert gross.notices == ("the amounts include VAT: the heading says gross",)


BILLED = "".join(f"Wyre {n},{n}.50,{'EUR' if n % 2 else 'GBP'},{n}.00\n" for n in range(1, 7))


def test_the_amount_billed_counts_and_not_that_in_the_merchants_currency() -> None:
    clean = cleaned(f"Merchant Name,Original Amount,Original Currency,Billing Amount\n{BILLED}")
    assert clean.payments["pence"].to_list() == [n * 100 for n in range(1, 7)]
    assert clean.notices[0] == (
        "'Original Currency' is the currency of 'Original Amount', not of 'Billing Amount': not heeded"
    )


def test_the_currency_of_what_was_billed_is_heeded_and_the_merchants_is_not() -> None:
    said = (
        "Merchant Name,Original Gross Amt,Original Cur,Billing Gross Amt,Billing Cur Code,Tax Amt"
    )
    clean = cleaned(
        f"{said}\nWyre,12.00,EUR,10.00,GBP,1.67\nLune,24.00,EUR,20.00,GBP,3.33\nTame,6.00,GBP,6.00,GBP,1\n"
    )
    assert clean.set_aside.is_empty()
    assert clean.payments["pence"].sum() == 3600


def test_a_currency_that_speaks_of_the_only_amount_is_heeded() -> None:
    clean = cleaned("Merchant,Amount,Original Currency\nWyre,1.00,EUR\nLune,2.00,GBP\n")
    assert clean.payments["pence"].to_list() == [200]
    assert clean.set_aside.height == 1


@pytest.mark.parametrize(
    "heading", ["Sub Amount,Inv Amount", "Sub Amount,Invoice Amount", "Dist Amt,Document Amt"]
)
def test_a_part_of_an_invoice_comes_before_the_whole_of_it(heading: str) -> None:
    rows = "".join(f"Payee {n} Ltd,{n + 1}.10,{(n % 3 + 3) * (n + 1)}.70\n" for n in range(6))
    part, whole = heading.split(",")
    named = heading_of(f"Supplier,{heading}\n{rows}")
    assert named.named()["amount"] == part
    assert named.rival_amounts == ((whole, 2),)


def with_vat(heading: str, rates: list[int]) -> str:
    """Rows of an amount and the same with VAT of some rates in per cent, and no column of VAT."""
    rows = "".join(
        f"Payee {n} Ltd,{written(2_000 * (n + 1))},{written(20 * (n + 1) * (100 + rate))}\n"
        for n, rate in enumerate(rates)
    )
    return f"Supplier,{heading}\n{rows}"


@pytest.mark.parametrize("heading", ["Amount,Total", "Value,Amount", "Payment,Total Paid"])
def test_what_is_the_same_with_vat_on_every_row_is_the_gross(heading: str) -> None:
    net, gross = heading.split(",")
    named = heading_of(with_vat(heading, [20, 0, 20, 5, 20, 20]))
    assert (named.named()["amount"], named.basis) == (net, "net")
    assert f"{gross!r} is {net!r} with VAT of 5%, 17.5% or 20%" in named.notices
    turned = ",".join(reversed(heading.split(",")))
    rows = with_vat(heading, [20, 0, 20, 5, 20, 20]).splitlines()[1:]
    swapped = "".join(f"{a},{c},{b}\n" for a, b, c in (row.split(",") for row in rows))
    assert heading_of(f"Supplier,{turned}\n{swapped}").named()["amount"] == net


@pytest.mark.parametrize("rates", [[20, 20, 0], [20, 20, 20, 20, 17, 0], [0] * 6, [20, -20] * 3])
def test_two_amounts_that_differ_by_more_than_vat_are_refused_as_before(rates: list[int]) -> None:
    if not any(rates):
        assert "has the same amounts" in heading_of(with_vat("Amount,Total", rates)).notices[0]
        return
    with pytest.raises(ColumnError, match="could both be the amount"):
        heading_of(with_vat("Amount,Total", rates))


@pytest.mark.parametrize(
    "heading", ["Amount (Net of VAT),Spend", "Amount,Spend", "Cost,Expenditure"]
)
def test_codes_under_a_word_for_money_are_no_rival_of_pounds_and_pence(heading: str) -> None:
    rows = "".join(f"Payee {n} Ltd,{n + 1}.50,{236_540 + n}\n" for n in range(6))
    named = heading_of(f"Supplier,{heading}\n{rows}")
    assert (named.columns["amount"], named.rival_amounts) == (1, ())
    turned = ",".join(reversed(heading.split(",")))
    rows = "".join(f"Payee {n} Ltd,{236_540 + n},{n + 1}.50\n" for n in range(6))
    assert heading_of(f"Supplier,{turned}\n{rows}").columns["amount"] == 2


@pytest.mark.parametrize(
    "other",
    ["Carriage", "Delivery", "Non VAT Amount", "Non-VAT Amount", "Postage £", "CIS Deduction"],
)
def test_money_beside_the_amount_under_a_word_nobody_knows_is_summed(other: str) -> None:
    rows = "".join(f"Payee {n} Ltd,{n}0.50,{n}.25\n" for n in range(1, 8))
    clean = cleaned(f"Supplier,Amount,{other}\n{rows}")
    assert clean.payments["pence"].sum() == 283_50
    assert f"the amounts are those of 'Amount'; {other!r} sums to £29.75" in clean.notices


@pytest.mark.parametrize(
    "other", ["VAT", "VAT Rate", "Budget", "Committed", "Quantity", "Contract Value"]
)
def test_what_is_known_not_to_have_been_paid_is_not_summed(other: str) -> None:
    rows = "".join(f"Payee {n} Ltd,{n}0.50,{n}.25\n" for n in range(1, 8))
    assert not [one for one in cleaned(f"Supplier,Amount,{other}\n{rows}").notices if other in one]


@pytest.mark.parametrize(
    "heading",
    [
        "Date,Supplier,Amount,,Date,Supplier,Amount",
        "Supplier,Date,Amount,,Supplier,Date,Value",
        "Amount,Supplier,Date,,Amount,Supplier,Date",
        "Amount,Supplier,Date,,Date,Supplier,Amount",
    ],
)
def test_two_tables_side_by_side_are_refused_as_what_they_are(heading: str) -> None:
    values = {"Date": "3/04/2024", "Supplier": "Payee {} Ltd", "": ""}
    rows = "\n".join(
        ",".join(
            values.get(cell, "{}1.50").format(n + 7 * place)
            for place, cell in enumerate(heading.split(","))
        )
        for n in range(1, 8)
    )
    with pytest.raises(ColumnError, match="two tables stand side by side") as error:
        cleaned(f"{heading}\n{rows}\n")
    assert "below the left one" in error.value.try_next


def test_two_amounts_of_one_table_are_not_called_two_tables() -> None:
    rows = "".join(f"Payee {n},Payee {n},{n}1.50,{n * n}.25\n" for n in range(1, 8))
    with pytest.raises(ColumnError, match="could both be the amount"):
        cleaned(f"Supplier,Supplier,Amount,Total\n{rows}")


def test_of_columns_that_are_called_alike_each_is_summed_by_its_place() -> None:
    text = three("Amount,VAT,Amount", [100, 200, 300, 400, 500])
    assert (
        "the amounts are net: 'Amount'; 'Amount' (column 4) sums to £90.00" in cleaned(text).notices
    )


@pytest.mark.parametrize(
    "headings",
    ["Amount (€),Amount (£)", "Amount EUR,Amount", "Invoice Amount (USD),Net Amount GBP"],
)
@pytest.mark.parametrize("rate", [117, 120])
def test_of_two_currencies_pounds_are_the_amount_whatever_the_rate(
    headings: str, rate: int
) -> None:
    pounds = [1000_00, 250_00, 583_00, 58_00, 141_00, 77_00]
    rows = (
        f"Payee {n} Ltd,{written(one * rate // 100)},{written(one)}\n"
        for n, one in enumerate(pounds)
    )
    clean = cleaned(f"Supplier,{headings}\n" + "".join(rows))
    assert clean.payments["pence"].to_list() == pounds
    other = headings.split(",", maxsplit=1)[0]
    assert not any(f"{other!r} sums to £" in notice for notice in clean.notices)


def test_what_another_column_adds_up_to_is_said_with_the_rows_that_have_no_amount() -> None:
    rows = "".join(f"Wyre {n} Ltd,,{n}.00\n" if n % 2 else f"Wyre {n} Ltd,{n}.00,\n" for n in range(1, 7))  # fmt: skip
    clean = cleaned(f"Supplier,Amount,Invoice Amount\n{rows}")
    assert clean.notices == (
        "the amounts are those of 'Amount'; 'Invoice Amount' sums to £9.00",
        "without 'Amount' in 3 rows set aside: 'Invoice Amount' has £9.00 there",
    )


@pytest.mark.parametrize(
    "line", ["Balance b/f,,5000.00", "Closing balance,,5000.00", "Total,,5000.00", ",,5000.00"]
)
def test_balances_and_totals_of_another_column_are_no_part_of_what_it_adds_up_to(line: str) -> None:
    rows = "".join(f"Wyre {n} Ltd,{n}.00,{n + 1}.00\n" for n in range(1, 7))
    clean = cleaned(f"Supplier,Amount,Invoice Amount\n{rows}{line}\n")
    assert "'Invoice Amount' sums to £27.00" in clean.notices[0]


def exchanged_from(row: int, *, sign: int = 1) -> str:
    """Twenty rows of net and gross, the two exchanged from one row on; each third without VAT."""
    rows = []
    for n in range(20):
        net = sign * (10_000 + 500 * n)
        both = (net, net if n % 3 == 0 else net * 6 // 5)
        rows.append(f"Payee {n} Ltd,{','.join(map(written, both[:: -1 if n >= row else 1]))}")
    return "\n".join(["Supplier,Net,Gross", *rows, ""])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_net_of_more_than_its_gross_is_told_with_the_pounds(sign: int) -> None:
    minus = "-" * (sign < 0)
    (said,) = (one for one in cleaned(exchanged_from(12, sign=sign)).notices if "more than" in one)
    assert said == (
        f"'Net' is more than 'Gross' in 5 payments, such as {minus}£198.00 and {minus}£165.00 on line "
        f"15: the two may have changed places there, where {minus}£1,074.00 counts and {minus}£895.00 "
        "would"
    )


def test_a_net_and_its_gross_that_differ_otherwise_are_not() -> None:
    assert not any("more than" in one for one in cleaned(exchanged_from(20)).notices)
    rounded = "Supplier,Net,Gross\n" + "".join(f"Payee {n} Ltd,100.01,100.00\n" for n in range(9))
    taken_back = "Supplier,Net,Gross\n" + "".join(f"Payee {n} Ltd,-9.00,1.00\n" for n in range(9))
    for text in (rounded, taken_back):
        assert not any("more than" in one for one in cleaned(text).notices)


WITH_VAT = [f"Payee {n} Ltd,{100 + n}.00,{20}.00,{120 + n}.00" for n in range(5)]


@pytest.mark.parametrize(
    ("row", "pence"),
    [(",,50.25", 50_25), (",0.00,50.25", 50_25), (",8.25,50.25", 42_00), (",,-9.00", -9_00)],
)
def test_a_blank_net_is_the_gross_less_the_vat_where_other_rows_prove_it(
    row: str, pence: int
) -> None:
    clean = cleaned("\n".join(["Supplier,Net,VAT,Gross", *WITH_VAT, f"Payee Ltd,{row}", ""]))
    assert clean.set_aside.is_empty()
    assert clean.payments["pence"][-1] == pence
    pounds = f"{'-' if pence < 0 else ''}£{abs(pence) / 100:.2f}"
    said = f"1 payment has nothing under 'Net': read as 'Gross' less 'VAT', {pounds} in all"
    assert said in clean.notices


@pytest.mark.parametrize(
    ("heading", "rows", "last"),
    [
        ("Net,VAT,Gross", [row.replace(",1", ",2", 1) for row in WITH_VAT], "Payee Ltd,,,50.25"),
        ("Net,VAT,Gross", WITH_VAT, "Payee Ltd,,20%,50.25"),
        ("Net,Notes,Gross", WITH_VAT, "Payee Ltd,,,50.25"),
    ],
    ids=["nothing adds up", "no VAT that can be read", "no VAT"],
)
def test_else_it_is_said_what_the_gross_has(heading: str, rows: list[str], last: str) -> None:
    clean = cleaned("\n".join([f"Supplier,{heading}", *rows, last, ""]))
    assert clean.set_aside.height == 1
    assert "without 'Net' in 1 row set aside: 'Gross' has £50.25 there" in clean.notices


@pytest.mark.parametrize(("twin", "basis"), [("Gross Amount", "gross"), ("Net Amount", "net")])
def test_what_is_the_same_on_every_row_is_of_the_same_kind(twin: str, basis: str) -> None:
    rows = "".join(f"Payee {one} Ltd,{one}.10,{one}.10\n" for one in range(10, 20))
    assert heading_of(f"Supplier,{twin},Line Total\n{rows}").basis == basis


def test_the_same_on_nearly_every_row_is_said_so_and_tells_no_kind() -> None:
    rows = "".join(f"Payee {one} Ltd,{one}.10,{one}.10\n" for one in range(10, 120))
    heading = heading_of(f"Supplier,Gross Amount,Amount\n{rows}Payee 1 Ltd,120.00,100.00\n")
    assert heading.basis == "not said"
    assert "'Gross Amount' (column 2) has the same amounts as 'Amount' on nearly every row" in (
        heading.notices
    )


@pytest.mark.parametrize("amount", ["Amount", "Invoice Amount"])
def test_an_amount_in_pounds_is_taken_beside_a_column_of_currencies(amount: str) -> None:
    rows = "".join(f"Payee {one} Ltd,{one}.10,{one}.10,GBP\n" for one in range(10, 20))
    text = f"Supplier,{amount},Invoice Amount GBP,Invoice Currency Unit\n{rows}Maison SARL,12.00,10.00,EUR\n"
    clean = cleaned(text)
    assert clean.payments["pence"].to_list()[-1] == 1000
    assert clean.set_aside.is_empty()
