"""The draft of whoever is logged in, a page a question, as JSON."""
