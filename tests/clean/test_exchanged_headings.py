"""Where departments stand under the supplier and companies under the department, it is said."""

from __future__ import annotations

import pytest

from read.published import cleaned

SERVICES = ("Roads", "Schools", "Parks", "Libraries")


def said_of(firms: int, others: int, heading: str = "Department,Supplier,Date,Amount") -> list[str]:
    names = [f"Firm {n} Ltd" for n in range(firms)] + [f"Payee {n}" for n in range(others)]
    rows = [
        f"{name},{SERVICES[n % 4]},{n % 28 + 1:02}/05/2024,{n + 9}.50"
        for n, name in enumerate(names)
    ]
    notices = cleaned("\n".join([heading, *rows, ""])).notices
    return [notice for notice in notices if "exchanged" in notice]


def test_companies_under_the_department_alone_are_told() -> None:
    (said,) = said_of(6, 10)
    assert said == (
        "no text under 'Supplier' is the name of a company, and 6 of 16 under 'Department' are, such as "
        "'Firm 0 Ltd': the two headings may be exchanged"
    )


@pytest.mark.parametrize(
    ("firms", "others", "heading"),
    [
        (4, 4, "Department,Supplier,Date,Amount"),
        (6, 60, "Department,Supplier,Date,Amount"),
        (20, 0, "Supplier,Department,Date,Amount"),
        (20, 0, "Supplier,Service,Date,Amount"),
    ],
    ids=["a few", "hardly any", "where they belong", "beside a service"],
)
def test_companies_are_departments_of_some_councils(firms: int, others: int, heading: str) -> None:
    assert not said_of(firms, others, heading)


def test_where_suppliers_are_companies_too_nothing_is_exchanged() -> None:
    rows = [f"Own {n} Ltd,Firm {n % 3} Ltd,{n % 28 + 1:02}/05/2024,{n + 9}.50" for n in range(20)]
    text = "\n".join(["Department,Supplier,Date,Amount", *rows, ""])
    assert not [notice for notice in cleaned(text).notices if "exchanged" in notice]


def test_companies_under_the_category_are_told_too() -> None:
    (said,) = said_of(6, 10, "Expenditure Account,Vendor Name,Date,Amount")
    assert "under 'Expenditure Account' are, such as 'Firm 0 Ltd'" in said


AREAS = ("Central Budgets", "Civil Society", "Estates")


def said_of_block(rows: list[tuple[str, str]]) -> list[str]:
    lines = [
        f"{area},{supplier},{n % 28 + 1:02}/05/2024,{n + 9}.50"
        for n, (area, supplier) in enumerate(rows)
    ]
    notices = cleaned("\n".join(["Expense Area,Supplier,Date,Amount", *lines, ""])).notices
    return [notice for notice in notices if "exchanged there" in notice]


RIGHT = [(AREAS[n % 3], f"Payee {n % 20}") for n in range(28)]
WRONG = [(f"Other payee {n}", AREAS[n % 3]) for n in range(8)]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (RIGHT + WRONG, "30 to 37"),
        (WRONG + RIGHT, "2 to 9"),
        (RIGHT + WRONG + RIGHT, "30 to 37"),
        ([*RIGHT, *WRONG[:4], ("Payee A", "New area"), *WRONG[4:]], "30 to 38"),
    ],
    ids=["below", "above", "between", "one with an area of its own"],
)
def test_rows_with_two_values_exchanged_are_told(rows: list[tuple[str, str]], lines: str) -> None:
    (said,) = said_of_block(rows)
    assert said == (
        f"lines {lines}: 'Supplier' holds what stands under 'Expense Area' on the other rows, such as "
        "'Central Budgets': the two may be exchanged there"
    )


@pytest.mark.parametrize(
    "block",
    [
        WRONG[:4],
        [(f"Other payee {n}", AREAS[0]) for n in range(8)],
        [("Central Budgets", AREAS[n % 3]) for n in range(8)],
        [("New agency", AREAS[n % 3]) for n in range(8)],
        [one for pair in zip(WRONG, RIGHT * 2, RIGHT * 3, strict=False) for one in pair],
    ],
    ids=["a few", "one payee", "within the areas", "of one agency", "here and there"],
)
def test_a_department_may_be_paid(block: list[tuple[str, str]]) -> None:
    assert not said_of_block(RIGHT + block)
