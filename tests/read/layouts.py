"""Layouts in which public bodies publish payments, filled with one set of made-up payments.

A layout is its headings, each followed by what stands under it: `supplier`, `amount` and `date`
are what a reader must find, the rest stands in its way. The headings are those of ledgers (SAP,
Oracle, Unit4, Integra, Civica, TechnologyOne, Dynamics, PeopleSoft, eFinancials, Cedar) and of
councils, police, fire, transport, universities and the health service; no row is a real one.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SUPPLIERS = (
    "Harrow & Pike Joinery Ltd",
    "Millbeck Care Homes",
    "REDACTED PERSONAL DATA",
    "Orchard Vale Taxis",
    "North Fell Water plc",
    "Cole, Ash and Partners LLP",
    "St Brannoc's School",
    "Tarn Street Motors Ltd",
)
DEPARTMENTS = ("Adult Services", "Highways", "Children and Families", "Corporate Resources")
SORTS = ("Repairs and Maintenance", "Agency Staff", "Residential Placements", "Rents", "Fuel")
TEXTS = ("April invoice", "Boiler repair", "Void works", "Weekly placement", "Licence fee", "Hire")


@dataclass(frozen=True)
class Payment:
    """One made-up payment.

    Attributes:
        number: its place in the set, from 0.
        supplier: who was paid.
        pence: net of VAT; negative for a credit.
        paid_on: when.
    """

    number: int
    supplier: str
    pence: int
    paid_on: date


def _payment(number: int) -> Payment:
    pence = 51_275 + (number * 7_919_113) % 2_400_000
    return Payment(
        number,
        SUPPLIERS[number % len(SUPPLIERS)],
        -pence if number % 9 == 4 else pence,
        date(2024, 4, 1) + timedelta(days=(number * 11) % 30),
    )


PAYMENTS = tuple(_payment(number) for number in range(24))


def _vat(payment: Payment) -> int:
    return payment.pence // 5 if payment.number % 4 else 0


def pounds(pence: int) -> str:
    """Pence as `-1,234.50`."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02}"


UNDER: dict[str, Callable[[Payment], str]] = {
    "supplier": lambda one: one.supplier,
    "amount": lambda one: pounds(one.pence),
    "date": lambda one: f"{one.paid_on:%d/%m/%Y}",
    "gross": lambda one: pounds(one.pence + _vat(one)),
    "vat": lambda one: pounds(_vat(one)),
    "no vat": lambda _: "0.00",
    "invoiced": lambda one: f"{one.paid_on - timedelta(days=23):%d/%m/%Y}",
    "due": lambda one: f"{one.paid_on + timedelta(days=30):%d/%m/%Y}",
    "number": lambda one: str(5_100_000 + one.number),
    "invoice": lambda one: f"INV{one.number:05}",
    "supplier number": lambda one: str(200_417 + one.number % len(SUPPLIERS)),
    "department": lambda one: DEPARTMENTS[one.number % 4],
    "team": lambda one: DEPARTMENTS[(one.number * 3 + 1) % 4] + " Team",
    "sort": lambda one: SORTS[one.number % 5],
    "detail": lambda one: SORTS[(one.number * 2 + 1) % 5] + " - other",
    "text": lambda one: TEXTS[one.number % 6],
    "code": lambda one: ("A1200", "B4410", "C9030", "D0021")[one.number % 4],
    "account": lambda one: str(40_210 + one.number % 7),
    "body": lambda _: "Midshire Council",
    "uri": lambda _: "http://opendatacommunities.org/id/district-council/midshire",
    "capital": lambda one: "Revenue" if one.number % 3 else "Capital",
    "yes": lambda one: "Y" if one.number % 3 else "N",
    "year": lambda _: "2024/25",
    "month": lambda _: "202401",
    "period": lambda _: "1",
    "line": lambda one: str(one.number + 1),
    "paid by": lambda _: "BACS",
    "sterling": lambda _: "GBP",
    "of abroad": lambda one: "GBP" if one.number % 4 else "EUR",
    "postcode": lambda one: ("PR1 2RL", "LA1 1HT", "M1 4BT", "BB11 1JA")[one.number % 4],
    "street": lambda _: "1 High Street",
    "officer": lambda one: ("A Jones", "B Khan", "C Lee")[one.number % 3],
    "order": lambda one: f"PO{one.number:06}",
    "quantity": lambda _: "1",
    "nothing": lambda _: "",
    "ordered": lambda one: pounds(one.pence * 3),
    "so far": lambda one: pounds(sum(each.pence for each in PAYMENTS[: one.number + 1])),
}


def filled(
    layout: str,
    amount: Callable[[int], str] | None = None,
    day: Callable[[date], str] | None = None,
) -> list[list[str]]:
    """The heading and the rows of a layout, in the given form of amounts and dates."""
    columns = [column.rsplit("=", 1) for column in layout.split("|")]
    under = dict(UNDER)
    if amount:
        under["amount"] = lambda one: amount(one.pence)
        under["gross"] = lambda one: amount(one.pence + _vat(one))
        under["vat"] = lambda one: amount(_vat(one))
    if day:
        under["date"] = lambda one: day(one.paid_on)
    rows = [[under[kind](one) for _, kind in columns] for one in PAYMENTS]
    return [[heading for heading, _ in columns], *rows]


def written(rows: Iterable[Iterable[str]], mark: str = ",") -> str:
    """Rows as delimited text."""
    page = io.StringIO()
    csv.writer(page, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return page.getvalue()


LAYOUTS = {
    "unit4": "Client=body|apar_id=supplier number|apar_id(T)=supplier|Account=account|Account(T)=sort|Dim1=code|Dim1(T)=department|Trans.date=date|TransNo=number|Amount=amount|Text=text",
    "unit4 with currency": "TT=code|TransNo=number|Trans.date=date|Ap/Ar ID=supplier number|Ap/Ar ID(T)=supplier|Costc(T)=department|Account(T)=sort|Cur. amount=amount|Amount=amount|Curr=sterling",
    "oracle payables": "OPERATING_UNIT=body|VENDOR_NAME=supplier|SEGMENT1=supplier number|INVOICE_NUM=invoice|INVOICE_DATE=invoiced|CHECK_DATE=date|CHECK_NUMBER=number|DISTRIBUTION_AMOUNT=amount|COST_CENTRE_DESC=department|SUBJECTIVE_DESC=sort",
    "oracle fusion": "Business Unit=department|Supplier=supplier|Supplier Number=supplier number|Supplier Site=code|Invoice Number=invoice|Payment Date=date|Payment Number=number|Invoice Distribution Amount=amount|Invoice Amount=gross|Natural Account Description=sort",
    "sap": "CoCd=code|Vendor=supplier number|Name 1=supplier|Document No=number|Pstng Date=date|Doc. Date=invoiced|Amount in LC=amount|LCurr=sterling|Cost Ctr=code|Cost Center Name=department|G/L Account Long Text=sort",
    "sap ariba": "Supplier - Common Supplier=supplier|Supplier ID=supplier number|Accounting Date - Date=date|Commodity - Commodity (L2)=sort|Organisation - Department (L2)=department|sum(Amount)=amount",
    "civica financials": "Creditor=supplier number|Creditor Name=supplier|Inv Ref=invoice|Date Paid=date|Pay Ref=number|Net=amount|VAT=vat|Gross=gross|Cost Centre Description=department|Detail Description=sort",
    "integra": "Supplier ID=supplier number|Supplier Name=supplier|Our Ref=number|Your Ref=invoice|Paid Date=date|GL Amount=amount|Cost Centre Name=department|Account Name=sort",
    "academy": "CREDITOR NO=supplier number|CREDITOR=supplier|CHEQUE DATE=date|CHEQUE NO=number|NETT=amount|COST CENTRE=code|COST CENTRE DESC=department|DETAIL DESC=sort",
    "efinancials": "Supp Id=supplier number|Supp Name=supplier|Doc Ref=invoice|Trans Date=date|Home Value=amount|El3 Name=department|El2 Name=sort|Int Ref=number",
    "cedar": "Supplier Name=supplier|Address Line 1=street|Post Date=date|Internal Ref=number|Amount Base=amount|Cost Centre Desc=department|Account Desc=sort",
    "technologyone": "Ledger=code|Account Number=account|Account Description=sort|Supplier Name=supplier|Document Reference 1=invoice|Date 1=date|Amount 1=amount",
    "technologyone plain": "Supplier Name=supplier|Supplier Number=supplier number|Pay Date=date|Doc Reference=invoice|Extended Amount=amount|Cost Centre=department|Natural Account=sort",
    "dynamics": "Vendor account=supplier number|Vendor name=supplier|Voucher=number|Date=date|Amount in accounting currency=amount|Main account name=sort|Department=department",
    "dynamics nav": "Posting Date=date|Document No.=number|External Document No.=invoice|Vendor Name=supplier|Amount (LCY)=amount|Global Dimension 1 Code=code",
    "peoplesoft": "Unit=code|Voucher ID=number|Vendor ID=supplier number|Vendor Nm=supplier|Pymnt Dt=date|Monetary Amount=amount|Dept Descr=department|Acct Descr=sort",
    "quickbooks": "Date=date|Transaction Type=code|No.=number|Name=supplier|Memo/Description=text|Split=sort|Amount=amount",
    "rbs rialtas": "Date Paid=date|Payee Name=supplier|Cheque Ref=number|Amount Paid=amount|Authorised Ref=code|Transaction Detail=text",
    "scribe": "Voucher=number|Code=sort|Date=date|Minute=code|Bank=paid by|Cheque No=code|Description=text|Supplier=supplier|VAT Type=code|Net=amount|VAT=vat|Total=gross",
    "lga schema": "OrganisationLabel=body|OrganisationURI=uri|EffectiveDate=due|ServiceCategoryLabel=department|ServiceCategoryURI=uri|OrganisationalUnit=team|BeneficiaryName=supplier|PaymentDate=date|TransactionNumber=number|Amount=amount|IrrecoverableVATAmount=no vat|Purpose=text|ProclassLabel=sort|Procurement Card=yes",
    "code of 2015": "Organisation Name=body|Organisation Code=uri|Effective Date=due|Directorate=department|Service Category Label=team|Service Category URI=uri|Supplier (Beneficiary) Name=supplier|Supplier (Beneficiary) ID=supplier number|Payment Date=date|Transaction Number=number|Net Amount=amount|Irrecoverable VAT=no vat|Purpose of Spend=text|Procurement (Merchant) Category=sort",
    "old 2010 guidance": "Body Name=body|Body=uri|Service Area Categorisation=department|Service Division Categorisation=team|Responsible Unit=team|Expenses Type=sort|Detailed Expenses Type=detail|Expenses Code=account|Narrative=text|Date=date|Transaction Number=number|Amount=amount|Revenue or Capital=capital|Supplier Name=supplier|Supplier ID=supplier number|Contract ID=nothing|Contract Title=nothing|Notes=nothing",
    "treasury 25k": "Department Family=body|Entity=body|Date=date|Expense Type=sort|Expense Area=department|Supplier=supplier|Transaction Number=number|Amount=amount|Description=text|Supplier Postcode=postcode|Supplier Type=code|Contract Number=nothing|Project Code=code|Expenditure Type=capital",
    "housing ministry": "Reference No=line|Entity=body|Date of Payment=date|Expense Type=sort|Expense Area=department|Supplier=supplier|Transaction number=number|Narrative=text|Amount in Sterling=amount",
    "health": "Department Family=body|Entity=body|Payment Date=date|Exp Type=sort|Exp Area=department|Supplier=supplier|Trans Ref=number|AP Amount (£)=amount|VAT Reg=nothing|PO Number=order",
    "integrated care": "Organisation Name=body|Cost Centre Description=department|Subjective Description=sort|Supplier Name=supplier|AP Payment Date=date|AP Invoice Number=invoice|AP Total Payment Amount=amount",
    "academy trust": "Academy Name=body|Department=department|Nominal Name=sort|Supplier Name=supplier|Ref=invoice|Payment Date=date|Net Value=amount",
    "university": "College/Department=department|Supplier=supplier|Invoice Number=invoice|Payment Date=date|Invoice Value (£)=amount|Category=sort",
    "greater london": "Vendor ID=supplier number|Vendor Name=supplier|Cost Element=account|Expenditure Account Code Description=sort|SAP Document No=number|Amount=amount|Clearing Date=date|Directorate=department",
    "transport": "Company=body|Account=sort|Cost Centre Description=department|Vendor Name=supplier|Clearing Date=date|Amount (£)=amount",
    "police": "Force=body|Department=department|Subjective=sort|Supplier Name=supplier|Invoice Reference=invoice|Date Payment Made=date|Invoice Amount (Excl. VAT)=amount|Invoice Amount (Incl. VAT)=gross",
    "crime commissioner": "Payment Date=date|Vendor Name=supplier|Payment Amount £=amount|Account Description=sort|Cost Centre Name=department",
    "fire": "Supplier=supplier|Date Of Payment=date|Document Number=number|Budget Holder=officer|Expenditure Description=sort|Cost to Authority (Net)=amount",
    "national park": "Payee=supplier|Invoice Reference=invoice|Date Paid=date|Invoice Total=gross|Net Amount Charged=amount|Budget=department",
    "waste authority": "Supplier name=supplier|Paid=date|Amount ex. VAT=amount|Nature of expenditure=sort",
    "parish": "Date=date|Payee=supplier|Details=text|Net £=amount|VAT £=vat|Total £=gross|Power=code",
    "parish cashbook": "Chq No=number|Date=date|To Whom Paid=supplier|Particulars of Payment=text|Total Payment=gross|VAT=vat|Net Payment=amount",
    "bilingual": "Enw'r Cyflenwr / Supplier Name=supplier|Dyddiad / Date=date|Swm / Amount=amount|Adran / Department=department|Disgrifiad / Description=text",
    "bilingual pairs": "Supplier Name / Enw'r Cyflenwr=supplier|Payment Date / Dyddiad Talu=date|Net Amount (£) / Swm Net (£)=amount|Service / Gwasanaeth=department|Expense Type / Math o Wariant=sort",
    "welsh": "Cyflenwr=supplier|Dyddiad Talu=date|Swm Net=amount|Gwasanaeth=department|Disgrifiad=text",
    "scottish": "Supplier Name=supplier|Supplier Number=supplier number|Invoice Ref=invoice|Payment Date=date|Gross Amount=gross|VAT Amount=vat|Nett Amount=amount|Service=department",
    "northern irish": "Creditor Name=supplier|Sum of Net Amount=amount|Paid Date=date|Council Department=department",
    "sums of a database": "SupplierName=supplier|PaymentDate=date|SumOfNetAmount=amount|SumOfVAT=vat|SumOfGross=gross",
    "database names": "tblSuppliers.SupplierName=supplier|tblPayments.PaymentDate=date|tblPayments.NetAmount=amount|tblCostCentres.Description=department",
    "underscores": "supplier_name=supplier|payment_date=date|net_amount_gbp=amount|vat_amount_gbp=vat|gross_amount_gbp=gross|department_name=department",
    "camel": "supplierName=supplier|paymentDate=date|netAmount=amount|departmentName=department|transactionId=number",
    "card": "Card Holder=officer|Transaction Date=date|Merchant Name=supplier|Merchant Category=sort|Original Net Amount=amount|Original VAT=vat|Original Gross Amount=gross",
    "card of a bank": "Account Name=officer|TRANS DATE=date|POST DATE=due|SUPPLIER=supplier|TRANS TAX AMOUNT=vat|TRANS ORIGINAL GROSS AMT=gross|TRANS ORIGINAL NET AMT=amount|MCC DESCRIPTION=sort",
    "card of another bank": "FIN.TRANSACTION DATE=date|FIN.POSTING DATE=due|MCH.MERCHANT NAME=supplier|FIN.TRANSACTION AMOUNT=amount|MCH.CITY NAME=street",
    "threshold in the heading": "Supplier=supplier|Payments over £500 (net of recoverable VAT)=amount|Date=date|Service=department",
    "words with punctuation": "Supplier:=supplier|Date Paid:=date|Amount (£s):=amount|Dept.:=department",
    "lettered": "A: Supplier=supplier|B: Date=date|C: Net Amount=amount",
    "numbered": "1. Date=date|2. Department=department|3. Beneficiary=supplier|4. Purpose=text|5. Amount=amount|6. VAT that cannot be recovered=no vat|7. Merchant category=sort",
    "line breaks": "Supplier\nName=supplier|Payment\nDate=date|Net\nAmount\n(£)=amount|Service\nArea=department",
    "hard spaces": "Supplier\u00a0Name=supplier|Payment\u00a0Date=date|Net\u00a0Amount=amount",
    "order beside payment": "Supplier=supplier|Order Value=ordered|Invoice Date=invoiced|Invoice Value=amount|Date Paid=date",
    "running total": "Date=date|Supplier=supplier|Amount=amount|Cumulative Amount=so far",
    "invoice and line": "Supplier Name=supplier|Invoice No=invoice|Invoice Total=ordered|Line Amount=amount|Payment Date=date|Line Description=text",
    "trailing address": "Supplier Name=supplier|Address 1=street|Post Code=postcode|Payment Date=date|Amount=amount|Method=paid by",
    "vat last": "Paid to=supplier|On=date|For=text|Excluding VAT=amount|VAT=vat|Including VAT=gross",
    "ministry cards": "Business Unit=department|Merchant=supplier|Date of Transaction=date|Transaction Value (Local)=amount|Expenditure Type=sort",
    "health cards": "Trust=body|Cardholder Department=department|Vendor=supplier|Purchase Date=date|Value=amount",
    "housing company": "Creditor=supplier|Invoice Net Value=amount|Date of Invoice=invoiced|Date of Remittance=date|Cost Code Description=sort",
    "county": "Directorate=department|Service=team|Cost Centre=code|Expenditure Category=sort|Payee Description=supplier|Posting Date=date|Net Amount=amount",
    "payee first": "Payee Name (Redacted where appropriate)=supplier|Date of payment (dd/mm/yyyy)=date|Amount paid (£ exc. VAT)=amount|Summary of purpose=text",
    "charge": "Company paid=supplier|Date=date|Amount charged to revenue=amount",
    "payment for its day": "Authority=body|Service Area=department|Description=text|Payment=date|Amount=amount|Supplier=supplier",
    "paid for its day": "Supplier=supplier|Service=department|Paid=date|Invoiced=invoiced|Net Amount=amount",
    "payment for its way": "Supplier=supplier|Payment=paid by|Date=date|Net Amount=amount|Service=department",
    "way and total": "Payment=paid by|Supplier=supplier|Date=date|Amount=amount|Service=department",
    "sap in two currencies": "Posting Date=date|Vendor=supplier number|Vendor Name=supplier|Amount in doc. curr.=ordered|Curr.=of abroad|Amount in local cur.=amount|Text=text",
    "sap in short": "Vendor=supplier number|Name=supplier|Pstng Date=date|Amount in DC=ordered|Curr.=of abroad|Amount in LC=amount|Crcy=sterling|Text=text",
    "invoiced": "Auth=body|Proclass=sort|Supplier=supplier|Date=date|Dept=department|Cost Code=team|Invoiced=amount",
    "fire brigade": "BATCH ID=code|NAME VEND=supplier|INVOICEID=invoice|Line=line|AMT LINE =amount| DESCRIPTION=text| ISSUED DATE=date|AMT TOTAL=ordered|Department=department|PRO CLASS 1=sort",
    "published for a quarter": "Organisation Name=body|Organisation Code=code|Effective Date=due|Cost Centre Narrative=team|Supplier Name=supplier|Date=date|TransNo=number|Seq No=line|Amount=amount|Description of Spend(T)=text|Catman=code|Catman(T)=sort",
    "borough with codes": "Dept Code=code|Dept Name=department|Subj Code=account|Subj Name=sort|Supplier Code=supplier number|Supplier Name=supplier|Paid On=date|£ p=amount",
    "actuals": "Cost Centre Description=department|Vendor=supplier|Posting Date=date|Actual=amount",
    "payment of": "Recipient=supplier|Date=date|Payment of (£)=amount|In respect of=text",
    "xero": "Contact=supplier|Invoice Date=invoiced|Payment Date=date|Reference=invoice|Description=text|Net (GBP)=amount|VAT (GBP)=vat|Gross (GBP)=gross|Account=sort",
    "expenditure date": "Department family=body|Entity=body|Expenditure Date=date|Expense type=sort|Supplier=supplier|Transaction number=number|Amount=amount",
    "grantees": "Grantee=supplier|Date=date|Amount=amount",
    "sage": "Type=code|A/C=code|Account Name=supplier|Date=date|Ref=invoice|Details=text|Net Amount=amount|Tax Amount=vat|Gross Amount=gross",
    "exclusive": "Supplier Name=supplier|Inclusive Amount=gross|Exclusive Amount=amount|Payment Date=date",
}

UNDECIDED = {
    "pivot": "Row Labels=supplier|Payment Date=date|Sum of Net Amount=amount",
    "grants": "Recipient Org:Name=supplier|Award Date=date|Amount Awarded=amount|Title=text|Funding Org:Name=body",
}
"""What words leave open: a person has to say which column holds the supplier or the amount."""
