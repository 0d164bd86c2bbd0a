"""The same policies over whole tables of people and households: hits with their reasons.

Behind these modules alone stand the libraries for tables.
"""
