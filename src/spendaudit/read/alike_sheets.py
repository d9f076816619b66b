"""Sheets of one workbook beside each other: one a month, or one that holds others again, or their sums."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.read.headings import cleaned
from spendaudit.read.looks import rough_pence
from spendaudit.read.nameless_sheets import alike_but_for_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.read.records import Rows
    from spendaudit.read.workbook import Sheet


FEWEST_ROWS = 5
"""Different payments from which a sheet can be said to stand in another one again."""
_NAMES = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref"
    r"|tachwedd|rhagfyr"
)
_BESIDE = re.compile(
    "pd?|per|periods?|m|mth|months?|w|wk|weeks?|q|qtr|quarters?|pages?|part|sheet|table|to|and|of|the"
    "|spend|spending|payments?|paid|data|over"
)
"""Words that may stand beside the month or the number by which a sheet is called."""
_THRESHOLDS = ("250", "500")
_WORDS = re.compile(r"[^\W0-9_]+|[0-9]+")
_LONGEST_NAME = 60
_TOTAL = r"(?i)^(?:grand|sub|overall|sheet|page|monthly)?[ -]*totals?[ :.]*$"
_OF_A_PAYMENT = ("date", "supplier", "transaction", "amount")


class PaymentSheet:
    """A sheet that names a supplier and an amount, whose payments are read once, and only if asked for."""

    def __init__(self, sheet: Sheet, rows: Rows) -> None:
        self.sheet = sheet
        self.heading = rows.heading
        self._rows = rows

    @cached_property
    def payments(self) -> pl.DataFrame:
        """The rows with an amount: `line`, `date`, `supplier`, `transaction`, `amount` and `pence`.

        The texts as they can be compared; null in a column that is not there, and pence where the
        amount is not plainly written. An amount without date and supplier, or beside the word for a
        total, is a sum, and not among them.
        """
        named = self._rows.named()
        texts = (
            self._rows.cells.filter(pl.col("line") >= self.heading.begins)
            .select(
                "line",
                *(
                    _text(named[meaning]).alias(meaning)
                    if meaning in named
                    else pl.lit(None, pl.String).alias(meaning)
                    for meaning in _OF_A_PAYMENT
                ),
            )
            .filter(pl.col("amount") != "")
        )
        supplier = pl.col("supplier").str.to_lowercase()
        days = [pl.col("date").str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%d/%m/%Y")]
        is_dated = (pl.col("date") != "") | (pl.col("date").is_null() & (supplier != ""))
        is_named = (supplier != "") & ~supplier.str.contains(_TOTAL)
        pence = rough_pence(pl.col("amount"))
        return (
            texts.with_columns(
                pl.coalesce(pl.coalesce(days).cast(pl.String), "date").alias("date"),
                supplier,
                pl.coalesce(pence.cast(pl.String), "amount").alias("amount"),
                pence.alias("pence"),
                is_dated.alias("is_dated"),
            )
            .filter(pl.col("is_dated") | is_named)
            .collect()
        )

    @cached_property
    def has_amounts(self) -> bool:
        """Whether anything stands where its amounts should."""
        amount = _text(self._rows.named()["amount"])
        below = self._rows.cells.filter(pl.col("line") >= self.heading.begins)
        return below.filter(amount != "").head(1).collect().height > 0

    @cached_property
    def beside(self) -> pl.DataFrame:
        """All other cells of the payments, in their order: each column by the words of its heading.

        `supplier_id` by its meaning; a heading that stands over several columns is left out.
        """
        named = self._rows.named()
        used = {self.heading.columns[one] for one in _OF_A_PAYMENT if one in named}
        words = [cleaned(cell) for cell in self.heading.cells]
        others = {
            word: f"c{place}"
            for place, word in enumerate(words)
            if place not in used and words.count(word) == 1 and word
        }
        if "supplier_id" in named:
            others = {word: at for word, at in others.items() if at != named["supplier_id"]}
            others["supplier_id"] = named["supplier_id"]
        cells = self._rows.cells.select("line", *(_text(at).alias(w) for w, at in others.items()))
        return self.payments.select("line").join(
            cells.collect(), on="line", how="left", maintain_order="left"
        )

    @cached_property
    def names(self) -> int:
        """How many of its payments name a supplier."""
        return int((self.payments["supplier"] != "").sum())

    @cached_property
    def dated(self) -> Counter[int]:
        """How often each payment stands there that has a date, or any where there are no dates."""
        return self._often(pl.col("is_dated"))

    @cached_property
    def undated(self) -> Counter[int]:
        """How often each of the others does."""
        return self._often(~pl.col("is_dated"))

    @cached_property
    def by_supplier(self) -> Counter[str]:
        """What each supplier was paid, in pence."""
        sums = (
            self.payments.filter(
                (pl.col("supplier") != "") & ~pl.col("supplier").str.contains(_TOTAL)
            )
            .group_by("supplier")
            .agg(pl.col("pence").sum())
        )
        return Counter(dict(sums.iter_rows()))

    @cached_property
    def days_and_suppliers(self) -> set[int]:
        """Who was paid on which day, each once."""
        paid = self.payments.select(pl.struct("date", "supplier").hash().unique())
        return set(paid.to_series())

    def pounds(self) -> str:
        """What its payments come to, in words."""
        return f"{int(self.payments['pence'].sum()) / 100:,.2f}"

    def different(self) -> set[int]:
        """Each payment once."""
        return {*self.dated, *self.undated}

    def stands_in(self, other: PaymentSheet) -> bool:
        """Whether all payments stand on another sheet too."""
        return self.dated <= other.dated and self.undated <= other.undated

    def _often(self, which: pl.Expr) -> Counter[int]:
        said = self.payments.filter(which).select(
            pl.struct("date", "supplier", "amount").hash().alias("payment")
        )
        return Counter(dict(said.to_series().value_counts().iter_rows()))


def _text(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.strip_chars()


def are_periods(sheets: Sequence[Sheet]) -> bool:
    """Whether sheets are called by different months, quarters or weeks, or as pages: `Apr 24`, `Q1`."""
    said = [_period(sheet.name) for sheet in sheets]
    return len(said) > 1 and () not in said and len(set(said)) == len(said)


def _period(name: str) -> tuple[str, ...]:
    """Months and numbers in the name of a sheet; none where it says anything else."""
    if len(name) > _LONGEST_NAME:
        return ()
    said = []
    for word in _WORDS.findall(name.lower()):
        if _NAMES.fullmatch(word):
            said.append(word[:3])
        elif word.isdigit():
            said.append(word.lstrip("0"))
        elif not _BESIDE.fullmatch(word):
            return ()
    return tuple(word for word in said if word not in _THRESHOLDS)


def without_empty(found: Sequence[PaymentSheet]) -> list[PaymentSheet]:
    """The sheets without those that have no amount under their heading, as a month to come; or all of them."""
    return [one for one in found if one.has_amounts] or list(found)


def repeated(found: Sequence[PaymentSheet]) -> tuple[PaymentSheet, PaymentSheet] | None:
    """Two sheets of which one has most of its payments from the other, or None.

    Where it has all of them, `without_repeats` has left it out before.
    """
    for one, other in combinations(found, 2):
        mine, theirs = one.different(), other.different()
        in_common = max(len(mine & theirs), alike_but_for_names(one, other))
        if in_common * 2 > min(len(mine), len(theirs)):
            return one, other
    return None


def without_repeats(found: Sequence[PaymentSheet]) -> list[PaymentSheet]:
    """The sheets without those all of whose payments stand on another one too, as a year has its months.

    Only where a date tells one payment from the next: the same rent is paid every month. Those
    without a date have to be there too.
    """
    kept = list(found)
    if not all("date" in one.heading.columns for one in found):
        return kept
    for one, other in permutations(reversed(found), 2):
        if one in kept and other in kept and len(one.dated) >= FEWEST_ROWS and one.stands_in(other):
            kept.remove(one)
    return kept


def summaries(
    found: Sequence[PaymentSheet],
) -> tuple[list[PaymentSheet], list[PaymentSheet]]:
    """Sheets whose amounts are sums of the amounts on all others, or on one of them.

    Months that pay the same rents each have the sums of the next one: so sheets that are called by
    their periods are held against all others together alone.

    Returns:
        Those with fewer rows that give each supplier what the others do; and those that come to the
        same in all, and have other suppliers.
    """
    if len(found) == 1:
        return [], []
    by_supplier, in_all = [], []
    for one in found:
        mine = one.by_supplier
        rest = [other for other in found if other is not one]
        groups = [rest] if len(rest) > 1 else []
        if not are_periods([other.sheet for other in (one, *rest)]):
            groups += [[other] for other in rest]
        for group in groups if any(mine.values()) else []:
            theirs = Counter[str]()
            for other in group:
                theirs.update(other.by_supplier)
            same = mine.total() == theirs.total()
            is_fewer = one.sheet.rows - 1 < sum(other.sheet.rows - 1 for other in group)
            if is_fewer and (same or len(mine) >= FEWEST_ROWS) and mine.items() <= theirs.items():
                by_supplier.append(one)
                break
            if same:
                in_all.append(one)
                break
    return by_supplier, in_all
