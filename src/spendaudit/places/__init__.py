"""Where a supplier is: postcodes, districts, areas and tiers."""
