"""Outside systems as a newcomer has none: a server that speaks their wire formats and shows what it got.

Shares no code with the clients, so that a mistake in a client does not hide itself.
"""
