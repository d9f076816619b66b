"""What files have in common is counted once where it is proved, and told where it is not."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spendaudit.intake import clean_files
from spendaudit.report.file_accounts import Alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spendaudit.intake import Cleaned
    from spendaudit.report.file_accounts import Overlap

Row = tuple[str, str, str, str, str]
HEADING = ("Date", "Supplier", "Amount", "Transaction No", "Department")
PLAIN = (0, 1, 2)
"""Columns of a file without transaction numbers and departments."""


def month(number: int, rows: int = 20, year: int = 2024) -> list[Row]:
    """Different payments of one month."""
    return [
        (
            f"{day % 28 + 1:02}/{number:02}/{year}",
            f"Supplier {day % 7} Ltd",
            f"{100 * number + day}.{number:02}",
            f"{year}{number:02}{day:04}",
            "Roads",
        )
        for day in range(rows)
    ]


def write(
    path: Path,
    rows: Sequence[Row],
    columns: Sequence[int] = range(5),
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as lines:
        table = csv.writer(lines, delimiter=delimiter)
        table.writerows([row[at] for at in columns] for row in [HEADING, *rows])
    return path


def cleaned(folder: Path, **files: Sequence[Row]) -> Cleaned:
    """Clean files of day, supplier and amount."""
    return clean_files([write(folder / f"{name}.csv", rows, PLAIN) for name, rows in files.items()])


def told(found: Cleaned) -> list[tuple[str, str, tuple[str, ...], int]]:
    """Kind, file, others and rows of each overlap, by the names of the files alone."""
    return [
        (str(one.kind), Path(one.file).stem, tuple(Path(n).stem for n in one.others), one.rows)
        for one in found.overlaps.found
    ]


def only(found: Cleaned) -> Overlap:
    (overlap,) = found.overlaps.found
    return overlap


def pounds(rows: Sequence[Row]) -> Decimal:
    return sum((Decimal(row[2]) for row in rows), Decimal())


def check_accounts(found: Cleaned) -> None:
    """Every row of every file is accounted for, and the files add up to the whole."""
    for file in found.files:
        assert file.payments + file.set_aside + sum(file.non_rows.values()) == file.rows
        assert ("repeated" in file.non_rows) == bool(file.counted_in or file.repeated)
    assert sum(file.payments for file in found.files) == found.payments.height
    assert sum(file.set_aside for file in found.files) == found.set_aside.height
    total = Decimal(int(found.payments["pence"].sum())) / 100
    assert sum(file.total for file in found.files) == total


def test_the_same_bytes_are_counted_once_and_accounted_for(tmp_path: Path) -> None:
    rows = [*month(4), ("01/04/2024", "Wyre Ltd", "#####", "", "")]
    found = cleaned(tmp_path, april=rows, april_again=rows)
    assert told(found) == [("same file", "april_again", ("april",), 20)]
    first, again = found.files
    assert (first.payments, first.set_aside, first.total) == (20, 1, pounds(month(4)))
    assert (again.payments, again.set_aside, again.non_rows["repeated"]) == (0, 0, 21)
    assert again.repeated == first.total
    check_accounts(found)


def test_the_same_payments_written_otherwise_are_counted_once(tmp_path: Path) -> None:
    rows = [*month(4), ("30/04/2024", "Café “Blé”", "5.00", "9", "Roads")]
    upper = [(*row[:1], row[1].upper(), *row[2:]) for row in reversed(rows)]
    files = [
        write(tmp_path / "a.csv", rows),
        write(tmp_path / "b.csv", upper, (4, 2, 3, 1, 0), "cp1252", ";"),
        write(tmp_path / "c.csv", rows, PLAIN, "utf-16"),
    ]
    found = clean_files(files)
    assert told(found) == [
        ("same payments", "b", ("a",), 21),
        ("same payments", "c", ("a",), 21),
    ]
    assert only(clean_files(files[:2])).amount == pounds(rows)
    check_accounts(found)


def test_of_two_equal_files_the_one_that_knows_more_is_kept(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "a.csv", month(4), PLAIN),
        write(tmp_path / "much-longer.csv", month(4)),
    ]
    assert told(clean_files(files)) == [("same payments", "a", ("much-longer",), 20)]


def test_months_inside_a_year_to_date_are_counted_in_it(tmp_path: Path) -> None:
    found = cleaned(
        tmp_path, april=month(4), may=month(5), june=month(6), to_may=[*month(5), *month(4)]
    )
    assert told(found) == [
        ("inside", "april", ("to_may",), 20),
        ("inside", "may", ("to_may",), 20),
    ]
    assert found.payments.height == 60
    check_accounts(found)


def test_a_calendar_year_is_inside_two_financial_years_together(tmp_path: Path) -> None:
    first = [row for number in (10, 11, 12) for row in month(number, year=2023)]
    first += [row for number in (1, 2, 3) for row in month(number)]
    second = [row for number in range(4, 10) for row in month(number)]
    calendar = [row for number in range(1, 7) for row in month(number)]
    found = cleaned(tmp_path, y2023_24=first, y2024_25=second, c2024=calendar)
    assert told(found) == [("inside", "c2024", ("y2023_24", "y2024_25"), 120)]
    assert found.payments.height == len(first) + len(second)
    check_accounts(found)


def test_nothing_is_lost_where_each_file_is_inside_the_others(tmp_path: Path) -> None:
    april, may, june = month(4), month(5), month(6)
    found = cleaned(tmp_path, a=[*april, *may], b=[*may, *june], c=[*april, *june])
    assert told(found) == [("same months", "b", ("a",), 20), ("inside", "c", ("a", "b"), 40)]
    total = Decimal(int(found.payments["pence"].sum())) / 100
    assert total == pounds([*april, *may, *june])
    check_accounts(found)


def test_a_month_wholly_alike_in_two_files_is_counted_once(tmp_path: Path) -> None:
    may = month(5)
    found = cleaned(tmp_path, spring=[*month(4), *may, may[0]], summer=[may[0], *may, *month(6)])
    overlap = only(found)
    assert told(found) == [("same months", "summer", ("spring",), 21)]
    assert overlap.months == (date(2024, 5, 1),)
    assert overlap.amount == pounds([*may, may[0]])
    assert found.payments.height == 61
    assert [(file.payments, file.non_rows.get("repeated")) for file in found.files] == [
        (41, None),
        (20, 21),
    ]
    check_accounts(found)


def test_a_month_that_differs_in_one_payment_is_counted_twice_and_told(tmp_path: Path) -> None:
    may = month(5)
    for other in (may[:-1], [*may, may[0]], [("31/05/2024", *may[0][1:]), *may[1:]]):
        found = cleaned(tmp_path, spring=[*month(4), *may], summer=[*other, *month(6)])
        assert not only(found).counted_once
        assert found.payments.height == 40 + len(other) + 20


@pytest.mark.parametrize("column", [3, 4])
def test_a_column_that_both_files_have_must_be_the_same(tmp_path: Path, column: int) -> None:
    may = month(5)
    other = [tuple("x9" if at == column else cell for at, cell in enumerate(row)) for row in may]
    files = [
        write(tmp_path / "spring.csv", [*month(4), *may]),
        write(tmp_path / "summer.csv", [*other, *month(6)]),  # type: ignore[list-item]
    ]
    assert not only(clean_files(files)).counted_once
    # Where one of them does not have it, it says nothing.
    write(tmp_path / "summer.csv", [*other, *month(6)], PLAIN)  # type: ignore[list-item]
    assert told(clean_files(files)) == [("same months", "summer", ("spring",), 20)]


def test_of_a_month_in_many_files_one_is_counted(tmp_path: Path) -> None:
    may = month(5)
    others = {
        f"f{number}": [*may, *month(number % 12 + 1, 15, 2010 + number)] for number in range(9)
    }
    found = cleaned(tmp_path, **others)
    assert found.payments.height == 20 + 9 * 15
    assert {one.others for one in found.overlaps.found} == {(str(tmp_path / "f0.csv"),)}
    check_accounts(found)


def test_a_few_payments_of_a_month_are_not_the_month(tmp_path: Path) -> None:
    may = month(5, 4)
    found = cleaned(tmp_path, spring=[*month(4), *may], summer=[*may, *month(6)])
    assert found.payments.height == 48


def test_what_a_file_that_is_left_out_has_oftener_stays_counted(tmp_path: Path) -> None:
    april, may, june = month(4), month(5), month(6)
    found = cleaned(
        tmp_path, a=[*april, *may], b=[*may, *june], c=[row for row in may for _ in "ab"]
    )
    assert found.payments.height >= 80
    check_accounts(found)


def test_equal_rows_of_one_file_are_all_counted(tmp_path: Path) -> None:
    dinners = [row for row in month(4) for _ in range(3)]
    assert cleaned(tmp_path, a=dinners).payments.height == 60
    found = cleaned(tmp_path, a=dinners, b=month(4))
    assert told(found) == [("inside", "b", ("a",), 20)]
    assert found.payments.height == 60
    # Twice each is not what a file has that holds each once.
    found = cleaned(tmp_path, a=[*month(4), *month(5)], b=[row for row in month(4) for _ in (1, 2)])
    assert [one.counted_once for one in found.overlaps.found] == [False]
    assert found.payments.height == 80


def test_a_restated_month_is_told_with_its_pounds_and_nothing_is_dropped(tmp_path: Path) -> None:
    june, others = month(6), month(7, 50)
    restated = [*june[:15], ("02/06/2024", "New Ltd", "7.00", "1", ""), *month(8, 50)]
    found = cleaned(tmp_path, first=[*june, *others], second=restated)
    overlap = only(found)
    assert (overlap.kind, overlap.rows, overlap.amount) == (Alike.IN_DOUBT, 15, pounds(june[:15]))
    assert (Path(overlap.file).stem, Path(overlap.others[0]).stem) == ("second", "first")
    assert overlap.only_here == (1, Decimal("7.00"))
    assert overlap.only_there == (5, pounds(june[15:]))
    assert found.overlaps.rows_in_doubt == 15
    assert found.overlaps.amount_in_doubt == pounds(june[:15])
    assert found.payments.height == 70 + 66
    check_accounts(found)


def test_three_versions_of_a_month_are_twice_too_much(tmp_path: Path) -> None:
    extra = [("03/06/2024", f"Extra {name}", "9.00", "", "") for name in "abc"]
    found = cleaned(tmp_path, **{row[1][-1]: [*month(6), row] for row in extra})
    assert len(found.overlaps.found) == 3
    assert found.overlaps.rows_in_doubt == 40
    assert found.overlaps.amount_in_doubt == 2 * pounds(month(6))


@pytest.mark.parametrize("rows", [1, 2])
def test_too_few_payments_prove_nothing(tmp_path: Path, rows: int) -> None:
    found = cleaned(tmp_path, a=month(4), b=month(4)[:rows])
    assert only(found).doubt == "too few payments for a proof"
    assert found.payments.height == 20 + rows


def test_other_transaction_numbers_are_other_payments_until_somebody_says_so(
    tmp_path: Path,
) -> None:
    renumbered = [(*row[:3], f"9{row[3]}", row[4]) for row in month(4)]
    files = [write(tmp_path / "a.csv", month(4)), write(tmp_path / "b.csv", renumbered)]
    assert only(clean_files(files)).doubt == "the numbers of the transactions differ"
    # A spreadsheet that took the noughts away wrote no other numbers.
    files = [
        write(tmp_path / "a.csv", [(*row[:3], f"00{row[3]}", row[4]) for row in month(4)]),
        write(tmp_path / "b.csv", month(4)[:12]),
    ]
    assert told(clean_files(files)) == [("inside", "b", ("a",), 12)]


def test_rents_of_two_months_without_dates_are_not_the_same_payments(tmp_path: Path) -> None:
    def undated(rows: Sequence[Row], name: str) -> Path:
        return write(tmp_path / f"{name}.csv", rows, (1, 2))

    rents, others = month(4, 40), month(5, 60)
    files = [undated([*rents, *others], "april"), undated([*rents, *month(6, 60)], "may")]
    assert told(clean_files(files)) == []
    standing = [undated(month(4, 30), "april"), undated(list(reversed(month(4, 30))), "may")]
    found = clean_files(standing)
    assert "no date says" in only(found).doubt
    assert found.payments.height == 60
    copies = [undated(others, "april"), undated(list(reversed(others)), "april-copy")]
    assert told(clean_files(copies)) == [("same payments", "april-copy", ("april",), 60)]


RENT = "Entity,Type,Supplier,Amount\nBody,Rent,Landlord Ltd,500.00\n"


@pytest.mark.parametrize(
    ("names", "text", "counted"),
    [
        (("April 2024", "May 2024", "June 2024"), RENT, 3),
        (("spend april", "spend may"), RENT, 2),
        (("April 2024", "May 2024", "April 2024 (1)"), RENT, 2),
        (("April 2024", "April 2024 final"), RENT, 1),
        (("rents", "rents again"), RENT, 1),
        (("Q1 2024-25", "June 2024"), RENT, 1),
        (("April 2024", "May 2024"), "Date,Supplier,Amount\n03/04/2024,Landlord Ltd,500.00\n", 1),
        (("April 2024", "May 2024"), "Reference,Supplier,Amount\nINV12345,Landlord Ltd,5.00\n", 1),
    ],
)
def test_the_same_bytes_without_a_date_are_a_payment_a_month(
    tmp_path: Path, names: Sequence[str], text: str, counted: int
) -> None:
    for name in names:
        (tmp_path / f"{name}.csv").write_text(text)
    found = clean_files([tmp_path])
    assert found.payments.height == counted
    assert len(found.overlaps.found) == len(names) - counted
    check_accounts(found)


def test_so_many_payments_without_a_date_are_one_month_under_two_names(tmp_path: Path) -> None:
    rows = "".join(f"Firm {n} Ltd,{n + 500}.00\n" for n in range(60))
    for name in ("April 2024", "May 2024"):
        (tmp_path / f"{name}.csv").write_text("Supplier,Amount\n" + rows)
    assert clean_files([tmp_path]).payments.height == 60


def test_the_same_month_with_and_without_dates_is_told(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "dated.csv", month(4, 40), PLAIN),
        write(tmp_path / "undated.csv", month(4, 40), (1, 2)),
    ]
    found = clean_files(files)
    assert "no date says" in only(found).doubt
    assert found.overlaps.amount_in_doubt == pounds(month(4, 40))


def test_departments_that_pay_the_same_supplier_the_same_do_not_overlap(tmp_path: Path) -> None:
    fares = [("05/04/2024", "Taxi Ltd", "12.00", "", "")] * 6
    found = cleaned(tmp_path, roads=[*month(4), *fares], schools=[*month(5, 60), *fares])
    assert found.overlaps.found == ()


def test_a_set_aside_row_of_a_repeated_file_stays_unless_the_other_has_it_too(
    tmp_path: Path,
) -> None:
    damaged: Row = ("01/04/2024", "Wyre Ltd", "#####", "", "")
    unknown: Row = ("01/04/2024", "Lune Ltd", "REDACTED", "", "")
    found = cleaned(
        tmp_path, year=[*month(4), *month(5), damaged], april=[*month(4), damaged, damaged, unknown]
    )
    texts = found.set_aside.select("file", "text").rows()
    assert [(Path(file).stem, text.split(",")[1]) for file, text in texts] == [
        ("april", "Wyre Ltd"),
        ("april", "Lune Ltd"),
        ("year", "Wyre Ltd"),
    ]
    check_accounts(found)


MONTHS = st.lists(st.sampled_from([4, 5, 6, 7]), min_size=1, max_size=3, unique=True)


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(MONTHS, st.integers(0, 3), st.booleans()), min_size=2, max_size=5),
    st.randoms(),
)
def test_no_order_of_files_changes_a_figure_and_no_payment_is_lost(
    files: list[tuple[list[int], int, bool]], chance: object
) -> None:
    """Files of some months, some of their rows left out, with transaction numbers or not."""
    with TemporaryDirectory() as name:
        paths, claims = [], []
        for number, (months, left_out, numbered) in enumerate(files):
            rows = [row for one in months for row in month(one)][left_out:]
            (folder := Path(name, str(number))).mkdir()
            columns = range(4) if numbered else PLAIN
            paths.append(write(folder / "spend.csv", rows, columns))
            claims.append(rows)
        found = clean_files(paths)
        chance.shuffle(paths)  # type: ignore[attr-defined]
        again = clean_files([*paths, paths[0]])
    assert (again.files, again.overlaps) == (found.files, found.overlaps)
    assert again.payments.equals(found.payments)
    check_accounts(found)
    # Each payment is counted as often as the file that has it most often says, or oftener where
    # the overlap is in doubt: and then so many times too often.
    every = {row for rows in claims for row in rows}
    assert found.payments.height - found.overlaps.rows_in_doubt == len(every)
    total = Decimal(int(found.payments["pence"].sum())) / 100
    assert total - found.overlaps.amount_in_doubt == pounds(list(every))


def test_real_files_that_repeat_each_other_are_found_and_no_others(shared: Path) -> None:
    found = clean_files([shared / "spend" / "windsor-maidenhead-rbc"])
    stem = "wandm_supplier_payments"
    assert told(found) == [
        ("inside", "file_with_extra_lines_at_top", (f"{stem}_2010_q1",), 19),
        ("inside", "supplier_payments", (f"{stem}_2010_q1",), 19),
        ("same payments", f"{stem}_2009_q4-2", (f"{stem}_2009_q4",), 5944),
    ]
    check_accounts(found)
    for publisher in (
        "hyndburn-bc",
        "leeds-city-council",
        "oxford-city-council",
        "warwickshire-cc",
    ):
        assert clean_files([shared / "spend" / publisher]).overlaps.found == ()
