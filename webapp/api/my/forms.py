"""Forms of pages as JSON: fields into the form that a page takes, and a refused one as a problem."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from webapp.pages.forms import FormError
from webapp.problems import Problem


def form_of(fields: Mapping[str, str | list[str]]) -> MultiDict:
    """What a browser would have sent."""
    return MultiDict(dict(fields))


def refuse(wrong: FormError) -> Problem:
    """Each field with what to mend, and nothing of what was sent."""
    errors = [{"pointer": f"/{field}", "detail": says} for field, says in wrong.errors.items()]
    return Problem(422, "form", next(iter(wrong.errors.values())), errors)
