"""A made-up postcode directory whose file has other columns, for the page of errors."""
