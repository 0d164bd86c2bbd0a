"""What whoever runs the service asks and does: how it stands, what is wrong, keep a copy, bring it back.

The queue of the worker (outbox, inbox, verification orders) and the lock on WeChat's token are rows of the
database, on purpose: a message is committed together with what it tells of, and the loss of Redis loses
nothing. Redis holds the shared counters of the rate limits, which each process keeps for itself without it,
and hands the worker's jobs out (`webapp/queues.py`).
"""
