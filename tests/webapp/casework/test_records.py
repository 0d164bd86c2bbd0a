"""No step says that something is done which nobody did: the desk asks why, the status says how it is."""

import pytest

from tests.webapp.casework.conftest import POOR, text_of
from tests.webapp.casework.test_day import fill, find, lead, look_at, path
from webapp.applications import progress
from webapp.models import OutboxRow

DONE = ("收入和家产核对完", "入户调查完", "补核对完")


def labels(clerk, request):
    return [one.label for one in progress.timeline(clerk.fresh(request), str) if one.state == "done"]


def told(clerk, request):
    clerk.office.session.rollback()
    rows = clerk.office.session.query(OutboxRow).filter(OutboxRow.cause.startswith(f"request:{request.id}:"))
    return "".join(one.body for one in rows)


def refused(clerk, request, to, words):
    answer = clerk.step(request, to)
    assert answer.status_code == 422 and words in text_of(answer) and "写明原因" in text_of(answer)
    assert 'id="note"' in answer.text, "the reason can be written at once"


def test_a_step_over_open_replies_and_a_missing_visit_needs_a_reason_and_is_not_called_done(office, clerk):
    request = find(office)
    lead(clerk, request, "accepted", "verifying", note=None)
    assert "没回话" in text_of(clerk.get(path(request))), "the desk says so before anybody presses"
    refused(clerk, request, "surveying", "没回话")
    lead(clerk, request, "surveying", note="先去看看")
    assert "还没有记入户调查" in text_of(clerk.get(path(request)))
    refused(clerk, request, "reviewing", "还没有记入户调查")
    lead(clerk, request, "reviewing", note="人在外地")
    shown = labels(clerk, request)
    assert not set(DONE) & set(shown), shown
    assert "核对还没全回来，先往下办" in shown and "没有入户，先往下办" in shown
    assert "核对完了" not in told(clerk, request) and "家里看过了" not in told(clerk, request)


def test_what_was_written_down_is_called_done_and_needs_no_reason(office, clerk):
    application = office.verified(**POOR)
    request = next(one for one in application.requests if one.policy == "subsistence-allowance")
    lead(clerk, request, "surveying", note=None)
    assert look_at(clerk, request).status_code == 303
    assert clerk.fresh(request).state == "reviewing"
    assert set(DONE[:2]) <= set(labels(clerk, request))
    assert "核对完了" in told(clerk, request) and "家里看过了" in told(clerk, request)


def test_a_second_look_needs_a_visit_of_its_own(office, clerk):
    request = find(office)
    lead(clerk, request, "accepted", "verifying", "surveying")
    assert look_at(clerk, request).status_code == 303
    lead(clerk, request, "surveying", note="有人说住在城里")
    refused(clerk, request, "reviewing", "还没有记入户调查")


@pytest.mark.parametrize("note", [None, "连夜看过"])
def test_urgent_help_is_not_confirmed_as_checked_without_a_check(office, clerk, note):
    request = find(office)
    office.session.rollback()
    clerk.fresh(request).is_urgent = True
    office.session.commit()
    lead(clerk, request, "accepted")
    about = {"outcome": "meeting", "amount": "500", "starts_on": "2026-12-01", "held_on": "2026-11-28"}
    about |= {"people": "张、李", "minutes": "断粮了", "paid_by": "bank"}
    assert fill(clerk, request, "/decide", **about).status_code == 303
    lead(clerk, request, "post-check")
    if note is None:
        refused(clerk, request, "confirmed", "还没有记入户调查")
    else:
        lead(clerk, request, "confirmed", note=note)
        assert "补核对没做全，镇街先定了" in labels(clerk, request)


def test_what_came_back_from_a_supplement_is_told_once(office, clerk):
    request = find(office)
    assert fill(clerk, request, "/supplement", more="老人的病历").status_code == 303
    lead(clerk, request, "submitted", note="拿到窗口了")
    lead(clerk, request, "accepted", "verifying", note=None)
    assert fill(clerk, request, "/supplement", more="租房合同").status_code == 303
    lead(clerk, request, "verifying", note="拿到窗口了")
    shown = labels(clerk, request)
    assert shown.count("您交了申请") == 1 and shown.count("补了材料") == 2, shown
    assert "核对到一半，要补材料" in shown
