"""For who changes the guide: doubts in the data, search, who gains or loses by a change."""
