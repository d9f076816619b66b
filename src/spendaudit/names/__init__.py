"""Names of organisations: cleaned, keyed for the search in registers, taken apart as ledgers write them."""
