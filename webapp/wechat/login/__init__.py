"""Where the mini-program logs in, and learns which conversation is its own."""
