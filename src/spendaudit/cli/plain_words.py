"""Words of the command line as texts and paths, without the library that Typer checks them with.

Every option of ours is a text, a path, a flag or one of a few words. Typer loads pydantic for them
all the same, which is a seventh of a report on a small file.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click.core import Context, Parameter

_PLAIN: dict[Any, type] = {
    str: str, list[str]: str, Path: Path, list[Path]: Path, bool: bool,
}  # fmt: skip
_CHECKED = ("parser", "exists", "writable", "resolve_path", "allow_dash", "path_type")
"""What an option may ask of its value: such a one is left to Typer."""


class PlainCommand(TyperCommand):
    """A command that takes texts and paths for what they are."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Give its parameters, those of plain types ready to be used."""
        return taken_plainly(super().get_params(ctx))


def taken_plainly(parameters: list[Parameter]) -> list[Parameter]:
    """Let parameters of plain types take their words for what they are; others stay with Typer."""
    for parameter in parameters:
        # A Typer that knows another way goes its own: slower, and the same.
        descriptor = getattr(parameter, "type_descriptor", None)
        usual = getattr(parameter, "get_runtime_param", None)
        kind = _kind_of(getattr(descriptor, "annotation", None))
        if descriptor is None or usual is None or kind is None:
            continue
        asks = descriptor.parameter_info
        if not any(getattr(asks, one) for one in _CHECKED) and asks.file_okay and asks.dir_okay:
            words = _Words(kind, usual)
            vars(parameter).setdefault("get_runtime_param", lambda words=words: words)
    return parameters


def _kind_of(annotation: object) -> type | None:
    """What a word is made into: a text, a path, one of a few words, or what Typer makes of it."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return annotation
    return _PLAIN.get(annotation)


class _Words(NamedTuple):
    """What a parameter makes of its words: texts or paths; anything else is for Typer to judge."""

    kind: type
    usual: Callable[[], Any]

    def coerce(self, value: object, param: Any, ctx: object) -> Any:  # noqa: ANN401  # as Typer has it
        """The value of a parameter, as Typer asks for it."""
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        words = value if many and isinstance(value, list | tuple) else [value]
        if all(map(self._is_plain, words)):
            taken = [self.kind(word) for word in words]
            return taken if many else taken[0]
        return self.usual().coerce(value, param=param, ctx=ctx)

    def _is_plain(self, word: object) -> bool:
        if not isinstance(word, str) or self.kind is bool:
            return False
        if issubclass(self.kind, StrEnum):
            return word in list(self.kind)
        # What is there and cannot be read, Typer refuses in its own words.
        return self.kind is str or os.access(word, os.R_OK) or not os.path.lexists(word)
