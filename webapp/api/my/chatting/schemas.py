"""What comes in: words, rows of the pending question, or a correction."""

from pydantic import ConfigDict, Field

from webapp.api.schemas import Strict, Text

MOST_CHOICES = 20
Chosen = list[str]


class SayIn(Strict):
    """Words, or chosen rows. `question` names the question that the rows belong to."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["text"]}, {"required": ["choices"]}]}
    )

    text: Text = ""
    question: str | None = Field(None, max_length=200)
    choices: Chosen = Field(default_factory=list, max_length=MOST_CHOICES)


class FactIn(Strict):
    """What a fact should be: typed, or rows by their place; or that it is to go."""

    subject: str = Field(max_length=200)
    typed: str = Field("", max_length=100)
    choices: Chosen = Field(default_factory=list, max_length=MOST_CHOICES)
    take_back: bool = False
