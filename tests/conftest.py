"""Where the real files are, and how a test runs the tool as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "sample_data"

# A busy machine must not fail a property: speed is for benchmarks. The whole suite has to stay a
# matter of minutes; `--hypothesis-profile=thorough` looks further.
settings.register_profile("short", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("short")


# Registers that somebody keeps on this machine must change no figure of a test.
os.environ["SPENDAUDIT_REGISTERS"] = str(ROOT / "no-registers-in-tests")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of files that others published; without it the test skips, saying so."""
    if not SHARED.is_dir():
        pytest.skip(f"no real files at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of synthetic files."""
    return SAMPLE


@pytest.fixture
def spendaudit() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `spendaudit ARGUMENTS` in a process of its own, as a pipe would see it."""

    def run(
        *arguments: str | Path,
        given: str | bytes = b"",
        cwd: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "spendaudit", *map(str, arguments)],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, "COLUMNS": "80", **(environment or {})},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
