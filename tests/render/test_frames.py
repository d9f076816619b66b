from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import polars as pl
import pytest

from render.literal_reports import HOSTILE_NAMES
from spendaudit.formulas import restore
from spendaudit.render.frames import FRAME_FORMATS, frame_as, frame_as_csv, rows_left_out
from spendaudit.report.values import Kind

KINDS = {"share": Kind.SHARE, "line": Kind.TEXT, "payments": Kind.COUNT}

PAYMENTS = pl.DataFrame(
    {
        "line": [4, 5, 1_006],
        "paid_on": [date(2024, 4, 1), None, date(2024, 4, 30)],
        "supplier": ["Café [b]", "=A|B", None],
        "amount": [Decimal("1234.50"), Decimal("-0.50"), None],
        "share": [0.1, 1e-9, float("nan")],
        "payments": [1_200, 1, None],
        "spellings": [["Café", "CAFE"], [], None],
        "influenceable": ["yes", "no", None],
    },
    schema_overrides={"amount": pl.Decimal(18, 2), "influenceable": pl.Categorical},
)


def text_as(form: str, frame: pl.DataFrame = PAYMENTS, limit: int | None = 50) -> str:
    written = frame_as(frame, KINDS, form, {"amount": "£"}, limit, width=120)
    assert isinstance(written, str)
    return written


def test_a_table() -> None:
    assert text_as("table") == (
        "line  paid on     supplier         £  share  payments  spellings   influenceable\n"
        "4     2024-04-01  Café [b]  1,234.50  10.0%     1,200  Café; CAFE  yes\n"
        "5     —           =A|B         -0.50  <0.1%         1              no\n"
        "1006  2024-04-30                   —      —         —\n"
    )


def test_markdown() -> None:
    assert text_as("markdown").splitlines()[:4] == [
        "| line | paid on | supplier | £ | share | payments | spellings | influenceable |",
        "| --- | --- | --- | ---: | ---: | ---: | --- | --- |",
        r"| 4 | 2024-04-01 | Café \[b\] | 1,234.50 | 10.0% | 1,200 | Café; CAFE | yes |",
        r"| 5 | — | =A\|B | -0.50 | <0.1% | 1 |  | no |",
    ]


def test_json_and_json_lines_hold_the_same_objects() -> None:
    objects = json.loads(text_as("json"))
    assert [json.loads(line) for line in text_as("jsonl").splitlines()] == objects
    assert objects[0] == {
        "line": 4,
        "paid_on": "2024-04-01",
        "supplier": "Café [b]",
        "amount": "1234.50",
        "share": 0.1,
        "payments": 1_200,
        "spellings": ["Café", "CAFE"],
        "influenceable": "yes",
    }
    assert objects[1]["amount"] == "-0.50"
    assert objects[2]["share"] is None


def test_csv() -> None:
    assert text_as("csv") == (
        "line,paid_on,supplier,amount,share,payments,spellings,influenceable\n"
        "4,2024-04-01,Café [b],1234.50,0.1,1200,Café; CAFE,yes\n"
        "5,,'=A|B,-0.50,1e-9,1,,no\n"
        "1006,2024-04-30,,,,,,\n".replace("1,,no", '1,"",no')
    )


def test_parquet_holds_the_frame_untouched() -> None:
    written = frame_as(PAYMENTS, KINDS, "parquet")
    assert isinstance(written, bytes)
    assert pl.read_parquet(BytesIO(written)).equals(PAYMENTS)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_people_get_the_first_rows_and_the_number_of_the_others(form: str) -> None:
    many = pl.DataFrame({"supplier": [f"S{number}" for number in range(1_236)]})
    text = text_as(form, many, 2)
    assert "S1" in text
    assert "S2" not in text
    assert text.endswith("… and 1,234 more\n")
    assert "S1235" in text_as(form, many, None)
    assert rows_left_out(many, 1_236) == ""


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_programs_get_every_row(form: str) -> None:
    many = pl.DataFrame({"supplier": [f"S{number}" for number in range(1_236)]})
    assert "S1235" in text_as(form, many, 2)


@pytest.mark.parametrize("form", FRAME_FORMATS)
def test_a_frame_without_rows_is_no_error(form: str) -> None:
    expected = {"json": "[]\n", "jsonl": ""}
    written = frame_as(PAYMENTS.clear(), KINDS, form)
    assert written == expected.get(form, written or None)


def test_hostile_names_survive_json_and_csv() -> None:
    names = pl.DataFrame({"supplier": HOSTILE_NAMES})
    assert [row["supplier"] for row in json.loads(text_as("json", names))] == list(HOSTILE_NAMES)
    read = [row["supplier"] for row in csv.DictReader(StringIO(frame_as_csv(names), newline=""))]
    restored = pl.DataFrame({"supplier": read}).select(restore(pl.col("supplier")))
    assert restored["supplier"].to_list() == list(HOSTILE_NAMES)


def test_hostile_names_are_one_line_each_in_a_table() -> None:
    names = pl.DataFrame({"supplier": HOSTILE_NAMES})
    text = text_as("table", names)
    assert len(text.splitlines()) == len(HOSTILE_NAMES) + 1
    assert "\x1b" not in text
