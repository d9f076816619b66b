"""Several institutions in one run: the share of each, what they pay each other, whom they share.

Preston's anchor institutions asked together: what one pays another is not spent yet, and a supplier
of several is where buying together is worth a talk.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import ROWS_AT_ONCE
from spendaudit.measures.spend import (
    NO_NAME,
    is_influenceable,
    is_local,
    is_placed,
    no_purchase,
    pounds,
    share,
    sum_of,
)
from spendaudit.names.cleaning import clean_name
from spendaudit.places.areas import area_in_text
from spendaudit.report.figures import pounds as in_pounds
from spendaudit.report.values import Cell, Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from spendaudit.audit import Audit

MOST_ROWS = 10
NOT_SAID = "(not said)"
ONE_PUBLISHER = "the files are of one publisher"
JOINT = "Suppliers that several of them pay"


def publishers_of(audit: Audit) -> pl.Series:
    """Whose payment each is, in the order of the payments.

    As the row names it, else the one name that the file's rows or titles give, else the folder
    that the file is in, where files are in several; labels of one council are one publisher.
    """
    by_file = _by_file(audit)
    said = ["body", "file"]
    # Each of the few pairs is looked at once, not the millions of payments.
    pairs = audit.payments.lazy().group_by(said).agg(pl.len().alias("count")).collect()
    pairs = pairs.with_columns(
        pl.coalesce(
            pl.col("body").cast(pl.String),
            pl.col("file").cast(pl.String).replace_strict(by_file, default=NOT_SAID),
        ).alias("text")
    )
    labels = _labels(pairs.group_by("text").agg(pl.col("count").sum()))
    publisher = pl.col("text").replace_strict(labels, default=NOT_SAID).cast(pl.Categorical)
    told = pairs.select(*said, publisher.alias("publisher"))
    if told.height == 1:
        return told["publisher"].new_from_index(0, audit.payments.height)
    found = [
        some.join(told, on=said, how="left", nulls_equal=True, maintain_order="left")["publisher"]
        for some in audit.payments.select(said).iter_slices(ROWS_AT_ONCE)
    ]
    return pl.concat(found, rechunk=True) if found else told["publisher"]


def anchor_sections(audit: Audit, spend: pl.DataFrame) -> tuple[Section, Section]:
    """`anchors` and `joint_suppliers`."""
    publishers = publishers_of(audit)
    if why := _not_several(spend, publishers):
        one_alone = ("anchors", _title(audit)), ("joint", JOINT)
        anchored, joint = (Section(key, title, None, why) for key, title in one_alone)
        return anchored, joint
    return anchors(audit, spend, publishers), joint_suppliers(spend, publishers)


def _not_several(spend: pl.DataFrame, publishers: pl.Series) -> str:
    """Why nothing can be said of several publishers; empty where at least two are named.

    Payments of nobody's are not another institution's: a council that names itself in some of its
    files would share all its suppliers with itself.
    """
    if publishers.filter(publishers != NOT_SAID).n_unique() > 1:
        return ""
    silent = sum_of(spend.filter(publishers == NOT_SAID)["pence"])
    if not silent or publishers.n_unique() == 1:
        return ONE_PUBLISHER
    return (
        f"the files name one publisher, and {in_pounds(pounds(silent))} is in files that name none"
    )


def anchors(audit: Audit, spend: pl.DataFrame, publishers: pl.Series) -> Section:
    """What each publisher spent and kept, and all of them without what they pay each other."""
    home = audit.area.name
    of_each = spend.with_columns(publishers).with_row_index("row")
    total = sum_of(spend["pence"])
    by_value = (
        of_each.group_by("publisher")
        .agg(pl.col("pence").sum())
        .sort("pence", "publisher", descending=[True, False])
    )
    rows = [
        _row(publisher, of_each.filter(pl.col("publisher") == publisher), home, total)
        for publisher in by_value["publisher"]
    ]
    between = paid_to_each_other(of_each)
    if between.height:
        rows.append(_row("less what they pay each other", between, home, total, sign=-1))
    whole = of_each.join(between.select("row"), on="row", how="anti") if between.height else of_each
    columns = (
        Column("publisher", "Publisher", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("of_total", "of all", Kind.SHARE, of="all payments, those between them included"),
        Column("local", "local £", Kind.MONEY),
        Column("share", "local", Kind.SHARE, of="the row's £"),
        Column("placed", "placed", Kind.SHARE, of="the row's £"),
        Column(
            "influenceable_share",
            "of purchases",
            Kind.SHARE,
            of="the row's purchases, those that stayed",
        ),
    )
    closing = _row("all together", whole, home, total)
    table = Table(columns, tuple(rows), bar="share", total=closing)
    undecided = of_each.filter(pl.col("publisher") == NOT_SAID)
    note = ""
    if undecided.height:
        note = f"{in_pounds(pounds(sum_of(undecided['pence'])))} is in files that name no publisher"
    omitted = (Omitted(pounds(sum_of(between["pence"])), "that they pay each other"),)
    return Section("anchors", _title(audit), table, note, omitted)


def _title(audit: Audit) -> str:
    return f"Whose money stayed in {audit.area.in_a_sentence}"


def is_bought_of_a_firm() -> pl.Expr:
    """Whether a payment is a purchase of somebody who has a name and is no public body."""
    return (
        is_influenceable()
        & ~pl.col("public").fill_null(value=False)
        & (pl.col("label") != NO_NAME)
        & (pl.col("kind") != "redacted")
    )


def shared_suppliers(said: pl.DataFrame) -> pl.DataFrame:
    """The suppliers that more than one publisher pays, the most pounds first.

    Args:
        said: purchases whose `publisher` is known.

    Returns:
        `name`, `label`, `tier`, `pence`, `publishers`, `payments`.
    """
    return (
        said.group_by("name")
        .agg(
            pl.col("label").cast(pl.String).first(),
            pl.col("tier").cast(pl.String).mode().sort().first(),
            pl.col("pence").sum(),
            pl.col("publisher").n_unique().alias("publishers"),
            pl.len().alias("payments"),
        )
        .filter(pl.col("publishers") > 1)
        .sort("pence", "label", "name", descending=[True, False, False])
    )


def joint_suppliers(spend: pl.DataFrame, publishers: pl.Series) -> Section:
    """Suppliers that several publishers pay: where buying together is worth a talk."""
    bought = spend.with_columns(publishers).filter(is_bought_of_a_firm())
    said = bought.filter(pl.col("publisher") != NOT_SAID)
    shared = shared_suppliers(said)
    if shared.is_empty():
        return Section("joint", JOINT, None, "no supplier is paid by more than one of them")
    total = sum_of(bought["pence"])
    shown = ("label", "tier", "publishers", "pence", "payments")
    rows: list[tuple[Cell, ...]] = [
        (label, tier, many, pounds(pence), share(pence, total), payments)
        for label, tier, many, pence, payments in shared.select(shown).head(MOST_ROWS).iter_rows()
    ]
    rest = shared.slice(MOST_ROWS)
    if rest.height:
        pence = sum_of(rest["pence"])
        more = f"{rest.height:,} more"
        rows.append(
            (more, None, None, pounds(pence), share(pence, total), int(rest["payments"].sum()))
        )
    columns = (
        Column("supplier", "Supplier", Kind.TEXT),
        Column("tier", "where", Kind.TEXT),
        Column("publishers", "paid by", Kind.COUNT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of purchases", Kind.SHARE, of="purchases"),
        Column("payments", "payments", Kind.COUNT),
    )
    pence = sum_of(shared["pence"])
    closing = (
        "all of these", None, None, pounds(pence), share(pence, total), int(shared["payments"].sum()),
    )  # fmt: skip
    of_named = sum_of(said["pence"])
    every = sum_of(spend.filter(is_influenceable())["pence"])
    omitted = (
        Omitted(pounds(of_named - pence), "to suppliers of one of them alone"),
        Omitted(pounds(total - of_named), "in files that name no publisher"),
        Omitted(pounds(every - total), "to public bodies and payees without a name"),
        no_purchase(spend),
    )
    table = Table(columns, tuple(rows), total=closing)
    return Section("joint", JOINT, table, omitted=omitted)


def _row(
    label: str, chosen: pl.DataFrame, home: str, total: int, sign: int = 1
) -> tuple[Cell, ...]:
    pence = sum_of(chosen["pence"])
    local = sum_of(chosen.filter(is_local(home))["pence"])
    placed = sum_of(chosen.filter(is_placed())["pence"])
    bought = chosen.filter(is_influenceable())
    return (
        label,
        pounds(sign * pence),
        share(pence, total) if sign > 0 else None,
        pounds(sign * local),
        share(local, pence) if sign > 0 else None,
        share(placed, pence) if sign > 0 else None,
        share(sum_of(bought.filter(is_local(home))["pence"]), sum_of(bought["pence"]))
        if sign > 0
        else None,
    )


def paid_to_each_other(of_each: pl.DataFrame) -> pl.DataFrame:
    """Payments from one publisher to another of them, by the name of the payee.

    Args:
        of_each: as `spend_of` gives it, with `publisher`.
    """
    publishers = of_each["publisher"].unique()
    known = pl.DataFrame({"payer": publishers}).filter(pl.col("payer") != NOT_SAID)
    names = known.with_columns(_key(pl.col("payer")).alias("key"))
    # Only a public body can be a council under another spelling; asking every name would take long.
    itself = pl.col("name").cast(pl.String).is_in(names["key"].to_list())
    payees = of_each.filter(pl.col("public").fill_null(value=False) | itself)
    payees = payees.select(pl.col("name").cast(pl.String)).unique()
    payees = payees.with_columns(_key(pl.col("name")).alias("key")).join(names, on="key")
    return (
        of_each.with_columns(pl.col("name").cast(pl.String))
        .join(payees.select("name", "payer"), on="name")
        .filter((pl.col("publisher") != pl.col("payer")) & (pl.col("publisher") != NOT_SAID))
    )


def _key(name: pl.Expr) -> pl.Expr:
    """One text for a publisher and for itself as a payee: the council's area, else its clean name."""
    # Names of publishers and payees, not rows.
    return name.map_elements(_council_or_name, return_dtype=pl.String)


def _council_or_name(name: str) -> str:
    area = area_in_text(name)
    if area is not None:
        return area.code
    cleaned = pl.select(clean_name(pl.lit(name))).item()
    return str(cleaned)


def _by_file(audit: Audit) -> dict[str, str]:
    """What the rows, the titles or the folder of each file say of its publisher."""
    folders = {str(PurePath(file.name.split(" [")[0]).parent.name) for file in audit.cleaned.files}
    found = {}
    for file in audit.cleaned.files:
        texts = audit.cleaned.bodies.get(file.name, ())
        titles = [text for text in audit.cleaned.titles.get(file.name, ()) if area_in_text(text)]
        folder = PurePath(file.name.split(" [")[0]).parent.name
        if len(texts) == 1:
            found[file.name] = texts[0]
        elif titles:
            found[file.name] = titles[0]
        elif len(folders) > 1 and folder:
            found[file.name] = folder
        elif area := area_in_text(PurePath(file.name).stem):
            found[file.name] = area.name
    return found


def _labels(counts: pl.DataFrame) -> dict[str, str]:
    """Each `text` that names a publisher to the one that most payments, `count`, go by."""
    counts = counts.filter(pl.col("text") != NOT_SAID)
    labels: dict[str, str] = {}
    by_key: dict[str, str] = {}
    # Of two as frequent, the one that says more.
    length = pl.col("text").str.len_chars()
    for text in counts.sort("count", length, "text", descending=[True, True, False])["text"]:
        labels[text] = by_key.setdefault(_council_or_name(text), text)
    return labels
