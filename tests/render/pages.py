"""A page of HTML taken apart by the standard library's parser, for what a reader's browser would see."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "input", "br", "link", "img", "hr"})
# Elements of SVG that this page writes without an end of their own.
CLOSED = frozenset({"rect", "path", "circle"})


@dataclass
class Element:
    """An element with its attributes, its own text and that of all within it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""
    children: list[Element] = field(default_factory=list)


class PageParser(HTMLParser):
    """Keeps every element in order, and refuses an end that has no beginning."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element, and its attributes."""
        inside = tuple(one.tag for one in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        if self.open:
            self.open[-1].children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that is its own end, as SVG has them."""
        assert tag in CLOSED, tag
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """End the element that is open, and no other."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Give a text to every element that is open."""
        for element in self.open:
            element.text += data


def parsed(page: str) -> list[Element]:
    """Every element of a page in order.

    Raises:
        AssertionError: an element is not closed, or closed out of order.
    """
    parser = PageParser()
    parser.feed(page)
    parser.close()
    assert not parser.open, [one.tag for one in parser.open]
    return parser.elements


def named(elements: list[Element], *tags: str) -> list[Element]:
    """The elements of some tags."""
    return [one for one in elements if one.tag in tags]
