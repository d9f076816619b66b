"""Homes, caches, temporary and output folders that are missing, read-only, full, or loops of links."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.campaign import FILES, LONG, SPEND, each, environment, wrong_with
from spendaudit.places.directory import CACHE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from faults.campaign import Tally

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders of POSIX")

REPORT = ["report", str(SPEND), "--area", "Preston", "-f", "json"]
WORKBOOK = ["report", str(FILES / "april.xlsx"), "--area", "Preston", "-f", "json"]
PACKED = ["report", str(FILES / "preston.csv.gz"), "--area", "Preston", "-f", "json"]
NOBODY = "import os; os.environ.pop('HOME', None); os.setgroups([]); os.setgid(54321); os.setuid(54321)\n"
"""A user who is in no list of users, as services in containers are."""

# Root may do everything everywhere, but not without these two rights; others do not have them.
_NO_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture(scope="module")
def without_rights() -> list[str]:
    """What starts a program that modes of files and folders hold back."""
    if os.geteuid() != 0:
        return []
    tried = shutil.which("setpriv") and subprocess.run(
        [*_NO_RIGHTS, "true"], capture_output=True, check=False
    )
    if not tried or tried.returncode:
        pytest.skip("root is held back by no mode, and setpriv cannot take its rights away")
    return _NO_RIGHTS


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of 256 KB."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)]
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("a small disk can be made by root alone")
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607  # where mount is


def counted_cases(
    counted: Tally,
    where: str,
    asked: Sequence[Sequence[str]],
    **how: object,
) -> None:
    for end in each(asked, **how):  # type: ignore[arg-type]
        counted.case(
            f"{where}: {' '.join(end.asked)}",
            wrong_with(end, allowed=(0, 1, 2, 3), adds_up="json" in end.asked),
        )


def test_no_home(warm: Path, tally: Callable[[str], Tally]) -> None:
    counted = tally("home, cache or temporary folder missing or read-only")
    without = environment(HOME=None, SPENDAUDIT_CACHE=warm, SPENDAUDIT_REGISTERS=None)
    commands = [
        *(REPORT, ["postcodes", "PR1 2RL", "D02 X285"]),
        *(["registers", "list"], ["registers", "where"], ["registers", "add", "none.csv"]),
    ]
    # Where the sources are closed to others, as in a folder of root's, its home is not asked for.
    setup = NOBODY if os.geteuid() == 0 and is_open_to_all(Path(__file__)) else ""
    setup = f"import platformdirs, spendaudit.cli.program\n{setup}"
    no_home = (
        "import os, platformdirs\n"
        "def none(*_, **__): raise RuntimeError('could not determine the home directory')\n"
        "platformdirs.user_cache_path = platformdirs.user_data_path = none\n"
    )
    counted_cases(counted, "no home", commands, env=without, setup=no_home)
    counted_cases(counted, "nobody", commands[1:2], env=without, setup=setup)
    counted.assert_none_failed()


def is_open_to_all(path: Path) -> bool:
    """Whether anybody may read a file."""
    folders = path.resolve().parents
    interpreter = Path(sys.executable).resolve().parents
    return all(one.stat().st_mode & 0o005 == 0o005 for one in (*folders, *interpreter))


def test_read_only(
    tmp_path: Path, warm: Path, without_rights: list[str], tally: Callable[[str], Tally]
) -> None:
    counted = tally("home, cache or temporary folder missing or read-only")
    closed, loop, file = tmp_path / "closed", tmp_path / "loop", tmp_path / "file"
    closed.mkdir()
    loop.symlink_to(loop)
    file.touch()
    (tmp_path / "secret.csv").write_text(SPEND.read_text())
    (tmp_path / "secret.csv").chmod(0)
    closed.chmod(0o555)
    secret = str(tmp_path / "secret.csv")
    beside = [
        ["report", secret],
        ["report", str(SPEND), "--suppliers", secret],
        ["report", str(SPEND), "--profile", secret],
        ["report", str(SPEND), "--postcodes", secret],
        ["verify", "--claims", secret],
        ["verify", secret, str(SPEND)],
        ["registers", "add", secret, "--registers", str(tmp_path / "r")],
        [*REPORT, "--registers", str(closed)],
        *([*REPORT[:4], "-o", str(place / name)] for place in (closed, loop, file, tmp_path / "no") for name in ("r.html", "tables/")),
        [*REPORT[:4], "-o", str(loop)],
        *(["registers", "add", str(FILES / "registers"), "--registers", str(place)] for place in (closed, loop, file)),
    ]  # fmt: skip
    env = environment(SPENDAUDIT_CACHE=warm)
    counted_cases(counted, "closed", beside, env=env, before=without_rights)
    for place in (closed, loop, file, tmp_path / "missing") if LONG else (closed, loop):
        for variable in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            if variable == "TMPDIR" or place == closed:
                changed = environment(
                    **{CACHE_VARIABLE: warm, "SPENDAUDIT_REGISTERS": None, variable: place}
                )
                counted_cases(counted, f"{variable}={place.name}", [REPORT, WORKBOOK, PACKED] if LONG else [WORKBOOK], env=changed, before=without_rights)  # fmt: skip
    assert [one.name for one in closed.iterdir()] == []
    assert file.read_bytes() == b""
    counted.assert_none_failed()


@pytest.mark.parametrize("place", ["closed", "loop", "file"])
def test_a_cold_cache_that_cannot_be_kept(
    place: str, tmp_path: Path, without_rights: list[str], tally: Callable[[str], Tally]
) -> None:
    counted = tally("home, cache or temporary folder missing or read-only")
    (tmp_path / "closed").mkdir(mode=0o555)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    few = (
        "import polars as pl; from spendaudit.places import directory\n"
        "from spendaudit.places.postcode_table import as_directory_table\n"
        "few = as_directory_table(pl.DataFrame({'postcode': ['PR1 2RL'], 'district': ['E07000123'],"
        " 'easting': [354029.0], 'northing': [429410.0]}))\n"
        "directory.decode_package = lambda: few\n"
    )
    env = environment(SPENDAUDIT_CACHE=tmp_path / place)
    (end,) = each([REPORT], env=env, before=without_rights, setup=few)
    kept = None if "could not be kept" in end.out else "it does not say that nothing was kept"
    counted.case(place, wrong_with(end, allowed=[0]) or kept)
    counted.assert_none_failed()


def test_no_temporary_folder_at_all() -> None:
    nowhere = "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/nowhere']\n"
    (end,) = each([REPORT], setup=nowhere)
    assert end.status == 1
    assert "no temporary folder can be written" in end.err
    assert "try: set TMPDIR" in end.err


def test_a_full_disk(small_disk: Path, warm: Path, tally: Callable[[str], Tally]) -> None:
    counted = tally("no space: a disk of 256 KB")
    many = small_disk.parent / "many.csv"
    rows = "".join(
        f"03/04/2024,Firm {n} Ltd £,PR1 2RL,{n}.50\n" for n in range(20_000 if LONG else 6_000)
    )
    many.write_text("Date,Supplier,Postcode,Amount\n" + rows, encoding="cp1252")
    asked = [
        *(["report", str(many), "--area", "Preston", "-o", str(small_disk / name)] for name in ("r.html", "r.xlsx", "t/")),
        *(["payments", str(many), "--area", "Preston", "-o", str(small_disk / name)] for name in ("p.csv", "p.parquet", "p.xlsx", "p.jsonl")),
        ["registers", "add", str(FILES / "registers"), "--registers", str(small_disk / "r")],
    ]  # fmt: skip
    counted_cases(counted, "outputs", asked, env=environment(SPENDAUDIT_CACHE=warm))
    counted.case("left", ", ".join(o.name for o in small_disk.rglob(".spendaudit-*")) or None)
    for one in small_disk.iterdir():
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    spooling = environment(SPENDAUDIT_CACHE=warm, TMPDIR=small_disk)
    spooled = [["report", str(many), "-f", "json"], ["payments", str(many), "-f", "xlsx"]]
    counted_cases(counted, "TMPDIR", [*spooled, REPORT], env=spooling)
    counted.case("left", ", ".join(o.name for o in small_disk.iterdir()) or None)
    cold = environment(SPENDAUDIT_CACHE=small_disk / "cache")
    counted_cases(counted, "cache", [REPORT], env=cold)
    counted.case("left", ", ".join(map(str, (small_disk / "cache").iterdir())) or None)
    counted.assert_none_failed()
