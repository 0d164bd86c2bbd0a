"""Where an application stands: what its page shows, and who looks at it."""
