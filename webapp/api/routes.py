"""JSON in, JSON out. Each route parses, calls, commits, renders."""

from apiflask import APIBlueprint

bp = APIBlueprint("api", __name__, url_prefix="/api/v1")
