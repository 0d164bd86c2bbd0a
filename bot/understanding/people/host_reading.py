"""Who is who in the family that a message speaks for, while its namings are read."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.surnames import SURNAMES
from bot.understanding.mention import Mention

from .hosts import PET_NAMED, WRITER, Host
from .kinship import OUTSIDE, kin_words
from .namings import OLD_WORDS
from .own_told import AND_THEN, BY_THE_WAY, NEAR, OF_SELF
from .serving import names_of_one

_YOUNG_WORD = re.compile(r"[男女小]?孩[子儿]?|学生|小朋友|[女男]童|该生|小姑娘|娃娃?|宝宝|[男女]生")
_THEIR_HOUSE = re.compile(rf"{NEAR}|[家户]$|病[号人]$|患者$|老[{SURNAMES}]")
_CHILDREN = ("孩子", "小孩", "小孩儿", "男孩", "女孩", "男孩子", "女孩子", "娃娃")
_OTHER_SEX = {"male": "female", "female": "male"}
_COUPLE = re.compile(r"两口子|老两口|老俩|夫妻|夫妇|一[家户对]|[户家]人|这家|那家")
_HOUSE = re.compile(r"[家户]|[爷娘]俩|两口|老俩|夫妻|夫妇")
_ONE_CALLED = re.compile("[个位名][^，。]{1,4}叫")
_HEADS = ("当家的", "男人")
_OLD = ("老头", "老太太", "老汉")
# 东邻那老两口…老头儿九十三
_TWO_OF_A_HOME = re.compile(r"两口子?|老俩|夫妻|夫妇")
_SOME_NAME = re.compile(rf"[{SURNAMES}]某某?")
_NAME_OF_KIN = re.compile(rf"(?<=[妻夫子女母父兄弟姐妹儿娘爹爸妈])[{SURNAMES}]某某?")  # 其妻杨某
_PUPIL = re.compile(
    rf"[{SURNAMES}]某某?|(?<![个位名大中小的])(?:学生|男生|女生|小姑娘)(?!证|卡|会|时|家长|资助|补|们)"
)
# 替班里的老赵写…老赵四十一; not 老李说, who only told of them.
_OLD_NAME = re.compile(rf"老[{SURNAMES}](?![师板人家乡爷一-鿿]?(?:说|讲|告诉))(?![师板人乡爷])")
_COUNTED = re.compile(r"^(?:[一这那有]?[个位名])?")
# Titles of those who are no kin: 老两口…大爷八十三，大娘七十九.
_TITLES = frozenset(
    {"大爷", "大娘", "大叔", "大婶", "大妈", "阿姨", "大姨", "大姐", "大哥", "大嫂", "老大姐", "老大哥"}
)
_SEX_OF_TITLES = dict.fromkeys("爷叔哥", "male") | dict.fromkeys("娘婶妈姨姐嫂妇", "female")


class HostReader:
    """Makes of each naming of the outsider `self`, and of the speaker nobody, while a message is read."""

    def __init__(self, plain: str, host: Host):
        self.plain = plain
        self.host = host
        self._sex: str | None = None
        self._names: set[str] = set()
        self._alone = False  # is one of the house named yet, and not the house alone?

    def unmasked(self, masked: str) -> str:
        """`masked` with 男的 and 女的, who are the man and the woman of the house here."""
        for found in re.finditer(r"[男女]的", self.plain):
            masked = masked[: found.start()] + found.group() + masked[found.end() :]
        return masked

    def naming(self, found: re.Match[str]) -> Mention | None:
        """Whom of the family a naming means that means another elsewhere; None where it means the same."""
        start, end = found.span()
        match found.lastgroup:
            case "self":
                return self._speaker(found)
            case "mate":
                return self._mate(start, end, found["mate"])
            case "host":
                return self._mate(start, end, found["host"])
            case "met" if found["noun"] in _TITLES:
                return self._again(start, end, found["noun"])  # 车间一个大姐
            case "met" if self._names and not self.host.young and found["noun"] in _CHILDREN:
                kin = kin_words()[found["noun"]]  # 户主老宋…两个孩子
                return Mention(start, end, kin.person, kin.relation, kin.sex, words=found["noun"])
            case "kin" if found["kin"] in _HEADS and not (found["his"] or self._alone or self.host.young):
                return self._mate(start, end, "男")  # 给这家打针，当家的六十四
            case "kin" if not self._alone and _ONE_CALLED.match(self.plain, start - 1, end + 1):
                return self._them(start, end, kin_words()[found["kin"]].sex, "他")  # 村里有个媳妇叫秀芹
            case "kin" if not found["own"] and not found["his"]:
                return self._again(start, end, found["kin"])
            case "third" if self.plain.startswith("本人", end):
                return self._them(start, end, None, "他")  # 儿子在外地，他本人退休金三千
            case "third" if found["third"] in _OLD and _TWO_OF_A_HOME.search(self.plain, 0, start):
                return self._mate(start, end, "女" if found["third"].startswith("老太") else "男")
        return None

    def is_passed(self, found: re.Match[str], last: Mention) -> bool:
        """俺替人家问问: is it the speaker, or a word for the family that tells nothing more?"""
        again = last.start == found.start() and last.end > last.start
        return found.lastgroup == "self" or found.group() == "人家" or again

    def settled(self, mention: Mention | None) -> Mention | None:
        """`mention` of the outsider as `self`; an old woman beside an old man as his wife."""
        if mention is not None and mention.relation == "pupil" and self.host.relation == "other":
            return None  # 班里的老赵, of a workshop
        if mention is None or mention.person is None:
            return self._spoken_for(mention)
        if mention.relation == "self" and self._is_other(mention):
            person = "wife" if self._sex == "male" else "husband"
            return replace(mention, person=person, relation="spouse", sex=_OTHER_SEX[str(self._sex)])
        if mention.relation not in OUTSIDE and mention.person not in ("elder", "friend", "relation"):
            return mention
        if re.search(r"-[2-9]$", str(mention.person)) or self.host.has_as_kin(mention.person):
            return mention  # 他老伴 of a later message: known as theirs
        if mention.person == "elder" and self._sex and mention.sex not in (None, self._sex):
            person = "wife" if mention.sex == "female" else "husband"
            return replace(mention, person=person, relation="spouse")
        return self._them(mention.start, mention.end, mention.sex, mention.words, topic=mention.topic)

    def called(self) -> list[Mention]:
        """杜某四十八, 老赵四十一: each place where who is spoken for is called by a name."""
        say = _PUPIL if self.host.young else _SOME_NAME
        kin = {found.group() for found in _NAME_OF_KIN.finditer(self.plain)}
        places = [found for found in say.finditer(self.plain) if found.group() not in kin]
        old = list(_OLD_NAME.finditer(self.plain))
        places += old if len({found.group() for found in old}) == 1 else []
        if (name := names_of_one(self.plain)[0]) is not None:
            places += re.finditer(name, self.plain)
        elif pet := re.search(PET_NAMED, self.plain):
            places += re.finditer(f"{pet['pet']}(?![学时])", self.plain)
        return [self._them(*found.span(), None, found.group()) for found in places]

    def _is_other(self, mention: Mention) -> bool:
        """老先生八十四…老太太八十: the wife of the old man whom it is about."""
        word = self.plain[mention.start : mention.end]
        return (self._sex, word) in (("male", "老太太"), ("female", "老头"), ("female", "老汉"))

    def _speaker(self, found: re.Match[str]) -> Mention | None:
        """我: of who speaks no fact is kept; 老两口 and 申请人 are those spoken for."""
        start, end = found.span()
        if found["self"].startswith(("老", "两口子", "申请人")):
            return self._them(start, end, None, found["self"])
        if BY_THE_WAY.match(self.plain, start) or AND_THEN.match(self.plain, start):
            return Mention(start, end, WRITER, WRITER, words="我")
        myself = OF_SELF.match(self.plain, end)
        return Mention(start, end, None, None, words="我") if myself else None

    def _mate(self, start: int, end: int, word: str) -> Mention:
        """男的, 女的, 户主: the first is who the family is named by, the other the husband or wife."""
        sex = "female" if "女" in word else "male" if word.startswith(("男", "老先")) else None
        if sex is None or self._sex in (None, sex):
            return self._them(start, end, sex, "他")
        person = "husband" if sex == "male" else "wife"
        return Mention(start, end, person, "spouse", sex, words=word)

    def _again(self, start: int, end: int, word: str) -> Mention | None:
        """大爷, 孩子, 小伙子 said again of the one spoken for; None when it is one of their kin."""
        if word in OLD_WORDS and _TWO_OF_A_HOME.search(self.plain, 0, start):
            return self._mate(start, end, "男" if "头" in word else "女")
        titled = word in _TITLES or self.plain[start - 1 : end] in ("阿姨", "小媳妇")
        sex = _SEX_OF_TITLES.get(word[-1]) if titled else None
        if sex and not self.host.young:
            return self._mate(start, end, "男" if sex == "male" else "女")
        same = len(word) > 1 and any(name.endswith(word) for name in self._names)
        child = self.host.young and _YOUNG_WORD.fullmatch(word)
        return self._them(start, end, None, word) if same or child else None

    def _spoken_for(self, mention: Mention | None) -> Mention | None:
        """隔壁老王家, 对门那户, whose facts are nobody's elsewhere, are the family spoken for here."""
        near = mention is not None and _THEIR_HOUSE.search(mention.words)
        return self._them(mention.start, mention.end, None, mention.words) if mention and near else mention

    def _them(self, start: int, end: int, sex: str | None, words: str, *, topic: bool = True) -> Mention:
        self._names.add(_COUNTED.sub("", self.plain[start:end]))
        if _COUPLE.search(self.plain, start, end + 4):
            sex = None
        self._alone = self._alone or not _HOUSE.search(self.plain, start, end)
        self._sex = self._sex or sex
        return Mention(start, end, "self", "self", sex, topic, words)
