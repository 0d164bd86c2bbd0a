"""Pages for citizens."""

from flask import Blueprint

bp = Blueprint("h5", __name__)
