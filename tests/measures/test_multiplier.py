"""The local multiplier: its published examples, its bounds, and what a survey says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.errors import InputError, MeasureError
from spendaudit.measures.jobs import Ratio, jobs, read_ratios
from spendaudit.measures.multiplier import (
    Range,
    Rates,
    local_multiplier,
    multipliers,
    published_rates,
)
from spendaudit.measures.survey import read_survey, surveyed
from spendaudit.places.areas import find_area
from spendaudit.report.multiplied import living_wage_rise
from spendaudit.report.values import Retention

if TYPE_CHECKING:
    from pathlib import Path

PRESTON = find_area("Preston")
HOME = PRESTON.name


def kept(total: int, local: int, low: float | None = None, high: float | None = None) -> Retention:
    share = local / total if total > 0 else None
    return Retention(
        total=Decimal(total),
        amount=Decimal(local),
        share=share,
        low=share if low is None else low,
        high=share if high is None else high,
        share_of_placed=share,
        unplaced=Decimal(0),
        doubtful=Decimal(0),
    )


def test_a_million_pounds_as_northumberland_spent_them() -> None:
    # Of £1m, 23.2% local; 76% of that is spent again in the area, and 36% of the rest.
    only_local, every = multipliers(
        kept(1_000_000, 232_000), published_rates()["northumberland-2005"]
    )
    assert [round(one.value[1], 3) for one in (only_local, every)] == [1.408, 1.685]
    assert only_local.value[0] == only_local.value[1] == only_local.value[2]


def test_rates_without_those_of_other_suppliers_allow_one_form() -> None:
    (only,) = multipliers(kept(1_000_000, 500_000), published_rates()["fsb-cles-2013"])
    assert [round(value, 3) for value in only.value] == [1.7, 1.755, 1.815]


FRACTIONS = st.integers(0, 1000).map(lambda one: one / 1000)


@given(st.integers(1, 10**12), FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS)
def test_the_multiplier_is_between_one_and_three(
    total: int, low: float, share: float, high: float, local: float, other: float
) -> None:
    low, share, high = sorted((low, share, high))
    rates = Rates(
        "made up",
        Range.exactly(Decimal(str(local))),
        Range.exactly(Decimal(str(other))),
        "nobody",
    )
    for one in multipliers(kept(total, int(total * share), low, high), rates):
        lowest, value, highest = one.value
        assert 1 <= lowest <= value <= highest <= 3


@pytest.mark.parametrize(
    "rounds", [(0, 0, 0), (-5, 0, 0), (100, 101, 0), (100, -1, 0), (100, 5, 101)]
)
def test_rounds_that_make_no_sense_are_refused(rounds: tuple[int, int, int]) -> None:
    with pytest.raises(MeasureError):
        local_multiplier(*(Decimal(one) for one in rounds))


def test_net_credits_have_no_multiplier() -> None:
    with pytest.raises(MeasureError, match="no money enters"):
        multipliers(kept(-100, 0), published_rates()["manchester-2015-16"])


def spend(*payments: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        payments, schema={"name": pl.String, "tier": pl.String, "pence": pl.Int64}, orient="row"
    )


SPEND = spend(
    ("A LTD", HOME, 100_00), ("B LTD", HOME, 100_00), ("C LTD", HOME, 200_00),
    ("SILENT LTD", HOME, 400_00), ("FAR LTD", "rest of England", 900_00),
)  # fmt: skip


def survey(folder: Path, *lines: str, heading: str = "supplier,respent") -> Path:
    path = folder / "survey.csv"
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def test_those_who_did_not_answer_are_the_range(tmp_path: Path) -> None:
    answers = read_survey(survey(tmp_path, "A Ltd,20%", "B Limited,0.4", "C Ltd,60%", "Nobody,5%"))
    found = surveyed(answers, "survey.csv", SPEND, PRESTON)
    # Answered: (20 + 40 + 2 x 60) of 400 pounds; 400 more are silent, at 20%, 45% or 60%.
    assert found.rates.local == Range(Decimal("0.325"), Decimal("0.45"), Decimal("0.525"))
    assert found.rates.other is None
    assert found.answers == (3, 0)
    assert found.covered == (Decimal("400.00"), Decimal("800.00"))
    assert found.unknown == ("Nobody",)


def test_a_survey_may_have_the_codes_of_the_ledger_before_the_names(tmp_path: Path) -> None:
    lines = ("WPS00E1 : A Ltd,20%", "WPS00E2 : B Limited,0.4", "C Ltd,60%", "WPS00E4 : Nobody,5%")
    found = surveyed(read_survey(survey(tmp_path, *lines)), "survey.csv", SPEND, PRESTON)
    assert found.answers == (3, 0)
    assert found.unknown == ("WPS00E4 : Nobody",)
    with pytest.raises(InputError, match="'WPS00E1 : A Ltd' has answered already"):
        read_survey(survey(tmp_path, "A Ltd,20%", "WPS00E1 : A Ltd,20%"))


def test_a_file_that_has_few_codes_knows_such_a_supplier_by_all_of_its_text(tmp_path: Path) -> None:
    paid = pl.concat([SPEND, spend(("WPS00E1 A LTD", HOME, 50_00))])
    lines = ("WPS00E1 : A Ltd,20%", "B Ltd,0.4", "C Ltd,60%")
    found = surveyed(read_survey(survey(tmp_path, *lines)), "survey.csv", paid, PRESTON)
    assert found.covered[0] == Decimal("350.00")


def test_too_few_answers_are_no_survey(tmp_path: Path) -> None:
    answers = read_survey(survey(tmp_path, "A Ltd,20%", "Far Ltd,40%"))
    with pytest.raises(MeasureError, match="only 1 supplier in Preston answered"):
        surveyed(answers, "survey.csv", SPEND, PRESTON)


@pytest.mark.parametrize("answer", ["130%", "-5%", "most", "", "nan"])
def test_an_answer_that_is_no_share_is_named_with_its_line(tmp_path: Path, answer: str) -> None:
    with pytest.raises(InputError, match=r"survey\.csv, line 3"):
        read_survey(survey(tmp_path, "A Ltd,20%", f"B Ltd,{answer}"))


def test_a_supplier_that_answers_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"survey\.csv, line 3: 'A LIMITED' has answered already"):
        read_survey(survey(tmp_path, "A Ltd,20%", "A LIMITED,40%"))


def test_a_survey_without_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it has no row"):
        read_survey(survey(tmp_path))


def test_a_survey_without_answers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column called respent"):
        read_survey(survey(tmp_path, "A Ltd,20%", heading="supplier,answer"))


def test_jobs_are_a_range_of_the_pounds_and_of_the_ratios() -> None:
    low, high = Ratio(Decimal(123_000), "a"), Ratio(Decimal(61_500), "b")
    sure = Range.exactly(Decimal(196_700_000))
    assert jobs(sure, (low, high)) == (Decimal("1599.2"), Decimal("3198.4"))
    doubtful = Range(Decimal(123_000), Decimal(246_000), Decimal(369_000))
    assert jobs(doubtful, (low,)) == (Decimal("1.0"), Decimal("3.0"))


def test_a_range_of_jobs_too_narrow_for_a_tenth_is_the_tenths_around_it() -> None:
    ratios = Ratio(Decimal(123_000), "a"), Ratio(Decimal(60_000), "b")
    assert jobs(Range.exactly(Decimal(900)), ratios) == (Decimal("0.0"), Decimal("0.1"))


def test_jobs_are_never_one_number() -> None:
    with pytest.raises(MeasureError, match="one number of jobs"):
        jobs(Range.exactly(Decimal(196_700_000)), (Ratio(Decimal(123_000), "a"),))


@pytest.mark.parametrize(
    ("row", "found"),
    [("0,somebody", "no amount"), ("many,somebody", "no amount"), ("123000,", "has no source")],
)
def test_a_ratio_without_amount_or_source_is_refused(tmp_path: Path, row: str, found: str) -> None:
    path = tmp_path / "ratios.csv"
    path.write_text(f"pounds_per_job,source\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=found):
        read_ratios(path)


def test_a_rise_is_staff_times_pounds() -> None:
    assert living_wage_rise("1,200 x £1,850.50") == Decimal("2220600.00")
    with pytest.raises(MeasureError):
        living_wage_rise("a lot")
