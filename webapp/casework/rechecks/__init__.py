"""Re-checks of help that is granted: what is due, how it came out, a day set by hand."""
