"""What has changed by now, or is still ahead: operations done on one side, certificates got since."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_OTHER_SIDE = re.compile(
    r"(?:另外?一?|那|这|还有一|剩下那?|左|右|第[二三])(?:只|个|边|条|侧|眼|腿|面|膝|胯|刀)"
)


def still_to_come(said: list[Said], plain: str) -> list[Said]:
    """左眼前年割了，右眼大夫叫今年割: who is still to be operated on, though the other side was done."""
    advised = {
        one.person: one.start
        for one in said
        if one.fact == "surgery"
        and one.value == "advised"
        and _OTHER_SIDE.search(plain, clause_start(plain, one.start), one.end)
    }
    told = {one.person for one in said if (one.fact, one.value) == ("surgery", "advised")}
    return [
        one
        for one in said
        if (one.fact, one.value) != ("surgery", "done")
        or (one.start > advised.get(one.person, -1) and not (one.person in told and _is_ahead(one, plain)))
    ]


# 建议做手术，做完再接着练; 做完手术以后补助还接得上吗: it is only spoken of as done.
_ONCE_DONE = re.compile(r"做完(?:手术|了)?")
_WHEN_DONE = re.compile(r"(?:手术|了)?(?:以后|之后|后|再|才|还能|能)")


def _is_ahead(one: Said, plain: str) -> bool:
    done = _ONCE_DONE.search(plain, one.start, one.end)
    return done is not None and bool(_WHEN_DONE.match(plain, done.end()))


_GOT_IT = re.compile(r"(?:办|拿|发|评|领)(?:了|下|到|上)")


def since_certified(said: list[Said], plain: str) -> list[Said]:
    """没评残…，去年办了听力二级的残疾证: what there was not before is there by now."""
    got = {
        one.person: one.start
        for one in said
        if (one.fact, one.value) == ("disability_cert", True)
        and _GOT_IT.search(plain, clause_start(plain, one.start), one.end)
    }
    return [
        replace(one, value=True)
        if (one.fact, one.value) == ("disability_cert", False) and one.start < got.get(one.person, -1)
        else one
        for one in said
    ]
