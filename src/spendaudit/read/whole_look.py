"""What all bytes of a large text say, of which only the first are looked at beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.encodings import Evidence
from spendaudit.read.lines import lines_in, whole_lines

if TYPE_CHECKING:
    from pathlib import Path


class WholeLook:
    """A look at a text: at its first bytes when it is made, at all others when it is called.

    Attributes:
        first: what the first bytes say, until it is called.
        is_whole: whether these are all.

    Raises:
        InputError: one of the first lines has no end.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._pieces = whole_lines(path, name)
        self._uncounted = next(self._pieces, b"")
        self._refusal: InputError | None = None
        self.first = Evidence()
        self.first.add(self._uncounted)
        self.is_whole = self.first.size == path.stat().st_size

    def __call__(self) -> Evidence:
        """What all bytes say, and how many lines they are where they may be UTF-8.

        Raises:
            InputError: a line has no end.
        """
        if self._refusal is not None:
            raise self._refusal
        evidence = self.first
        try:
            while self._uncounted:
                evidence.lines += lines_in(self._uncounted) if evidence.is_utf8 else 0
                self._uncounted = next(self._pieces, b"")
                evidence.add(self._uncounted)
        except InputError as refusal:
            self._refusal = refusal
            raise
        return evidence
