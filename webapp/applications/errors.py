"""What can go wrong with an application."""


class ApplicationError(Exception):
    """Base of everything that an application refuses."""


class TransitionError(ApplicationError):
    """A request cannot go from one state to another."""


class UnsignedError(ApplicationError):
    """An adult's authorisation is missing, and nobody recorded why."""


class IncompleteError(ApplicationError):
    """The draft still lacks something; `step` names the page that asks for it."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(f"the draft lacks what {step} asks for")


class ClosedDraftError(ApplicationError):
    """What was submitted is no longer changed here."""


class IdentityError(ApplicationError):
    """An ID number, name, phone or card that cannot be right. The citizen reads the message: what to mend."""
