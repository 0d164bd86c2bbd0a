"""Warnings of dynamic monitoring: what waits, one of them with its purpose asked, the visit, the villages."""
