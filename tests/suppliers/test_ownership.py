"""What an organisation is: its form and owner by register, number or name, its size, industry and age."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.suppliers.identifiers import charity_identifier, company_number, identifier_of
from spendaudit.suppliers.organisation_facts import (
    ENDING,
    GONE,
    NOT_YET,
    SIZES,
    age_when_paid,
    industries,
    industry_of,
    size_of,
    standing_when_paid,
)
from spendaudit.suppliers.ownership import (
    OWNERS,
    company_prefixes,
    legal_forms,
    ownership_of,
)

if TYPE_CHECKING:
    from pathlib import Path

TYPE = pl.String


def said_of(**facts: str | bool | None) -> tuple[str | None, str, str | None]:
    """Legal form, ownership and what said so."""
    row = pl.DataFrame(
        {name: pl.Series([value], dtype=None if isinstance(value, bool) else TYPE)
         for name, value in facts.items()}
    )  # fmt: skip
    told = ownership_of(row).row(0, named=True)
    return told["legal_form"], told["ownership"], told["ownership_from"]


@pytest.mark.parametrize(
    ("form", "legal_form", "ownership"),
    [
        ("Private Limited Company", "private limited company", "company"),
        (
            "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
            "company limited by guarantee",
            "company",
        ),
        (
            "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)",
            "company limited by guarantee",
            "company",
        ),
        ("Public Limited Company", "public limited company", "company"),
        ("Limited Liability Partnership", "limited liability partnership", "partnership"),
        ("Limited Partnership", "limited partnership", "partnership"),
        ("Private Unlimited Company", "unlimited company", "company"),
        ("Community Interest Company", "community interest company", "community interest company"),
        ("Charitable Incorporated Organisation", "charitable incorporated organisation", "charity"),
        (
            "Scottish Charitable Incorporated Organisation",
            "charitable incorporated organisation",
            "charity",
        ),
        ("SCIO (Scottish Charitable Incorporated Organisation)", None, "charity"),
        ("Registered Society", "registered society", "co-operative or mutual"),
        ("Industrial and Provident Society", "registered society", "co-operative or mutual"),
        ("Community Benefit Society", "registered society", "co-operative or mutual"),
        ("Credit Union", "credit union", "co-operative or mutual"),
        ("Working Men's Club", "registered society", "co-operative or mutual"),
        ("Overseas Entity", "overseas company", "overseas"),
        ("Company (the charity is registered with Companies House)", None, "charity"),
        ("Unincorporated association", "charity", "charity"),
        ("Registered local authority", "local authority or its school", "public sector"),
        ("Voluntary aided school", "state school or college", "public sector"),
        ("Academy sponsor led", "state school or college", "public sector"),
        ("Other independent school", "fee-charging school or college", "not known"),
        ("NHS Body", "health service body", "public sector"),
        ("Partnership", "partnership", "partnership"),
        ("Individual", "individual", "individual"),
        ("Charitable company", "charity", "charity"),
    ],
)
def test_a_registers_own_words_say_what_it_is(
    form: str, legal_form: str | None, ownership: str
) -> None:
    register = "oscr" if legal_form is None else None
    found, owner, _ = said_of(form=form, register=register)
    assert owner == ownership
    if legal_form:
        assert found == legal_form


@pytest.mark.parametrize(
    ("number", "ownership"),
    [
        ("OC301234", "partnership"),
        ("IP29627R", "co-operative or mutual"),
        ("RS7220", "co-operative or mutual"),
        ("CE012345", "charity"),
        ("FC012345", "overseas"),
        ("SC123456", "not known"),
        ("01952719", "not known"),
        ("RC000666", "not known"),
        ("nonsense", "not known"),
    ],
)
def test_a_number_says_so_by_its_prefix(number: str, ownership: str) -> None:
    assert said_of(company_number=number)[1] == ownership


@pytest.mark.parametrize(
    ("name", "kind", "ownership"),
    [
        ("ABC LTD", "company", "company"),
        ("ABC PLC", "company", "company"),
        ("ABC LLP", "company", "partnership"),
        ("ABC CIC", "company", "community interest company"),
        ("LEEDS CREDIT UNION LTD", "co-operative", "co-operative or mutual"),
        ("AGE UK PRESTON", "charity", "charity"),
        ("DR J SMITH", "individual", "individual"),
        ("MULLER GMBH", "company", "overseas"),
        ("CORNER SHOP", "unknown", "not known"),
        ("REDACTED LTD", "redacted", "not known"),
    ],
)
def test_a_name_says_so_where_nothing_else_does(name: str, kind: str, ownership: str) -> None:
    assert said_of(name=name, kind=kind)[1] == ownership


def test_the_users_word_comes_first_and_may_be_a_new_one() -> None:
    facts = {"name": "ABC LTD", "kind": "company", "form": "Private Limited Company"}
    assert said_of(listed_ownership="Co-op", **facts)[1:] == (
        "co-operative or mutual",
        "your supplier list",
    )
    assert said_of(listed_ownership=" Employee-owned ", **facts)[1] == "employee-owned"
    assert said_of(listed_ownership="", **facts)[1:] == ("company", "a register")


def test_a_company_in_a_register_of_charities_is_a_charity_and_a_society_stays_one() -> None:
    guarantee = "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)"
    assert said_of(form=guarantee, charity_number_of_register="1074622")[:2] == (
        "company limited by guarantee",
        "charity",
    )
    assert (
        said_of(form="Registered Society", charity_number_of_register="SC012345")[1]
        == "co-operative or mutual"
    )


@pytest.mark.parametrize(
    ("register", "also_in", "form", "ownership"),
    [
        ("companies-house", "co-operatives", "Private Limited Company", "co-operative or mutual"),
        ("co-operatives", None, "Company", "co-operative or mutual"),
        ("co-operatives", None, "Community Interest Company", "community interest company"),
        ("companies-house", "charity-commission", "Private Limited Company", "charity"),
        ("charity-commission", None, None, "charity"),
        ("nhs-etr", None, "TR", "public sector"),
        ("nhs-epraccur", None, None, "not known"),
        ("companies-house", None, "Royal Charter Company", "not known"),
        ("schools", None, "Other independent school", "not known"),
    ],
)
def test_standing_in_a_register_says_what_it_is(
    register: str, also_in: str | None, form: str | None, ownership: str
) -> None:
    assert said_of(register=register, also_in=also_in, form=form)[1] == ownership


def test_a_school_trust_is_public_though_it_is_a_company() -> None:
    assert said_of(
        name="X ACADEMY TRUST", kind="school", public=True, form="Private Limited Company"
    )[1:] == ("public sector", "its name")


def test_the_tables_say_only_what_is_known() -> None:
    owners = {*OWNERS, ""}
    assert {form.ownership for form in legal_forms()} <= owners
    assert all(form.source and form.legal_form for form in legal_forms())
    assert {one.ownership for one in company_prefixes()} <= owners
    assert len({one.prefix for one in company_prefixes()}) == len(company_prefixes())


def one(expression: pl.Expr, text: str | None) -> object:
    """What an expression makes of one text."""
    return pl.DataFrame({"x": pl.Series([text], dtype=TYPE)}).select(expression).item()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1952719", "01952719"),
        (" 0195 2719 ", "01952719"),
        ("sc12345", "SC012345"),
        ("IP29627R", "IP29627R"),
        ("IP123R", "IP00123R"),
        ("R0012345", "R0012345"),
        ("NI028840", "NI028840"),
        ("0", None),
        ("00000000", None),
        ("123", None),
        ("GBML4119704", None),
        ("CHA1049226", None),
        ("123456789", None),
        (None, None),
        ("9" * 10_000_000, None),
    ],
)
def test_a_company_number_has_eight_characters(written: str | None, number: str | None) -> None:
    assert one(company_number(pl.col("x")), written) == number


@given(st.text(max_size=12))
def test_a_company_number_stays_as_it_is(text: str) -> None:
    once = one(company_number(pl.col("x")), text)
    if once is not None:
        assert len(str(once)) == 8
        assert one(company_number(pl.col("x")), str(once)) == once


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("1074622", "GB-CHC-1074622"),
        ("CHA1049226", "GB-CHC-1049226"),
        ("SC012345", "GB-SC-SC012345"),
        ("NIC100123", "GB-NIC-100123"),
        ("1234", None),
        ("exempt", None),
    ],
)
def test_a_charity_number_names_its_regulator(written: str, identifier: str | None) -> None:
    assert one(charity_identifier(pl.col("x")), written) == identifier


def test_a_company_number_is_the_better_identifier() -> None:
    row = pl.DataFrame({"company": ["1952719", None], "charity": ["1074622", "1074622"]})
    found = row.select(identifier_of(pl.col("company"), pl.col("charity")))
    assert found.to_series().to_list() == ["GB-COH-01952719", "GB-CHC-1074622"]


def test_every_category_of_accounts_in_real_registers_has_a_size(
    shared: Path,
) -> None:
    folder = shared / "registers"
    for name in (
        "companies-house-layout-sample.csv",
        "companies-house-lancashire-suppliers.csv",
    ):
        register = pl.read_csv(folder / name, infer_schema=False).select(
            pl.col("Accounts.AccountCategory").alias("x")
        )
        sizes = register.select(size_of(pl.col("x")).alias("size"), "x").unique()
        assert set(sizes["size"]) <= set(SIZES)
        unknown = set(sizes.filter(pl.col("size") == "not known")["x"].drop_nulls())
        assert unknown <= {"NO ACCOUNTS FILED", "DORMANT", ""}


@pytest.mark.parametrize(
    ("accounts", "said", "size"),
    [
        ("MICRO ENTITY", None, "micro"),
        ("total exemption full", None, "small"),
        ("FULL", None, "large"),
        ("DORMANT", None, "not known"),
        (None, None, "not known"),
        (None, "Yes", "medium"),
        ("SMALL", "yes", "small"),
        ("GROUP", "yes", "medium"),
        ("MICRO ENTITY", "no", "large"),
        ("FULL", "micro", "micro"),
        ("SMALL", "perhaps", "small"),
    ],
)
def test_a_size_is_of_the_accounts_unless_the_user_says(
    accounts: str | None, said: str | None, size: str
) -> None:
    row = pl.DataFrame(
        {"accounts": pl.Series([accounts], dtype=TYPE), "sme": pl.Series([said], dtype=TYPE)}
    )
    assert row.select(size_of(pl.col("accounts"), pl.col("sme"))).item() == size


def test_the_industries_are_those_of_the_classification(shared: Path) -> None:
    table = industries()
    assert (table.height, table["section"].n_unique()) == (88, 21)
    official = pl.read_csv(
        shared / "registers" / "sic2007-sections-divisions.csv",
        encoding="cp1252",
        infer_schema=False,
    )
    ours = set(table.select("division", "section").iter_rows())
    assert ours == set(official.select("division_code", "section_code").unique().iter_rows())


@pytest.mark.parametrize(
    ("sic", "division", "section"),
    [
        ("87300", "Residential care", "Q"),
        ("87300;88100", "Residential care", "Q"),
        ("1110", "Crops and animals", "A"),
        ("01110 - Growing of cereals", "Crops and animals", "A"),
        ("99999", None, None),
        ("00000", None, None),
        ("None Supplied", None, None),
        (None, None, None),
    ],
)
def test_an_industry_is_that_of_the_first_code(
    sic: str | None, division: str | None, section: str | None
) -> None:
    assert one(industry_of(pl.col("x"), "division_name"), sic) == division
    assert one(industry_of(pl.col("x"), "section"), sic) == section


def standing(since: date | None, until: date | None, status: str | None) -> object:
    """What is said of an organisation that was paid from January to March 2020."""
    row = pl.DataFrame(
        {"since": [since], "until": [until], "status": [status],
         "first": [date(2020, 1, 5)], "last": [date(2020, 3, 31)]},
        schema_overrides={"since": pl.Date, "until": pl.Date, "status": TYPE},
    )  # fmt: skip
    paid = (pl.col("first"), pl.col("last"))
    return row.select(
        standing_when_paid(pl.col("since"), pl.col("until"), pl.col("status"), paid)
    ).item()


def test_a_dissolved_company_stands_out() -> None:
    day = date(2019, 6, 1)
    assert standing(date(2001, 1, 1), None, "Active") is None
    assert standing(date(2001, 1, 1), day, "Removed") == GONE
    assert standing(date(2001, 1, 1), date(2020, 3, 31), None) is None
    assert standing(date(2021, 1, 1), None, "Active") == NOT_YET
    assert standing(day, None, "Active - Proposal to Strike off") == ENDING
    assert standing(None, None, "Liquidation") == ENDING
    assert standing(None, None, None) is None


def test_an_age_is_in_whole_years() -> None:
    row = pl.DataFrame(
        {"since": [date(2000, 3, 1), date(2022, 1, 1), None], "paid": [date(2020, 2, 28)] * 3}
    )
    ages = row.select(age_when_paid(pl.col("since"), pl.col("paid"))).to_series().to_list()
    assert ages == [19, None, None]
