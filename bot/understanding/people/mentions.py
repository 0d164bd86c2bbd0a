"""The namings of people in a message, from left to right: kin, neighbours, the speaker, and 他."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention

from .called import called_by_name
from .host_reading import HostReader
from .hosts import Host
from .joining import CHILD_TALK, join, with_own_sex
from .kinship import LEADING, OUTSIDE, YOUNG, Kin, head_words, kin_of, kin_words
from .leads import (
    beside,
    follows,
    has_own_blood,
    is_gone,
    is_how_one_is_called,
    is_minor,
    is_of_others,
    is_what_one_is,
    kin_called,
    leaned_on,
    led_by,
    may_lead,
    only_kin_of,
    other_parent,
    own_young,
    parents_of_raised,
    says_of_self,
)
from .lists import each_of_several, numbered
from .lookalikes import without_lookalikes
from .man_and_wife import with_man_and_wife
from .namings import (
    ACTS,
    AM,
    BETWEEN,
    BLOOD,
    BOTH_DEAD,
    CHILD,
    COUNTS,
    DEAD,
    EMPLOYER,
    HEARD_FROM,
    IN_LAWS,
    MEN,
    NEAREST,
    NO_SUCH,
    OLD_WORDS,
    ORDINALS,
    SPEAKS_FOR,
    SURNAME_ONLY,
    TALKING,
    TITLES,
    TURNS_AWAY,
    WOMEN,
    names_nobody,
    namings,
    sex_of_hired,
)
from .next_door import acts_next_door, next_door
from .notes import Note
from .outsiders import Outsiders
from .own_kin import is_any_child, is_of_opponent, is_own_by_word, of_the_doer, old_self, turns_to_own
from .provided import fed_by, is_old_one_at_home, with_one_at_home
from .speaker import ASKS, Speaker, one_described
from .spoken_of import SpokenOf
from .thirds import Thirds


class MentionReader:
    """Reads the namings of one message."""

    def __init__(
        self, plain: str, speaker: Speaker, host: Host | None, note: Note | None, *, spoken: SpokenOf
    ):
        self.plain = plain
        self._outsiders = Outsiders(plain, speaker)
        self.speaker = Speaker() if host else speaker
        self._thirds = Thirds(plain, self.speaker, host=host, spoken=spoken)
        self._hosts = HostReader(plain, host) if host else None
        self._for_others = not host and bool(SPEAKS_FOR.search(plain))
        self.note = note

    def read(self) -> list[Mention]:
        masked = without_lookalikes(self.plain)
        for start, end in self.speaker.named:
            masked = masked[:start] + "＊" * (end - start) + masked[end:]
        if self._hosts:
            return self._of_host(self._hosts, self._hosts.unmasked(masked))
        seen: list[Mention] = []
        for found in self.note.matches(namings(), masked) if self.note else namings().finditer(masked):
            mention = found if isinstance(found, Mention) else self._mention(found, seen)
            if mention is not None:
                seen.append(self.note.settle(mention) if self.note else mention)
        seen += [m for m in self._outsiders.called() if all(m.start != one.start for one in seen)]
        seen += one_described(self.plain, self.speaker, seen)
        for start, end in self.speaker.named:
            topic = not ASKS.match(self.plain, end)
            seen.append(Mention(start, end, "self", "self", self.speaker.sex, topic, "我"))
        seen = with_man_and_wife(self.plain, called_by_name(self.plain, sorted(seen, key=lambda m: m.start)))
        seen = with_one_at_home(self.plain, seen)
        return with_own_sex(each_of_several(self.plain, join(seen, self.plain, self.speaker)), self.speaker)

    def _of_host(self, hosts: HostReader, masked: str) -> list[Mention]:
        """Those of the family spoken for, as that family would name them."""
        called = {m.start: m for m in (*map(hosts.settled, self._outsiders.called()), *hosts.called())}
        seen = [Mention(0, 0, "self", "self", hosts.host.sex, topic=not hosts.host.sex)]
        for found in namings().finditer(masked):
            seen += [called.pop(place) for place in sorted(called) if place <= found.start()]
            mention = hosts.naming(found) if seen[-1].end <= found.start() else None
            if mention is None and not hosts.is_passed(found, seen[-1]):
                mention = hosts.settled(self._mention(found, seen))
            if mention is not None:
                seen.append(mention)
        seen = [*seen[not hosts.host.sex :], *called.values()]
        seen = called_by_name(self.plain, sorted(seen, key=lambda m: m.start))
        return with_own_sex(each_of_several(self.plain, join(seen, self.plain, self.speaker)), self.speaker)

    def _mention(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        match found.lastgroup if found.lastgroup != "noun" else "met":
            case "self" if self.note and self.note.asked and found["self"] == "本人":
                return replace(self.note.asked, start=start, end=end, topic=True)
            case "self" if found["self"] == "两口子" and is_of_others(self.plain, seen):
                return None
            case "self":
                leaned = leaned_on(self.plain, start, speaker=True, end=end)
                is_who = any(0 < named - end <= 4 for named, _ in self.speaker.named)  # 我是他姑
                topic = is_who or (not TALKING.match(self.plain, end) and not leaned)
                return Mention(start, end, "self", "self", topic=topic, words=found["self"])
            case "others":
                return self._others(start, end, found["others"])
            case "near":
                return self._next_door(start, end, found["near"])
            case "met":
                return self._met(found, seen)
            case "fed":
                return fed_by(self.plain, found.span(), seen)
            case "note":
                of = self._outsiders.of_several(found, seen)
                return of or self._kin_mention(found, head_words()[found["note"]], seen)
            case "villager":
                return self._outsiders.named(found)
            case "hired" | "mate":
                hires = found["hired"] and EMPLOYER.search(self.plain)
                sex = sex_of_hired(found.group())
                return Mention(start, end, "hired", "other", sex, words="雇的人") if hires else None
            case "listed" | "roll" | "entry" as group:
                return self._outsiders.listed(found, group)
            case "host":
                return self._outsiders.host(found, seen)
            case "third":
                return self._third(start, end, found["third"], seen)
        return self._by_kin_word(found, kin_called(found["kin"], self.speaker.side), seen)

    def _by_kin_word(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        if kin.person == "client" and is_what_one_is(self.plain, start, end):
            return None
        if self.note and self.note.is_about(found["kin"], end):
            return None
        if kin.person == "neighbor" and acts_next_door(self.plain, start, end):
            return self._next_door(start, end, "")
        if not found["own"] and not found["his"] and (of := self._outsiders.of_several(found, seen)):
            return of
        if kin.person == "friend" and self.plain.startswith(("都", "全都", "们"), end):
            return Mention(start, end, None, None, words=f"{found['kin']}们")  # 一块下井的工友都有
        if kin.person == "relation" and (
            ACTS.match(self.plain, end) or NO_SUCH.search(self.plain, max(0, start - 8), start)
        ):
            return None  # 亲戚凑了点, 没有亲戚
        if kin.person == "friend" and HEARD_FROM.match(self.plain, end):
            of_them = self.plain.startswith(("说他", "说她"), end)
            return Mention(start, end, None, None, topic=of_them, words=found["kin"])
        return self._kin_mention(found, kin, seen)

    def _next_door(self, start: int, end: int, word: str) -> Mention | None:
        if word in ("邻居家", "邻居") and self.plain[start - 1 : start] in tuple("在去到"):
            return None
        self._outsiders.next_door(word)
        return next_door(self.plain, start, end)

    def _others(self, start: int, end: int, word: str) -> Mention | None:
        """人家, 医生, 包工头: whose facts are nobody's, and who may only act on those spoken of."""
        if names_nobody(word, self.plain, start, end):
            return None  # 让人家撞了: still about who was hit
        acts = word == "人家" and TURNS_AWAY.match(self.plain, end)
        topic = not acts and not leaned_on(self.plain, start)
        return Mention(start, end, None, None, topic=topic, words=word)

    # -- those met, or spoken for by office
    def _met(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        """一位老人, 有个小男孩: somebody of the village or the street, not of the family."""
        noun, start = found["noun"], found.start()
        if AM.search(self.plain, max(0, start - 16), start) or is_any_child(self.plain, *found.span("noun")):
            return None
        if (doer := of_the_doer(self.plain, found.start("noun"), found.end())) is not None:
            return doer
        if noun in ("憨子", "傻子", "疯子", "瘸子", "哑巴") and self.plain[found.start() - 1] in "是叫成当":
            return None  # 他是个傻子: what somebody is
        relation = self._outsiders.relation(found)
        start = found.start("noun") if relation is None else found.start()
        if relation is None:
            if noun == "老人" and is_old_one_at_home(self.plain, found.start()):
                return Mention(*found.span(), "elder", "other", words=noun)
            kin = kin_words().get(noun)
            if kin is None or kin.relation in ("mother_in_law", "uncle_aunt", "grandmother", "grandfather"):
                return None if kin is None or not seen else self._kin_span(found, kin, seen)
            return self._kin_span(found, kin, seen)
        sex = "female" if WOMEN.search(noun) else "male" if MEN.search(noun) else None
        last = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
        if noun in ("大姐", "大哥", "阿姨", "大叔") and re.search(
            r"说(?!是(?:从|来|家|外))|讲|告诉", self.plain[found.end() : found.end() + 12]
        ):
            return Mention(start, found.end(), None, None, words=noun)
        if last is not None and start - last.end <= 2:
            return Mention(start, found.end(), last.person, last.relation, sex, words=noun)
        person = {"neighbour": "neighbor"}.get(relation, relation)
        return Mention(start, found.end(), person, relation, sex, words=noun)

    def _kin_span(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        if other := self._raised(kin, seen):
            return Mention(*found.span("noun"), other.person, other.relation, kin.sex, words=found["noun"])
        led = bool(seen) and led_by(self.plain, found.start("noun"), kin, seen[-1])
        holder = seen[-1] if led else self._lead(found.start("noun"), seen, kin)
        if holder is not None and (made := kin_of(str(holder.person), str(holder.relation), kin)):
            kin = made
        return Mention(*found.span("noun"), kin.person, kin.relation, kin.sex, words=found["noun"])

    # -- kin

    def _kin_mention(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        note = found.lastgroup == "note"
        own, his = (None, self.plain[start - 1 : start] or "，") if note else (found["own"], found["his"])
        word = found["note"] if note else found["kin"]
        if self.note and (of := self.note.by_word(found, kin, word) or self.note.parents(found, kin, seen)):
            return of
        if not own and not his and self._says_who(start, end, kin, seen):
            return None  # 我是烈士的女儿, 我是一名村民: the speaker says who they are
        if not (own or his or word in ORDINALS) and self._names_again(start, kin, seen):
            return replace(seen[-1], start=start, end=end, sex=kin.sex)
        if is_how_one_is_called(self.plain, start, end) or is_any_child(self.plain, start, end):
            return None
        if (not own and self._of_nobody(start, seen)) or (note and self._of_noted_child(str(his), kin)):
            return Mention(start, end, None, None, words=word)
        if says_of_self(self.plain, (start, end), word, own or ""):
            return Mention(start, end, "self", "self", kin.sex, words=word)
        if word in OLD_WORDS and not own and self.plain[start - 1 : start] in tuple("孤个位名"):
            return self._third(start, end, "老头" if kin.sex == "male" else "老太太", seen)
        if not own and not his and (other := self._raised(kin, seen) or self._child_before(found, kin, seen)):
            return Mention(
                start, end, other.person, other.relation, kin.sex, not leaned_on(self.plain, start), word
            )
        if not (note or his) and (of := self._thirds.in_order(found, word, kin, seen)):
            return of
        alone = not his and (own or is_own_by_word(word, self.plain, start))
        holder = None if alone else self._holder(start, kin, his, seen)
        if holder is not None and holder.person is None:
            return Mention(start, end, None, None, words=word)
        if holder is not None:
            if word in ("孩子", "娃") and is_minor(holder, seen, self.plain):  # 表妹今年13岁…孩子
                return replace(holder, start=start, end=end, words=word)
            alive = not (DEAD.match(self.plain, end) or BOTH_DEAD.match(self.plain, end))
            made = self._thirds.kin_through(holder, kin, his=bool(his))
            if made is None or (
                not alive and holder.relation in YOUNG and kin.relation in ("father", "mother")
            ):
                return Mention(start, end, None, None, kin.sex, alive, word)
            kin = made
        return self._as_named(found, kin, word)

    def _as_named(self, found: re.Match[str], kin: Kin, word: str) -> Mention:
        start, end = found.span()
        topic = not leaned_on(self.plain, start, end=end) and not is_gone(self.plain, end, kin, word)
        return Mention(start, end, numbered(word, kin), kin.relation, kin.sex, topic, word)

    def _raised(self, kin: Kin, seen: list[Mention]) -> Kin | Mention | None:
        """The nephew or grandchild whom an aunt or a grandmother calls 孩子; her 闺女 is her own."""
        other = self.speaker.other
        mine = (
            other is None or other.relation not in ("nephew_niece", "grandchild") or kin.relation not in CHILD
        )
        own = other is not None and other.relation == "grandchild" and kin.person in ("son", "daughter")
        if mine or own:
            return None
        named = (m for m in reversed(seen) if m.relation == other.relation and m.person)
        return next(named, other)

    def _child_before(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        """孩子 of the one child whom the conversation spoke of; not 俩孩子, 有个孩子."""
        counted = self.plain[found.start() - 1 : found.start()] in tuple("俩个两仨几")
        return None if counted or kin.person != "child" else self._thirds.child_before(seen, found["kin"])

    def _names_again(self, start: int, kin: Kin, seen: list[Mention]) -> bool:
        """大的女孩, 咱村那个王大娘: the second word is of the one just named."""
        last = seen[-1] if seen else None
        if last is None:
            return False
        if last.words in ORDINALS and kin.relation in CHILD:
            return last.end == start or self.plain[last.end : start] in ("是", "是个", "是一个")
        if last.relation == "pupil" and kin.relation in CHILD:
            return self.plain[last.end : start] in ("，", "是", "是个", "，是个")  # 有个学生，女孩
        titled = last.relation in OUTSIDE and kin.relation in TITLES
        return titled and bool(SURNAME_ONLY.fullmatch(self.plain, last.end, start))

    def _of_nobody(self, start: int, seen: list[Mention]) -> bool:
        """同事的父亲, 隔壁老王家儿子: kin of those whose facts are nobody's."""
        before = seen[-1] if seen else None
        if before is None or before.person is not None:
            return False
        if before.words.startswith(("隔壁", "邻")) and before.end == start:
            return True  # 隔壁那个后爹
        between = self.plain[before.end : start]
        if is_of_opponent(self.plain, before, start):
            return True
        at_home = before.words[-1:] in tuple("家户") or before.words in kin_words()
        return between in ("的", "家", "家的") or (between in ("，", "") and at_home)

    def _of_noted_child(self, his: str, kin: Kin) -> bool:
        """父一级残, in an agent's note on a child: of its parents nothing is kept."""
        asked = self._hosts or (self.note is not None and self.note.asked is not None)
        parent = kin.person in ("father", "mother") and not asked
        return parent and not his.endswith(tuple("其之代")) and bool(CHILD_TALK.search(self.plain))

    def _says_who(self, start: int, end: int, kin: Kin, seen: list[Mention]) -> bool:
        """我是…, 我姥姥是烈士的女儿: a kin word that tells what somebody is, not one who is spoken of."""
        if kin.relation in CHILD and self.plain[max(0, start - 2) : start] in ("我是", "俺是"):
            return True  # 我是独生女未婚
        if start == 3 and self.plain.startswith("烈士的"):
            return True  # 烈士的儿子，七十八
        if end < len(self.plain) and self.plain[end] not in "，。！？； ":
            return False
        if AM.search(self.plain, max(0, start - 22), start):
            return True
        last = seen[-1] if seen else None
        return bool(
            last and re.fullmatch(r"(?:是[^，。]{1,8}的|系[^，。]{1,10})", self.plain[last.end : start])
        )

    def _holder(self, start: int, kin: Kin, his: str | None, seen: list[Mention]) -> Mention | None:
        """Whose kin it is: 她闺女, 朋友的孩子, 我哥媳妇, or the wife of whom the letter is about."""
        if (
            self.note is not None
            and not (his or "").startswith(("他", "她"))
            and (of := self.note.holder(kin))
        ):
            return of
        if his:
            return self._thirds.whose_his(his, start, kin, seen)
        last = seen[-1] if seen else None
        if last is not None and only_kin_of(self.plain, start, kin, last):
            return last
        if last is not None and last.person not in (None, "self") and last.end <= start:
            between = self.plain[last.end : start]
            if (
                between
                and BETWEEN.fullmatch(between)
                and not (last.relation == "spouse" and kin.relation in YOUNG)
                and not (between in COUNTS and last.relation in CHILD and kin.relation in CHILD)
            ):
                return other_parent(self.plain, last, seen) or last
            if (not between and follows(last, kin)) or led_by(self.plain, start, kin, last):
                return last
        if any(m.person == kin.person and m.relation == kin.relation for m in seen):
            return None  # 我大姐…大姐: the same again
        raised = parents_of_raised(self.plain, start, kin, seen, side=self.speaker.side)
        raised = raised or own_young(self.plain, kin, seen) or self._thirds.raised_before(kin, seen)
        return raised or beside(self.plain, start, kin, seen) or self._lead(start, seen, kin)

    def _lead(self, start: int, seen: list[Mention], kin: Kin) -> Mention | None:
        """The one a letter is written for, whose wife and children need no 他的."""
        lead = next((m for m in reversed(seen) if may_lead(m, seen)), None)
        if lead is None or kin.relation in OUTSIDE or not (lead.topic or self._for_others):
            return None
        if not self._for_others and turns_to_own(self.plain, lead, seen, start):
            return None
        if lead.relation in OUTSIDE:
            passing = not lead.topic or any(m.relation in NEAREST for m in seen)
            return None if lead.relation == "neighbour" and passing else lead
        elder = kin.relation in LEADING and kin.relation not in ("brother", "sister")
        if elder or kin.relation == "grandchild":
            return None
        if kin.relation in BLOOD and not has_own_blood(lead):
            return None
        if kin.relation in IN_LAWS and str(lead.person).startswith("spouse-"):
            return None  # 小舅子跟着丈母娘过: the mother-in-law of who speaks
        same_sentence = not re.search(r"[。！？]", self.plain[lead.end : seen[-1].end])
        still = str(seen[-1].person).startswith(str(lead.person))
        return lead if self._for_others or (same_sentence and still) else None

    def _third(self, start: int, end: int, word: str, seen: list[Mention]) -> Mention | None:
        named = word not in ("他", "她")
        doer = (old_self(self.plain, start, end) or of_the_doer(self.plain, start, end)) if named else None
        topic = not leaned_on(self.plain, start, end=end)
        return doer or self._thirds.who(start, end, word, seen, topic=topic)
