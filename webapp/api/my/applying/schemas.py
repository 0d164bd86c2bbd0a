"""What comes in: what a page was filled in with."""

from typing import Annotated

from pydantic import Field, StringConstraints

from webapp.api.schemas import Strict
from webapp.api.situations import NAME_LETTERS

Name = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+(-[0-9]+)?$")]
Value = Annotated[str, StringConstraints(max_length=60_000)]
Values = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=60)]


class DraftIn(Strict):
    """Which household of the talk it is for; `again` begins another one beside what was submitted."""

    household: str | None = Field(None, pattern=f"^{NAME_LETTERS}$")
    again: bool = False


class FormIn(Strict):
    """The fields of a page by name. What was ticked or chosen is a list; a button adds its own name."""

    fields: dict[Name, Value | Values] = Field(max_length=30)
