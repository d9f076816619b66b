"""Write `docs/architecture.md`: the sentence with which each module opens, along the straight line.

python docs/architecture.py
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).with_name("architecture.md")
SOURCE = PAGE.parents[1] / "src" / "spendaudit"
ROOMS = (
    *(
        "errors",
        "frames",
        "formulas",
        "locks",
        "names",
        "read",
        "clean",
        "registers",
        "suppliers",
        "places",
    ),
    *(
        "expected",
        "home",
        "profile",
        "intake",
        "audit",
        "measures",
        "report",
        "render",
        "api",
        "cli",
    ),
)
"""From the start of the line to its end: a room imports from those before it."""
ABOUT = """\
# Architecture

One straight line, from files to a report. Each stage is a function from tables to tables; only `read`
touches the user's files, only `render` writes, and only `cli` knows that there is a command line.
`audit.py` is the line itself: begin there, then `frames.py`, which names every column that flows.

A module imports from its own room and from those before it; `tests/test_architecture.py` holds it to
that. This page is written by `docs/architecture.py` from the first sentence of each module.
"""


def page() -> str:
    """The page in Markdown: a heading a room, a line a module."""
    return "\n".join([ABOUT, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    for room in ROOMS:
        folder = SOURCE / room
        if not folder.is_dir():
            yield f"## `{room}.py`\n\n{opening(SOURCE / f'{room}.py')}\n"
            continue
        yield f"## `{room}/`\n\n{opening(folder / '__init__.py')}\n"
        for module in sorted(folder.rglob("*.py")):
            if module != folder / "__init__.py":
                inner = module.relative_to(folder)
                name = inner.parent if module.name == "__init__.py" else inner
                slash = "/" if module.name == "__init__.py" else ""
                yield f"- `{name.as_posix()}{slash}` — {opening(module)}"
        yield ""


def opening(module: Path) -> str:
    """The first sentence of a module."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
