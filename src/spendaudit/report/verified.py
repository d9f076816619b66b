"""What became of published claims, as a table: what was said, what it works out to, and the verdict."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.measures.claims import Checked, Reading, Verdict
from spendaudit.measures.written_figures import Figure, exactly
from spendaudit.report.values import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.report.values import Report

MOST_CLAIMS, LARGEST = 1_000, 1 << 20
"""Claims in one file, and its bytes; a larger file is no list of claims."""
_COLUMNS = (
    Column("claim", "Claim", Kind.TEXT),
    Column("verdict", "verdict", Kind.TEXT),
    Column("reading", "reckoned as", Kind.TEXT),
    Column("works_out", "gives", Kind.TEXT),
    Column("between", "with its rounding", Kind.TEXT),
)


def claims_table(checked: Sequence[Checked], *, every_reading: bool) -> Table:
    """One row a reading: the plain one, and the one that makes the claim true where that is another.

    Args:
        checked: the claims.
        every_reading: whether all readings stand in the table.
    """
    rows: list[tuple[Cell, ...]] = []
    for one in checked:
        said = (one.claim, one.verdict.value)
        chosen = _chosen(one, every_reading=every_reading)
        rows += [
            (*said, reading.name, written(reading.value, reading), _between(reading))
            for reading in chosen
        ]
        if not chosen:
            rows.append((*said, "it would divide by nought", None, None))
    return Table(_COLUMNS, tuple(rows))


def implied_together(checked: Sequence[Checked]) -> str:
    """Say which whole would make all claims true that leave it out, or that none does."""
    readings = [one.readings[0] for one in checked if one.verdict is Verdict.IMPLIED]
    if len(readings) < 2:  # together
        return ""
    low, high = max(one.low for one in readings), min(one.high for one in readings)
    if low > high:
        return "no one whole makes all of these claims true"
    first = readings[0]
    return (
        f"a whole between {written(low, first)} and {written(high, first)} makes all of them true"
    )


def fails(checked: Sequence[Checked]) -> bool:
    """Whether a claim is not true as it reads."""
    return any(one.verdict in (Verdict.FALSE, Verdict.OTHERWISE) for one in checked)


def known_figures(report: Report) -> dict[str, Figure]:
    """The figures of an audit that a claim may name, in pounds and to the penny; lower case."""
    sums = {
        "total": report.total,
        "all spend": report.total,
        "local": report.local.amount,
        report.area_name: report.local.amount,
        "influenceable": report.influenceable.total,
        "influenceable local": report.influenceable.amount,
        f"influenceable {report.area_name}": report.influenceable.amount,
        "not placed": report.local.unplaced,
    }
    for tier, amount, *_ in report.tiers.rows:
        if isinstance(amount, Decimal):
            sums[str(tier)] = amount
    return {name.lower(): exactly(name, Fraction(amount)) for name, amount in sums.items()}


def read_claims(path: Path) -> list[str]:
    """Read a claims file: one claim a line, `#` begins a remark.

    Raises:
        InputError: it cannot be read, or holds no claim.
    """
    try:
        with path.open("rb") as content:
            data = content.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise InputError(f"{path} cannot be read: {why}", "write one claim a line") from error
    claims = [line.strip() for line in text.splitlines()]
    claims = [line for line in claims if line and not line.startswith("#")]
    if not claims or len(data) > LARGEST or len(claims) > MOST_CLAIMS:
        found = (
            f"{path} holds no claim" if not claims else f"{path} is too long for a list of claims"
        )
        raise InputError(found, "write one claim a line, such as: 35.3 of 151.9 is 23%")
    return claims


def written(value: Fraction, reading: Reading) -> str:
    """A reckoned value: a share with one more place than is usual, a sum with up to two."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    if reading.is_share:
        return f"{_rounded(number * 100, 2)}%"
    return f"{_rounded(number, 2):,}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def _between(reading: Reading) -> str | None:
    if reading.low == reading.high:
        return None
    return f"{written(reading.low, reading)} to {written(reading.high, reading)}"


def _chosen(one: Checked, *, every_reading: bool) -> list[Reading]:
    if every_reading or not one.readings:
        return list(one.readings)
    true_as = one.true_as
    plain = one.readings[0]
    return [plain] if true_as in (None, plain) else [plain, true_as]
