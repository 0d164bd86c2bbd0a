"""Whether a bare 爸爸 or 爹娘 is the speaker's own: of a pupil who writes, or of somebody grown up.

我在县一中读高三…我爸在我三岁那年去世, though a cousin is named later; 我娘家在邹平，妈去年走的, of whom
no child is the child.
"""

from __future__ import annotations

import re

from .kinship import YOUNG
from .whom import People

_THIRD = re.compile(r"(?:他|她|娃|孩子|小孩|生)的?$")
_MINE = re.compile(r"(?:我|俺)(?:的|亲)?$")
_NO_KIN = r"[^，。；！？儿女孙孩娃侄甥弟妹姐哥爸妈爹娘姑姨叔舅]"
# 我在县一中读高三, 我今年上初二; not 我儿子上高三
_I_LEARN = re.compile(
    rf"(?:^|(?<=[，。；！？ ]))(?:[我俺](?!们?家)|本人){_NO_KIN}{{0,12}}?(?:[上读念](?:着)?|考上)(?:了)?"
    r"(?:[初高][一二三中]|大[一二三四学专]|本科|专科|中专|职高|技校|[一二三四五六]年级)(?!的|老师|毕业|那|时)|"
    rf"(?:^|(?<=[，。；！？ ]))(?:[我俺]|本人)(?:是|在){_NO_KIN}{{2,14}}"
    rf"(?:大学|学院|[一二三]中|中学|技校|职专){_NO_KIN}{{0,4}}"
    r"(?:大[一二三四]|[初高][一二三])"
)
_OF_ADULTS = re.compile(
    r"娘家[^。！？]{0,12}$|(?:弟兄|兄弟|姊妹|姐妹|兄妹)[^，。；]{0,4}[三四五六七八九\d]个?[^，。；]{0,3}，$"
)
_I_AM_GROWN = re.compile(
    r"[我俺](?:今年|都|也|快|已经){0,2}(?:[二三四五六七八九]十|[2-9]\d)(?!块|元|多块|斤|年)"
)


def of_pupil_who_speaks(people: People, found: re.Match[str]) -> bool:
    """Is it the father or mother of who writes, who is at school?"""
    if not _MINE.search(people.plain, max(0, found.start() - 3), found.start()):
        return False
    return is_pupil_writing(people)


def is_pupil_writing(people: People) -> bool:
    """Is it somebody at school who speaks of themselves?"""
    return people.host is None and _I_LEARN.search(people.plain) is not None


def of_grown_speaker(people: People, found: re.Match[str]) -> bool:
    """Is it the father or mother of somebody grown up, though children are named?"""
    plain, start = people.plain, found.start()
    if people.host is not None or _THIRD.search(plain, max(0, start - 3), start):
        return False
    if _OF_ADULTS.search(plain, max(0, start - 24), start):
        return True
    if _I_LEARN.search(plain) or any(m.relation in YOUNG and m.start < start for m in people.mentions):
        return False
    return _I_AM_GROWN.search(plain, 0, start) is not None


__all__ = ["is_pupil_writing", "of_grown_speaker", "of_pupil_who_speaks"]
