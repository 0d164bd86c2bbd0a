"""Going on with a draft on another phone."""
