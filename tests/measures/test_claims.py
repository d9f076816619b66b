"""Published claims reckoned again: those of Preston, Tameside and Greater Manchester, right and wrong."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spendaudit.errors import InputError
from spendaudit.measures.claims import Verdict, check_claim
from spendaudit.measures.written_figures import exactly

# Shares and money of the ten councils of Greater Manchester, as published for the baseline year.
GM_SHARES = "45.6%, 28.4%, 79.4%, 68.6%, 43.8%, 62.7%, 65.1%, 50.7%, 36.6%, 56.9%"

TRUE = [
    "£38.3m of £750m is 5.1%",
    "£292.0m of £750m is 38.9%",
    "£112.3m of £617.0m is 18.2%",
    "£488.7m of £617.0m is 79.2%",
    "from £292.0m of £750m to £488.7m of £617.0m is +£196.7m",
    "from £38.3m of £750m to £112.3m of £617.0m is +£74.0m",
    "£35.3m of £151.9m is 23.2%",
    "£27.6m is 18.2% of £151.9m",
    "from £20.1m to £35.3m is +75.6%",
    f"mean of {GM_SHARES} is 53.8%",
    "£619,652,226.58 of £1,003,858,435.21 is 61.7%",
    "£22,863,548.01 of £45,117,493.41 is 50.7%",
    "from 51.5% to 73.6% is +22.1 points",
    "from 100 to 80 is a fall of 20%",
    "23.2% of 1,000 is 232",
]
OTHERWISE = {
    "from £20.1m to £35.3m is +43%": "the difference as a share of the last figure",
    "from £38.3m of £750m to £112.3m of £617.0m is +£80.8m": "what the change in the share made of it",
    "from £38.3m of £750m to £112.3m of £617.0m is -£6.8m": "what the change in the whole made of it",
    "from £292.0m of £750m to £488.7m of £617.0m is -£51.8m": "what the change in the whole made of it",
    "£27.6m of £151.9m is 81.8%": "the rest as a share of the whole",
    "mean of 1 of 2, 1 of 100 is 25.5%": "the mean of the shares, each counting alike",
}
FALSE = ["£35.3m of £151.9m is 41.4%", "from £20.1m to £35.3m is +12%", "1 of 0 is 5%"]


@pytest.mark.parametrize("claim", TRUE)
def test_a_true_claim_is_true_as_it_reads(claim: str) -> None:
    assert check_claim(claim).verdict is Verdict.TRUE


@pytest.mark.parametrize(("claim", "reading"), OTHERWISE.items())
def test_a_claim_that_another_reading_makes_true_names_it(claim: str, reading: str) -> None:
    checked = check_claim(claim)
    assert checked.verdict is Verdict.OTHERWISE
    assert checked.true_as is not None
    assert checked.true_as.name == reading


@pytest.mark.parametrize("claim", FALSE)
def test_a_claim_that_no_reading_makes_true_is_not_true(claim: str) -> None:
    checked = check_claim(claim)
    assert checked.verdict is Verdict.FALSE
    assert checked.true_as is None


def test_two_claims_without_their_whole_imply_the_same_one() -> None:
    preston, lancashire = check_claim("£112.3m is 18.2%"), check_claim("£488.7m is 79.2%")
    assert {preston.verdict, lancashire.verdict} == {Verdict.IMPLIED}
    low = max(one.readings[0].low for one in (preston, lancashire))
    high = min(one.readings[0].high for one in (preston, lancashire))
    assert low < 617 * 10**6 < high


def test_a_claim_may_name_the_figures_of_an_audit() -> None:
    known = {
        "total": exactly("total", Fraction(200)),
        "rest of lancashire": exactly("rest of Lancashire", Fraction(50)),
    }
    assert check_claim("rest of Lancashire of total is 25%", known).verdict is Verdict.TRUE
    assert check_claim("Total is 200", {"total": known["total"]} | known).verdict is Verdict.TRUE


def test_a_part_of_what_is_influenceable_is_its_own_part_and_not_that_of_all_spend() -> None:
    sums = {
        "total": 200, "local": 90, "preston": 90, "rest of lancashire": 50, "influenceable": 100,
        "influenceable local": 40, "influenceable preston": 40,
    }  # fmt: skip
    known = {name: exactly(name, Fraction(value)) for name, value in sums.items()}
    assert check_claim("local of influenceable is 40%", known).verdict is Verdict.TRUE
    assert check_claim("Preston of influenceable is 40%", known).verdict is Verdict.TRUE
    assert check_claim("influenceable local of influenceable is 40%", known).verdict is Verdict.TRUE
    assert check_claim("influenceable of total is 50%", known).verdict is Verdict.TRUE
    with pytest.raises(InputError, match="'rest of lancashire of influenceable' is no figure"):
        check_claim("rest of Lancashire of influenceable is 50%", known)


@pytest.mark.parametrize(
    "claim",
    [
        "",
        "Preston is good",
        "5 of 6",
        "mean of 5%, 3 of 4 is 2%",
        "1 of 2 of 3 is 4%",
        "x of 5 is 3%",
    ],
)
def test_what_is_no_claim_is_refused_with_an_example(claim: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_claim(claim)
    assert "35.3 of 151.9 is 23%" in refusal.value.try_next


AMOUNTS = st.integers(1, 10**9).map(lambda pence: Decimal(pence) / 100)


@given(AMOUNTS, AMOUNTS, st.integers(0, 4))
def test_a_share_rounded_to_any_place_is_true(part: Decimal, whole: Decimal, places: int) -> None:
    share = Fraction(part) / Fraction(whole) * 100
    said = Decimal(share.numerator) / Decimal(share.denominator)
    claim = f"£{part:,} of £{whole:,} is {said:.{places}f}%"
    assert check_claim(claim).verdict is Verdict.TRUE


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused(text: str) -> None:
    with suppress(InputError):
        assert check_claim(text).claim == text
