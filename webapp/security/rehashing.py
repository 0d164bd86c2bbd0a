"""A new INDEX_KEY: hash anew whatever people are found by, while both keys are known.

The way of a change: `INDEX_KEY=new,old` and a restart; `zizhuni rotate-keys`; `INDEX_KEY=new` and a restart;
`rotate-keys` once more to drop what the old key had hashed. At no moment may two open requests for one
person in one policy exist. That holds without any lock of ours, because whoever submits while two keys are
known writes a subject under each of them: the unique index then meets the other one under whichever key it
was written, by an old process, a new one, or one that knows the new key alone.

| hashed | from | in a change |
| --- | --- | --- |
| application_members.id_key | id_number | hashed anew |
| request_subjects.id_key | members' id_number | a row under the new key is added, the old ones go later |
| conversations.sender_hash, wechat_consents.sender_hash | openid | hashed anew |
| staff.name_key | sign_in_name | hashed anew |
| applications.sender_hash | sender; nothing kept of the mini-program | hashed anew, or when they come |
| applications.resume_key | resume_code | hashed anew |
| tickets.caller_key | phone | hashed anew |
| warnings.person_key, .household_key, .cause_key | subject | hashed anew |
| contact_refusals.person_key | id_number | hashed anew |
| wechat_people.account_hash, .union_hash | openid; WeChat knows the rest | asked for anew by the worker |
| wechat_people.mini_hash, conversations of the mini-program | nothing kept | carried over when they come |
| inbox, status_tries, sign_in_tries, one_time_codes | nothing kept | expire within a day or sooner |
| signing_links | nothing kept | good while both keys are known; a link lives seven days |
| staff_recovery_codes | nothing kept | good while both keys are known; to be made anew afterwards |
"""

from collections.abc import Callable, Iterator

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models.applications import Application, ApplicationMember, Request, RequestSubject
from webapp.models.conversations import ConversationRow
from webapp.models.monitoring import ContactRefusal, WarningRow
from webapp.models.staff import StaffAccount
from webapp.models.tickets import Ticket
from webapp.models.wechat import WechatConsent, WechatPerson
from webapp.monitoring.pushing import CAUSE, HOUSEHOLD, cause_words
from webapp.security.crypto import IndexHash

BATCH = 200
ID_NUMBER, OPENID, STAFF_NAME = "id-number", "wechat.openid", "staff.name"
DRAFT_CODE = "draft.code"
CALLER = "ticket.caller"
Pass = Callable[[Session, IndexHash, object], object | None]


def rehash(session: Session, index_hash: IndexHash) -> Iterator[None]:
    """Work through everything, a batch before each yield; the caller begins and commits around them."""
    for work in (
        _members,
        _subjects,
        _people,
        _conversations,
        _applications,
        _tickets,
        _warnings,
        _refusals,
        _staff,
    ):
        last: object | None = work.first
        while last is not None:
            yield
            last = work(session, index_hash, last)


def _starting_at(first: object) -> Callable[[Pass], Pass]:
    def mark(work: Pass) -> Pass:
        work.first = first
        return work

    return mark


@_starting_at(0)
def _members(session: Session, index_hash: IndexHash, after: int) -> int | None:
    columns = ApplicationMember.id, ApplicationMember.id_number, ApplicationMember.id_key
    wanted = (ApplicationMember.id > after, ApplicationMember.id_number.is_not(None))
    rows = session.execute(select(*columns).where(*wanted).order_by(columns[0]).limit(BATCH)).all()
    for row in rows:
        key = index_hash(ID_NUMBER, row.id_number)
        if key != row.id_key:
            own = update(ApplicationMember).where(
                ApplicationMember.id == row.id, ApplicationMember.id_key == row.id_key
            )
            session.execute(own.values(id_key=key))
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at(0)
def _subjects(session: Session, index_hash: IndexHash, after: int) -> int | None:
    ids = session.scalars(
        select(RequestSubject.request_id)
        .where(RequestSubject.request_id > after)
        .distinct()
        .order_by(RequestSubject.request_id)
        .limit(BATCH)
    ).all()
    for request_id in ids:
        _subjects_of(session, index_hash, request_id)
    return ids[-1] if len(ids) == BATCH else None


def _subjects_of(session: Session, index_hash: IndexHash, request_id: int) -> None:
    """Whoever closes or opens the request meanwhile waits for the lock, and then sees what is added here."""
    request = session.scalars(select(Request).where(Request.id == request_id).with_for_update()).one()
    of_request = RequestSubject.request_id == request_id
    is_open = {row.id_key: row.is_open for row in session.scalars(select(RequestSubject).where(of_request))}
    members = session.scalars(
        select(ApplicationMember.id_number).where(
            ApplicationMember.application_id == request.application_id,
            ApplicationMember.id_number.is_not(None),
        )
    )
    hashes = [index_hash.every(ID_NUMBER, number) for number in members]
    for keys in hashes:
        known = [key for key in keys if key in is_open]
        if known and keys[0] not in is_open:
            _add_subject(session, request, keys[0], is_open=is_open[known[0]])
            is_open[keys[0]] = is_open[known[0]]
    readable = {key for keys in hashes for key in keys}
    if any(keys[0] in is_open for keys in hashes) or not any(is_open.values()):
        stale = [key for key in is_open if key not in readable]
        session.execute(delete(RequestSubject).where(of_request, RequestSubject.id_key.in_(stale)))


def _add_subject(session: Session, request: Request, key: str, *, is_open: bool) -> None:
    try:
        with session.begin_nested():
            session.add(
                RequestSubject(request_id=request.id, policy=request.policy, id_key=key, is_open=is_open)
            )
            session.flush()
    except IntegrityError:
        return  # it stands there under this key already: the index is what counts


@_starting_at("")
def _conversations(session: Session, index_hash: IndexHash, after: str) -> str | None:
    columns = ConversationRow.id, ConversationRow.sender
    wanted = (ConversationRow.id > after, ConversationRow.sender.is_not(None))
    rows = session.execute(select(*columns).where(*wanted).order_by(columns[0]).limit(BATCH)).all()
    for row in rows:
        move(session, index_hash.every(OPENID, row.sender))
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at(0)
def _people(session: Session, index_hash: IndexHash, after: int) -> int | None:
    """The unionid is not kept: whoever is joined by it is forgotten here, and the worker asks WeChat anew.

    Those who parted their doors stay apart, which needs no unionid.
    """
    columns = WechatPerson.id, WechatPerson.account, WechatPerson.account_hash, WechatPerson.parted_at
    wanted = (WechatPerson.id > after, WechatPerson.account.is_not(None))
    rows = session.execute(select(*columns).where(*wanted).order_by(columns[0]).limit(BATCH)).all()
    for row in rows:
        keys = index_hash.every(OPENID, row.account)
        if row.account_hash in keys[1:]:
            move(session, keys)
            if row.parted_at is None:
                session.execute(delete(WechatPerson).where(WechatPerson.id == row.id))
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at("")
def _applications(session: Session, index_hash: IndexHash, after: str) -> str | None:
    """The code of a draft, and who submitted it from WeChat: their conversation may be gone long since."""
    columns = Application.id, Application.resume_code, Application.sender
    kept = Application.resume_code.is_not(None) | Application.sender.is_not(None)
    rows = session.execute(
        select(*columns).where(Application.id > after, kept).order_by(columns[0]).limit(BATCH)
    ).all()
    for row in rows:
        own = update(Application).where(Application.id == row.id)
        if row.resume_code is not None:
            codes = index_hash.every(DRAFT_CODE, row.resume_code)
            session.execute(own.where(Application.resume_key.in_(codes[1:])).values(resume_key=codes[0]))
        if row.sender is not None:
            senders = index_hash.every(OPENID, row.sender)
            session.execute(
                own.where(Application.sender_hash.in_(senders[1:])).values(sender_hash=senders[0])
            )
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at(0)
def _tickets(session: Session, index_hash: IndexHash, after: int) -> int | None:
    wanted = (Ticket.id > after, Ticket.phone.is_not(None))
    rows = session.execute(
        select(Ticket.id, Ticket.phone).where(*wanted).order_by(Ticket.id).limit(BATCH)
    ).all()
    for row in rows:
        new, *older = index_hash.every(CALLER, row.phone)
        own = update(Ticket).where(Ticket.id == row.id, Ticket.caller_key.in_(older))
        session.execute(own.values(caller_key=new))
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at(0)
def _warnings(session: Session, index_hash: IndexHash, after: int) -> int | None:
    rows = session.scalars(
        select(WarningRow).where(WarningRow.id > after).order_by(WarningRow.id).limit(BATCH)
    ).all()
    for row in rows:
        person, words = (
            row.subject["person"],
            cause_words(row.subject["person"], row.rule, row.subject["cause"]),
        )
        row.person_key = index_hash(ID_NUMBER, person)
        row.household_key = index_hash(HOUSEHOLD, row.subject["household"])
        row.cause_key = index_hash(CAUSE, words)
    session.flush()
    return rows[-1].id if len(rows) == BATCH else None


@_starting_at("")
def _refusals(session: Session, index_hash: IndexHash, after: str) -> str | None:
    """A refusal under the old key goes once it stands under the new one."""
    rows = session.scalars(
        select(ContactRefusal)
        .where(ContactRefusal.person_key > after)
        .order_by(ContactRefusal.person_key)
        .limit(BATCH)
    ).all()
    last = rows[-1].person_key if len(rows) == BATCH else None
    for row in rows:
        key = index_hash(ID_NUMBER, row.id_number)
        if key != row.person_key:
            if session.get(ContactRefusal, key) is None:
                session.add(ContactRefusal(person_key=key, id_number=row.id_number, by=row.by, at=row.at))
            session.delete(row)
    session.flush()
    return last


@_starting_at(0)
def _staff(session: Session, index_hash: IndexHash, after: int) -> int | None:
    columns = StaffAccount.id, StaffAccount.sign_in_name, StaffAccount.name_key
    rows = session.execute(
        select(*columns).where(StaffAccount.id > after).order_by(columns[0]).limit(BATCH)
    ).all()
    for row in rows:
        key = index_hash(STAFF_NAME, row.sign_in_name)
        if key != row.name_key:
            own = update(StaffAccount).where(StaffAccount.id == row.id, StaffAccount.name_key == row.name_key)
            session.execute(own.values(name_key=key))
    return rows[-1].id if len(rows) == BATCH else None


FOUND_BY = (
    ConversationRow.sender_hash,
    WechatPerson.account_hash,
    WechatPerson.mini_hash,
    WechatPerson.union_hash,
    WechatConsent.sender_hash,
)


def move(session: Session, keys: tuple[str, ...]) -> None:
    """Whatever stands under an older one of `keys` stands under the newest, unless something does already."""
    new, *older = keys
    if older:
        filed = update(Application).where(Application.sender_hash.in_(older)).values(sender_hash=new)
        session.execute(filed.execution_options(synchronize_session="fetch"))
    for column in FOUND_BY if older else ():
        if column is WechatConsent.sender_hash:
            _move_consents(session, new, older)
        elif not session.scalar(select(exists().where(column == new))):
            change = update(column.class_).where(column.in_(older)).values({column.key: new})
            session.execute(change.execution_options(synchronize_session="fetch"))


def _move_consents(session: Session, new: str, older: list[str]) -> None:
    """Agreements are counted by template: what was agreed to under both keys is added up."""
    for row in session.scalars(select(WechatConsent).where(WechatConsent.sender_hash.in_(older))).all():
        same = (WechatConsent.sender_hash == new, WechatConsent.template_id == row.template_id)
        kept = session.scalars(select(WechatConsent).where(*same)).one_or_none()
        if kept is None:
            row.sender_hash = new
        else:
            kept.left += row.left
            session.delete(row)
        session.flush()


def find_hash(session: Session, keys: tuple[str, ...]) -> str:
    """The one of `keys` under which a sender is known; the newest for somebody new."""
    if len(keys) == 1:
        return keys[0]
    return next((key for key in keys if _is_known(session, key)), keys[0])


def _is_known(session: Session, key: str) -> bool:
    return any(session.scalar(select(exists().where(column == key))) for column in FOUND_BY)
