"""The pages a citizen sees: home, chat, result, guide, application, status. Plain forms; scripts only add
comfort.

The conversation and the draft are found through the signed session cookie and never stand in an address. Each
group of pages has its own `routes.py`; all of them are routes of the one blueprint `h5`.
"""

from flask import Blueprint

bp = Blueprint("h5", __name__)
