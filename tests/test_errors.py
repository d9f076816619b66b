"""Every sentence that the product can refuse or warn with is shown in one transcript."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from session_runner import ROOT, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = ROOT / "src" / "spendaudit"
TRANSCRIPT = ROOT / "tests" / "sessions" / "errors.md"
ADVICE = SOURCE / "report" / "data" / "advice.toml"
FEWEST_WORDS = 3
"""Shorter texts are names and labels."""

LABELS = {
    "cli/areas.py": "help",
}

LONGEST_FILLING = 300


class Sentence(NamedTuple):
    """A text in the source, or the part of one between two things that are filled in.

    Attributes:
        place: file and line.
        text: as it stands there, `{}` for what is filled in.
    """

    place: str
    text: str

    def is_shown(self, printed: str) -> bool:
        """Whether a text holds its parts, one soon after the other."""
        first, *others = (" ".join(part.split()) for part in self.text.split("{}"))
        at = printed.find(first)
        while at >= 0:
            end = at + len(first)
            for part in others:
                found = printed.find(part, end, end + LONGEST_FILLING + len(part))
                end = found + len(part)
                if found < 0:
                    break
            else:
                return True
            at = printed.find(first, at + 1)
        return False


@cache
def printed() -> str:
    """What the commands of the transcript print, its folded lines joined."""
    steps = steps_of(TRANSCRIPT.read_text(encoding="utf-8"))
    return " ".join(" ".join(line for step in steps for line in step.expected).split())


def sentences(path) -> Iterator[Sentence]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    place = path.relative_to(SOURCE).as_posix()
    yield from _sentences(tree, place)


def _sentences(node: ast.AST, place: str) -> Iterator[Sentence]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in child.values
            )
            yield Sentence(f"{place}:{child.lineno}", text)
            for part in child.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _sentences(part, place)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield Sentence(f"{place}:{child.lineno}", child.value)
        else:
            yield from _sentences(child, place)
