"""The lead's page of services: demand against supply, and the same as a table."""

from __future__ import annotations

from flask import Response, current_app, g, render_template

from webapp import clock
from webapp.db import begin_write
from webapp.ledger import figures, services
from webapp.ledger.desk import bp
from webapp.ledger.desk.asking import download, read_asked
from webapp.models.staff import Role
from webapp.security import access, audit
from webapp.tickets.exporting import write_csv

BAR_WORDS = ("要", "能供", "排了", "做了")


@bp.get("/services")
@access.roles(Role.LEAD)
def show_services() -> str:
    asked, district = read_asked()
    found, districts = services.needs(asked, district), current_app.guide.regions.districts
    return render_template(
        "ledger/services.html",
        needs=found, most=services.largest(found), widths=services.widths, bars=services.BARS,
        bar_words=BAR_WORDS, month=asked.month, district=district, districts=districts,
        month_options=[(str(one), one.label) for one in figures.months(clock.today(), finished=False)],
        district_options=[("", "全市各区县"), *((key, one.name) for key, one in districts.items())],
        region=g.staff.region,
    )  # fmt: skip


@bp.post("/services.csv")
@access.roles(Role.LEAD)
def export_services() -> Response:
    """The same numbers as a table; that they were taken is recorded."""
    asked, district = read_asked()
    rows = services.to_rows(services.needs(asked, district), asked.month)
    written = write_csv(services.HEAD, rows)
    begin_write(g.session)
    subject = f"services:{asked.month}:{district or g.staff.region.code}"
    audit.record_staff(g.session, g.staff, "export-figures", subject=subject, at=clock.now())
    g.session.commit()
    return download(written, f"services-{asked.month}.csv", "text/csv; charset=utf-8")
