"""Names that a PDF broke in two are one again where that is proved, and told where it is not."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid

HEADING = "Supplier,Date,Department,Amount"


def file_of(*rows: str) -> str:
    numbered = (
        row.format(d=f"{n % 28 + 1:02}/05/2024,Roads,{n + 1}.00") for n, row in enumerate(rows)
    )
    return "\n".join([HEADING, *numbered, ""])


def said_of(text: str) -> list[str]:
    return [one for one in cleaned(text).notices if "read as one" in one or "may be cut" in one]


def names_of(text: str) -> list[str | None]:
    return [name for name, _ in paid(text)]


def test_words_that_end_names_belong_to_the_row_above() -> None:
    text = file_of("Aire Ltd,{d}", "Ribble (UK),{d}", "Ltd,,,", "Wyre Roofing and,{d}", "Co Limited,,,", "Dee Ltd,{d}")  # fmt: skip
    assert names_of(text) == [
        "Aire Ltd",
        "Ribble (UK) Ltd",
        "Wyre Roofing and Co Limited",
        "Dee Ltd",
    ]
    assert said_of(text) == [
        "2 names of suppliers end on the rows below, such as 'Ribble (UK) Ltd' (line 3): read as one"
    ]


def test_so_does_what_makes_a_name_that_stands_elsewhere() -> None:
    text = file_of(
        "Wyre Farm Foods,{d}", "Aire Ltd,{d}", "Wyre Farm,{d}", "Foods,,,", "Dee Ltd,{d}"
    )
    assert names_of(text)[2] == "Wyre Farm Foods"


def test_others_are_like_those_that_are_proved() -> None:
    text = file_of("Aire,{d}", "plc,,,", "Wyre Farm,{d}", "Foods,,,", "Dee Ltd,{d}")
    assert names_of(text) == ["Aire plc", "Wyre Farm Foods", "Dee Ltd"]


@pytest.mark.parametrize("column", ["supplier", "department"])
def test_what_nothing_proves_is_told_and_left(column: str) -> None:
    rests = ("Foods,,,", "Stores,,,") if column == "supplier" else (",,Property,", ",,Services,")
    text = file_of("Wyre Farm,{d}", rests[0], "Aire,{d}", rests[1], "Dee Ltd,{d}")
    assert names_of(text) == ["Wyre Farm", "Aire", "Dee Ltd"]
    (said,) = said_of(text)
    what = "names of suppliers" if column == "supplier" else "texts under 'Department'"
    assert said.startswith(f"2 {what} may be cut: what may be the rest stands on the row below")


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Roads,,,",
            "Wyre Farm,{d}",
            "Aire,{d}",
            "Parks,,,",
            "Dee Ltd,{d}",
            "Libraries,,,",
            "Don,{d}",
        ],
        ["Wyre Farm,{d}", "Page 1 of 3,,,", "Aire,{d}", "Page 2 of 3,,,", "Dee Ltd,{d}"],
        ["Wyre Farm,{d}", "Aire,{d}", "Prepared for the committee,,,"],
        ["Wyre Farm,{d}", "Foods,,,", "Aire,{d}"],
        [
            "Wyre Farm,{d}",
            ",,,",
            "Parks,,,",
            HEADING,
            "Aire,{d}",
            ",,,",
            "Roads,,,",
            HEADING,
            "Dee,{d}",
        ],
    ],
    ids=["bands", "pages", "below the last payment", "one alone", "titles of blocks"],
)
def test_other_rows_of_words_are_not_names(rows: list[str]) -> None:
    assert not said_of(file_of(*rows))


def test_beginnings_on_the_row_above_are_told_as_such() -> None:
    rows = ("Dee Ltd,{d}", "Wyre Farm,,,", "Ltd,{d}", "Tame Seeds,,,", "and Sons,{d}")
    (said,) = said_of(file_of(*rows, "Lune Ltd,{d}", "Aire Foods,,,", "Limited,{d}", "Bray,{d}"))
    assert said == (
        "3 names of suppliers may be cut: what may be the beginning stands on the row above, such as "
        "'Wyre Farm' above 'Ltd' (line 4)"
    )
