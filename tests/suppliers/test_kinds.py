"""What a name says about a payee: spellings that must be known, and false friends that must not."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.errors import InputError
from spendaudit.names.cleaning import clean_name
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.payee_rules import KINDS, PUBLIC_KINDS, standard_rules
from spendaudit.suppliers.place_marks import PLACE, council_places, enclosed, marks_alone, unmarked
from spendaudit.suppliers.withheld import redacted, withheld_as

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "spendaudit" / "suppliers" / "data"
PAYEES = ROOT.parent / "shared" / "data" / "truth" / "payees.csv"


WITHHELD = [
    "REDACTED PERSONAL DATA", "REDACTED", "Redacted", "REDACT", "REDACTION", "<REDACTED>",
    "REDACTED UNDER DP ACT", "REDACTED DATA", "DETAILS REDACTED", "REDACTED - PERSONAL DATA",
    "REDACTED - PERSONAL INFORMATION", "REDACTED PERSONAL DATS", "REDCATED PERSONAL DATA",
    "REDATCED PERSONAL DATA", "REDACTED PERSONSAL DATA", "REDACTED COMMERCIAL CONFIDENTIALITY",
    "PERSONAL DETAILS REDACTED", "PERSONAL REDACTED DATA", "REDACTED, PERSONAL DATA",
    "REDACTED DATA DATA", "REDACTED - COMMERCIALLY SENSITIVE", "REDACTED COMMERCIAL DATA",
    "REDACTED FOR COMMERCIAL CONFIDENTIALITY", "*** COMPANY NAME REDACTED ***", "Redacted Supplier",
    "REDACTED \N{LATIN CAPITAL LETTER A WITH CIRCUMFLEX} PERSONAL DATA", "Name redacted under GDPR",
    "Personal Data", "PERSONAL INFORMATION", "Name Removed", "Name withheld", "NAMES WITHHELD", "Exempt",
    "Private individual", "Individuals", "Anonymised", "CONFIDENTIAL", "Data Protection Act",
    "xxxxxx", "XX XXX XXXX", "X X XXXX XXX", "*****", "* * *", "\u2588\u2588\u2588\u2588", "#####",
    "Reacted personal data", "Personal expenses name withheld", "Name Witheld", "Supressed",
    "EXEMPTION SECTION 40", "Commercial in Confidence", "Foster carer (name withheld)",
    "Not disclosed", "Personsal data", "REDACTED LTD", "REDACTED COMPANY LIMITED",
    "Redacated", "Vulnerable Client", "VULNERABLE ADULT",
    "Grant recipient", "N/A \u2013 Mutual Fund (MF) member", "Private landowner",
    "Section 40", "S40(2)", "FOI Section 40", "Restricted", "Name Restricted", "Hidden", "Private",
    "Redaction applied", "Service User", "Adult Social Care client", "Clients", "Carer", "Landlord",
    "Care Leaver", "Resident", "Insurance Claimant", "Individual Payee", "Sole Trader",
]  # fmt: skip

NOT_WITHHELD = [
    "REDACTIVE PUBLISHING LIMITED", "REDACTIVE EVENTS LTD", "REDACTIVE", "CONFIDENTIAL DIRECT",
    "R & K SIMPSON (CONFIDENTIAL)", "FIREBIRD DATA PROTECTION", "PRIVACY & DATA PROTECTION LTD",
    "INDIVIDUAL CARE SERVICES", "INDIVIDUAL ENTERTAINMENT LTD", "ANON DESIGN & PUBLISHING",
    "PLACES FOR PEOPLE INDIVIDUAL SUPPORT", "MOTHER REDCAPS CARE HOME LIMITED", "BT REDCARE",
    "REDCOURT-ST ANSELM'S", "WATERLOO HOUSE PRIVATE DAY NURSERY LTD", "HASTINGS PRIVATE HIRE",
    "GROSVENOR GUEST HOUSE#REDACTED - PERSONAL DATA", "ORANGE PERSONAL COMMUNICATIONS", "AXXON LTD",
    "REDACTED PERSONAL DATA TC Travel Svs Ltd", "CONFIDENCE IN CARE LTD",
    "EXEMPT ENERGY", "PROTECTED RIGHTS LLP", "SCHOTT REMOVALS TRANSPORT LTD", "WIRRAL CARERS",
    "FOSTER CARE ASSOCIATES LTD", "DATA INSIGHT", "REACTED POLYMERS", "TENANTS FIRST",
    "VULNERABLE CHILDREN LTD", "N A Members Ltd", "GRANT RECIPIENT ADVISERS", "NA SMITH BUILDERS",
    "HIDDEN HEARING", "Hidden Hearing Ltd", "HIDDEN LTD", "RESTRICTED ACCESS LTD", "SECTION 20 LIMITED",
    "SECTION 40 LTD", "SERVICE USER NETWORK", "CLIENT SOLUTIONS", "PERSONAL SECURITY SERVICE",
    "Ribble Private Hire", "LANDLORD ACTION", "CHILD DEVELOPMENT CENTRE", "RESIDENT LIVING",
    "CARER BREAKS", "CTRL SECTION 1 FINANCE",
]  # fmt: skip

FALSE_FRIENDS = [
    "CITY OF LONDON SINFONIA", "CITY OF LONDON FESTIVAL",
    "PCC SYSTEMS", "PCC GROUP LTD", "ST PHILIPS PCC", "HIGHWEEK P C C", "WWW.POLICE-SUPPLIES.CO.UK",
    "GREATER MANCHESTER POLICE SPORTS &", "CHESHIRE POLICE FEDERATION", "ADT FIRE & SECURITY PLC",
    "CHUBB FIRE & SECURITY LTD", "TYCO FIRE & INTEGRATED SOLUTIONS", "CHURCHES FIRE AND SECURITY",
    "NEXUS OPEN SYSTEMS LTD", "NEXUS FOSTERING LTD", "CONEXUS", "METRO ROD", "METRO TAXIS", "METRO",
    "LEVY RESTAURANTS UK", "LEVY BROTHERS AND KNOWLES T/A LBK PACKAGING", "PRECEPTORY LODGE",
    "KUIT STEINART LEVY SOLICITORS", "WILLOW BANK CARE HOME", "ROSEBANK", "LLOYDS PHARMACY",
    "HOLLY BANK TRUST", "FILMBANK", "THE BANK HOUSE HOTEL", "CAPITA TREASURY SOLUTIONS LTD",
    "SECTOR TREASURY SERVICES LTD", "LINK TREASURY SERVICES LTD", "DEBT MANAGEMENT SERVICES LTD",
    "LLOYDS TSB COMMERCIAL FINANCE RE SMITHS", "INDESPENSION LTD", "MARS PENSION TRUSTEES LIMITED",
    "COAL PENSION PROPERTIES", "SHEFFIELD PENSIONERS ACTION GROUP", "GRANT THORNTON UK LLP",
    "SAMUEL GRANT (LEEDS) LTD", "ALISON GRANT", "NOTTINGHAM REVENUES AND BENEFITS SERVICE",
    "BRITISH FASHION COUNCIL", "DESIGN COUNCIL", "REFUGEE COUNCIL", "COUNCIL FOR VOLUNTARY SERVICE",
    "LEEDS COUNCIL FOR VOLUNTARY SERVICE", "OFFICE FOR METROPOLITAN ARCHITECTURE", "SCC",
    "ACADEMY SERVICES (SHEFFIELD) LTD", "MODERN SCHOOLS(EXETER) LTD", "PINNACLE SCHOOLS",
    "NEWCASTLE SCHOOLS SPC PHASE 2", "PRIORY EDUCATION SERVICES LTD", "WITHERSLACK GROUP",
    "YORKSHIRE WINE SCHOOL", "WILLIAM COOPER LTD", "HOME GROUP", "MANOR CARE HOME GROUP",
    "FOSTER CARE ASSOCIATES LTD", "CROWN PAINTS", "TECH DEPT LTD", "CRB DOOR SYSTEMS",
    "BLACKPOOL TRANSPORT SERVICES LTD", "BOLTON CARES", "3663", "TOTAL MERCHANDISE LTD",
    "RNN GROUP (COMBINED AUTHORITY)", "LANCASHIRE COUNTY CRICKET CLUB", "LB FOSTER RAIL",
    "READING BUSES", "DURHAM COUNTY CARPETS", "WIGAN COUNCIL SPORTS CLUB", "AVC ELECTRONICS LTD",
    "HEWLETT PACKARD INT BANK PLC", "SERCO INTEGRATED TRANSPORT", "CASTLE CRAIG HOSPITAL LTD",
    "CAPITA PENSION SOLUTIONS LIMITED", "CPS MANUFACTURING CO",
    "GLOUCESTERSHIRE RURAL COMMUNITY COUNCIL", "COMMUNITY COUNCIL FOR BERKSHIRE", "NORTH DEVON HOSPICE",
    "WEST YORKSHIRE POLICE COMMUNITY TRUST", "CHELTENHAM ARTS COUNCIL", "BIG BLUE SURF SCHOOL",
    "WIRRAL PLAY COUNCIL", "YORKSHIRE CRICKET BOARD", "LEEDS JEWISH WELFARE BOARD", "SPIRE ELLAND HOSPITAL",
    "CHEADLE ROYAL HOSPITAL", "ASSOCIATION OF PUBLIC ANALYSTS", "UK POWER NETWORKS", "CITY REGIONS LTD",
    "FRIENDS OF BIRKENHEAD COUNCIL KENNELS", "ST JOHN AMBULANCE", "ORCHID NATIONAL NURSING SUPPLY",
    "PLANNING SERVICE SOLUTIONS LTD", "BRITISH GAS BUSINESS", "ENERGY OMBUDSMAN SERVICES LTD",
    "DTZ DTL CLIENTS A/C RE DEFRA", "CAPITA PROPERTY (DEFRA)", "MYCSP LTD", "CHURCH ROAD SURGERY",
    "SCCLEAN LTD", "SHA ARCHITECTS", "ARTISHA", "ENVIRONMENT CARE TRUSTED HANDS", "MENTAL FITNESS",
    "VRANCH HOUSE SCHOOL", "NATIONAL STAR COLLEGE", "TRINITY COLLEGE LONDON", "OPEN COLLEGE NETWORK YHR",
    "Ribble Airport Transfers", "TRANSFER PRINT LTD", "ACTIONAID NIGERIA (TRANSFER A/C)", "CASHMASTER",
    "CASH REGISTERS DIRECT", "DEPOSIT PROTECTION SERVICE", "RESERVE FORCES ASSOCIATION", "G W PAYE",
    "SAVINGS STREAM", "CURRENT LIGHTING", "ATOC RAIL TRAVEL ACCOUNT", "CAMDEN NEW JOURNAL",
    "NURSING JOURNALS DIRECT", "CRAWFORD ADJUSTERS", "VAT ADVISERS", "NI WATER", "PAYROLL SERVICES",
    "SAME DAY SALARY", "WAGES CREEK FARM", "CLERK TO THE JUSTICES", "CLERKSROOM", "MULTIPAY GLOBAL",
    "DIRECT DEBIT MANAGEMENT", "CHEQUE PRINT SYSTEMS", "DDS DENTAL", "PENSIONS ADVICE", "GRANTS OF WYRE",
    "REFUGEE ACTION", "HOST UNLIMITED", "THOMPSONS CLIENT ACCOUNT", "TOR HOMES-RENT ACCOUNT",
]  # fmt: skip

# What stands for a payee in the cash books of parish and town councils.
OWN_ACCOUNTS = [
    "Transfer", "Bank Transfer", "Internal Transfer", "Inter-account transfer", "Fund transfer",
    "Transfer to Deposit Account", "Transfer to Savings", "TFR to reserve account", "Deposit Account",
    "Transfer from Current A/C to Deposit A/C", "Business Reserve Account", "Current Account",
    "Transfer to Nationwide", "Transfer to Burial Ground account", "Unity Trust Bank Savings Account",
]  # fmt: skip
HOW_PAID = [
    "Direct Debit",
    "DD",
    "Standing Order",
    "BACS",
    "Cheque",
    "Online payment",
    "Card payment",
]
PAY = [
    "Clerk salary", "Clerk's Salary", "Salaries", "Staff Salaries", "Wages", "Salaries - April 2024", "The Clerk",
    "Town Clerk expenses", "Caretaker wages", "Litter picker wages", "Mayor's allowance", "Staff Member",
    "Salary and PAYE", "Ex-employee", "Election Staff",
]  # fmt: skip
TAXES = [
    "PAYE/NI",
    "PAYE",
    "PAYE & NIC April",
    "Tax & NI",
    "National Insurance",
    "VAT",
    "VAT payment",
]
LEDGER = ["Cash", "Cash withdrawal", "Petty Cash", "Journal", "Adjustment", "Year end adjustment", "Correction",
    "Opening Balance", "Unpresented cheques", "CHAPS transfer"]  # fmt: skip

PUBLIC_BODIES = [
    *((name, "central-government", "tax", "United Kingdom") for name in TAXES),
    ("LANCASHIRE COUNTY COUNCIL", "council", "public-transfer", "Lancashire County Council"),
    ("LANCASHIRE COUNTY COUNCI", "council", "public-transfer", "Lancashire County Council"),
    ("PRESTON CITY COUNCIL", "council", "public-transfer", "Preston City Council"),
    (
        "CITY OF NEWCASTLE UPON TYNE",
        "council",
        "public-transfer",
        "Newcastle upon Tyne City Council",
    ),
    ("CITY OF LONDON", "council", "public-transfer", "City of London"),
    ("City of London Corporation", "council", "public-transfer", "City of London"),
    ("CORPORATION OF LONDON", "council", "public-transfer", "City of London"),
    (
        "Mayor & Commonalty & Citizens of the City of London",
        "council",
        "public-transfer",
        "City of London",
    ),
    ("City of London Police", "police", "precept-or-levy", "City of London"),
    ("Ealing London Borough Council", "council", "public-transfer", "London Borough of Ealing"),
    (
        "HAMMERSMITH & FULHAM LONDON BOROUGH",
        "council",
        "public-transfer",
        "London Borough of Hammersmith and Fulham",
    ),
    ("LONDON BOROUGH OF BARNET COUNCIL", "council", "public-transfer", "London Borough of Barnet"),
    ("BLACKBURN WITH DARWEN BC", "council", "public-transfer", "Blackburn with Darwen Council"),
    ("STOCKPORT M.B.C. (ACCTS RECEIVEABLE)", "council", "public-transfer", "Stockport Council"),
    ("TAMESIDE METROPLITAN BOUOUGH", "council", "public-transfer", "Tameside Council"),
    ("NOTTINGHAM CC", "council", "public-transfer", "Nottingham Council"),
    ("DORSET COUNCIL", "council", "public-transfer", "Dorset Council"),
    ("L B OF HARINGEY", "council", "public-transfer", "London Borough of Haringey"),
    ("LB LEWISHAM", "council", "public-transfer", "London Borough of Lewisham"),
    (
        "ROYAL BOROUGH OF KENSINGTON&CHELSEA",
        "council",
        "public-transfer",
        "Royal Borough of Kensington and Chelsea",
    ),
    ("BLACKPOOL COUNCIL SALARIES - DIRECT DEBIT ONLY", "council", "payroll", None),
    ("BOSTON SPA PARISH COUNCIL", "council", "precept-or-levy", None),
    ("POLICE & CRIME COMMISSIONER FOR LANCASHIRE", "police", "precept-or-levy", "Lancashire"),
    (
        "POLICE & CRIME COMM LANCS - DIRECT DEBIT - DO NOT USE",
        "police",
        "precept-or-levy",
        "Lancashire",
    ),
    ("P & CC FOR WEST YORKSHIRE", "police", "precept-or-levy", "West Yorkshire"),
    ("LANCS COMBINED FIRE AUTH", "fire", "precept-or-levy", "Lancashire"),
    (
        "GREATER MANCHESTER COMBINED AUTHORI",
        "combined-authority",
        "precept-or-levy",
        "Greater Manchester",
    ),
    ("GMCA", "combined-authority", "precept-or-levy", "Greater Manchester"),
    ("H M R C (070 PB 2926)", "central-government", "tax", "United Kingdom"),
    ("INLAND REVENUE 465 PC2003", "central-government", "tax", "United Kingdom"),
    ("DEPT FOR COMMUNITIES AND LOCAL GOVT", "central-government", "public-transfer", "England"),
    ("DWP DEBT MANAGEMENT", "central-government", "benefits", "United Kingdom"),
    ("PUBLIC WORKS LOAN BOARD", "central-government", "treasury-or-loan", "United Kingdom"),
    ("HMCTS (MANCHESTER)", "central-government", "statutory-fee", "England"),
    ("NHS LANCASHIRE & SOUTH CUMBRIA ICB", "nhs", "pooled-budget", None),
    ("BLACKPOOL TEACHING HOSPITALS NHS FT", "nhs", "public-transfer", None),
    ("TEACHERS' PENSIONS", "pension-fund", "pension", None),
    ("GREATER MANCHESTER SUPERANN FUND", "pension-fund", "pension", "Greater Manchester"),
    ("GMWDA (LEVY)", "other-public", "precept-or-levy", None),
    ("YORKSHIRE PURCHASING ORGANISATION", "other-public", None, None),
    ("BAILIFF BRIDGE J&I SCHOOL", "school", "public-transfer", None),
    ("CROYDON COLLEGE", "college", "public-transfer", None),
    (
        "BOROUGH OF TELFORD AND WREKIN COUNCIL",
        "council",
        "public-transfer",
        "Telford and Wrekin Council",
    ),
    ("NORTH YORKS CC", "council", "public-transfer", "North Yorkshire Council"),
    ("EAST HERTS COUNCIL", "council", "public-transfer", "East Hertfordshire Council"),
    ("NHS MANCHESTER PRIMARY CARE TRUST", "nhs", "pooled-budget", None),
    ("LUTON AND DUNSTABLE HOSPITAL NHSFT", "nhs", "public-transfer", None),
    ("STRATHCLYDE POLICE", "police", "precept-or-levy", "Strathclyde"),
    ("WMDC WAKEFIELD COUNCIL", "council", "public-transfer", "Wakefield Council"),
    ("WWW.COVENTRY.GOV.UK", "council", "public-transfer", "Coventry Council"),
    ("PERTENHALL & SWINESHEAD PARISH CNSL", "council", "precept-or-levy", None),
    ("LIVERPOOL CITY REGION", "combined-authority", "precept-or-levy", "Liverpool City Region"),
    ("NNDR - NORTH TYNESIDE COUNCIL", "council", "tax", None),
    ("TFL GROUP TREASURY", "combined-authority", "precept-or-levy", "London"),
    ("GREATER M/CR WASTE REGULATUON AUTHO", "other-public", "precept-or-levy", None),
    ("YORKSHIRE DALES NATIONAL AUTHORITY", "other-public", "precept-or-levy", None),
    ("LOCAL GOVERNMENT BOUNDARY COMMISSION", "other-public", "public-transfer", None),
    ("COMMISSION FOR LOCAL ADMINISTRATION", "other-public", "public-transfer", None),
    ("EBBSFLEET DEVELOPMENT CORPORATION", "other-public", "public-transfer", None),
    ("The National Crime Agency", "other-public", "public-transfer", None),
    ("Ofwat", "other-public", "public-transfer", None),
    ("LOCAL GOVERNMENT ASSOC.", "other-public", "public-transfer", None),
    ("TREASURY SOLICITORS DEPT 3861", "central-government", "public-transfer", "England"),
    ("GREATER MANCHESTER PROBATION SERVIC", "central-government", "public-transfer", "England"),
    ("SOUTH EAST COAST AMBULANCE", "nhs", "public-transfer", None),
    ("UNITED LEEDS TEACHING HOSPITAL", "nhs", "public-transfer", None),
    ("NORTH EAST LINCOLNSHIRE CARE TRUST PLUS", "nhs", "public-transfer", None),
    ("BLACKBURN AND DARWEN TEACHING CARE TRUST PLUS", "nhs", "public-transfer", None),
    ("LONDON SHA", "nhs", "pooled-budget", None),
    ("SOUTH EAST COAST SHA", "nhs", "pooled-budget", None),
    ("YORKSHIRE & THE HUMBER SHA", "nhs", "pooled-budget", None),
    ("South West London And St Georges Mental", "nhs", "public-transfer", None),
    ("NHS RESOLUTION", "nhs", "public-transfer", None),
    ("NHS LITIGATION AUTHORITY", "nhs", "public-transfer", None),
    ("NHS SUPPLY CHAIN", "nhs", "public-transfer", None),
    ("SUPPLY CHAIN COORDINATION LTD (SCCL)", "nhs", "public-transfer", None),
    ("HUMAN TISSUE AUTHORITY (HTA033)", "other-public", "public-transfer", None),
    ("Food & Environment Research Ag", "other-public", "public-transfer", None),
    ("RURAL PAYMENTS AGENC", "other-public", "public-transfer", None),
    ("Beis Yaakov Jewish High School", "school", "public-transfer", None),
    ("DEPT FOR BEIS", "central-government", "public-transfer", "England"),
    ("BEIS", "central-government", "public-transfer", "England"),
    ("DFID", "central-government", "public-transfer", "England"),
    ("GBS RE DCLG-(DLUHC)", "central-government", "public-transfer", "England"),
]

OTHERS = [
    ("FOSTER CARE - BACS", "not-a-payee", "no", "benefits"),
    ("2023:07LD Learning Disabilities", "not-a-payee", "no", "benefits"),
    ("2023:07FTIFrailty And/Or Temporary Illness", "not-a-payee", "no", "benefits"),
    ("2000 Dementia Care Ltd", "company", "yes", None),
    ("Learning Disabilities 2023", "unknown", "yes", None),
    ("HOUSING BENEFIT", "not-a-payee", "no", "benefits"),
    ("NNDR REFUNDS", "not-a-payee", "no", "tax"),
    ("HOMECARE REFUNDS - BSS ONLY", "not-a-payee", "no", "refunds"),
    ("MISCELLANEOUS PAYMENTS BACS", "not-a-payee", "no", "ledger-line"),
    ("LOAN INVESTMENT/REPAYMENTS", "not-a-payee", "no", "treasury-or-loan"),
    ("N/A", "not-a-payee", "unsure", "no-name"),
    ("", "not-a-payee", "unsure", "no-name"),
    ("228979", "redacted", "no", "redacted"),
    ("REDACTED COMMERCIAL CONFIDENTIALITY", "redacted", "unsure", "redacted"),
    ("BANK OF SCOTLAND", "bank", "no", "treasury-or-loan"),
    ("BARCLAYCARD COMMERCIAL", "bank", "unsure", "card-bill"),
    ("NATWEST CARD CENTRE", "bank", "unsure", "card-bill"),
    ("Greetings Card Centre", "unknown", "yes", None),
    ("SA INSTITUTE OF INTERNATIONAL AFFAIRS", "unknown", "yes", None),
    ("LP Gas Deliveries", "unknown", "yes", None),
    ("Wyre Energie SA", "company", "yes", None),
    *((name, "not-a-payee", "no", "own-accounts") for name in OWN_ACCOUNTS),
    *((name, "not-a-payee", "unsure", "no-name") for name in HOW_PAID),
    *((name, "not-a-payee", "no", "payroll") for name in PAY),
    *((name, "not-a-payee", "no", "ledger-line") for name in LEDGER),
    ("Bank Charges", "not-a-payee", "no", "treasury-or-loan"),
    ("Bank charges April 2024", "not-a-payee", "no", "treasury-or-loan"),
    ("CCLA Public Sector Deposit Fund", "bank", "no", "treasury-or-loan"),
    ("Lloyds Multipay", "bank", "unsure", "card-bill"),
    ("Debit card", "not-a-payee", "unsure", "no-name"),
    ("Small grants", "not-a-payee", "no", "grant"),
    ("Pension payment", "not-a-payee", "no", "pension"),
    ("Refugee host", "not-a-payee", "no", "benefits"),
    ("Homes for Ukraine Host", "not-a-payee", "no", "benefits"),
    ("Kinship Carer", "not-a-payee", "no", "benefits"),
    ("Personal Budget", "unknown", "unsure", "benefits"),
    ("Sole Trader", "redacted", "unsure", "redacted"),
    ("Exempt under Section 43", "redacted", "unsure", "redacted"),
    ("PENDERELS TRUST DP ONLY", "unknown", "unsure", "benefits"),
    ("Mr J Sureda", "individual", "unsure", "individual"),
    ("ABC LTD", "company", "yes", None),
    ("ABC CIC", "company", "yes", None),
    ("Home Farm Trust Ltd", "charity", "yes", None),
    ("WHEATFIELD COURT", "unknown", "yes", None),
    ("Grant recipient", "redacted", "no", "grant"),
    ("UNISON NW", "unknown", "no", "payroll"),
    ("CHURCH ROAD SURGERY", "unknown", "yes", None),
    ("ST MARKS CHURCH", "charity", "yes", None),
    ("MYCSP LTD", "company", "yes", None),
    ("Software AG", "company", "yes", None),
]


def payees(*spelt: str | None) -> pl.DataFrame:
    """A few payees as `kinds_of` takes them."""
    suppliers = pl.DataFrame({"supplier": pl.Series(spelt, dtype=pl.String)})
    return suppliers.with_columns(clean_name(pl.col("supplier")).alias("name"))


@cache
def _said_of_all() -> dict[str, dict[str, object]]:
    """What is said of every name above, asked for at once: each question builds many patterns."""
    tables = (*PUBLIC_BODIES, *OTHERS)
    names = [*WITHHELD, *NOT_WITHHELD, *FALSE_FRIENDS, *(row[0] for row in tables)]
    said = kinds_of(payees(*dict.fromkeys(names)))
    return {str(row["supplier"]): row for row in said.iter_rows(named=True)}


def one(spelt: str) -> dict[str, object]:
    """All that is said of one payee."""
    return _said_of_all().get(spelt) or kinds_of(payees(spelt)).row(0, named=True)


@pytest.mark.parametrize("spelt", WITHHELD)
def test_a_withheld_name_is_redacted(spelt: str) -> None:
    assert redacted(pl.Series([spelt])).item() is True
    assert one(spelt)["kind"] == "redacted"


@pytest.mark.parametrize(
    ("spelt", "instead"),
    [
        ("REDACTED PERSONAL DATA", "redacted as personal data"),
        ("REDACTED UNDER DP ACT", "redacted as personal data"),
        ("Individuals", "redacted as personal data"),
        ("REDACTED COMMERCIAL CONFIDENTIALITY", "redacted for commercial reasons"),
        ("<REDACTED>", "redacted, no reason given"),
        ("Name Removed", "redacted, no reason given"),
        ("XX XXX XXXX", "letters masked one by one"),
        ("*****", "letters masked one by one"),
        ("228979", "a number where a name belongs"),
        ("Grant recipient", "what the payee is, without a name"),
        ("N/A \u2013 Mutual Fund (MF) member", "what the payee is, without a name"),
    ],
)
def test_a_withheld_name_says_why(spelt: str, instead: str) -> None:
    assert payees(spelt).select(withheld_as(pl.col("supplier"))).item() == instead


@pytest.mark.parametrize("spelt", ["", "-", "#", "N/A", "n/a", "unknown"])
def test_a_missing_name_is_no_redaction(spelt: str) -> None:
    assert redacted(pl.Series([spelt])).item() is False
    assert one(spelt)["rule"] == "no-name"


@pytest.mark.parametrize("spelt", NOT_WITHHELD)
def test_a_firm_that_sounds_withheld_is_a_firm(spelt: str) -> None:
    said = one(spelt)
    assert redacted(pl.Series([spelt])).item() is False
    assert (said["influenceable"], said["public"], said["rule"]) == ("yes", False, None)


@pytest.mark.parametrize("spelt", FALSE_FRIENDS)
def test_a_false_friend_is_a_purchase_from_no_public_body(spelt: str) -> None:
    said = one(spelt)
    assert (said["influenceable"], said["public"]) == ("yes", False)


def test_a_housing_trust_is_no_council() -> None:
    assert one("METROPOLITAN HOUSING TRUST")["kind"] == "charity"


def test_a_cooper_is_no_co_operative_and_a_co_op_is() -> None:
    assert one("WILLIAM COOPER LTD")["kind"] == "company"
    assert one("The Co-operative Group")["kind"] == "co-operative"
    assert one("COOP FUNERALS")["kind"] == "co-operative"


@pytest.mark.parametrize(("spelt", "kind", "rule", "serves"), PUBLIC_BODIES)
def test_a_public_body_is_known_by_any_of_its_names(
    spelt: str, kind: str, rule: str | None, serves: str | None
) -> None:
    said = one(spelt)
    assert (said["kind"], said["public"]) == (kind, True)
    assert (said["rule"], said["serves"]) == (rule, serves)


@pytest.mark.parametrize(("spelt", "kind", "influenceable", "rule"), OTHERS)
def test_a_payee_that_is_no_public_body(
    spelt: str, kind: str, influenceable: str, rule: str | None
) -> None:
    said = one(spelt)
    assert (said["kind"], said["public"]) == (kind, False)
    assert (said["influenceable"], said["rule"]) == (influenceable, rule)


def test_rows_keep_their_order_and_columns() -> None:
    spelt = payees("ABC LTD", None, "GMCA", "ABC LTD").with_row_index("id")
    said = kinds_of(spelt)
    assert said.select(spelt.columns).equals(spelt)
    assert said["kind"].to_list() == ["company", "not-a-payee", "combined-authority", "company"]
    assert kinds_of(spelt.clear()).schema == said.schema


def test_a_rule_for_one_publisher_holds_in_its_files_only() -> None:
    trusts = payees("THAMES REACH TRUST", "THAMES REACH TRUST").with_columns(
        pl.Series("publisher", ["Greater London Authority", "Oxford City Council"])
    )
    assert kinds_of(trusts)["influenceable"].to_list() == ["no", "yes"]


def test_a_users_rules_come_first_and_a_rule_can_be_left_out() -> None:
    grants = {
        "name": "our leisure trust", "kind": "charity", "pattern": "^{place} LEISURE", "influenceable": "no",
        "rule": "grant", "reason": "a management fee",
    }  # fmt: skip
    rules = standard_rules().preceded_by([grants]).without({"tax"})
    said = kinds_of(payees("Preston Leisure Trust", "HMRC"), rules)
    assert said["rule"].to_list() == ["grant", None]
    # One that gives no short name for its reason goes by its own.
    del grants["rule"]
    rules = standard_rules().preceded_by([grants]).counting(["tax"])
    said = kinds_of(payees("Preston Leisure Trust"), rules)
    assert said["rule"].to_list() == ["our leisure trust"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pattern": "(?=X)"}, "cannot be read"),
        ({"kind": "shop"}, "kind"),
        ({"influenceable": "maybe"}, "influenceable"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_users_rule_with_a_mistake_is_refused(change: dict[str, str], says: str) -> None:
    rule = {"name": "mine", "kind": "charity", "pattern": "X", "influenceable": "no", "reason": "r"}
    with pytest.raises(InputError, match=f"'mine'.*{says}"):
        standard_rules().preceded_by([rule | change])


def test_every_rule_has_a_name_of_its_own_and_a_reason() -> None:
    rules = standard_rules().rules
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.reason and rule.source for rule in rules)
    assert all(rule.rule for rule in rules if rule.influenceable != "yes")
    assert KINDS > PUBLIC_KINDS


def test_every_rule_of_the_package_could_be_a_users() -> None:
    written = tomllib.loads((DATA / "payees.toml").read_text(encoding="utf-8"))["rules"]
    again = standard_rules().preceded_by(written).rules
    assert again[: len(written)] == standard_rules().rules


# --- measured on labelled names -----------------------------------------------------------------

# Labelled kinds of bodies of the state whom a name tells; schools and colleges are left out here,
# since a name does not tell a state school from a fee-charging one.
LABELLED_PUBLIC = [
    "council", "combined-authority", "police", "fire", "nhs", "central-government", "other-public",
]  # fmt: skip


@pytest.fixture(scope="module")
def labelled() -> pl.DataFrame:
    """Labelled payees that were read with care and not hand-picked, with what their names say."""
    if not PAYEES.exists():
        pytest.skip(f"the labelled payees are not at hand: {PAYEES} is missing")
    labels = pl.read_csv(PAYEES, infer_schema=False).filter(
        (pl.col("checked") == "yes") & ~pl.col("note").fill_null("").str.contains("hard case added")
    )
    half = [hashlib.sha256(name.encode()).digest()[0] % 2 for name in labels["name"]]
    suppliers = labels.select(
        pl.col("name").alias("supplier"),
        clean_name(pl.col("name")).alias("name"),
        pl.col("kind").alias("labelled_kind"),
        "purchase",
        "publisher",
        # Some payees were refunded more than they were paid.
        pl.col("total").cast(pl.Float64).abs().alias("pounds"),
        pl.Series("half", half),
    )
    return kinds_of(suppliers)


# The rules were written with even hashes in sight. Of the odd ones nobody who wrote a rule has seen
# a name that was wrongly told, but for three (a primary care trust taken for a provider, any
# "partnership trust" taken for a health trust, a council's business rates); later rules come from lists of public bodies and
# from spend files without labels. The floors are what was measured.
@pytest.mark.parametrize(
    ("half", "floor"),
    [pytest.param(0, 0.98, id="developed on"), pytest.param(1, 0.97, id="held out")],
)
def test_most_of_the_money_is_on_the_right_side(
    labelled: pl.DataFrame, half: int, floor: float
) -> None:
    sure = labelled.filter((pl.col("half") == half) & (pl.col("purchase") != "unsure"))
    right = pl.col("purchase") == pl.col("influenceable")
    assert (
        sure.select(pl.col("pounds").filter(right).sum() / pl.col("pounds").sum()).item() >= floor
    )


@pytest.mark.parametrize(
    ("half", "precise", "complete"),
    [pytest.param(0, 0.98, 0.97, id="developed on"), pytest.param(1, 0.98, 0.95, id="held out")],
)
def test_public_bodies_are_told_from_all_others(
    labelled: pl.DataFrame, half: int, precise: float, complete: float
) -> None:
    names = labelled.filter(pl.col("half") == half).unique("supplier")
    said = names.filter(pl.col("kind").is_in(LABELLED_PUBLIC))
    true = names.filter(pl.col("labelled_kind").is_in(LABELLED_PUBLIC))
    both = said.filter(pl.col("labelled_kind").is_in(LABELLED_PUBLIC))
    assert both.height / said.height >= precise
    assert both.height / true.height >= complete


def test_the_places_of_councils_are_written_as_names_are_cleaned() -> None:
    places = pl.DataFrame({"place": sorted(council_places())})
    assert places.height > 500
    cleaned = places.select(clean_name(pl.col("place")).alias("place"))
    assert cleaned["place"].to_list() == places["place"].to_list()


def test_named_public_bodies_are_written_as_names_are_cleaned() -> None:
    bodies = pl.read_csv(DATA / "public_bodies.csv")
    assert bodies.height > 300
    assert bodies["name"].is_unique().all()
    assert set(bodies["kind"]) <= PUBLIC_KINDS
    assert bodies["source"].null_count() == 0
    cleaned = bodies.select(clean_name(pl.col("name")).alias("name"))
    assert cleaned["name"].to_list() == bodies["name"].to_list()


@pytest.mark.parametrize(
    ("file", "column", "heading", "least"),
    [
        # Trusts and commissioners of the health service; practices of doctors are firms.
        ("nhs-ods-etr-2025.csv", 1, False, 0.99),
        ("nhs-ods-eccg.csv", 1, False, 0.99),
        ("public-bodies-digital-land-organisation.csv", 3, True, 0.98),
    ],
)
def test_lists_of_public_bodies_are_known(
    shared: Path, file: str, column: int, heading: bool, least: float
) -> None:
    listed = pl.read_csv(
        shared / "registers" / file, has_header=heading, infer_schema=False, encoding="utf8-lossy"
    )
    said = kinds_of(payees(*listed.to_series(column).unique()))
    assert said["public"].mean() >= least  # type: ignore[operator]


places = st.sampled_from(["YORK", "NEW YORK", "PRESTON", "WEST YORKSHIRE", "YORKSHIRE", "X"])


@given(st.lists(places | st.sampled_from(["OF", "YORKS", "COUNCIL"]), max_size=6))
def test_marking_places_keeps_every_word(words: list[str]) -> None:
    text = " ".join(words)
    names = {"YORK", "PRESTON", "WEST YORKSHIRE", "YORKSHIRE"}
    row = pl.DataFrame({"text": [text]}).with_columns(
        enclosed(pl.col("text"), names).alias("enclosed")
    )
    assert row.select(unmarked(pl.col("enclosed"))).item() == text
    left = row.select(marks_alone(pl.col("enclosed"))).item().split()
    assert not names & set(left)
    assert left.count(PLACE) == row["enclosed"].item().count(PLACE) / 2


def test_what_a_profile_counts_as_a_purchase_is_one() -> None:
    rules = standard_rules().counting(["tax"])
    payees = pl.DataFrame(
        {"supplier": ["HM REVENUE AND CUSTOMS"], "name": ["HM REVENUE AND CUSTOMS"]}
    )
    assert kinds_of(payees)["influenceable"].item() == "no"
    counted = kinds_of(payees, rules)
    assert counted.select("influenceable", "rule", "public").row(0) == ("yes", None, True)


def test_a_rule_of_the_users_beats_the_table_of_public_bodies() -> None:
    own = {
        "name": "ours",
        "kind": "company",
        "pattern": "^NATIONAL CRIME AGENCY$",
        "influenceable": "yes",
        "reason": "a namesake",
    }
    payees = pl.DataFrame(
        {"supplier": ["National Crime Agency"], "name": ["NATIONAL CRIME AGENCY"]}
    )
    assert kinds_of(payees)["public"].item()
    assert not kinds_of(payees, standard_rules().preceded_by([own]))["public"].item()


def test_a_reason_that_no_rule_has_is_refused() -> None:
    with pytest.raises(InputError, match="'taxes' is no reason"):
        standard_rules().counting(["taxes"])
