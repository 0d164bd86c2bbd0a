"""Commitments that were not kept: found by the town, recorded and judged by the district."""
