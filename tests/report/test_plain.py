"""The page in plain words: its length, its grammar, and what it never says."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line import LEEDS, MAIL_CENTRE, PRESTON, paid, report_of, table
from render.literal_reports import EVERY
from spendaudit.audit import Request, audit
from spendaudit.render.markdown import page_as_markdown
from spendaudit.report.compose import compose
from spendaudit.report.file_accounts import Overlaps
from spendaudit.report.plain import SECTIONS, in_plain_words, of_every_hundred, rounded
from spendaudit.report.values import Retention

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Report

REAL = (
    "darlington-bc/2013-03.csv",
    "hyndburn-bc/SpendOver250Feb24.csv",
    "leeds-city-council/2012-11.csv",
    "manchester-city-council/february-2016.csv",
    "warwickshire-cc/all-feb-2014.csv",
)
CAUSES = re.compile(
    r"\b(led to|caused|resulted|thanks to|due to|therefore|success|fail)", re.IGNORECASE
)


def told(report: Report) -> str:
    """The whole page; it has from 200 to 250 words and says what it must."""
    text = page_as_markdown(in_plain_words(report)).replace("\\", "")
    assert 200 <= len(text.split()) <= 250, text
    assert "\n\n\n" not in text
    assert "  " not in text
    assert " ." not in text
    assert not CAUSES.search(text)
    assert "nothing here says why money was spent where it was" in text
    return text


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_in_200_to_250_words(name: str, shared: Path) -> None:
    found = audit(Request([shared / "spend" / name], use_registers=False))
    report = compose(found, name, SECTIONS)
    text = told(report)
    assert rounded(report.total) in text
    assert "could not be placed" in text
    assert "it may be" in text


def test_an_ordinary_year_has_its_share_its_range_and_what_is_not_placed(sample: Path) -> None:
    found = audit(
        Request([sample / f"preston-sample-{year}.csv" for year in ("2023-24", "2024-25")])
    )
    report = compose(found, "", SECTIONS)
    text = told(report)
    assert "Of every £100 that could be placed, £" in text
    assert f"it may be between {of_every_hundred(report.local.low or 0)} and" in text
    assert "From 2023-24 to 2024-25 the local share went from" in text
    assert "The files do not say why." in text


def test_one_of_each_is_told_in_the_singular(tmp_path: Path) -> None:
    text = told(report_of(table(tmp_path, [paid("A Ltd", PRESTON), (*paid("B Ltd")[:-1], "n/a")])))
    assert "# Preston, 3 April 2024: in plain words" in text
    assert "The published file lists 1 payment to 1 supplier, £100.00 in all." in text
    assert "1 further row could not be read and is in no figure." in text
    assert (
        "Of every £100 spent, £100.00 is known to have stayed in Preston. Every pound could" in text
    )
    assert "between" not in text


def test_one_month_is_named_by_its_name(tmp_path: Path) -> None:
    rows = [("02/04/2024", *paid("A Ltd", PRESTON)[1:]), ("28/04/2024", *paid("B", LEEDS)[1:])]
    text = told(report_of(table(tmp_path, rows)))
    assert text.startswith("# Preston, April 2024: in plain words\n")
    assert "the largest supplier outside is B (£100.00)." in text
    assert "most went to the rest of England (£50.00 of every £100)." in text


def test_no_date_is_said(tmp_path: Path) -> None:
    text = told(report_of(table(tmp_path, [("A Ltd", "1.00")], ("Supplier", "Amount"))))
    assert text.startswith("# Preston, dates unknown: in plain words\n")


def test_nothing_placed_is_no_share(tmp_path: Path) -> None:
    text = told(report_of(table(tmp_path, [paid("A Ltd"), paid("B Ltd")])))
    assert (
        "How much of it stayed in Preston is not known, for none of it could be placed: on the "
        "evidence it may be between £0.00 and £100.00 of every £100." in text
    )


def test_nothing_local_is_said_as_nothing(tmp_path: Path) -> None:
    text = told(report_of(table(tmp_path, [paid("A Ltd", LEEDS), paid("B Ltd", "G2 1DY")])))
    assert "Of every £100 spent, nothing is known to have stayed in Preston." in text


def test_doubtful_evidence_is_named(tmp_path: Path) -> None:
    rows = [paid("A Ltd", PRESTON), paid("B Ltd", MAIL_CENTRE)]
    text = told(report_of(table(tmp_path, rows), area="Blackpool"))
    assert "£50.00 rests on doubtful evidence" in text


def test_credits_as_large_as_payments_have_no_share(tmp_path: Path) -> None:
    rows = [paid("A Ltd", PRESTON, "100.00"), paid("B Ltd", LEEDS, "-150.00")]
    text = told(report_of(table(tmp_path, rows)))
    assert "a share of them would mean nothing: £100.00 is known to have stayed" in text
    assert "every £100 spent" not in text


def test_a_guess_at_home_is_called_one(tmp_path: Path) -> None:
    rows = [paid(f"A{number} Ltd", PRESTON) for number in range(20)]
    text = told(report_of(table(tmp_path, rows), area=None))
    assert "That home is Preston is a guess from the payments." in text


def test_a_hostile_name_is_short_and_text(tmp_path: Path) -> None:
    names = ("<script>alert(1)</script> " + "word " * 300, "\x1b[2J" + "x" * 5_000, "=1+1")
    text = told(report_of(table(tmp_path, [paid(name, LEEDS) for name in names])))
    assert "<script>alert(1)</script> word word word" in text
    assert text.count("word") < 6
    assert "\x1b" not in text


PENCE = st.integers(-(10**10), 10**13)
SHARE = st.none() | st.floats(-2, 2)


@settings(max_examples=60)
@given(st.lists(PENCE, min_size=4, max_size=4), st.lists(SHARE, min_size=4, max_size=4), st.data())
def test_any_figures_fit_on_the_page(
    pence: list[int], shares: list[float | None], data: st.DataObject
) -> None:
    total, local, unplaced, doubtful = (Decimal(one) / 100 for one in pence)
    share, low, high, of_placed = shares
    retention = Retention(total, local, share, low, high, of_placed, unplaced, doubtful)
    count = st.integers(0, 10**7)
    report = replace(
        data.draw(st.sampled_from(list(EVERY.values()))),
        home="Preston",
        total=total,
        local=retention,
        influenceable=retention._replace(total=local),
        payments=data.draw(count),
        suppliers=data.draw(count),
        set_aside=data.draw(count),
        hardly_placed=data.draw(st.booleans()),
        overlaps=Overlaps(rows_in_doubt=data.draw(count)),
        placed_share=data.draw(SHARE),
    )
    told(report)


@pytest.mark.parametrize(
    ("fraction", "said"),
    [
        (0.0, "£0.00"),
        (0.00001, "less than a penny"),
        (0.32714766, "£32.71"),
        (0.99996, "more than £99.99"),
        (1.0, "£100.00"),
    ],
)
def test_a_share_of_a_hundred_pounds(fraction: float, said: str) -> None:
    assert of_every_hundred(fraction) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.00", "£0.00"),
        ("999.99", "£999.99"),
        ("1234.50", "£1,235"),
        ("949999.99", "£950,000"),
        ("999999.99", "£1.0 million"),
        ("47016193.07", "£47.0 million"),
        ("-2500000.00", "-£2.5 million"),
        ("1250000000.00", "£1.3 billion"),
    ],
)
def test_an_amount_as_it_is_said(amount: str, said: str) -> None:
    assert rounded(Decimal(amount)) == said
