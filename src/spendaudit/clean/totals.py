"""Totals printed among the rows: not payments, but a check on ours.

A grand total often stands at the end with no label at all, and equals the sum of the rows above
it to the penny. Counted as a payment it would double the file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from spendaudit.clean.fates import FATES
from spendaudit.clean.total_labels import CALLED_SO, LABEL, MENTION

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_WORDED = ("supplier", "date", "department", "transaction", "body", "category", "purpose")
_ALONE = "an amount stands alone: no supplier, no date, and not the sum of the rows above"
_NOBODYS = "an amount stands beside a department or category alone: no supplier, no date"
_USUALLY = 0.95
"""The share of payments with a supplier, from which one without is no ordinary payment."""
_PENCE, _A_POUND = r"[.][0-9]", 100
_COUNT = r"^[0-9]{1,5}$|^[0-9]{1,3}(?:,[0-9]{3})+$"
_YEARS, _DAY_NUMBERS = (1990, 2060), (32_874, 58_804)
"""Numbers that may be a date: a year, and a spreadsheet's day number of one."""
_OF_WHOM = r"(?i)\b(?:grand\s+|sub-?\s*)?totals?\b(?:\s+(?:for|of|paid to))?|^sum of "
_FIRM = r"(?i)\b(?:ltd|limited|plc|llp|cic)\.?$"
_FIRST, _LAST = r"(?i)^\W*(?:sub-?\s?)?totals?\b", r"(?i)\btotals?\W*$"
"""Where the totals of one file have the word: `Total Housing`, or `Housing Total`."""
_PROVED = 2
"""Totals of one wording that must add up for another to be one that does not."""
_SUMMARY = 3
"""Suppliers alone with what was paid to them in all; fewer may be payments."""


class ControlTotal(NamedTuple):
    """A sum printed in a file, beside the sum of the payments above it.

    Attributes:
        line: where it stands.
        printed: pounds, as printed.
        counted: pounds, as the rows above it add up, back to the top or to a total between.
        below: whether it stands above the payments, as in a title, and is a total of those below.
        rows_below: how many payments count below it, where it is the last total of a file.
        pounds_below: and what they come to.
        in_whole_pounds: whether it is printed without pence, and so may be rounded.
    """

    line: int
    printed: Decimal
    counted: Decimal
    below: bool = False
    rows_below: int = 0
    pounds_below: Decimal = Decimal(0)
    in_whole_pounds: bool = False

    @property
    def agrees(self) -> bool:
        """Whether the two are equal to the penny, or to the pound if no pence are printed."""
        return self.printed == self.counted or self.is_rounded

    @property
    def is_rounded(self) -> bool:
        """Whether the two differ by the pence that are not printed."""
        return self.in_whole_pounds and 0 < abs(self.printed - self.counted) < 1


def with_what_is_below(
    totals: Sequence[ControlTotal], paid: pl.DataFrame
) -> tuple[ControlTotal, ...]:
    """The totals in the order of the file, the last with the payments below it.

    Args:
        totals: of one file.
        paid: its payments, in the order of the file.
    """
    if not totals:
        return ()
    *others, last = sorted(totals, key=lambda total: total.line)
    if not any(total.below for total in totals):
        pence = paid["pence"].slice(int(paid["line"].search_sorted(last.line, "right")))
        last = last._replace(rows_below=pence.len(), pounds_below=_pounds(int(pence.sum())))
    return (*others, last)


def find_totals(
    cells: pl.DataFrame, suppliers: pl.Series
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Take the totals out of the payments.

    Args:
        cells: with `line`, `fate`, `pence`, `supplier`, `date` and the other cells, in file order.
        suppliers: each of them once.

    Returns:
        The same with `fate` `total` for each total; an amount that stands alone, is no total and
        has no supplier is set aside. And the totals, as printed and as counted.
    """
    suspects = _suspects(cells, suppliers)
    if suspects.is_empty():
        return cells, ()
    ordinary = (pl.col("fate") == "payment") & ~pl.col("line").is_in(suspects["line"].to_list())
    paid = int(cells.filter(ordinary)["pence"].sum())
    decided, totals = _decide_as_fellows(suspects, paid)
    # Seldom, so that few files are gone through for it.
    if (decided["decided"] == "set aside").any() or not all(total.agrees for total in totals):
        decided, totals = _decide_as_fellows(_with_runs(suspects, cells.filter(ordinary)), paid)
    cells = cells.join(decided, on="line", how="left", maintain_order="left").with_columns(
        pl.coalesce("decided", "fate").alias("fate"),
        pl.when(pl.col("decided") == "set aside")
        .then(pl.when("in_group").then(pl.lit(_NOBODYS)).otherwise(pl.lit(_ALONE)))
        .otherwise("reason")
        .alias("reason"),
    )
    return cells.drop("decided", "in_group"), totals


def _suspects(cells: pl.DataFrame, suppliers: pl.Series) -> pl.DataFrame:
    """Rows that may be totals, each with what stands above it in the file."""
    undated, unnumbered = pl.col("date") == "", pl.col("transaction") == ""
    named_so = suppliers.filter(
        suppliers.cast(pl.String).str.contains_any(["total"], ascii_case_insensitive=True)
    )
    possible = (pl.col("fate") == "payment") & (
        (pl.col("supplier") == "")
        | (undated & unnumbered)
        | pl.col("supplier").is_in(named_so.implode())
    )
    rows = cells.filter(possible).with_columns(pl.col(*_WORDED, "supplier_id").cast(pl.String))
    if rows.is_empty():
        return rows
    label = {column: pl.col(column).str.contains(LABEL) for column in (*_WORDED, "supplier_id")}
    blank = {column: (pl.col(column) == "") | is_label for column, is_label in label.items()}
    blank["date"] |= _is_count(pl.col("date"))
    bare = pl.all_horizontal(
        *(blank[one] for one in ("supplier", "department", "category", "purpose", "supplier_id")),
        pl.col("postcode_written") == "",
    )
    mentions = pl.any_horizontal(pl.col(column).str.contains(MENTION) for column in _WORDED)
    # Total Gas & Power Ltd is a firm, though it is paid what stands above it; `Total for Wyre Ltd`
    # is none where Wyre Ltd is.
    whose = pl.col("supplier").str.replace(_OF_WHOM, "").str.strip_chars(" :-").str.to_lowercase()
    known = suppliers.cast(pl.String).str.to_lowercase()
    mentions &= ~(pl.col("supplier").str.contains(_FIRM) & ~whose.is_in(known.implode()))
    texts = [pl.col(column) != "" for column in (*_WORDED, "postcode_written", "supplier_id")]
    # Of those with a supplier: a summary of many lines must not hide what the payments are like.
    paid = (pl.col("fate") == "payment") & (pl.col("supplier") != "")
    usually_more = cells.select(
        pl.max_horizontal(
            (paid & (pl.col(column) != "")).sum().cast(pl.Int64)
            for column in ("date", "transaction", "supplier_id")
        )
        * 2
        > paid.sum()
    ).item()
    usually_dated = paid.sum() * _USUALLY <= (paid & (pl.col("date") != "")).sum()
    called_so = pl.any_horizontal(
        pl.col(column).str.contains(CALLED_SO) for column in _WORDED if column != "supplier"
    )
    # `Wyre Ltd Total`, though date and department of the last payment stand beside it.
    after = _group("supplier")
    others = suppliers.filter(~suppliers.is_in(named_so.implode())).cast(pl.String)
    is_after = pl.col("supplier").is_in(named_so.cast(pl.String).implode()) & after.is_in(
        others.str.to_lowercase().implode()
    )
    groups = {
        column: pl.all_horizontal(pl.col(other) == "" for other in (*_OTHER_TEXTS, *_WORDED) if other != column)
        for column in _GROUPS
    }  # fmt: skip
    suspects = rows.select(
        "line",
        "pence",
        *(pl.when(alone).then(_group(column)).alias(column) for column, alone in groups.items()),
        pl.any_horizontal(label.values()).alias("labelled"),
        (blank["date"] & blank["transaction"]).alias("lonely"),
        blank["transaction"].alias("unnumbered"),
        blank["date"].alias("undated"),
        _is_count(pl.col("date")).alias("counts"),
        ((pl.col("pence") % _A_POUND == 0) & ~pl.col("amount").str.contains(_PENCE)).alias("whole"),
        bare.alias("bare"),
        mentions.alias("mentions"),
        pl.coalesce(
            pl.when(pl.col(column).str.contains(place)).then(pl.lit(f"{place} {column}"))
            for column in _WORDED
            for place in (_FIRST, _LAST)
        ).alias("wording"),
        (pl.lit(usually_more) & (pl.sum_horizontal(texts) == 1)).alias("one_cell"),
        is_after.fill_null(value=False).alias("after_supplier"),
        (blank["supplier"] & called_so & cells.select(usually_dated).item()).alias("called_so"),
    ).filter(
        pl.col("bare")
        | pl.col("after_supplier")
        | (pl.col("lonely") & (pl.col("mentions") | pl.col("one_cell")))
    )
    if suspects.is_empty():
        return suspects
    suspects = _with_groups(suspects, cells)
    counts = (pl.col("fate") == "payment") & ~pl.col("line").is_in(suspects["line"].to_list())
    withheld = pl.when(pl.col("fate") == "set aside").then("pence").fill_null(0)
    return suspects.join(
        cells.select(
            "line",
            pl.when(counts).then("pence").otherwise(0).cum_sum().alias("above"),
            counts.cum_sum().cast(pl.Int64).alias("rows_above"),
            (pl.col("line") == pl.col("line").filter(pl.col("fate") == "payment").max()).alias(
                "last"
            ),
            withheld.cum_sum().alias("withheld"),
        ),
        on="line",
        how="left",
        maintain_order="left",
    ).with_columns(rows_of_run=pl.lit(0))


def _with_runs(suspects: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Put `rows_of_run`: of how many payments right above, to one supplier, it is the sum; or of one department.

    Below a supplier with one payment a file may have no subtotal: then that of the next does not go
    back to the one before.
    """
    payments = payments.select("line", *_GROUPS, pl.col("pence").cum_sum().alias("upto"), "pence")
    asked = suspects.select("line", "pence")
    for column in _GROUPS:
        group = pl.col(column).to_physical()
        runs = payments.with_columns(group.rle_id().alias("run")).with_columns(
            (pl.col("upto") - pl.col("pence")).first().over("run").alias("before"),
            pl.col("line").cum_count().over("run").cast(pl.Int64).alias("rows"),
        )
        runs = runs.filter(pl.col(column) != "").select(
            "line", pl.col("line").alias("last"), "run", "upto", "before", "rows"
        )
        asked = (
            asked.join_asof(runs, on="line")
            .with_columns(
                pl.when(
                    pl.col("rows") > 1,
                    pl.col("pence") == pl.col("upto") - pl.col("before"),
                )
                .then("rows")
                .otherwise(0)
                .alias(f"rows_{column}")
            )
            .drop("last", "run", "upto", "before", "rows")
        )
    return suspects.with_columns(
        asked.select(pl.max_horizontal("^rows_.*$")).to_series().alias("rows_of_run")
    )


def _is_count(cell: pl.Expr) -> pl.Expr:
    """Whether a cell under the dates says how many rows there are: `15694`, and no year or day."""
    number = cell.str.replace_all(",", "", literal=True).cast(pl.Int64, strict=False)
    is_day = number.is_between(*_YEARS) | number.is_between(*_DAY_NUMBERS)
    return cell.str.contains(_COUNT) & ~is_day.fill_null(value=True)


_OTHER_TEXTS = ("postcode_written", "supplier_id")
_GROUPS = ("department", "category", "supplier")


def _group(column: str) -> pl.Expr:
    """What a row is the total of: `Housing`, also where it says `Housing Total`."""
    bare = (
        pl.col(column)
        .cast(pl.String)
        .str.replace_all(MENTION, "")
        .str.strip_chars(" :-")
        .str.to_lowercase()
    )
    return pl.when(bare != "").then(bare)


def _with_groups(suspects: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Add `in_group`, for an amount beside nothing but a department or category, and `of_group`.

    The latter is whether it equals what was paid there in all: a line of a summary, which may stand
    before, after or far from those payments. Of one by supplier each line has to be such a sum, and
    it stands before or after them all or adds up several payments: one may equal the one before it.
    """
    payments = (
        cells.lazy()
        .filter((pl.col("fate") == "payment") & ~pl.col("line").is_in(suspects["line"].to_list()))
        .select("line", *_GROUPS, "pence")
        .collect()
    )
    named = bool(payments.height) and float((payments["supplier"] != "").mean() or 0) >= _USUALLY  # type: ignore[arg-type]
    for column in _GROUPS:
        sums = (
            payments.group_by(_group(column).alias(column))
            .agg(pl.col("pence").sum().alias(f"of_{column}"), pl.len().alias(f"rows_{column}"))
            .drop_nulls()
        )
        suspects = suspects.join(sums, on=column, how="left", maintain_order="left")
    equal = {
        column: (pl.col("pence") == pl.col(f"of_{column}")).fill_null(value=False)
        for column in _GROUPS
    }
    first, last = payments["line"].min(), payments["line"].max()
    by_supplier = pl.col("one_cell") & pl.col("lonely") & pl.col("supplier").is_not_null()
    by_supplier &= ~pl.col("labelled")
    apart = ~pl.col("line").is_between(first, last).any() | (pl.col("rows_supplier") > 1).any()
    lines = suspects.filter(by_supplier)
    is_summary = lines.height >= _SUMMARY and lines.select(equal["supplier"].all() & apart).item()
    in_group = pl.any_horizontal(
        pl.col(column).is_not_null() for column in ("department", "category")
    )
    of_group = equal["department"] | equal["category"]
    is_so = pl.lit(named) & pl.col("one_cell") & pl.col("lonely") & in_group
    return suspects.with_columns(
        is_so.alias("in_group"),
        ((is_so & of_group) | (by_supplier & pl.lit(is_summary))).alias("of_group"),
    )


def _decide(
    suspects: pl.DataFrame, ordinary: int, known: Collection[int] = ()
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Go through the rows that may be totals, in file order; each decision moves the next one.

    Args:
        suspects: these rows.
        ordinary: pence of all payments that are none of them.
        known: lines of those that are totals, whatever they come to.
    """
    decided: list[tuple[int, str, bool]] = []
    totals: list[ControlTotal] = []
    sums = _Sums()
    for row in suspects.iter_rows(named=True):
        sums.reach(row)
        since = sums.rows_that_add_up_to(row["pence"]) or row["rows_of_run"]
        verdict = "total" if row["line"] in known else _verdict(row, since, sums)
        decided.append((row["line"], verdict, row["in_group"]))
        if verdict == "total" and row["of_group"] and not since:
            totals.append(ControlTotal(row["line"], _pounds(row["pence"]), _pounds(row["pence"])))
        elif verdict == "total":
            counted = row["pence"] if since else sums.nearest_to(row["pence"])
            total = ControlTotal(row["line"], _pounds(row["pence"]), _pounds(counted))
            totals.append(total._replace(in_whole_pounds=row["whole"]))
            sums.mark()
        else:
            sums.add(row["pence"], counted=verdict == "payment")
    decided, totals = _with_total_on_top(suspects, ordinary + sums.added, decided, totals)
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "line": pl.UInt32,
        "decided": FATES,
        "in_group": pl.Boolean,
    }
    return pl.DataFrame(decided, schema=schema, orient="row"), tuple(totals)


def _decide_as_fellows(
    suspects: pl.DataFrame, ordinary: int
) -> tuple[pl.DataFrame, tuple[ControlTotal, ...]]:
    """Decide as `_decide` does; and of those that would be payments, some by what their like are.

    Where most of one wording, each of them alone in its row, are what was paid since the one before,
    the others are totals that differ. If they counted as payments, no later one would add up.
    """
    decided, totals = _decide(suspects, ordinary)
    alike = pl.col("wording").is_not_null() & pl.col("one_cell") & pl.col("lonely")
    paid = decided.filter(pl.col("decided") == "payment")["line"]
    missed = suspects.filter(alike & pl.col("mentions") & pl.col("line").is_in(paid.implode()))
    are_totals: list[int] = []
    for wording in missed["wording"].unique(maintain_order=True):
        fellows = suspects.filter(alike & (pl.col("wording") == wording))["line"].to_list()
        _, told = _decide(suspects, ordinary, fellows)
        proved = sum(total.agrees for total in told if total.line in fellows)
        if proved >= _PROVED and proved * 2 > len(fellows):
            are_totals += fellows
    return _decide(suspects, ordinary, are_totals) if are_totals else (decided, totals)


def _with_total_on_top(
    suspects: pl.DataFrame,
    paid: int,
    decided: list[tuple[int, str, bool]],
    totals: list[ControlTotal],
) -> tuple[list[tuple[int, str, bool]], list[ControlTotal]]:
    """A total above every payment is one of those below it, and needs no label if it is equal to them."""
    row, (line, verdict, in_group) = suspects.row(0, named=True), decided[0]
    if row["rows_above"] or row["of_group"]:
        return decided, totals
    total = ControlTotal(line, _pounds(row["pence"]), _pounds(paid), below=True)
    if verdict == "total":
        return decided, [total, *totals[1:]]
    if verdict == "set aside" and row["bare"] and total.agrees and paid:
        return [(line, "total", in_group), *decided[1:]], [total, *totals]
    return decided, totals


def _verdict(row: dict[str, Any], since: int, sums: _Sums) -> str:
    """What one row is, when the `since` rows above it add up to its amount (0: none do)."""
    if row["labelled"] and row["bare"] and (since or row["undated"] or row["unnumbered"]):
        return "total"
    if row["called_so"] and row["lonely"]:
        return "total"
    if row["bare"] and row["lonely"]:
        # Below all payments, beside how many there are: their sum, though it may not be ours.
        rounded = row["last"] and row["whole"] and sums.rounds_to(row["pence"])
        return "total" if since or rounded or (row["counts"] and row["last"]) else "set aside"
    if row["of_group"] or ((row["mentions"] or row["after_supplier"]) and since):
        return "total"
    if row["in_group"]:
        return "total" if since else "set aside"
    # With a date of its own, or with a name, it is one only as the last row of all.
    last = row["last"] and since == sums.rows
    dated_total = row["bare"] and row["unnumbered"] and since >= 2
    named_total = row["one_cell"] and since >= 3
    return "total" if last and (dated_total or named_total) else "payment"


class _Sums:
    """What the rows above add up to, since the top and since each total."""

    def __init__(self) -> None:
        self.pence = self.rows = self.withheld = 0
        self.added = self.added_rows = self.added_withheld = 0
        self._marks: dict[int, int] = {0: 0}
        self._marks_with_withheld: dict[int, int] = {0: 0}
        self._last = 0

    def reach(self, row: dict[str, Any]) -> None:
        """Take in the ordinary rows down to this one."""
        self.pence = row["above"] + self.added
        self.rows = row["rows_above"] + self.added_rows
        self.withheld = row["withheld"] + self.added_withheld

    def add(self, pence: int, *, counted: bool) -> None:
        """A row that might have been a total is a payment, or is set aside."""
        if counted:
            self.added += pence
            self.added_rows += 1
        else:
            self.added_withheld += pence

    def mark(self) -> None:
        """A total stands here: the next one may begin at it."""
        self._marks.setdefault(self.pence, self.rows)
        self._marks_with_withheld.setdefault(self.pence + self.withheld, self.rows)
        self._last = self.pence

    def rows_that_add_up_to(self, pence: int) -> int:
        """How many rows above do, back to the top or to a total; those set aside may be in it."""
        start = self._marks.get(self.pence - pence)
        if start is None:
            start = self._marks_with_withheld.get(self.pence + self.withheld - pence)
        return 0 if start is None else self.rows - start

    def rounds_to(self, pence: int) -> bool:
        """Whether two rows above or more add up to an amount in whole pounds, but for the pence."""
        return self.rows > 1 and abs(self.nearest_to(pence) - pence) < _A_POUND

    def nearest_to(self, pence: int) -> int:
        """The sum since the top or since the last total, whichever is nearer."""
        return min(self.pence, self.pence - self._last, key=lambda counted: abs(counted - pence))


def _pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100
