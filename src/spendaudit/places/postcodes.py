"""From what stands in a postcode column to a district and a point, and how sure that is.

Each distinct text is tried, in this order, as a postcode of the directory, a postcode of another
country, a postcode with one letter for a digit or the reverse, a longer text with one postcode in
it, and an outward code. The directory decides each time: shape alone is never enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.places.foreign import foreign_postcodes, with_foreign_points
from spendaudit.places.grid import DEGREES, latitude_longitude
from spendaudit.places.postcode_table import look_up, packed
from spendaudit.places.repairs import repaired_postcodes

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.places.directory import Directory

REPAIRED = "repaired"
"""The finding of a text in which a letter stood for a digit, or the reverse."""

FINDINGS = (
    "found",
    REPAIRED,
    "inside text",
    "no district",
    "outward only",
    "abroad",
    "not found",
    "not a postcode",
    "blank",
)
"""What became of a text, the most useful first."""

UNIT = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT) ?[0-9][A-Z]{2}"
OUTWARD = r"^([A-Z]{1,2}[0-9][A-Z0-9]?)(?: [0-9][A-Z]?)?$"
"""An outward code, perhaps with the beginning of an inward one: "SW1V", "SW1V 1A"."""

FORCES = r"^BFPO [0-9]{1,4}$"
"""A British Forces Post Office, wherever the forces are: whole as it stands, and in no district."""

EITHER_WAY = r"^[A-Z]{1,2}[0-9][A-Z0-9]? (?:[A-Z]{2}|[0-9]{2}[A-Z]{2})$"
"""A gap where none belongs, or a digit missing or too many: PO19 UA is PO1 9UA, or a postcode of PO19."""

NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
"""First letter of a GSS code → the nation."""

ISLANDS = {"IM": "Isle of Man", "JE": "Jersey", "GY": "Guernsey"}

# What a packed postcode ends in, by the length of its outward code: as many blanks as it is short of
# eight bytes; and what to divide by, to see them.
_BLANKS = {2: 0x202020, 3: 0x2020, 4: 0x20}
_SIZES = {2: 1 << 24, 3: 1 << 16, 4: 1 << 8}

PLACES = {
    "text": pl.String,
    "postcode": pl.String,
    "district": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "mail_centre": pl.Boolean,
    "country": pl.String,
    "finding": pl.String,
}


def place_postcodes(
    texts: pl.Series,
    directory: Directory,
    geonames: Path | None = None,
    *,
    points: bool = True,
) -> pl.DataFrame:
    """Find the place of each distinct text of a postcode column.

    Args:
        texts: what stands in the column, null and blank included.
        directory: the postcode directory to look in.
        geonames: a folder of GeoNames files for coordinates abroad and of outward codes;
            pgeocode's own folder where None. Without data there are simply no coordinates.
        points: whether coordinates are wanted; a district needs none.

    Returns:
        One row a distinct text, in the order of first appearance: `text`; `postcode` as it is
        written properly; `district` (GSS code); `latitude` and `longitude` (WGS84 degrees);
        `mail_centre` (whether the district is rather where the mail is sorted); `country`; and
        `finding`, one of FINDINGS. All but `text` and `finding` are null where not known;
        `mail_centre` is false there.
    """
    asked = _asked(texts)
    sure = asked.filter(~pl.col("words").str.contains(EITHER_WAY))
    found = _in_directory(sure.select("row", key="compact"), directory, "found")
    rest = asked.join(found, on="row", how="anti")
    abroad = foreign_postcodes(rest)
    # Written as one word, A8562BX is AB56 2BX mistyped sooner than an Eircode.
    one_word = pl.col("plain") == pl.col("compact")
    doubtful = rest.filter(one_word | ~pl.col("row").is_in(abroad["row"].implode()))
    repaired = repaired_postcodes(doubtful.select("row", "words", "compact"), directory.postcodes)
    repaired = _in_directory(repaired, directory, REPAIRED)
    abroad = abroad.join(repaired, on="row", how="anti")
    rest = rest.join(abroad, on="row", how="anti")
    rest = rest.join(repaired, on="row", how="anti")
    inside = _in_directory(_postcodes_inside(rest, directory), directory, "inside text")
    rest = rest.join(inside, on="row", how="anti")
    outward = _outward_codes(rest, directory)
    rest = rest.join(outward, on="row", how="anti")
    pieces = (
        _described(pl.concat([found, repaired, inside]), points=points),
        abroad,
        outward,
        _left_over(rest),
    )
    places = asked.select("row", "text").join(
        pl.concat(pieces, how="diagonal"), on="row", how="inner"
    )
    return (
        (with_foreign_points(places, geonames) if points else places)
        .sort("row")
        .with_columns(pl.col("mail_centre").fill_null(value=False))
        .select(pl.col(name).cast(kind) for name, kind in PLACES.items())
    )


def _asked(texts: pl.Series) -> pl.DataFrame:
    """Each distinct text, with its `plain`, `words` and `compact` forms."""
    plain = pl.col("text").str.normalize("NFKC").str.to_uppercase().fill_null("")
    words = pl.col("plain").str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars()
    return (
        pl.DataFrame({"text": texts.cast(pl.String).unique(maintain_order=True)})
        .with_row_index("row")
        .with_columns(plain=plain.str.replace_all(r"\s+", " ").str.strip_chars())
        .with_columns(words=words)
        .with_columns(compact=pl.col("words").str.replace_all(" ", "", literal=True))
    )


def _in_directory(keys: pl.DataFrame, directory: Directory, finding: str) -> pl.DataFrame:
    """Rows of `row` and `key` that the directory has, with what it knows of them."""
    without_district = pl.col("district").is_null()
    return look_up(keys, directory.postcodes).with_columns(
        pl.col("district").cast(pl.String),
        finding=pl.when(without_district).then(pl.lit("no district")).otherwise(pl.lit(finding)),
    )


def _postcodes_inside(rest: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """`row` and `key` of texts that hold exactly one postcode of the directory."""
    tokens = (
        rest.select("row", key=pl.col("words").str.extract_all(rf"\b{UNIT}\b"))
        .explode("key", empty_as_null=False)
        .with_columns(pl.col("key").str.replace_all(" ", "", literal=True))
        .unique()
    )
    real = look_up(tokens, directory.postcodes.select("key"))
    return real.filter(pl.len().over("row") == 1)


def _outward_codes(rest: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """`row`, `outward` and `finding` of texts that are an outward code of the directory.

    The country is that of all its postcodes, if they are all in one.
    """
    wanted = rest.select("row", outward=pl.col("words").str.extract(OUTWARD)).drop_nulls()
    if wanted.is_empty():
        return wanted.with_columns(finding=pl.lit("outward only"), country=pl.lit(None, pl.String))
    nation = pl.col("district").cast(pl.String).str.head(1).drop_nulls()
    known = (
        _beginning_with(wanted["outward"].unique(), directory.postcodes)
        .group_by("outward")
        .agg(nations=nation.n_unique(), nation=nation.first())
    )
    country = pl.col("nation").replace_strict(NATIONS, default=None, return_dtype=pl.String)
    return wanted.join(known, on="outward", how="inner").select(
        "row",
        "outward",
        finding=pl.lit("outward only"),
        country=pl.when(pl.col("nations") == 1).then(country),
    )


def _beginning_with(outward: pl.Series, postcodes: pl.DataFrame) -> pl.DataFrame:
    """`outward` and `district` of every postcode with one of these outward codes."""
    # The table is sorted, and an inward code begins with a digit: between "PR10" and "PR1:".
    wanted = pl.DataFrame({"outward": outward})
    ends = wanted.select(
        packed(pl.col("outward") + "0").alias("first"),
        packed(pl.col("outward") + ":").alias("past"),
    )
    keys = postcodes["key"]
    found = (
        wanted.with_columns(keys.search_sorted(column).alias(column.name) for column in ends)
        .select("outward", at=pl.int_ranges("first", "past"))
        .explode("at", empty_as_null=False)
    )
    # PR10 1AA lies between them too: a postcode of PR1 has a blank where its seventh letter stands.
    length = pl.col("outward").str.len_bytes()
    blanks = length.replace_strict(_BLANKS, return_dtype=pl.UInt64)
    size = length.replace_strict(_SIZES, return_dtype=pl.UInt64)
    own = keys.gather(found["at"]).alias("key")
    return (
        found.with_columns(own, postcodes["district"].gather(found["at"]))
        .filter(pl.col("key") % size == blanks)
        .select("outward", "district")
    )


def _described(found: pl.DataFrame, *, points: bool) -> pl.DataFrame:
    key, district = pl.col("key"), pl.col("district")
    area = key.str.head(2)
    point = pl.lit(None, DEGREES)
    if points:
        irish = key.str.starts_with("BT")
        point = latitude_longitude(pl.col("easting"), pl.col("northing"), irish)
    country = pl.coalesce(
        area.replace_strict(ISLANDS, default=None, return_dtype=pl.String),
        district.str.head(1).replace_strict(NATIONS, default=None, return_dtype=pl.String),
    )
    return found.select(
        "row",
        "district",
        "mail_centre",
        "finding",
        point.struct.unnest(),
        postcode=pl.concat_str(key.str.head(-3), pl.lit(" "), key.str.tail(3)),
        outward=key.str.head(-3),
        country=country,
    )


def _left_over(rest: pl.DataFrame) -> pl.DataFrame:
    shaped = pl.col("compact").str.contains(rf"^{UNIT}$") | pl.col("words").str.contains(
        rf"\b{UNIT}\b"
    )
    return rest.select(
        "row",
        finding=pl.when(pl.col("compact") == "")
        .then(pl.lit("blank"))
        .when(pl.col("words").str.contains(FORCES))
        .then(pl.lit("no district"))
        .when(shaped)
        .then(pl.lit("not found"))
        .otherwise(pl.lit("not a postcode")),
    )
