"""The straight line, held by the imports: nothing flows back."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
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
    "spendaudit.report.file_accounts",
    "spendaudit.report.values",
}


@cache
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


def test_the_digits_of_patterns_are_those_that_numbers_are_read_from() -> None:
    def of_all_scripts(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and r"\d" in node.value
        )

    for path in MODULES:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert not any(map(of_all_scripts, nodes)), path


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


SCRIPT = """
import json, socket, sys
def refuse(*_): raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from spendaudit.cli.program import run
statuses = [run(words) for words in json.loads(sys.argv[1])]
found = sorted({name.split(".")[0] for name in sys.modules})
sys.stderr.write("\\n" + json.dumps([statuses, found]))
"""
HEAVY = {
    *("numpy", "pandas", "pgeocode", "pydantic", "jinja2", "xlsxwriter", "fastexcel", "rapidfuzz"),
    *("jsonschema", "narwhals", "olefile", "requests", "urllib3", "duckdb", "pyspark"),
}
"""What only one format, one kind of file or nothing of ours needs."""


def loaded_by(*commands: list[str | Path]) -> set[str]:
    """The top-level packages that commands have loaded, one after the other in one process."""
    words = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run([sys.executable, "-c", SCRIPT, words], capture_output=True, check=True)
    statuses, names = json.loads(done.stderr.decode().splitlines()[-1])
    assert not any(statuses), done.stderr.decode()
    return set(names)


def test_what_only_tells_about_the_program_loads_next_to_nothing() -> None:
    loaded = loaded_by(
        ["--help"],
        ["--version"],
        ["--show-completion", "bash"],
        ["report", "--help"],
        ["areas", "-h"],
    )
    assert not loaded & {*HEAVY, "polars", "rich", "brotli", "msgpack"}
    assert "typer" in loaded


def test_a_report_loads_what_a_table_needs_and_asks_for_no_network(sample: Path) -> None:
    loaded = loaded_by(["report", sample / "preston-sample-2024-25.csv", "-f", "table"])
    assert loaded & HEAVY == set()
    assert {"polars", "rich"} <= loaded


def test_what_a_program_asks_for_loads_nothing_for_people(tmp_path: Path) -> None:
    spend = ROOT / "tests" / "files" / "preston.csv"
    loaded = loaded_by(
        ["report", spend, "-f", "json"],
        ["payments", spend, "-o", tmp_path / "payments.parquet"],
        ["suppliers", spend, "-f", "csv"],
    )
    assert not loaded & {*HEAVY, "rich"}
