"""The supplier is a column of names, of the ones that were published, and never the publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from read.published import cleaned, heading_of, paid
from read.test_tables import NAMES
from spendaudit.errors import ColumnError, InputError
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from pathlib import Path


def table(heading: str, *columns: tuple[str, ...]) -> str:
    rows = (
        ",".join([*row, f"2{n}/02/2024,{n}.50"])
        for n, row in enumerate(zip(*columns, strict=True), 1)
    )
    return f"{heading},Date,Amount\n" + "".join(f"{row}\n" for row in rows)


NUMBERS = tuple(str(4000 + n) for n in range(6))


@pytest.mark.parametrize("heading", ["Supplier,Creditor", "Supplier Name,Supplier ID", "Supplier,"])
def test_names_are_found_where_the_suppliers_column_holds_numbers(heading: str) -> None:
    clean = cleaned(table(heading, NUMBERS, NAMES))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["supplier_id"].to_list() == list(NUMBERS)
    assert "holds no names: the suppliers are those of" in clean.notices[0]


@pytest.mark.parametrize("periods", [1, 2])
@pytest.mark.parametrize(
    "heading", ["BeneficiaryOtherID,BeneficiaryName", "Vendor Code,Payee", "Supplier ID,Supplier"]
)
def test_names_are_found_beside_a_column_that_moved_and_a_period_is_no_suppliers_number(
    heading: str, periods: int
) -> None:
    months = tuple(f"20240{1 + n % periods}" for n in range(6))
    clean = cleaned(table(f"TransactionNumber,{heading}", NUMBERS, NAMES, months))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["supplier_id"].to_list() == [None] * 6
    first, second = heading.split(",")
    assert clean.notices[0] == (
        f"{second!r} holds no names: the suppliers are those of {first!r} (column 2)"
    )


def test_numbers_alone_are_taken_and_said() -> None:
    clean = cleaned(table("Supplier,Ref", NUMBERS, NUMBERS))
    assert clean.notices == ("'Supplier' holds numbers where the names of suppliers should be",)


def test_the_name_that_was_published_is_used_and_differences_are_said() -> None:
    published = ("REDACTED", *NAMES[1:])
    clean = cleaned(table("Supplier Name,Supplier Name Redacted", NAMES, published))
    assert clean.payments["supplier"].to_list() == list(published)
    assert clean.notices == (
        (
            "the suppliers are those of 'Supplier Name Redacted' (column 2); "
            "'Supplier Name' (column 1) says something else on 1 row"
        ),
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Supplier,Short Name,Full Name",
        "Supplier No,Short Name,Full Name",
        "Supplier,Search Term,Supplier Name",
        "Supplier No,Supplier Short Name,Supplier Name",
    ],
)
def test_a_short_name_beside_the_name_is_a_key_of_the_ledger(heading: str) -> None:
    short = tuple(name[:6].upper().strip() for name in NAMES)
    clean = cleaned(table(heading, NUMBERS, short, NAMES))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    alone = cleaned(table(heading.rpartition(",")[0], NUMBERS, short))
    if "Search" not in heading:
        assert alone.payments["supplier"].to_list() == list(short)


def test_the_names_of_a_ledgers_accounts_may_be_who_was_paid_and_it_is_said() -> None:
    clean = cleaned(table("Account Name,Cost Centre", NAMES, ("Roads",) * 6))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    said = "'Account Name' (column 1) was understood as the supplier by its content only"
    assert said in clean.notices
    accounts = ("Fees", "Rent", "Agency Staff", "Fuel", "Printing", "Travel")
    with pytest.raises(ColumnError, match="no column holds the supplier"):
        heading_of(table("Account Name,Cost Centre", accounts, ("Roads",) * 6))


HOLDERS = ("A Patel", "B Jones", "C Smith", "A Patel", "B Jones", "D Wood")


@pytest.mark.parametrize(
    ("heading", "others"),
    [
        ("Name,Merchant Details", HOLDERS),
        ("Company,Merchant Details", ("Natural Midshire",) * 6),
        ("Name,Suplier Name", ("Midshire PCT",) * 6),
        ("Provider,Suppler", ("Midshire PCT",) * 6),
    ],
)
def test_who_was_paid_is_known_in_spite_of_a_name_of_others(
    heading: str, others: tuple[str, ...]
) -> None:
    assert cleaned(table(heading, others, NAMES)).payments["supplier"].to_list() == list(NAMES)


def test_a_column_that_is_filled_only_where_a_name_is_withheld_is_not_the_supplier() -> None:
    clean = cleaned(table("Supplier Name,Redacted Supplier Name", NAMES, ("Private", *[""] * 5)))
    assert clean.payments["supplier"].to_list() == list(NAMES)


def test_a_column_of_kinds_is_not_the_name_that_was_published() -> None:
    kinds = ("Private", "Public", "Private", "NHS", "Private", "Private") * 2
    names = tuple(f"{name} {n}" for n in (1, 2) for name in NAMES)
    rows = "".join(
        f"{n},{k},{d}/02/2024,{d}.50\n"
        for d, (n, k) in enumerate(zip(names, kinds, strict=True), 11)
    )
    clean = cleaned("Supplier,Supplier tab final,Date,Amount\n" + rows)
    assert clean.payments["supplier"].to_list() == list(names)


def test_the_publisher_is_never_the_supplier() -> None:
    council = ("Preston City Council",) * 6
    clean = cleaned(table("Supplier,Beneficiary", council, NAMES))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    with pytest.raises(ColumnError, match="which may be the publisher") as refusal:
        heading_of(table("Name,Ref", council, NUMBERS))
    assert "Preston City Council" in refusal.value.found
    named = heading_of(table("Name,Ref", council, NUMBERS), supplier="Name")
    assert named.columns["supplier"] == 0


@pytest.mark.parametrize("heading", ["Supplier", "Supplier Name", "Vendor", "Payee", "Beneficiary"])
def test_one_body_under_a_plain_heading_is_the_supplier_and_told(heading: str) -> None:
    clean = cleaned(table(f"{heading},Ref", ("Preston City Council",) * 6, NUMBERS))
    assert clean.payments.height == 6
    assert clean.notices[0] == (
        f"every row under {heading!r} has 'Preston City Council': it is taken as the supplier, "
        "as its heading says"
    )


def test_where_the_file_names_another_body_the_one_is_the_supplier() -> None:
    text = table("Name,Ref", ("Preston City Council",) * 6, NUMBERS)
    clean = cleaned(f"Lancashire County Council payments over £500\n{text}")
    assert clean.notices[0].endswith(
        "since 'Lancashire County Council payments over £500' names another body"
    )
    text = table("Name,Body Name", ("Preston City Council",) * 6, ("Lancashire Police",) * 6)
    assert cleaned(text).payments.height == 6


@pytest.mark.parametrize("title", ["Preston City Council spend", "PRESTON: payments over £500"])
def test_where_the_file_names_the_same_body_it_is_the_publisher(title: str) -> None:
    text = table("Supplier,Ref", ("Preston City Council",) * 6, NUMBERS)
    with pytest.raises(ColumnError, match="which may be the publisher"):
        cleaned(f"{title}\n{text}")
    text = table("Supplier,Body Name", ("Preston City Council",) * 6, ("Preston Council",) * 6)
    with pytest.raises(ColumnError, match="which may be the publisher"):
        cleaned(text)


def test_the_name_of_the_file_may_be_the_publishers(tmp_path: Path) -> None:
    text = table("Supplier,Ref", ("Preston City Council",) * 6, NUMBERS)
    (tmp_path / "april.csv").write_text(text, encoding="utf-8")
    assert clean_files([tmp_path / "april.csv"]).payments.height == 6
    (tmp_path / "preston_2024.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ColumnError, match="which may be the publisher"):
        clean_files([tmp_path / "preston_2024.csv"])


def test_one_firm_alone_may_have_been_paid() -> None:
    clean = cleaned(table("Supplier,Ref", ("Ribble Roofing Ltd",) * 6, NUMBERS))
    assert clean.payments["supplier"].unique().to_list() == ["Ribble Roofing Ltd"]


@pytest.mark.parametrize("publisher", ["Natural England", "British Museum", "Network Rail"])
def test_one_name_beside_a_column_of_firms_may_be_the_publisher(publisher: str) -> None:
    text = table("Company,Whose shop", (publisher,) * 6, NAMES)
    with pytest.raises(ColumnError, match="which may be the publisher") as refusal:
        cleaned(text)
    assert '--column supplier="Whose shop"' in refusal.value.try_next


@pytest.mark.parametrize("heading", ["Supplier Name", "Payee"])
def test_one_firm_under_a_plain_heading_is_paid_though_another_column_holds_firms(
    heading: str,
) -> None:
    clean = cleaned(table(f"{heading},For whom", ("Ribble Coaches Ltd",) * 6, NAMES))
    assert clean.payments["supplier"].unique().to_list() == ["Ribble Coaches Ltd"]


def test_names_in_the_only_column_of_firms_are_those_of_the_numbers() -> None:
    text = table("Supplier,Period,Check and edit column", NUMBERS, ("202404",) * 6, NAMES)
    clean = cleaned(text)
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["supplier_id"].to_list() == list(NUMBERS)
    assert (
        "'Supplier' holds no names: the suppliers are those of 'Check and edit column' (column 3)"
        in clean.notices
    )


def test_the_first_rows_of_one_supplier_do_not_make_it_the_publisher() -> None:
    rows = "Wyre Council,21/02/2024,5.00\n" * 400 + "Ribble Ltd,21/02/2024,5.00\n"
    assert len(cleaned(f"Supplier,Date,Amount\n{rows}").payments) == 401


def test_the_publisher_under_company_name_leaves_the_supplier_its_bare_heading() -> None:
    police = ("Midshire Police Authority",) * 6
    clean = cleaned(table("Company Name,Supplier", police, NAMES))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["supplier_id"].to_list() == [""] * 6 or (
        clean.payments["supplier_id"].null_count() == 6
    )
    assert clean.bodies == ("Midshire Police Authority",)
    assert clean.notices[0] == (
        "every row has 'Midshire Police Authority' under 'Company Name': "
        "the suppliers are those of 'Supplier' (column 2)"
    )


def test_a_number_called_supplier_beside_one_payee_stays_a_number() -> None:
    clean = cleaned(table("Supplier Name,Supplier", ("Wyre Waste Ltd",) * 6, NUMBERS))
    assert clean.payments["supplier"].to_list() == ["Wyre Waste Ltd"] * 6
    assert clean.payments["supplier_id"].to_list() == list(NUMBERS)


@pytest.mark.parametrize("heading", ["Vendor,Name 1", "Creditor,Short Name"])
def test_a_number_called_vendor_has_its_name_beside_it(heading: str) -> None:
    clean = cleaned(table(heading, NUMBERS, NAMES))
    assert clean.payments["supplier"].to_list() == list(NAMES)
    assert clean.payments["supplier_id"].to_list() == list(NUMBERS)


def test_names_to_the_right_of_every_heading_are_no_column_but_cells_that_slipped() -> None:
    heading = "Service,Code,Date,Transaction Number,Net Amount,Supplier Number,Supplier Name"
    whole = "Roads,12180,2018-01-18,6101571141,2650.00,61407,Ribble Roofing Ltd"
    slipped = "1050,Roads,12180,2018-01-23,6101572729,8831.00,28591,Aire Analytics Ltd"
    with pytest.raises(InputError, match="2 of 3 rows have more cells than the 7 of the heading"):
        paid(f"{heading}\n{whole}\n{slipped}\n{slipped}")


GROUPS = ("Wyre Roofing", "Lune Printing", "Aire Analytics", "Calder Homes", "Fylde Fencing")


def by_groups(title: str, groups: tuple[str, ...]) -> str:
    """A ledger's list of transactions, as its exports have it."""
    rows = [
        f"{name},,,,\n,0{n}/04/2024,Bill,S{n},{n}5.20\n,1{n}/04/2024,Bill,T{n},{n}1.10\n"
        f"Total for {name},,,,{20 * n + 6}.30\n"
        for n, name in enumerate(groups, 1)
    ]
    return f"{title}\nAnytown Parish Council\nApril 2024\n\n,Date,Transaction type,Num,Amount\n{''.join(rows)}"


@pytest.mark.parametrize(
    ("title", "ending"),
    [("Transaction List by Supplier", ""), ("Transaction List by Vendor", ""), ("List", " Ltd")],
)
def test_groups_of_payments_by_supplier_name_who_was_paid(title: str, ending: str) -> None:
    groups = tuple(f"{name}{ending}" for name in GROUPS)
    clean = cleaned(by_groups(title, groups))
    assert clean.payments["supplier"].to_list() == [name for name in groups for _ in range(2)]
    assert all(total.agrees for total in clean.control_totals)
    assert "column 1 was understood as the supplier by its content only" in clean.notices


def test_groups_of_payments_by_account_name_nobody() -> None:
    accounts = ("Legal fees", "Bank charges", "Repairs", "Printing", "Rates")
    with pytest.raises(ColumnError, match="no column holds the supplier"):
        cleaned(by_groups("Transaction List by Account", accounts))


IN_TWO = [
    ("Ribble Roofing Ltd", ""),
    ("Hodder Recruitment", "Limited"),
    ("Calder Water Business", "(National) Ltd"),
    ("HM Revenue &", "Customs"),
    ("Borough Council of", "Anytown"),
    ("J Smith", "t/a Wyre Waste"),
]
WHOLE = [
    "Ribble Roofing Ltd",
    "Hodder Recruitment Limited",
    "Calder Water Business (National) Ltd",
    "HM Revenue & Customs",
    "Borough Council of Anytown",
    "J Smith t/a Wyre Waste",
]


def in_two(heading: str, names: list[tuple[str, str]]) -> str:
    rows = (f"{name},{rest},{n + 12}/04/2024,{n}1.50\n" for n, (name, rest) in enumerate(names, 1))
    return f"{heading},Date,Amount\n" + "".join(rows)


@pytest.mark.parametrize(
    "heading",
    ["Name 1,Name 2", "Vendor Name 1,Vendor Name 2", "Vendor Name,Vendor Name 2", "Name,Name 2"],
)
def test_a_name_that_goes_on_in_the_next_column_is_one(heading: str) -> None:
    clean = cleaned(in_two(heading, IN_TWO))
    assert clean.payments["supplier"].to_list() == WHOLE
    one, other = heading.split(",")
    said = f"{other!r} goes on with the name under {one!r} on 5 rows, such as {WHOLE[1]!r} (line 3): read as one name"
    assert clean.notices == (said,)


def test_what_does_not_go_on_with_the_name_is_left_out_and_told() -> None:
    names = [*IN_TWO, ("Lune Legal LLP", "Accounts Department"), ("Tame Ltd", "c/o Wyre Ltd")]
    clean = cleaned(in_two("Name 1,Name 2", names))
    assert clean.payments["supplier"].to_list() == [*WHOLE, "Lune Legal LLP", "Tame Ltd"]
    assert clean.notices[-1].endswith(
        "; what it says on 2 others, such as 'Accounts Department', is left out"
    )


@pytest.mark.parametrize(
    "rest", ["Accounts", "J Bloggs", "12 High Street", "Ribble Roofing Ltd", "Anytown"]
)
def test_a_second_name_that_is_something_else_is_not_used(rest: str) -> None:
    names = [(f"Ribble Roofing {n} Ltd", rest) for n in range(1, 8)]
    clean = cleaned(in_two("Name 1,Name 2", names))
    assert clean.payments["supplier"].to_list() == [name for name, _ in names]
    assert not any("goes on" in one for one in clean.notices)


def test_a_supplier_that_the_user_named_is_taken_as_it_stands() -> None:
    text = in_two("Name 1,Name 2", IN_TWO)
    clean = cleaned(text, {"supplier": "Name 1"})
    assert clean.payments["supplier"].to_list() == [name for name, _ in IN_TWO]
    clean = cleaned(text, {"supplier": "Name 1", "supplier_continued": "Name 2"})
    assert clean.payments["supplier"].to_list() == WHOLE


BESIDE = [
    ("", "Ribble Roofing Ltd"),
    ("Hodder Recruitment Ltd", ""),
    ("Calder Water", "Calder Water"),
    ("", "HM Revenue & Customs"),
    ("Lune Legal LLP", "LUNE LEGAL LLP"),
    ("", ""),
    ("Tame Ltd", ""),
    *((f"Wyre {n} Ltd", "") for n in range(8)),
]


def beside(heading: str, names: list[tuple[str, str]] = BESIDE) -> str:
    return in_two(heading, names) + ",Total,,999.00\n"


@pytest.mark.parametrize(
    "heading",
    ["Supplier Name,Supplier Name(T)", "Supplier Name,Payee Name", "Vendor Name,Supplier Name"],
)
def test_a_name_that_stands_in_the_twin_of_a_blank_one_is_the_suppliers(heading: str) -> None:
    clean = cleaned(beside(heading))
    names = [first or second or None for first, second in BESIDE]
    assert clean.payments["supplier"].to_list() == names
    one, other = heading.split(",")
    said = (
        f"{one!r} is blank on 2 rows where {other!r} (column 2) has a name, such as "
        "'Ribble Roofing Ltd' (line 2): read as their supplier"
    )
    assert said in clean.notices


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        # kinds of suppliers, and what is no supplier's name by its heading
        ("Supplier Name,Supplier Type", BESIDE),
        ("Supplier Name,Supplier Town", BESIDE),
        # who publishes
        ("Supplier Name,Supplier", [(name, "Wyre Council") for name in ("", *NAMES)]),
        # who is behind the supplier
        ("Supplier Name,Payee", [("", "Odd Ltd"), *((name, f"{name} Group") for name in NAMES)]),
        # numbers
        ("Supplier Name,Supplier", [(name, str(n)) for n, name in enumerate(("", *NAMES))]),
    ],
)
def test_what_is_no_twin_leaves_a_blank_name_blank(
    heading: str, names: list[tuple[str, str]]
) -> None:
    clean = cleaned(in_two(heading, names))
    assert clean.payments["supplier"].to_list() == [name or None for name, _ in names]
    assert not any("is blank on" in one for one in clean.notices)


def test_a_twin_counts_where_the_user_says_so() -> None:
    text = beside("Supplier Name,Supplier Name(T)")
    clean = cleaned(text, {"supplier": "Supplier Name"})
    assert clean.payments["supplier"].null_count() == 3
    said = {"supplier": "Supplier Name", "supplier_beside": "Supplier Name(T)"}
    assert cleaned(text, said).payments["supplier"].null_count() == 1
