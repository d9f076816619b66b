"""The sheets of a workbook, read by calamine and written as text: a program of its own.

`python -m spendaudit.read.sheet_texts WORKBOOK KIND FOLDER NAME` writes a file for each sheet and
says in JSON which they are, or why there are none. Whoever starts it: `spendaudit.read.workbook`.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spendaudit.errors import InputError
from spendaudit.read.as_shown import as_shown
from spendaudit.read.ods_parts import marks_of_ods
from spendaudit.read.quotes import LONGEST_CELL
from spendaudit.read.sheet_notices import not_worked_out, notices_of
from spendaudit.read.sheet_parts import Marks, marks_of_xlsx
from spendaudit.read.unpack import DAMAGES, damaged
from spendaudit.read.workbook import MOST_MEMORY
from spendaudit.read.wrapped_lines import are_lines

if TYPE_CHECKING:
    import fastexcel
    import polars as pl

MOST_BYTES = 2 << 30
"""Of all parts of a workbook, unpacked: a full sheet of a million rows is about half of it."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000
"""A sheet has no more rows; it can have 16,384 columns, and no table of payments has so many."""
MOST_CELLS = 50_000_000
"""Of one sheet, between its outermost cells."""

_HEAD = 100
_SAVE_AS_CSV = "open it, and save the sheet with the payments as CSV"
_MANIFEST, _CONTENT = "META-INF/manifest.xml", "content.xml"


def main(workbook: str, kind: str, folder: str, name: str) -> int:
    """Answer on standard output.

    Returns:
        The exit status: 0, or 2 where there was not enough memory.
    """
    _limit_memory()
    try:
        answer: dict[str, Any] = {
            "sheets": sheets_of(Path(workbook), kind, Path(folder), name),
        }
    except InputError as refusal:
        answer = {"found": refusal.found, "try_next": refusal.try_next}
    except MemoryError:
        return 2
    except OSError as error:
        answer = {"errno": error.errno}
    except BaseException as error:
        # A panic of the library, which is a sign of damage, is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        answer = _refusal(damaged(name, kind))
    json.dump(answer, sys.stdout)
    return 0


def sheets_of(workbook: Path, kind: str, folder: Path, name: str) -> list[dict[str, Any]]:
    """Write every sheet with cells, and say what it is called and how many rows it has.

    Raises:
        InputError: it is damaged, has a password, or is larger than a table of payments can be.
    """
    import fastexcel

    content = workbook.read_bytes()
    try:
        marked = _look_at_parts(workbook, name) if content.startswith(b"PK") else _hidden(workbook)
    # RuntimeError: a part with a password.
    except (*DAMAGES, LookupError, ValueError, RuntimeError, struct.error) as error:
        raise damaged(name, kind) from error
    try:
        book = fastexcel.read_excel(content)
        names = book.sheet_names
        if isinstance(marked, list):
            marked = dict(zip(names, marked, strict=True)) if len(names) == len(marked) else {}
        return [
            _sheet(book, number, folder / f"sheet-{number}.csv", name, marked.get(called, Marks()))
            for number, called in enumerate(names)
        ]
    except fastexcel.FastExcelError as error:
        raise damaged(name, kind) from error


def _hidden(workbook: Path) -> list[Marks]:
    """What an XLS hides; nothing of one that only the library understands."""
    from spendaudit.read.ole import marks_of_xls

    # What a damaged file raises is no one kind of error.
    with suppress(Exception):
        return marks_of_xls(workbook)
    return []


def _sheet(
    book: fastexcel.ExcelReader, number: int, path: Path, name: str, marks: Marks
) -> dict[str, Any]:
    sheet = book.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
    for what, size, most in (
        ("rows", sheet.height, MOST_ROWS),
        ("columns", sheet.width, MOST_COLUMNS),
        ("cells", sheet.height * sheet.width, MOST_CELLS),
    ):
        if size > most:
            raise _too_large(name, sheet.name, f"{size:,} {what}")
    cells = regular(sheet.to_polars()) if sheet.height else None
    if sheet.width and (left := sheet.available_columns()[0].absolute_index):
        marks.begin_after(left)
    rows = 0
    notices: list[str] = []
    if cells is None:
        path.touch()
    else:
        cells, mended = as_shown(cells, marks, sheet.name)
        rows, as_lines = _write(cells, path, name, sheet.name)
        notices = [
            *([_one_column(sheet.name)] if as_lines else []),
            *mended,
            *notices_of(cells, marks, sheet.name),
        ]
    return {
        "name": sheet.name,
        "hidden": sheet.visible != "visible",
        "rows": rows,
        "path": str(path),
        "notices": notices,
        "not_worked_out": "" if cells is None else not_worked_out(cells, marks),
    }


def regular(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells as an exact reader wants them: days without a time of nought, money without noise.

    `5.0999999999999996` is 5.1, and 1234.565 stays what it is. A line end inside a cell becomes a
    space, so that lines are rows; NUL is in no text.
    """
    import polars as pl

    from spendaudit.read.numbers import without_noise

    text = pl.all().str.replace_all(r"\r\n|[\r\n]", " ").str.replace_all("\0", "", literal=True)
    seconds = text.str.replace(
        r"^([0-9]{4}-[0-9][0-9]-[0-9][0-9])[T ]([0-9][0-9]:[0-9][0-9]:[0-9][0-9])(?:\.[0-9]+)?$",
        "$1 $2",
    )
    days = seconds.str.replace(r"^([0-9]{4}-[0-9][0-9]-[0-9][0-9]) 00:00:00$", "$1")
    return cells.select(days).select(without_noise(pl.all()))


def _one_column(sheet: str) -> str:
    return (
        f"sheet {sheet!r}: its rows stand in one column, as text: they were read as the cells in it"
    )


def _write(cells: pl.DataFrame, path: Path, name: str, sheet: str) -> tuple[int, bool]:
    """Write a sheet, count the rows that hold something, and say whether these were lines of text."""
    import polars as pl

    longest, rows = cells.select(
        pl.max_horizontal(pl.all().str.len_chars().max()).alias("longest"),
        pl.any_horizontal(pl.all().str.strip_chars() != "").sum().alias("rows"),
    ).row(0)
    if (longest or 0) > LONGEST_CELL:
        raise _too_large(name, sheet, f"a cell of {longest:,} characters")
    # Opened here, so that a full disk is told as one.
    with path.open("wb") as text:
        lines = _only_column(cells)
        if lines is not None and are_lines(lines.head(_HEAD)):
            text.write("".join(f"{line}\n" for line in lines).encode())
            return int(rows), True
        cells.write_csv(text, include_header=False, line_terminator="\n")
    return int(rows), False


def _only_column(cells: pl.DataFrame) -> pl.Series | None:
    """The one column of a sheet that holds anything; None where several do."""
    import polars as pl

    has_any = cells.select((pl.all().str.strip_chars() != "").any()).row(0)
    filled = [place for place, has in enumerate(has_any) if has]
    return cells.to_series(filled[0]).fill_null("") if len(filled) == 1 else None


def _look_at_parts(workbook: Path, name: str) -> dict[str, Marks] | list[Marks]:
    """Refuse what the library would unpack without end, or where it would lose a row in silence.

    Of two cells in one place it keeps the last.

    Returns:
        What is marked in each sheet: by its name, or in the order of the tabs.
    """
    with zipfile.ZipFile(workbook) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise InputError(
                f"{name} is a workbook of over {MOST_BYTES >> 30} GB when unpacked", _SAVE_AS_CSV
            )
        for member in members:
            if member.filename == _MANIFEST and b"encryption-data" in archive.read(member):
                raise InputError(
                    f"{name} is a workbook with a password",
                    "open it with the password, and save the sheet with the payments as CSV",
                )
        if _CONTENT in archive.namelist():
            return marks_of_ods(archive)
        return marks_of_xlsx(archive, name)


def _refusal(refusal: InputError) -> dict[str, Any]:
    return {"found": refusal.found, "try_next": refusal.try_next}


def _too_large(name: str, sheet: str, what: str) -> InputError:
    return InputError(
        f"{name}: sheet {sheet!r} has {what}: no table of payments is that large", _SAVE_AS_CSV
    )


def _limit_memory() -> None:
    """Where the system can: an allocation beyond it ends this process and no other."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        own = MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, MOST_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (own, most))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
