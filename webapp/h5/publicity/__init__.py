"""公示 for everybody: what hangs in a town today. No number, no illness, no disability."""
