"""Where an application stands, for a caller who has shown that it is theirs."""
