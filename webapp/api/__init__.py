"""The JSON door: for other systems, and for the mini-program."""
