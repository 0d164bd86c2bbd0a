"""What can go wrong with an account; whoever manages accounts reads the message."""


class StaffError(Exception):
    """Base of everything that is refused here. The message says what to mend."""
