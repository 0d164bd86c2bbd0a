"""Telling that something changed at home."""
