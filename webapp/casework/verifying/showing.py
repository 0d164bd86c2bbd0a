"""A verification for a clerk: what needs a look first, then the rest; sums and verdicts on both sides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.phrases import fact_phrase
from knowledge import FactDefinition, Guide, Verdict
from webapp.applications import replying, reporting
from webapp.applications.comparing import Answer, Compared, Standing
from webapp.applications.households import (
    FROM_CHAT,
    FROM_ID_CARD,
    FROM_RECORDS,
    FROM_SUPPLEMENT,
    FROM_VISIT,
    label_of,
)
from webapp.applications.replying import ReplyChoice
from webapp.applications.reporting import Judged, MemberReport, Reassessed, SourceReport
from webapp.applications.sources import load_sources
from webapp.models.applications import Application, ApplicationMember
from webapp.models.verifications import ResultState, VerificationReply
from webapp.security.crypto import mask_name
from webapp.verification.shown import by_value, names_of, newest_day, short_day, short_moment

R, S = ResultState, Standing
HOME = "全家"
# What needs a human comes first.
ORDER = (S.DIFFERS, S.MISSING, S.UNDECIDED, S.ONLY_VERIFIED, S.ONLY_DECLARED, S.AGREES)
STANDING_WORDS = {
    S.DIFFERS: "对不上",
    S.MISSING: "还没有",
    S.UNDECIDED: "不矛盾",
    S.ONLY_VERIFIED: "本人没说",
    S.ONLY_DECLARED: "没有数",
    S.AGREES: "一致",
}
ORIGINS = {
    FROM_CHAT: "聊天里说的", FROM_ID_CARD: "按身份证号", FROM_RECORDS: "上门前部门数据里的",
    FROM_VISIT: "协理员上门看到的", FROM_SUPPLEMENT: "补材料时说的",
}  # fmt: skip
STATE_WORDS = {
    None: "没有问",
    R.WAITING: "等着送出",
    R.ASKED: "问了，没回",
    R.PARTLY: "回了一部分",
    R.ANSWERED: "回了",
    R.NOT_FOUND: "查无此人",
    R.DECEASED: "记录为死亡",
    R.MOVED_OUT: "记录为迁出",
    R.FAILED: "没查成",
    R.STOPPED: "授权没了，停了",
    R.DISCARDED: "授权没了以后才到，没看",
}
UNASKED = "还没问"
FATE_WORDS = {R.DECEASED: "记录为已死亡", R.MOVED_OUT: "记录为户口迁出"}
REPLY_WORDS = {
    ReplyChoice.OFFICE: "部门查到的对",
    ReplyChoice.OWN: "自己说的对，请再查",
    ReplyChoice.BOTH: "两边都对，有原因",
}
VERDICT_WORDS = {Verdict.MET: "符合", Verdict.UNMET: "不符合", Verdict.UNKNOWN: "还定不了"}
FAULT_WORDS = {
    "unreachable": "平台连不上",
    "timeout": "平台没在时限内回",
    "connection-lost": "跟平台断了线",
    "busy": "平台忙",
    "server-error": "平台出错",
    "refused": "平台不收",
    "unknown-order": "平台丢了单子",
    "order-conflict": "平台说单号重了",
    "oversize": "答复太大，没收",
    "garbled": "答复读不懂，没收",
    "mismatch": "答复答的不是这一单，没收",
    "unknown-fact": "答了不认识的情况，没收",
    "not-theirs-to-say": "答了不归它说的情况，没收",
    "wrong-unit": "单位不对，没收",
    "wrong-value": "数不对，没收",
    "no-answer": "一直没回",
}


def make_page(
    session: Session, guide: Guide, application: Application, now: datetime.datetime
) -> dict[str, object]:
    report = reporting.verification_report(session, application)
    comparison = reporting.compare_application(session, guide, application, now.date())
    replies = replying.find_replies(session, application)
    return {
        "application": application,
        "members": [(_called(one.member), one.is_permitted) for one in report.members],
        "asked": report.asked,
        "back": report.back,
        "fates": [_fate(*one) for one in report.fates],
        "groups": groups(guide, application, comparison.rows, replies),
        "verdicts": [_verdict(guide, one, application) for one in comparison.verdicts if one.is_changed],
        "sources": [_sources(one) for one in report.members if one.asked],
    }


def _called(member: ApplicationMember) -> str:
    return called(member, member.name or "")


def called(member: ApplicationMember, name: str) -> str:
    """王某某（父亲）; the applicant by the name alone."""
    name = name or "（没有姓名）"
    return name if member.is_applicant else f"{name}（{label_of(member.relation)}）"


def _fate(one: MemberReport, said: SourceReport) -> dict[str, str]:
    return {
        "who": _called(one.member),
        "words": f"{said.source.name}{FATE_WORDS[said.state]}",
        "day": short_day(said.answer.as_of),
    }


def groups(
    guide: Guide,
    application: Application,
    rows: Iterable[Compared],
    replies: dict,
    *,
    masked: bool = False,
) -> list[tuple[str, list[dict]]]:
    """The rows of each person, those that need a look first. `masked`: with surnames alone."""
    known = {one.person: _name(one, masked) for one in application.members}
    titles = {None: HOME} | {one.person: called(one, known[one.person]) for one in application.members}
    about = {one.person: known[one.person] or label_of(one.relation) for one in application.members}
    people: dict[str | None, list[Compared]] = {}
    rows = list(rows)
    asked = _asked(rows)
    for row in rows:
        people.setdefault(row.person, []).append(row)
    return [
        (
            titles.get(person, label_of("other")),
            [
                _row(guide.facts[one.fact], one, replies.get((one.person, one.fact)), about)
                | _unasked(guide.facts[one.fact], one, asked)
                for one in sorted(people[person], key=lambda one: ORDER.index(_standing(one)))
            ],
        )
        for person in sorted(
            people, key=lambda one: list(titles).index(one) if one in titles else len(titles)
        )
    ]


def _name(member: ApplicationMember, masked: bool) -> str:
    return mask_name(member.name or "") if masked else member.name or ""


def _row(
    definition: FactDefinition, row: Compared, reply: VerificationReply | None, about: dict[str, str]
) -> dict[str, object]:
    return {
        "label": definition.label,
        "said": fact_phrase(definition, row.declared) if row.declared is not None else "",
        "origin": _origin(row),
        "found": _found(definition, row, about),
        "out": _out(row.out),
        "standing": _standing(row).value,
        "words": "几家说的不一样" if row.disputed else STANDING_WORDS[_standing(row)],
        "reply": _reply(reply) if reply else None,
    }


def _asked(rows: Iterable[Compared]) -> set[str | None]:
    """Of whom some office has been asked; None where anybody was."""
    told = {found.person for one in rows for found in one.found if not found.source.prevails}
    told |= {answer.person for one in rows for answer in one.out}
    return told | {None} if told else told


def _unasked(definition: FactDefinition, row: Compared, asked: set[str | None]) -> dict[str, object]:
    """What an office could say and has not been asked yet is not called unknown to the offices."""
    is_sayable = any(one.can_say(definition) for one in load_sources().by_id.values())
    if row.found or row.out or not is_sayable or row.person in asked:
        return {"unasked": False}
    return {"unasked": True, "words": UNASKED}


def _standing(row: Compared) -> Standing:
    """What nobody is going to say any more is no longer waited for."""
    waited_for = row.standing is not S.MISSING or row.out
    return row.standing if waited_for else S.ONLY_DECLARED


def _origin(row: Compared) -> str:
    if row.origin is None:
        return ""
    said = ORIGINS.get(row.origin.place, "申请里填的")
    return f"{said}：“{row.origin.words}”" if row.origin.words else said


def _found(definition: FactDefinition, row: Compared, about: dict[str, str]) -> list[tuple[str, str]]:
    """What was found, and by whom of which day; of a household also in whose records."""
    rows = []
    for words, told in by_value(definition, row).items():
        people = dict.fromkeys(about[one.person] for one in told if one.person in about)
        whose = "、".join(people) if row.person is None else ""
        parts = (whose, names_of(one.source for one in told), newest_day(told))
        rows.append((words, "，".join(part for part in parts if part)))
    return rows


def _out(out: Iterable[Answer]) -> str:
    """Who has not said it yet, and since when."""
    waiting = list(out)
    if not waiting:
        return ""
    since = min((one.since for one in waiting if one.since), default=None)
    asked = f"，{short_day(since)}问的" if since else ""
    return f"等{names_of(one.source for one in waiting)}{asked}"


def _reply(reply: VerificationReply) -> dict[str, str]:
    return {
        "label": REPLY_WORDS[ReplyChoice(reply.choice)],
        "words": reply.words or "",
        "day": short_day(reply.at),
    }


def _verdict(guide: Guide, one: Reassessed, application: Application) -> dict[str, object]:
    request = next(row for row in application.requests if row.id == one.request_id)
    return {
        "name": f"{guide.policies[one.policy].name}（{request.person_label}）",
        "declared": _judged(one.declared),
        "verified": _judged(one.verified),
        "changed": [
            (change.says, VERDICT_WORDS[change.declared], VERDICT_WORDS[change.verified])
            for change in one.changed
        ],
    }


def _judged(judged: Judged) -> str:
    words = VERDICT_WORDS[judged.verdict]
    if judged.low is None:
        return words
    low = _yuan(judged.low)
    if judged.high is None:
        return f"{words}，至少 {low} 元"
    return f"{words}，{low} 元" if judged.high == judged.low else f"{words}，{low} 到 {_yuan(judged.high)} 元"


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def _sources(one: MemberReport) -> dict[str, object]:
    return {
        "who": _called(one.member),
        "position": one.member.position,
        "rows": [_source(found) for found in one.sources if found.answer or not found.source.is_bank],
        "out": len(one.out),
    }


def _source(found: SourceReport) -> dict[str, object]:
    answer = found.answer
    return {
        "id": found.source.id,
        "name": found.source.name,
        "state": found.state.value if found.state else "none",
        "words": STATE_WORDS[found.state] if found.is_covered or answer else "授权书里没有",
        "asked": short_day(answer.asked_at) if answer else "",
        "answered": short_day(answer.answered_at) if answer else "",
        "as_of": short_day(answer.as_of) if answer else "",
        "fault": FAULT_WORDS.get(answer.error or "", "那边没查成") if answer and answer.error else "",
        "again": short_moment(found.next_try_at),
        "may_ask": found.is_covered and found.state not in (R.WAITING, R.ASKED, R.PARTLY),
    }
