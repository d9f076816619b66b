"""Area totals as most people would write them: pandas, and pgeocode for the postcodes.

python benchmarks/with_pandas.py FILE, with PGEOCODE_DATA_DIR naming a folder with GB.txt. Amounts are
floats, and pgeocode looks at the outward code alone, so that what it gives is not right to the
pound nor to the borough: it is timed and not compared.
"""

from __future__ import annotations

import sys

import pandas as pd
import pgeocode

if __name__ == "__main__":
    spending = pd.read_csv(sys.argv[1])
    spending["amount"] = spending["Net Amount"].str.replace(",", "").astype(float)
    places = pgeocode.Nominatim("gb").query_postal_code(spending["Supplier Postcode"].tolist())
    spending["district"] = places["community_code"].fillna("not placed").to_numpy()
    totals = spending.groupby("district").agg(
        amount=("amount", "sum"),
        payments=("amount", "count"),
        suppliers=("Supplier Name", "nunique"),
    )
    print(totals.sort_values("amount", ascending=False).to_string())
