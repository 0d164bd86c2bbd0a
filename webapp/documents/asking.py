"""Which papers an application asks for: what the guide names, less what a department knows already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from knowledge import Guide, Situation, assess
from knowledge.policies import Document

OTHER = Document(
    "other", "别的材料", "photo", (), "手里有别的、想让镇街看看的，拍在这里", "拍清楚字，一张拍一次"
)
REQUIRED, NOT_NEEDED = "required", "not_needed"
Target = tuple[str, str, str | None]  # policy, unit, person


@dataclass(frozen=True)
class Asked:
    """A paper to be photographed, once for all requests; `must`: a policy cannot go without it."""

    document: Document
    must: bool
    policies: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.document.id


@dataclass(frozen=True)
class Papers:
    """What is asked for, what the departments are asked instead, and what is done at the counter."""

    asked: tuple[Asked, ...]
    shared: tuple[Document, ...]
    at_window: tuple[Document, ...]


def find_papers(
    guide: Guide,
    situation: Situation,
    targets: Iterable[Target],
    on: date,
    *,
    without: Collection[str] = (),
) -> Papers:
    """The papers of all `targets`. Kinds in `without` are never asked for: their owner said no to them."""
    wanted = set(targets)
    named: dict[str, dict[str, bool]] = {}
    for found in assess(guide, situation, on, {policy: None for policy, _, _ in wanted}):
        if (found.policy, found.unit, found.person) in wanted:
            for material in found.materials:
                for kind in material.documents if material.keep != NOT_NEEDED else ():
                    by_policy = named.setdefault(kind, {})
                    must = material.keep == REQUIRED or by_policy.get(found.policy, False)
                    by_policy[found.policy] = must
    documents = [one for one in guide.documents.values() if one.id in named]
    photos = [one for one in documents if one.given == "photo" and one.id not in without]
    asked = [
        Asked(one, any(named[one.id].values()), tuple(named[one.id])) for one in photos if not one.shared_by
    ]
    return Papers(
        asked=tuple(sorted(asked, key=lambda one: not one.must)),
        shared=tuple(one for one in photos if one.shared_by),
        at_window=tuple(one for one in documents if one.given == "window"),
    )


def get_document(guide: Guide, kind: str) -> Document:
    """The kind of paper. Raises KeyError."""
    return OTHER if kind == OTHER.id else guide.documents[kind]
