"""Write a made-up register of companies in the layout of BasicCompanyData, with true ones mixed in.

Every row but those of `--true` is invented, and says so in its URI. The names are confusable on
purpose: beside each true name stand the same words with one more or one less, another legal form, a
letter changed, a place in brackets, the same name dissolved; the rest is put together from the
words of the true names, common words of trade, places, surnames and invented words. The same seed
and arguments give the same bytes.

    python benchmarks/made_up_companies.py --rows 5000000 --true TRUE.csv -o /tmp/made-up.csv

TRUE.csv has `name` and `company_number`, and may have any column of the layout under its own
heading (without its stray blanks).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
import polars as pl

from spendaudit.names.keys import with_keys

HEADINGS = (
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
    "PreviousName_1.CONDATE", " PreviousName_1.CompanyName",
    " PreviousName_2.CONDATE", " PreviousName_2.CompanyName",
    *(part
      for number in range(3, 11)
      for part in (f"PreviousName_{number}.CONDATE", f" PreviousName_{number}.CompanyName")),
    "ConfStmtNextDueDate", " ConfStmtLastMadeUpDate",
)  # fmt: skip
"""As the published file writes them, stray blanks included."""

TRADES = ["BUILDING", "BUILDERS", "PLUMBING", "HEATING", "ELECTRICAL", "ROOFING", "CLEANING", "CARE", "HOMECARE", "HOUSING", "PROPERTY", "PROPERTIES", "CONSULTING", "CONSULTANCY", "CONSULTANTS", "TRAINING", "EDUCATION", "CATERING", "FOODS", "TRANSPORT", "TRAVEL", "COACHES", "TAXIS", "HAULAGE", "ENGINEERING", "DESIGN", "ARCHITECTS", "SURVEYORS", "SECURITY", "RECRUITMENT", "STAFFING", "MARKETING", "MEDIA", "PRINT", "PRINTING", "SOFTWARE", "SYSTEMS", "TECHNOLOGY", "TECHNOLOGIES", "DIGITAL", "DATA", "NETWORKS", "TELECOM", "ENERGY", "WATER", "WASTE", "RECYCLING", "ENVIRONMENTAL", "LANDSCAPES", "GARDENS", "NURSERIES", "FARMS", "FINANCE", "CAPITAL", "INVESTMENTS", "INSURANCE", "LEGAL", "LAW", "ACCOUNTANTS", "MOTORS", "TYRES", "GARAGE", "HIRE", "PLANT", "TOOLS", "FENCING", "FLOORING", "JOINERY", "KITCHENS", "WINDOWS", "GLASS", "STEEL", "FABRICATIONS", "SCAFFOLDING", "DEMOLITION", "CIVILS", "CONTRACTORS", "MAINTENANCE", "FACILITIES", "PHARMACY", "DENTAL", "MEDICAL", "HEALTH", "HEALTHCARE", "HOSPICE", "THERAPY", "SPORTS", "LEISURE", "EVENTS", "ARTS", "THEATRE", "MUSIC", "BOOKS", "TOYS", "FASHION", "JEWELLERY", "HAIR", "BEAUTY", "FITNESS", "PETS", "LOGISTICS"]  # fmt: skip
GENERAL = [
    "SERVICES",
    "SOLUTIONS",
    "GROUP",
    "HOLDINGS",
    "UK",
    "ASSOCIATES",
    "MANAGEMENT",
    "ENTERPRISES",
    "TRADING",
    "DEVELOPMENTS",
    "INTERNATIONAL",
    "PARTNERSHIP",
    "PARTNERS",
    "CENTRE",
    "TRUST",
    "FOUNDATION",
    "COMPANY",
    "& SONS",
    "& CO",
    "SUPPLIES",
    "PROJECTS",
    "VENTURES",
    "SUPPORT",
    "PRODUCTS",
]
PLACES = [
    "LONDON",
    "MANCHESTER",
    "PRESTON",
    "LEEDS",
    "BOLTON",
    "OLDHAM",
    "BURNLEY",
    "LANCASHIRE",
    "YORKSHIRE",
    "CHESHIRE",
    "KENT",
    "SUSSEX",
    "ESSEX",
    "DEVON",
    "BRISTOL",
    "LIVERPOOL",
    "SHEFFIELD",
    "NORTHERN",
    "SOUTHERN",
    "MIDLANDS",
    "CENTRAL",
    "NORTH WEST",
    "NORTH EAST",
    "SOUTH WEST",
    "SOUTH EAST",
    "SCOTLAND",
    "WALES",
    "CUMBRIA",
    "DURHAM",
    "NOTTINGHAM",
    "DERBY",
    "LEICESTER",
]
SURNAMES = [
    "SMITH",
    "JONES",
    "TAYLOR",
    "BROWN",
    "WILLIAMS",
    "WILSON",
    "JOHNSON",
    "DAVIES",
    "PATEL",
    "ROBINSON",
    "WRIGHT",
    "THOMPSON",
    "EVANS",
    "WALKER",
    "WHITE",
    "ROBERTS",
    "GREEN",
    "HALL",
    "WOOD",
    "JACKSON",
    "CLARKE",
    "KHAN",
    "HUGHES",
    "HARRIS",
    "COOPER",
    "WARD",
    "TURNER",
    "HILL",
    "MOORE",
    "BAKER",
    "SHAH",
    "AHMED",
    "SINGH",
    "KAUR",
    "BEGUM",
    "SHAW",
    "HOLT",
    "ASHWORTH",
    "HARGREAVES",
    "ENTWISTLE",
]
FORMS = {
    "LIMITED": "Private Limited Company",
    "LTD": "Private Limited Company",
    "LTD.": "Private Limited Company",
    "PLC": "Public Limited Company",
    "LLP": "Limited Liability Partnership",
    "CIC": "Community Interest Company",
    "COMMUNITY INTEREST COMPANY": "Community Interest Company",
    "": "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)",
}
FORM_SHARES = (0.6, 0.3, 0.01, 0.01, 0.03, 0.01, 0.005, 0.035)
SYLLABLES = [a + b for a in ["B", "C", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W", "BR", "CH", "CL", "DR", "GR", "PR", "SH", "ST", "TH", "TR"] for b in ["A", "E", "I", "O", "U", "AN", "EL", "IN", "OR", "US", "AR", "EN", "ING", "ER", "ON", "AL"]]  # fmt: skip
ACCOUNTS = ("MICRO ENTITY", "TOTAL EXEMPTION FULL", "DORMANT", "SMALL", "FULL", "GROUP", "MEDIUM", "NO ACCOUNTS FILED")  # fmt: skip
SIC = ("41202 - Construction of domestic buildings", "68209 - Other letting and operating of own or leased real estate", "62020 - Information technology consultancy activities", "70229 - Management consultancy activities other than financial management", "86900 - Other human health activities", "56102 - Unlicensed restaurants and cafes", "99999 - Dormant Company", "43220 - Plumbing, heat and air-conditioning installation")  # fmt: skip
AREAS = [
    "B",
    "BB",
    "BL",
    "BS",
    "CB",
    "CF",
    "CH",
    "CV",
    "DE",
    "DN",
    "EC",
    "FY",
    "G",
    "GL",
    "HD",
    "HU",
    "L",
    "LA",
    "LE",
    "LS",
    "M",
    "ME",
    "NE",
    "NG",
    "NR",
    "OL",
    "OX",
    "PL",
    "PR",
    "S",
    "SE",
    "SK",
    "SW",
    "TN",
    "WA",
    "WC",
    "WF",
    "WN",
    "YO",
]
CHUNK = 250_000
OTHER_FORM_SHARE = 0.02
OTHER_FORM = "Active, other form"  # told from the rest until it is written

_FORM_AT_END = re.compile(
    r"[ .,]+(LIMITED|LTD\.?|PLC|P\.L\.C\.?|LLP|CIC|C\.I\.C\.?|COMMUNITY INTEREST COMPANY) ?(?:\(THE\))?\s*$"
)


def confusable(
    names: list[str], random: np.random.Generator, *, same_words: bool = True
) -> list[tuple[str, str]]:
    """Names that could be taken for the given ones, each with its status.

    `same_words`: also the same words, dissolved, and under another legal form. The registrar
    refuses the latter for companies that live (SI 2015/17, schedule 3): one name in fifty has it.
    """
    beside: list[tuple[str, str]] = []
    trades, general, places = np.array(TRADES), np.array(GENERAL), np.array(PLACES)
    for name in names:
        found = _FORM_AT_END.search(name)
        stem = name[: found.start()] if found else name
        form = name[found.start() :] if found else ""
        words = stem.split()
        other = str(random.choice([" PLC", " LLP", " CIC", ""] if form else [" PLC", " LLP"]))
        one = int(random.integers(len(words)))
        letters = list(stem)
        at = int(random.integers(1, max(2, len(letters) - 1)))
        kept = words[:one] + words[one + 1 :]
        swapped = [*words[:one], str(random.choice(trades)), *words[one + 1 :]]
        made = [
            (f"{stem} {random.choice(trades)} LIMITED", "Active"),
            (f"{stem} {random.choice(general)} LTD", "Active"),
            (f"{stem} ({random.choice(places)}) LIMITED", "Active"),
            (f"{stem} ({random.choice(places)}) LTD", "Active"),
            (f"{random.choice(places)} {stem} LIMITED", "Active"),
            (f"{stem} HOLDINGS LIMITED", "Active"),
            (f"{' '.join(swapped)} LIMITED", "Active"),
        ]
        if same_words:
            made.append((f"{stem}{form or ' LIMITED'}", "Dissolved"))
        if len(kept) > 1:
            made.append((f"{' '.join(kept)} LIMITED", "Active"))
        if len(words) > 1:
            made.append((f"{' '.join(words[::-1])} LIMITED", "Active"))
        if same_words and random.random() < OTHER_FORM_SHARE:
            made.append((f"{stem}{other}", OTHER_FORM))
        if len(stem) > 5:
            letters[at] = str(random.choice(list("AEIORSTLN")))
            changed = "".join(letters)
            if changed != stem:
                made.append((f"{changed} LIMITED", "Active"))
            if stem[at].isalpha():
                made.append((f"{stem[:at]}{stem[at]}{stem[at:]} LIMITED", "Active"))
        beside += made
    return beside


def invented(count: int, pool: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Names put together from a pool of words, common words and invented ones."""
    letters = random.choice(list("ABCDEFGHJKLMNPRSTW"), (2, count))
    syllables = np.array(SYLLABLES)
    word = random.choice(syllables, count)
    for _ in range(2):
        word = np.char.add(word, random.choice(syllables, count))
    word = np.char.add(
        word, np.where(random.random(count) < 0.4, random.choice(syllables, count), "")
    )
    surname, place = random.choice(SURNAMES, count), random.choice(PLACES, count)
    trade, general = random.choice(TRADES, count), random.choice(GENERAL, count)
    true, second = random.choice(pool, count), random.choice(pool, count)
    initials = np.char.add(np.char.add(letters[0], " "), letters[1])
    patterns = [
        (word, trade), (word,), (word, general), (true, trade), (true, second), (initials, surname, trade),
        (surname, trade, general), (word, second, general), (place, true, trade), (true, second, general),
        (surname, word), (true, place, trade, general), (word, word[::-1]), (initials, trade, place),
    ]  # fmt: skip
    which = random.choice(
        len(patterns), count,
        p=[0.14, 0.1, 0.14, 0.09, 0.07, 0.07, 0.06, 0.08, 0.04, 0.04, 0.06, 0.03, 0.05, 0.03],
    )  # fmt: skip
    names = np.full(count, "", dtype="U80")
    for number, pattern in enumerate(patterns):
        here = which == number
        made = pattern[0][here]
        for part in pattern[1:]:
            made = np.char.add(np.char.add(made, " "), part[here])
        names[here] = made
    return names


def rows(
    names: pl.Series, status: pl.Series, first: int, random: np.random.Generator
) -> pl.DataFrame:
    """Full rows of the layout for made-up names, numbered from `first`."""
    count = len(names)
    year = random.integers(1960, 2026, count).astype(str)
    day = random.choice(
        [f"{day:02d}/{month:02d}/" for day in range(1, 28) for month in range(1, 13)], count
    )
    letters = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))
    outward = np.char.add(random.choice(AREAS, count), random.integers(1, 30, count).astype(str))
    inward = np.char.add(
        random.integers(0, 10, count).astype(str),
        np.char.add(random.choice(letters, count), random.choice(letters, count)),
    )
    town = pl.Series(random.choice(PLACES, count))
    number = pl.Series(np.arange(first, first + count)).cast(pl.String).str.zfill(8)
    had = random.random(count) < 0.12
    former = np.where(had, np.char.add(invented(count, np.array(TRADES), random), " LIMITED"), "")
    changed = np.where(
        had,
        np.char.add(random.choice(day, count), random.integers(2000, 2026, count).astype(str)),
        "",
    )
    gone = status == "Dissolved"
    category = pl.lit("Private Limited Company")
    for form, called in FORMS.items():
        if form:
            category = (
                pl.when(pl.col("CompanyName").str.ends_with(f" {form}"))
                .then(pl.lit(called))
                .otherwise(category)
            )
    table = pl.DataFrame(
        {
            "CompanyName": names,
            " CompanyNumber": number,
            "RegAddress.AddressLine1": pl.Series(random.integers(1, 400, count)).cast(pl.String) + " " + pl.Series(random.choice(SURNAMES, count)) + " STREET",
            "RegAddress.PostTown": town,
            "RegAddress.Country": "ENGLAND",
            "RegAddress.PostCode": pl.Series(np.char.add(np.char.add(outward, " "), inward)),
            "CompanyStatus": status,
            "CountryOfOrigin": "United Kingdom",
            "DissolutionDate": gone.replace_strict({True: "01/03/2009", False: ""}, return_dtype=pl.String),
            "IncorporationDate": pl.Series(np.char.add(day, np.where(gone.to_numpy(), "1990", year))),
            "Accounts.AccountRefDay": "31",
            "Accounts.AccountRefMonth": "3",
            "Accounts.NextDueDate": "31/12/2026",
            "Accounts.LastMadeUpDate": "31/03/2025",
            "Accounts.AccountCategory": pl.Series(random.choice(ACCOUNTS, count)),
            "Returns.NextDueDate": "01/02/2017",
            "Mortgages.NumMortCharges": "0",
            "Mortgages.NumMortOutstanding": "0",
            "Mortgages.NumMortPartSatisfied": "0",
            "Mortgages.NumMortSatisfied": "0",
            "SICCode.SicText_1": pl.Series(random.choice(SIC, count)),
            "LimitedPartnerships.NumGenPartners": "0",
            "LimitedPartnerships.NumLimPartners": "0",
            "URI": "http://made-up.example/id/company/" + number,
            "PreviousName_1.CONDATE": pl.Series(changed),
            " PreviousName_1.CompanyName": pl.Series(former),
            "ConfStmtNextDueDate": "01/02/2027",
            " ConfStmtLastMadeUpDate": "18/01/2026",
        }
    )  # fmt: skip
    table = table.with_columns(category.alias("CompanyCategory"))
    blank = [pl.lit("").alias(heading) for heading in HEADINGS if heading not in table.columns]
    return table.with_columns(blank).select(HEADINGS)


def true_rows(true: pl.DataFrame) -> pl.DataFrame:
    """The true companies as rows of the layout; what is not given stays blank or usual."""
    given = {heading.strip(): heading for heading in HEADINGS}
    usual = {
        "CompanyStatus": "Active",
        "IncorporationDate": "01/01/1995",
        "CountryOfOrigin": "United Kingdom",
    }
    said = {given[c]: true[c].fill_null(usual.get(c, "")) for c in true.columns if c in given}
    named = {"CompanyName": true["name"], " CompanyNumber": true["company_number"]}
    return pl.DataFrame({**{h: v for h, v in usual.items() if h not in said}, **said, **named}).with_columns(
        pl.lit("").alias(heading) for heading in HEADINGS if heading not in {**usual, **said, **named}
    ).select(HEADINGS)  # fmt: skip


def write(target: Path, true: pl.DataFrame, near: list[str], count: int, seed: int) -> None:
    """Write the register; the true companies are spread over the first part.

    No made-up company that lives has the words of a true one, whatever its form: the registrar
    refuses it (SI 2015/17, schedule 3); but for the one in fifty that is to stand for older law. Nor
    has one the words of a `near` name: a match with it would be no evident error.
    """
    random = np.random.default_rng(seed)
    known = true["name"].to_list()
    taken = with_keys(pl.DataFrame({"name": [*known, *near]}))["key"].unique()
    beside = [*confusable(known, random), *confusable(near, random, same_words=False)]
    words = sorted(
        {
            word
            for name in (*known, *near)
            for word in re.findall(r"[A-Z0-9']+", name)
            if len(word) > 2
        }
    )
    pool = np.array(words + TRADES)
    forms, numbers = np.array(list(FORMS)), iter(range(20_000_000, 90_000_000, CHUNK))
    with target.open("wb") as out:
        out.write((",".join(HEADINGS) + "\r\n").encode())
        made = _unlike(_beside(beside, next(numbers), random), taken)
        first = pl.concat([true_rows(true), made])
        first = first.sample(fraction=1, shuffle=True, seed=seed)
        first.write_csv(out, include_header=False, quote_style="always", line_terminator="\r\n")
        left = count - first.height
        while left > 0:
            size = min(CHUNK, left)
            form = random.choice(forms, size, p=FORM_SHARES)
            names = np.char.strip(np.char.add(np.char.add(invented(size, pool, random), " "), form))
            status = random.choice(
                ["Active", "Active - Proposal to Strike off", "Liquidation"],
                size,
                p=[0.93, 0.06, 0.01],
            )
            made = rows(pl.Series(names), pl.Series(status), next(numbers), random)
            made = _unlike(made, taken)
            made.write_csv(out, include_header=False, quote_style="always", line_terminator="\r\n")
            left -= size


def _unlike(made: pl.DataFrame, taken: pl.Series) -> pl.DataFrame:
    """The made-up rows whose words are not those of a true name, or that may have them."""
    key = with_keys(made.select(pl.col("CompanyName").alias("name")))["key"]
    may = made["CompanyStatus"].is_in(["Dissolved", OTHER_FORM])
    usual = pl.col("CompanyStatus").replace(OTHER_FORM, "Active")
    return made.filter((may | ~key.is_in(taken.implode())) & (key != "")).with_columns(usual)


def _beside(beside: list[tuple[str, str]], first: int, random: np.random.Generator) -> pl.DataFrame:
    names, status = zip(*dict.fromkeys(beside), strict=True)
    return rows(pl.Series(names), pl.Series(status), first, random)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=5_000_000)
    asked.add_argument("--true", type=Path, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("-o", "--output", type=Path, required=True)
    asked.add_argument(
        "--near", type=Path, help="a text file of names that are no companies, to be confused with"
    )
    given = asked.parse_args()
    names = given.near.read_text(encoding="utf-8").splitlines() if given.near else []
    write(given.output, pl.read_csv(given.true, infer_schema=False), names, given.rows, given.seed)
