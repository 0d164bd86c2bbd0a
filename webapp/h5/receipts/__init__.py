"""Receipts: anybody checks one by its code; who signed opens what was signed, and takes it back."""
