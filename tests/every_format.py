"""Write a report and its tables in every format, in one process, and print the SHA-256 of each file.

python tests/every_format.py FOLDER FILE...
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from typer.testing import CliRunner

from spendaudit.cli.program import app

REPORTS = ("json", "md", "html", "csv", "xlsx", "txt")
TABLES = {"payments": ("parquet",), "suppliers": ("csv",)}
MORE_TABLES = {
    "payments": ("parquet", "csv", "jsonl", "xlsx"),
    "suppliers": ("csv", "xlsx"),
    "set-aside": ("csv",),
}
"""Every format of every table: each is an audit of its own."""


def main() -> int:
    """Write everything into the folder; the status of the first command that fails."""
    folder, *files = sys.argv[1:]
    place = Path(folder)
    outputs = [f"{place / 'report'}.{ending}" for ending in REPORTS]
    named = [word for path in (*outputs, f"{place / 'tables'}/") for word in ("-o", path)]
    commands = [["report", *files, "--area", "Preston", *named]]
    tables = MORE_TABLES if os.environ.get("SPENDAUDIT_SAME") else TABLES
    for table, endings in tables.items():
        area = [] if table == "set-aside" else ["--area", "Preston"]
        commands += [
            [table, *files, *area, "-o", f"{place / table}.{ending}"] for ending in endings
        ]
    said = []
    for command in commands:
        done = CliRunner().invoke(app, command)
        if done.exit_code or done.exception:
            sys.stderr.write(f"{command}: {done.output}{done.exception!r}\n")
            return done.exit_code or 1
        said.append(done.stderr)
    seals = {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
    sys.stdout.write(json.dumps({**seals, "standard error": said}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
