"""公示: hanging a request out, and the sheet for the wall."""
