"""A page and a file of the figures that are published."""

from flask import Response, current_app, g, render_template, request

from webapp import clock
from webapp.h5 import bp
from webapp.ledger import figures
from webapp.ledger.desk import forms
from webapp.ledger.figures import Asked, Month, Table
from webapp.staff.regions import StaffRegion
from webapp.tickets.exporting import write_csv

HEAD = ("月份", "表", "项", "数", "单位")


@bp.get("/statistics")
def statistics() -> str:
    month, tables = _published()
    known = figures.months(clock.today(), finished=True)
    return render_template("h5/statistics.html", tables=tables, month=month, months=known)


@bp.get("/statistics.csv")
def statistics_table() -> Response:
    month, tables = _published()
    content = write_csv(HEAD, figures.to_rows(tables, month))
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="statistics-{month}.csv"'
    return answer


def _published() -> tuple[Month, list[Table]]:
    month = forms.parse_month(request.args.get("month", ""), clock.today(), finished=True)
    asked = Asked(g.session, current_app.guide, month, StaffRegion(), clock.now())
    return month, figures.for_public(asked)
