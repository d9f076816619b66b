"""What is missing abroad is said with the file that would bring it."""

from __future__ import annotations

import polars as pl

from spendaudit.places.foreign import coordinate_hints


def test_each_country_without_coordinates_names_its_file_once() -> None:
    places = pl.DataFrame(
        {
            "country": ["Ireland", "Ireland", "Jersey", "England", None],
            "latitude": [None, None, None, 53.8, None],
        }
    )
    hints = coordinate_hints(places)
    assert [("IE.txt" in hint, "JE.txt" in hint) for hint in hints] == [
        (True, False),
        (False, True),
    ]


def test_where_nothing_is_missing_only_the_source_is_named() -> None:
    (said,) = coordinate_hints(pl.DataFrame({"country": ["Ireland"], "latitude": [53.3]}))
    assert "GeoNames" in said
    assert "IE.txt" not in said
