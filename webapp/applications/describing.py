"""A signature in words: who, how, when, with what. For its copy and for the page of who signed."""

import datetime

from webapp.applications.guardians import GUARDIAN, REASON_WORDS, RELATION_WORDS, Reason, Relation
from webapp.applications.numbers import spaced_code
from webapp.applications.signatures import SignatureKind
from webapp.clock import SHANGHAI
from webapp.languages import gettext, say, typed
from webapp.languages.formats import day
from webapp.models.applications import Authorisation, Commitment
from webapp.security.crypto import mask_id_number

KIND_WORDS = {
    SignatureKind.TYPED: "打字签名（姓名、身份证号后 4 位、打勾同意）",
    SignatureKind.DRAWN: "手写签名",
    SignatureKind.PAPER: "纸质签名",
}
DEVICE_WORDS = {
    "wechat-android": "安卓手机上的微信",
    "wechat-ios": "苹果手机上的微信",
    "wechat": "微信",
    "android": "安卓手机",
    "ios": "苹果手机或平板",
    "harmony": "鸿蒙手机",
    "windows": "Windows 电脑",
    "mac": "苹果电脑",
    "linux": "Linux 电脑",
    "other": "别的设备",
}


def describe(signed: Authorisation | Commitment) -> list[tuple[str, str]]:
    """(label, words) of everything that was recorded of a signature, but the drawing."""
    member = signed.member
    rows = [
        (
            "谁",
            say(
                "{name}（身份证 {number}）",
                name=typed(member.name or ""),
                number=mask_id_number(member.id_number or ""),
            ),
        ),
        ("怎么签的", kind_words(signed)),
        ("哪天签的", in_full(signed.signed_at)),
    ]
    rows += _guardian_rows(signed) if isinstance(signed, Authorisation) else []
    if signed.read_at is not None:
        rows.append(("哪天看完", in_full(signed.read_at)))
    if signed.device:
        rows.append(("用什么签", DEVICE_WORDS.get(signed.device, DEVICE_WORDS["other"])))
    if isinstance(signed, Authorisation) and signed.checked_by:
        rows.append(
            (
                "谁核对的",
                say("工作人员 {who}，{at}", who=typed(signed.checked_by), at=in_full(signed.checked_at)),
            )
        )
    if isinstance(signed, Authorisation) and signed.expires_at is not None:
        rows.append(("管到哪天", in_full(signed.expires_at)))
    return [*rows, ("凭据号", spaced_code(signed.receipt))]


def kind_words(signed: Authorisation | Commitment) -> str:
    words = KIND_WORDS[SignatureKind(signed.kind)]
    by_guardian = isinstance(signed, Authorisation) and signed.signed_by == GUARDIAN
    return say("{words}，由监护人代签", words=words) if by_guardian else gettext(words)


def _guardian_rows(signed: Authorisation) -> list[tuple[str, str]]:
    if signed.signed_by != GUARDIAN:
        return []
    rows = [("监护人", signed.signature or "")]
    if signed.guardian_relation:
        rows.append(("是本人的", RELATION_WORDS[Relation(signed.guardian_relation)]))
    if signed.guardian_reason:
        why = REASON_WORDS[Reason(signed.guardian_reason)]
        note = signed.guardian_note
        rows.append(("代签原因", say("{why}：{note}", why=why, note=typed(note)) if note else why))
    return rows


def in_full(moment: datetime.datetime) -> str:
    """2026 年 11 月 28 日 09:30:00, as the clocks in Zibo had it."""
    return f"{day(moment)} {moment.astimezone(SHANGHAI):%H:%M:%S}"
