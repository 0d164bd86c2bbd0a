"""The search of policies, standards and sources. What is looked for stands in no address."""

from __future__ import annotations

from flask import current_app, render_template, request

import bot
from bot.lookup import Found, lookup_of
from webapp import clock
from webapp.hotline import bp
from webapp.problems import Problem

LONGEST = 60
KINDS = {"policy": "政策", "standard": "标准", "source": "依据"}


@bp.get("/search")
def search_guide() -> str:
    return render_template("hotline/search.html", query="", found=None, kinds=KINDS)


@bp.post("/search")
def find_in_guide() -> str:
    query = request.form.get("query", "").strip()[:LONGEST]
    return render_template("hotline/search.html", query=query, found=_search(query), kinds=KINDS)


@bp.post("/search/typing")
def find_while_typing() -> dict[str, object]:
    """The same while the agent types: the list alone, as HTML."""
    sent = request.get_json(silent=True)
    query = sent.get("query") if isinstance(sent, dict) else None
    if not isinstance(query, str):
        raise Problem(422, "no-query")
    found = _search(query.strip()[:LONGEST])
    part = current_app.jinja_env.get_template("hotline/parts/found.html")
    return {"seq": sent.get("seq"), "html": part.render(found=found, kinds=KINDS, query=query)}


def _search(query: str) -> list[Found]:
    """What holds the words; where nothing does, the policies that are meant."""
    found = lookup_of(current_app.guide).search(query)
    if found or len(query) < 2:
        return found
    meant = bot.match_text(current_app.guide, query, clock.today()).policies[:3]
    policies = [current_app.guide.policies[one.id] for one in meant]
    return [Found("policy", one.id, one.name, "意思相近", one.summary, 0.0) for one in policies]
