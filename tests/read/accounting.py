"""What must hold of any file, however damaged: it adds up, or it is refused in words."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import polars as pl

from read.damage import damaged, damaged_workbook
from read.published import published
from spendaudit.audit import Request, audit
from spendaudit.clean.rows import CleanFile, _cells, clean_rows
from spendaudit.clean.summaries import worded_lines
from spendaudit.errors import SpendAuditError
from spendaudit.read.later_tables import with_later_tables
from spendaudit.read.records import Rows, read_rows
from spendaudit.read.source import open_sources
from spendaudit.render.delimited import report_as_csv
from spendaudit.render.json_report import check_as_json, report_as_json
from spendaudit.render.markdown import check_as_markdown, report_as_markdown
from spendaudit.render.terminal import report_as_text
from spendaudit.report.check import check
from spendaudit.report.compose import compose

BEGINNING = 6_000
"""Bytes of a real file that a case begins from: titles, heading and some dozens of rows."""

_PLAIN = re.compile(r"\s*£?\s*(-?)\s*£?\s*((?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,2})?)\s*")
_REREAD = (
    *("divided by 100", "multiplied by", "taken off, not added", "1.234,56"),
    "of two columns together",
)
"""Notices of files in which an amount is another than the digits say."""
UNCERTAIN_ENDS = frozenset(b'"\0\r\xff\xfe')
"""Without these bytes, a row is a line."""


class Case(NamedTuple):
    """One damaged file and what became of it."""

    seed: int
    happened: list[str]
    ended: str
    wrong: str


def run_cases(file: Path, others: tuple[Path, ...], seeds: range, thorough: int) -> list[Case]:
    """Damage a file once for each seed and read it; every `thorough`-th goes down the whole line."""
    content = file.read_bytes()
    is_workbook = content.startswith((b"PK", b"\xd0\xcf"))
    beginnings = tuple(other.read_bytes()[:BEGINNING] for other in others)
    cases = []
    for seed in seeds:
        chance = random.Random(f"{file.name} {seed}")  # noqa: S311  # repeatable on purpose
        if is_workbook:
            told, happened = damaged_workbook(content, chance)
        else:
            told, happened = damaged(content[:BEGINNING], chance, beginnings)
        ended, wrong = "wrong", ""
        try:
            ended = accounted_for(told)
            if seed % thorough == 0:
                reported(told)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # a panic of Polars is no Exception
            wrong = f"{type(error).__name__}: {str(error)[:500]}"
        cases.append(Case(seed, happened, ended, wrong))
    return cases


def accounted_for(content: bytes) -> str:
    """Read and clean bytes and hold the accounts against a naive second look at the rows.

    Returns:
        `read` or `refused`.

    Raises:
        AssertionError: a row or a penny is not accounted for, or a refusal says too little.
    """
    try:
        with published(content) as path, open_sources(path) as sources:
            read = [read_rows(source, {}) for source in sources]
            cleaned = [clean_rows(rows, "spend.csv") for rows in read]
            looked = [amounts_in(moved(rows)) for rows in read]
    except SpendAuditError as error:
        assert_clear(error)
        return "refused"
    for clean, amounts in zip(cleaned, looked, strict=True):
        assert_rows_add_up(clean, amounts)
        assert_money_adds_up(clean, amounts)
    if not set(content) & UNCERTAIN_ENDS and not content.startswith(b"PK"):
        assert cleaned[0].rows in {content.count(b"\n"), content.count(b"\n") + 1}
    return "read"


def assert_clear(error: SpendAuditError) -> None:
    """A refusal names what was found and what to try, each on one line."""
    for sentence in (error.found, error.try_next):
        assert sentence.strip(), error
        assert len(sentence) < 1_500, sentence[:200]
    assert "Error" not in error.found, error


def assert_rows_add_up(clean: CleanFile, amounts: dict[int, str]) -> None:
    """Each row of the file is one thing, once."""
    kept = clean.payments.height + clean.set_aside.height + sum(clean.non_rows.values())
    assert kept == clean.rows == len(amounts), (kept, clean.rows, len(amounts))
    lines = [*clean.payments["line"], *clean.set_aside["line"]]
    assert len(set(lines)) == len(lines)
    assert set(lines) <= amounts.keys()
    assert all(clean.set_aside["reason"].fill_null("") != "")


def assert_money_adds_up(clean: CleanFile, amounts: dict[int, str]) -> None:
    """The pence of a row are those that its cell says, wherever a naive reader can tell."""
    assert clean.payments["pence"].null_count() == 0
    if any(mark in notice for mark in _REREAD for notice in clean.notices):
        return
    for accounted in (clean.payments, clean.set_aside):
        for line, pence in accounted.select("line", "pence").iter_rows():
            plain = _PLAIN.fullmatch(amounts[line])
            if plain and pence is not None:
                pounds = Decimal(f"{plain[1]}{plain[2].replace(',', '')}")
                assert pence == pounds * 100, (line, amounts[line], pence)


def moved(rows: Rows) -> Rows:
    """The rows with those of later tables under the first heading, as they are cleaned."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        cells, _ = _cells(rows, lambda *_: None, beside)
    return with_later_tables(rows, worded_lines(cells, rows), "spend.csv")


def amounts_in(rows: Rows) -> dict[int, str]:
    """Line of every row, and what stands in its cell of the amount."""
    column = rows.named()["amount"]
    cells = rows.cells.select("line", pl.col(column).fill_null("")).collect()
    return dict(cells.iter_rows())


def reported(content: bytes) -> None:
    """Go down the whole line, to every form of the report and of the check.

    Raises:
        AssertionError: the tiers do not add up to the total, or the total not to the payments.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        path.write_bytes(content)
        checked = check(Request(files=[path], area="Preston"))
        assert check_as_markdown(checked)
        assert check_as_json(checked)
        try:
            found = audit(Request(files=[path], area="Preston"))
        except SpendAuditError as error:
            assert_clear(error)
            return
    (account,) = found.cleaned.files
    report = compose(found, "spend.csv")
    pence = int(found.payments["pence"].sum())
    assert Decimal(pence) / 100 == account.total == report.total
    assert found.payments.height == account.payments == report.payments
    assert account.payments + account.set_aside + sum(account.non_rows.values()) == account.rows
    assert report_as_json(report)
    assert report_as_csv(report)
    assert report_as_markdown(report)
    assert report_as_text(report)
