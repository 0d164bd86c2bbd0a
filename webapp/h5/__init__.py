"""The pages a citizen sees: home, chat, result, guide, application, status. Plain forms; scripts only add
comfort.

The conversation and the draft are found through the signed session cookie and never stand in an address. Each
group of pages has its own `routes.py`; all of them are routes of the one blueprint `h5`.
"""

from apiflask import APIBlueprint

# Left out of the API's document, which asks every blueprint with hooks whether it wants to stand in it.
bp = APIBlueprint("h5", __name__, enable_openapi=False)
