"""How the verification stands, as the applicant may see it: their own records, of others no more than that.

Whoever looked up the status is the applicant. What another member's records say never gets here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from bot.phrases import fact_phrase
from knowledge import FactDefinition, Guide, Value
from webapp.applications import households, records, replying, reporting
from webapp.applications.comparing import Compared, Standing
from webapp.applications.replying import ReplyChoice
from webapp.applications.reporting import MemberReport, Report, SourceReport
from webapp.applications.steps import applicant_of
from webapp.applications.verified import find_declared
from webapp.languages import say, typed
from webapp.models.applications import Application, ApplicationMember
from webapp.models.verifications import ResultState, VerificationReply
from webapp.verification.shown import by_value, names_of, newest_day, short_day

R = ResultState
CHOICES = (
    (ReplyChoice.OFFICE, "部门查到的对", "我没说准"),
    (ReplyChoice.OWN, "我说的对", "请镇街再问问那边"),
    (ReplyChoice.BOTH, "两边都对，有原因", "在下面写一句"),
)
STATE_WORDS = {
    R.WAITING: "还没问到",
    R.ASKED: "问了，还没回",
    R.PARTLY: "回了一部分",
    R.ANSWERED: "回了",
    R.NOT_FOUND: "那里没有您的记录",
    R.DECEASED: "记录要您本人去改",
    R.MOVED_OUT: "记录说户口迁走了",
    R.FAILED: "这回没查成",
    R.STOPPED: "授权收回了，没有再查",
    R.DISCARDED: "授权收回以后才回，没有看",
}
STANDING_WORDS = {
    Standing.AGREES: "跟您说的一样",
    Standing.DIFFERS: "跟您说的不一样",
    Standing.UNDECIDED: "跟您说的不矛盾",
    Standing.ONLY_VERIFIED: "您没说到这一样",
}


@dataclass(frozen=True)
class Seen:
    """What this applicant may see. `others_differ`: of somebody else in the family something does."""

    viewer: ApplicationMember
    report: Report
    rows: tuple[Compared, ...]
    own: tuple[Compared, ...]
    others_differ: bool
    replies: dict

    @property
    def mine(self) -> MemberReport:
        return next(one for one in self.report.members if one.member is self.viewer)

    def reply_to(self, row: Compared) -> VerificationReply | None:
        return self.replies.get((row.person, row.fact))


def find_seen(session: Session, guide: Guide, application: Application, on: datetime.date) -> Seen | None:
    """None while nobody has been asked."""
    report, viewer = reporting.verification_report(session, application), applicant_of(application)
    if viewer is None or report.asked == 0:
        return None
    declared = find_declared(guide, application)
    rows = reporting.find_rows(session, guide, declared, application, on=on)
    return Seen(
        viewer,
        report,
        rows,
        replying.own_differences(rows, viewer),
        replying.others_differ(rows, viewer),
        replying.find_replies(session, application),
    )


def make_section(
    session: Session, guide: Guide, application: Application, on: datetime.date
) -> dict[str, object]:
    """What the page of the status says of it, in a sentence or two."""
    viewer = applicant_of(application)
    found = records.summarise(session, application) if viewer is not None else None
    if found is None:
        return {"verification": None}
    return {
        "verification": {
            "asked": found.asked[viewer.id],
            "back": found.back[viewer.id],
            "differing": _waiting(session, guide, application, on) if found.differs.get(viewer.id) else 0,
            "others_differ": found.others_differ(viewer.id),
            "own_fate": viewer.id in found.fates,
        }
    }


def _waiting(session: Session, guide: Guide, application: Application, on: datetime.date) -> int:
    """How many contradictions the applicant has not answered yet."""
    seen = find_seen(session, guide, application, on)
    return sum(seen.reply_to(one) is None for one in seen.own)


def make_page(guide: Guide, seen: Seen) -> dict[str, object]:
    """The whole of it."""
    departments = [one for one in seen.mine.asked if not one.source.is_bank]
    banks = [one for one in seen.mine.asked if one.source.is_bank]
    return {
        "asked": len(seen.mine.asked),
        "back": len(seen.mine.back),
        "differing": [_difference(guide, seen, one, place) for place, one in enumerate(seen.own, 1)],
        "others_differ": seen.others_differ,
        "own_fates": [_fate(one) for one in seen.mine.fates],
        "others_fate": any(one.fates for one in seen.report.members if one.member is not seen.viewer),
        "found": [_found(guide, one) for one in _own_found(seen)],
        "departments": [_asked(one) for one in departments],
        "banks": _banks(banks) if banks else None,
    }


def _difference(guide: Guide, seen: Seen, row: Compared, place: int) -> dict[str, object]:
    definition = guide.facts[row.fact]
    answer = seen.reply_to(row)
    return {
        "place": place,
        "label": definition.label,
        "said": fact_phrase(definition, row.declared),
        "origin": _origin(row),
        "found": _by_value(definition, row),
        "reply": _reply(answer) if answer else None,
    }


def _by_value(definition: FactDefinition, row: Compared) -> list[tuple[str, str, str]]:
    """Who says so, what they say, and of which day."""
    groups = by_value(definition, row)
    return [(names_of(one.source for one in told), words, newest_day(told)) for words, told in groups.items()]


def _origin(row: Compared) -> str:
    """Where the declared value came from."""
    if row.origin is None:
        return ""
    words = typed(row.origin.words or "")
    match row.origin.place:
        case households.FROM_CHAT if words:
            return say("您说过“{words}”", words=words)
        case households.FROM_VISIT:
            return say("上门时看到的：“{words}”", words=words)
        case households.FROM_RECORDS:
            return "上门前部门数据里的"
        case households.FROM_ID_CARD:
            return "照身份证号"
    return "您在申请里填的"


def _reply(answer: VerificationReply) -> dict[str, object]:
    label = next(words for choice, words, _ in CHOICES if choice == answer.choice)
    return {"label": label, "words": answer.words or "", "day": short_day(answer.at)}


def _own_found(seen: Seen) -> list[Compared]:
    """What the records say of the applicant alone, without what differs."""
    return [
        one
        for one in seen.rows
        if one.verified is not None
        and one.standing is not Standing.DIFFERS
        and replying.is_own(one, seen.viewer)
    ]


def _found(guide: Guide, row: Compared) -> tuple[str, str, str]:
    words = _value(guide, row.fact, row.verified)
    names = names_of(one.source for one in row.found)
    return words, say("{names}，{day}", names=names, day=newest_day(row.found)), STANDING_WORDS[row.standing]


def _value(guide: Guide, fact: str, value: Value) -> str:
    return fact_phrase(guide.facts[fact], value)


def _fate(found: SourceReport) -> tuple[str, str, str]:
    return found.state.value, found.source.name, short_day(found.answer.as_of)


def _asked(found: SourceReport) -> tuple[str, str]:
    """The name and how it stands, with the day."""
    answer, words = found.answer, STATE_WORDS[found.state]
    if answer.state is R.NOT_FOUND:
        return found.source.name, say("{words}（{day}）", words=words, day=short_day(answer.as_of))
    if answer.state is R.ANSWERED and answer.as_of:
        return found.source.name, say("{words}，{day}的记录", words=words, day=short_day(answer.as_of))
    if answer.state is R.ASKED and answer.since:
        return found.source.name, say("{day}问的，还没回", day=short_day(answer.since))
    if answer.state is R.FAILED:
        then = "过一阵再问" if found.next_try_at else "镇街会再问"
        return found.source.name, say("{words}，{then}", words=words, then=then)
    return found.source.name, words


def _banks(banks: list[SourceReport]) -> dict[str, object]:
    out = [one for one in banks if one.state not in records.BACK]
    return {"asked": len(banks), "back": len(banks) - len(out), "out": [_asked(one) for one in out]}


# --- a reply ----------------------------------------------------------------------------------------------


def find_difference(seen: Seen | None, place: int) -> Compared | None:
    """The contradiction with this number on the page."""
    return seen.own[place - 1] if seen is not None and 0 < place <= len(seen.own) else None


def make_reply_page(guide: Guide, seen: Seen, place: int) -> dict[str, object]:
    row = seen.own[place - 1]
    shown = _difference(guide, seen, row, place)
    return {"row": shown, "choices": CHOICES, "fact": row.fact}


def find_reply_errors(form: MultiDict) -> dict[str, str]:
    """What is missing in a reply, by field."""
    choice = form.get("choice", "")
    if choice not in {one.value for one in ReplyChoice}:
        return {"choice": "请选一样"}
    if choice == ReplyChoice.BOTH and not form.get("words", "").strip():
        return {"words": "写一句是什么原因，镇街才好核"}
    return {}


def read_reply(form: MultiDict) -> tuple[ReplyChoice, str]:
    return ReplyChoice(form["choice"]), form.get("words", "").strip()
