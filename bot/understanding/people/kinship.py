"""Words for kin and what they are to the speaker: `kin.yaml` as tables, and whose X somebody's X is."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

YOUNG = frozenset({"son", "daughter", "child", "grandchild", "nephew_niece", "pupil"})
OUTSIDE = frozenset({"neighbour", "villager", "stranger", "client", "pupil"})
# Whose own wives and children may be spoken of without saying whose.
LEADING = OUTSIDE | {"brother", "sister", "sibling", "uncle_aunt", "nephew_niece", "relative", "other"}

# Two old people who are spoken of as one, and who each of them is.
COUPLES = {
    "parents": ("father", "mother"),
    "parents-in-law": ("father-in-law", "mother-in-law"),
    "grandparents": ("grandfather", "grandmother"),
    "mothers-parents": ("mothers-father", "mothers-mother"),
}
_SEX_OF = {"son-in-law": "male", "daughter-in-law": "female"}


@dataclass(frozen=True, slots=True)
class Kin:
    person: str
    relation: str
    sex: str | None = None


def couple_of_ids(persons: Collection[str | None]) -> str | None:
    """What the two are called together, where they are such a couple and nobody else is."""
    return next((both for both, pair in COUPLES.items() if set(pair) == set(persons)), None)


@cache
def _tables() -> dict:
    return yaml.load((Path(__file__).parent / "kin.yaml").read_text("utf8"), yaml.CSafeLoader)


@cache
def kin_words() -> dict[str, Kin]:
    """Each word of `kin.yaml` with whom it names."""
    return {w: Kin(r["id"], r["relation"], r.get("sex")) for r in _tables()["kin"] for w in r["words"]}


@cache
def own_words() -> dict[str, Kin]:
    """Words that name kin only of those who say 我 or 俺 before them (俺家里的, 我男的, 俺家那位)."""
    return {w: Kin(r["id"], r["relation"], r.get("sex")) for r in _tables()["mine"] for w in r["words"]}


@cache
def own_naming() -> str:
    """The pattern of `own_words`, each with what must stand behind it."""
    rows = [
        (word, rf"{re.escape(word)}{row['before']}") for row in _tables()["mine"] for word in row["words"]
    ]
    return "|".join(say for _, say in sorted(rows, key=lambda row: len(row[0]), reverse=True))


@cache
def note_words() -> dict[str, Kin]:
    """One-character words of an agent's note (其父, 代其兄)."""
    ids = {kin.person: kin for kin in kin_words().values()}
    return {word: ids[person] for word, person in _tables()["notes"].items()}


@cache
def head_words() -> dict[str, Kin]:
    """Words that name kin at the head of a bit of a note (儿41尿毒症, 公82失能)."""
    table = _tables()["kin"]
    heads = {word: next(r for r in table if r["id"] == person) for word, person in _tables()["heads"].items()}
    return note_words() | {w: Kin(r["id"], r["relation"], r.get("sex")) for w, r in heads.items()}


@cache
def no_heads() -> dict[str, str]:
    """What makes another word of a bare word for kin where it stands behind (母校, 公租房)."""
    return _tables()["no_heads"]


@cache
def words_of_self() -> dict[str, Kin]:
    """What the speaker calls themselves (我是孩子的大姨), with what the other then is to the speaker."""
    return {w: Kin(r["id"], r["relation"]) for r in _tables()["am"] for w in r["words"]}


@cache
def sides() -> dict[str, str]:
    """From which side the parents of a child are counted, by what the speaker is to the child (大姨)."""
    return {word: side for side, words in _tables()["sides"].items() for word in words}


@cache
def roles() -> tuple[tuple[str, str], ...]:
    """Those who speak for others by office: (relation of the others, pattern)."""
    return tuple(_tables()["roles"].items())


@cache
def not_kin() -> re.Pattern[str]:
    """Words that look like kin and are not."""
    return any_of(_tables()["not_kin"])


def any_of(words) -> re.Pattern[str]:
    """A pattern for any of `words`, longest first."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def kin_of(person: str, relation: str, kin: Kin) -> Kin | None:
    """What the `kin` of `person`, who is `relation` to the speaker, is to the speaker.

    None for those whose facts are nobody's.
    """
    table = _tables()["of"]
    married = re.fullmatch(r"(.{1,60})-(?:husband|wife|spouse)", person)
    if married and kin.relation == "spouse":
        return Kin(married[1], relation, kin.sex)
    row = table.get(person, table.get(relation, {})).get(kin.relation)
    if row is not None:
        return Kin(row[0], row[1], kin.sex or _SEX_OF.get(row[0]))
    if relation == "self":
        return kin
    if relation in LEADING or relation == "ex_spouse":
        if relation == "nephew_niece" and kin.relation in ("father", "mother", "parent"):
            return None
        kept = "other" if relation in ("pupil", "ex_spouse") else relation
        return Kin(f"{person}-{kin.person}", kept if relation != "nephew_niece" else "relative", kin.sex)
    return Kin(f"{person}-{kin.person}", "relative", kin.sex)
