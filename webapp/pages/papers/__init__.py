"""The papers of an application: a list, and one paper a page with its photos."""
