"""The queue, looking for a number, and steps for many at once."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications.handing import find_visits
from webapp.applications.progress import due_of
from webapp.casework import DECIDERS, acting, bp, colleagues
from webapp.casework.file import telling
from webapp.casework.queue import bulk, finding, forms, showing
from webapp.db import begin_write
from webapp.models.staff import Role
from webapp.problems import Problem
from webapp.security import access


@bp.get("/")
def home() -> str:
    if g.staff.role not in DECIDERS:
        return render_template("casework/counts.html", waiting=_counts(), visits=_visits())
    wanted = forms.parse_wanted(current_app.guide, request.args, g.staff)
    page = finding.find_page(g.session, g.staff.region, wanted, staff_id=g.staff.id, now=clock.now())
    return _queue_page(page, wanted)


@bp.post("/find")
@access.roles(*DECIDERS)
def find_request() -> str | Response:
    """By the number of an application, which never stands in an address."""
    typed = request.form.get("number", "")[:40]
    rows = finding.find_by_number(g.session, g.staff.region, typed)
    if len(rows) == 1:
        return redirect(url_for("casework.show_request", request_id=rows[0].id), 303)
    return _queue_page(finding.Page(rows, None), finding.Wanted(), searched=True)


@bp.post("/bulk")
@access.roles(*DECIDERS)
def act_on_many() -> str:
    do, chosen = request.form.get("do", ""), forms.parse_chosen(request.form)
    wanted = _bulk(do)
    begin_write(g.session)
    came = bulk.do_all(g.session, current_app.guide, do, chosen, bulk=wanted)
    for one in came:
        if not one.why:
            acting.record(one.request, f"bulk-{do}", wanted.press.at)
    g.session.commit()
    return render_template("casework/bulk.html", came=came)


def _bulk(do: str) -> bulk.Bulk:
    """Raises Problem where what the step needs was not said."""
    village, clerk = request.form.get("village", "").strip()[:40], request.form.get("clerk", "")
    mates = dict(_mates())
    clerk_id = int(clerk) if clerk.isdigit() and int(clerk) in mates else None
    if do not in ("accept", "hand-over", "publish"):
        raise Problem(422, "nothing-to-do", "先选要办哪一步。")
    if not request.form.getlist("chosen"):
        raise Problem(422, "nothing-chosen", "先勾上要办的那几件，再按。")
    if do == "hand-over" and clerk_id is None:
        raise Problem(422, "nobody-chosen", "移交要先选一位同事。")
    if do == "publish" and not village:
        raise Problem(422, "no-village", "公示要写清贴在哪个村、社区。")
    return bulk.Bulk(g.staff, acting.by_staff(), acting.read_press(), clerk_id, village)


def _mates() -> list[tuple[int, str]]:
    """To whom this clerk can hand over many: their own office."""
    region = g.staff.region
    found = colleagues.find_colleagues(g.session, district=region.district, town=region.town)
    return [one for one in found if one[0] != g.staff.id]


def _counts() -> list[tuple[str, int]]:
    counted = finding.count_states(g.session, g.staff.region)
    return [
        (words.partition("　")[0], count)
        for (_, words), count in zip(
            showing.choices(current_app.guide, g.staff, counted)["states"][1:], counted.values(), strict=True
        )
    ]


def _visits() -> list[tuple[int, str, str]]:
    """Of an assistant: where to go, and by when; the name and the way stand on its page."""
    found = find_visits(g.session, g.staff.id) if g.staff.role is Role.ASSISTANT else []
    guide = current_app.guide
    return [(one.id, telling.title_of(guide, one), showing.due_words(due_of(one))) for one in found]


def _queue_page(page: finding.Page, wanted: finding.Wanted, searched: bool = False) -> str:
    guide, now = current_app.guide, clock.now()
    clerks = colleagues.names_of(g.session, {one.clerk_id for one in page.rows})
    counts = finding.count_states(g.session, g.staff.region)
    return render_template(
        "casework/queue.html",
        lines=[showing.line(guide, one, clerks, now) for one in page.rows],
        wanted=wanted,
        choices=showing.choices(guide, g.staff, counts),
        total=sum(counts.values()),
        next=showing.address_of(wanted, page.next) if page.next else None,
        first=showing.address_of(wanted) if wanted.after else None,
        mates=_mates(),
        searched=searched,
        may_accept=g.staff.role is Role.TOWN,
    )
