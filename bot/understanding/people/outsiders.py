"""Those outside the family: met in the street, next door, of the village, or spoken for by office."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.surnames import SURNAMES
from bot.understanding.mention import Mention

from .kinship import OUTSIDE
from .namings import CLASS, NEXT_DOOR, STREET, VILLAGE
from .speaker import Speaker

_AT_HOME = re.compile(r"[我俺]们?家?(?:里|还|就|只|也|有){0,12}$|家里(?:还|就|有){0,12}$|我和|生了")
_TAKEN_IN = re.compile(r"(?<!好心人)收养(?!”)|抱养|户口.{0,3}落|养到|养大|养着|养至")
_SURNAME = re.compile(
    rf"老?(?P<name>[{SURNAMES}])(?=头|汉|太|大爷|大娘|婆子|嬷嬷|大[婶叔妈姨嫂姐哥]|婶|奶奶|爷爷|家|姨|叔|阿姨|哥|姐|嫂|伯)"
)
_FULL_NAME = re.compile(
    r"(?:替|帮|给|代|关于)(?:(?:我们?|俺们?|本)?(?:村|庄|社区|小区|辖区|楼)(?:里)?的?(?:居民|村民|老人|困难户)?|"
    r"居民|村民|困难户|户主)"
    rf"(?P<name>[{SURNAMES}][一-鿿]{{1,2}}?)(?=反映|咨询|问|打听|求|申请|写|说|，|。|家|今年)|"
    rf"(?:我们?|俺们?|本)村(?:里)?的?(?P<old>老[{SURNAMES}])(?=家|的|，)"
)
_SIBLINGS_SPOKEN_FOR = re.compile(
    r"(?<![我俺])(?:兄弟|姐妹|兄妹|姐弟|弟兄|姊妹)(?:[二两2]人|俩|两个)[^我俺]*$"
)
_PARENT_AND_CHILD = re.compile(r"[父母][子女](?:[二两2]人|俩|两个|相依)")
_NEIGHBOURLY = ("大妹子", "妹子", "大妹", "大兄弟", "大姐", "大哥", "大嫂", "嫂子")
_WOMAN = re.compile(r"[娘婆嬷婶妈奶太姨嫂姐]")


class Outsiders:
    """Tells what those are to the speaker who are no kin."""

    def __init__(self, plain: str, speaker: Speaker):
        self.plain = plain
        self.speaker = speaker
        self._by_name: dict[str, tuple[str, str]] = {}
        self._listed: list[str] = []

    def relation(self, found: re.Match[str]) -> str | None:
        """pupil, client, stranger, neighbour or villager; None for one of the family."""
        start = found.start()
        if _AT_HOME.search(self.plain[max(0, start - 6) : start]):
            return None
        raised = _TAKEN_IN.search(self.plain[start : found.end() + 40])
        if raised and not self.speaker.role:
            return None
        window = self.plain[max(0, start - 26) : found.end() + 8]
        if CLASS.search(window):
            return "pupil"
        if self.speaker.role:
            return self.speaker.role
        if STREET.search(window):
            return "stranger"
        if NEXT_DOOR.search(window):
            return "neighbour"
        return "villager" if VILLAGE.search(window) else None

    def called(self) -> list[Mention]:
        """替我们村的刘长河反映: each place where one who is spoken for is called by their full name."""
        found = _FULL_NAME.search(self.plain)
        if found is None:
            return []
        relation = self.speaker.role or "villager"
        name = found["name"] or found["old"]
        given = f"|{re.escape(name[1:])}" if len(name) == 3 else ""  # 刘桂兰 … 桂兰脸皮薄
        places = (m.start() for m in re.finditer(re.escape(name) + given, self.plain))
        return [Mention(place, place + len(name), relation, relation, words=name) for place in places]

    def listed(self, found: re.Match[str], group: str) -> Mention:
        """小李，…；小王，…, 1.李守田，74岁: each of a list is a person of their own."""
        name = found[group]
        relation = "other" if group == "listed" else self.speaker.role or "villager"
        if name not in self._listed:
            self._listed.append(name)
        return Mention(*found.span(group), f"listed{self._listed.index(name) + 1}", relation, words=name)

    def of_several(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        """兄61…，弟58…, of 本村兄弟二人: each of those whom a clerk speaks for; 母子2人…母…子: who calls."""
        word = found["note"] or found["kin"]
        if word in _NEIGHBOURLY and (
            met := [m for m in seen if m.relation in OUTSIDE and self._called(m, word)]
        ):
            return replace(met[0], start=found.start(), end=found.end(), topic=True)
        parent = any(m.relation in ("father", "mother") for m in seen)
        if found["note"] and word in "子女" and parent and _PARENT_AND_CHILD.search(self.plain):
            return Mention(*found.span(), "self", "self", "male" if word == "子" else "female", words="我")
        if (
            word not in tuple("兄哥弟姐妹")
            or not self.speaker.role
            or not _SIBLINGS_SPOKEN_FOR.search(self.plain)
        ):
            return None
        person = self.speaker.role + ("" if word in "兄哥姐" else "-2")
        sex = "male" if word in "兄哥弟" else "female"
        return Mention(*found.span(), person, self.speaker.role, sex, words=word)

    def _called(self, mention: Mention, word: str) -> bool:
        """楼下的大妹子…大妹子: the same neighbour by the same word."""
        called = self.plain[mention.start : mention.end].removesuffix("子")
        return called.endswith(word.removesuffix("子"))

    def next_door(self, word: str) -> None:
        """Whom 对门的徐姨 names: 徐姨 from then on is the same neighbour."""
        if surname := _SURNAME.search(word):
            self._by_name[surname["name"]] = ("neighbor", "neighbour")

    def named(self, found: re.Match[str]) -> Mention:
        """张大爷, 老王头: one person a surname, each of whom a clerk speaks."""
        window = self.plain[max(0, found.start() - 8) : found.start()]
        relation = self.speaker.role or ("neighbour" if NEXT_DOOR.search(window) else "villager")
        surname = _SURNAME.match(found.group())
        name = surname["name"] if surname else ""
        if name not in self._by_name:
            several = len(self._by_name) + 1
            one = several == 1 or not self.speaker.role
            person = {"neighbour": "neighbor"}.get(relation, relation)
            self._by_name[name] = (person if one else f"{person}-{several}", relation)
        sex = None if surname is None else "female" if _WOMAN.search(found.group()) else "male"
        person, relation = self._by_name[name]
        return Mention(*found.span(), person, relation, sex, words="村里人")

    def host(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        """男主人, 该户, 当事人: the one last named, or whom an office speaks for."""
        word = found["host"]
        role = self.speaker.role or "villager"
        last = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
        person, relation = (last.person, last.relation) if last else (role, role)
        other = {"女主人": "-wife", "抚养人": "-carer"}.get(word, "")
        sex = "female" if word == "女主人" else None
        return Mention(*found.span(), f"{person}{other}", relation, sex, words=word)
