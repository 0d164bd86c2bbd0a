"""What can go wrong with an application."""

from collections.abc import Iterable


class ApplicationError(Exception):
    """Base of everything that an application refuses."""


class TransitionError(ApplicationError):
    """A request cannot go from one state to another."""


class AlreadyMovedError(TransitionError):
    """Somebody else was faster. `says` tells in Chinese what has already happened: 已经受理了."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


class NotAllowedError(ApplicationError):
    """Who acts may not do this, or not without saying why."""


class UndecidedError(ApplicationError):
    """A decision that its findings do not carry. `leaves` are the conditions that stand in its way."""

    def __init__(self, says: str, leaves: tuple[str, ...] = ()) -> None:
        self.leaves = leaves
        super().__init__(says)


class UnsignedError(ApplicationError):
    """An adult's authorisation is missing, and nobody recorded why."""


class UnrecordedError(ApplicationError):
    """A step would say that something is done which nobody wrote down, and no reason is given.

    `lacks`: what is missing, in words for a clerk.
    """

    def __init__(self, lacks: Iterable[str]) -> None:
        self.lacks = tuple(lacks)
        super().__init__("；".join(self.lacks))


class IncompleteError(ApplicationError):
    """The draft still lacks something; `step` names the page that asks for it."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(f"the draft lacks what {step} asks for")


class ClosedDraftError(ApplicationError):
    """What was submitted is no longer changed here."""


class IdentityError(ApplicationError):
    """An ID number, name, phone or card that cannot be right. The citizen reads the message: what to mend."""


class GuardianError(ApplicationError):
    """Somebody may not sign for somebody else."""


class PaperError(ApplicationError):
    """A signed sheet that cannot be checked now: no photo, or it was decided before."""


class TooManyLinksError(ApplicationError):
    """A member was sent as many links today as one is sent in a day."""


class DrawingError(ApplicationError):
    """A drawn signature that is none. The citizen reads the message: what to do."""


class RoutingError(ApplicationError):
    """A town that a request cannot go to. The clerk reads the message."""
