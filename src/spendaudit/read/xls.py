"""The sheets of an old XLS workbook, through fastexcel.

A sheet of this format has 65,536 rows and 256 columns at most, so that nothing in it can be
stretched beyond measure. fastexcel gives an error value as an empty cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.cells import number_text
from spendaudit.read.unpack import damaged
from spendaudit.read.workbook import SheetRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fastexcel import ExcelReader

MOST_BYTES = 256 << 20

_NOISY = re.compile(r"-?\d+\.\d{7,}|-0")


def sheets_of_xls(path: Path, name: str) -> Iterator[SheetRows]:
    """Every sheet that has cells, in the order of the tabs.

    Raises:
        InputError: it is damaged, encrypted or too large.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"{name} is an XLS workbook of over {MOST_BYTES >> 20} MB",
            "open it, and save the sheet with the payments as CSV",
        )
    try:
        import fastexcel

        yield from _sheets(fastexcel.read_excel(path))
    except InputError:
        raise
    # The library's panics are no Exception; its errors have no common base that it promises.
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        if "password" in str(error).lower():
            raise with_password(name) from error
        raise damaged(name, "XLS workbook") from error


def with_password(name: str) -> InputError:
    """The refusal of a workbook that cannot be read without its password."""
    return InputError(
        f"{name} is a workbook with a password",
        "open it with the password, and save the sheet with the payments as CSV",
    )


def _sheets(reader: ExcelReader) -> Iterator[SheetRows]:
    for number, tab in enumerate(reader.sheet_names):
        # skip_rows=0: without it the empty rows above the first filled one would not be counted.
        sheet = reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
        frame = sheet.to_polars()
        rows = enumerate(frame.iter_rows(), 1)
        yield SheetRows(
            tab, sheet.visible != "visible", ((row, _texts(cells)) for row, cells in rows)
        )


def _texts(cells: Sequence[str | None]) -> list[str]:
    return [_text(cell) if cell else "" for cell in cells]


def _text(cell: str) -> str:
    if _NOISY.fullmatch(cell):
        return number_text(cell)
    return cell.removesuffix(" 00:00:00")
