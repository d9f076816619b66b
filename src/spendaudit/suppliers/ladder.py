"""The ladder of evidence: each payee is placed on the first rung that holds, and keeps it.

A public body that the name gives away is placed by the area it serves before its postcode is
looked at: a payment to the county council is not local trade because County Hall is in town. One
whose name does not say whom it serves is never placed at home by its postcode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.errors import AreaError
from spendaudit.frames import PAYEE_KEYS, ROWS_AT_ONCE
from spendaudit.names.cleaning import clean_name
from spendaudit.names.codes import by_their_names, with_names
from spendaudit.places.areas import (
    Area,
    find_area,
    tier_containing,
    tier_of_nation,
    tier_table,
    tiers_of,
)
from spendaudit.places.postcodes import REPAIRED, place_postcodes
from spendaudit.places.tiers import ABROAD, NOT_PLACED
from spendaudit.suppliers.branches import branch_here, with_branches
from spendaudit.suppliers.cross_references import with_cross_references
from spendaudit.suppliers.kinds import kinds_of
from spendaudit.suppliers.lists import COLUMNS
from spendaudit.suppliers.registered import REGISTER_RUNGS, with_registers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.places.directory import Directory
    from spendaudit.registers.store import Registers
    from spendaudit.suppliers.lists import SupplierList
    from spendaudit.suppliers.payee_rules import Rules

YOUR_LIST = "your supplier list"
POSTCODE = "a postcode in the file"
PUBLIC_BODY = "a public body, by name"
NATION = "company number's nation"
NOTHING = "nothing found"
RUNGS = (YOUR_LIST, PUBLIC_BODY, POSTCODE, *REGISTER_RUNGS, NATION, NOTHING)
"""From the strongest evidence to none."""

WHOLE_COUNTRY = "United Kingdom"
"""What the rules say that a department of the state serves, which is no area with a code."""
MAIL_CENTRE = "its postcode is where the mail is sorted"
MISTYPED = "its postcode {} was read as {}: a letter stood for a digit, or the reverse"
"""What was written and what was read; `registered.doubt_in_general` has it without the two."""
HEAD_OFFICE = (
    "only the head office of a public body is here, and its name does not say whom it serves"
)

MOST_NAMED = 20
"""Postcodes of the user's lists that are named one by one."""

# Registrars other than that of England and Wales put their nation in front of the number.
# Source: Companies House, "Uniform Resource Identifiers customer guide".
_NATION_PREFIXES = {
    "SC": "Scotland",
    "SO": "Scotland",
    "SL": "Scotland",
    "NI": "Northern Ireland",
    "NC": "Northern Ireland",
    "NL": "Northern Ireland",
}
# Schools and colleges are where they teach; the rest of the public sector is not where its
# head office stands.
_PRESENT_WHERE_THEY_ARE = ("school", "college")


class Evidence(NamedTuple):
    """What was found about every payee, before an area is looked from.

    Attributes:
        payees: one row a distinct payee (`frames.PAYEE_KEYS`), with `named` (without a code that the
            file puts before every name) and `name` (cleaned), what the
            user's lists say of it (`listed_…`), `kind`, `influenceable`, `rule`, `public`,
            `serves`, and its place by postcode: `rung`, `postcode`, `district`, `latitude`,
            `longitude`, `country`, `mail_centre`, `finding`; what registers know of it, as
            `registered.REGISTERED`; and `branch` and `branch_district`.
        notices: sentences about lists and postcodes.
    """

    payees: pl.DataFrame
    notices: tuple[str, ...]


def gather_evidence(
    payments: pl.DataFrame,
    lists: Sequence[SupplierList],
    directory: Directory,
    geonames: Path | None = None,
    *,
    points: bool = False,
    registers: Registers | None = None,
    rules: Rules | None = None,
) -> Evidence:
    """Find out who each distinct payee is and where its postcode lies; `points`: coordinates too.

    `rules` tell kinds of payee by their names; without any, those of the package.
    """
    keys = [
        some.unique(maintain_order=True)
        for some in payments.select(PAYEE_KEYS).iter_slices(ROWS_AT_ONCE)
    ]
    payees = pl.concat(keys).unique(maintain_order=True).cast(pl.String)
    payees = with_names(payees, payments)
    text = pl.coalesce("named", "supplier").fill_null("")
    payees = _with_lists(payees.with_columns(clean_name(text).alias("name")), lists)
    payees = _with_kinds(payees, payments["body"].drop_nulls().unique().cast(pl.String), rules)
    payees = with_cross_references(with_registers(payees, payments, registers), registers)
    postcodes = ("postcode_written", "listed_postcode", "postcode_of_register", "listed_branch")
    written = pl.concat([payees[column].alias("text") for column in postcodes]).unique()
    places = place_postcodes(written, directory, geonames, points=points)
    found = places.filter(pl.col("district").is_not_null() | (pl.col("finding") == "abroad"))
    mistyped = payees.filter(
        pl.col("listed_postcode").is_not_null()
        & ~pl.col("listed_postcode").is_in(found["text"].to_list())
    )
    notices = [
        sentence for one in lists for sentence in (*one.contradictions, *_unknown(one, payees))
    ]
    notices += [
        f"{source} gives {supplier or identifier!r} the postcode {postcode!r}, "
        "which is not in the directory: not used"
        for source, supplier, identifier, postcode in mistyped.select(
            "listed_in", "supplier", "supplier_id", "listed_postcode"
        )
        .head(MOST_NAMED)
        .iter_rows()
    ]
    notices += _read_otherwise(payees, places)
    payees, misread = with_branches(payees, places)
    notices += misread
    usable_list, usable_file, usable_register = (
        pl.col(column).is_in(found["text"].implode())
        for column in ("listed_postcode", "postcode_written", "postcode_of_register")
    )
    by_register = usable_register & pl.col("register_rung").is_not_null()
    payees = payees.with_columns(
        pl.when(usable_list)
        .then(pl.lit(YOUR_LIST))
        .when(by_register & ~usable_file.fill_null(value=False))
        .then("register_rung")
        .when(pl.col("postcode_written").is_not_null())
        .then(pl.lit(POSTCODE))
        .alias("rung"),
        pl.when(usable_list)
        .then("listed_postcode")
        .when(by_register & ~usable_file.fill_null(value=False))
        .then("postcode_of_register")
        .otherwise("postcode_written")
        .alias("text"),
    ).join(places, on="text", how="left", nulls_equal=True, maintain_order="left")
    return Evidence(payees.drop("text"), tuple(notices))


def _unknown(one: SupplierList, payees: pl.DataFrame) -> list[str]:
    """A sentence when a list knows none of the payees: it may be the wrong one."""
    if one.contradictions:
        return []
    known = (
        one.entries["supplier_id"].is_in(payees["supplier_id"].drop_nulls().implode())
        | one.entries["clean"].is_in(payees["name"].implode())
    ).any()
    return (
        [] if known else [f"{one.name} names no supplier that these files name: it changed nothing"]
    )


def _read_otherwise(payees: pl.DataFrame, places: pl.DataFrame) -> list[str]:
    """A sentence for each postcode of a user's list in which a letter stands for a digit."""
    repaired = places.filter(pl.col("finding") == REPAIRED).select(
        pl.col("text").alias("listed_postcode"), pl.col("postcode").alias("read")
    )
    found = payees.join(repaired, on="listed_postcode", maintain_order="left").unique(
        ["listed_in", "supplier", "listed_postcode"], maintain_order=True
    )
    return [
        f"{source} gives {supplier or identifier!r} the postcode {postcode!r}: read as {read}"
        for source, supplier, identifier, postcode, read in found.select(
            "listed_in", "supplier", "supplier_id", "listed_postcode", "read"
        )
        .head(MOST_NAMED)
        .iter_rows()
    ]


def _with_kinds(payees: pl.DataFrame, bodies: pl.Series, rules: Rules | None) -> pl.DataFrame:
    """Add what the names say; some names mean another thing in the files of one publisher."""
    asked = by_their_names(payees)
    if len(bodies) == 1:
        asked = asked.with_columns(pl.lit(bodies[0]).alias("publisher"))
    told = kinds_of(asked, rules).drop("publisher", strict=False)
    return told.with_columns(payees["supplier"])


def _with_lists(payees: pl.DataFrame, lists: Sequence[SupplierList]) -> pl.DataFrame:
    """Add what the lists say, by supplier id first and by cleaned name second.

    Word by word: of several rows and lists, the first that says something is believed, so that a
    list with only a note does not hide the postcode in the next.
    """
    said = [column for column in COLUMNS if column not in ("supplier", "supplier_id")]
    blank = [pl.lit(None, pl.String).alias(f"listed_{column}") for column in (*said, "in")]
    payees = payees.with_columns(blank).with_row_index("payee")
    by = [("supplier_id", "supplier_id"), ("name", "clean")]
    coded = payees["named"].is_not_null()
    if lists and coded.any():
        # What `suppliers` writes, and is given back, has a name as published, with its code.
        as_published = pl.when(coded).then(clean_name(pl.col("supplier")))
        payees = payees.with_columns(as_published.alias("as published"))
        by.append(("as published", "clean"))
    for one in lists:
        for mine, theirs in by:
            # The list that gives the postcode is the one to be named when it cannot be found.
            source = pl.when(pl.col("postcode").is_not_null()).then(pl.lit(one.name))
            entries = (
                one.entries.filter(pl.col(theirs).is_not_null())
                .group_by(theirs, maintain_order=True)
                .agg(pl.col(column).drop_nulls().first() for column in said)
                .select(
                    pl.col(theirs).alias("key"),
                    *(pl.col(column).alias(f"new_{column}") for column in said),
                    source.alias("new_in"),
                )
            )
            payees = (
                payees.join(
                    entries, left_on=mine, right_on="key", how="left", maintain_order="left"
                )
                .with_columns(
                    pl.coalesce(f"listed_{column}", f"new_{column}").alias(f"listed_{column}")
                    for column in (*said, "in")
                )
                .drop(f"new_{column}" for column in (*said, "in"))
            )
    return payees.drop("as published", strict=False)


def place_payees(evidence: Evidence, area: Area) -> pl.DataFrame:
    """Give every payee its tier around an area: adds `tier`, `placed_by`, `doubt`, `branch_here`.

    `doubt` says in words why the evidence is not sure, and is null where it is.
    """
    home = area.name
    payees = evidence.payees.join(
        tier_table(area), on="district", how="left", maintain_order="left"
    )
    payees = payees.join(
        _served(payees, area), on="serves", how="left", nulls_equal=False, maintain_order="left"
    )
    payees = branch_here(payees, area).with_columns(_nation_tier(area).alias("nation_tier"))
    listed = pl.col("rung") == YOUR_LIST
    found_at = pl.coalesce("tier", pl.when(pl.col("finding") == "abroad").then(pl.lit(ABROAD)))
    head_office = (
        ~listed.fill_null(value=False)
        & pl.col("public")
        & ~pl.col("kind").is_in(_PRESENT_WHERE_THEY_ARE)
        & (found_at == home)
    )
    by_postcode = pl.when(~head_office.fill_null(value=False)).then(found_at)
    served = pl.when(pl.col("public")).then(pl.col("served_tier"))
    placed_by = (
        pl.when(listed & by_postcode.is_not_null())
        .then(pl.lit(YOUR_LIST))
        .when(served.is_not_null())
        .then(pl.lit(PUBLIC_BODY))
        .when(by_postcode.is_not_null())
        .then("rung")
        .when(pl.col("nation_tier").is_not_null())
        .then(pl.lit(NATION))
        .otherwise(pl.lit(NOTHING))
    )
    tier = (
        pl.when(listed & by_postcode.is_not_null())
        .then(by_postcode)
        .otherwise(pl.coalesce(served, by_postcode, "nation_tier", pl.lit(NOT_PLACED)))
    )
    payees = payees.with_columns(
        tier.alias("tier"), placed_by.alias("placed_by"), head_office.alias("head_office")
    )
    doubt = (
        pl.when(
            pl.col("placed_by").is_in([POSTCODE, *REGISTER_RUNGS])
            & pl.col("mail_centre").fill_null(value=False)
        )
        .then(pl.lit(MAIL_CENTRE))
        .when((pl.col("placed_by") == POSTCODE) & (pl.col("finding") == REPAIRED))
        .then(pl.format(MISTYPED, "postcode_written", "postcode"))
        .when(pl.col("placed_by").is_in(REGISTER_RUNGS))
        .then("register_doubt")
        .when(pl.col("head_office") & (pl.col("placed_by") == NOTHING))
        .then(pl.lit(HEAD_OFFICE))
    )
    # A body placed by what it serves, or not at all, is not where its postcode is.
    elsewhere = pl.col("placed_by").is_in([PUBLIC_BODY, NATION, NOTHING])
    return payees.with_columns(
        doubt.alias("doubt"),
        pl.when(elsewhere & (pl.col("placed_by") == PUBLIC_BODY))
        .then("served_district")
        .when(elsewhere)
        .then(None)
        .otherwise("district")
        .alias("district"),
    ).drop("served_tier", "served_district", "nation_tier", "head_office")


def placed_by_name(payees: pl.DataFrame) -> pl.Series:
    """Whether each payee is a public body whose name says whom it serves, wherever home is."""
    known = [
        served
        for served in payees["serves"].drop_nulls().unique()
        if served == WHOLE_COUNTRY or _area_served(served) is not None
    ]
    placed = pl.col("public") & pl.col("serves").is_in(known).fill_null(value=False)
    return payees.select(placed.alias("by_name"))["by_name"]


def _area_served(served: str) -> Area | None:
    try:
        return find_area(served)
    except AreaError:
        return None


def _served(payees: pl.DataFrame, area: Area) -> pl.DataFrame:
    """For each area that public bodies serve: `serves`, `served_tier`, `served_district`."""
    rows: list[tuple[str, str, str | None]] = []
    for served in payees["serves"].drop_nulls().unique().sort():
        if served == WHOLE_COUNTRY:
            rows.append((served, _outermost(area), None))
            continue
        found = _area_served(served)
        if found is None:
            continue
        only = found.districts[0] if len(found.districts) == 1 else None
        rows.append((served, tier_containing(area, found), only))
    return pl.DataFrame(
        rows,
        schema={"serves": pl.String, "served_tier": pl.String, "served_district": pl.String},
        orient="row",
    )


def _outermost(area: Area) -> str:
    """The tier that completes the United Kingdom around an area."""
    return [tier.name for tier in tiers_of(area) if tier.name not in (ABROAD, NOT_PLACED)][-1]


def _nation_tier(area: Area) -> pl.Expr:
    number = (
        pl.coalesce("listed_company_number", "company_number")
        .str.to_uppercase()
        .str.replace_all(r"\s", "")
    )
    proper = pl.when(number.str.contains(r"^[A-Z]{2}[0-9]{6}$")).then(number.str.head(2))
    tiers = {prefix: tier_of_nation(area, nation) for prefix, nation in _NATION_PREFIXES.items()}
    return proper.replace_strict(tiers, default=None, return_dtype=pl.String)
