"""Grades of disability, and what somebody was found to need."""
