"""What must hold of the whole line, whatever a file holds."""

from __future__ import annotations

import csv
import json
import math
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from line import (
    BLACKPOOL,
    DUBLIN,
    GLASGOW,
    HEADING,
    LEEDS,
    LIST_HEADING,
    LIVERPOOL,
    MAIL_CENTRE,
    PRESTON,
    audit_of,
    json_of,
    report_of,
    table,
)
from spendaudit.errors import ColumnError
from spendaudit.intake import clean_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = tuple[str, ...]

# Each example is an audit or two of about a third of a second.
few = settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))

SUPPLIERS = (
    "Ribble Roofing Ltd", "Café Blé", "O\u2019Hara & Sons", "Lancashire County Council",
    "Redacted personal data", "=HYPERLINK(1)", "ACME, Inc", 'The "Plough"', "",
)  # fmt: skip
POSTCODES = (PRESTON, BLACKPOOL, LIVERPOOL, LEEDS, GLASGOW, DUBLIN, MAIL_CENTRE, "PR1", "TBC", "")
SYNONYMS = ("Date Paid", "Beneficiary Name", "Vendor No", "Post Code", "Company No", "Net Amount")


def pounds(pence: int) -> str:
    return f"{Decimal(pence) / 100:.2f}"


ROW = st.tuples(
    st.dates(date(2023, 4, 1), date(2025, 3, 31)).map(lambda day: f"{day:%d/%m/%Y}"),
    st.sampled_from(SUPPLIERS),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(POSTCODES),
    st.sampled_from(["", "12345678", "SC123456"]),
    st.one_of(st.integers(1, 10**9), st.integers(-(10**7), -1)).map(pounds),
)


def names_more_than_one_council(rows: Sequence[Sequence[str]]) -> bool:
    """A file in which every row names one and the same council is refused: it may be the publisher."""
    return {row[1] for row in rows} != {"Lancashire County Council"}


ROWS = st.lists(ROW, min_size=3, max_size=12).filter(names_more_than_one_council)
FEW_ROWS = st.lists(ROW, min_size=1, max_size=3).filter(names_more_than_one_council)


OF_FILES = ("files", "rows", "next_steps")
"""What a report says of the files themselves, and of commands that name them."""
MONEY = re.compile(r"-?[0-9]+\.[0-9]{2}")
BY_AMOUNT = {"sizes", "sizes-yearly", "reservable", "unusual", "set-aside"}
"""Sections that sort payments by how large they are, or say what a text was."""


def whole_report(*files: Path, lists: Sequence[Path] = ()) -> dict[str, Any]:
    """All that `report -f json` says of files in Preston."""
    content: dict[str, Any] = json.loads(json_of(audit_of(*files, lists=lists)))
    return content


def figures(content: dict[str, Any]) -> dict[str, Any]:
    """All of a report that may not depend on how the same payments are written down."""
    kept = {key: value for key, value in content.items() if key not in OF_FILES}
    kept["manifest"] = {key: one for key, one in content["manifest"].items() if key != "inputs"}
    kept["ledger"] = {key: one for key, one in content["ledger"].items() if key != "files"}
    # A payment that stands out is named with its file and line.
    kept["sections"] = [
        {
            **section,
            "rows": [{k: v for k, v in row.items() if k != "where"} for row in section["rows"]],
        }
        for section in content["sections"]
    ]
    return kept


def parts_of(
    rows: Sequence[Sequence[str]], chance: random.Random, *, split: bool
) -> list[list[Sequence[str]]]:
    """The same rows in another order, in one part or two."""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    at = chance.randrange(1, len(rows)) if split and len(rows) > 1 else len(rows)
    return list(filter(None, [shuffled[:at], shuffled[at:]]))


def written_otherwise(
    folder: Path,
    heading: Sequence[str],
    parts: list[list[Sequence[str]]],
    chance: random.Random,
    encoding: str,
) -> list[Path]:
    """A file for each part, with a blank row somewhere in it."""
    files = []
    for number, part in enumerate(parts):
        at = chance.randrange(len(part) + 1)
        blank: Sequence[str] = [""] * len(heading)
        rows = [*part[:at], blank, *part[at:]]
        files.append(table(folder, rows, heading, f"part-{number}.csv", encoding))
    return files


@few
@given(
    ROWS,
    st.randoms(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["utf-8-sig", "cp1252", "utf-16"]),
)
def test_the_same_payments_written_otherwise_give_the_same_figures(
    rows: list[Row], chance: random.Random, split: bool, renamed: bool, encoding: str
) -> None:
    """Their order, the split into files, the encoding, blank rows, headings that mean the same."""
    if split:
        # A payment that stands in both parts may be one that was published twice.
        rows = list({(row[0], row[1], row[5]): row for row in rows}.values())
    parts = parts_of(rows, chance, split=split)
    assume(all(map(names_more_than_one_council, parts)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = whole_report(table(folder, rows))
        heading = SYNONYMS if renamed else HEADING
        files = written_otherwise(folder, heading, parts, chance, encoding)
        again = whole_report(*files)
    assert figures(again) == figures(first)
    assert again["rows"] == len(rows) + 2 * len(files)


SMALL_AND_PUBLISHED = {
    "cqc/20120424_march_transparency_report.csv": "utf-8",
    "cafcass/2010_april_cafcass_spend..csv": "cp1252",
    "cefas/cefas-over-25k-1007.csv": "utf-8",
}
"""Files of a heading and payments alone, and their encodings; a total below has to stay there."""


@pytest.mark.parametrize("name", SMALL_AND_PUBLISHED)
def test_published_payments_written_otherwise_give_the_same_figures(
    shared: Path, tmp_path: Path, name: str
) -> None:
    """And a supplier that moves in raises what stayed by what it is paid."""
    path = shared / "spend" / name
    with path.open(encoding=SMALL_AND_PUBLISHED[name], newline="") as lines:
        heading, *rows = csv.reader(lines)
    first = whole_report(path)
    columns = first["files"][0]["columns"]
    renamed = ["Beneficiary Name" if cell == columns["supplier"] else cell for cell in heading]
    chance = random.Random(name)  # noqa: S311  # an order, no secret
    parts = parts_of(rows, chance, split=True)
    files = written_otherwise(tmp_path, renamed, parts, chance, "utf-16")
    assert figures(whole_report(*files)) == figures(first)

    mover = next(
        one for one in first["ledger"]["suppliers"] if one["tier"] != "Preston" and one["purchases"]
    )
    moved_in = table(tmp_path, [(mover["supplier"], "", PRESTON, "", "")], LIST_HEADING, "list.csv")
    moved = whole_report(path, lists=[moved_in])
    rose = Decimal(moved["local"]["amount"]) - Decimal(first["local"]["amount"])
    assert rose == Decimal(mover["amount"])
    assert moved["total"] == first["total"]


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # any JSON
    """Every value of a report that holds no other, and where it stands."""
    match value:
        case dict():
            for key, one in value.items():
                yield from leaves(one, f"{where}.{key}")
        case list():
            for at, one in enumerate(value):
                yield from leaves(one, f"{where}[{at}]")
        case _:
            yield where, value


def scaled(value: Any, factor: int) -> Any:  # noqa: ANN401  # any JSON
    """What a value of a report becomes when every payment is so many times as large."""
    if isinstance(value, str):
        return f"{Decimal(value) * factor:.2f}" if MONEY.fullmatch(value) else value
    return pytest.approx(value) if isinstance(value, float) and math.isfinite(value) else value


@few
@given(ROWS, st.sampled_from([2, 10, 1000]))
def test_ten_times_the_amounts_are_ten_times_the_money(rows: list[Row], factor: int) -> None:
    """All of it, and no share moves; but for tables of how large payments are, and for sentences."""
    with TemporaryDirectory() as name:
        once = figures(whole_report(table(Path(name), rows)))
        larger = [(*row[:-1], str(Decimal(row[-1]) * factor)) for row in rows]
        often = figures(whole_report(table(Path(name), larger)))
    for content in (once, often):
        content["sections"] = [one for one in content["sections"] if one["key"] not in BY_AMOUNT]
    pairs = zip(leaves(once), leaves(often), strict=True)
    wrong = [
        (where, before, after)
        for (where, before), (there, after) in pairs
        if not (isinstance(before, str) and "£" in before)
        and (there != where or after != scaled(before, factor))
    ]
    assert wrong == []


@few
@given(ROWS, st.integers(1, 10**9), st.sampled_from([LEEDS, GLASGOW, DUBLIN, ""]))
def test_a_supplier_that_moves_in_raises_the_local_money_by_what_it_is_paid(
    rows: list[Row], pence: int, before: str
) -> None:
    mover = ("03/04/2024", "Wandering Widgets Ltd", "99", before, "", pounds(pence))
    with TemporaryDirectory() as name:
        away = whole_report(table(Path(name), [*rows, mover]))
        home = (*mover[:3], PRESTON, *mover[4:])
        moved = whole_report(table(Path(name), [*rows, home]))
    for of in (("local", "amount"), ("influenceable", "local")):
        part, key = of
        rose = Decimal(moved[part][key]) - Decimal(away[part][key])
        assert rose == Decimal(pence) / 100
    assert moved["total"] == away["total"]
    total = Decimal(moved["total"])
    if total > 0:
        rise = moved["local"]["share"] - away["local"]["share"]
        assert rise == pytest.approx(float(Decimal(pence) / 100 / total))


PRINTABLE = st.characters(exclude_categories=["Cc", "Cs"])
ANY_CELL = st.one_of(
    st.text(PRINTABLE, max_size=12),
    st.sampled_from(["", "Total", "£1,234.50", "(1.00)", "REDACTED", "#####", "-", "Amount", "\n"]),
)


@settings(few, max_examples=30)
@given(st.lists(st.lists(ANY_CELL, max_size=8), max_size=8), FEW_ROWS)
def test_every_row_is_a_payment_or_set_aside_or_recognised(
    noise: list[list[str]], rows: list[Row]
) -> None:
    """And every pound is in exactly one place."""
    with TemporaryDirectory() as name:
        try:
            found = clean_files([table(Path(name), [*rows, *rows, *rows, *noise])])
        except ColumnError:  # as much noise as payments may move the columns: that is refused
            reject()
    (file,) = found.files
    assert file.payments + file.set_aside + sum(file.non_rows.values()) == file.rows
    assert found.payments.height == file.payments
    assert found.set_aside.height == file.set_aside
    assert Decimal(int(found.payments["pence"].sum())) / 100 == file.total
    lines = [*found.payments["line"], *found.set_aside["line"]]
    assert len(set(lines)) == len(lines)
    assert found.set_aside["reason"].null_count() == 0


@few
@given(ROWS)
def test_a_report_agrees_with_itself(rows: list[Row]) -> None:
    with TemporaryDirectory() as name:
        found = report_of(table(Path(name), rows))
    assert sum(row[1] for row in found.tiers.rows) == found.total  # type: ignore[misc]
    assert sum(row[1] for row in found.placed_by.rows) == found.total  # type: ignore[misc]
    assert found.tiers.rows[0][0] == found.area_name
    assert not [one.text for one in found.caveats if "£-" in one.text]
    assert found.tiers.rows[0][1] == found.local.amount
    assert found.tiers.rows[-1][:2] == ("not placed", found.local.unplaced)
    for retention in (found.local, found.influenceable):
        if retention.share is not None:
            assert retention.low is not None
            assert retention.high is not None
            assert retention.low <= retention.share <= retention.high
