"""Synthetic spending of any length and what its rivals need to place it, the same on every machine.

    python benchmarks/generated.py spending FILE ROWS
    python benchmarks/generated.py windows FILE COPY
    python benchmarks/generated.py places FOLDER
    python benchmarks/generated.py names REGISTER FILE
    python benchmarks/generated.py named NAMES FILE ROWS

Every payment is invented, and its publisher is called so. Twenty thousand suppliers, a few of whom
get most of the money; two financial years; eight directorates with five services each; one amount in
two above £1,000 and so in quotes, three in a hundred a credit, three in a hundred to a redacted
payee. Postcodes are the directory's own: a quarter of the suppliers are in Preston, a fifth elsewhere
in Lancashire, the others as postcodes lie in the kingdom; four in a hundred give none. Texts are made
once and drawn by their number, so that ten million rows take seconds.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import polars as pl

from spendaudit.places.areas import find_area, tier_table, tiers_of
from spendaudit.places.directory import open_directory

HOME = "Preston"
SUPPLIERS = 20_000
SEED = 20_260_401
ROWS_AT_ONCE = 1_000_000

_NEAR_HOME = (0.25, 0.20)
"""How many of the suppliers are at home, and in the ring around it."""

_WITHOUT_POSTCODE = 0.04
_REDACTED = 0.03
_CREDITS = 0.03
_AMOUNTS = 500_000
"""How many amounts to draw from."""

_WORDS = (
    "Aberly",
    "Quarmholby",
    "Dunketherby",
    "Fennick",
    "Ostwald",
    "Tarnbeck",
    "Wyrefield",
    "Moss",
)
_TRADES = ("Care", "Construction", "Transport", "Software", "Catering", "Consulting", "Supplies")
_FORMS = ("Ltd", "Limited", "LLP", "CIC", "plc", "Services Ltd", "(UK) Limited", "t/a Café Noël")
_DIRECTORATES = (
    "Adult Social Care",
    "Children and Families",
    "Chief Executive",
    "Environment",
    "Finance and Property",
    "Housing",
    "Highways",
    "Public Health",
)


def write_spending(target: Path, rows: int) -> None:
    """Write `rows` payments as CSV in UTF-8."""
    random = np.random.Generator(np.random.PCG64([SEED, rows]))
    suppliers = _suppliers(random)
    days = pl.date_range(pl.date(2023, 4, 1), pl.date(2025, 3, 31), eager=True)
    drawn_from = {
        "Directorate": pl.Series(np.repeat(_DIRECTORATES, 5)),
        "Service Area": pl.Series([f"{name} {n}" for name in _DIRECTORATES for n in range(1, 6)]),
        "Payment Date": days.dt.strftime("%d/%m/%Y"),
        "Net Amount": _amounts(random),
        "Expenditure Category": pl.Series([f"Category {number}" for number in range(1, 26)]),
    }
    with target.open("wb") as file:
        for first in range(0, rows, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, rows - first)
            # By a power law: the first suppliers are paid every day, most of them a few times.
            rank = (random.random(count) ** 3 * SUPPLIERS).astype(np.uint32)
            rank[random.random(count) < _REDACTED] = SUPPLIERS
            paid = suppliers[rank]
            service = _drawn(random, 40, count)
            drawn = {
                name: texts[service if len(texts) == 40 else _drawn(random, len(texts), count)]
                for name, texts in drawn_from.items()
            }
            pl.DataFrame(
                {
                    "Body Name": pl.repeat("Synthetic Borough Council", count, eager=True),
                    "Directorate": drawn["Directorate"],
                    "Service Area": drawn["Service Area"],
                    **paid.to_dict(),
                    "Payment Date": drawn["Payment Date"],
                    "Transaction Number": pl.int_range(first, first + count, eager=True)
                    + 5_100_000_000,
                    "Net Amount": drawn["Net Amount"],
                    "Expenditure Category": drawn["Expenditure Category"],
                }
            ).write_csv(file, include_header=first == 0)


def write_places(folder: Path) -> None:
    """Write what a rival needs to place a postcode.

    `directory.parquet` (`postcode` without a space, `district`) and `tiers.csv` (`district`, `tier`
    around home) are the same tables that spendaudit uses. `GB.txt` has the layout of GeoNames' file
    as pgeocode keeps it, a row an outward code, but each is given its commonest district and made
    from the directory: pgeocode itself would fetch the file from the network.
    """
    directory = open_directory(points=False).postcodes
    spelt = directory.select(_spelt(directory["key"]).alias("postcode"), "district")
    compact = pl.col("postcode").str.replace(" ", "", literal=True)
    spelt.select(compact, pl.col("district").cast(pl.String)).write_parquet(
        folder / "directory.parquet"
    )
    tier_table(find_area(HOME)).write_csv(folder / "tiers.csv")
    outward = (
        spelt.select(
            pl.col("postcode").str.split(" ").list.first().alias("postal_code"),
            pl.col("district").cast(pl.String).alias("community_code"),
        )
        .drop_nulls()
        .group_by("postal_code", "community_code")
        .len()
        .sort("len", "community_code", descending=[True, False])
        .unique("postal_code", keep="first", maintain_order=True)
        .sort("postal_code")
    )
    nothing = pl.lit(None, pl.String)
    outward.select(
        pl.lit("GB").alias("country_code"),
        "postal_code",
        pl.col("postal_code").alias("place_name"),
        *(nothing.alias(f"{level}_{what}") for level in ("state", "county") for what in ("name", "code")),
        nothing.alias("community_name"),
        "community_code",
        pl.lit(53.0).alias("latitude"),
        pl.lit(-2.0).alias("longitude"),
        pl.lit(4).alias("accuracy"),
    ).write_csv(folder / "GB.txt")  # fmt: skip


def write_names(register: Path, target: Path, count: int = 20_000) -> None:
    """Write names as council files would spell those of a register, one a line.

    Half of them as they stand, a fifth without what follows the last blank, a fifth with one letter
    left out, and a tenth that the register does not have.
    """
    random = np.random.Generator(np.random.PCG64([SEED, count]))
    names = pl.scan_csv(register, infer_schema=False).select("CompanyName").collect().to_series()
    drawn = names[np.sort(random.choice(len(names), count, replace=False))].to_frame("name")
    spelt = pl.col("name")
    dice, at = (pl.Series(random.random(count)) for _ in range(2))
    hole = (at * spelt.str.len_chars()).cast(pl.Int64)
    drawn.select(
        pl.when(dice < 0.5)
        .then(spelt)
        .when(dice < 0.7)
        .then(spelt.str.replace(r" \S+$", ""))
        .when(dice < 0.9)
        .then(spelt.str.slice(0, hole) + spelt.str.slice(hole + 1))
        .otherwise(pl.lit("Zzyx ") + spelt.str.reverse())
    ).write_csv(target, include_header=False, quote_style="never")


def write_named(names: Path, target: Path, rows: int) -> None:
    """Write `rows` payments to the first of these names, each of them paid some ten times."""
    spelt = names.read_text(encoding="utf-8").splitlines()[: rows // 10]
    random = np.random.Generator(np.random.PCG64([SEED, rows]))
    supplier = pl.Series("Supplier Name", spelt)[_drawn(random, len(spelt), rows)]
    days = pl.date_range(pl.date(2024, 4, 1), pl.date(2025, 3, 31), eager=True)
    pl.DataFrame(
        {
            "Body Name": pl.repeat("Synthetic Borough Council", rows, eager=True),
            "Supplier Name": supplier,
            "Payment Date": days.dt.strftime("%d/%m/%Y")[_drawn(random, len(days), rows)],
            "Net Amount": _amounts(random)[_drawn(random, _AMOUNTS, rows)],
        }
    ).write_csv(target)


def _drawn(random: np.random.Generator, most: int, count: int) -> pl.Series:
    """`count` numbers below `most`."""
    return pl.Series(random.integers(0, most, count, dtype=np.uint32))


def _suppliers(random: np.random.Generator) -> pl.DataFrame:
    """Each supplier as its columns stand in the file, and last of all the redacted one."""
    words, trades, forms = (
        pl.Series(texts)[_drawn(random, len(texts), SUPPLIERS)]
        for texts in (_WORDS, _TRADES, _FORMS)
    )
    number = pl.int_range(SUPPLIERS, eager=True).cast(pl.String)
    named = pl.DataFrame(
        {
            "Supplier Name": words + " " + trades + " " + number + " " + forms,
            "Supplier ID": "1" + number.str.zfill(6),
            "Supplier Postcode": _postcodes(random),
        }
    )
    withheld = pl.DataFrame([["REDACTED PERSONAL DATA", None, None]], schema=named.schema, orient="row")  # fmt: skip
    return pl.concat([named, withheld])


def _postcodes(random: np.random.Generator) -> pl.Series:
    """Of each supplier, as people write them; null where it gives none."""
    directory = open_directory(points=False).postcodes
    home, around, *_ = tiers_of(find_area(HOME))
    district = directory["district"].cast(pl.String)
    keys = directory["key"]
    places = (
        keys.filter(district.is_in(list(home.districts))),
        keys.filter(district.is_in(list(around.districts))),
        keys,
    )
    at = np.digitize(random.random(SUPPLIERS), np.cumsum(_NEAR_HOME))
    each = [place[_drawn(random, len(place), SUPPLIERS)].to_numpy() for place in places]
    spelt = _spelt(pl.Series(np.choose(at, each)))
    given = pl.Series(random.random(SUPPLIERS) >= _WITHOUT_POSTCODE)
    return spelt.to_frame("postcode").select(pl.when(given).then("postcode")).to_series()


def _spelt(keys: pl.Series) -> pl.Series:
    """Packed postcodes (`postcode_table.packed`) as people write them: PR1 2RL."""
    letters = np.char.decode(keys.to_numpy().astype(">u8").view("S8"), "ascii")
    text = pl.Series(letters).str.strip_chars()
    return text.str.head(-3) + " " + text.str.tail(3)


def _amounts(random: np.random.Generator) -> pl.Series:
    """Amounts to draw from as they are written: 680.05, 1,234.50, -15,473.57."""
    pence = pl.Series("pence", np.exp(random.normal(11.5, 1.5, _AMOUNTS)).astype(np.int64))
    thousands, rest = pl.col("pence") // 100_000, pl.col("pence") % 100_000
    hundreds, pennies = (rest // 100).cast(pl.String), (rest % 100).cast(pl.String).str.zfill(2)
    million = pl.concat_str(
        (thousands // 1000).cast(pl.String), pl.lit(","), (thousands % 1000).cast(pl.String).str.zfill(3),
    )  # fmt: skip
    whole = (
        pl.when(thousands == 0)
        .then(hundreds)
        .otherwise(
            pl.concat_str(
                pl.when(thousands < 1000).then(thousands.cast(pl.String)).otherwise(million),
                pl.lit(","),
                hundreds.str.zfill(3),
            )
        )
    )
    sign = pl.Series(np.where(random.random(_AMOUNTS) < _CREDITS, "-", ""))
    return (
        pence.to_frame()
        .select(pl.concat_str(sign, whole, pl.lit("."), pennies).alias("Net Amount"))
        .to_series()
    )


def main(what: str, *given: str) -> None:
    """Write what was asked for."""
    match what, given:
        case "spending", (target, rows):
            write_spending(Path(target), int(rows))
        case "windows", (source, target):
            with (
                Path(source).open(encoding="utf-8", newline="") as utf8,
                Path(target).open("w", encoding="cp1252", newline="") as windows,
            ):
                shutil.copyfileobj(utf8, windows, 1 << 20)
        case "places", (folder,):
            write_places(Path(folder))
        case "names", (register, target):
            write_names(Path(register), Path(target))
        case "named", (names, target, rows):
            write_named(Path(names), Path(target), int(rows))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
