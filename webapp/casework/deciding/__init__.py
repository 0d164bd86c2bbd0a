"""Deciding a request: on its findings, by a meeting where they do not decide, urgent help before checks."""
