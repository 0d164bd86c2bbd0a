"""Work and its loss, trades, and service in the army."""
