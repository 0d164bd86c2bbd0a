"""The slip for what is not applied for here: who, where, what to bring."""
