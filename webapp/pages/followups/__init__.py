"""What a citizen reads and says after a decision: re-checks, a transfer, a charity, a commitment."""
