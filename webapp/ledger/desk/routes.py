"""The desk of the ledger: words for editors alone, figures for bureau leads within their region."""

from collections.abc import Mapping

from flask import Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from knowledge.regions import District
from webapp import clock
from webapp.db import begin_write
from webapp.editor import proposals
from webapp.editor.proposals import Proposal
from webapp.ledger import figures, gaps
from webapp.ledger.desk import bp, forms
from webapp.ledger.desk.asking import download, read_asked
from webapp.ledger.desk.services import routes as services  # noqa: F401  registers its routes
from webapp.models.ledger import GapRow, GapState
from webapp.models.staff import Role
from webapp.security import access, audit
from webapp.staff.regions import name_of
from webapp.tickets.exporting import write_csv

HEAD = ("月份", "表", "项", "数", "单位")


@bp.app_template_filter("town_words")
def town_words(row: GapRow) -> str:
    """Where a question came from, in words; "" where that is not known."""
    return name_of(current_app.guide.regions, row.town or row.district) if row.district else ""


@bp.get("/gaps")
@access.roles(Role.EDITOR)
def list_gaps() -> str:
    """What nobody could answer, what is alike in one."""
    wanted = request.args.get("kind", "")
    kind = wanted if wanted in gaps.KIND_WORDS else ""
    bundles = gaps.bundle(gaps.find_open(g.session, g.staff.region, kind))
    counts = gaps.count_open(g.session, g.staff.region)
    return render_template(
        "ledger/gaps.html", bundles=bundles, counts=counts, kind=kind, kinds=gaps.KIND_WORDS
    )


@bp.get("/gaps/<int:gap_id>")
@access.roles(Role.EDITOR)
def show_gap(gap_id: int) -> str:
    return _gap_page(gap_id, {}, {})


@bp.post("/gaps/<int:gap_id>/proposal")
@access.roles(Role.EDITOR)
def propose(gap_id: int) -> AnyResponse | tuple[str, int]:
    """The proposal as a file; the rows that it answers are settled."""
    gaps.get_gap(g.session, gap_id, g.staff.region)
    values, errors = forms.parse_proposal(current_app.guide, request.form)
    if errors:
        return _gap_page(gap_id, values, errors), 422
    now = clock.now()
    rows = _settle(gap_id, GapState.PROPOSED)
    asked = [gaps.to_asked(one) for one in rows]
    g.session.commit()
    written = proposals.write(Proposal(**values, written=now.date(), asked=asked))
    return download(written, f"proposal-{gap_id}.yaml", "application/yaml")


@bp.post("/gaps/<int:gap_id>/dismiss")
@access.roles(Role.EDITOR)
def dismiss(gap_id: int) -> AnyResponse:
    """Nothing of the guide's: a slip, or another office's matter."""
    gaps.get_gap(g.session, gap_id, g.staff.region)
    _settle(gap_id, GapState.DISMISSED)
    g.session.commit()
    return redirect(url_for("ledger.list_gaps"), 303)


@bp.get("/figures")
@access.roles(Role.LEAD)
def show_figures() -> str:
    asked, district = read_asked()
    return render_template(
        "ledger/figures.html",
        tables=figures.for_lead(asked, district),
        month=asked.month,
        month_options=[(str(one), one.label) for one in figures.months(clock.today(), finished=False)],
        district=district,
        district_options=[("", "全市各区县"), *((key, one.name) for key, one in _districts().items())],
        districts=_districts(),
        region=g.staff.region,
    )


@bp.post("/figures.csv")
@access.roles(Role.LEAD)
def export_figures() -> Response:
    """The same numbers as a table; that they were taken is recorded."""
    asked, district = read_asked()
    rows = figures.to_rows(figures.for_lead(asked, district), asked.month)
    begin_write(g.session)
    subject = f"figures:{asked.month}:{district or g.staff.region.code}"
    audit.record_staff(g.session, g.staff, "export-figures", subject=subject, at=clock.now())
    g.session.commit()
    return download(write_csv(HEAD, rows), f"figures-{asked.month}.csv", "text/csv; charset=utf-8")


def _districts() -> Mapping[str, District]:
    return current_app.guide.regions.districts


def _settle(gap_id: int, state: GapState) -> list[GapRow]:
    """The rows that were ticked, settled and recorded. The caller commits."""
    ids, now = forms.parse_rows(request.form, gap_id), clock.now()
    begin_write(g.session)
    rows = gaps.lock(g.session, ids)
    gaps.settle(rows, state, g.staff, now)
    audit.record_staff(g.session, g.staff, f"gap-{state}", subject=f"gap:{gap_id}:{len(rows)}", at=now)
    return rows


def _gap_page(gap_id: int, values: dict[str, str], errors: dict[str, str]) -> str:
    row = gaps.get_gap(g.session, gap_id, g.staff.region)
    return render_template(
        "ledger/gap.html",
        row=row,
        bundle=gaps.find_alike(g.session, row, g.staff.region),
        kinds=gaps.KIND_WORDS,
        changes=proposals.KINDS,
        policies=current_app.guide.policies,
        policy_options=[(key, one.name) for key, one in current_app.guide.policies.items()],
        values={"policy": row.topic} | values,
        errors=errors,
    )
