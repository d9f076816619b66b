"""Made-up registers in the layouts of the published ones; no organisation in them exists."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COMPANY_HEADINGS = [
    "CompanyName", " CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox",
    "RegAddress.AddressLine1", " RegAddress.AddressLine2", "RegAddress.PostTown",
    "RegAddress.County", "RegAddress.Country", "RegAddress.PostCode", "CompanyCategory",
    "CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate",
    "Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate",
    "Accounts.LastMadeUpDate", "Accounts.AccountCategory", "Returns.NextDueDate",
    "Returns.LastMadeUpDate", "Mortgages.NumMortCharges", "Mortgages.NumMortOutstanding",
    "Mortgages.NumMortPartSatisfied", "Mortgages.NumMortSatisfied", "SICCode.SicText_1",
    "SICCode.SicText_2", "SICCode.SicText_3", "SICCode.SicText_4",
    "LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI",
    *(
        f"{space}PreviousName_{number}.{what}"
        for number in range(1, 11)
        for space, what in (("", "CONDATE"), (" ", "CompanyName"))
    ),
    "ConfStmtNextDueDate", " ConfStmtLastMadeUpDate",
]  # fmt: skip

CHARITY_HEADINGS = [
    "date_of_extract", "organisation_number", "registered_charity_number",
    "linked_charity_number", "charity_name", "charity_type", "charity_registration_status",
    "date_of_registration", "date_of_removal", "charity_contact_address1",
    "charity_contact_postcode", "charity_contact_phone", "charity_company_registration_number",
    "charity_activities",
]  # fmt: skip


def company(name: str, number: str, **more: str) -> dict[str, str]:
    """One row of the company data: what is not said is as for most companies."""
    return {
        "CompanyName": name,
        " CompanyNumber": number,
        "RegAddress.AddressLine1": "1 MADE UP STREET",
        "RegAddress.PostCode": "PR1 2RL",
        "CompanyCategory": "Private Limited Company",
        "CompanyStatus": "Active",
        "CountryOfOrigin": "United Kingdom",
        "IncorporationDate": "01/02/2003",
        "Accounts.AccountCategory": "MICRO ENTITY",
        "SICCode.SicText_1": "62020 - Information technology consultancy activities",
        **more,
    }


def companies(*rows: Mapping[str, str]) -> bytes:
    """The company data as Companies House writes it: every cell quoted but the headings."""
    body = io.StringIO(newline="")
    writer = csv.DictWriter(
        body, COMPANY_HEADINGS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerows(rows)
    return (",".join(COMPANY_HEADINGS) + "\r\n" + body.getvalue()).encode()


def charities_as_text(*rows: Sequence[str]) -> bytes:
    """The charity table as text: tabs, no quoting, a byte order mark."""
    lines = ["\t".join(row) for row in (CHARITY_HEADINGS, *rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def charities_as_json(*rows: Sequence[str]) -> bytes:
    """The charity table as JSON: one array, an object a line."""
    objects = [json.dumps(dict(zip(CHARITY_HEADINGS, row, strict=True))) for row in rows]
    return ("\ufeff[" + ",\r\n".join(objects) + "]").encode()


def charity(number: str, name: str, **more: str) -> list[str]:
    """One row of the charity table."""
    said = {
        "date_of_extract": "2026-07-01 00:00:00.0000000",
        "registered_charity_number": number,
        "linked_charity_number": "0",
        "charity_name": name,
        "charity_type": "CIO",
        "charity_registration_status": "Registered",
        "date_of_registration": "2015-03-02 00:00:00.0000000",
        "charity_contact_postcode": "BB5 1AA",
        "charity_contact_phone": "01234 567890",
        **more,
    }
    return [said.get(heading, "") for heading in CHARITY_HEADINGS]


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """The path of a file with that content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
