"""Set wordings as data, and how a text is tried against more than a thousand of them in milliseconds.

`patterns/` holds them, a file a kind; `tables` reads them, the others say which a text may hold, where.
"""
