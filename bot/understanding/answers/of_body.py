"""What a whole message of a few words tells of a body beside the question: 肢体的, 没证, 评过八级残."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import parse_number
from knowledge import Situation

_HEAD = r"(?:就|还|也|是|属于|他|她|我|俺|说是){0,3}"
_END = r"(?:啊|呀|呢|吧|哩|了){0,2}"
_KINDS = {
    "limb": "肢体|腿脚?|胳膊|手脚?|腰|胯",
    "mental": "精神",
    "intellectual": "智力|脑子",
    "vision": "视力|眼睛?",
    "hearing": "听力|耳朵?",
    "speech": "言语|说话",
    "multiple": "多重",
}
_KIND = {
    kind: re.compile(rf"{_HEAD}(?:{words})(?:上|方面|残疾?)?(?:的|残疾?)(?:残疾)?{_END}")
    for kind, words in _KINDS.items()
}
_NO_CERTIFICATE = re.compile(
    rf"{_HEAD}(?:从来|一直|都|可|根本){{0,2}}没(?:有)?(?:去)?(?:办|评|领)?(?:过|下来)?(?:残疾)?证{_END}"
)
_WITH_CERTIFICATE = re.compile(rf"{_HEAD}(?:都)?有(?:残疾)?证(?:的)?{_END}")
_SERVICE_GRADE = re.compile(
    rf"{_HEAD}(?:评|定|鉴定)(?:过|了|的|上|成){{0,2}}(?:是|个)?(?P<grade>[一二三四五六七八九十]|10|[1-9])级(?:伤?残疾?)?(?:的)?{_END}"
)
_OF_BODY = ("disability_grade", "disability_types", "self_care", "disability_cert")


def told_of_body(plain: str, situation: Situation) -> Iterator[tuple[str, object]]:
    """Facts and values that the words tell, where somebody is known whom they fit."""
    facts = {fact for person in situation.people for fact in person.facts}
    disabled = bool(facts & set(_OF_BODY))
    if disabled and (kind := next((k for k, one in _KIND.items() if one.fullmatch(plain)), None)):
        yield "disability_types", {kind: True}
    elif (disabled or "illnesses" in facts) and _NO_CERTIFICATE.fullmatch(plain):
        yield "disability_cert", False
    elif disabled and _WITH_CERTIFICATE.fullmatch(plain):
        yield "disability_cert", True
    found = _SERVICE_GRADE.fullmatch(plain) if "veteran_kinds" in facts else None
    grade = parse_number(found["grade"]) if found else None
    if grade is not None:
        yield "service_disability_grade", int(grade.low)
        yield "veteran_kinds", {"disabled_veteran": True}


__all__ = ["told_of_body"]
