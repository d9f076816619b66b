"""Tenths by deprivation: how ranks become them, and which table of the user's tells them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest

from line import LIVERPOOL, PRESTON, audit_of, paid, table
from packing import unpacked
from spendaudit.audit import Request, audit
from spendaudit.errors import DirectoryError, InputError
from spendaudit.measures.deprivation import by_deprivation
from spendaudit.measures.spend import spend_of
from spendaudit.places.deprivation import RANKED, decile_of_rank
from spendaudit.places.directory import open_directory

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "pcds,lad25cd,oseast1m,osnrth1m"


def postcodes(folder: Path, more: str, *rows: str, name: str = "ONSPD_UK.csv") -> Path:
    """A made-up postcode file; each row is postcode, district and what `more` names."""
    path = folder / name
    lines = [f"{HEADING},{more}"]
    for row in rows:
        postcode, district, rest = row.split(",", 2)
        # A point of its own for each district: a crowd on one point is where mail is sorted.
        lines.append(f"{postcode},{district},{350_000 + int(district[-3:])},429410,{rest}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def told(path: Path, areas: Path | None = None) -> dict[str, int]:
    deprivation = open_directory(path, deprivation=areas).deprivation
    assert deprivation is not None
    return dict(
        zip(unpacked(deprivation.deciles["key"]), deprivation.deciles["decile"], strict=True)
    )


@pytest.mark.parametrize("ranked", RANKED)
def test_tenths_are_of_one_size_in_the_order_of_the_ranks(ranked: int) -> None:
    ranks = pl.select(rank=pl.int_range(1, ranked + 1))
    tenths = ranks.select(decile_of_rank(pl.col("rank"), ranked).alias("decile"))["decile"]
    assert tenths.is_sorted()
    sizes = tenths.value_counts()
    assert sorted(sizes["decile"]) == list(range(1, 11))
    assert set(sizes["count"]) <= {ranked // 10, ranked // 10 + 1}


def test_tenths_are_the_published_ones_but_on_three_borders(shared: Path) -> None:
    path = shared / "deprivation" / "imd-england-2019-by-lsoa.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["nation"] == "E"]
    rows.sort(key=lambda row: float(row["GB_IMD_E_rank"]))
    published = pl.Series([int(row["original_decile"]) for row in rows])
    ranks = pl.select(rank=pl.int_range(1, len(rows) + 1))
    ours = ranks.select(decile_of_rank(pl.col("rank"), len(rows)).alias("decile"))["decile"]
    apart = (ours.cast(pl.Int64) - published).abs()
    assert (int(apart.sum()), int(apart.max())) == (3, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("highest", "tenth_of_3285"), [("32844", 2), ("33755", 1), ("32482", 2), ("9000", 2)]
)
def test_the_highest_rank_tells_of_how_many_they_are(
    tmp_path: Path, highest: str, tenth_of_3285: int
) -> None:
    file = postcodes(tmp_path, "imd", "PR1 2RL,E07000123,3285", f"L1 1JD,E08000012,{highest}")
    assert told(file)["PR12RL"] == tenth_of_3285


def test_ranks_of_other_nations_and_none_are_never_mixed_in(tmp_path: Path) -> None:
    file = postcodes(
        tmp_path, "imd20ind", "PR1 2RL,E07000123,1", "CF10 1EP,W06000015,2", "L1 1JD,E08000012,0"
    )
    assert told(file) == {"PR12RL": 1}


def test_the_column_of_the_table_s_census_is_used(tmp_path: Path) -> None:
    file = postcodes(
        tmp_path,
        "lsoa11,lsoa21",
        "PR1 2RL,E07000123,E01000001,E01900001",
        "L1 1JD,E08000012,E01000002,E01000002",
    )
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "LSOA code (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
        "Income Rank (where 1 is most deprived)\n"
        'E01900001,"1,200",9\nE01000002,33755,9\n',
        "utf-8",
    )
    assert told(file, areas) == {"PR12RL": 1, "L11JD": 10}


def test_every_pound_is_in_one_row(tmp_path: Path) -> None:
    """With a postcode where mail is sorted, another nation, abroad, a council and nobody known."""
    crowd = [f"L1 {n}{a}{b},E08000012,5000" for n in range(1, 8) for a in "AB" for b in "ABDE"]
    file = postcodes(
        tmp_path, "imd", "PR1 2RL,E07000123,1", "CF10 1EP,W06000015,2", "JE2 4WD,L99999999,", *crowd
    )
    spending = table(
        tmp_path,
        [
            paid("Near Ltd", PRESTON, "100.00"),
            paid("Crowd Ltd", "L1 1AA", "200.00"),
            paid("Welsh Ltd", "CF10 1EP", "300.00"),
            paid("Jersey Ltd", "JE2 4WD", "400.00"),
            paid("Nowhere Ltd", "", "500.00"),
            paid("Scottish Ltd", "", "600.00", number="SC123456"),
        ],
    )
    found = audit(Request([spending], area="Preston", postcode_file=file))
    section = by_deprivation(found, spend_of(found))
    assert section.table is not None
    amounts = {row[0]: str(row[1]) for row in section.table.rows if row[1]}
    assert amounts == {
        "1, most deprived": "100.00",
        "England, not told": "200.00",
        "Wales, Scotland, NI": "300.00",
        "abroad or an island": "400.00",
        "not placed": "500.00",
        "by no postcode": "600.00",
    }


def test_without_any_neighbourhood_of_england_there_are_no_ten_rows_of_nought(
    tmp_path: Path,
) -> None:
    file = postcodes(tmp_path, "imd", "PR1 2RL,E07000123,1", "CF10 1EP,W06000015,2")
    spending = table(tmp_path, [paid("Welsh Ltd", "CF10 1EP", "300.00")])
    found = audit(Request([spending], area="Cardiff", postcode_file=file))
    section = by_deprivation(found, spend_of(found))
    assert section.table is None
    assert section.left_out == (
        "no supplier is in a neighbourhood of England that the table ranks; other nations are not "
        "ranked with it"
    )


def test_without_a_table_the_section_says_what_it_needs(tmp_path: Path) -> None:
    found = audit_of(table(tmp_path, [paid("Near Ltd", PRESTON)]))
    section = by_deprivation(found, spend_of(found))
    assert section.table is None
    assert "--deprivation FILE" in section.left_out


def test_a_table_without_a_postcode_file_is_refused(tmp_path: Path) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text("lsoa,decile\nE01000001,1\n", "utf-8")
    with pytest.raises(DirectoryError, match="goes by neighbourhoods"):
        open_directory(deprivation=areas)
    areas.write_text("lsoa,decile,imd decile\nE01000001,1,1\n", "utf-8")
    file = postcodes(tmp_path, "imd", f"{LIVERPOOL},E08000012,1")
    with pytest.raises(InputError, match="several columns for a decile"):
        open_directory(file, deprivation=areas)
