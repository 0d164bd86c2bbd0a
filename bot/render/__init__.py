"""Reply → what one door shows. Each module knows one door and nothing of policies."""
