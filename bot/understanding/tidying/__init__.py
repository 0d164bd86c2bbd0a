"""A text as the readers of facts see it: without greetings, one word for one thing, pauses as commas."""
