"""Profiles, supplier lists, claims and kept reports made to harm: each is refused, or read for what it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from faults.campaign import LONG, SPEND, each, seeded, times, wrong_with
from spendaudit.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from faults.campaign import Tally

PLAIN = b'area = "Preston"\nbasis = "net"\n[columns]\namount = "Amount"\n'
LIST = b"supplier,supplier_id,postcode,note\nRibble Roofing Ltd,1,PR1 2RL,x\n"
KEYS: tuple[str, ...] = (
    "area",
    "suppliers",
    "postcodes",
    "deprivation",
    "registers",
    "sheet",
    "basis",
    "dates",
)
KEYS += ("headings", "encoding", "delimiter", "influenceable", "columns", "rules")
VALUES: tuple[str, ...] = (
    "1",
    "1.5",
    "nan",
    "true",
    "1979-05-27",
    "[]",
    "[1]",
    "[[]]",
    "{}",
    "{ a = 1 }",
    '""',
)
VALUES += ('"\\u0000"', '"../../../etc/passwd"', '["\\u0000"]', '"' + "a" * 100_000 + '"')


def profiles() -> dict[str, bytes]:
    """Profiles that are none, or almost."""
    named = {
        "deep list": b"area = " + b"[" * 100_000,
        "deep table": b"[" + b"a." * 5_000 + b"a]\n",
        "deep keys": b"a." * 50_000 + b"a = 1",
        "deep inline": b"area = " + b"{ a = " * 5_000,
        "huge": b"# " + b"a" * (2 << 20),
        "latin": 'area = "Préston"'.encode("latin-1"),
        "utf-16": PLAIN.decode().encode("utf-16"),
        "nul": PLAIN + b"\0",
        "twice": PLAIN + PLAIN,
        "number": b"area = " + b"9" * 5_000,
        "rule": b'[[rules]]\nname = "x"\nkind = "council"\npattern = "(a+)+$"\n',
        "pattern": b'[[rules]]\nname = "x"\nkind = "other-public"\npattern = "("\ninfluenceable = "no"\n',
        "large pattern": b'[[rules]]\nname = "x"\nkind = "other-public"\npattern = "a{1000}{1000}"\ninfluenceable = "no"\nrule = "x"\nreason = "x"\n',
        "rules": b'[[rules]]\nname = "x"\n' * 20_000,
        "columns": b"[columns]\n" + b"".join(b'c%d = "x"\n' % n for n in range(20_000)),
    }
    values = {f"{key} = {value[:20]}": f"{key} = {value}".encode() for key in KEYS for value in VALUES}  # fmt: skip
    return {**named, **(values if LONG else dict(list(values.items())[::12]))}


def lists() -> dict[str, bytes]:
    """Supplier lists that are none, or almost."""
    return {
        "formulas": LIST + b'=HYPERLINK("http://a";1),2,PR1 2RL,=1+1\n@SUM(1),3,+1,-1\n',
        "large cell": LIST + b"a" * 10_000_000 + b",2,PR1 2RL,x\n",
        "duplicates": b"supplier,supplier,postcode,postcode\nA,B,PR1 2RL,M1 1AE\n",
        "nul": LIST + b"A\0B,2,PR1\0 2RL,\0\n",
        "no rows": b"supplier,postcode\n",
        "wide": b"supplier,postcode," + b"a," * 100_000 + b"\nA,PR1 2RL\n",
        "unclosed": LIST + b'"A,2,PR1 2RL\n' * 5_000,
        "ragged": LIST + b"A\n" + b"," * 5_000 + b"\n\n\n",
        "codes": LIST + b"\x1b[2J\x1b]0;x\x07,9,PR1 2RL,\x9b\n",
        "binary": bytes(range(256)) * 100,
        "utf-16": LIST.decode().encode("utf-16"),
        "shares": b"supplier,passed_on,branch,ownership,sme\n"
        b"A,1e999,yes,x,x\nB,nan,maybe,y,y\nC,-5%,,,\nD,900%,,,\n",
        "empty": b"",
        "json": b'{"supplier": 1}',
        "numbers": b"supplier,company_number,charity_number\nA," + b"9" * 5_000 + b",-1\n",
    }


def claims() -> dict[str, bytes]:
    """Files of claims."""
    return {
        "long": b"1 of 2 is " + b"5" * 3_000 + b"%",
        "huge": b"1 of 2 is 50%\n" * 400_000,
        "zero": b"1 of 0 is 50%\n0 of 0 is 0%\n",
        "numbers": b"1e999 of 1e-999 is 1e5%\n-1 of -2 is 50%\n" + b"9" * 900 + b" of 1 is 1%\n",
        "means": b"mean of " + b", ".join([b"1%"] * 300) + b" is 1%\n",
        "nul": b"1 of 2\0 is 50%\n\0\n",
        "codes": b"\x1b[2J1 of 2 is 50%\n",
        "latin": "£1 of £2 is 50%".encode("latin-1"),
        "empty": b"",
        "binary": bytes(range(256)),
        "digits": "١ of ٢ is ٥٠%\n½ of 1 is 50%\n".encode(),  # noqa: RUF001
    }


def kept_reports(report: str) -> dict[str, bytes]:
    """A kept report with one value made into something else, and JSON that is none."""
    named = {
        "deep": b"[" * 200_000,
        "deep keys": b'{"a":' * 200_000,
        "number": b'{"total": ' + b"9" * 1_000_000 + b"}",
        "constants": b'{"total": NaN, "rows": Infinity}',
        "twice": b'{"total": "1.00", "total": "2.00"}',
        "surrogate": b'{"version": "\\ud800"}',
        "cut off": report.encode()[: len(report) // 2],
        "utf-16": report.encode("utf-16"),
        "list": b"[1]",
        "text": b'"report"',
    }
    chance = seeded("kept reports")
    odd = [
        "",
        "x",
        -1,
        1e308,
        None,
        True,
        [],
        {},
        [[]],
        {"": ""},
        "1" * 50,
        "\0",
        "../../etc/passwd",
    ]
    for number in times(8, 500):
        content = json.loads(report)
        inside, where = content, ""
        while True:
            keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
            key = chance.choice(keys)
            where += f"/{key}"
            if isinstance(inside[key], dict | list) and inside[key] and chance.random() < 0.85:
                inside = inside[key]
                continue
            if chance.random() < 0.1:
                del inside[key]
            else:
                inside[key] = chance.choice(odd)
            break
        named[f"{number} {where}"] = json.dumps(content).encode()
    return named


def test_what_is_given_beside(tmp_path: Path, tally: Callable[[str], Tally], capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    assert run(["report", str(SPEND), "--area", "Preston", "-f", "json"]) == 0
    report = capsys.readouterr().out
    good = tmp_path / "good.json"
    good.write_text(report)
    home = [str(SPEND), "--area", "Preston", "-f", "json"]
    kinds: list[tuple[str, dict[str, bytes], str, Callable[[str], list[list[str]]]]] = [
        ("hostile profiles", profiles(), ".toml", lambda one: [["report", str(SPEND), "-f", "json", "--profile", one]]),
        ("hostile supplier lists", lists(), ".csv", lambda one: [["report", *home, "--suppliers", one]]),
        ("hostile claims", claims(), ".txt", lambda one: [["verify", "--claims", one]]),
        ("hostile reports in JSON", kept_reports(report), ".json", lambda one: [["verify", one, str(SPEND)], ["compare", one, str(good)]]),
    ]  # fmt: skip
    tallies = []
    for kind, contents, ending, command in kinds:
        counted = tally(kind)
        tallies.append(counted)
        what, asked = [], []
        for number, (name, content) in enumerate(contents.items()):
            path = tmp_path / f"{number}{ending}"
            path.write_bytes(content)
            for one in command(str(path)):
                what.append(f"{one[0]} {name}")
                asked.append(one)
        for name, end in zip(what, each(asked), strict=True):
            wrong = wrong_with(end, adds_up=end.asked[0] == "report", allowed=(0, 1, 2, 3))
            if end.seconds > 60:
                wrong = f"{end.seconds:.0f} seconds"
            if "\x1b" in end.out + end.err:
                wrong = "terminal codes in the answer"
            counted.case(name, wrong)
    for counted in tallies:
        counted.assert_none_failed()
