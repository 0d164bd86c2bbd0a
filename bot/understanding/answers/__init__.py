"""Replies to the question that is open: a label, a number, yes or no, several ticks, in any words."""
