"""Good-faith mistakes that were put right: written down by the town, judged by the district."""
