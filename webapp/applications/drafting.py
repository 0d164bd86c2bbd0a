"""A draft from a conversation: which policies become requests for whom, and what is only followed up.

The draft is found by its conversation, so that opening it again, on whatever page, gives the same one. Every
time it is opened it takes in what the chat has learnt since, and is judged again under the rules of the day.
"""

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import Conversation
from bot.composing.review import offered
from bot.judging.relevant import best_fits, relevant_policies
from bot.wording import who_short
from knowledge import Assessment, Guide, Situation, Verdict, assess
from webapp.applications import sensitive, whole
from webapp.applications.households import (
    FROM_CHAT,
    WHOLE_FAMILY,
    add_members,
    choose_applicant,
    origins_of,
    read_situation,
    speaker_may_join,
    write_situation,
)
from webapp.applications.states import RequestState, is_open
from webapp.clock import SHANGHAI
from webapp.ledger import counting
from webapp.ledger.counting import APPLYING, BEGUN
from webapp.models.applications import Application, Request

MOST_POLICIES = 12
NO_LONGER = "no_longer"
WHERE_IT_HAPPENED = "event_town"
Key = tuple[str, str, str | None]  # policy, unit, person


@dataclass(frozen=True)
class Offer:
    """One policy for a person or the household, as judged today, and how much the talk asks for it.

    What only goes along with what was asked for has 0.
    """

    assessment: Assessment
    relevance: float

    @property
    def key(self) -> Key:
        return self.assessment.policy, self.assessment.unit, self.assessment.person

    @property
    def is_likely(self) -> bool:
        """Whether it is ticked at first: it was asked for, or fits."""
        return self.relevance > 0 or self.assessment.verdict is Verdict.MET

    @property
    def rank(self) -> tuple[bool, float]:
        return self.assessment.verdict is not Verdict.MET, -self.relevance


@dataclass(frozen=True)
class Judging:
    """The day whose rules hold, and what the draft asks for already."""

    today: datetime.date
    kept: frozenset[Key] = frozenset()


def find_draft(session: Session, conversation_id: str | None) -> Application | None:
    """The draft that this conversation has open."""
    return whole.find_draft(session, conversation_id)


def open_draft(
    session: Session, guide: Guide, conversation_id: str, conversation: Conversation, **about: object
) -> Application | None:
    """The draft of the conversation, made or brought up to date; None when nothing can be filed here.

    `about`: `now` (moment) and `household` (id; the first one unless said).
    """
    now, household = about["now"], about.get("household")
    situation = _household_of(conversation, household)
    draft = find_draft(session, conversation_id)
    if draft is not None and _is_for_another(draft, situation, household):
        session.delete(draft)
        session.flush()
        draft = None
    if draft is None and situation is None:
        return None
    if draft is None:
        draft = _make_draft(guide, conversation_id, situation, now)
    elif situation is not None and situation.id == draft.household:
        _take_news(guide, draft, situation)
    draft.origins = _merged_origins(draft, conversation)
    sensitive.forget_refused(guide, draft)
    judge(guide, draft, offered(guide, conversation, draft.household, now.date()), now)
    _leave_out_filed(session, draft)
    if not draft.requests:
        if draft in session:
            session.delete(draft)
        return None
    return draft if _keep(session, draft, now) else find_draft(session, conversation_id)


def _keep(session: Session, draft: Application, now: datetime.datetime) -> bool:
    """Write the draft down, and count it once. False when another page of the conversation was faster."""
    is_new = draft not in session
    try:
        with session.begin_nested():
            session.add(draft)
            session.flush()
    except IntegrityError:
        return False
    if is_new:
        counting.count(session, {BEGUN}, day=now.astimezone(SHANGHAI).date(), door=APPLYING)
    return True


def _is_for_another(draft: Application, situation: Situation | None, household: str | None) -> bool:
    """Whether another household is wanted than that of a draft in which nobody stands yet."""
    wanted = situation.id if situation is not None and household else draft.household
    return wanted != draft.household and not any(one.name for one in draft.members)


def _leave_out_filed(session: Session, draft: Application) -> None:
    """What this conversation has submitted for the same household and is under way is not offered again."""
    filed = select(Application).where(
        Application.conversation_id == draft.conversation_id,
        Application.household == draft.household,
        Application.submitted_at.is_not(None),
    )
    running = {
        (one.policy, one.person)
        for application in session.scalars(filed)
        for one in application.requests
        if is_open(RequestState(one.state))
    }
    draft.requests[:] = [one for one in draft.requests if (one.policy, one.person) not in running]


def _household_of(conversation: Conversation, household: str | None) -> Situation | None:
    first = conversation.households[0] if conversation.households else None
    return conversation.situation(household) or first if household else first


def _make_draft(
    guide: Guide, conversation_id: str, situation: Situation, now: datetime.datetime
) -> Application:
    draft = Application(
        id=secrets.token_hex(16),
        conversation_id=conversation_id,
        household=situation.id,
        guide_version=guide.version,
        situation=situation.to_json(),
        origins=[],
        follow_ups=[],
        answered=[],
        created_at=now,
        updated_at=now,
    )
    add_members(draft, situation)
    if any(one.person == "self" for one in draft.members):
        choose_applicant(draft, "self")
    elif len(draft.members) == 1 and not speaker_may_join(draft):
        choose_applicant(draft, draft.members[0].person)
    return draft


def _take_news(guide: Guide, draft: Application, news: Situation) -> None:
    """What the chat knows now, under what the applicant has filled in since."""
    own = read_situation(guide, draft)
    merged = news
    for person in own.people:
        if all(one.id != person.id for one in news.people):
            merged = merged.with_person(person)
    for one in draft.origins:
        if one["from"] != FROM_CHAT:
            facts = own.household if one["person"] is None else own.person(one["person"]).facts
            if one["fact"] in facts:
                merged = merged.with_fact(one["person"], one["fact"], facts[one["fact"]])
    write_situation(draft, merged)
    add_members(draft, merged)


def _merged_origins(draft: Application, conversation: Conversation) -> list[dict]:
    own = [one for one in draft.origins if one["from"] != FROM_CHAT]
    taken = {(one["person"], one["fact"]) for one in own}
    heard = origins_of(conversation, draft.household)
    return [*own, *(one for one in heard if (one["person"], one["fact"]) not in taken)]


def judge(
    guide: Guide, draft: Application, relevance: Mapping[str, float] | None, now: datetime.datetime
) -> None:
    """Bring the requests of a draft in line with what is known today. What was ticked stays ticked."""
    situation = read_situation(guide, draft)
    kept = frozenset((one.policy, one.unit, one.person) for one in draft.requests)
    offers = offers_for(guide, situation, relevance or _relevance_of(draft), Judging(now.date(), kept))
    here = [one for one in offers if guide.policies[one.assessment.policy].filing == "here"]
    known = {(one.policy, one.unit, one.person): one for one in draft.requests}
    wanted = {one.key for one in here}
    told = [one for one in draft.follow_ups if one["filing"] == NO_LONGER]
    under_older_rules = draft.guide_version != guide.version
    dropped = [one for key, one in known.items() if key not in wanted]
    draft.requests[:] = [one for key, one in known.items() if key in wanted]
    ticked = {one.policy for one in draft.requests if one.is_chosen}
    for offer in here:
        request = known.get(offer.key)
        if request is None:
            request = _make_request(draft, situation, offer, now)
            clashes = any(_clash(guide, offer.assessment.policy, one) for one in ticked)
            request.is_chosen = not clashes and (offer.is_likely or not ticked)
        write_judgement(guide, request, offer.assessment, keep_old=under_older_rules)
        if request.is_chosen:
            ticked.add(offer.assessment.policy)
    draft.follow_ups = [_follow_up(guide, one) for one in offers if one not in here]
    still_told = [one for one in told if one["policy"] not in {policy for policy, _, _ in wanted}]
    draft.follow_ups += still_told + ([_no_longer(one) for one in dropped] if under_older_rules else [])
    draft.guide_version = guide.version
    draft.updated_at = now


def recheck(guide: Guide, draft: Application, now: datetime.datetime) -> bool:
    """Judge a draft again when rules changed since it was judged; whether that made a difference to it."""
    if draft.guide_version == guide.version:
        return False
    told = changes_of(draft)
    judge(guide, draft, None, now)
    return changes_of(draft) != told


def offers_for(
    guide: Guide, situation: Situation, relevance: Mapping[str, float], about: Judging
) -> list[Offer]:
    """What can be offered, the surest first: for whom it fits best, and what the draft has already."""
    policies = relevant_policies({one: score for one, score in relevance.items() if score}, MOST_POLICIES)
    policies += [one for one, score in relevance.items() if not score]
    judged = assess(guide, situation, about.today, policies)
    offers = []
    for policy in policies:
        theirs = [(situation, one) for one in judged if one.policy == policy]
        fitting = [one for _, one in best_fits(guide, theirs)]
        offers += [
            Offer(one, relevance[policy])
            for _, one in theirs
            if one.verdict is not Verdict.UNMET and (one in fitting or Offer(one, 0).key in about.kept)
        ]
    return sorted(offers, key=lambda one: one.rank)


def other_offers(guide: Guide, conversation: Conversation, today: datetime.date) -> list[tuple[str, str]]:
    """(policy, filing) of what fits by what was said and is not applied for here."""
    situation = _household_of(conversation, None)
    if situation is None:
        return []
    offers = offers_for(guide, situation, offered(guide, conversation, situation.id, today), Judging(today))
    policies = dict.fromkeys(one.assessment.policy for one in offers)
    return [(one, guide.policies[one].filing) for one in policies if guide.policies[one].filing != "here"]


def _relevance_of(draft: Application) -> dict[str, float]:
    here = {one.policy: 1.0 for one in draft.requests}
    return here | {one["policy"]: one["relevance"] for one in draft.follow_ups if one["relevance"]}


def rivals(guide: Guide, draft: Application, request: Request) -> list[str]:
    """The other policies of the draft that are not had together with this one."""
    others = {one.policy: None for one in draft.requests if one.policy != request.policy}
    return [one for one in others if _clash(guide, one, request.policy)]


def _clash(guide: Guide, one: str, other: str) -> bool:
    named = (guide.policies[one].not_with, guide.policies[other].not_with)
    return other in {link.policy for link in named[0]} or one in {link.policy for link in named[1]}


def _make_request(draft: Application, situation: Situation, offer: Offer, now: datetime.datetime) -> Request:
    policy, unit, person = offer.key
    request = Request(
        policy=policy,
        unit=unit,
        person=person,
        person_label=who_short(situation, person) or WHOLE_FAMILY,
        state=RequestState.DRAFT,
        state_since=now,
        is_urgent=False,
        is_chosen=True,
    )
    draft.requests.append(request)
    return request


def write_judgement(guide: Guide, request: Request, judged: Assessment, *, keep_old: bool = False) -> None:
    """`keep_old` notes what the verdict was under older rules, for the page that shows the difference."""
    was = (request.findings or {}).get("was")
    if keep_old and request.verdict not in (None, judged.verdict.value):
        was = request.verdict
    request.verdict = judged.verdict.value
    request.is_urgent = _is_urgent(judged)
    request.findings = judged.to_json(guide) | ({"was": was} if was else {})
    request.findings["places"] = [one.place for one in judged.routes]
    amount = judged.amount
    request.amount_low_fen = to_fen(amount.low) if amount else None
    request.amount_high_fen = to_fen(amount.high) if amount and amount.high is not None else None


def _is_urgent(judged: Assessment) -> bool:
    """Whether the need is surely one that is filed where it happened, and met before it is looked into."""
    return [one.place for one in judged.routes] == [WHERE_IT_HAPPENED]


def to_fen(yuan: Decimal) -> int:
    """Whole fen, half a fen upwards."""
    return int((Decimal(yuan) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _follow_up(guide: Guide, offer: Offer) -> dict:
    policy = guide.policies[offer.assessment.policy]
    return {
        "policy": policy.id,
        "person": offer.assessment.person,
        "filing": policy.filing,
        "relevance": offer.relevance,
    }


def _no_longer(request: Request) -> dict:
    """What was asked for and is not met under the rules of today."""
    return {"policy": request.policy, "person": request.person, "filing": NO_LONGER, "relevance": 0.0}


def changes_of(draft: Application) -> list[tuple[str, str, str]]:
    """(policy, verdict before, verdict now) of what newer rules changed; `no_longer` when it is gone."""
    changed = [
        (one.policy, one.findings["was"], one.verdict) for one in draft.requests if "was" in one.findings
    ]
    gone = [(one["policy"], "", NO_LONGER) for one in draft.follow_ups if one["filing"] == NO_LONGER]
    return changed + gone


def choose_requests(draft: Application, chosen: set[int]) -> None:
    """Tick the requests with these ids and no others."""
    for request in draft.requests:
        request.is_chosen = request.id in chosen


def chosen_requests(application: Application) -> list[Request]:
    return [one for one in application.requests if one.is_chosen]


def find_submitted(session: Session, conversation_id: str | None) -> Application | None:
    """What this conversation submitted last."""
    wanted = (Application.conversation_id == conversation_id, Application.submitted_at.is_not(None))
    newest = select(Application).where(*wanted).order_by(Application.submitted_at.desc()).limit(1)
    return session.scalars(newest).first()


def discard_draft(session: Session, conversation_id: str | None) -> None:
    """Delete the draft of a conversation that its speaker has ended."""
    draft = find_draft(session, conversation_id) if conversation_id else None
    if draft is not None:
        session.delete(draft)
