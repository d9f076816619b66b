"""Which edition of the table of areas every report rests on."""

AREAS = "ONS local authority districts, counties, combined authorities and regions"
AREAS_EDITION = "2025"
