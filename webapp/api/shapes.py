"""The JSON schemas of what the door answers. Tests hold the answers to them."""

from collections.abc import Iterable

from knowledge.policies import BOUNDS, LIMIT_ENDS, LIMIT_STARTS, LIMIT_UNITS, PAUSED_DURING

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
FLAG = {"type": "boolean"}
VERDICT = {"type": "string", "enum": ["met", "unmet", "unknown"]}
DATE = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}


def maybe(schema: dict) -> dict:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: dict) -> dict:
    return {"type": "array", "items": schema}


def shape(**properties: dict) -> dict:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def one_of(values: Iterable[str]) -> dict:
    return {"type": "string", "enum": list(values)}


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


MAYBE_TEXT = maybe(TEXT)
CONDITION = shape(id=TEXT, says=TEXT, verdict=VERDICT, source=MAYBE_TEXT)
OPEN_FACT = shape(person=MAYBE_TEXT, fact=TEXT)
QUESTION = shape(
    household=TEXT, person=MAYBE_TEXT, fact=TEXT, text=TEXT, why=TEXT, choices=listed({"type": "array"})
)
EVIDENCE = shape(
    household=TEXT, person=MAYBE_TEXT, fact=TEXT, value={}, words=TEXT, start={"type": "integer"}
)
MATCHED = shape(
    id=TEXT,
    name=TEXT,
    score=NUMBER,
    household=TEXT,
    person=MAYBE_TEXT,
    verdict=VERDICT,
    conditions=listed(CONDITION),
    open_facts=listed(OPEN_FACT),
)
SITUATION = shape(
    id=TEXT,
    household={"type": "object"},
    people=listed(shape(id=TEXT, relation=TEXT, facts={"type": "object"})),
)
WORKING_LINE = shape(label=TEXT, value=TEXT, note=MAYBE_TEXT, source=MAYBE_TEXT)
AMOUNT = shape(
    low=maybe(NUMBER),
    high=maybe(NUMBER),
    unit=MAYBE_TEXT,
    at_least=FLAG,
    year=maybe({"type": "integer"}),
    working=listed(WORKING_LINE),
)
SUMMARY = {
    "id": TEXT,
    "name": TEXT,
    "aliases": listed(TEXT),
    "groups": listed(TEXT),
    "department": TEXT,
    "filing": {"type": "string", "enum": ["here", "by_list", "elsewhere"]},
    "summary": TEXT,
}
FIGURE = shape(
    name=TEXT, figure={}, unit=MAYBE_TEXT, as_of=MAYBE_TEXT, scope=MAYBE_TEXT, note=MAYBE_TEXT,
    source=MAYBE_TEXT,
)  # fmt: skip
PAUSE = shape(says=TEXT, during=one_of(PAUSED_DURING), source=MAYBE_TEXT)
TIME_LIMIT = shape(
    id=MAYBE_TEXT, says=TEXT, figure=maybe(NUMBER), unit=maybe(one_of(LIMIT_UNITS)), bound=one_of(BOUNDS),
    area=MAYBE_TEXT, scope=MAYBE_TEXT, start=maybe(one_of(LIMIT_STARTS)), ends=maybe(one_of(LIMIT_ENDS)),
    pauses=listed(PAUSE),
    grounds=listed(TEXT), extends=MAYBE_TEXT, effective=maybe(DATE), until=maybe(DATE), source=MAYBE_TEXT,
)  # fmt: skip
TREE = {"type": "object", "description": "{all: […]}, {any: […]} or one condition {id, when, says, source}"}
VERSION = shape(unit=TEXT, effective=DATE, until=maybe(DATE), conditions=TREE, ask_office=listed(TREE))
FORMULAS = ("when", "unless", "amount", "amount_from", "amount_up_to", "at_least", "at_most")
AMOUNT_RULE = shape(
    id=TEXT, unit_of=TEXT, unit=MAYBE_TEXT, part=MAYBE_TEXT, **dict.fromkeys(FORMULAS, MAYBE_TEXT),
    service=MAYBE_TEXT, effective=maybe(DATE), until=maybe(DATE), source=MAYBE_TEXT, note=MAYBE_TEXT,
)  # fmt: skip
RULE_FIGURE = shape(
    key=TEXT, label=TEXT, unit=MAYBE_TEXT, direction=TEXT,
    values=listed(shape(
        area=TEXT, value=maybe(NUMBER), times=maybe(NUMBER), of=MAYBE_TEXT, effective=DATE, until=maybe(DATE),
        precision=MAYBE_TEXT, source=MAYBE_TEXT, note=MAYBE_TEXT,
    )),
)  # fmt: skip
ADVICE = shape(when=MAYBE_TEXT, says=TEXT, place=MAYBE_TEXT, source=MAYBE_TEXT)
REMARK = shape(says=TEXT, months=maybe(NUMBER), source=MAYBE_TEXT)
CYCLE = shape(says=TEXT, months=TEXT, after=TEXT, when=MAYBE_TEXT, source=MAYBE_TEXT)
GRANT = shape(fact=TEXT, value=TEXT, personal=MAYBE_TEXT)
LINK = shape(policy=MAYBE_TEXT, says=TEXT, source=MAYBE_TEXT)
SOURCE = shape(
    id=TEXT,
    title=TEXT,
    issuer=MAYBE_TEXT,
    document_number=MAYBE_TEXT,
    year=maybe({"type": "integer"}),
    checked=TEXT,
)
BLOCK = {
    "type": "object",
    "properties": {
        "kind": {
            "type": "string",
            "enum": [
                "text", "heard", "policy", "question", "urgent", "working", "checklist", "status", "link",
                "handover",
            ],
        }
    },
    "required": ["kind"],
}  # fmt: skip
STANDARD = shape(
    key=TEXT,
    label=TEXT,
    unit=MAYBE_TEXT,
    area=TEXT,
    value=maybe(NUMBER),
    effective=DATE,
    until=maybe(DATE),
    old=FLAG,
    source=MAYBE_TEXT,
)

PROGRESS = {
    "policy": TEXT, "name": TEXT, "person": TEXT, "state": TEXT, "label": TEXT, "holder": TEXT,
    "since": DATE, "due": maybe(DATE), "due_at": maybe(MOMENT), "due_is_estimate": FLAG,
    "next": TEXT, "sentence": TEXT,
}  # fmt: skip
STEP = shape(state=one_of(("done", "now", "next")), label=TEXT, detail=TEXT)

COMPONENTS = {
    "Problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "errors": listed(shape(pointer=TEXT, detail=TEXT)),
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
    "Match": shape(
        id=MAYBE_TEXT,
        in_scope=FLAG,
        urgent=maybe({"type": "string", "enum": ["danger", "hunger", "disaster"]}),
        groups=listed(shape(id=TEXT, name=TEXT, score=NUMBER)),
        policies=listed(MATCHED) | {"maxItems": 10},
        situations=listed(SITUATION),
        evidence=listed(EVIDENCE),
        question=maybe(QUESTION),
    ),
    "Assessment": shape(
        policy=TEXT,
        unit={"type": "string", "enum": ["household", "person", "alone"]},
        person=MAYBE_TEXT,
        verdict=VERDICT,
        conditions=listed(CONDITION),
        failing=listed(TEXT),
        open_facts=listed(OPEN_FACT),
        amount=maybe(AMOUNT),
    ),
    "Policy": shape(
        **SUMMARY,
        units=listed(TEXT),
        conditions=listed(shape(id=TEXT, role=TEXT, says=TEXT, source=MAYBE_TEXT)),
        benefits=listed(shape(says=TEXT, figures=listed(FIGURE), source=MAYBE_TEXT)),
        materials=listed(shape(says=TEXT, keep=TEXT, note=MAYBE_TEXT, source=MAYBE_TEXT)),
        where=listed(TEXT),
        online=maybe(shape(possible=maybe(FLAG), says=TEXT, source=MAYBE_TEXT)),
        steps=listed(TEXT),
        time_limits=listed(TIME_LIMIT),
        related=listed(shape(policy=MAYBE_TEXT, says=TEXT)),
        sources=listed(SOURCE),
        who=listed(VERSION),
        amounts=listed(AMOUNT_RULE),
        figures_used=listed(RULE_FIGURE),
        warnings=listed(ADVICE),
        priority=listed(ADVICE),
        routes=listed(ADVICE),
        automatic=maybe(REMARK),
        review=maybe(REMARK),
        rechecks=listed(CYCLE),
        fading=maybe(CYCLE),
        charity=FLAG,
        grants=maybe(GRANT),
        follows=listed(TEXT),
        not_with=listed(LINK),
        confusable=listed(LINK),
        partners=listed(TEXT),
        valid_until=maybe(DATE),
        confidence=maybe({"type": "object"}),
    ),
}

# What each view answers with 200.
ANSWERS = {
    "post_api_match": ref("Match"),
    "post_api_assess_situation": shape(assessments=listed(ref("Assessment"))),
    "post_api_say": shape(conversation=TEXT, reply=shape(blocks=listed(BLOCK)), match=maybe(ref("Match"))),
    "post_api_status": shape(
        number=TEXT,
        uncertain=FLAG,
        unsigned={"type": "integer"},
        requests=listed(shape(**PROGRESS, missing=listed(TEXT), timeline=listed(STEP))),
    ),
    "post_api_own_applications": shape(
        applications=listed(
            shape(
                number=TEXT, submitted=DATE, unsigned={"type": "integer"}, requests=listed(shape(**PROGRESS))
            )
        )
    ),
    "get_api_groups": shape(
        note=TEXT, groups=listed(shape(id=TEXT, code=TEXT, name=TEXT, summary=TEXT, policies=listed(TEXT)))
    ),
    "get_api_departments": shape(
        note=TEXT,
        departments=listed(shape(id=TEXT, name=TEXT, aliases=listed(TEXT), policies=listed(TEXT))),
    ),
    "get_api_policies": shape(note=TEXT, guide=TEXT, policies=listed(shape(**SUMMARY))),
    "get_api_policy": ref("Policy"),
    "get_api_standards": shape(note=TEXT, on=DATE, standards=listed(STANDARD)),
    "get_api_regions": shape(
        regions=listed(
            shape(
                key=TEXT,
                code=MAYBE_TEXT,
                name=TEXT,
                kind=TEXT,
                towns=listed(shape(code=TEXT, name=TEXT, kind=TEXT)),
            )
        )
    ),
}
