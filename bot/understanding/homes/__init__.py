"""Households: how many live together, who belongs, who lives apart, how large the home is."""
