"""Papers of whoever is logged in: listed, photographed, answered, looked at in full."""
