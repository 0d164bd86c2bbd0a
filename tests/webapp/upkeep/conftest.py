"""The desk of the applications, for what the worker does with them."""

from tests.webapp.applications.conftest import desk, sqlite_desk

__all__ = ["desk", "sqlite_desk"]
