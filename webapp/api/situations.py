"""The JSON schema of a situation, made from the vocabulary of facts that also reads it."""

from knowledge import RELATIONS, FactDefinition, Guide

LARGEST = 10**12
NAME_LETTERS = "[A-Za-z0-9_.:\\-\u4e00-\u9fff]{1,64}"
NAME = {"type": "string", "pattern": f"^{NAME_LETTERS}$"}
FIRST_CENTURIES = "^(19[0-9]{2}|[2-9][0-9]{3})-"


def situation(guide: Guide) -> dict:
    """A household: what is absent is not known."""
    return _object(
        {
            "id": NAME,
            "household": _facts(guide, "household"),
            "people": {"type": "array", "maxItems": 30, "items": _person(guide)},
        }
    )


def answer(guide: Guide) -> dict:
    """A fact with a value that fits it; null is 不清楚, or takes the fact back."""
    plain = [one.key for one in guide.facts.values() if one.type == "bool"]
    others = [one for one in guide.facts.values() if one.type != "bool"]
    kinds = [_answer({"enum": plain}, {"type": "boolean"})]
    kinds += [_answer({"const": one.key}, _value(one)) for one in others]
    return {"anyOf": kinds, "description": answer.__doc__}


def _answer(fact: dict, value: dict) -> dict:
    id = {"anyOf": [NAME, {"type": "null"}]}
    value = {"anyOf": [value, {"type": "null"}]}
    fields = {"fact": {"type": "string", **fact}, "person": id, "household": id, "value": value}
    return _object(fields, required=["fact"])


def _person(guide: Guide) -> dict:
    """Ids are unique within a situation, and at most one person is `self`."""
    fields = {
        "id": NAME,
        "relation": {"type": "string", "enum": list(RELATIONS)},
        "facts": _facts(guide, "person"),
    }
    return _object(fields, required=["id", "relation"]) | {"description": _person.__doc__}


def _facts(guide: Guide, scope: str) -> dict:
    return _object({key: _value(one) for key, one in guide.facts.items() if one.scope == scope})


def _value(definition: FactDefinition) -> dict:
    return {"description": definition.label} | _type(definition)


def _type(definition: FactDefinition) -> dict:
    match definition.type:
        case "bool":
            return {"type": "boolean"}
        case "int" | "decimal":
            return _number(definition)
        case "choice":
            return {"type": "string", "enum": list(definition.values)}
        case "set":
            return _set(definition)
    return {"type": "string", "format": "date", "pattern": FIRST_CENTURIES}


def _number(definition: FactDefinition) -> dict:
    """A number, or a range that it lies in: both ends included, the smaller one first."""
    low, high = definition.range or (None, None)
    exact = {
        "type": "integer" if definition.type == "int" else "number",
        "minimum": -LARGEST if low is None else int(low),
        "maximum": LARGEST if high is None else int(high),
    }
    span = _object({"min": exact, "max": exact}, required=["min", "max"])
    return {"anyOf": [exact, span | {"description": _number.__doc__}]}


def _set(definition: FactDefinition) -> dict:
    """A list says all there is; an object says of single values whether they are in it."""
    values = list(definition.values)
    complete = {"type": "array", "items": {"type": "string", "enum": values}}
    partly = _object({value: {"type": "boolean"} for value in values})
    return {"anyOf": [complete, partly], "description": f"{definition.label}。{_set.__doc__}"}


def _object(properties: dict, required: list[str] | None = None) -> dict:
    made = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": required} if required else {})
