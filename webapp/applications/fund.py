"""The reserve fund of a town: urgent help is paid from it at once, and it never falls below nothing.

The balance is taken down by one conditional statement, so that payments at the same moment queue behind the
row and the one that finds too little is refused; the database's own constraint stands behind that. Each
movement is an entry with the balance it left.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.applications.errors import ApplicationError
from webapp.models.applications import Request
from webapp.models.fund import Fund, FundEntry, FundMove
from webapp.security import audit


class FundShortError(ApplicationError):
    """The town's reserve holds less than that. The clerk reads the message."""


def balance_of(session: Session, town: str) -> int:
    """What the town has left, in fen; nothing where no reserve was set up."""
    return session.scalar(select(Fund.balance_fen).where(Fund.town == town)) or 0


def entries_of(session: Session, town: str, most: int = 100) -> list[FundEntry]:
    """The newest movements of a town first."""
    newest = select(FundEntry).where(FundEntry.town == town).order_by(FundEntry.id.desc()).limit(most)
    return list(session.scalars(newest))


def top_up(
    session: Session, place: tuple[str, str], fen: int, *, by: str, key: str, at: datetime
) -> FundEntry:
    """Put money in. `place`: district and town. Again with the same `key`, it gives the first entry."""
    if fen <= 0:
        raise ValueError("a top-up is more than nothing")
    made = _find(session, key)
    if made is not None:
        return made
    district, town = place
    _open(session, district, town)
    return _move(session, town, fen, FundEntry(move=FundMove.TOP_UP, by=by, key=key, at=at))


def pay(session: Session, request: Request, fen: int, *, by: str, at: datetime) -> FundEntry:
    """Take what an urgent request is helped with; a request is paid once, and pressed again gives that entry.

    Raises FundShortError when the reserve of its town holds less; nothing has moved then.
    """
    if fen <= 0:
        raise ValueError("help is more than nothing")
    key = f"request:{request.id}"
    made = _find(session, key)
    if made is not None:
        return made
    entry = FundEntry(move=FundMove.PAYMENT, request_id=request.id, by=by, key=key, at=at)
    return _move(session, request.town or "", -fen, entry)


def find_payment(session: Session, request: Request) -> FundEntry | None:
    """What was paid for a request from the reserve."""
    return _find(session, f"request:{request.id}")


def find_return(session: Session, request: Request) -> FundEntry | None:
    """What came back of it."""
    return _find(session, _back(request))


def _back(request: Request) -> str:
    return f"request:{request.id}:back"


def give_back(session: Session, request: Request, *, by: str, at: datetime, note: str) -> FundEntry:
    """What was paid for a request and came back, to the town that paid. Raises ApplicationError when nothing
    was paid; pressed again, gives the first entry."""
    paid = find_payment(session, request)
    if paid is None:
        raise ApplicationError("这一项没有从备用金里付过钱")
    key = _back(request)
    made = _find(session, key)
    if made is not None:
        return made
    entry = FundEntry(move=FundMove.RETURN, request_id=request.id, by=by, key=key, at=at, note=note)
    return _move(session, paid.town, -paid.amount_fen, entry)


def _open(session: Session, district: str, town: str) -> None:
    if session.get(Fund, town) is not None:
        return
    try:
        with session.begin_nested():
            session.add(Fund(town=town, district=district, balance_fen=0))
            session.flush()
    except IntegrityError:
        return  # another top-up was faster


def _find(session: Session, key: str) -> FundEntry | None:
    return session.scalars(select(FundEntry).where(FundEntry.key == key)).one_or_none()


def _move(session: Session, town: str, fen: int, entry: FundEntry) -> FundEntry:
    enough = (Fund.town == town, Fund.balance_fen + fen >= 0)
    change = update(Fund).where(*enough).values(balance_fen=Fund.balance_fen + fen)
    if session.execute(change.execution_options(synchronize_session=False)).rowcount != 1:
        raise FundShortError("备用金不够付这一笔，请先请区县拨款，或者走银行支付")
    # Whoever pressed the same button at the same moment waited for the row, and finds the entry now.
    made = _find(session, entry.key)
    if made is not None:
        undo = update(Fund).where(Fund.town == town).values(balance_fen=Fund.balance_fen - fen)
        session.execute(undo.execution_options(synchronize_session=False))
        return made
    entry.town, entry.amount_fen = town, fen
    entry.balance_fen = balance_of(session, town)
    session.add(entry)
    session.flush()
    audit.record(session, entry.by, f"fund-{entry.move}", subject=f"town:{town}", at=entry.at)
    return entry
