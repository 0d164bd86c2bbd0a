"""Tools for whoever changes the guide: what a change does to whom, sheets to print, tables to fill in.

Commands and small pages over `knowledge` alone: no database, no staff, nothing of any citizen.
"""
