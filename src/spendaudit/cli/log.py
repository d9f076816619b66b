"""One line of JSON on standard error about a run, for whoever watches runs: `--log json`.

The keys are a contract, described in docs/scheduled.md: none is renamed, more may be added.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from spendaudit import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spendaudit.errors import SpendAuditError
    from spendaudit.intake import Cleaned

MOST_WARNINGS = 50
"""Texts of warnings in a line; their number is always the true one."""


class LogForm(StrEnum):
    """What a log line is written in."""

    JSON = "json"


@dataclass(slots=True)
class Run:
    """What is known of a run while it goes on; what it never came to stays None."""

    command: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)
    warnings: list[str] = field(default_factory=list)
    files: list[dict[str, object]] | None = None
    sums: dict[str, object] = field(default_factory=dict)
    shares: dict[str, float | None] | None = None
    thresholds: list[dict[str, object]] = field(default_factory=list)
    outputs: Sequence[str] = ()

    def line(self, status: int, error: SpendAuditError | None) -> str:
        """The line, without its end."""
        import json

        from spendaudit.report.text import shown_sentence

        content = {
            "version": __version__,
            "command": self.command,
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self.clock, 3),
            "status": status,
            "error": error
            and {
                "found": shown_sentence(error.found),
                "details": [shown_sentence(one) for one in error.details],
                "try": shown_sentence(error.try_next),
            },
            "files": self.files,
            **{key: self.sums.get(key) for key in ("rows", "payments", "set_aside", "total")},
            "shares": self.shares,
            "thresholds": self.thresholds,
            "outputs": list(self.outputs),
            "warnings_count": len(self.warnings),
            "warnings": self.warnings[:MOST_WARNINGS],
        }
        # In ASCII: a log has no encoding of its own.
        return json.dumps(content, allow_nan=False)


_NOW: ContextVar[Run | None] = ContextVar("run", default=None)


@contextmanager
def followed(command: str) -> Iterator[Run]:
    """A run that is told of, as long as it lasts."""
    run = Run(command)
    before = _NOW.set(run)
    try:
        yield run
    finally:
        _NOW.reset(before)


def run_now() -> Run | None:
    """The run that is told of, or None: then people read standard error."""
    return _NOW.get()


def tell_files(*sides: Cleaned) -> None:
    """Tell what became of the files; of several sides the files alone: their sums are not one."""
    run = run_now()
    if run is None:
        return
    from spendaudit.report.figures import exact

    accounts = [file for cleaned in sides for file in cleaned.files]
    run.files = [
        {
            "name": file.name,
            "sha256": file.sha256,
            "rows": file.rows,
            "payments": file.payments,
            "set_aside": file.set_aside,
            "total": exact(file.total),
        }
        for file in accounts
    ]
    if len(sides) == 1:
        run.sums = {
            "rows": sum(file.rows for file in accounts),
            "payments": sides[0].payments.height,
            "set_aside": sides[0].set_aside.height,
            "total": exact(Decimal(int(sides[0].payments["pence"].sum())) / 100),
        }
    for cleaned in sides:
        run.warnings += cleaned.notices
        run.warnings += [f"{one.name} was not read: {one.found}" for one in cleaned.unread]
    run.warnings += [f"{file.name}: {notice}" for file in accounts for notice in file.notices]


def tell_shares(shares: Mapping[str, float | None]) -> None:
    """Tell the shares, each a fraction of 1."""
    run = run_now()
    if run is not None:
        run.shares = dict(shares)
