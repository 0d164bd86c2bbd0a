"""What is printed and handed out: the notice of a decision."""
