"""Relevance × verdict: what to offer whom, and the question that settles most of it."""
