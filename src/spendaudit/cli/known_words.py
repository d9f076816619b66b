"""The words that the command line knows: what completes one, and which one a mistyped one meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def meant(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question in brackets, or nothing where none is near."""
    import difflib

    by_small_letters = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), by_small_letters, n=1, cutoff=0.6)
    return f" (did you mean {by_small_letters[near[0]]!r}?)" if near else ""


def one_of(known: Iterable[str], *, ending: str = "") -> Callable[[str], list[str]]:
    """What completes an option that takes one of a few words; `ending`: what is typed after it."""
    words = [f"{one}{ending}" for one in known]

    def begun(incomplete: str) -> list[str]:
        return _begun(words, incomplete)

    return begun


def areas_begun(incomplete: str) -> list[str]:
    """Names of areas, and codes once one has been begun, that go on from what was typed."""
    from spendaudit.places.area_table import areas

    known = areas()
    # S12 is the beginning of codes, S that of names.
    codes = list(known) if incomplete[1:2].isdigit() else []
    # St. Helens is found without its full stop, which nobody types.
    names = sorted({area.name.replace(".", "") for area in known.values()})
    return _begun([*names, *codes], incomplete)


def meanings_begun(incomplete: str) -> list[str]:
    """Meanings of columns, each with the equals sign that its heading follows."""
    from spendaudit.read.headings import meanings

    return _begun([f"{one}=" for one in meanings()], incomplete)


def registers_begun(incomplete: str) -> list[str]:
    """Registers that are kept in the usual folder."""
    from spendaudit.registers.store import manifests, registers_folder

    return _begun([path.parent.name for path in manifests(registers_folder())], incomplete)


def rates_begun(incomplete: str) -> list[str]:
    """Names of the published rates of re-spending."""
    from spendaudit.measures.multiplier import published_rates

    return _begun(published_rates(), incomplete)


def _begun(words: Iterable[str], incomplete: str) -> list[str]:
    """The words that go on from what was typed, which stays as it is: capitals do not matter."""
    return [
        incomplete + word[len(incomplete) :]
        for word in words
        if word.lower().startswith(incomplete.lower())
    ]
