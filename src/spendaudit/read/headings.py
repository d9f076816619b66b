"""A heading, and what publishers mean by what they call a column.

What they call it is data: `data/headings.csv` for whole headings, `data/heading_parts.csv` for
words inside one, `data/two_sides.csv` and `data/two_parts.csv` for amounts that stand in two
columns. A heading about the publisher is in the table as such, so that it never becomes
the supplier. Which row of a file is its heading, `heading_rows` finds out.
"""

from __future__ import annotations

import csv
import re
import shlex
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEEDED = ("supplier", "amount")
SECOND_AMOUNT = "second_amount"
"""What no word means by itself: `Capital`, beside `Revenue` where both hold what was paid."""
REST_OF_NAME = "supplier_continued"
"""Where the supplier's name goes on: `Name 2`, beside `Name 1` whose words it goes on with."""
NAME_BESIDE = "supplier_beside"
"""Where the supplier's name stands on rows whose own is blank: `Supplier Name(T)`."""
SUPPLIER_TYPE = "supplier_type"
"""What kind of creditor the payee is, in the publisher's words: some say that it is a person."""
NO_CONCERN = ("ignored", "vat")
"""Meanings that an audit knows and does not use."""
SAY_NO_MORE = ("ignored", SUPPLIER_TYPE)
"""Meanings that make no row more of a heading than another, nor a column another's."""
TOLD_BY = (
    "your word",
    "its heading",
    "a word in its heading",
    "its twin beside it",
    "its content",
)
"""What can tell the meaning of a column, the surest first."""
LONGEST_HEADING, LONGEST_CLEANED = 400, 60
"""Characters, as it stands and as it is compared: a longer cell is prose."""
_PRICE = "(cost|amount|value|price|total|paid|spend|payment|sum)s?"
_RECOVERED = "(any|rec|recov|(ir|non|un)?recoverable|reclaimable)?vat"
_WITHOUT_VAT = re.compile(
    f"ex(c|cl|cluding|cludes|clusive|clusiveof)?{_RECOVERED}|hebtaw"
    f"|(less|before|without|minus|pre){_RECOVERED}|vatexc"
    f"|{_PRICE}ex(c|cl|clusive)?$|^exclusive{_PRICE}$|^lineexclusive$"
)
_BESIDE_NET = (
    "(?:amount|amn?t|value|val|total|tot|sum|costs?|prices?|paid|pay|payments?|spen[dt]|exp(?:enditure)?|charges?|invoiced?"
    "|inv|ap|gl|ledger|lines?|items?|trans(?:action)?|trx|dist(?:ribution)?|doc(?:ument)?|gbp|pounds?|sterling|base|local"
    "|curr(?:ency)?|figure|posted|posting|of|in|is|exc?l?|inc?l?|less|vat|actuals?|[0-9]+)s?"
)
# In `Monetary`, `Line total` and `Network` the three letters are no word.
_NET = re.compile(f"(?:{_BESIDE_NET})*nett?(?:{_BESIDE_NET}.*)?")
_GROSS = re.compile(
    f"gross|swmgros|[cg]ynnwystaw|inc(l|luding|ludes|lusive|lusiveof)?vat|(after|with|plus|post)vat|vatinc|{_PRICE}inc(l|lusive)?$"
    f"|^inclusive{_PRICE}$|^lineinclusive$"
)
# `Tax Amt`, `Amount excl tax`: of purchases the tax is VAT; a taxi, a council tax and the like are not.
_TAX = re.compile(
    "(?<!council)(?<!income)(?<!road)(?<!syn)"
    "tax(?!i(?!nc)|able|ation|es|pay|free|exempt|onom|date|point|year|period|month)|^gst|gst$"
)
_OF_MONEY = re.compile(
    "amount|amn?t|value|total|sum|cost|price|paid|payment|spend|charge|gbp|pounds|rate|code|element|tax(desc|type)"
    "|^(exc|inc|net|gross)"
)
# `Gwasanaeth / Service`, `Service (Gwasanaeth)`: the same in two languages.
_HALVES = re.compile(r"\s*(?:[/|\n]|\s[-\u2013]\s|\()\s*")
# `Supplier (F)`: the letter of the spreadsheet's column. `(T)` is Agresso's mark of a text.
_COLUMN_LETTER = re.compile(r"(?<=\S)\s+\((?:[a-su-z]|n/a)\s?\)\s*$")
_TEXT_MARK = re.compile(r"\(t\)\s*$", re.IGNORECASE)
_OF_TEXTS = ("department", "category", "purpose")
"""Meanings that a column of texts, such as `Account(T)`, bears out better than its twin of codes."""
_COLUMN_NUMBER = re.compile(r"^\s*(?:(?:\([0-9]+\)|[0-9]+\.)\s*|[0-9]{1,2}\s+(?=[a-z]{3}))")
_SIGNS = re.compile("[^a-z0-9]+")
_WORDS = re.compile("[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])")
"""`NetAmount` is two, `NETAMOUNT` one."""
_POUNDS_AND_PENCE = re.compile(r"\s*£[\s.:/-]*p\s*")
# Of two columns, such as `Supplier, Supplier Name`, the bare one holds a number or an address.
_BARE = {
    "supplier": ("supplier_id", ("supplier", "vendor", "creditor", "payee")),
    "body": ("body_uri", ("body", "organisation")),
}
# Beside what a merchant sells, as the card's scheme has it, they say what was bought.
_OF_MERCHANTS = re.compile("^(mer?chant|mcc|mcg)")
_BOUGHT = ("expensedescription", "expensedesc", "expendituredescription", "expendituredesc")
_PARTS_OF_A_FAMILY = ("entity", "entityname", "entuty", "enitity", "entitiy", "ccg")
FAMILIES = ("department", "dept", "departmentname", "deptname")
"""What the column of the ministry is called too, beside one of its bodies."""


class Heading(NamedTuple):
    """The heading of a file.

    Attributes:
        line: its last line in the file, from 1; 0 where there is none.
        cells: what stands over each column; `column 3` where there is no heading.
        columns: meaning to position in `cells`.
        basis: what the amount says of VAT: `net`, `gross` or `not said`.
        told_by: meaning to what told it, one of the phrases of `TOLD_BY`.
        lines: every line that is part of it.
        begins: the first line that may hold a payment; what stands above is a title.
        rival_amounts: heading and position of other columns that hold amounts of the payments.
        notices: sentences about how the columns were understood.
        family: the department that a column beside that of the publishers names on every row.
        beside: positions of the columns of another table, which is left out.
        gross_and_vat: positions of two columns of which the first less the second is the amount, as
            the rows prove.
    """

    line: int
    cells: tuple[str, ...]
    columns: dict[str, int]
    basis: str
    told_by: dict[str, str]
    lines: tuple[int, ...]
    begins: int
    rival_amounts: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()
    family: str = ""
    beside: tuple[int, ...] = ()
    gross_and_vat: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        """How many cells there are up to the last one that is not blank."""
        return max((place for place, cell in enumerate(self.cells, 1) if cell.strip()), default=0)

    def called(self, position: int) -> str:
        """What a column is called on the page: its heading, or where it stands."""
        cell = " ".join(self.cells[position].split()) if position < len(self.cells) else ""
        return cell[:60] or f"column {position + 1}"

    def all_that_mean(self, meaning: str) -> tuple[int, ...]:
        """Positions of every column whose heading has a meaning, from the left."""
        found = (meaning_of(cell) for cell in self.cells)
        return tuple(place for place, one in enumerate(found) if one and one[0] == meaning)

    def named(self) -> dict[str, str]:
        """Meaning to heading as it stands in the file, without what an audit ignores."""
        return {
            meaning: self.cells[position].strip() or f"column {position + 1}"
            for meaning, position in self.columns.items()
            if meaning not in NO_CONCERN
        }


def cleaned(heading: str) -> str:
    """What is compared: lower-case letters and digits, without `(01)`, `5.` or `5 ` in front, `(C)` behind.

    A heading that is nothing but a pound sign, or `£.p`, becomes `gbp`.
    """
    text = _COLUMN_LETTER.sub("", _COLUMN_NUMBER.sub("", heading.lower()))
    if _POUNDS_AND_PENCE.fullmatch(text):
        return "gbp"
    letters = _SIGNS.sub("", text)
    return letters or ("gbp" if "£" in text else "")


def meanings() -> tuple[str, ...]:
    """Every meaning that a column can have, in the order of the table."""
    known = dict.fromkeys(meaning for meaning, _ in _whole_headings().values())
    return (*known, SECOND_AMOUNT, REST_OF_NAME, NAME_BESIDE)


@cache
def _whole_headings() -> dict[str, tuple[str, int]]:
    """Cleaned heading to its meaning and rank (the lower the better)."""
    known: dict[str, tuple[str, int]] = {}
    with (files("spendaudit.read") / "data" / "headings.csv").open(encoding="utf-8") as table:
        rows = csv.reader(table)
        next(rows)
        for meaning, rank, heading, _source in rows:
            known.setdefault(cleaned(heading), (meaning, int(rank)))
    return known


@cache
def _heading_parts() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str, int], ...]:
    """Patterns for parts of cleaned headings, best rank first."""
    with (files("spendaudit.read") / "data" / "heading_parts.csv").open(encoding="utf-8") as table:
        rows = [
            (
                re.compile(row["part"]),
                re.compile(row["unless"]) if row["unless"] else None,
                row["meaning"],
                int(row["rank"]),
            )
            for row in csv.DictReader(table)
        ]
    return tuple(sorted(rows, key=lambda row: row[3]))


def meaning_of(heading: str) -> tuple[str, int] | None:
    """The meaning of one heading and its rank, or None when nobody has called a column so."""
    text = cleaned(heading[:LONGEST_HEADING])
    if not 0 < len(text) <= LONGEST_CLEANED:
        return None
    if _TEXT_MARK.search(heading) and text not in _whole_headings():
        bare = _whole_headings().get(cleaned(_TEXT_MARK.sub("", heading)))
        if bare and bare[0] in _OF_TEXTS:
            return bare[0], bare[1] - 1
    return _meaning_of_cleaned(text) or _meaning_of_both(heading)


def _meaning_of_both(heading: str) -> tuple[str, int] | None:
    """What both halves of a heading mean, where it says the same twice: in Welsh and in English."""
    halves = [cleaned(half) for half in _HALVES.split(heading.strip())]
    known = {one[0]: one for half in halves if (one := _whole_headings().get(half))}
    both = len(halves) == 2 and all(half in _whole_headings() for half in halves)
    return next(iter(known.values())) if both and len(known) == 1 else None


@lru_cache(maxsize=4096)
def _meaning_of_cleaned(text: str) -> tuple[str, int] | None:
    said = _with_vat(text)
    whole = _whole_headings().get(text) or _whole_headings().get(said)
    if whole:
        return whole
    for part, unless, meaning, rank in _heading_parts():
        if part.search(said) and not (unless and unless.search(said)):
            return meaning, rank
    return None


def _with_vat(text: str) -> str:
    """A cleaned heading about money, its tax by the name that the tables know: `vat`."""
    return _TAX.sub("vat", text) if _OF_MONEY.search(text) else text


def position_of(word: str, cells: Sequence[str]) -> int | None:
    """Where the column stands that the user named: by its heading, or as `3` or `column 3`.

    Returns:
        Its position from 0, or None where there is no such column.
    """
    wanted = cleaned(word)
    # `Share %` and `Share £` are the same without their signs.
    same = [place for place, cell in enumerate(cells) if cell.split() == word.split() != []]
    if len(same) == 1:
        return same[0]
    for position, cell in enumerate(cells):
        if wanted and cell.strip() and cleaned(cell) == wanted:
            return position
    number = re.fullmatch(r"(?:column)?([0-9]{1,4})", wanted)
    place = int(number[1]) - 1 if number else -1
    return place if 0 <= place < len(cells) else None


def understand(cells: Sequence[str], settled: Mapping[str, str]) -> dict[str, int]:
    """Give each meaning its best column among one row's cells; what the user settled comes first."""
    claims: list[tuple[int, int, str]] = []
    taken: dict[str, int] = {}
    for meaning, word in settled.items():
        position = position_of(word, cells)
        if position is not None:
            taken[meaning] = position
    by_hand = set(taken.values())
    for position, cell in enumerate(cells):
        if position not in by_hand and (found := meaning_of(cell)):
            claims.append((found[1], position, found[0]))
    left_over: list[tuple[int, str]] = []
    for _, position, meaning in sorted(claims):
        if meaning not in taken:
            taken[meaning] = position
        else:
            left_over.append((position, meaning))
    for position, meaning in left_over:
        instead, bare = _BARE.get(meaning, ("", ()))
        if instead and instead not in taken and cleaned(cells[position]) in bare:
            taken[instead] = position
    _swap_a_family(taken, left_over, cells)
    _tell_what_was_bought(taken, left_over, cells)
    return _with_both_parts(_with_both_sides(taken, cells, settled), cells, settled)


def _with_both_sides(
    taken: dict[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> dict[str, int]:
    """Amounts in two columns, such as `Debit, Credit`, where no other column is the amount.

    A column of credits is nothing without its twin: an `Amount` beside it has the credits in it,
    unless the rows show otherwise (`credits_beside`).
    """
    if "credit" in settled and "credit" in taken:
        return taken
    sides = both_sides(cells)
    if "amount" in settled or sides is None or taken.get("amount", sides[0]) not in sides:
        if "credit" in taken:
            taken.setdefault("ignored", taken["credit"])
            del taken["credit"]
        return taken
    left = {meaning: place for meaning, place in taken.items() if place not in sides}
    return left | {"amount": sides[0], "credit": sides[1]}


def _with_both_parts(
    taken: dict[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> dict[str, int]:
    """Amounts in two columns that were both paid, where no other column is the amount."""
    parts = both_parts(cells, plainly=True)
    if "amount" in settled or parts is None or taken.get("amount", parts[0]) not in parts:
        return taken
    left = {meaning: place for meaning, place in taken.items() if place not in parts}
    return left | {"amount": parts[0], SECOND_AMOUNT: parts[1]}


def both_sides(cells: Sequence[str]) -> tuple[int, int] | None:
    """Where the debits and the credits stand, if just one heading says so of each."""
    return _pair(cells, _pairs_of_words("two_sides.csv"))


def what_credits_are(debit: str, credit: str) -> str:
    """What stands under the second of two headings: `credit`, `received`, `balance`."""
    said = (cleaned(debit), cleaned(credit))
    kinds = _lines_of("two_sides.csv")
    pairs = zip(_pairs_of_words("two_sides.csv"), kinds, strict=True)
    fitting = (
        line["credit_is"]
        for words, line in pairs
        if all(one.fullmatch(text) for one, text in zip(words, said, strict=True))
    )
    return next(fitting, "credit")


def both_parts(cells: Sequence[str], *, plainly: bool) -> tuple[int, int] | None:
    """Where two columns stand such as `Revenue` and `Capital`, if just one heading says so of each.

    Args:
        cells: of the heading.
        plainly: whether their words have to say that they are money, as `Revenue Spend` does.
    """
    pairs = _pairs_of_words("two_parts.csv")
    found = _pair(cells, pairs)
    if found is None or not plainly:
        return found
    said = (meaning_of(cells[place]) for place in found)
    return found if all(one is not None and one[0] == "amount" for one in said) else None


def _pair(
    cells: Sequence[str], pairs: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
) -> tuple[int, int] | None:
    plain = [cleaned(cell) for cell in cells]
    for pair in pairs:
        places = [
            [place for place, text in enumerate(plain) if words.fullmatch(text)] for words in pair
        ]
        if all(len(found) == 1 for found in places):
            return places[0][0], places[1][0]
    return None


@cache
def _lines_of(table: str) -> tuple[dict[str, str], ...]:
    with (files("spendaudit.read") / "data" / table).open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _pairs_of_words(table: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The two patterns of each line of a table."""
    patterns = (list(line.values())[:2] for line in _lines_of(table))
    return tuple((re.compile(one), re.compile(other)) for one, other in patterns)


def _swap_a_family(
    taken: dict[str, int], left_over: Sequence[tuple[int, str]], cells: Sequence[str]
) -> None:
    """Beside `Entity` the column `Department` is its ministry; `Expense Area` is who spent there."""
    body, department = taken.get("body", -1), taken.get("department", -1)
    if body < 0 or cleaned(cells[body]) not in _PARTS_OF_A_FAMILY:
        return
    if department < 0 or cleaned(cells[department]) not in FAMILIES:
        return
    taken["department"] = next(
        (position for position, meaning in left_over if meaning == "department"), department
    )


def _tell_what_was_bought(
    taken: dict[str, int], left_over: Sequence[tuple[int, str]], cells: Sequence[str]
) -> None:
    """Beside `Merchant Category` the column `Expense Description` is the purpose, if none other is."""
    category = taken.get("category", -1)
    if category < 0 or not _OF_MERCHANTS.search(cleaned(cells[category])):
        return
    for position, meaning in left_over:
        if meaning == "category" and cleaned(cells[position]) in _BOUGHT:
            taken.setdefault("purpose", position)


def told_by(
    columns: Mapping[str, int], cells: Sequence[str], settled: Mapping[str, str]
) -> dict[str, str]:
    """What told the meaning of each column: one of `TOLD_BY`."""
    your_word, heading, word_in_heading, twin, _ = TOLD_BY
    told = {}
    for meaning, position in columns.items():
        known = _whole_headings().get(cleaned(cells[position]))
        found = meaning_of(cells[position])
        if meaning in settled:
            told[meaning] = your_word
        elif known and known[0] == meaning:
            told[meaning] = heading
        else:
            told[meaning] = word_in_heading if found and found[0] == meaning else twin
    return told


def basis_of(amount: str) -> str:
    """What the heading of an amount says of VAT: `net`, `gross` or `not said`."""
    text = _with_vat(cleaned(amount))
    if _GROSS.search(text):
        return "gross"
    words = _WORDS.findall(_COLUMN_NUMBER.sub("", amount))
    is_net = _WITHOUT_VAT.search(text) or any(_NET.fullmatch(word.lower()) for word in words)
    return "net" if is_net else "not said"


def as_argument(name: str) -> str:
    """A file's name as it is typed into a shell; `file [sheet]` is one of several in a workbook."""
    file, bracket, sheet = name.removesuffix("]").partition(" [")
    if bracket and name.endswith("]") and not Path(name).exists():
        return f"{as_argument(file)} --sheet {shlex.quote(sheet)}"
    return "-" if name == "standard input" else shlex.quote(name)
