"""Asking for what is missing, once and completely: a list is proposed from the papers and the open facts."""
