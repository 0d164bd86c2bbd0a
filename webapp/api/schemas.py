"""What comes in at the JSON door, strictly: exact types, no unknown keys, nothing echoed back."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from webapp.api.situations import NAME_LETTERS

CONVERSATION_ID = r"^[A-Za-z0-9_-]{24}$"
# However a client escapes it, a text of this length fits into a body of 64 KiB.
MAX_TEXT = 5_000
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_day(raw: object) -> object:
    """An ISO date as a date; anything else is left for pydantic to refuse."""
    if isinstance(raw, str) and ISO_DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return raw
    return raw


Day = Annotated[date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, Field(max_length=MAX_TEXT, description="市民说的话")]


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class MatchIn(Strict):
    """One message, on its own."""

    text: Text


class AssessIn(Strict):
    """One household, and the day to judge it on (today unless given)."""

    situation: dict[str, Any]
    on: Day | None = None


class AnswerIn(Strict):
    """A fact given through a form. `value` null is 不清楚, or takes the fact back."""

    fact: str = Field(max_length=64)
    person: str | None = Field(None, pattern=f"^{NAME_LETTERS}$")
    household: str | None = Field(None, pattern=f"^{NAME_LETTERS}$")
    value: Any = None


class ChatIn(Strict):
    """The next message of a conversation, or the first of a new one: words, or the answer to a question."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["answer"]}]})

    conversation: str | None = Field(None, pattern=CONVERSATION_ID)
    text: Text = Field(default_factory=lambda: None)
    answer: AnswerIn = Field(default_factory=lambda: None)


class PoliciesQuery(Strict):
    """What somebody looks for; all policies unless said."""

    q: str = Field("", max_length=100)


class StatusIn(Strict):
    """Number and the last four of the applicant's ID number (of the helper's phone, where somebody helps)."""

    number: str = Field(max_length=60)
    id_tail: str = Field(max_length=20)


class OwnIn(Strict):
    """The conversation of a mini-program session, as `/wechat/login` gave it."""

    conversation: str = Field(pattern=CONVERSATION_ID)


class StandardsQuery(Strict):
    """The day whose figures are wanted (today unless given)."""

    on: Day | None = None
