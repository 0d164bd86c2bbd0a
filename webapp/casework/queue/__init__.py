"""What waits at a desk, in the order of urgency and the legal clock, and what is done with many at once."""
