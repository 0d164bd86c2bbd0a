"""What comes in: the code of a phone number, and what was pressed on WeChat's question."""

from pydantic import Field

from webapp.api.schemas import Strict

CODE = r"^[A-Za-z0-9_-]{1,128}$"


class PhoneIn(Strict):
    """The code that WeChat's own button gives."""

    code: str = Field(pattern=CODE)


class AgreedIn(Strict):
    """Template ids by what was pressed; each one agreed to is good for one message."""

    agreed: list[str] = Field(default_factory=list, max_length=5)
    refused: list[str] = Field(default_factory=list, max_length=5)
