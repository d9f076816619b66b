"""The two tables that every register becomes: its organisations, and all names they have gone by."""

from __future__ import annotations

import polars as pl

ORGANISATIONS: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "organisation": (pl.UInt32, "the key within this register, from 0"),
    "register": (pl.String, "id of the register, such as companies-house"),
    "identifier": (pl.String, "as org-id.guide writes it: GB-COH-01952719; null without a scheme"),
    "number": (pl.String, "as the register writes it, with the zeros that spreadsheets lose"),
    "name": (pl.String, "as registered"),
    "postcode": (pl.String, "as written, in capitals; what it may prove, the layout says"),
    "country": (pl.String, "the register's word for it, where it is outside England or named"),
    "status": (pl.String, "the register's own word"),
    "from": (pl.Date, "incorporated, registered or opened"),
    "until": (pl.Date, "dissolved, removed or closed; null while it is there"),
    "form": (pl.String, "the register's own words for the legal form or kind"),
    "sic": (pl.String, "SIC 2007 codes of five digits, joined by semicolons"),
    "accounts": (pl.String, "category of the accounts last filed, a proxy of size"),
    "company_number": (
        pl.String,
        "the same body at Companies House, 8 characters; null in Companies House itself",
    ),
    "charity_number": (pl.String, "the same body at a charity regulator"),
    "parent": (pl.String, "identifier of the body that runs it: trust, parent, provider"),
    "council": (pl.String, "the authority that the register names, as name or code"),
}
"""One row an organisation of one register. Row number = `organisation`."""

NAMES: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "organisation": (pl.UInt32, "the key into ORGANISATIONS of the same register"),
    "name": (pl.String, "as the register writes it"),
    "kind": (pl.String, "registered, former or trading"),
    "until": (pl.Date, "the last day on which a former name was the name; null for the others"),
    "key": (pl.String, "the cleaned name that a ledger's spelling is held against"),
    "form_key": (pl.String, "the legal form that was taken off the key: LTD, PLC, LLP; null: none"),
}
"""One row a name: first those registered, in the order of `organisation`, then all others."""
