"""A long column is tidied by its distinct texts, and comes out as a short one does."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.clean.texts import FEW_ROWS, stripped, tidied

SPACED = st.text(st.sampled_from("ab \t\n\u00a0\ufeff\u2003"), max_size=6)


@given(st.lists(SPACED, min_size=1, max_size=6), st.lists(SPACED, min_size=1, max_size=6))
def test_many_rows_are_tidied_as_few_are(suppliers: list[str], departments: list[str]) -> None:
    few = pl.DataFrame(
        {"supplier": suppliers * len(departments), "department": departments * len(suppliers)},
        schema={"supplier": pl.Categorical, "department": pl.Categorical},
    )
    many = few.select(pl.all().gather(pl.int_range(FEW_ROWS + 1) % few.height))
    outcome = []
    for cells in (few, many):
        bare, odd, _ = stripped(cells, cells.columns)
        tidy = tidied(bare, cells.columns, odd)
        assert tidy.equals(tidied(bare, cells.columns))
        outcome.append((bare.head(few.height), tidy.head(few.height)))
    (few_bare, few_tidy), (many_bare, many_tidy) = outcome
    assert many_bare.equals(few_bare)
    assert many_tidy.equals(few_tidy)


def test_spaces_outside_and_inside_go_and_nothing_is_null() -> None:
    cells = pl.DataFrame(
        {"supplier": ["\u00a0 A  Ltd\t", "B\u00a0plc", " ", ""]},
        schema={"supplier": pl.Categorical},
    )
    bare, odd, _ = stripped(cells, ["supplier"])
    assert bare["supplier"].to_list() == ["A  Ltd", "B\u00a0plc", "", ""]
    assert tidied(bare, ["supplier"], odd)["supplier"].to_list() == ["A Ltd", "B plc", None, None]
