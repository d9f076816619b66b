from __future__ import annotations

import csv
import unicodedata
from decimal import Decimal
from io import StringIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.literal_reports import EVERY, HOSTILE, ORDINARY
from spendaudit.formulas import neutral, neutralise, restore
from spendaudit.render.delimited import report_as_csv, table_as_csv

ORDINARY_WRITTEN = """\
section,label,amount,share,low,high,share_of_placed,suppliers,payments,place,last_paid_on
summary,all,48123301.80,,,,,,,,
summary,local,15349000.07,0.31895151,0.302,0.376,0.3383,,,,
summary,influenceable,33100000.00,,,,,,,,
summary,"influenceable, local",13637200.00,0.412,0.398,0.479,0.44,,,,
tiers,Preston,15349000.07,0.31895151,,,,512,4100,,
tiers,rest of Lancashire,9870112.50,0.2051,,,,430,3300,,
tiers,rest of the North West,6310050.11,0.13112,,,,210,1500,,
tiers,rest of England,12900420.99,0.26807,,,,390,2108,,
tiers,rest of the UK,812300.00,0.01688,,,,40,300,,
tiers,abroad,131000.13,0.00272,,,,9,100,,
tiers,not placed,2750418.00,0.05715,,,,321,1000,,
placed-by,your supplier list,21044871.20,0.43731,,,,700,,,
placed-by,a postcode in the file,24328012.60,0.50554,,,,891,,,
placed-by,nothing found,2750418.00,0.05715,,,,321,,,
suppliers-local,Ribble Valley Grounds Maintenance & Landscaping (North West) Limited,\
1204331.50,0.0785,,,,,24,Preston,2025-03-28
suppliers-local,Café Nuñez,-210.00,-1.37e-05,,,,,1,Preston,
months,2024-04-01,3210004.10,0.2914,,,,,,,
months,2024-05-01,0.00,,,,,,,,
"""

# Formulas, apostrophes and everything else that could be taken for one.
TRICKY = st.text(st.sampled_from("'=+-@\t\r\n\uff1d aé1")) | st.text()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_an_ordinary_report() -> None:
    assert report_as_csv(ORDINARY) == ORDINARY_WRITTEN


@pytest.mark.parametrize("name", ["ordinary", "huge", "nothing placed"])
def test_the_tiers_add_up_once(name: str) -> None:
    rows = rows_of(report_as_csv(EVERY[name]))
    tiers = sum(Decimal(row["amount"]) for row in rows if row["section"] == "tiers")
    assert [Decimal(row["amount"]) for row in rows if row["label"] == "all"] == [tiers]


def test_formulas_are_neutralised_and_figures_are_not() -> None:
    rows = rows_of(report_as_csv(HOSTILE))
    assert '\'=HYPERLINK("http://example.com")' in {row["label"] for row in rows}
    table = ORDINARY.sections[0].table
    assert table is not None
    assert rows_of(table_as_csv(table))[1]["amount"] == "-210.00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1772", "'+44 1772"),
        ("-", "'-"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("A=B", "A=B"),
        (" =1", " =1"),
        ("", ""),
    ],
)
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, expected: str) -> None:
    assert neutral(text) == expected
    frame = pl.DataFrame({"text": [text, None]}, schema={"text": pl.String})
    assert frame.select(neutralise(pl.col("text")))["text"].to_list() == [expected, None]


@given(st.lists(TRICKY))
def test_restore_undoes_neutralise_and_nothing_else(texts: list[str]) -> None:
    column = pl.col("text")
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    safe = frame.select(neutralise(column))
    assert safe["text"].to_list() == [neutral(text) for text in texts]
    assert safe.select(restore(column)).equals(frame)
    for text in safe["text"]:
        assert not text or unicodedata.normalize("NFKC", text[0]) not in "=+-@\t\r\n"


@given(st.lists(st.text(st.sampled_from("'abc 1")), min_size=1))
def test_restore_leaves_what_was_never_neutralised(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    assert frame.select(restore(pl.col("text"))).equals(frame)
