"""Providers as towns and districts enter them, and the hours of a month by their sheets."""
