from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packing import unpacked
from spendaudit.places.postcode_table import packed
from spendaudit.places.postcodes import FINDINGS, PLACES, place_postcodes
from spendaudit.places.repairs import DIGIT_FOR_LETTER, LETTER_FOR_DIGIT, repaired_postcodes

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.places.directory import Directory

PROPERTY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def placed(directory: Directory, *texts: str | None) -> list[tuple[str | None, str | None, str]]:
    """Postcode, country and finding of each text."""
    places = place_postcodes(pl.Series(texts, dtype=pl.String), directory)
    assert places["text"].to_list() == list(dict.fromkeys(texts))
    return places.select("postcode", "country", "finding").rows()


@pytest.mark.parametrize(
    "text",
    [
        "PR1 2RL",
        "PR12RL",
        "pr1 2rl",
        "Pr12rL",
        "  PR1   2RL ",
        "PR1\u00a02RL",
        "PR1\t2RL",
        "PR1-2RL",
        "PR1.2RL.",
        "(PR1 2RL)",
        "'PR1 2RL",
        "\uff30\uff32\uff11\u3000\uff12\uff32\uff2c",
        "P R 1 2 R L",
    ],
)
def test_the_same_postcode_however_it_is_typed(directory: Directory, text: str) -> None:
    assert placed(directory, text) == [("PR1 2RL", "England", "found")]


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("SW20 OBA", "SW20 0BA"),
        ("SK11 OTA", "SK11 0TA"),
        ("BI 2JJ", "B1 2JJ"),
        ("SLO 9JQ", "SL0 9JQ"),
        ("P017 6LQ", "PO17 6LQ"),
        ("TR1 38D", "TR1 3BD"),
        ("1V3 5NX", "IV3 5NX"),
        ("sw19 ijq", "SW19 1JQ"),
        ("NPTBHL", "NPT 8HL"),  # Newport until 1998
        ("5981QN", "S98 1QN"),  # its shape is that of a Dutch postcode
        ("A8562BX", "AB56 2BX"),  # its shape is that of an Eircode
    ],
)
def test_a_letter_for_a_digit_is_put_right(directory: Directory, text: str, postcode: str) -> None:
    [(repaired, _, finding)] = placed(directory, text)
    assert (repaired, finding) == (postcode, "repaired")


@pytest.mark.parametrize(
    "text",
    [
        "W15 1UA",  # W1S 1UA, or W5 1UA with a digit too many
        "B51 4UG",  # BS1 4UG, or B5 1 and more: no letter stands in the wrong place
        "WS 1TT",  # W5 1TT, or a postcode of Walsall without its number
        "B16 8B",  # without its last letter, and not B1 68B
        "TW13 5Q",  # likewise, and not TW1 3SQ
        "PO19 UA",  # PO1 9UA, or one of PO19 without its digit
        "SY2 56AT",  # SY25 6AT, SY2 5AT or SY2 6AT
    ],
)
def test_what_may_be_one_of_several_postcodes_is_none(directory: Directory, text: str) -> None:
    [(postcode, _, finding)] = placed(directory, text)
    assert postcode is None
    assert finding in ("not found", "not a postcode", "outward only")


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("SNI 2JH", "SN1 2JH"),
        ("MK41 ORG", "MK41 0RG"),
        ("P06 4RP", "PO6 4RP"),
        ("B1S 1JD", "B15 1JD"),  # a letter there has London alone
        ("SW1 Y4UH", "SW1Y 4UH"),
        ("WF 3 1WE", "WF3 1WE"),
    ],
)
def test_what_can_only_be_one_postcode_is_that_one(
    directory: Directory, text: str, postcode: str
) -> None:
    [(found, _, finding)] = placed(directory, text)
    assert (found, finding in ("found", "repaired")) == (postcode, True)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("BD98 8AA-PAYE", "BD98 8AA"),
        ("CIS-BS16 7FH", "BS16 7FH"),
        ("SW1P 2BS#NO5A/C", "SW1P 2BS"),
        ("W1S 3HQ-A/C1837", "W1S 3HQ"),
        ("12 High St, Preston PR1 2RL", "PR1 2RL"),
        ("PRESTON_PR12RL", "PR1 2RL"),
        ("PR1 2RL / PR1 2RL", "PR1 2RL"),
    ],
)
def test_a_postcode_with_text_stuck_to_it(directory: Directory, text: str, postcode: str) -> None:
    assert placed(directory, text) == [(postcode, "England", "inside text")]


@pytest.mark.parametrize(
    ("text", "country", "finding"),
    [
        ("PR1", "England", "outward only"),
        ("pr1 ", "England", "outward only"),
        ("SW1V 1A", "England", "outward only"),
        ("CF62 3L", "Wales", "outward only"),
        ("BT1", "Northern Ireland", "outward only"),
        ("TD15", None, "outward only"),  # Berwick: on both sides of the border
        ("F12 X9Y7", "Ireland", "abroad"),
        ("D02AF30", "Ireland", "abroad"),
        ("D6W XY00", "Ireland", "abroad"),
        ("F-75001", "France", "abroad"),
        ("D-10115", "Germany", "abroad"),
        ("NL-1012 AB", "Netherlands", "abroad"),
        ("1012 AB", "Netherlands", "abroad"),
        ("12345-6789", "United States", "abroad"),
        ("MA 02110", "United States", "abroad"),
        ("H2Y 1N9", "Canada", "abroad"),
        ("USA", "United States", "abroad"),
        ("Belgium", "Belgium", "abroad"),
        ("Overseas", None, "abroad"),
        ("75014", None, "not a postcode"),
        ("8952", None, "not a postcode"),
        ("B-8460", None, "not a postcode"),
        ("A41 1234", None, "not a postcode"),
        ("ZZ9", None, "not a postcode"),
        ("N/A", None, "not a postcode"),
        ("REDACTED", None, "not a postcode"),
        ("Not Available", None, "not a postcode"),
        ("xxxxxx", None, "not a postcode"),
        ("DX 14564", None, "not a postcode"),
        ("BFPO 57", None, "no district"),
        ("0", None, "not a postcode"),
        ("Northern Ireland", None, "not a postcode"),
        ("XX1 1XX", None, "not found"),
        ("B9 5TA", None, "not found"),
        ("E1 6AN or PR1 2RL", None, "not found"),
        (None, None, "blank"),
        ("", None, "blank"),
        ("  ", None, "blank"),
        ("\u00a0", None, "blank"),
        ("-", None, "blank"),
        ("#", None, "blank"),
        (".", None, "blank"),
    ],
)
def test_what_is_no_postcode_of_the_directory(
    directory: Directory, text: str | None, country: str | None, finding: str
) -> None:
    assert placed(directory, text) == [(None, country, finding)]


@pytest.mark.parametrize(
    ("text", "district", "country"),
    [
        ("IM1 1AA", "M99999999", "Isle of Man"),
        ("JE2 4WD", "L99999999", "Jersey"),
        ("GY1 1AA", "L99999999", "Guernsey"),
        ("BT1 5GS", "N09000003", "Northern Ireland"),
        ("ZE1 0HB", "S12000027", "Scotland"),
        ("CF10 1AA", "W06000015", "Wales"),
    ],
)
def test_the_country_of_a_district(
    directory: Directory, text: str, district: str, country: str
) -> None:
    places = place_postcodes(pl.Series([text]), directory)
    assert places.select("district", "country", "finding").rows() == [(district, country, "found")]


def test_a_postcode_without_a_district_says_so(directory: Directory) -> None:
    assert placed(directory, "gir0aa", "BD98 1YY") == [
        ("GIR 0AA", None, "no district"),
        ("BD98 1YY", None, "no district"),
    ]


def test_coordinates_and_mail_centres(directory: Directory) -> None:
    home, pile = place_postcodes(pl.Series(["PR1 2RL", "SE1P 5ZZ"]), directory).rows(named=True)
    assert (round(home["latitude"], 4), round(home["longitude"], 4)) == (53.7599, -2.6987)
    assert (home["mail_centre"], pile["mail_centre"]) == (False, True)


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Null])
def test_each_distinct_text_has_one_row_in_the_order_of_first_appearance(
    directory: Directory, dtype: pl.DataType
) -> None:
    texts = pl.Series([None, None]) if dtype == pl.Null else pl.Series(["B", "PR1", None, "B"])
    places = place_postcodes(texts.cast(dtype), directory)
    assert dict(places.schema) == PLACES
    assert places["text"].to_list() == ([None] if dtype == pl.Null else ["B", "PR1", None])


def test_no_texts_at_all(directory: Directory) -> None:
    assert dict(place_postcodes(pl.Series([], dtype=pl.String), directory).schema) == PLACES


def table_of(*keys: str) -> pl.DataFrame:
    return pl.DataFrame({"key": sorted(keys)}).select(packed(pl.col("key")))


def misses(*compact: str) -> pl.DataFrame:
    return pl.DataFrame({"row": range(len(compact)), "words": compact, "compact": compact})


def test_a_repair_must_be_the_only_one() -> None:
    postcodes = table_of("B82AA", "BB20AA")
    found = repaired_postcodes(misses("8B2AA", "BB2OAA"), postcodes).sort("row")
    assert found.rows() == [(0, "B82AA"), (1, "BB20AA")]
    both = table_of("B510AA", "BS10AA")
    assert repaired_postcodes(misses("8510AA"), both).is_empty()


def test_a_text_that_might_be_a_postcode_of_a_known_area_is_no_look_alike() -> None:
    postcodes = table_of("SO11AA", "S11AA")
    assert repaired_postcodes(misses("S011AA"), postcodes)["key"].to_list() == ["SO11AA"]
    cambridge = table_of("CB11AA")
    assert repaired_postcodes(misses("C811AA"), cambridge)["key"].to_list() == ["CB11AA"]
    assert repaired_postcodes(misses("C811AA"), table_of("CB11AA", "C11AA")).is_empty()


def test_nearly_every_look_alike_is_put_right_and_none_wrongly(directory: Directory) -> None:
    """Exchange one look-alike in each of 60,000 real postcodes."""
    real = unpacked(directory.postcodes["key"].gather_every(45))
    wrong = []
    for number, key in enumerate(real):
        swaps = [
            key[:place] + other + key[place + 1 :]
            for place, letter in enumerate(key)
            if (other := (DIGIT_FOR_LETTER | LETTER_FOR_DIGIT).get(letter))
        ]
        wrong.append(swaps[number % len(swaps)] if swaps else None)
    typed = pl.DataFrame({"real": real, "text": wrong}).drop_nulls().unique("text", keep="none")
    places = place_postcodes(typed["text"], directory).join(typed, on="text")
    repaired = places.filter(pl.col("finding") == "repaired")
    missed = places.filter(~pl.col("finding").is_in(["repaired", "no district", "found"]))
    assert repaired.height > 40_000
    assert (repaired["postcode"].str.replace(" ", "") == repaired["real"]).all()
    # Of the rest every letter and digit stands where one may: L51 3DQ for LS1 3DQ.
    assert missed.height / places.height < 0.015


@PROPERTY
@given(data=st.data())
def test_spacing_and_case_never_matter(directory: Directory, data: st.DataObject) -> None:
    keys = directory.postcodes["key"]
    typed: dict[str, str] = {}
    places = st.lists(st.integers(0, len(keys) - 1), min_size=1, max_size=20, unique=True)
    for key in unpacked(keys.gather(data.draw(places))):
        gap = data.draw(st.sampled_from(["", " ", "  ", "\u00a0", "\t", "-", " - "]))
        ends = data.draw(
            st.sampled_from([("", ""), (" ", ""), ("", ".  "), ("\u3000", ""), ("(", ")")])
        )
        text = f"{ends[0]}{key[:-3]}{gap}{key[-3:]}{ends[1]}"
        typed[data.draw(st.sampled_from([text, text.lower(), text.title()]))] = key
    found = place_postcodes(pl.Series(list(typed)), directory)
    assert [each.replace(" ", "") for each in found["postcode"]] == list(typed.values())
    assert set(found["finding"]) <= {"found", "no district"}


@PROPERTY
@given(texts=st.lists(st.one_of(st.none(), st.text(max_size=20), st.from_regex(r"[A-Z0-9 ]{5,8}"))))
def test_any_texts_have_sound_places(directory: Directory, texts: list[str | None]) -> None:
    places = place_postcodes(pl.Series(texts, dtype=pl.String), directory)
    assert places["text"].to_list() == list(dict.fromkeys(texts))
    assert set(places["finding"]) <= set(FINDINGS)
    known = places.filter(pl.col("district").is_not_null())
    assert set(known["finding"]) <= {"found", "repaired", "inside text"}
    # What was found is found again as it is written properly.
    again = place_postcodes(known["postcode"], directory)
    assert set(again["finding"]) <= {"found"}
    assert (
        again["district"].to_list()
        == known.unique("postcode", maintain_order=True)["district"].to_list()
    )


def test_real_postcode_columns(directory: Directory, shared: Path) -> None:
    """The Ministry of Justice sticks reasons to postcodes; the directory still decides each one."""
    file = shared / "spend" / "ministry-of-justice" / "moj-aramis-mar-12.csv.csv"
    with file.open(encoding="cp1252", newline="") as lines:
        _title, _blank, headings, *payments = csv.reader(lines)
    place = headings.index("Supplier Postcode ")
    texts = [payment[place] for payment in payments if len(payment) > place]
    places = place_postcodes(pl.Series(texts), directory)
    rows = pl.DataFrame({"text": texts}).join(places, on="text", nulls_equal=True)
    counts = dict(rows["finding"].value_counts().rows())
    assert sum(counts.values()) == len(texts)
    assert counts["inside text"] > 200
    assert counts["found"] + counts["inside text"] > 0.85 * len(texts)
