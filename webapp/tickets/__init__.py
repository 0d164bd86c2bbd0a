"""Tickets of the hotline, without Flask but for `routes.py`: opening, changing, finding, sampling, export.

A ticket is opened from a call with nothing typed again. The department of its policy is first responsible
(首接首办). It has a deadline only where a published limit of the guide begins with a clue or a report, which
is what a ticket is; for all others no document is known that says how many days, and none is shown.

Whoever changes a ticket names the version they saw. Over a newer one nothing is written: they are shown what
the other did, with their own words still in the form.
"""
