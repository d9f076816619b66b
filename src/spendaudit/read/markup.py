"""XML inside an archive, read in a stream and within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn
from xml.parsers import expat

from spendaudit.errors import InputError
from spendaudit.read.quotes import LONGEST_CELL
from spendaudit.read.unpack import CHUNK

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator


_MOST_TAGS = 1_000


class _Local(dict[str, str]):
    """A tag without the prefix of its namespace; kept, since the same few come by the million."""

    def __missing__(self, tag: str) -> str:
        local = tag.rpartition(":")[2]
        if len(self) < _MOST_TAGS:
            self[tag] = local
        return local


LOCAL = _Local()


class Handler:
    """What is told of each element; `LOCAL` takes the prefix from a tag."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self.collecting = False
        """Whether text belongs to what is being read."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text; kept while `collecting`."""
        if self.collecting:
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise InputError(
                    f"{self._name} has a cell of over {LONGEST_CELL:,} characters",
                    "open it, and save the sheet with the payments as CSV",
                )
            self._parts.append(text)

    def collected(self) -> str:
        """The text since the last time, which is then forgotten."""
        text = "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


def parse(archive: zipfile.ZipFile, member: zipfile.ZipInfo, handler: Handler) -> Iterator[None]:
    """Read a member of an archive, and pause after each piece.

    Raises:
        ExpatError: it is not well-formed, or declares entities of its own, as no workbook does.
        InputError: a text in it is too long.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _refuse_entity
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            parser.Parse(piece, False)  # expat takes no keyword
            yield
    parser.Parse(b"", True)
    yield


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute whatever the prefix of its namespace, or an empty text."""
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return value
    return ""


def _refuse_entity(*_: Any) -> NoReturn:  # noqa: ANN401  # expat gives seven values
    raise expat.ExpatError("a workbook declares no entities")
