"""What a report sums, in DuckDB's SQL: payments joined with the postcode directory and the tiers.

python benchmarks/with_duckdb.py FILE PLACES totals|tables, where PLACES holds what `generated.py places`
wrote. `totals` are the pounds, payments and suppliers of each tier; `tables` also what moved between years,
what leaves by category and the largest suppliers elsewhere, as a report shows unasked. Nothing is
checked, nothing unreadable looked for, and nothing kept for proof.
"""

from __future__ import annotations

import sys

import duckdb

PLACED = """
create {kind} placed as
select coalesce(tiers.tier, 'not placed') as tier, amount, supplier, month, category
from (
    select
        cast(replace("Net Amount", ',', '') as decimal(18, 2)) as amount,
        "Supplier Name" as supplier,
        "Expenditure Category" as category,
        date_trunc('month', strptime("Payment Date", '%d/%m/%Y')) as month,
        upper(replace("Supplier Postcode", ' ', '')) as postcode
    from read_csv('{file}', all_varchar = true, header = true)
) as paid
left join read_parquet('{places}/directory.parquet') as directory using (postcode)
left join read_csv('{places}/tiers.csv') as tiers using (district)
"""
TIERS = """
select tier, sum(amount), count(*), count(distinct supplier) from placed group by tier order by tier
"""
OTHERS = (
    """select year(month - interval 3 month), sum(amount), sum(amount) filter (tier = 'Preston'),
    count(distinct supplier) from placed group by 1 order by 1""",
    """select category, sum(amount) filter (tier <> 'Preston') as leaves, sum(amount),
    count(distinct supplier) filter (tier <> 'Preston') from placed group by 1 order by leaves desc""",
    """select supplier, tier, sum(amount) as leaves, count(*) from placed
    where tier <> 'Preston' group by 1, 2 order by leaves desc limit 10""",
)

if __name__ == "__main__":
    file, places, wanted = sys.argv[1:]
    # One query need not keep the payments; for several they are parsed once and kept.
    kind = "view" if wanted == "totals" else "temporary table"
    duckdb.execute(PLACED.format(kind=kind, file=file, places=places))
    for query in (TIERS, *(OTHERS if wanted == "tables" else ())):
        for row in duckdb.execute(query).fetchall():
            print(*row, sep="\t")
