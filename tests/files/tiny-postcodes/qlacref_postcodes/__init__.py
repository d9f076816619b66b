"""A made-up postcode directory of two postcodes, for the page of errors."""
