"""What the pages of papers show: each paper with its state, its pages as small pictures, what is wrong."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from flask import g

from knowledge import Guide
from knowledge.policies import Document
from webapp.applications.states import RequestState, is_open
from webapp.documents import keeping, tied
from webapp.documents.asking import OTHER, get_document
from webapp.documents.wording import load_words
from webapp.languages import gettext, say
from webapp.models.applications import Application
from webapp.models.documents import DocumentPage, DocumentRow, DocumentState

APPLY, STATUS = "/apply/documents", "/status/documents"
PRIVATE = {"Cache-Control": "no-store", "Content-Disposition": "inline; filename=page.jpg"}
BEHIND = {APPLY: "/apply", STATUS: "/status/shown"}
MISSING = "/status/supplement"
STATE_WORDS = {
    DocumentState.ASKED: "还没拍",
    DocumentState.LATER: "以后再交",
    DocumentState.NONE: "没有",
}


@dataclass(frozen=True)
class Entry:
    """One paper of the list. `must`: a policy cannot go without it; `reason`: why a caseworker asks."""

    number: int
    document: Document
    must: bool
    policies: tuple[str, ...]
    row: DocumentRow | None
    is_optional: bool = False
    tied: tied.Tied | None = None

    @property
    def is_waiting(self) -> bool:
        return not self.is_optional and (self.row is None or self.row.state == DocumentState.ASKED)

    @property
    def state(self) -> str:
        if self.row is not None and self.row.pages:
            return say("拍了 {count} 张", count=len(self.row.pages))
        if self.is_optional:
            return "想交的话点这里"
        return STATE_WORDS[self.row.state if self.row is not None else DocumentState.ASKED]


@dataclass(frozen=True)
class Folder:
    """The papers of one application at one door: a draft's, or those of what was submitted."""

    base: str
    application: Application
    entries: tuple[Entry, ...]
    shared: tuple[str, ...] = ()

    def find(self, number: int) -> Entry | None:
        return next((one for one in self.entries if one.number == number), None)

    @property
    def waiting(self) -> Entry | None:
        return next((one for one in self.entries if one.is_waiting), None)

    @property
    def onward(self) -> str:
        """Where one goes on: to the next paper, and behind the last one to what comes after all of them."""
        if self.waiting is not None:
            return f"{self.base}/{self.waiting.number}"
        asked = [one.tied.entry for one in self.entries if one.tied is not None and one.tied.entry]
        return MISSING if any(one.supplement.closed_at is None for one in asked) else BEHIND[self.base]

    def address_of(self, kind: str) -> str | None:
        """Where the paper of this kind is photographed."""
        found = next((one for one in self.entries if one.document.id == kind), None)
        return f"{self.base}/{found.number}" if found is not None else None


def may_add(application: Application) -> bool:
    """Whether papers still count: in a draft, and while anything of what was submitted is under way."""
    states = [RequestState(one.state) for one in application.requests]
    return application.number is None or any(is_open(one) for one in states)


def may_change(folder: Folder, entry: Entry) -> bool:
    """Whether anything of this paper may still be added or taken away."""
    return may_add(folder.application) and not (entry.tied is not None and entry.tied.is_fixed)


def folder_of(guide: Guide, base: str, application: Application) -> Folder:
    rows = keeping.rows_of(g.session, application)
    papers = keeping.papers_of(guide, application)
    asked = papers.asked if base == APPLY else ()
    entries = [(one.document, one.must, one.policies, rows.pop(one.kind, None)) for one in asked]
    other = rows.pop(OTHER.id, None)
    known = [kind for kind in rows if keeping.is_known(guide, kind) and _counts(base, rows[kind])]
    entries += [(get_document(guide, kind), False, (), rows[kind]) for kind in known]
    found = [Entry(number, *entry) for number, entry in enumerate(entries, 1)]
    if base == STATUS:
        for number, one in enumerate(tied.find_tied(g.session, application, rows), len(found) + 1):
            found.append(Entry(number, one.document, True, (), one.row, tied=one))
    asks_other = other is not None and other.state == DocumentState.ASKED and other.reason is not None
    found.append(Entry(len(found) + 1, OTHER, False, (), other, is_optional=not asks_other))
    return Folder(base, application, tuple(found), tuple(_shared(guide, one) for one in papers.shared))


def _counts(base: str, row: DocumentRow) -> bool:
    """What a draft was once asked for and is no longer shows only where something was given."""
    return base == STATUS or bool(row.pages) or row.asked_by != keeping.BY_GUIDE


def _shared(guide: Guide, document: Document) -> str:
    names = gettext("、").join(guide.departments[one].name.removeprefix("市") for one in document.shared_by)
    return say("{document}：{names}查得到", document=document.name, names=names)


def entry_context(guide: Guide, folder: Folder, entry: Entry, *, at: datetime, by: str) -> dict[str, object]:
    """What the page of a paper shows. Looking at its pages is written down, `by` whom."""
    row = entry.row
    pictures = keeping.open_thumbnails(g.session, row, by=by, at=at) if row else {}
    pages = row.pages if row is not None else []
    faults = load_words()["faults"]
    wrong = {one.id: [faults[name] for name in _open_faults(one)] for one in pages}
    return {
        "folder": folder,
        "entry": entry,
        "policies": [guide.policies[one].name for one in entry.policies],
        "pages": [(one, _picture(pictures[one.id]), wrong[one.id]) for one in pages],
        "is_wrong": any(wrong.values()),
    }


def _open_faults(page: DocumentPage) -> list[str]:
    return [] if page.is_kept else [one for one in page.faults.split(",") if one]


def _picture(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
