"""A personal link: nobody guesses it, it dies with its use, its replacement and its days."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from webapp.applications import links, reading, steps
from webapp.applications.errors import TooManyLinksError
from webapp.applications.moving import withdraw
from webapp.applications.submitting import submit


@pytest.fixture
def member(desk):
    return steps.applicant_of(desk.fill_in(desk.open_draft()))


def find(desk, token, at=None):
    return links.find_link(desk.session, desk.index_hash, token, at or desk.now)


def test_a_token_opens_its_link_for_a_week_and_stands_nowhere(desk, member):
    token, link = links.open_link(desk.session, desk.index_hash, member, desk.now)
    assert find(desk, token) is link and len(token) * 6 >= 128
    assert find(desk, token, desk.now + timedelta(days=7)) is None
    stored = desk.session.execute(text("SELECT * FROM signing_links")).all()
    assert token not in str(stored)
    assert find(desk, token + "x") is None


def test_a_new_link_kills_the_one_before(desk, member):
    first, _ = links.open_link(desk.session, desk.index_hash, member, desk.now)
    second, _ = links.open_link(desk.session, desk.index_hash, member, desk.now)
    assert find(desk, first) is None
    assert find(desk, second) is not None


def test_a_used_link_is_dead(desk, member):
    token, link = links.open_link(desk.session, desk.index_hash, member, desk.now)
    link.used_at = desk.now
    assert find(desk, token) is None


def test_five_wrong_answers_lock_it(desk, member):
    token, link = links.open_link(desk.session, desk.index_hash, member, desk.now)
    assert links.identify(link, member.name, member.id_number[-4:])
    for wrong in ((member.name, "0000"), ("王二", member.id_number[-4:]), ("", ""), ("王", "1"), ("王", "2")):
        assert find(desk, token) is link
        assert not links.identify(link, *wrong)
    assert find(desk, token) is None


def test_a_link_dies_with_its_application(desk, member):
    token, _ = links.open_link(desk.session, desk.index_hash, member, desk.now)
    submit(desk.session, desk.guide, member.application, desk.now)
    for request in member.application.requests:
        withdraw(desk.session, request, desk.now)
    assert find(desk, token) is None


def test_a_draft_that_is_deleted_leaves_nothing_of_its_signatures(desk, member):
    links.open_link(desk.session, desk.index_hash, member, desk.now)
    reading.note_reading(desk.session, member, desk.now, desk.now, door="shared", manner="paged")
    desk.session.commit()
    desk.session.delete(member.application)
    desk.session.flush()
    for table in ("signing_links", "deed_readings", "authorisations", "commitments"):
        assert desk.session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0, table


def test_a_member_is_not_flooded_with_links(desk, member):
    for _ in range(links.MOST_A_DAY):
        links.open_link(desk.session, desk.index_hash, member, desk.now)
    with pytest.raises(TooManyLinksError):
        links.open_link(desk.session, desk.index_hash, member, desk.now)
    assert links.open_link(desk.session, desk.index_hash, member, desk.now + timedelta(days=1))
