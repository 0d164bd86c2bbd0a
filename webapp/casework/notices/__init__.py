"""What the desk is told without asking: due soon, late, handed here, agreed to."""
