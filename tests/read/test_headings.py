"""A heading is told by what councils call their columns, and never by hope."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from read.published import cleaned, heading_of
from spendaudit.errors import ColumnError, InputError
from spendaudit.read.headings import basis_of, meaning_of, meanings, understand

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "category/purpose": {"category", "purpose", "department", "ignored"},
    "ids": {
        "transaction",
        "supplier_id",
        "vat_number",
        "company_number",
        "charity_number",
        "ignored",
    },
    "vat/cap": {"vat", "ignored"},
    "flags": {"ignored"},
    "body": {"body", "body_uri"},
}
"""Meanings in `headings.csv` that are coarser than ours."""
NHS_KINDS = {
    "transactionnumber": {"transaction"},
    "expensearea": {"department"},
    "departmentfamily": {"body", "department"},
    "expensetype": {"category"},
    "description": {"purpose"},
}


def meaning(heading: str) -> str | None:
    found = meaning_of(heading)
    return found[0] if found else None


def test_nearly_every_heading_met_in_council_files_is_understood(shared: Path) -> None:
    with (shared / "headings.csv").open(encoding="utf-8", newline="") as table:
        met = [(row["meaning"], row["heading"]) for row in csv.DictReader(table)]
    right = [h for kind, h in met if meaning(h) in KINDS.get(kind, {kind})]
    assert len(right) / len(met) >= 0.98
    assert [h for _, h in met if meaning(h) is None] == []


def test_most_headings_of_nhs_files_are_understood_in_spite_of_their_typos(shared: Path) -> None:
    with (shared / "headings-nhs.csv").open(encoding="utf-8", newline="") as table:
        met = [(kind, heading) for heading, kind in csv.reader(table)]
    right = [h for kind, h in met if meaning(h) in NHS_KINDS.get(kind, {kind})]
    assert len(right) / len(met) >= 0.9


def test_every_heading_of_scottish_card_files_is_understood(shared: Path) -> None:
    with (shared / "headings-scotland.csv").open(encoding="utf-8", newline="") as table:
        met = {cell for row in list(csv.reader(table))[1:] for cell in row[1:] if cell}
    assert {heading for heading in met if meaning(heading) is None} == set()


def test_no_heading_that_was_met_is_taken_for_a_supplier_or_an_amount_it_is_not(
    shared: Path,
) -> None:
    with (shared / "headings.csv").open(encoding="utf-8", newline="") as table:
        met = [(row["meaning"], row["heading"]) for row in csv.DictReader(table)]
    wrong = {
        heading
        for kind, heading in met
        for needed in ("supplier", "amount")
        if (meaning(heading) == needed) != (kind == needed)
    }
    assert wrong == set()


@pytest.mark.parametrize(
    "heading",
    [
        *("Body Name", "Body URI", "Entity", "Organisation", "Organisation Name", "Authority"),
        *("Department Family", "OrganisationLabel", "Council", "paid_by"),
        *(
            "Supplier Type",
            "Supplier Category",
            "Supplier Postcode",
            "Supplier ID",
            "Supplier Size",
        ),
        *("Supplier On Hold", "Merchant Country", "Budget Holder Name", "Vendor Site Code"),
        *("Supplier Status", "Local Supplier", "Supplier VAT Number", "Supplier Bank Account"),
        *("Number of Suppliers", "SME Supplier?", "Supplier Company Number", "Supplier Spend"),
    ],
)
def test_a_publisher_and_what_is_said_about_a_supplier_are_no_supplier(heading: str) -> None:
    assert meaning(heading) != "supplier"


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "VAT",
            "VAT Amount",
            "Irrecoverable VAT",
            "IrrecoverableVATAmount",
            "Amount Irrecoverable VAT",
        ),
        *(
            "VAT Code",
            "Value Added Tax",
            "Net or Gross",
            "Invoice Amount Currency",
            "Order Amount",
            "Contract Value",
            "Spend YTD",
            "Unit Price",
            "Amount Type",
            "Discount Amount",
            "Value Date",
            "Spend Category",
            "Suspended",
        ),
        *("Budget Amount", "Amount Band", "Private", "Cumulative Spend"),
        *("Tax Amt", "TRANS TAX AMT", "Tax Amt (GBP)", "Tax Total", "Total Tax", "Tax Paid (£)"),
        *("Amount of Tax", "GST Amount", "Amount (GST)", "Tax Rate", "TRANS TAX RATE", "VAT Desc"),
    ],
)
def test_tax_and_kinds_of_amounts_are_no_amount(heading: str) -> None:
    assert meaning(heading) != "amount"


@pytest.mark.parametrize(
    ("headings", "taken"),
    [("Tax Code,Tax Amt,Amount", "Tax Amt"), ("VAT Desc,VAT Rate,VAT,Amount", "VAT")],
)
def test_the_column_of_vat_is_that_of_its_pounds(headings: str, taken: str) -> None:
    cells = headings.split(",")
    assert cells[understand(cells, {})["vat"]] == taken


@pytest.mark.parametrize(
    ("headings", "category", "purpose"),
    [
        ("Merchant Category Name,Expense Description", "Merchant Category Name", 1),
        ("Expense Description,Merchant Code Description", "Merchant Code Description", 0),
        ("Merchant Category,Expense Description,Purpose", "Merchant Category", 2),
        ("Expense Description,Comments", "Expense Description", 1),
        ("Comments,Narrative,Expense Type", "Expense Type", 1),
        ("Expense Type,Expense Description", "Expense Type", None),
    ],
)
def test_what_was_bought_is_the_purpose_beside_what_the_merchant_sells(
    headings: str, category: str, purpose: int | None
) -> None:
    cells = headings.split(",")
    columns = understand(cells, {})
    assert cells[columns["category"]] == category
    assert columns.get("purpose") == purpose


def test_a_list_of_sales_under_a_framework_has_charges_by_the_month() -> None:
    heading = heading_of(
        "Framework,Supplier,For_Month,Product_Service_Description,Total_Charge\n"
        "F1,Ribble Ltd,2013-08-01,Hosting,117.67\nF1,Wyre Ltd,2013-09-01,Hosting,987.74\n"
    )
    assert heading.named() == {
        "supplier": "Supplier",
        "date": "For_Month",
        "purpose": "Product_Service_Description",
        "amount": "Total_Charge",
    }


@pytest.mark.parametrize("heading", ["Mandate", "Candidate", "Consolidated", "Due Date", "Update"])
def test_a_word_that_contains_a_date_is_none(heading: str) -> None:
    assert meaning(heading) != "date"


@pytest.mark.parametrize(
    ("headings", "chosen", "basis"),
    [
        ("Gross,VAT,Net", "Net", "net"),
        ("Gross Amount,Net Amount", "Net Amount", "net"),
        ("Gross Amount,Invoice Amount Excl VAT", "Invoice Amount Excl VAT", "net"),
        ("Amount,Net Amount", "Net Amount", "net"),
        ("VAT Amount,Amount", "Amount", "not said"),
        ("Gross,VAT", "Gross", "gross"),
        ("Irrecoverable VAT,Total amount including VAT", "Total amount including VAT", "gross"),
        ("Amount,Total Contract Value", "Amount", "not said"),
        ("Internet Spend Amount,x", "Internet Spend Amount", "not said"),
        ("SumOfAmount_Inc_VAT,SumOfAmount_Exc_VAT", "SumOfAmount_Exc_VAT", "net"),
        ("Value (£) exc VAT,Total", "Value (£) exc VAT", "net"),
        ("Amount Paid inc VAT,Amount Paid exc. VAT", "Amount Paid exc. VAT", "net"),
        ("Amount,Amount less VAT", "Amount less VAT", "net"),
        ("Cost with VAT,Cost without VAT", "Cost without VAT", "net"),
        ("LineExclusive,LineVAT,LineInclusive", "LineExclusive", "net"),
        ("LineVAT,LineInclusive", "LineInclusive", "gross"),
        ("VAT inclusive amount,VAT exclusive amount", "VAT exclusive amount", "net"),
        ("Total incl.,Total excl.", "Total excl.", "net"),
        ("Billed Amount,Net Billed,Tax", "Net Billed", "net"),
        ("Amount Gross of VAT,Amount Net of VAT", "Amount Net of VAT", "net"),
        ("Amount (including VAT),Type of Spend", "Amount (including VAT)", "gross"),
        ("Amount (incl. irrecoverable VAT),VAT", "Amount (incl. irrecoverable VAT)", "not said"),
        ("Amount excl irrecoverable VAT", "Amount excl irrecoverable VAT", "net"),
        (
            "Amount (excluding irrecoverable VAT),Irrecoverable VAT",
            "Amount (excluding irrecoverable VAT)",
            "net",
        ),
        ("AmountNetVAT", "AmountNetVAT", "net"),
        ("Order Value,Invoice Value", "Invoice Value", "not said"),
        ("Contract Amount,Value", "Value", "not said"),
        ("Spend YTD,Spend", "Spend", "not said"),
        ("Local Currency Amount,Document Currency", "Local Currency Amount", "not said"),
        ("Gross Amt,Tax Amt", "Gross Amt", "gross"),
        ("TAX RATE,TAX AMT,BILLING GROSS AMT", "BILLING GROSS AMT", "gross"),
        ("Amount inc. tax,Amount excl tax", "Amount excl tax", "net"),
        ("Tax Amt,Pre-tax amount", "Pre-tax amount", "net"),
        ("Tax Amount,Total (tax included)", "Total (tax included)", "gross"),
        ("GST,Cost excluding GST", "Cost excluding GST", "net"),
        ("Taxi Amount,Department", "Taxi Amount", "not said"),
        ("Council Tax Amount,Department", "Council Tax Amount", "not said"),
        ("Taxable Amount,Tax Amount", "Taxable Amount", "not said"),
    ],
)
def test_net_comes_before_gross_and_tax_is_never_the_amount(
    headings: str, chosen: str, basis: str
) -> None:
    heading = heading_of(f"Supplier,{headings}\nRibble,1,2,3\n")
    assert heading.named()["amount"] == chosen
    assert heading.basis == basis


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Supplier,Supplier Name,Amount", {"supplier_id": "Supplier", "supplier": "Supplier Name"}),
        ("Supplier ID(T),Amount", {"supplier": "Supplier ID(T)"}),
        (
            "(01) Body Name,(02) Supplier ,(03) Amount",
            {"body": "(01) Body Name", "supplier": "(02) Supplier"},
        ),
        ("5. Beneficiary,6. Amount", {"supplier": "5. Beneficiary"}),
        ("Account,Account(T),Supplier,Amount", {"category": "Account(T)"}),
        ("Service,Service (T),Supplier,Amount", {"department": "Service (T)"}),
        ("Service Heads (T),Account (T),Supplier Name,Amount", {"department": "Service Heads (T)"}),
        ("Suuplier ID (T),Directotate,Amount", {"department": "Directotate"}),
        ("Body,Name of Body,Supplier,Amount", {"body": "Name of Body", "body_uri": "Body"}),
        ("Date,Payment Date,Supplier,Amount", {"date": "Payment Date"}),
    ],
)
def test_the_oddities_of_real_headings_are_understood(
    headings: str, columns: dict[str, str]
) -> None:
    named = heading_of(headings + "\n" + "x," * 3 + "1\n").named()
    assert {meaning: named[meaning] for meaning in columns} == columns


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Dyddiad / Date", "date"),
        ("Swm / Amount", "amount"),
        ("Cyflenwr / Supplier", "supplier"),
        ("Supplier (Cyflenwr)", "supplier"),
        ("Gwasanaeth / Service", "department"),
        ("Service - Gwasanaeth", "department"),
        ("Disgrifiad/Description", "purpose"),
        ("Reference | Cyfeirnod", "transaction"),
        ("Corff\nBody", "body"),
        ("Cyfanswm / Total", "amount"),
        ("TAW / VAT", "vat"),
        ("Cod Post", "postcode"),
        ("Service / Body", None),
        ("Gwasanaeth / Service / Corff", None),
    ],
)
def test_a_heading_in_two_languages_means_what_both_say(heading: str, meant: str | None) -> None:
    assert meaning(heading) == meant


@pytest.mark.parametrize(
    ("heading", "basis"),
    [
        ("Swm Heb TAW", "net"),
        ("Swm Net / Net Amount", "net"),
        ("Swm Gan Gynnwys TAW", "gross"),
        ("Swm Gros", "gross"),
        ("Swm", "not said"),
    ],
)
def test_welsh_says_whether_vat_is_in_an_amount(heading: str, basis: str) -> None:
    assert meaning(heading) == "amount"
    assert basis_of(heading) == basis


@pytest.mark.parametrize(
    ("heading", "basis"),
    [
        ("Net Amount", "net"),
        ("NETAMT", "net"),
        ("apnetamount", "net"),
        ("invoicelineamountnetgbp", "net"),
        ("AmountNetVAT", "net"),
        ("Nett £", "net"),
        ("amount_net_of_vat", "net"),
        ("TotalNet", "net"),
        ("Monetary Amount", "not said"),
        ("Line Total", "not said"),
        ("LINETOTAL", "not said"),
        ("Line Transaction Amount", "not said"),
        ("Airline Total Amount", "not said"),
        ("Network Amount", "not said"),
        ("Cabinet Amount", "not said"),
    ],
)
def test_net_is_a_word_and_not_three_letters_of_others(heading: str, basis: str) -> None:
    assert basis_of(heading) == basis


def test_every_meaning_stands_in_the_table_once() -> None:
    assert len(meanings()) == len(set(meanings()))
    assert {"supplier", "amount", "date", "currency"} <= set(meanings())


@pytest.mark.parametrize("titles", [0, 1, 18, 40])
def test_titles_may_stand_above_the_heading(titles: int) -> None:
    above = "".join(f"Spending over our threshold, page {n},,\n" for n in range(titles))
    clean = cleaned(f"{above}Supplier,Date,Amount\nRibble,01/02/2024,1.00\n")
    assert clean.payments["line"].to_list() == [titles + 2]
    assert clean.non_rows.get("title", 0) == titles


def test_the_type_of_a_supplier_makes_no_row_more_of_a_heading() -> None:
    friendly = "Date,Expense Type,Supplier,Amount,Purpose,"
    ledgers = "DATE_X,EXPENSE_TYPE_3,SUPPLIER,AMOUNT,DESCRIPTION,SUPPLIER_TYPE"
    row = "03/04/2024,Rents,Ribble Ltd,700.00,Works,"
    assert heading_of(f"{friendly}\n{ledgers}\n{row}\n").columns["date"] == 0
    assert heading_of(f"{friendly}\n{ledgers}\n{row}\n").cells[0] == "Date"


def test_the_row_that_says_most_is_the_heading() -> None:
    heading = heading_of("Supplier payments,Amount over 500\nDate,Supplier,Amount\n1/2/24,Wyre,5\n")
    assert heading.line == 2


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter_will_do(mark: str) -> None:
    rows = [["Supplier", "Date", "Amount", "Text"], ["Wyre Ltd", "01/02/2024", "5.00", "x"]]
    assert cleaned("\n".join(mark.join(row) for row in rows)).payments["pence"].to_list() == [500]


def test_commas_in_a_text_do_not_make_a_file_comma_separated() -> None:
    clean = cleaned("Supplier;Amount;Text\nWyre;5.00;a,b,c,d,e,f\nLune;6.00;a,b,c,d,e,f\n")
    assert clean.payments["pence"].to_list() == [500, 600]


def test_what_the_user_settles_is_believed() -> None:
    text = "Date,Who got it,Amount,Invoice Value\n01/02/2024,Wyre Ltd,1.00,2.00\n"
    clean = cleaned(text, {"supplier": "who got it", "amount": "Invoice Value"})
    assert clean.payments.select("supplier", "pence").rows() == [("Wyre Ltd", 200)]


def test_what_the_user_settles_must_be_there() -> None:
    with pytest.raises(ColumnError, match="no heading is called 'Invoice Value'") as refusal:
        heading_of("Supplier,Amount\nWyre,1.00\n", amount="Invoice Value")
    assert refusal.value.details == ("line 1 has: Supplier, Amount",)


def test_a_missing_column_names_the_headings_and_the_option_that_settles_it() -> None:
    with pytest.raises(ColumnError) as refusal:
        heading_of("Date,Who got it,Amount\n01/02/2024,Wyre,1.00\n")
    assert refusal.value.found.endswith("no column holds the supplier")
    assert refusal.value.details == ("line 1 has: Date, Who got it, Amount",)
    assert refusal.value.try_next.endswith('--column supplier="Who got it"')


def gaps(*rows: str) -> str:
    """A heading of which the middle is blank, with what it says of every payment on each row."""
    above = "Body Name,Service Area,,,,Category,Narrative\n"
    return above + "".join(f"Fylde Police,Police,{row},A,The spend is worth it\n" for row in rows)


def test_columns_without_a_heading_are_named_where_the_needed_ones_may_be() -> None:
    found = [f"Payee {n} Ltd,2{n}/04/2024,{n}1.50" for n in range(1, 8)]
    with pytest.raises(ColumnError) as refusal:
        heading_of(gaps(*found, ",,", ",,", ",,"))
    assert refusal.value.details == (
        "line 1 has: Body Name, Service Area, Category, Narrative",
        "columns 3, 4, 5 have no heading",
    )
    options = '--column supplier="column 3" --column amount="column 5"'
    assert refusal.value.try_next.endswith(options)
    settled = {"supplier": "column 3", "amount": "column 5"}
    assert heading_of(gaps(*found), **settled).columns["amount"] == 4


def test_a_column_without_a_heading_that_tells_nothing_is_left_to_the_user() -> None:
    with pytest.raises(ColumnError) as refusal:
        heading_of("Date,Department,,Amount\n" + "02/04/2024,Roads,17,1.50\n" * 6)
    assert refusal.value.details[1:] == ("column 3 has no heading",)
    assert refusal.value.try_next.endswith('--column supplier="column N"')


CODED = "".join(
    f"Payee {n} Ltd,F260{n},Housing advice,65{n}00,Agency staff,{n}1.50\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("words", "department", "category"),
    [
        (
            "Cost Centre,Cost Centre Description,Account,Account Description",
            "Cost Centre Description",
            "Account Description",
        ),
        ("Department,Cost Centre Name,Expense Type,Account", "Cost Centre Name", "Account"),
        ("Cost Centre,Notes,Account,Remarks", "Cost Centre", "Account"),
    ],
)
def test_texts_come_before_the_codes_that_a_heading_is_found_over(
    words: str, department: str, category: str
) -> None:
    heading = heading_of(f"Supplier,{words},Amount\n{CODED}").named()
    assert (heading["department"], heading["category"]) == (department, category)


REVENUE_OR_CAPITAL = "Revenue,Roads,Fees,31,Gritting,4.50\nCapital,Parks,Rent,32,Benches,5.50\n" * 6


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Type of Expenditure,Department,Notes,Code,Remarks", None),
        ("Group Description,Department,Account Description,Code,Remarks", "Account Description"),
        ("Cap or Rev,Department,Account Code,Account,Remarks", "Account Code"),
        ("Cap or Rev,Department,Note,Account,Description", "Description"),
        ("Cap or Rev,Department,Note,Account,Purpose", "Account"),
    ],
)
def test_a_category_is_what_tells_most(words: str, category: str | None) -> None:
    """Revenue and capital are none, words under `Account Code` are, as `Description` behind codes is."""
    rows = "".join(f"Payee {n},{row}\n" for n, row in enumerate(REVENUE_OR_CAPITAL.splitlines()))
    assert heading_of(f"Supplier,{words},Amount\n{rows}").named().get("category") == category


def test_an_empty_column_leaves_the_category_to_a_full_one() -> None:
    rows = "".join(f"Payee {n},,Fees and charges {n % 3},{n}.50\n" for n in range(9))
    text = f"Supplier,Proclass Details Level 1,Expense Code Description,Amount\n{rows}"
    assert heading_of(text).named()["category"] == "Expense Code Description"


@pytest.mark.parametrize(
    ("headings", "body", "department"),
    [
        ("1 Department Family,2 Entity,3 Date,6 Supplier,8 Amount", "2 Entity", None),
        ("Department family(T),Entity(T),Date,Supplier,Amount", "Entity(T)", None),
    ],
)
def test_the_entity_published_however_its_heading_is_marked(
    headings: str, body: str, department: str | None
) -> None:
    rows = "DEFRA,Marine Agency,13/04/2024,Lune Ltd,2.50\nDEFRA,Marine Agency,14/04/2024,Wyre Ltd,3.50\n"
    named = heading_of(f"{headings}\n{rows}").named()
    assert (named["body"], named.get("department")) == (body, department)


@pytest.mark.parametrize(
    ("families", "body"),
    [
        (("Theatres", "Facilities", "Emergency Services", "It"), None),
        (("DEFRA", "DEFRA", "DEFRA", "DEFRA"), "Department family"),
        (
            ("Wyre NHS Trust", "Lune NHS Trust", "Kent NHS Trust", "Ribble Council"),
            "Department family",
        ),
    ],
)
def test_departments_of_one_trust_are_no_publishers(
    families: tuple[str, ...], body: str | None
) -> None:
    rows = "".join(
        f"Wyre {n} Ltd,{one},1{n}/04/2024,{n}.50\n" for n, one in enumerate(families * 2, 1)
    )
    named = heading_of(f"Supplier,Department family,Date,Amount\n{rows}").named()
    assert named.get("body") == body
    assert named.get("department") == ("Department family" if body is None else None)


def test_a_body_may_stand_in_place_of_its_heading() -> None:
    family, trust = "Department of Health", "Wyre Hospitals NHS Trust"
    rows = "".join(f"{family},{trust},1{n}/04/2024,Wyre {n} Ltd,{n}.50\n" for n in range(1, 7))
    heading = heading_of(f"{family},{trust},Date,Supplier,Amount\n{rows}")
    assert heading.named()["body"] == trust
    assert "department" not in heading.columns
    assert heading.told_by["body"] == "its content"
    assert heading.family == family


@pytest.mark.parametrize(("beside", "refused"), [("p", True), ("Pence", True), ("VAT", False)])
def test_pence_in_a_column_of_their_own_are_not_left_out(beside: str, refused: bool) -> None:
    text = f"Payee,£,{beside}\nLune Ltd,1234,50\nWyre Ltd,75,25\n"
    if not refused:
        assert heading_of(text).named()["amount"] == "£"
        return
    with pytest.raises(
        InputError, match=f"the pounds stand under '£' and their pence under '{beside}'"
    ):
        heading_of(text)


def test_the_month_of_the_spend_is_no_amount() -> None:
    rows = "Lune Ltd,Jan,2.50\nWyre Ltd,Jan,3.50\nBrock Ltd,Feb,7.00\n"
    named = heading_of(f"Supplier,Spend Month,Inc VAT (where applicable)\n{rows}").named()
    assert named["amount"] == "Inc VAT (where applicable)"


def test_codes_that_the_user_named_stay() -> None:
    text = f"Supplier,Cost Centre,Cost Centre Description,Account,Notes,Amount\n{CODED}"
    assert heading_of(text, department="Cost Centre").named()["department"] == "Cost Centre"


def test_a_file_without_any_heading_is_refused_as_such() -> None:
    with pytest.raises(ColumnError, match="has no heading") as refusal:
        heading_of("Wyre Ltd,02/09/2025,1.00\nLune Ltd,03/09/2025,2.00\n")
    assert refusal.value.details == ("line 1 has: Wyre Ltd, 02/09/2025, 1.00",)


def test_a_file_of_commas_is_refused_as_blank() -> None:
    with pytest.raises(ColumnError, match="nothing but blank rows at its beginning"):
        heading_of(",,,\n,,,\n,,,\n")


@pytest.mark.parametrize(
    ("headings", "chosen"),
    [
        ("Invoice Date,Supplier Payment Date", "Supplier Payment Date"),
        ("Doc. Date,Pstng Date", "Pstng Date"),
        ("Inv Date,Pmt Date", "Pmt Date"),
        ("Invoice Dt,Cheque Dt", "Cheque Dt"),
        ("Created Date,Date of BACS", "Date of BACS"),
        ("Date Invoice Received,Invoice Date", "Invoice Date"),
        ("Invoice Date,Period", "Invoice Date"),
        ("Paid in Period,Service", "Paid in Period"),
        ("Effective Date,Date", "Date"),
        ("Effective Date,Transaction Date", "Transaction Date"),
        ("Effective Date,Invoice Date", "Effective Date"),
        ("Effective Date,Date Spend Occurred", "Date Spend Occurred"),
        ("extractdate,Date Spend Occured", "Date Spend Occured"),
        ("Extract Date,Date", "Date"),
        ("Upload Date,Date Spend Incurred", "Date Spend Incurred"),
        *((f"Invoice Date,{word}", word) for word in ("Pay Run Date", "Bank Date", "Value Date")),
        *((f"Date,{word}", word) for word in ("Cleared Date", "Settled Date", "Settled On")),
        *((f"Cleared Date,{word}", word) for word in ("Payment Date", "BACS Date", "Pay Run Date")),
        ("Tax Point Date,Date", "Date"),
        ("Tax Date,Invoice Date", "Invoice Date"),
        ("Tax Point Date,Service", "Tax Point Date"),
        ("Cleared,Date", "Date"),
    ],
)
def test_the_day_of_the_payment_comes_before_that_of_the_invoice(
    headings: str, chosen: str
) -> None:
    cells = [*headings.split(","), "Supplier", "Amount"]
    assert cells[understand(cells, {})["date"]] == chosen


def test_the_letter_of_a_spreadsheet_column_is_no_part_of_a_heading() -> None:
    cells = ["Organisation Name (A)", "Supplier (F)", "Supplier Reference (N/A)", "Net Amount (I )"]
    assert understand(cells, {}) == {"body": 0, "supplier": 1, "supplier_id": 2, "amount": 3}
    assert understand(["CFR(T)", "Supplier ID (T)"], {}) == {"supplier": 1}


def test_the_entity_published_and_not_its_departmental_family() -> None:
    cells = ["Department Family", "Entity", "Supplier", "Amount"]
    assert understand(cells, {})["body"] == 1


@pytest.mark.parametrize("family", ["Department", "Dept"])
def test_beside_an_entity_the_department_is_the_expense_area(family: str) -> None:
    cells = [family, "Entity", "Expense Area", "Supplier", "Amount"]
    assert understand(cells, {})["department"] == 2
    assert understand([family, "Expense Area", "Supplier", "Amount"], {})["department"] == 0
    assert understand([family, "Entity", "Supplier", "Amount"], {})["department"] == 0


LONE = "Supplier,Date,{}\n" + "".join(
    f"Payee {n} Ltd,2{n}/04/2024,{{}}\n".replace("{}", f"{n}1.50,{n}0.25") for n in range(1, 8)
)


def lone(headings: str) -> str:
    """A table with two columns of pounds under some headings, or with one."""
    text = LONE.format(headings)
    return text if "," in headings else re.sub(r",[\d.]+$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "heading", ["Actual", "Price", "Charged", "Outlay (£)", "Invoice Paid", ""]
)
def test_the_only_column_of_pounds_is_the_amount_and_it_is_said(heading: str) -> None:
    clean = cleaned(lone(heading))
    assert clean.payments["pence"].to_list() == [n * 1000 + 150 for n in range(1, 8)]
    shown = f"{heading!r} (column 3)" if heading else "column 3"
    assert clean.notices == (f"{shown} was understood as the amount by its content only",)


@pytest.mark.parametrize(
    "heading", ["Invoice Paid,Invoice Date", "Invoice Date,Invoice Paid", "Date,Invoices Paid"]
)
def test_days_under_invoice_paid_are_those_of_the_payment(heading: str) -> None:
    found = heading_of(
        f"{heading},Supplier,Amount\n"
        + "".join(f"{n}/04/2024,1{n}/04/2024,Payee {n} Ltd,{n}1.50\n" for n in range(1, 8))
    )
    assert found.called(found.columns["date"]).startswith("Invoice")
    assert found.called(found.columns["date"]).endswith("Paid")


@pytest.mark.parametrize(
    ("heading", "chosen"),
    [
        ("Invoice Date,Settled", "Settled"),
        ("Date,Cleared", "Cleared"),
        ("Cleared,Date", "Cleared"),
        ("Invoice Date,Posted", "Posted"),
    ],
)
def test_days_under_cleared_and_settled_are_those_of_the_payment(heading: str, chosen: str) -> None:
    found = heading_of(
        f"{heading},Supplier,Amount\n"
        + "".join(f"{n}/04/2024,1{n}/04/2024,Payee {n} Ltd,{n}1.50\n" for n in range(1, 8))
    )
    assert found.called(found.columns["date"]) == chosen
    assert found.notices == ()


@pytest.mark.parametrize(
    ("heading", "cell"), [("Date,Cleared", "Y"), ("Date,Cleared", ""), ("Date,Cleared Date", "")]
)
def test_what_is_not_cleared_yet_is_dated_by_the_column_that_is_full(
    heading: str, cell: str
) -> None:
    rows = "".join(
        f"{n}/04/2024,{f'1{n}/04/2024' if cell != 'Y' and n < 6 else cell},Payee {n} Ltd,{n}1.50\n"
        for n in range(1, 10)
    )
    found = heading_of(f"{heading},Supplier,Amount\n{rows}")
    assert found.called(found.columns["date"]) == "Date"


def test_two_columns_of_one_name_that_hold_different_days_are_told() -> None:
    rows = "".join(f"Payee {n} Ltd,{n}/04/2024,{n}/05/2024,{n}1.50\n" for n in range(1, 8))
    said = (
        "columns 2 and 3 are both called 'Date' and hold different days, such as 1/04/2024 and "
        "1/05/2024 on line 2: column 2 is taken for the day of the payment"
    )
    assert heading_of(f"Supplier,Date,Date,Amount\n{rows}").notices == (said,)
    settled = heading_of(f"Supplier,Date,Date,Amount\n{rows}", date="column 3")
    assert (settled.columns["date"], settled.notices) == (2, ())
    same = "".join(f"Payee {n} Ltd,{n}/04/2024,{n}/04/2024,{n}1.50\n" for n in range(1, 8))
    assert heading_of(f"Supplier,Date,Date,Amount\n{same}").notices == ()


@pytest.mark.parametrize(
    "heading",
    ["Amount Less Recoverable VAT", "Amount before reclaimable VAT", "Amount less any VAT"],
)
def test_an_amount_less_the_vat_that_is_recovered_is_net(heading: str) -> None:
    found = heading_of(f"Supplier,{heading}\nRibble,1.20\n")
    assert (found.named()["amount"], found.basis) == (heading, "net")
    assert meaning("Recoverable VAT") == "vat"


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        *((f"{word} over £500", "amount") for word in ("Spend", "Expenditure", "Payments")),
        ("Payments over £250", "amount"),
        ("£.p", "amount"),
        ("Debit", "amount"),
        ("p", None),
        ("Amount (home currency)", "amount"),
        ("Home Currency", "currency"),
        ("Spend over £500 report for Anytown", None),
        *((name, "supplier") for name in ("Pay To", "Sup Name", "Surname/Company Name")),
        *((name, "supplier") for name in ("Merchant Details", "Na Name", "Long Name", "Trader")),
        *((name, "supplier") for name in ("Suppler", "Suppplier", "Suplier Name", "Final Suplier")),
        *((name, "amount") for name in ("Ammount (£)", "Amout", "Amonut", "Net Amounnt")),
        *((name, "amount") for name in ("Invoice Line Total £", "Charged to GL", "Pounds")),
        ("Line Value (excl Rec VAT)", "amount"),
        ("Total Amount (Non Rec VAT)", "amount"),
        *((name, "date") for name in ("Period End", "Transaction Posting", "Entered On")),
        *(
            (name, "transaction")
            for name in ("Unique Reference Number", "UniqueRef", "Doc Sequence Value", "Document")
        ),
        *((name, "transaction") for name in ("Supplier Inv.No.", "DocInvNo", "Their Reference")),
        ("Description (NO PO number)", "purpose"),
        ("DESCRIPTION- NO PO NUMBER", "purpose"),
        ("Service procured", "purpose"),
        *((name, "category") for name in ("GL Descripton", "Cost Element", "Mechant Category")),
        *(
            (name, "department")
            for name in ("Serv_Label", "SERVICE/ACTIVITY", "Spending Programme", "Org Code Desc")
        ),
        *((name, "body") for name in ("Entitity", "Legal Entity Name", "Parent Department")),
        *((name, "supplier_id") for name in ("Supp ID", "Na Code")),
        *((name, "supplier_type") for name in ("Supplier Class", "Vendor Classification")),
        *((name, "ignored") for name in ("Supplier Site Code", "Vendor Site Code", "SME Class")),
        # Who owes and where a site is are no suppliers, unless a person says so.
        *((name, None) for name in ("Customer Name", "Supplier Site Name", "Ledger Name")),
    ],
)
def test_further_words_of_headings_are_understood(heading: str, means: str | None) -> None:
    assert meaning(heading) == means


@pytest.mark.parametrize(
    ("headings", "meant", "chosen"),
    [
        ("Name,Merchant Details,Amount", "supplier", 1),
        ("Company,Merchant Details,Amount", "supplier", 1),
        ("Merchant Details,Merchant Name,Amount", "supplier", 1),
        ("Name,Suplier Name,Amount", "supplier", 1),
        ("Trader,Supplier,Amount", "supplier", 1),
        ("Document,Transaction Number,Amount", "transaction", 1),
        ("Clearing Document,Invoice Number,Amount", "transaction", 1),
        ("Their Reference,Our Reference,Amount", "transaction", 1),
        ("Project Description,Description,Amount", "purpose", 1),
        ("Activity,Department,Amount", "department", 1),
        ("Full CC,Service Area,Amount", "department", 1),
        ("Cost Element,Expense Type,Amount", "category", 1),
        ("NHS Trust,Entity,Amount", "body", 1),
        ("Set of Books,Department Family,Amount", "body", 1),
        ("Period End,Invoice Date,Amount", "date", 1),
        ("Transaction Posting,Invoice Date,Amount", "date", 1),
        ("Entered On,Period,Amount", "date", 1),
        ("Pounds,Amount,VAT", "amount", 1),
        ("Charged to GL,Amount,VAT", "amount", 1),
        ("DUNS Number,Supplier Number,Amount", "supplier_id", 1),
    ],
)
def test_a_word_of_several_meanings_leaves_the_plainer_one_its_column(
    headings: str, meant: str, chosen: int
) -> None:
    assert understand(headings.split(","), {})[meant] == chosen


@pytest.mark.parametrize(
    ("heading", "basis"),
    [
        *((name, "not said") for name in ("Line Total", "Invoice Line Total £", "Monetary Amount")),
        *((name, "not said") for name in ("Monetary Value (£)", "LineTransactionAmount")),
        ("Total Amount (Non Rec VAT)", "not said"),
        *((name, "net") for name in ("Line Net Amount", "Net Total", "Net Monetary Amount")),
        *((name, "net") for name in ("Line Value (excl Rec VAT)", "Amount less rec. VAT")),
    ],
)
def test_a_net_across_two_words_says_nothing_of_vat(heading: str, basis: str) -> None:
    assert meaning(heading) == "amount"
    assert basis_of(heading) == basis


@pytest.mark.parametrize("beside", ["Quantity", "Units", "Hours"])
def test_a_price_of_one_of_several_is_no_amount(beside: str) -> None:
    rows = "".join(f"Payee {n} Ltd,{n}/04/2024,{n}.50,{n}\n" for n in range(1, 8))
    with pytest.raises(ColumnError):
        heading_of(f"Supplier,Date,Price,{beside}\n{rows}")


@pytest.mark.parametrize("planned", ["Committed", "Commitment", "Budget", "Variance"])
def test_beside_what_was_only_planned_the_actual_is_the_amount_and_it_is_said(planned: str) -> None:
    clean = cleaned(lone(f"Actual,{planned}"))
    assert clean.payments["pence"].to_list() == [n * 1000 + 150 for n in range(1, 8)]
    told = "'Actual' (column 3) was understood as the amount by its content only"
    assert clean.notices == (f"{told}, and not {planned!r}",)
    assert cleaned(lone(f"{planned},Actual")).payments["pence"].sum() == 28_175


@pytest.mark.parametrize(
    "headings",
    [
        *("Budget", "Committed", "Hourly Rate", "Amount Awarded", "Actual,Charged"),
        *("Committed,Charged", "Committed,Budget"),
    ],
)
def test_pounds_that_may_be_something_else_are_no_amount(headings: str) -> None:
    with pytest.raises(ColumnError, match="no column holds the amount"):
        heading_of(lone(headings))


def test_a_heading_repeated_below_payments_is_no_new_beginning_where_payment_is_the_day() -> None:
    rows = [f"2{n}/04/2024,Payee {n} Ltd,{n}0.50\n" for n in range(8)]
    heading = "Payment,Supplier,Amount\n"
    clean = cleaned(heading + "".join(rows[:4]) + heading + "".join(rows[4:]))
    assert clean.payments.height == len(rows)
    assert clean.non_rows.get("title", 0) == 0


@pytest.mark.parametrize("heading", ["Contract Title", "Start Date", "Tender Reference"])
def test_a_list_of_contracts_has_no_payments_whatever_its_pounds_are_called(heading: str) -> None:
    rows = "".join(f"Payee {n} Ltd,Gravel,2{n}/04/2024,{n}0.50\n" for n in range(1, 8))
    with pytest.raises(ColumnError, match="no column holds the amount"):
        heading_of(f"Supplier,{heading},Date,Worth\n{rows}")


@pytest.mark.parametrize(
    ("unit", "pence"),
    [("£000", 500_000), ("(£k)", 500_000), ("£'000s", 500_000), ("£m", 500_000_000), ("pence", 5)],
)
def test_the_unit_of_the_amounts_may_stand_in_a_row_below_their_heading(
    unit: str, pence: int
) -> None:
    clean = cleaned(
        f"Supplier,Date,Amount\n,,{unit}\nWyre Ltd,13/04/2024,5\nLune Ltd,14/04/2024,7\n"
    )
    assert clean.payments["pence"].to_list() == [pence, pence // 5 * 7]
    assert clean.non_rows == {"heading": 2}


@pytest.mark.parametrize("row", [",,£", "Total,,5", ",,000", "Wyre Ltd,,£000"])
def test_a_row_below_the_heading_that_says_something_else_is_no_unit(row: str) -> None:
    clean = cleaned(f"Supplier,Date,Amount\n{row}\nWyre Ltd,13/04/2024,5\nLune Ltd,14/04/2024,7\n")
    assert clean.payments["pence"].to_list()[-2:] == [500, 700]


QUALIFIED = "Date,Supplier,Amount,Supplier Type,Voucher Number"


@pytest.mark.parametrize(
    "row", [",,,(Internal Classification),(Internal Classification)", ",,,,[internal]"]
)
def test_a_row_below_the_heading_of_words_in_brackets_under_some_columns_is_part_of_it(
    row: str,
) -> None:
    payments = "13/04/2024,Wyre Ltd,5.00,Third Party,71\n14/04/2024,Lune Ltd,7.00,Third Party,72\n"
    clean = cleaned(f"{QUALIFIED}\n{row}\n{payments}")
    assert clean.payments["pence"].to_list() == [500, 700]
    assert clean.set_aside.is_empty()
    assert clean.non_rows == {"heading": 2}
    below = cleaned(
        f"Supplier,Date,Amount\nAire Ltd,12/04/2024,9.00\n\n{QUALIFIED}\n{row}\n{payments}"
    )
    assert below.payments["pence"].to_list() == [900, 500, 700]


@pytest.mark.parametrize(
    "row",
    [
        ",(Wyre Ltd),,,(Internal)",
        ",,(5.00),,",
        ",,,(71),",
        ",,,Third Party,(Internal)",
        ",,,(Internal),,(Internal)",
    ],
)
def test_a_row_below_the_heading_that_may_be_a_payment_is_not_part_of_it(row: str) -> None:
    clean = cleaned(f"{QUALIFIED}\n{row}\n13/04/2024,Wyre Ltd,5.00,Third Party,71\n")
    assert clean.non_rows.get("heading", 0) == 1


COUNTED = ["1,2,3", "(1),(2),(3)", "a,b,c", "A,B,C", "[1],[2],[3]", "1.,2.,3."]
RULED = ["--------,----,------", "========,====,======"]
DATED = "Wyre Ltd,13/04/2024,5.00\nLune Ltd,14/04/2024,7.00\n"


@pytest.mark.parametrize("row", [*COUNTED, *RULED])
def test_a_row_below_the_heading_that_counts_or_underlines_the_columns_is_part_of_it(
    row: str,
) -> None:
    heading = "Supplier,Date,Amount"
    clean = cleaned(f"{heading}\n{row}\n{DATED}{heading}\n{row}\n{DATED}")
    assert clean.payments["pence"].to_list() == [500, 700, 500, 700]
    assert clean.non_rows == {"heading": 4}
    assert clean.set_aside.is_empty()
    below = cleaned(
        f"{heading}\n{row}\n{DATED}\nDate,Supplier,Amount\n{row}\n13/04/2024,Aire Ltd,9\n"
    )
    assert below.payments["pence"].to_list() == [500, 700, 900]


@pytest.mark.parametrize(
    "row", ["1,2,4", "Wyre Ltd,2,3", ",1,2", "a,b,d", "-,-,-", "A,13/04/2024,3"]
)
def test_another_row_of_figures_or_letters_is_none_of_the_heading(row: str) -> None:
    clean = cleaned(f"Supplier,Date,Amount\n{row}\n{DATED}")
    assert clean.non_rows == {"heading": 1}


@pytest.mark.parametrize("heading", ["Paid", "Payment"])
def test_notes_below_the_payments_do_not_cost_a_column_of_days_its_meaning(heading: str) -> None:
    rows = "".join(f"{n} April 2024,Payee {n} Ltd,{n}1.50\n" for n in range(1, 8))
    notes = "* redacted under the Data Protection Act\nEnquiries: finance@anytown.gov.uk\n"
    found = heading_of(f"{heading},Payee,Amount\n{rows}{notes}")
    assert found.columns["date"] == 0


@pytest.mark.parametrize(
    "heading",
    [
        "Supplier Name,2020/21,2021/22,2022/23",
        "Supplier,Department,Apr-23,May-23,Jun-23",
        "Supplier,FY 2021/22,FY 2022/23",
        "Vendor,2021,2022",
        "Supplier,Q1 2023/24,Q2 2023/24",
    ],
)
def test_years_and_months_side_by_side_are_told_as_such(heading: str) -> None:
    cells = heading.split(",")
    times = [cell for cell in cells if cell[-1].isdigit()]
    row = ",".join(
        "{n}4512.{n}5" if cell in times else ("Wyre {n} Ltd" if cell == cells[0] else "Roads")
        for cell in cells
    )
    text = "\n".join([heading, *(row.format(n=n) for n in range(1, 8)), ""])
    with pytest.raises(ColumnError, match="side by side, in columns of years or months") as refusal:
        cleaned(text)
    last = f"column {len(cells)}"
    assert refusal.value.try_next.endswith(f'--column amount="{last}"')
    assert cleaned(text, {"amount": last}).payments["pence"].max() == 7451275


def test_what_was_paid_so_far_is_proposed_where_there_is_no_amount() -> None:
    rows = "".join(f"Wyre {n} Ltd,{n}000.25,{n}00.25\n" for n in range(1, 8))
    with pytest.raises(ColumnError) as refusal:
        cleaned("Recipient,Amount Awarded,Amount Paid to date\n" + rows)
    assert refusal.value.try_next.endswith('--column amount="Amount Paid to date"')


def test_a_heading_is_named_with_its_sign() -> None:
    text = "Supplier,Share %,Share £\n" + "".join(
        f"Wyre {n} Ltd,50,{n}00.25\n" for n in range(1, 8)
    )
    assert cleaned(text, {"amount": "Share £"}).payments["pence"].min() == 10025


@pytest.mark.parametrize(
    ("heading", "understood"),
    [("Clearing", True), ("True Period", True), ("Clearing,Payment Date", False)],
)
def test_what_single_councils_call_the_date_is_the_date_where_no_other_word_is(
    heading: str, understood: bool
) -> None:
    columns = understand([*heading.split(","), "Supplier", "Amount"], {})
    assert (columns["date"] == 0) == understood
