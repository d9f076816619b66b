"""A workbook's sheets, each as delimited text whose lines are the rows of the sheet.

They are read in a process of their own: the library allocates the rectangle between a sheet's
outermost cells, and ends the process in which that fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from spendaudit.errors import InputError

MOST_MEMORY = 4 << 30
"""Bytes: a full sheet of a million rows and ten columns takes about half of it."""
MOST_SECONDS = 600

_SAVE_AS_CSV = "open it, and save the sheet with the payments as CSV"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on disk.

    Attributes:
        name: as its tab shows it.
        hidden: whether the tab is hidden.
        rows: how many of its rows hold something.
        path: comma-separated text in UTF-8; the number of a line is that of the row.
        notices: sentences about what it hides, and about formulas without a value.
        not_worked_out: which column that is needed has no values, in words, or an empty text.
    """

    name: str
    hidden: bool
    rows: int
    path: Path
    notices: tuple[str, ...] = ()
    not_worked_out: str = ""

    def __str__(self) -> str:
        """Its name and size, for a list of sheets."""
        what = "row" if self.rows == 1 else "rows"
        return f"{self.name!r} ({self.rows:,} {what}{', hidden' if self.hidden else ''})"


def write_sheets(workbook: Path, kind: str, folder: Path, name: str) -> tuple[Sheet, ...]:
    """Write each sheet of a workbook, in the order of the tabs.

    Args:
        workbook: the file on disk.
        kind: what it is, in words: `XLSX workbook`.
        folder: for the texts.
        name: of the file, as the user gave it.

    Raises:
        InputError: it is damaged, has a password, or is larger than a table of payments can be.
        OSError: the texts cannot be written.
    """
    # -P: a folder of spend files may hold a module of the same name as one of ours.
    command = [sys.executable, "-P", "-m", "spendaudit.read.sheet_texts"]
    try:
        told = subprocess.run(  # noqa: S603  # ourselves, with paths of files
            [*command, str(workbook.absolute()), kind, str(folder), name],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            # Each thread of Polars takes its share of the memory that may be had.
            env={
                **os.environ,
                "POLARS_MAX_THREADS": "1",
                "PYTHONIOENCODING": "utf-8:surrogatepass",
            },
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(
            f"{name} is a workbook that takes over {MOST_SECONDS // 60} minutes to read",
            _SAVE_AS_CSV,
        ) from None
    if told.returncode == 1:
        raise RuntimeError(told.stderr.decode(errors="replace"))
    if told.returncode:
        raise InputError(
            f"{name} is a workbook that takes over {MOST_MEMORY >> 30} GB of memory to read: "
            "a stray cell far from its table can be the reason",
            f"delete what stands far below or beside the table; or {_SAVE_AS_CSV}",
        )
    answer = json.loads(told.stdout)
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"] or 0))
    if "found" in answer:
        raise InputError(answer["found"], answer["try_next"])
    return tuple(
        Sheet(
            sheet["name"],
            sheet["hidden"],
            sheet["rows"],
            Path(sheet["path"]),
            tuple(sheet["notices"]),
            sheet["not_worked_out"],
        )
        for sheet in answer["sheets"]
    )
