"""What a clerk found by looking: of whom, on which side, which level, and why."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from knowledge.dimensions import HIGHEST, LOWEST
from webapp.casework.needs.levels import Change, Needs
from webapp.pages.forms import FormError

BY_FACTS = "facts"
LONGEST_WHY = 500


def parse_change(form: MultiDict, needs: Needs) -> Change:
    """Raises FormError where something was left out, or is of nobody on the page."""
    dimension, person = form.get("dimension", ""), form.get("person", "") or None
    level, why, errors = form.get("level", ""), form.get("why", "").strip(), {}
    if (person, dimension) not in {(one.person, one.dimension) for one in needs.levels}:
        errors["dimension"] = "选改谁的哪一样"
    if level != BY_FACTS and level not in {str(one) for one in range(LOWEST, HIGHEST + 1)}:
        errors["level"] = f"选 {LOWEST} 到 {HIGHEST} 里的一级"
    if not 0 < len(why) <= LONGEST_WHY:
        errors["why"] = f"写明为什么改，最多 {LONGEST_WHY} 字"
    if errors:
        raise FormError(errors)
    return Change((person, dimension), None if level == BY_FACTS else int(level), why)
