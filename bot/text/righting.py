"""Characters that were typed or heard by sound, written right by what usually stands around them.

A small model of which characters follow which (`model/sequences.gz`, made by `bot.training.sequences`) is
weighed against how seldom people mistype. Only a character that does not fit its neighbours is in doubt, and
only characters of the same sound can take its place, so that text which reads well costs next to nothing and
stays as it is. Where much of a message is wrong, as speech recognition leaves it, less is needed to change
more.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.shipped import MODEL, lexicon

from .sounds import exact_sound_of, sound_of, sounding, with_n_or_l

FILE = "sequences.gz"
EDGE, DIGIT = "^", "0"
FULL_OF_SLIPS, FEWEST_SLIPS = 0.05, 2
# So many readings of a piece are gone on with, none so many tenths of a nat dearer than the cheapest; of one
# so long that it is no message, only few.
BEAM, BEHIND, FAR_BEHIND, MOST_OTHERS = 32, 90, 110, 40
NARROW, LONGEST_PIECE = 10, 150
# What a change costs in a message that reads well, and what one must save there that makes no word: more of
# an everyday character, most of one that only sounds alike.
SELDOM, PLAINLY, EVERYDAY, ALIKE = 70, 110, 150, 210
# In one full of wrong characters any of the same sound may stand for the one that was meant, a usual one a
# little rather: the more there are, the dearer it is to say of one that it was not meant. Sounds that are
# only confused in speech, zh and z, are further apart than the same, and n and l further still.
OFTEN, FOR_MORE, ANY_AT_ALL, NEAR_SOUND, N_OR_L = 10, 12, 0.85, 12, 20
KEPT_PIECES, LONGEST_KEPT = 4096, 6
UNSEEN, FOREVER = 140, 1 << 30
DOUBTED, GUESSED = 1, 2
LAST_KEPT = 0x10000
# A figure that was written stays what it is; 他 and 她 are not told apart, and where one is lost it is 他.
# Nor is a seldom character of bodies, illness, disasters or letters ever the slip: nobody types 癜 or 亦
# for another.
KEPT = frozenset(
    "一二三四五六七八九十百千万亿零两俩仨廿半几他她它殁"
    "癜痣疱腺疡癌瘤痫瘘疝疹疮癣痉挛瘫痪聋瞎瘸跛腭襟睾胼胝砷嗜铬翳痔疟髓髋胯膝踝腱脾胰胱痰睑蜗"
    "掀捞烫淹泡雹垮塌砸揭檩蜂架扣扛铲锨亦逾罹"
)
# In a text full of slips they may be ones as well, and only this stays.
KEPT_AMONG_SLIPS = frozenset("一二三四五六七八九十百千万亿零两俩半几他她")
NEVER_GUESSED = frozenset("她它亿癌")
# 一共是十六万 stays: a figure is guessed only where what was written is seldom written at all (十谇).
FIGURES, SELDOM_WRITTEN = frozenset("一二三四五六七八九十百千万零两半几"), 80
_STOPS = frozenset("，。！？；：、 ,.!?;:~…“”（）\"'")


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """How likely a character is by itself, after one and after two others: tenths of a nat below certainty.

    Keys are places in `characters`, twelve bits each. `after_one` and `after_two` are what it costs to fall
    back on less context. `familiar` pairs were met more than once, `strong` ones often.
    """

    characters: dict[str, int]
    singles: bytes
    pairs: dict[int, int]
    triples: dict[int, int]
    after_one: bytes
    after_two: dict[int, int]
    familiar: frozenset[int]
    strong: frozenset[int]
    others: dict[str, tuple[str, ...]]


@cache
def load_sequences() -> Sequences | None:
    """The shipped model; None before one was trained."""
    path = MODEL / FILE
    return read_sequences(path.read_bytes()) if path.exists() else None


def read_sequences(packed: bytes) -> Sequences:
    """What `bot.training.sequences` has written."""
    whole = gzip.decompress(packed)
    head, _, rest = whole.partition(b"\n")
    sizes = json.loads(head)
    parts, start = {}, 0
    for name, length in sizes["parts"]:
        parts[name] = rest[start : start + length]
        start += length
    characters = sizes["characters"]
    pairs = dict(zip(_numbers("I", parts["pairs"]), parts["pair_costs"], strict=True))
    keys = list(pairs)
    return Sequences(
        {one: place for place, one in enumerate(characters, 1)},
        parts["singles"],
        pairs,
        dict(zip(_numbers("Q", parts["triples"]), parts["triple_costs"], strict=True)),
        parts["after_one"],
        dict(zip(_numbers("I", parts["after_two"]), parts["after_two_costs"], strict=True)),
        frozenset(keys[: sizes["familiar"]]),
        frozenset(keys[: sizes["strong"]]),
        _others(characters, parts["singles"]),
    )


def _numbers(kind: str, packed: bytes) -> array:
    numbers = array(kind)
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _others(characters: str, singles: bytes) -> dict[str, tuple[str, ...]]:
    """For each sound the characters that may be meant, the most usual first."""
    usual = sorted((singles[place], one) for place, one in enumerate(characters, 1) if _is_chinese(one))
    by_sound: dict[str, list[str]] = {}
    for _, one in usual:
        if one not in NEVER_GUESSED:
            by_sound.setdefault(sound_of(one), []).append(one)
    return {sound: tuple(found[:MOST_OTHERS]) for sound, found in by_sound.items()}


def right_characters(
    plain: str,
    model: Sequences | None = None,
    *,
    last: Pieces | None = None,
    guessed: frozenset[int] = frozenset(),
    sure: frozenset[int] = frozenset(),
) -> str:
    """`plain`, as long as before, with characters of the wrong writing but the right sound replaced.

    `model` is the shipped one unless said; `last`: how pieces of the same text were read last; at the places
    `guessed` only the sound is known, and those in `sure` are names.
    """
    model = model or load_sequences()
    if model is None or plain.isascii():
        return plain
    known = model.characters.get
    codes = [known(one, 0) for one in plain.translate(_COUNTED)]
    doubts = dict.fromkeys(_doubtful(model, plain, codes) - sure, DOUBTED) | dict.fromkeys(guessed, GUESSED)
    if not doubts:
        return plain
    last = last or Pieces()
    righted = _decode(model, plain, codes, doubts, last=last)
    changed = sum(a != b for a, b in zip(plain, righted, strict=True)) - len(guessed)
    if changed >= FEWEST_SLIPS and changed > FULL_OF_SLIPS * len(plain):
        unsure = (place for place in _unsure(model, plain, codes) if place not in sure)
        doubts = dict.fromkeys(unsure, DOUBTED) | dict.fromkeys(guessed, GUESSED)
        righted = _decode(model, plain, codes, doubts, last=last, often=True)
        last.end()
        return righted
    last.end()
    return _only_words(model, plain, righted, guessed) if righted != plain else plain


def usual_character(syllable: str) -> str | None:
    """The most usual character of a folded sound; None where no character sounds so."""
    model = load_sequences()
    return next(iter(model.others.get(syllable, ())), None) if model is not None else None


def _only_words(model: Sequences, plain: str, righted: str, guessed: frozenset[int]) -> str:
    """The change taken back wherever it made no word (长得癌 stays 长得矮) and does not read far better."""
    changed = {place for place, (a, b) in enumerate(zip(plain, righted, strict=True)) if a != b}
    made = guessed | {
        place
        for place in changed
        if _stands_in_word(righted, place) or _reads_far_better(model, righted, place, plain[place])
    }
    return "".join(righted[place] if place in made else one for place, one in enumerate(plain))


def _reads_far_better(model: Sequences, righted: str, place: int, written: str) -> bool:
    """Is the text so much cheaper with this change than with what was written there?"""
    changed = f"{righted[:place]}{written}{righted[place + 1 :]}"
    saved = _costs_around(model, changed, place) - _costs_around(model, righted, place)
    if not _is_everyday(written):
        return saved >= PLAINLY
    same = exact_sound_of(written) == exact_sound_of(righted[place])
    return saved >= (EVERYDAY if same else ALIKE)


def _is_everyday(one: str) -> bool:
    """One of the 3,755 characters of the first level of GB 2312."""
    return one.encode("gb2312", "ignore")[:1] < b"\xd8"


def _costs_around(model: Sequences, text: str, place: int) -> int:
    """What the character at this place costs, and those that it stands before."""
    edge = model.characters[EDGE]
    around = [model.characters.get(letter_of(one), 0) for one in text[max(0, place - 2) : place + 3]]
    first, second, *rest = [*[edge] * max(0, 2 - place), *around, *[edge] * max(0, place + 3 - len(text))]
    total = 0
    for code in rest:
        total += _cost(model, first << 12 | second, code)
        first, second = second, code
    return total


def _cost(model: Sequences, context: int, code: int) -> int:
    """What a character costs after two others; `_extend` does the same in line, thousands of times a text."""
    price = model.triples.get(context << 12 | code)
    if price is None:
        last = context & 0xFFF
        price = model.pairs.get(last << 12 | code)
        price = model.after_one[last] + model.singles[code] if price is None else price
        price += model.after_two.get(context, 0)
    return price


def _stands_in_word(text: str, place: int) -> bool:
    common = lexicon()
    return any(
        text[start : start + length] in common
        for length in (2, 3, 4)
        for start in range(max(0, place - length + 1), place + 1)
        if start + length <= len(text)
    )


def _is_chinese(one: str) -> bool:
    return "\u4e00" <= one <= "\u9fff"


def letter_of(one: str) -> str:
    """`one` as it is counted: stops are edges, digits are one digit."""
    if one in _STOPS:
        return EDGE
    return DIGIT if one.isdigit() else one


class _Counted(dict):
    """`letter_of` as a table for `str.translate`."""

    def __missing__(self, place: int) -> str:
        letter = letter_of(chr(place))
        if place < LAST_KEPT:
            self[place] = letter
        return letter


_COUNTED = _Counted()


def _doubtful(model: Sequences, plain: str, codes: list[int]) -> frozenset[int]:
    """The places of characters that do not fit their neighbours."""
    familiar, strong = model.familiar, model.strong
    pairs = _pairs(model, codes)
    strange = [place for place, pair in enumerate(pairs) if pair not in familiar]
    beside = {*strange, *(place - 1 for place in strange)} - {-1, len(plain)}
    return frozenset(
        place
        for place in beside
        if not (pairs[place] in strong and pairs[place + 1] in strong)
        and _is_chinese(plain[place])
        and plain[place] not in KEPT
    )


def _unsure(model: Sequences, plain: str, codes: list[int]) -> list[int]:
    """The places of characters that do not often stand between just these two: among slips any may be one."""
    sure = [pair in model.strong for pair in _pairs(model, codes)]
    return [
        place
        for place, one in enumerate(plain)
        if not (sure[place] and sure[place + 1]) and _is_chinese(one) and one not in KEPT_AMONG_SLIPS
    ]


def _pairs(model: Sequences, codes: list[int]) -> list[int]:
    """Each character with the one before it, from edge to edge."""
    edge = model.characters[EDGE]
    return [before << 12 | code for before, code in zip([edge, *codes], [*codes, edge], strict=True)]


class Pieces:
    """How the longer pieces in doubt of one text were read: those of its last reading alone are kept."""

    def __init__(self):
        self._before: dict[object, str] = {}
        self._now: dict[object, str] = {}

    def read(self, model: Sequences, before: int, piece: str, doubts: tuple[int, ...], *, often: bool) -> str:
        key = before, piece, doubts, often
        found = self._before.get(key) or _cheapest(model, before, piece, doubts, often=often)
        self._now[key] = found
        return found

    def end(self) -> None:
        """The text is read to its end."""
        self._before, self._now = self._now, {}


def _decode(
    model: Sequences,
    plain: str,
    codes: list[int],
    doubtful: dict[int, int],
    *,
    last: Pieces,
    often: bool = False,
) -> str:
    """The cheapest reading: each piece in doubt by itself, up to the two sure characters that end it."""
    edge, length = model.characters[EDGE], len(plain)
    righted, end = list(plain), 0
    for start in sorted(doubtful):
        if start < end:
            continue
        end = start + 1
        while end < length and (end - 1 in doubtful or end in doubtful):
            end += 1
        end = min(end + 1, length)
        before = [edge, edge, *codes[max(0, start - 2) : start]][-2:]
        doubts = tuple(doubtful.get(place, 0) for place in range(start, end))
        find = _kept_cheapest if end - start <= LONGEST_KEPT else last.read
        righted[start:end] = find(model, before[0] << 12 | before[1], plain[start:end], doubts, often=often)
    return "".join(righted)


def _cheapest(model: Sequences, before: int, piece: str, doubts: tuple[int, ...], *, often: bool) -> str:
    """One piece after the two characters `before`: a beam over what each doubtful one may have been."""
    beam: list[tuple[int, int, str]] = [(0, before, "")]  # cost, last two characters, what was read
    for written, doubt in zip(piece, doubts, strict=True):
        options = ((model.characters.get(letter_of(written), 0), 0, written),)
        if doubt:
            options += _instead(model, written, guessed=doubt == GUESSED, often=often)
        beam = _extend(model, beam, options, BEHIND if often else FAR_BEHIND)
        if len(piece) > LONGEST_PIECE:
            del beam[NARROW:]
    return beam[0][2]


# While somebody types, the same few characters are in doubt again and again. Of longer ones nothing is kept:
# they could tell of a person.
_kept_cheapest = lru_cache(maxsize=KEPT_PIECES)(_cheapest)


@lru_cache(maxsize=KEPT_PIECES)
def _instead(
    model: Sequences, written: str, *, guessed: bool, often: bool
) -> tuple[tuple[int, int, str], ...]:
    """What may have been meant by a character: its place, what the change costs, and the character."""
    sound, exact = sound_of(written), exact_sound_of(written)
    price, near = (0 if guessed else SELDOM), 0
    if often and not guessed:
        price, near = OFTEN - round(FOR_MORE * math.log(_share_of_slips(model, written, sound))), NEAR_SOUND
    others = [(one, near * (exact_sound_of(one) != exact)) for one in model.others.get(sound, ())]
    if not guessed:
        others += [(one, N_OR_L) for one in model.others.get(with_n_or_l(sound), ())]
    figures = often or model.singles[model.characters.get(written, 0)] >= SELDOM_WRITTEN
    return tuple(
        (model.characters[one], price + further, one)
        for one, further in others
        if one != written and (figures or one not in FIGURES)
    )


def _share_of_slips(model: Sequences, written: str, sound: str) -> float:
    """The share of this very character in all slips of a sound: any alike, a usual one a little more."""
    alike = model.others.get(sound, ())
    usual = sum(math.exp(-model.singles[model.characters[one]] / 10) for one in alike) or 1
    itself = math.exp(-model.singles[model.characters.get(written, 0)] / 10)
    return ANY_AT_ALL / sounding(sound) + (1 - ANY_AT_ALL) * min(1, itself / usual)


def _extend(
    model: Sequences, beam: list[tuple[int, int, str]], options: tuple[tuple[int, int, str], ...], behind: int
) -> list[tuple[int, int, str]]:
    best: dict[int, tuple[int, int, str]] = {}
    after_two, after_one, singles = model.triples.get, model.pairs.get, model.singles
    limit = FOREVER
    for cost, context, since in beam:
        last = context & 0xFFF
        fall_two, fall_one = model.after_two.get(context, 0), model.after_one[last]
        for code, extra, written in options:
            total = cost + extra
            if total > limit:
                continue
            pair = last << 12 | code
            price = after_two(context << 12 | code)
            if price is None:
                price = after_one(pair)
                price = fall_two + (fall_one + singles[code] if price is None else price)
            total += price
            if total > limit:
                continue
            limit = min(limit, total + behind)
            known = best.get(pair)
            if known is None or total < known[0]:
                best[pair] = (total, pair, since + written)
    return sorted(one for one in best.values() if one[0] <= limit)[:BEAM]
