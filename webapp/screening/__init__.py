"""政策找人: `zizhuni screen`, from tables of people and households to hits, and what a changed rule would do.

Whoever reads the tables (DuckDB, Polars or Spark) brings the rows of a household together; what the rules say
of them is the same tape of array operations for all. A chunk is some thousands of whole households, so memory
does not grow with the tables.
"""
