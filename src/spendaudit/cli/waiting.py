"""One line at a terminal that says what takes so long: after a second, and wiped away before anything else.

Rich's status was left: it takes standard output over while it shows, and is more to load than a short
run has to spare.
"""

from __future__ import annotations

import os
import threading
import time
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from spendaudit.report.text import carried, shown

if TYPE_CHECKING:
    from typing import TextIO

PATIENCE = 1.0
"""Seconds for which nobody needs to be told anything."""
AGAIN = 5.0
"""Seconds after which the line is written anew: a screen reader speaks it each time."""


class Waiting:
    """The line, on a stream that is a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._sentence = ""
        self._begun = 0.0
        self._written = 0
        self._over: threading.Event | None = None
        """Set to end the thread that writes; None while there is none."""

    def tell(self, sentence: str) -> None:
        """Take down what is under way now; an empty text if nothing is."""
        if not sentence:
            self.hush()
            return
        with self._lock:
            self._sentence = sentence
            if self._written:
                self._write()
            if self._over is None:
                self._begun, self._over = time.monotonic(), threading.Event()
                threading.Thread(target=self._keep_telling, args=(self._over,), daemon=True).start()

    def hush(self) -> None:
        """Wipe the line away and say nothing until there is something new to tell."""
        with self._lock:
            if self._over is not None:
                self._over.set()
                self._over = None
            if self._written:
                self._put("\r" + " " * self._written + "\r")
                self._written = 0

    def _keep_telling(self, over: threading.Event) -> None:
        wait = PATIENCE
        while not over.wait(wait):
            with self._lock:
                if over.is_set():
                    return
                self._write()
            wait = AGAIN

    def _write(self) -> None:
        seconds = int(time.monotonic() - self._begun)
        since = f" {seconds} s" if seconds >= AGAIN else ""
        line = carried(f"{shown(self._sentence)} …{since}", self._stream.encoding or "ascii")
        line = _within(line, self._columns() - 1)
        self._put("\r" + line + " " * (self._written - _width(line)))
        self._written = _width(line)

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _put(self, text: str) -> None:
        # A terminal that has gone away is nothing that an audit should fail of.
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def _within(line: str, room: int) -> str:
    """A line that leaves out its middle where it is too wide: how it begins and ends tells most."""
    kept, width = len(line), _width(line)
    # What wraps cannot be wiped away; a letter of some scripts is two columns wide.
    while width > room and kept > 0:
        kept -= max((width - room) // 2, 1)
        begin = max(kept, 0) // 3
        cut = f"{line[:begin]}...{line[len(line) - max(kept, 0) + begin :]}"
        width = _width(cut)
        if width <= room:
            return cut
    return line if width <= room else ""


def _width(line: str) -> int:
    """How many columns a line takes."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in line)
