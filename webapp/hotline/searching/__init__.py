"""Any word of the guide, for an agent who knows what they look for."""
