"""What the worker does by the clock for the desks: transfers, re-checks, reminders, alarms, publicity.

Each chore works on rows that are due and not done yet, and tells a desk once for a cause, so that it may run
twice, at once, or again after a crash. Chores that are not for every second take turns (`webapp/turns.py`).
What is to do are rows of the tables, on SQLite and PostgreSQL alike; a Redis, where there is one, hands the
chores out to several workers and wakes them (`webapp/queues.py`).
"""
