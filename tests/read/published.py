"""Put bytes where a council would, and read them as the tool does."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from spendaudit.clean.rows import CleanFile, clean_rows
from spendaudit.read.records import read_rows
from spendaudit.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spendaudit.read.headings import Heading
    from spendaudit.read.source import Source

HEADING = "Supplier,Date,Transaction Number,Amount,Description"


@contextmanager
def published(content: str | bytes) -> Iterator[Path]:
    """A file called `spend.csv` that holds the content, for as long as it is needed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        yield path


def source_of(content: str | bytes) -> Source:
    """What a first look at the bytes says."""
    with published(content) as path, open_source(path) as source:
        return source


def heading_of(content: str | bytes, **settled: str) -> Heading:
    """The heading that is found."""
    with published(content) as path, open_source(path) as source:
        return read_rows(source, settled).heading


def records_of(content: str | bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Line and cells of each row, as far as the heading goes to the right."""
    with published(content) as path, open_source(path) as source:
        rows = read_rows(source, {})
        width = len(rows.heading.cells)
        cells = rows.cells.collect().sort("line").rows()
    return [(row[0], tuple(cell or "" for cell in row[1 : width + 1])) for row in cells]


def cleaned(
    content: str | bytes, settled: Mapping[str, str] | None = None, *, name: str = "spend.csv"
) -> CleanFile:
    """The rows of a file, each with its fate."""
    with published(content) as path, open_source(path) as source:
        return clean_rows(read_rows(source, settled or {}), name)


def paid(content: str | bytes) -> list[tuple[str | None, int]]:
    """Supplier and pence of each payment."""
    return cleaned(content).payments.select("supplier", "pence").rows()


def set_aside(content: str | bytes) -> list[tuple[int, str]]:
    """Line and reason of each row that is set aside."""
    return cleaned(content).set_aside.select("line", "reason").rows()
