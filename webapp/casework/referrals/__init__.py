"""Charities that may help a household further, offered, agreed to, handed over, answered."""
