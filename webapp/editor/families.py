"""An invented household in words an editor can read, with only what one policy asks of it."""

from knowledge import Guide, Situation
from knowledge.editing.differences import facts_read
from knowledge.facts import FactDefinition

ALWAYS = ("household_size", "age_years", "household_member")


def narrowed(guide: Guide, policy: str, situation: Situation) -> dict:
    """The household as JSON with what the policy reads, and who belongs to it."""
    read = facts_read(guide, [policy]) | set(ALWAYS)
    raw = situation.to_json()
    people = [{**one, "facts": _kept(one["facts"], read)} for one in raw["people"]]
    return {**raw, "household": _kept(raw["household"], read), "people": people}


def in_words(guide: Guide, raw: dict) -> str:
    """全家 2 人，城里；本人：年龄 78周岁，…"""
    parts = [_facts(guide, raw["household"])]
    for number, one in enumerate(raw["people"], start=1):
        who = "本人" if one["relation"] == "self" else f"第 {number} 个人"
        parts.append(f"{who}：{_facts(guide, one['facts']) or '什么都没说'}")
    return "；".join(part for part in parts if part)


def _kept(facts: dict, read: set[str]) -> dict:
    return {key: value for key, value in facts.items() if key in read}


def _facts(guide: Guide, facts: dict) -> str:
    told = ((guide.facts[key], said) for key, said in facts.items())
    return "，".join(f"{definition.label} {_value(definition, said)}" for definition, said in told)


def _value(definition: FactDefinition, said: object) -> str:
    match said:
        case bool():
            return "是" if said else "不是"
        case list():
            return "、".join(_word(definition, one) for one in said) or "都没有"
        case dict() if set(said) <= {"min", "max"}:
            return f"{said.get('min', '')}～{said.get('max', '')}{definition.unit or ''}"
        case dict():
            return "、".join(f"{'' if has else '没有'}{_word(definition, one)}" for one, has in said.items())
        case str():
            return _word(definition, said)
    return f"{said}{definition.unit or ''}"


def _word(definition: FactDefinition, value: str) -> str:
    choice = definition.values.get(value)
    return value if choice is None else choice.label
