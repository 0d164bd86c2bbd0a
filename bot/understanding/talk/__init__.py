"""What a message means because of those before it: another home, another person, one who turns out dead."""
