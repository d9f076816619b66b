"""The front door to areas: finding one, listing them, and the tiers around it."""

from __future__ import annotations

from spendaudit.places.area_names import find_area
from spendaudit.places.area_search import district_names, search_areas
from spendaudit.places.area_table import Area
from spendaudit.places.publisher_labels import area_in_text
from spendaudit.places.tiers import (
    Tier,
    tier_containing,
    tier_of_nation,
    tier_table,
    tiers_of,
)

__all__ = [
    "Area",
    "Tier",
    "area_in_text",
    "district_names",
    "find_area",
    "search_areas",
    "tier_containing",
    "tier_of_nation",
    "tier_table",
    "tiers_of",
]
