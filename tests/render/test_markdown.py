from __future__ import annotations

import re

import pytest

from render.literal_reports import EMPTY, EVERY, HOSTILE, HOSTILE_NAMES, ORDINARY
from spendaudit.render.markdown import code, escaped, report_as_markdown, table_as_markdown

ORDINARY_WRITTEN = """\
# Preston, 1 April 2024 to 31 March 2025

Of £48,123,301.80 spent, £15,349,000.07 (31.9%) stayed in Preston; between 30.2% and 37.6%: 5.7% could not be placed, 1.7% is doubtful.

Of the £33,100,000.00 that Preston could place elsewhere, 41.2% stayed (39.8% to 47.9%).

12,408 payments to 1,912 suppliers in 1 file.

## Where the money went

| tier | £ | share | suppliers | payments |
| --- | ---: | ---: | ---: | ---: |
| Preston | 15,349,000.07 | 31.9% | 512 | 4,100 |
| rest of Lancashire | 9,870,112.50 | 20.5% | 430 | 3,300 |
| rest of the North West | 6,310,050.11 | 13.1% | 210 | 1,500 |
| rest of England | 12,900,420.99 | 26.8% | 390 | 2,108 |
| rest of the UK | 812,300.00 | 1.7% | 40 | 300 |
| abroad | 131,000.13 | 0.3% | 9 | 100 |
| not placed | 2,750,418.00 | 5.7% | 321 | 1,000 |
| **all** | **48,123,301.80** | **100.0%** | **1,912** | **12,408** |

## How each pound was placed

| rung | £ | share | suppliers |
| --- | ---: | ---: | ---: |
| your supplier list | 21,044,871.20 | 43.7% | 700 |
| a postcode in the file | 24,328,012.60 | 50.6% | 891 |
| nothing found | 2,750,418.00 | 5.7% | 321 |
| **all** | **48,123,301.80** | **100.0%** | **1,912** |

## Left out or in doubt

- 14 rows could not be read and are in no figure → `spendaudit set-aside preston-2024-25.csv`
- Payments to redacted payees count as not placed: £812,940.11

## Noticed while reading

- preston-2024-25.csv: read as cp1252, since it is not valid UTF-8

More: --section suppliers-local \\| months \\| all

## To make this better

```
spendaudit suppliers preston-2024-25.csv --area Preston --unplaced -o todo.csv
spendaudit report preston-2024-25.csv --area Preston --suppliers todo.csv -o report.md
```

## Made from

| File | Rows | Payments | Set aside | Not payments | £ | SHA-256 |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
| preston-2024-25.csv | 12,426 | 12,408 | 14 | 4 | 48,123,301.80 | 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 |

- area: Preston, E07000123 (--area)
- postcodes: ONS Postcode Directory, edition of November 2025; Open Government Licence 3.0
- profile: preston.toml, 19 bytes, SHA-256 abababababababab…
- supplier list: creditors.csv, 40,120 bytes, SHA-256 cdcdcdcdcdcdcdcd…
- made on 30 April 2025, by UTC
- spendaudit 0.1.0
"""

CELL_EDGE = re.compile(r"(?<!\\)(?:\\\\)*\|")


def test_an_ordinary_report() -> None:
    assert report_as_markdown(ORDINARY) == ORDINARY_WRITTEN


@pytest.mark.parametrize("name", EVERY)
def test_every_row_of_a_table_has_as_many_cells_as_its_headings(name: str) -> None:
    edges = 0
    for line in report_as_markdown(EVERY[name], {"all"}).splitlines():
        if not line.startswith("|"):
            edges = 0
            continue
        found = len(CELL_EDGE.findall(line))
        assert found == (edges or found)
        edges = found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SMITH [/b] & CO", r"SMITH \[/b\] & CO"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a|b\\|c", r"a\|b\\\|c"),
        ("*b* _u_ `c` ~~s~~ $x$", r"\*b\* \_u\_ \`c\` \~\~s\~\~ \$x\$"),
        ("[x](http://example.com)", r"\[x\](http\://example.com)"),
        ("WWW.example.com", r"WWW\.example.com"),
        ("B&amp;Q, B&Q, &#60;", r"B\&amp;Q, B&Q, \&#60;"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("---", r"\---"),
        ("1. list", r"1\. list"),
        ("1.5 m", "1.5 m"),
        ("two\nlines", "two␊lines"),
        ("\x1b[2J", r"␛\[2J"),
    ],
)
def test_a_name_stays_as_it_is_spelt(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_escaping_comes_off_again() -> None:
    for name in HOSTILE_NAMES:
        assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(name)) == escaped_nothing(name)


def escaped_nothing(name: str) -> str:
    return "".join(mark if mark.isprintable() else _picture(mark) for mark in name)


def _picture(mark: str) -> str:
    return chr(0x2400 + ord(mark)) if mark < " " else "\ufffd"


@pytest.mark.parametrize(
    ("command", "expected"), [("ls", "`ls`"), ("a `b`", "`` a `b` ``"), ("``", "``` `` ```")]
)
def test_code_has_a_fence_longer_than_any_in_it(command: str, expected: str) -> None:
    assert code(command) == expected


def test_hostile_commands_do_not_end_their_block() -> None:
    text = report_as_markdown(HOSTILE)
    assert "```\nspendaudit report 'a|b␛[31m␊`c`.csv'\n```" in text


def test_only_the_sections_asked_for() -> None:
    text = report_as_markdown(ORDINARY, {"tiers"})
    assert "## Where the money went" in text
    assert "## How each pound was placed" not in text
    assert "## Left out or in doubt" in text
    assert "## Made from" not in text


def test_an_empty_report_says_what_is_missing() -> None:
    text = report_as_markdown(EMPTY, {"all"})
    assert "## Where the money went\n\nnothing to show\n" in text
    assert "## Local share by month\n\nno payment has a date\n" in text


def test_a_note_stands_under_a_table() -> None:
    assert table_as_markdown(ORDINARY.placed_by, "… and 3 more").endswith("\n\n… and 3 more\n")
