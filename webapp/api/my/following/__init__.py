"""What was submitted by whoever is logged in, or looked up with its number: its pages, as JSON."""
