"""Where the family lives and is registered: districts and towns, village or town, kin who live elsewhere."""
