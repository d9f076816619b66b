"""The straight line, held by the imports: nothing flows back."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from session_runner import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = ROOT / "src" / "spendaudit"
MODULES = sorted(SOURCE.rglob("*.py"))

ROOMS = (
    {"errors", "formulas", "frames", "locks", "names", "read"},
    {"clean"},
    {"registers"},
    {"suppliers", "places"},
    {"expected", "home", "profile"},
    {"intake"},
    {"audit"},
    {"measures"},
    {"report"},
    {"render"},
    {"api"},
    {"cli", "__main__"},
)
"""From the start of the line to its end; a module imports only from its own room and earlier ones."""

# Values and wording that know nothing of the line, and are used all along it.
EVERYWHERE = {
    "spendaudit",
    "spendaudit.errors",
    "spendaudit.frames",
    "spendaudit.report.figures",
    "spendaudit.report.values",
}


def imports_of(path: Path, *, when_run: bool = False) -> list[str]:
    """Names of the modules that a module imports; without those for type checkers if `when_run`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and when_run and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    found: list[str] = []
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            found.append(node.module or "")
    return found


def modules_that_import(package: str) -> set[str]:
    return {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == package for name in imports_of(path))
    }


def room_of(module: str) -> int:
    first = module.removeprefix("spendaudit.").split(".")[0].removesuffix(".py")
    return next(number for number, room in enumerate(ROOMS) if first in room)


def test_only_the_command_line_knows_typer() -> None:
    assert all(name.startswith("cli/") for name in modules_that_import("typer"))
    assert modules_that_import("typer")


def test_only_the_terminal_renderer_knows_rich() -> None:
    assert modules_that_import("rich") == {"render/terminal.py"}


def test_only_one_adapter_knows_pgeocode() -> None:
    assert modules_that_import("pgeocode") == {"places/abroad.py"}


def test_nothing_imports_pandas_or_click() -> None:
    assert modules_that_import("pandas") == modules_that_import("click") == set()


def test_nothing_fetches_or_unpickles_and_one_module_starts_a_process() -> None:
    reaching_out = {"pickle", "marshal", "shelve", "urllib.request", "http", "socket", "subprocess"}
    found = {
        (path.relative_to(SOURCE).as_posix(), name)
        for path in MODULES
        for name in imports_of(path)
        if reaching_out & {name, name.split(".")[0]}
    }
    assert found == {("read/workbook.py", "subprocess")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_only_what_stands_before_it_on_the_line(path: Path) -> None:
    name = path.relative_to(SOURCE).as_posix()
    if name == "__init__.py":
        return
    here = room_of(name.replace("/", "."))
    later = [
        module
        for module in imports_of(path, when_run=True)
        if module.split(".")[0] == "spendaudit"
        and module not in EVERYWHERE
        and room_of(module) > here
    ]
    assert not later


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_opens_with_one_sentence_and_prints_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree)
    assert docstring
    first, _, rest = docstring.partition("\n")
    assert not rest or rest.startswith("\n"), "the first line is the sentence"
    assert first.endswith((".", ":", "”"))
    assert first[0].isupper() or first[0] in "`p"
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in called


def loaded_by(*arguments: str | Path) -> set[str]:
    """The top-level packages that a command has loaded when it ends; it may open no socket."""
    script = """
import json, os, socket, sys
def end(status): raise SystemExit(status)
os._exit = end  # the program ends its process at once: here it is to say what it loaded
def refuse(*_): raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
sys.argv = ["spendaudit", *sys.argv[1:]]
from spendaudit.cli import main
status = 0
try:
    main()
except SystemExit as end:
    status = end.code or 0
sys.stderr.write("\\n" + json.dumps([int(status), sorted({name.split(".")[0] for name in sys.modules})]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, check=True
    )
    status, names = json.loads(done.stderr.decode().splitlines()[-1])
    assert status == 0, done.stderr.decode()
    return set(names)


def test_help_loads_neither_polars_nor_rich() -> None:
    loaded = loaded_by("--help")
    assert not loaded & {"polars", "rich", "pandas", "pgeocode", "numpy"}
    assert "typer" in loaded


def test_a_report_loads_no_pandas_and_asks_for_no_network(sample: Path) -> None:
    loaded = loaded_by("report", sample / "preston-sample-2024-25.csv")
    assert not loaded & {"pandas", "pgeocode", "requests", "urllib3"}
    assert "pydantic" not in loaded, "Typer goes another way: see cli/plain_words.py"
    assert {"polars", "rich"} <= loaded
