"""Which of several columns holds the name of the supplier, when the headings leave it open."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.errors import ColumnError
from spendaudit.read.headings import TOLD_BY, Heading, as_argument, cleaned, meaning_of
from spendaudit.read.looks import Look, look_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMED = 0.5
"""Share of the filled cells that have to be words where a column holds names."""
PLAINLY = 2
"""Up to this rank a heading says supplier and nothing else; `Name` may be anybody's."""
A_KIND = 3
"""A column with that many times fewer different texts than another has kinds of suppliers, not names."""
NEVER_ONE = 5
"""Rows; where so many name a single supplier, it may be the publisher."""
_PUBLISHED = "redact|publish|final|amended|live|updated|reported|approved"
_SHORT = "short|abbrev|alias|search(?:name|term|key)"
"""What a ledger calls the key by which it finds a supplier, `BRAKES B`, beside the name itself."""
_SAYS_PAID = "supplier|vendor|payee|creditor|beneficiary|recipient|paid"
"""What a heading has that is not over who published, beside any column of firms."""
_PUBLIC_BODY = re.compile(
    r"\b(council|borough|county|nhs|trust|police|fire|authority|university|department|ministry"
    r"|office|commission|agency|government|college)\b",
    re.IGNORECASE,
)
_A_PUBLISHER = re.compile(
    r"\b(council|nhs|trust|police|authority|university|ministry|college)\b", re.IGNORECASE
)
"""What a title has that names a body; `department` and `office` may be its own."""
_WORD = r"[^\W0-9_]+"
_OF_ANY_BODY = frozenset(
    [
        "and",
        "of",
        "the",
        "for",
        "city",
        "borough",
        "county",
        "district",
        "metropolitan",
        "royal",
        "london",
        "council",
        "unitary",
        "authority",
        "nhs",
        "foundation",
        "trust",
        "hospital",
        "hospitals",
        "police",
        "fire",
        "rescue",
        "service",
    ]
)


def with_supplier(
    heading: Heading,
    looks: Sequence[Look],
    rows: pl.LazyFrame,
    settled: Mapping[str, str],
    name: str,
    titles: Sequence[str] = (),
) -> Heading:
    """The heading with the column that holds names of payees.

    Args:
        heading: as it was understood by its words.
        looks: what each column looks like in the first rows.
        rows: all of them, with the columns `c0`, `c1`, …
        settled: meaning to heading; a supplier that the user named is left as it is.
        name: of the file.
        titles: what stands above the heading.

    Raises:
        ColumnError: the only supplier may be the publisher.
    """
    place = heading.columns["supplier"]
    look = looks[place] if place < len(looks) else Look()
    holds_names = look.share(look.words) >= NAMED
    single = look.distinct == 1 and look.filled >= NEVER_ONE
    number = heading.columns.get("supplier_id", -1)
    if single and heading.told_by.get("supplier_id") == TOLD_BY[3]:
        number = -1  # `Supplier` passed for a number only because `Company Name` stands beside it
    pair = [one for one in heading.all_that_mean("supplier") if one < len(looks) and one != number]
    if "supplier" in settled or (holds_names and not single and len(pair) < 2):
        return heading
    # The first rows may all be one supplier's: the whole file decides.
    firms, others = _firms(heading, looks), _others(heading, looks)
    every = sorted({place, *pair, *others, *([] if firms is None else [firms])})
    found = dict(zip(every, look_at(rows, [f"c{one}" for one in every]), strict=True))
    names = [one for one in every if _is_of_names(found[one]) and one in pair]
    if not names and not _is_of_names(found[place]):
        free = [
            one
            for one in every
            if _is_of_names(found[one])
            and found[one].distinct * 2 >= found[place].distinct
            and found[one].bodies * 20 > found[one].filled
        ]
        beside = [one for one in free if one in others and abs(one - place) == 1]
        if not beside and firms in free and not _is_of_words(found[place]):
            beside = [firms]
        names = beside if len(beside) == 1 else []
    if not names:
        body = heading.columns.get("body", len(looks))
        bodies = [looks[body].example] if body < len(looks) and looks[body].distinct == 1 else []
        file = [part.replace("_", " ") for part in PurePath(name).parts[-2:]]
        return _without_names(heading, found[place], [*bodies, *titles, *file], firms, name)
    chosen = _published(heading, names, found)
    return _chosen(heading, (place, chosen), names, found, rows)


def _others(heading: Heading, looks: Sequence[Look]) -> list[int]:
    """Columns of words that no heading claims, or that a heading calls an id.

    What stands to the right of every heading has slipped there, and is no column.
    """
    claimed = set(heading.columns.values()) - {heading.columns.get("supplier_id", -1)}
    known = {place for place, cell in enumerate(heading.cells) if cell.strip() and place in claimed}
    return [
        place
        for place, (cell, look) in enumerate(zip(heading.cells, looks, strict=False))
        if place not in known
        and look.share(look.words) >= NAMED
        and (not cell.strip() or heading.columns.get("supplier_id") == place)
    ]


def _firms(heading: Heading, looks: Sequence[Look]) -> int | None:
    """The only column without a meaning that holds several names, some of them of firms."""
    claimed = set(heading.columns.values())
    found = [
        place
        for place, (cell, look) in enumerate(zip(heading.cells, looks, strict=False))
        if place not in claimed
        and cell.strip()  # a table beside the payments has no heading
        and meaning_of(cell) is None
        and look.share(look.words) >= NAMED
        and look.distinct > 1
        and look.bodies * 20 > look.filled
    ]
    return found[0] if len(found) == 1 else None


def _is_of_words(look: Look) -> bool:
    return look.share(look.words) >= NAMED


def _is_of_names(look: Look) -> bool:
    return _is_of_words(look) and (look.distinct > 1 or look.filled < NEVER_ONE)


def _published(heading: Heading, names: Sequence[int], found: Mapping[int, Look]) -> int:
    """Of several columns of names, the one that was made to be published, if it is as full and as varied."""
    most = max(found[one].filled for one in names)
    different = max(found[one].distinct for one in names)
    # Where each stands on its own a short name is one as well.
    names = [one for one in names if not re.search(_SHORT, cleaned(heading.called(one)))] or names
    full = [
        one
        for one in names
        if found[one].filled * 10 >= most * 9 and found[one].distinct * A_KIND > different
    ]
    worded = [one for one in full if re.search(_PUBLISHED, cleaned(heading.called(one)))]
    first = heading.columns["supplier"]
    return worded[0] if worded else (first if first in full else (full or names)[0])


def _chosen(
    heading: Heading,
    change: tuple[int, int],
    names: Sequence[int],
    found: Mapping[int, Look],
    rows: pl.LazyFrame,
) -> Heading:
    """The heading with the supplier's column changed from one to another, and what that tells."""
    before, chosen = change
    called = heading.called(chosen)
    columns = dict(heading.columns)
    told = dict(heading.told_by)
    notices = []
    if chosen != before:
        columns["supplier"] = chosen
        told["supplier"] = TOLD_BY[-1]
        if columns.get("supplier_id") == chosen:
            del columns["supplier_id"], told["supplier_id"]
        if before not in names and found[before].share(found[before].words) >= NAMED:
            # One name on every row: who published, not who was paid.
            if "body" not in columns:
                columns["body"] = before
                told["body"] = TOLD_BY[-1]
            notices.append(
                f"every row has {found[before].example[:40]!r} under {heading.called(before)!r}: "
                f"the suppliers are those of {called!r} (column {chosen + 1})"
            )
        # A number that many suppliers share is none of theirs: a period, from a column that moved.
        elif (
            before not in names
            and "supplier_id" not in columns
            and found[before].distinct * A_KIND > found[chosen].distinct
        ):
            columns["supplier_id"] = before
            told["supplier_id"] = TOLD_BY[-1]
        if before not in names and found[before].share(found[before].words) < NAMED:
            notices.append(
                f"{heading.called(before)!r} holds no names: "
                f"the suppliers are those of {called!r} (column {chosen + 1})"
            )
    for other in names:
        if other == chosen:
            continue
        here, there = (pl.col(f"c{one}").fill_null("").str.strip_chars() for one in (chosen, other))
        differing = (
            rows.select(((here != there) & (there != "") & (here != "")).sum())
            .collect(engine="streaming")
            .item()
        )
        if differing:
            on = f"on {differing:,} row{'s'[: differing > 1]}"
            notices.append(
                f"the suppliers are those of {called!r} (column {chosen + 1}); "
                f"{heading.called(other)!r} (column {other + 1}) says something else {on}"
            )
    return heading._replace(columns=columns, told_by=told, notices=(*heading.notices, *notices))


def _without_names(
    heading: Heading, look: Look, publishers: Sequence[str], firms: int | None, name: str
) -> Heading:
    """No column of suppliers holds several names: it is the publisher's, of numbers, or of one payee.

    `firms` is the position of another column, that may hold them unless the heading says plainly who was paid.
    """
    called = heading.called(heading.columns["supplier"])
    shown = " ".join(look.example.split())[:60]
    one = look.distinct == 1 and look.filled >= NEVER_ONE
    if re.search(_SAYS_PAID, cleaned(called)):
        firms = None
    if one and ((_is_of_words(look) and firms is not None) or _PUBLIC_BODY.search(shown)):
        why = _why_not_the_publisher(heading, shown, publishers)
        if why is not None and firms is None:
            notice = f"every row under {called!r} has {shown!r}: it is taken as the supplier, {why}"
            return heading._replace(notices=(*heading.notices, notice))
        other = "HEADING" if firms is None else heading.called(firms)
        raise ColumnError(
            f"{name}: under {called!r} every row has {shown!r}, which may be the publisher",
            "if another column holds the suppliers: "
            f'spendaudit report {as_argument(name)} --column supplier="{other}"; '
            f'if it is the supplier: --column supplier="{called}"',
        )
    if not look.filled or _is_of_words(look):
        return heading
    notice = f"{called!r} holds numbers where the names of suppliers should be"
    return heading._replace(notices=(*heading.notices, notice))


def _why_not_the_publisher(
    heading: Heading, supplier: str, publishers: Sequence[str]
) -> str | None:
    """What tells that the one body that was paid is not the one that paid; None where nothing does.

    Args:
        heading: as it was understood.
        supplier: the body's name.
        publishers: texts that may name who published: titles, the name of the file, another column.
    """
    own = _own_words(supplier)
    if not own or any(own <= set(re.findall(_WORD, text.lower())) for text in publishers):
        return None
    other = next((text for text in publishers if _A_PUBLISHER.search(text)), None)
    if other is not None:
        return f"since {' '.join(other.split())[:60]!r} names another body"
    found = meaning_of(heading.cells[heading.columns["supplier"]])
    plain = found is not None and found[0] == "supplier" and found[1] <= PLAINLY
    return "as its heading says" if plain else None


def _own_words(body: str) -> set[str]:
    """What is a body's own in its name: `Preston City Council` is `preston`."""
    words = set(re.findall(_WORD, body.lower()))
    return words - _OF_ANY_BODY or words
