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
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "sample_data"
OF_THE_TESTS = ("PYTEST_CURRENT_TEST", "PYTHONUNBUFFERED")
"""Variables that no user has."""

# A busy machine must not fail a property: speed is for benchmarks. The whole suite has to stay a
# matter of minutes; `--hypothesis-profile=thorough` looks further.
settings.register_profile("short", deadline=None, max_examples=10)
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


@pytest.fixture(scope="session")
def program() -> Iterator[tuple[list[str], dict[str, str]]]:
    """What starts the program, and the environment it wants: its modules are read once for all."""
    if sys.platform != "linux":
        yield [sys.executable, "-m", "spendaudit"], {}
        return
    from warm_program import kept_warm

    environment = {key: one for key, one in os.environ.items() if key not in OF_THE_TESTS}
    with kept_warm(environment) as changed:
        folder, _, _ = changed["PATH"].partition(os.pathsep)
        yield [str(Path(folder, "spendaudit"))], {"PATH": changed["PATH"]}


@pytest.fixture
def spendaudit(
    program: tuple[list[str], dict[str, str]],
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `spendaudit ARGUMENTS` in a process of its own, as a pipe would see it."""
    command, wanted = program

    def run(
        *arguments: str | Path,
        given: str | bytes = b"",
        cwd: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        here = {key: one for key, one in os.environ.items() if key not in OF_THE_TESTS}
        done = subprocess.run(
            [*command, *map(str, arguments)],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            cwd=cwd,
            env={**here, **wanted, "COLUMNS": "80", **(environment or {})},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
