"""Who waits for a person at the hotline."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models.handovers import HandoverRow, HandoverState


def count_waiting(session: Session) -> int:
    """Conversations that were handed over and that nobody has taken yet."""
    waiting = HandoverRow.state == HandoverState.WAITING
    return session.scalar(select(func.count()).select_from(HandoverRow).where(waiting)) or 0
