"""What an agent at the hotline sees while a caller speaks, reads out, and what was asked for in vain."""
