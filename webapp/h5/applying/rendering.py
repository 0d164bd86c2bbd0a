"""A page of an application in a browser, with what was typed when it has to be mended."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template
from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications import steps
from webapp.applications.steps import Step
from webapp.models.applications import Application
from webapp.pages.applying.contexts import SECTIONS, context_of, load_field_pages

PLACES = frozenset(page for pages in steps.PLACE_PAGES.values() for page in pages)


def render(
    guide: Guide,
    draft: Application,
    step: Step,
    *,
    form: MultiDict,
    errors: Mapping[str, str] | None = None,
    warning: str | None = None,
) -> str:
    """The page of `step`, with what was typed when it has to be mended.

    `warning`: the page of the desk that an assistant who fills it in came from.
    """
    before = steps.step_before(draft, step)
    frame = {
        "draft": draft,
        "step": step,
        "back": before.path if before else warning or "/result",
        "warning": warning,
        "section": SECTIONS.index(step.section) + 1,
        "sections": SECTIONS,
        "errors": errors,
        "form": form,
    }
    name = "field" if step.name in load_field_pages() else step.name
    name = name.rpartition("-")[2] if name in PLACES else name
    return render_template(f"apply/{name}.html", **frame, **context_of(guide, draft, step))
