"""Blocks put together: cards, leaflets, replies, the full result, pages, and what an agent reads out."""
