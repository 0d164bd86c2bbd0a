"""Clients of outside systems. Each says what became of a call: done, not done, or not known."""
