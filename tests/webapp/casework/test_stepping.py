"""Which steps the page of a request offers, in every state and to every part."""

from types import SimpleNamespace

import pytest

from webapp.applications import transferring
from webapp.applications.moving import By
from webapp.applications.states import RequestState, Role
from webapp.applications.transferring import Away
from webapp.casework.file import stepping

S = RequestState


@pytest.mark.parametrize("state", [one for one in S if one not in (S.DRAFT, S.SUPPLEMENT_REQUESTED)])
@pytest.mark.parametrize("urgent", [False, True], ids=["ordinary", "urgent"])
def test_every_step_that_is_offered_has_words_and_a_way_to_take_it(state, urgent):
    for part in Role:
        for one in stepping.next_steps(SimpleNamespace(state=state, is_urgent=urgent), part):
            assert one.words
            assert one.page or one.to in stepping.PRESSED


@pytest.mark.parametrize("to", [S.SUPPLEMENT_REQUESTED, S.PUBLICISED, S.TRANSFERRED, S.APPROVED, "moon"])
def test_what_is_written_down_by_its_own_page_is_not_done_by_a_press(office, clerk, to):
    (request,) = office.file().requests[:1]
    office.session.commit()
    assert clerk.step(request, to).status_code == 422
    assert clerk.fresh(request).state == S.SUBMITTED


def test_what_another_city_handles_is_moved_by_its_letter_alone(office, clerk):
    request = office.file().requests[0]
    away = Away("3707", "寿光市圣城街道", "phone")
    transferring.hand_over(
        office.session, request, away, By("caseworker", "户口在寿光", "staff:1"), at=office.now
    )
    office.session.commit()
    page = clerk.get(f"/casework/requests/{request.id}")
    assert stepping.ELSEWHERE in page.text and "/casework/transfers" in page.text
    assert clerk.step(request, S.CLOSED, note="x").status_code == 409
    assert clerk.fresh(request).state == S.TRANSFERRED
