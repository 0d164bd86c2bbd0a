"""Deciding a request: what each condition came to, on which values and figures, and what follows from it.

Findings are stored in full: the words and clause of every condition, the values read, the standards used, the
household as it was known, and the content hash of the guide, which is kept. `replays` works the same out
again.

The facts decide, and the clerk only what they leave open: a ruling, with its reason, on a condition that is
unknown. A decided condition changes by correcting the facts. What no condition carries is for a meeting
(一事一议), whose reason is recorded.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from knowledge import Assessment, Figure, Guide, Situation, Verdict, assess
from knowledge.conditions import Leaf, Tree
from knowledge.facts import number_to_json
from knowledge.verdicts import all_of, any_of
from webapp.applications import objecting
from webapp.applications.errors import UndecidedError
from webapp.applications.moving import By, find_pressed, lock, move
from webapp.applications.states import RequestState
from webapp.models.afterwards import Decision
from webapp.models.applications import Request, RequestEvent

S = RequestState
MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
PUBLICITY = "limit.publicity_days"


@dataclass(frozen=True)
class Ruling:
    """What a clerk found of a condition that the facts leave open. The applicant reads `why`."""

    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Subject:
    """Of what a decision is: the policy, for the household, a person or a person filed alone."""

    policy: str
    unit: str
    person: str | None

    @classmethod
    def of(cls, request: Request) -> "Subject":
        return cls(request.policy, request.unit, request.person)


@dataclass(frozen=True)
class Proposal:
    """A decision that is to be made: approved or not, on these findings.

    `meeting`: why a meeting approves what the findings do not carry; `minutes`: who met when, what was said.
    `amount_fen`: what is granted, `starts_on`: from when.
    """

    outcome: RequestState
    findings: Mapping[str, object] = field(repr=False)
    amount_fen: int | None = None
    meeting: str | None = None
    minutes: Mapping[str, object] | None = field(default=None, repr=False)
    starts_on: datetime.date | None = None


@dataclass(frozen=True)
class Publicity:
    """What may hang in the village: a surname, the policy, where, and until when. Nothing else."""

    name: str
    village: str
    policy: str
    begins: datetime.date
    ends: datetime.date


def make_findings(
    guide: Guide,
    situation: Situation,
    subject: Subject,
    on: datetime.date,
    *,
    rulings: Mapping[str, Ruling] | None = None,
) -> dict[str, object]:
    """What every condition came to, as JSON. Raises UndecidedError for a ruling on what the facts decide."""
    judged = _assess(guide, situation, subject, on)
    rulings = rulings or {}
    _check_rulings(judged, rulings)
    found = {one.id: one.verdict for one in judged.findings}
    found |= {id: one.verdict for id, one in rulings.items()}
    tree = _tree(guide, subject, on)
    verdict = judged.verdict if tree is None or not rulings else _verdict(tree, found)
    return {
        "guide": guide.version,
        "on": on.isoformat(),
        "policy": subject.policy,
        "unit": subject.unit,
        "person": subject.person,
        "verdict": verdict.value,
        "conditions": [_condition(guide, judged, one, rulings.get(one.id)) for one in judged.findings],
        "failing": list(_failing(tree, found)) if tree is not None else [],
        "standards": [_standard(guide, one) for one in judged.standards_used],
        "amount": judged.to_json(guide)["amount"],
        "situation": situation.to_json(),
    }


def _assess(guide: Guide, situation: Situation, subject: Subject, on: datetime.date) -> Assessment:
    judged = assess(guide, situation, on, [subject.policy])
    found = [one for one in judged if (one.unit, one.person) == (subject.unit, subject.person)]
    if not found:
        raise UndecidedError("这个人已经不在这一户里，先把家里人改对再定")
    return found[0]


def _check_rulings(judged: Assessment, rulings: Mapping[str, Ruling]) -> None:
    decided = {one.id for one in judged.findings if one.verdict is not UNKNOWN}
    unknown = set(rulings) - {one.id for one in judged.findings}
    wrong = sorted(unknown | (decided & set(rulings)))
    wrong += sorted(id for id, one in rulings.items() if one.verdict is UNKNOWN or not one.why.strip())
    if wrong:
        raise UndecidedError("只能认定情况还没查清的条件，并写明依据；查清的要改，先改情况", tuple(wrong))


def _tree(guide: Guide, subject: Subject, on: datetime.date) -> Tree | None:
    rules = next((one for one in guide.rules_of(subject.policy, on) if one.unit == subject.unit), None)
    return rules.conditions.tree if rules is not None and rules.conditions and not rules.expired else None


def _verdict(tree: Tree, found: Mapping[str, Verdict]) -> Verdict:
    if isinstance(tree, Leaf):
        return found[tree.id]
    joined = all_of if tree.needs_all else any_of
    return joined(_verdict(part, found) for part in tree.parts)


def _failing(tree: Tree, found: Mapping[str, Verdict]) -> tuple[str, ...]:
    """A smallest set of unmet conditions whose turning met would lift the "unmet"; ties by file order."""
    if isinstance(tree, Leaf):
        return (tree.id,) if found[tree.id] is UNMET else ()
    parts = [_failing(part, found) for part in tree.parts]
    if tree.needs_all:
        return tuple(id for part in parts for id in part)
    return min(parts, key=len) if all(parts) else ()


def _condition(guide: Guide, judged: Assessment, finding, ruling: Ruling | None) -> dict[str, object]:
    found = guide.finding_to_json(finding) | {"values": judged.values_read(finding), "ruled": None}
    return found if ruling is None else found | {"verdict": ruling.verdict.value, "ruled": ruling.why.strip()}


def _standard(guide: Guide, figure: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "label": figure.label,
        "value": None if figure.value is None else number_to_json(figure.value),
        "unit": figure.unit,
        "area": figure.area,
        "effective": figure.effective.isoformat(),
        "source": guide.cite_all(figure.sources),
    }


def check(proposal: Proposal) -> None:
    """Raises UndecidedError, with what is in the way, for a decision that its findings do not carry."""
    findings = proposal.findings
    is_met = findings["verdict"] == MET.value
    stands = [one["id"] for one in findings["conditions"] if one["verdict"] != MET.value]
    match proposal.outcome:
        case S.APPROVED if not is_met and not (proposal.meeting or "").strip():
            raise UndecidedError("还有条件没达到或没查清；要批，须一事一议并写明理由", tuple(stands))
        case S.NOT_APPROVED if not findings["failing"]:
            raise UndecidedError("没有哪一条不符合；不批要先查清是哪一条", tuple(stands))
        case S.APPROVED | S.NOT_APPROVED:
            return
    raise UndecidedError(f"{proposal.outcome} is no decision")


def decide(
    session: Session,
    request: Request,
    proposal: Proposal,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Write a decision down and move the request. Raises UndecidedError, and what `move` raises."""
    check(proposal)
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    first_help = request.is_urgent and request.state == S.ACCEPTED and proposal.outcome is S.APPROVED
    with session.begin_nested():
        request.decisions.append(_make(proposal, by, at))
        session.flush()
        event = move(
            session, request, S.PAYING if first_help else proposal.outcome, by, at=at, key=key, seen=seen
        )
        objecting.settle(session, request, proposal.outcome, at)
        return event


def _make(proposal: Proposal, by: By, at: datetime.datetime) -> Decision:
    decided = Decision(outcome=proposal.outcome, at=at, role=by.role, by=by.name)
    decided.guide_version, decided.findings = proposal.findings["guide"], dict(proposal.findings)
    decided.note, decided.amount_fen = proposal.meeting, proposal.amount_fen
    decided.minutes = dict(proposal.minutes) if proposal.minutes else None
    decided.starts_on = proposal.starts_on
    return decided


def replays(guide: Guide, findings: Mapping[str, object]) -> bool:
    """Whether this guide, on the same household and day, comes to the same findings word for word."""
    situation = Situation.parse(findings["situation"], guide.facts)
    subject = Subject(findings["policy"], findings["unit"], findings["person"])
    rulings = {
        one["id"]: Ruling(Verdict(one["verdict"]), one["ruled"])
        for one in findings["conditions"]
        if one["ruled"]
    }
    on = datetime.date.fromisoformat(findings["on"])
    return make_findings(guide, situation, subject, on, rulings=rulings) == dict(findings)


def make_publicity(guide: Guide, request: Request, village: str, begins: datetime.date) -> Publicity:
    """What is hung in the village, and the day it comes down. A child is not named.

    Raises StandardMissing where no source says for how long.
    """
    figure = guide.standards.get(PUBLICITY, request.district, begins)
    members = request.application.members
    shown = next((one for one in members if one.person == request.person and one.is_adult is not False), None)
    shown = shown or next(one for one in members if one.is_applicant)
    ends = begins + datetime.timedelta(days=int(figure.value))
    name = f"{(shown.name or '')[:1]}某"
    return Publicity(name, village, guide.policies[request.policy].name, begins, ends)
