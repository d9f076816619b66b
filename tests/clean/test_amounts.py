"""Every way of writing money comes back exact to the penny, and nothing else becomes money."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from read.published import cleaned, paid, set_aside
from spendaudit.clean.amounts import bare_pence, plain_pence, unusual_pence, why_unreadable
from spendaudit.clean.called_otherwise import notice_credit_file, notice_other_file
from spendaudit.errors import InputError


def pence_of(texts: list[str]) -> list[int | None]:
    amount = pl.col("amount")
    either = pl.coalesce(plain_pence(amount), unusual_pence(amount))
    return pl.DataFrame({"amount": texts}).select(either).to_series().to_list()


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("680.05", 68005),
        (" 680.05 ", 68005),
        ("£1,234.50", 123450),
        ("£ 3,040.14", 304014),
        ("3,040.14£", 304014),
        ("?3,040.14", 304014),
        ("-\u01413,040.14", -304014),
        ("\u200b3,040.14\ufeff", 304014),
        ("-15,473.57", -1547357),
        ("-£40,260.47", -4026047),
        ("£-5", -500),
        ("- £5.00", -500),
        ("(1,000.00)", -100000),
        ("(£1,000.00)", -100000),
        ("£(1,000.00)", -100000),
        (" (62,500.00)", -6250000),
        ("1,000.00-", -100000),
        ("1,000.00CR", -100000),
        ("1,000.00 cr", -100000),
        ("1,000.00DR", 100000),
        ("\u22125.00", -500),
        ("\u20135.00", -500),
        ("+5.00", 500),
        ("5", 500),
        ("5.", 500),
        ("5.5", 550),
        (".5", 50),
        ("0", 0),
        ("-0.00", 0),
        ("-", 0),
        (" £-   ", 0),
        ("\u2013", 0),
        ("1 234.50", 123450),
        ("\u00a01\u00a0234.50\u00a0", 123450),
        ("-£ 1 234 567.5", -123456750),
        ("(1 234.50)", -123450),
        ("1,000.00 DR", 100000),
        ("GBP 12.00", 1200),
        ("12.00 GBP", 1200),
        ("Â£12.00", 1200),
        ("\ufffd12.00", 1200),
        ("-\u015312.00", -1200),
        ("-5.68434E-13", 0),
        ("1.5E+05", 15000000),
        ("2.5e2", 25000),
        ("474.75000000000006", 47475),
        ("0.125", 12),
        ("0.135", 14),
        ("-0.125", -12),
        ("1.005", 100),
        ("9999999999999.99", 999999999999999),
    ],
)
def test_every_form_met_in_real_files_is_read(written: str, pence: int) -> None:
    assert pence_of([written]) == [pence]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "there is no amount"),
        ("  ", "there is no amount"),
        ("#####", "the amount is damaged: a spreadsheet showed it as ###"),
        ("#REF!", "the amount is the error of a formula: #REF!"),
        (" #n/a ", "the amount is the error of a formula: #N/A"),
        ("£#DIV/0!", "the amount is the error of a formula: #DIV/0!"),
        ("#NAME?", "the amount is the error of a formula: #NAME?"),
        ("#NUM!", "the amount is the error of a formula: #NUM!"),
        ("#REF", "the amount is the error of a formula: #REF"),
        ("#12", "the amount is not a number"),
        ("REDACTED PERSONAL DATA", "the amount is redacted"),
        ("REDCATED", "the amount is redacted"),
        ("25/06/2012", "a date stands where the amount should be"),
        ("2012-06-25 00:00:00", "a date stands where the amount should be"),
        ("25-Jun-2012", "a date stands where the amount should be"),
        ("Jun-12", "a date stands where the amount should be"),
        ("5 6.00", "there are spaces inside the amount: it may be two numbers"),
        ("5 678.00 1", "there are spaces inside the amount: it may be two numbers"),
        ("612\n745", "there are spaces inside the amount: it may be two numbers"),
        ("680 .05", "there are spaces inside the amount: it may be two numbers"),
        ("25/06/2012930", "a date stands where the amount should be"),
        ("2012-06-25", "a date stands where the amount should be"),
        ("$5.00", "the amount is not in pounds"),
        ("5.00 EUR", "the amount is not in pounds"),
        ("€5", "the amount is not in pounds"),
        ("10000000000000", "the number is too long to be money"),
        ("1.234,50", "the amount's separators fit no known form"),
        ("1,23,456.00", "the amount's separators fit no known form"),
        ("12,34", "the amount's separators fit no known form"),
        ("1.2.3", "the amount's separators fit no known form"),
        ("1,000.00-)", "the amount is not a number"),
        ("twelve", "the amount is not a number"),
        ("£", "the amount is not a number"),
        ("(5.00", "the amount's separators fit no known form"),
        ("-(5.00)", "the amount's separators fit no known form"),
        ("-5.00CR", "the amount is not a number"),
        ("--5", "the amount is not a number"),
        ("1e999", "the amount is not a number"),
        ("£1.2m", "the amount is not a number"),
        ("5%", "the amount is not a number"),
        ("٣", "the amount is not a number"),
    ],
)
def test_what_is_no_amount_says_why(written: str, reason: str) -> None:
    assert pence_of([written]) == [None]
    said = pl.DataFrame({"amount": [written]}).select(why_unreadable(pl.col("amount")))
    assert said.item() == reason


FORMS = (
    "{sign}{plain}",
    "{sign}£{commas}",
    "£{sign}{commas}",
    " {sign}{commas} ",
    "{sign}{commas} GBP",
    "{sign}£ {plain}\u00a0",
)
NEGATIVE_FORMS = (
    "({commas})",
    "(£{plain})",
    "£({commas})",
    "{plain}-",
    "£{commas} CR",
    "{commas}cr",
)


@given(
    st.lists(
        st.tuples(
            st.decimals("-99999999999", "99999999999", places=2),
            st.sampled_from(FORMS),
            st.sampled_from(NEGATIVE_FORMS),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_amount_in_any_form_comes_back_exact(
    amounts: list[tuple[Decimal, str, str, bool]],
) -> None:
    texts = [
        (negative if bracketed and amount < 0 else form).format(
            sign="-" if amount < 0 else "", plain=f"{abs(amount):f}", commas=f"{abs(amount):,}"
        )
        for amount, form, negative, bracketed in amounts
    ]
    assert pence_of(texts) == [int(amount * 100) for amount, *_ in amounts]


@given(st.decimals("-9999999", "9999999", places=6))
def test_fractions_of_a_penny_are_rounded_half_to_even(amount: Decimal) -> None:
    exact = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    assert pence_of([f"{amount:f}"]) == [int(exact * 100)]


@given(st.integers(-9999, 9999), st.integers(0, 6), st.sampled_from(["E+0", "E", "e", "E+"]))
def test_scientific_notation_is_exact(mantissa: int, power: int, mark: str) -> None:
    text = f"{Decimal(mantissa).scaleb(-3):f}{mark}{power}"
    exact = Decimal(mantissa).scaleb(power - 3).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    assert pence_of([text]) == [int(exact * 100)]


@given(
    st.lists(
        st.one_of(
            st.text(st.sampled_from("0123456789.,-£ "), max_size=20),
            st.from_regex(r"\A-?[0-9]{1,3}(,[0-9]{3}){0,5}(\.[0-9]{1,2})?\Z"),
        ),
        min_size=1,
    )
)
@example(["9999999999999.99", "10000000000000", "-10000000000000.00", "9" * 40])
def test_the_quick_way_gives_what_the_other_does_or_nothing(texts: list[str]) -> None:
    amount = pl.col("amount")
    both = pl.DataFrame({"amount": texts}).select(
        bare_pence(amount).alias("bare"), plain_pence(amount).alias("plain")
    )
    bare = both.filter(pl.col("bare").is_not_null())
    assert bare["bare"].to_list() == bare["plain"].to_list()
    # Only a pound sign or a space is left to the other way.
    left = [text for text, pence in zip(texts, both["bare"], strict=True) if pence is None]
    plain = pl.DataFrame({"amount": left}, schema={"amount": pl.String}).filter(
        plain_pence(amount).is_not_null()
    )
    assert all("£" in text or " " in text for text in plain["amount"])


@given(st.text(st.sampled_from("0123456789.,-+()£$ EeCR/x\u00a0"), max_size=12))
def test_no_text_becomes_money_by_being_cut_or_guessed_at(text: str) -> None:
    (pence,) = pence_of([text])
    if pence:
        digits = "".join(character for character in text if character.isdigit())
        assert str(abs(pence)).strip("0") in digits + "0" or "." in text or "e" in text.lower()
        assert (
            pence < 0 or not any(mark in text for mark in ("-", "(", "CR")) or "E-" in text.upper()
        )


def test_a_file_that_is_all_dollars_was_exported_under_american_settings() -> None:
    clean = cleaned('Supplier,Amount\nWyre,"$1,000.00 "\nLune,-$5.00\nHodder,($2.50)\n')
    assert clean.payments["pence"].to_list() == [100000, -500, -250]
    assert clean.notices == ("every amount is written with $: read as pounds",)


def test_a_lone_dollar_among_pounds_is_a_dollar() -> None:
    text = "Supplier,Amount\n" + "Wyre,5.00\n" * 9 + "Lune,$5.00\n"
    assert set_aside(text) == [(11, "the amount is not in pounds")]
    assert set_aside("Supplier,Amount\nWyre,£5.00\nLune,$5.00\n") == [
        (3, "the amount is not in pounds")
    ]


def test_an_amount_in_another_currency_is_no_amount_in_pounds() -> None:
    text = (
        "Supplier,Amount,Currency\nWyre,5.00,GBP\nLune,6.00,EUR\nHodder,7.00,\nDee,8.00,gbp\n"
        "Don,1.00,£\n"
    )
    assert [name for name, _ in paid(text)] == ["Wyre", "Hodder", "Dee", "Don"]
    assert set_aside(text) == [(3, "the amount is in EUR, not in pounds")]


@pytest.mark.parametrize(
    "heading",
    [
        *("Base Amount", "Invoice Amount (Base)", "Amount in Local Currency", "Accounted Amount"),
        *("Invoice Amount (Currency),Invoice Amount (Base)", "Invoice Amount,Base Amount"),
    ],
)
def test_an_amount_in_the_currency_of_the_accounts_is_in_pounds(heading: str) -> None:
    before = "7.50," if "," in heading else ""
    text = (
        f"Supplier,Currency,{heading}\nWyre Ltd,GBP,{before}5.00\nLune Ltd,USD,{before}6.00\n"
        f"Aire Ltd,GBP,{before}7.00\n"
    )
    clean = cleaned(text)
    assert clean.payments["pence"].to_list() == [500, 600, 700]
    name = heading.rsplit(",", maxsplit=1)[-1]
    assert f"{name!r} is in the currency of the accounts, by its heading: 'Currency' is not heeded" in clean.notices  # fmt: skip
    in_euros = cleaned(text.replace("GBP", "EUR").replace("USD", ""))
    assert in_euros.payments["pence"].to_list() == [600]


def test_an_amount_in_sterling_is_one_whatever_the_currency_of_the_invoice() -> None:
    for sterling in ("Pound Sterling", "POUNDS STERLING", "British Pound"):
        assert paid(f"Supplier,Amount,Currency\nWyre,5.00,{sterling}\n") == [("Wyre", 500)]
    for heading in ("Amount in Sterling", "Amount (£)", "Amount GBP"):
        text = f"Supplier,{heading},Invoice Currency Unit\nWyre,5.00,EUR\n"
        assert paid(text) == [("Wyre", 500)]


@pytest.mark.parametrize("sign", ["\ufffd", "\u0153", "\u0152"])
def test_what_became_of_a_pound_sign_is_still_money(sign: str) -> None:
    rows = "".join(f'Payee {n},"{sign}{n},250.50"\n' for n in range(1, 9))
    assert paid("Supplier,Amount\n" + rows)[0] == ("Payee 1", 125_050)


@pytest.mark.parametrize(
    "amount", ["57370.16999999993", "691.1800000000001", "-0.5099999999999998"]
)
def test_the_noise_of_a_program_is_no_fraction_of_a_penny(amount: str) -> None:
    clean = cleaned(f"Supplier,Amount\nWyre,{amount}\nLune,2.50\n")
    assert not any("penny" in notice for notice in clean.notices)
    assert clean.payments["pence"][0] == round(float(amount) * 100)


@pytest.mark.parametrize(
    ("amounts", "notice"),
    [
        (["1.005", "2.50"], "1 amount has fractions of a penny: rounded to the penny"),
        (["1.0051", "2.3330"], "2 amounts have fractions of a penny: rounded to the penny"),
        (
            ["(1.005)", "1.005CR", "2.50"],
            "2 amounts have fractions of a penny: rounded to the penny",
        ),
        (
            ["1.5E+05"],
            "1 amount, £150,000.00 in all, stands as 1.5E+05: a spreadsheet may have rounded it",
        ),
        (
            ["1.5E+05", "-1E5"],
            "2 amounts, £50,000.00 in all, stand as 1.5E+05: a spreadsheet may have rounded them",
        ),
    ],
)
def test_what_a_spreadsheet_may_have_rounded_is_said_aloud(amounts: list[str], notice: str) -> None:
    clean = cleaned("\n".join(["Supplier,Amount", *(f"Wyre,{amount}" for amount in amounts)]))
    assert clean.notices == (notice,)


@pytest.mark.parametrize("amount", ["1.00", "1.500", "-5.68434E-13"])
def test_what_was_not_rounded_is_not_spoken_of(amount: str) -> None:
    assert cleaned(f"Supplier,Amount\nWyre,{amount}\nLune,2.00\n").notices == ()


def amounts_under(*amounts: str, heading: str = "Amount") -> list[int | None]:
    """Pence of each row, null where it was set aside; the heading may be anything."""
    rows = "".join(f'Wyre {n},"{amount}"\n' for n, amount in enumerate(amounts))
    found = dict(paid(f"Supplier,{heading}\n{rows}"))
    return [found.get(f"Wyre {n}") for n in range(len(amounts))]


def test_a_column_that_is_continental_throughout_is_read_so_and_it_is_said() -> None:
    amounts = ("1.234,56", "1.234", "500", "12,50", "-1.234.567,8", "£2.000,00")
    assert amounts_under(*amounts) == [123456, 123400, 50000, 1250, -123456780, 200000]
    clean = cleaned('Supplier,Amount\nWyre,"1.234,56"\nLune,12\n')
    assert clean.notices == ("the amounts are written in the continental way, 1.234,56: read so",)


def test_commas_for_pence_prove_a_column_only_where_there_are_several() -> None:
    assert amounts_under("12,50", "9,99", "100,00", "5") == [1250, 999, 10000, 500]
    assert amounts_under("12,50", "9", "100") == [None, 900, 10000]


def test_a_continental_amount_among_english_ones_is_set_aside() -> None:
    assert amounts_under("1.234,56", "1,234.56", "5.60") == [None, 123456, 560]


def test_a_point_that_may_stand_for_thousands_is_not_read_as_a_pound_and_a_fraction() -> None:
    assert amounts_under("1.234", "500", "12.500", "7") == [None, 50000, None, 700]
    assert amounts_under("1.234", "1.234.567", "5.60") == [None, None, 560]
    assert set_aside("Supplier,Amount\nWyre,1.234\nLune,500\n") == [
        (2, "the point may stand for pence or for thousands: nothing tells which")
    ]


@pytest.mark.parametrize(
    "proof", ["5.60", "5.6", "1,234", "1234.567", "0.125", "474.75000000000006"]
)
def test_a_point_that_stands_for_pence_elsewhere_stands_for_pence(proof: str) -> None:
    assert amounts_under("1.234", proof)[0] == 123


@pytest.mark.parametrize(
    ("heading", "amounts", "pence"),
    [
        ("Amount £000", ("12", "-3", "1.5", "0.123"), (1200000, -300000, 150000, 12300)),
        ("Amount (£'000s)", ("12",), (1200000,)),
        ("Spend £k", ("(12)",), (-1200000,)),
        ("Amount in thousands", ("1,200",), (120000000,)),
        ("Amount (£m)", ("1.25", "0.10"), (125000000, 10000000)),
        ("Amount in pence", ("12345", "-5"), (12345, -5)),
        ("Amount (p)", ("1,234",), (1234,)),
        ("Value (k£)", ("12",), (1200000,)),
        ("Amt_GBP_K", ("12",), (1200000,)),
        ("Amount_in_thousands", ("12",), (1200000,)),
        ("Amount_GBP_000", ("12",), (1200000,)),
        ("AMOUNT_K", ("12",), (1200000,)),
        ("Amount (in £1000s)", ("12",), (1200000,)),
        ("Amount x1000", ("12",), (1200000,)),
        ("AmountPence", ("12345",), (12345,)),
        ("amount_pence", ("12345",), (12345,)),
    ],
)
def test_a_heading_of_thousands_or_pence_is_heeded_and_it_is_said(
    heading: str, amounts: tuple[str, ...], pence: tuple[int, ...]
) -> None:
    assert tuple(amounts_under(*amounts, heading=heading)) == pence
    rows = "".join(f'Wyre,"{amount}"\n' for amount in amounts)
    assert f"as the heading {heading!r} says" in cleaned(f"Supplier,{heading}\n{rows}").notices[0]


@pytest.mark.parametrize(
    "heading",
    [
        *("Amount £", "Amount over £25,000", "Amount over £5k", "Amount (£ and pence)", "Amount"),
        *(
            "Amounts above 500 thousand",
            "Net Amount (£) over £25,000.00",
            "Amount (£1,000 and over)",
        ),
        *("Amount_GBP", "Amount (£500)", "Total amount kept"),
    ],
)
def test_a_threshold_in_the_heading_is_no_unit(heading: str) -> None:
    text = f'Supplier,"{heading}"\nWyre,12\nLune,3.50\n'
    assert paid(text) == [("Wyre", 1200), ("Lune", 350)]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "All figures in £000s",
            "Payments to suppliers (£'000)",
            "Amounts in thousands of pounds",
        ),
        *(
            "All figures £ thousands",
            "£k",
            "£m",
            "Figures: £thousand",
            "GBP million",
            "(thousands)",
        ),
    ],
)
def test_a_title_of_thousands_above_amounts_in_pounds_is_told(title: str) -> None:
    clean = cleaned(f"{title}\nSupplier,Amount\nWyre,12\nLune,3\n")
    assert clean.payments["pence"].to_list() == [1200, 300]
    assert clean.notices == (
        f"the title {title!r} speaks of another unit than the heading 'Amount': read as pounds",
    )
    assert len(cleaned(f"{title}\nSupplier,Amount £000\nWyre,12\nLune,3\n").notices) == 1


@pytest.mark.parametrize(
    "title",
    [
        *("Payments over £25k", "Transactions of £25 thousand and over", "Spend over £500 in 2024"),
        *("Spending £25k+", "Payments of a thousand pounds and more"),
    ],
)
def test_a_title_with_a_threshold_speaks_of_no_unit(title: str) -> None:
    assert not cleaned(f"{title}\nSupplier,Amount\nWyre,12\nLune,3\n").notices


@pytest.mark.parametrize("heading", ["Amount £000", "Amount in pence"])
def test_pounds_and_pence_under_a_heading_of_another_unit_are_refused(heading: str) -> None:
    with pytest.raises(InputError, match=r"2 of 3 have pence, such as '1,234.56'") as refusal:
        cleaned(f'Supplier,{heading}\nWyre,"1,234.56"\nLune,5.60\nDee,7\n')
    assert refusal.value.try_next


MARKED = "Supplier,Amount,{}\nWyre,5.00,{}\nLune,3.00,{}\nDee,2.00,{}\n"


@pytest.mark.parametrize(
    "heading", ["CR/DR", "Credit/Debit", "Sign", "Debit Credit Indicator", "D/C"]
)
def test_a_credit_marked_in_a_column_of_its_own_is_taken_off(heading: str) -> None:
    debit, credit = ("+", "-") if heading == "Sign" else ("D", "C")
    clean = cleaned(MARKED.format(heading, debit, credit, debit))
    assert clean.payments["pence"].to_list() == [500, -300, 200]
    assert clean.notices == (
        (
            f"1 amount is marked as a credit by the column {heading!r}, £3.00 in all: "
            "taken off, not added"
        ),
    )


@pytest.mark.parametrize(
    ("heading", "invoice", "credit"),
    [
        ("INV/CRN", "INV", "CRN"),
        ("Inv/Cr", "I", "C"),
        ("Type", "Payment", "Credit Note"),
        ("Document Type", "Invoice", "CREDIT NOTE"),
        ("Voucher Type", "Direct Debit", "Credit Memo"),
        ("Trans Type", "Standard", "Supplier Credit Note"),
        ("Transaction \u2013 Transaction Type", "Purchase", "Credit Voucher"),
        ("Transaction Type", "PURCHASE", "Refund"),
        ("Type", "Purchases", "Credit"),
        ("Trans Type", "SALE", "REFUND"),
        ("Type", "INV", "CN"),
        ("Type", "Invoice", "Credit"),
        ("TT", "IN", "CR"),
        ("Transaction Type", "PI", "PC"),
        ("Document Type", "KR", "KG"),
        ("Payment Type", "Invoice", "Credit note"),
        ("Type of transaction", "STANDARD", "CREDIT"),
        ("Credit?", "N", "Y"),
        ("Credit Note", "No", "Yes"),
        ("Cr", "", "Y"),
        ("DR/CR", "", "CR"),
    ],
)
def test_a_credit_note_told_by_the_kind_of_document_is_taken_off(
    heading: str, invoice: str, credit: str
) -> None:
    clean = cleaned(MARKED.format(heading, invoice, credit, invoice))
    assert clean.payments["pence"].to_list() == [500, -300, 200]
    assert len(clean.notices) == 1


@pytest.mark.parametrize(
    ("heading", "one", "other"),
    [
        ("Type", "R", "C"),
        ("Payment Type", "BACS", "Credit"),
        ("Payment Type", "Invoice", "Refund"),
        ("Type of Type", "Purchase", "Refund"),
        ("Purchase Type", "Purchase of care", "Refund"),
        *(("Type", "R", "C"), ("Payment Type", "BACS", "Credit"), ("Type", "LTD", "CR")),
        *(("Supplier Type", "INV", "CR"), ("Credit", "no", "yes please")),
    ],
)
def test_a_kind_that_may_be_something_else_marks_no_credits(
    heading: str, one: str, other: str
) -> None:
    clean = cleaned(MARKED.format(heading, one, other, one))
    assert clean.payments["pence"].to_list() == [500, 300, 200]
    assert clean.notices == ()


@pytest.mark.parametrize(
    ("heading", "one", "other"),
    [
        *(("Type", "I", "C"), ("Type", "Debit", "Credit")),
        ("Transaction Type", "Payment", "Refund"),
    ],
)
def test_a_kind_that_may_be_a_credit_is_said_and_not_turned(
    heading: str, one: str, other: str
) -> None:
    clean = cleaned(MARKED.format(heading, one, other, one))
    assert clean.payments["pence"].to_list() == [500, 300, 200]
    assert clean.notices == (
        (
            f"1 amount may be a credit by the column {heading!r}, £3.00 in all, and has no minus: "
            "it counts as a payment"
        ),
    )
    assert not cleaned(MARKED.format(heading, one, other, one).replace("3.00", "-3.00")).notices


def test_a_file_of_negative_amounts_is_doubted_and_not_turned() -> None:
    rows = "".join(f"Wyre,-{n}.00\n" for n in range(1, 12))
    clean = cleaned(f"Supplier,Amount\n{rows}Lune,5.00\n")
    assert clean.payments["pence"].sum() == -6100
    assert clean.notices == (
        (
            "11 of 12 amounts are negative: they count as credits, unless the ledger writes what "
            "it pays with a minus"
        ),
    )
    assert not cleaned("Supplier,Amount\n" + "Wyre,-1.00\n" * 9).notices
    most = cleaned("Supplier,Amount\n" + "Wyre,-1.00\n" * 6 + "Lune,5.00\n" * 4)
    assert most.notices[0].startswith("6 of 10 amounts are negative")
    assert not cleaned("Supplier,Amount\n" + "Wyre,-1.00\n" * 5 + "Lune,5.00\n" * 5).notices


@pytest.mark.parametrize("heading", ["Narrative", "Description", "Expense Type"])
@pytest.mark.parametrize("text", ["CREDIT NOTE", "Credit note 123", "Supplier credit memo"])
def test_a_credit_note_by_its_purpose_alone_is_doubted(heading: str, text: str) -> None:
    rows = f"Wyre Ltd,5.00,supplies\nLune Ltd,3.00,{text}\nAire Ltd,-2.00,{text}\n"
    clean = cleaned(f"Supplier,Amount,{heading}\n{rows}")
    assert clean.payments["pence"].to_list() == [500, 300, -200]
    said = f"1 amount may be a credit by the column {heading!r}, £3.00 in all, and has no minus"
    assert clean.notices == (f"{said}: it counts as a payment",)
    other = cleaned(f"Supplier,Amount,{heading}\n{rows}".replace(text, "Credit union fees"))
    assert other.notices == ()


def test_a_dash_in_the_place_of_pence_is_no_minus() -> None:
    assert amounts_under("1,234.-", "12.-", "5.00-", "5-") == [None, None, -500, -500]


def test_a_credit_that_has_its_minus_keeps_it() -> None:
    clean = cleaned(MARKED.format("CR/DR", "DR", "CR", "DR").replace("3.00", "-3.00"))
    assert clean.payments["pence"].to_list() == [500, -300, 200]
    assert clean.notices == ()


def test_a_credit_without_the_minus_of_the_others_is_set_aside() -> None:
    text = "Supplier,Amount,CR/DR\n" + "Wyre,5.00,DR\n" * 4 + "Lune,-3.00,CR\nDee,2.00,CR\n"
    assert set_aside(text) == [
        (7, "marked as a credit, but without the minus that other credits have")
    ]


def test_marks_on_most_rows_speak_of_the_account_and_not_of_credits() -> None:
    clean = cleaned(MARKED.format("CR/DR", "CR", "CR", "DR"))
    assert clean.payments["pence"].to_list() == [500, 300, 200]
    assert clean.notices == (
        "the column 'CR/DR' marks most rows as credits: their amounts count as they stand",
    )


def test_marks_of_the_suppliers_account_that_agree_with_the_signs_raise_no_doubt() -> None:
    text = "Supplier,Amount,Debit/Credit Indicator\n" + "Wyre,5.00,H\n" * 4 + "Lune,-3.00,S\n"
    clean = cleaned(text)
    assert clean.payments["pence"].to_list() == [500, 500, 500, 500, -300]
    assert clean.notices == ()


@pytest.mark.parametrize("heading", ["Sign", "D/C"])
def test_a_column_of_other_things_marks_no_credits(heading: str) -> None:
    assert cleaned(MARKED.format(heading, "yes", "C", "no")).notices == ()


@pytest.mark.parametrize("mark", ["CR", "-", "Credit", "CN"])
def test_marks_beside_the_amount_need_no_heading(mark: str) -> None:
    rows = "Wyre,5.00,{0}\nLune,3.00,{1}\nDee,2.00,{0}\n"
    clean = cleaned("Supplier,Amount,\n" + rows.format("", mark))
    assert clean.payments["pence"].to_list() == [500, -300, 200]
    assert "1 amount is marked as a credit by column 3, £3.00 in all: taken off, not added" in (
        clean.notices
    )
    both = cleaned("Supplier,Amount,\n" + rows.format("D", "C"))
    assert both.payments["pence"].to_list() == [500, -300, 200]


@pytest.mark.parametrize("mark", ["C", "x", "H", "CR 12"])
def test_other_marks_beside_the_amount_say_nothing_of_credits(mark: str) -> None:
    clean = cleaned(f"Supplier,Amount,\nWyre,5.00,\nLune,3.00,{mark}\nDee,2.00,\n")
    assert clean.payments["pence"].to_list() == [500, 300, 200]


@given(
    st.decimals("0.01", "9999999", places=2),
    st.sampled_from(["{:f}", "{:,f}", "£{:,f}", "-{:f}", "({:,f})", "{:f}CR"]),
    st.integers(0, 14),
    st.sampled_from([*"£,.-+()[]#/x*'%$€ CRD\u00a0", "  ", "--", "00/"]),
)
def test_noise_in_an_amount_gives_that_amount_or_none(
    amount: Decimal, form: str, place: int, noise: str
) -> None:
    text = form.format(amount)
    (pence,) = pence_of([text[:place] + noise + text[place:]])
    assert pence is None or abs(pence) == int(amount * 100)


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("Over_500_Credit_Notes_January_2024.csv", "", "its name"),
        ("over-500-credits-may-2023.csv", "", "its name"),
        ("Over_500_Credit_August_2023.csv", "", "its name"),
        ("april-2024.csv", "Refunds received in April 2024", "its title"),
        ("Invoices_and_credit_notes_over_500.csv", "", ""),
        ("creditor-payments-over-250.csv", "", ""),
        ("credit-card-april-2024.csv", "", ""),
        ("credit/april-2024.csv", "Payments to Wyre Credit Union", ""),
    ],
)
def test_a_file_of_credits_without_a_minus_is_doubted(name: str, title: str, said: str) -> None:
    sentence = "speaks of credits, and none of the 2 amounts has a minus: they count as payments"
    assert notice_credit_file(name, [title], pl.Series([100, 250])) == (
        [f"{said} {sentence}"] if said else []
    )
    assert notice_credit_file(name, [title], pl.Series([100, -250])) == []


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("Purchase_Orders_over_5000_Q1.csv", "", "its name speaks of orders"),
        ("data.xlsx [Budget]", "", "its name speaks of budgets"),
        ("april.csv", "Members' Allowances 2024/25", "its title speaks of allowances"),
        ("april.csv", "Members Allowances 2024/25", "its title speaks of allowances"),
        ("Senior Salaries 2024.csv", "", "its name speaks of salaries"),
        ("hall-income.csv", "", "its name speaks of income"),
        ("grants-awarded-2024.csv", "", "its name speaks of grants"),
        ("Gifts & Hospitality Register 2024.csv", "", "its name speaks of gifts and hospitality"),
        (
            "april.csv",
            "Hospitality received by officials",
            "its title speaks of gifts and hospitality",
        ),
        ("Board-members-expenses-Q1.csv", "", "its name speaks of expense claims"),
        (
            "Chief Executive's travel and subsistence expenses.csv",
            "",
            "its name speaks of expense claims",
        ),
        ("Single tender waivers 2023-24.csv", "", "its name speaks of waivers"),
        ("Gift-shop-April.csv", "Catering and hospitality services", ""),
        ("payments-and-expenses.csv", "", ""),
        ("grants-2024.csv", "", ""),
        ("income-and-expenditure.csv", "", ""),
        ("purchase-orders.csv", "Payments to suppliers over £500", ""),
        ("budget/april-2024.csv", "", ""),
        ("april-2024.csv", "Wyre Borough Council", ""),
    ],
)
def test_a_file_of_orders_or_budgets_is_doubted(name: str, title: str, said: str) -> None:
    told = notice_other_file(name, [title])
    assert told == ([f"{said}, and not of payments: its amounts count as payments"] if said else [])


@pytest.mark.parametrize(("more", "signs_stay"), [(10, True), (0, False)])
def test_where_nearly_all_others_have_a_minus_a_credit_without_one_stays_as_it_stands(
    more: int, signs_stay: bool
) -> None:
    """A ledger writes what it pays with a minus: the signs are exchanged, and say enough."""
    rows = [f"Payee {n} Ltd,KR,-{100 + n}.00" for n in range(more)]
    rows += ["Wyre Ltd,KR,50.00"] * (0 if more else 10) + ["Lune Ltd,KG,7.00"]
    clean = cleaned("Supplier,Document Type,Amount\n" + "\n".join(rows) + "\n")
    assert clean.payments["pence"].to_list()[-1] == (700 if signs_stay else -700)
    assert any("most others have one" in one for one in clean.notices) is signs_stay


@pytest.mark.parametrize(
    ("name", "title", "why"),
    [
        ("over £500 credits april 2024.csv", "", "as its name says"),
        ("april-2024.csv", "Credit notes, April 2024\n", "as its title says"),
        ("april-2024.csv", "", "unless the ledger writes what it pays with a minus"),
        (
            "payments and credits 2024.csv",
            "",
            "unless the ledger writes what it pays with a minus",
        ),
    ],
)
def test_amounts_with_a_minus_are_credits_without_a_doubt_where_the_file_says_so(
    name: str, title: str, why: str
) -> None:
    rows = "".join(f"0{n}/04/2024,Wyre {n} Ltd,-{n}00.50\n" for n in range(1, 10))
    rows += "".join(f"1{n}/04/2024,Lune {n} Ltd,-{n}10.50\n" for n in range(1, 4))
    notices = cleaned(f"{title}Date,Supplier,Amount\n{rows}", name=name).notices
    assert f"12 of 12 amounts are negative: they count as credits, {why}" in notices
