"""The pages of a member who is elsewhere and has a link of their own: their name, masked, and the text."""
