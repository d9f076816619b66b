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
_PATTERN = re.compile(r"\\|\(\?|^\^|\[\[|\|[a-z ]+\|")

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
    "report/behind.py": "the page of HTML: tests/report/test_details.py",
    "report/payment_rows.py": "the page of HTML: tests/report/test_details.py",
    "report/regions.py": "the page of HTML: tests/report/test_details.py",
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

WORDS = {
    "NOT ON HOLD": "what a file says under On Hold, and is heeded",
    " and which is the ": "joins what is shown for one column",
    "Made by spendaudit ": "a line of every workbook that spendaudit writes",
    "Name in a register": "the heading of a column",
    "Where the money went": "the heading of a column, for which the title of its table stands",
    "_owner by register": "the name of a column",
    "utf-8 with BOM": "shown as UTF-8 with a byte order mark",
    "{}, made from": "a cell of the table of the manifest: tests/render/literal_reports.py",
}
"""Texts of some words that neither refuse nor warn."""

_HOMELESS = "it takes a user without a home: tests/faults/test_places_to_write.py"
_MEANWHILE = "somebody has to write it meanwhile: tests/faults/test_changing_input.py"
_GIGABYTES = "eight gigabytes would have to be given: tests/read/test_contents.py"
_SECOND_USER = "it takes a second user: tests/render/test_replacing.py"
_NONE_KNOWN = "it is for what nobody knows of yet: tests/test_command_line.py"

ELSEWHERE = {
    "without a home folder": _HOMELESS,
    "no temporary folder can be written: {}": _HOMELESS,
    "set TMPDIR to a folder that can be written": _HOMELESS,
    "there is no home folder in which registers could be kept": _HOMELESS,
    "name a folder: --registers DIR, or set {}": _HOMELESS,
    "{} changed while it was read: it may still be written": _MEANWHILE,
    "wait until it is whole, and run this again": _MEANWHILE,
    "{} is endless, or of over {} GB": _GIGABYTES,
    "save it as a file first, and name that": _GIGABYTES,
    "{} holds more than {} GB": _GIGABYTES,
    "unpack it, and split it into one file a year": _GIGABYTES,
    "{} is a workbook that takes over {} minutes to read": (
        "it takes these minutes: tests/read/test_workbooks.py"
    ),
    "{} is somebody else's {} in a folder that everybody may write to": _SECOND_USER,
    "choose a folder of your own with -o": _SECOND_USER,
    "an error of ours, not yours: {}: {}": _NONE_KNOWN,
    "again with {}=1, and send us what it prints": _NONE_KNOWN,
    "Looking up who was paid{}": (
        "a terminal says it of a run that takes over a second: tests/test_waiting.py"
    ),
}
"""Sentences that no command of a page can bring about, and why: the page says the same."""


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
        if _tells_columns(child) or _is_progress(child):
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


def _tells_columns(node: ast.AST) -> bool:
    """Whether it is a table of columns, their types and what they mean."""
    return isinstance(node, ast.AnnAssign) and "pl.DataType" in ast.unparse(node.annotation)


def _is_progress(node: ast.AST) -> bool:
    """Whether it says at a terminal what is under way, if that takes more than a second."""
    if isinstance(node, ast.Assign):
        return any(ast.unparse(one) == "ANNOUNCEMENT" for one in node.targets)
    return isinstance(node, ast.Call) and _name(node) == "announce"


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
        if one.text not in {*ELSEWHERE, *WORDS} and not is_documented(one)
    ]
    assert not missing, "\n".join(
        [
            "make a small file in tests/files that brings each of these about, and show it in",
            f"{TRANSCRIPT.relative_to(ROOT)}; or say in ELSEWHERE, and there, why that cannot be:",
            *missing,
        ]
    )


def test_no_sentence_is_excused_that_is_not_there_or_is_shown() -> None:
    known = {one.text: one for one in sentences()}
    assert {*ELSEWHERE, *WORDS} <= set(known)
    assert [text for text in (*ELSEWHERE, *WORDS) if is_documented(known[text])] == []


def test_few_sentences_are_excused_and_the_page_says_which_and_why() -> None:
    head, _, _ = TRANSCRIPT.read_text(encoding="utf-8").partition("\n## ")
    said = {
        text: why
        for why, texts in re.findall(r"^- ([^“]*): (“.*”)$", head, flags=re.MULTILINE)
        for text in re.findall(r"“(.*?)”", texts)
    }
    assert said == ELSEWHERE
    assert len(ELSEWHERE) < 20


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
