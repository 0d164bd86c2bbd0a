"""Routes of 公示 for everybody."""

from flask import current_app, g, render_template

from webapp import clock
from webapp.applications import publishing, steps
from webapp.h5 import bp
from webapp.problems import Problem
from webapp.staff.regions import name_of


@bp.get("/publicity")
def publicity() -> str:
    """Choose a town, from its district or from the zone that looks after it: people know either."""
    guide = current_app.guide
    districts = [(one.name, steps.towns_of(guide, key)) for key, one in guide.regions.districts.items()]
    return render_template("publicity/towns.html", districts=districts)


@bp.get("/publicity/<town>")
def publicity_of_town(town: str) -> str:
    regions = current_app.guide.regions
    place = regions.find(town)
    if place is None or place[1] is None:
        raise Problem(404, "unknown-town")
    code = place[1].code
    rows = publishing.find_hanging(g.session, code, clock.today())
    return render_template("publicity/town.html", name=name_of(regions, code), rows=rows)
