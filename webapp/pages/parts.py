"""What a page is made of. Like the blocks of a reply: what is to be shown, never how.

`to_json` carries a part's `kind`, so that doors outside Python can render it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.blocks import to_plain
from webapp.languages import shown, shown_all

# What goes back with the form is the same in every language.
KEPT = frozenset({"value"})
# A row tells what was typed, or words of ours.
EXACT = frozenset({"words"})


class Part:
    """Base of everything a page is made of: adds `kind` to the JSON of the fields, in the language it has."""

    kind: ClassVar[str]

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, **shown_all(to_plain(self), KEPT, EXACT)}


@dataclass(frozen=True)
class Words(Part):
    """A paragraph; `quiet` explains, `strong` is what is promised, `source` says on whose word."""

    kind: ClassVar[str] = "words"
    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Heading(Part):
    """The title of the parts that follow, below the heading of the page."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Note(Part):
    """Something to know before going on, set apart."""

    kind: ClassVar[str] = "note"
    text: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done(Part):
    """Something that is done, with a tick."""

    kind: ClassVar[str] = "done"
    text: str


@dataclass(frozen=True)
class Number(Part):
    """The number of an application, set large, as one reads it out."""

    kind: ClassVar[str] = "number"
    label: str
    number: str


@dataclass(frozen=True)
class Bullets(Part):
    kind: ClassVar[str] = "bullets"
    title: str
    entries: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Timeline(Part):
    """What is done, what is now, what comes; each step with its `state`, label and detail."""

    kind: ClassVar[str] = "timeline"
    steps: tuple[object, ...]


@dataclass(frozen=True)
class Row:
    """A line of facts. `link` leads to the page that changes it; `act` is what the link says."""

    label: str
    words: str
    link: str | None = None
    act: str = "改"


@dataclass(frozen=True)
class Rows(Part):
    kind: ClassVar[str] = "rows"
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class Choices(Part):
    """Rows to choose one of, or to tick. With `heading` the label is the question of the page."""

    kind: ClassVar[str] = "choices"
    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()
    multi: bool = False
    hint: str = ""
    heading: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Field(Part):
    """One thing to fill in. `input`: text, long, number, date, phone, id or card; `count`: its length."""

    kind: ClassVar[str] = "field"
    name: str
    label: str
    value: str = ""
    hint: str = ""
    input: str = "text"
    digits: bool = False
    count: int | None = None
    most: int = 120
    heading: bool = False
    autocomplete: str = "off"
    may_fetch: bool = False


@dataclass(frozen=True)
class Tick(Part):
    kind: ClassVar[str] = "tick"
    name: str
    label: str
    checked: bool = False


@dataclass(frozen=True)
class Carried(Part):
    """A value that goes back with the form as it is."""

    kind: ClassVar[str] = "carried"
    name: str
    value: str


@dataclass(frozen=True)
class Member:
    """A person in the list of the household; who may be taken out has a `remove` value."""

    name: str
    about: str
    remove: str | None


@dataclass(frozen=True)
class Members(Part):
    kind: ClassVar[str] = "members"
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Deed(Part):
    """A text to be signed, whole."""

    kind: ClassVar[str] = "deed"
    title: str
    paragraphs: tuple[str, ...]
    entries_title: str = ""
    entries: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As it is signed, in no other language."""
        return {"kind": self.kind, **to_plain(self)}


@dataclass(frozen=True)
class Hand(Part):
    """A box to write a name in with a finger; its strokes go back as text."""

    kind: ClassVar[str] = "hand"
    name: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A small likeness of a page; `id` opens it in full, `faults` say what is wrong with it."""

    id: str
    image: str
    label: str
    faults: tuple[str, ...]
    remove: str


@dataclass(frozen=True)
class Pictures(Part):
    kind: ClassVar[str] = "pictures"
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Photo(Part):
    """Where photos are taken or chosen. They are sent as files of this name, one or several at a time."""

    kind: ClassVar[str] = "photo"
    name: str
    label: str
    other: str
    note: str = ""


@dataclass(frozen=True)
class Folded(Part):
    """Parts behind one line that opens."""

    kind: ClassVar[str] = "folded"
    title: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "title": shown(self.title), "parts": [one.to_json() for one in self.parts]}


@dataclass(frozen=True)
class Door:
    """A way to another page, as its address among the pages of the browser."""

    link: str
    name: str
    says: str = ""


@dataclass(frozen=True)
class Doors(Part):
    kind: ClassVar[str] = "doors"
    doors: tuple[Door, ...]
    title: str = ""


@dataclass(frozen=True)
class Button:
    """`do` and `fields` go back with the form; `link` leads away instead."""

    label: str
    working: str = ""
    name: str = ""
    value: str = ""
    secondary: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Page:
    """One page: a heading, what stands below it, and the buttons. `hint` explains the heading."""

    title: str
    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    hint: str = ""

    def to_json(self) -> dict[str, object]:
        """A | in the title marks where a browser may part it; a phone does so by itself."""
        return {
            "title": shown(self.title).replace("|", ""),
            "hint": shown(self.hint),
            "parts": [one.to_json() for one in self.parts],
            "buttons": [shown_all(to_plain(one), KEPT) for one in self.buttons],
        }
