"""The visit at home, written down on a phone: structured facts that hold from then on, and free words."""
