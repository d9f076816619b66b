"""Files that say the same spending in other words: respelled, net and gross, rounded, or summed.

No payment of one is a payment of the other, so nothing is left out for it. What is found has no
other explanation worth the name: half of all days with their amounts, or a sum to the penny.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.fingerprints import linked_files, supplier_keys, transaction_key
from spendaudit.clean.periods import told_period
from spendaudit.report.file_accounts import Alike, Overlap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

FEWEST, SHARE = 10, 0.5
"""Different payments in common, and their share of the smaller file in the months that both have."""
FEWEST_IN_SUM = 3
"""Payments of a file whose sum says something, and suppliers that were paid more than once."""
FEWEST_SUPPLIERS, SHARE_OF_SUPPLIERS = 5, 0.8
"""Suppliers with one row each, and how many of them have what others paid them in all."""
AS_LONG, MOST_WITH_VAT, FEWEST_WITH_VAT = 0.8, 1.25, 4
"""Of two files with net and with gross amounts: the rows of the shorter one, the pounds of the other,
and amounts that differ by the standard rate: where VAT is on fewer, they are not known by it."""
SHORTEST_NUMBER = 4
"""Signs by which a transaction can be told; 1, 2, 3 number the rows of any day."""

SAME_PAYMENTS = "they have payments in common, numbers of transactions and all"
SAME_NUMBERS = "days and numbers of transactions are the same, suppliers or amounts are not"
SAME_AMOUNTS = "days and amounts are the same, suppliers are not"
SAME_SUPPLIERS = (
    "the same suppliers on the same days: the amounts are net and gross, rounded, or in parts"
)
ON_OTHER_DAYS = (
    "the same suppliers in the same month on other days: the amounts are net here and gross there"
)
BY_SUPPLIER = "each supplier has one row, with all that the other paid it"
SAME_SUM = "both come to the same sum, to the penny"
SUM_OF_OTHERS = "it comes to what the others come to together, to the penny"


class _Again(NamedTuple):
    """A file, by its place among the names, that says again what others say."""

    file: int
    others: tuple[int, ...]
    rows: int
    pence: int
    doubt: str
    period: tuple[date, date] | None = None


def other_versions(
    payments: pl.DataFrame,
    prints: pl.DataFrame,
    names: Sequence[str],
    known: Collection[frozenset[str]],
) -> list[Overlap]:
    """Find files that say what others say, though hardly a payment of them is the same.

    Args:
        payments: of all files, as `frames.PAYMENTS`.
        prints: as `fingerprints`, of the files that count.
        names: of all files.
        known: pairs of files of which more is known already.

    Returns:
        One for each pair, and one for a file that sums several others; the same whatever the
        order of the files. `amount` is what the file that says it again says.
    """
    files = (
        prints.group_by("file")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("pence").sum(),
            pl.col("month").filter("dated").unique().alias("months"),
        )
        .sort("file")
    )
    found = [
        *_of_the_same_days(payments, prints, files),
        *_with_vat_on_other_days(payments, prints, files, names),
        *_summed_by_supplier(payments, prints),
        *_with_equal_sums(files, names),
    ]
    told = set(known)
    overlaps = []
    for one in found:
        pairs = {frozenset((names[one.file], names[other])) for other in one.others}
        if pairs <= told:
            continue
        told |= pairs
        overlap = Overlap(
            kind=Alike.IN_OTHER_WORDS,
            file=names[one.file],
            others=tuple(names[other] for other in one.others),
            rows=one.rows,
            amount=Decimal(one.pence) / 100,
            period=one.period,
            doubt=one.doubt,
        )
        overlaps.append(overlap)
    return overlaps


def _of_the_same_days(
    payments: pl.DataFrame, prints: pl.DataFrame, files: pl.DataFrame
) -> Iterator[_Again]:
    """Files of the same months whose days have the same numbers, amounts or suppliers."""
    dated = prints.filter("dated")
    shared = dated.group_by("month").agg(pl.col("file").n_unique()).filter(pl.col("file") > 1)
    dated = dated.join(shared, on="month", how="semi")
    if dated.is_empty():
        return
    written = payments.select("supplier", "transaction")[dated["row"]]
    dated = dated.select("file", "month", "paid_on", "pence").with_columns(
        supplier_keys(written).alias("supplier"),
        transaction_key(pl.lit(written["transaction"])).alias("number"),
    )
    numbered = dated.filter(pl.col("number").str.len_chars() >= SHORTEST_NUMBER)
    whole = pl.struct("paid_on", "number", "supplier", "pence")
    yield from _alike(numbered, whole, files, SAME_PAYMENTS, fewest=FEWEST_IN_SUM, within="paid_on")
    yield from _alike(numbered, pl.struct("paid_on", "number"), files, SAME_NUMBERS)
    yield from _alike(dated, pl.struct("paid_on", "pence"), files, SAME_AMOUNTS)
    yield from _alike(
        dated, pl.struct("paid_on", "supplier"), files, SAME_SUPPLIERS, _is_one_amount()
    )


def _alike(
    rows: pl.DataFrame,
    key: pl.Expr,
    files: pl.DataFrame,
    doubt: str,
    same: pl.Expr | None = None,
    fewest: int = FEWEST,
    within: str = "month",
) -> Iterator[_Again]:
    """Pairs of files that have the same keys, and of these `same` ones, no longer by chance.

    These must be half of what the smaller one has `within` the months, or days, where any is.
    """
    counts = (
        rows.with_columns(key.hash().alias("key"))
        .group_by("file", "key")
        .agg(
            pl.col("month").first(),
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("pence").sum(),
            pl.col("paid_on").first(),
        )
    )
    sizes = counts.group_by("file", within).len()
    held = counts.filter(pl.len().over("key") > 1).sort("key", "file")
    pairs = linked_files(held).filter(pl.col("links") >= fewest).select("a", "b")
    both = (
        pairs.join(held.rename({"file": "a"}), on="a")
        .join(
            held.select(pl.col("file").alias("b"), "key", pl.col("^(n|pence)$").name.suffix("_b")),
            on=["b", "key"],
        )
        .filter(True if same is None else same)
    )
    most = (
        both.select("a", "b", within)
        .unique()
        .join(sizes.rename({"file": "a"}), on=["a", within])
        .join(sizes.rename({"file": "b", "len": "len_b"}), on=["b", within])
        .group_by("a", "b")
        .agg(pl.min_horizontal("len", "len_b").sum().alias("most"))
    )
    sums = (
        both.group_by("a", "b")
        .agg(
            pl.len().alias("distinct"),
            pl.col("^(n|pence)(_b)?$").sum(),
            pl.col("paid_on").min().alias("from"),
            pl.col("paid_on").max().alias("to"),
        )
        .join(most, on=["a", "b"])
        .filter((pl.col("distinct") >= fewest) & (pl.col("distinct") >= SHARE * pl.col("most")))
        .sort("a", "b")
    )
    size = dict(files.select("file", "rows").iter_rows())
    for one in sums.iter_rows(named=True):
        first, period = size[one["a"]] < size[one["b"]], (one["from"], one["to"])
        mine, other = ("a", "b") if first else ("b", "a")
        n, pence = (one["n"], one["pence"]) if first else (one["n_b"], one["pence_b"])
        yield _Again(one[mine], (one[other],), n, pence, doubt, period)


def _is_one_amount() -> pl.Expr:
    """Whether two sums are equal, equal to the pound, or the one is the other with 20% VAT."""
    a, b = pl.col("pence"), pl.col("pence_b")
    rounding = pl.max_horizontal("n", "n_b")
    less, more = pl.min_horizontal(a.abs(), b.abs()), pl.max_horizontal(a.abs(), b.abs())
    whole = (less % 100 == 0) | (more % 100 == 0)
    gross = (less * 6 - more * 5).abs() <= rounding * 5
    return (a == b) | (whole & ((a - b).abs() <= rounding * 50)) | (gross & (a.sign() == b.sign()))


def _with_vat_on_other_days(
    payments: pl.DataFrame, prints: pl.DataFrame, files: pl.DataFrame, names: Sequence[str]
) -> Iterator[_Again]:
    """Files of one month by their names, of which one has the other's amounts with VAT.

    As where the one is dated by the invoices and the other by the payments. Only files about as
    long and as much as each other are held together.
    """
    enough = files.filter((pl.col("rows") >= FEWEST) & (pl.col("pence") > 0))
    of_time: dict[tuple[date, date], list[tuple[int, int, int]]] = {}
    for file, rows, pence in enough.select("file", "rows", "pence").iter_rows():
        if (told := told_period(names[file], ())) is not None:
            of_time.setdefault((told.first, told.last), []).append((file, rows, pence))
    for one, other in chain.from_iterable(combinations(group, 2) for group in of_time.values()):
        net, gross = sorted((one, other), key=lambda file: file[2])
        as_long = min(net[1], gross[1]) >= AS_LONG * max(net[1], gross[1])
        if not (as_long and net[2] < gross[2] <= MOST_WITH_VAT * net[2]):
            continue
        without, with_vat = (
            _suppliers_and_pence(payments[prints.filter(file=file)["row"]])
            for file in (net[0], gross[0])
        )
        at_rate = _found_with_vat(without, with_vat)
        same = without.join(with_vat, on=["supplier", "pence"], how="semi").height
        fewest = SHARE * min(without.height, with_vat.height)
        if at_rate >= FEWEST_WITH_VAT and at_rate + same >= max(FEWEST, fewest):
            yield _Again(gross[0], (net[0],), gross[1], gross[2], ON_OTHER_DAYS)


def _suppliers_and_pence(payments: pl.DataFrame) -> pl.DataFrame:
    """Each amount of each supplier once."""
    return payments.select(supplier_keys(payments).alias("supplier"), "pence").unique()


def _found_with_vat(without: pl.DataFrame, with_vat: pl.DataFrame) -> int:
    """How many amounts of one file stand in the other with 20% VAT, to the penny or one more or less."""
    gross = without.filter(pl.col("pence") > 0).with_columns(
        ((pl.col("pence") * 6 + 2) // 5).alias("pence"), pl.col("pence").alias("net")
    )
    near = pl.concat(gross.with_columns(pl.col("pence") + penny) for penny in (-1, 0, 1))
    return (
        near.join(with_vat, on=["supplier", "pence"], how="semi")
        .select("supplier", "net")
        .n_unique()
    )


def _summed_by_supplier(payments: pl.DataFrame, prints: pl.DataFrame) -> Iterator[_Again]:
    """Files in which each supplier stands once, with the sum of what others paid it."""
    suppliers = payments.select("supplier")[prints["row"]]
    sums = (
        prints.select("file", "pence")
        .with_columns(supplier_keys(suppliers).alias("supplier"))
        .group_by("file", "supplier")
        .agg(pl.len().alias("n"), pl.col("pence").sum())
    )
    once = sums.group_by("file").agg(pl.len().alias("suppliers"), pl.col("n").sum())
    enough = pl.col("suppliers") >= FEWEST_SUPPLIERS
    lists = once.filter(enough & (pl.col("n") == pl.col("suppliers")))
    listed = sums.join(lists.select("file", "suppliers"), on="file").drop("n")
    if listed.is_empty():
        return
    sizes = dict(lists.select("file", "suppliers").iter_rows())
    there = sums.select(
        pl.col("file").alias("other"), "supplier", pl.col("n"), pl.col("pence").alias("there")
    )
    alike = (
        listed.join(there, on="supplier")
        .filter((pl.col("file") != pl.col("other")) & (pl.col("pence") == pl.col("there")))
        .group_by("file", "other")
        .agg(
            pl.len().alias("alike"), (pl.col("n") > 1).sum().alias("several"), pl.col("pence").sum()
        )
        .filter((pl.col("several") >= FEWEST_IN_SUM) & (pl.col("alike") >= FEWEST_SUPPLIERS))
        .sort("file", "other")
    )
    for file, other, same, _, pence in alike.iter_rows():
        if same >= SHARE_OF_SUPPLIERS * sizes[file]:
            yield _Again(file, (other,), same, pence, BY_SUPPLIER)


def _with_equal_sums(files: pl.DataFrame, names: Sequence[str]) -> Iterator[_Again]:
    """Files that come to the same sum as another one, or as all others beside them together."""
    enough = files.filter((pl.col("rows") >= FEWEST_IN_SUM) & (pl.col("pence") != 0))
    before = enough.rename({name: f"{name}_b" for name in enough.columns if name != "pence"})
    # Where the same rents are all that is paid, every month comes to the same sum.
    both = (pl.col("months").list.len() > 0) & (pl.col("months_b").list.len() > 0)
    none_shared = pl.col("months").list.set_intersection("months_b").list.len() == 0
    other_months = both & none_shared & (pl.col("rows") == pl.col("rows_b"))
    equal = (
        enough.join(before, on="pence")
        .filter((pl.col("file") < pl.col("file_b")) & ~other_months)
        .sort("file", "file_b")
    )
    for one in equal.iter_rows(named=True):
        mine, other = ("", "_b") if one["rows"] < one["rows_b"] else ("_b", "")
        yield _Again(
            one[f"file{mine}"], (one[f"file{other}"],), one[f"rows{mine}"], one["pence"], SAME_SUM
        )
    beside = pl.col("name").str.replace(r"([/\\][^/\\]*| \[[^\]]*\])$", "")
    named = files.with_columns(pl.Series("name", [names[file] for file in files["file"]]))
    groups = (
        named.with_columns(beside.alias("beside"))
        .with_columns(
            pl.col("pence").sum().over("beside").alias("all"),
            pl.col("file").implode().over("beside").alias("files"),
        )
        .filter((pl.col("files").list.len() > 2) & (pl.col("rows") >= FEWEST_IN_SUM))
        .filter((pl.col("pence") != 0) & (pl.col("pence") * 2 == pl.col("all")))
        .sort("file")
    )
    for one in groups.iter_rows(named=True):
        others = tuple(file for file in sorted(one["files"]) if file != one["file"])
        yield _Again(one["file"], others, one["rows"], one["pence"], SUM_OF_OTHERS)
