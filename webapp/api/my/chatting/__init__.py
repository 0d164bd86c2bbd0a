"""The conversation of whoever is logged in: the last exchange, a fact to correct, what can be had."""
