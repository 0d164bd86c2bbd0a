"""What a clerk reads of where a fact comes from: who told it, who was asked, and who has looked."""

from tests.webapp.casework.conftest import text_of
from tests.webapp.casework.test_day import find, lead, look_at, path

OWN = "只有本人说的"


def test_a_condition_that_rests_on_the_applicants_word_says_so_until_somebody_has_looked(office, clerk):
    request = find(office)
    lead(clerk, request, "accepted", "verifying", "surveying", "reviewing")
    for page in (path(request, "/decide"), path(request)):
        text = text_of(clerk.get(page))
        assert f"{OWN}：没有大件家产" in text and "还靠本人说的" in text, page
    lead(clerk, request, "surveying")
    seen = {"fact||has_notable_assets": "no"}
    assert look_at(clerk, request, **seen).status_code == 303
    text = text_of(clerk.get(path(request, "/decide")))
    assert f"{OWN}：没有大件家产" not in text, "the visit stands behind it now"


def test_before_anybody_is_asked_the_file_does_not_say_that_the_offices_lack_it(office, clerk):
    request = find(office)
    text = text_of(clerk.get(path(request)))
    assert "还没问" in text
    (row,) = [one for one in text.split("比对")[1:] if "户口" in one][:1]
    assert "部门没有这项" not in row.partition("户口")[2][:30]
    lead(clerk, request, "accepted", "verifying")
    assert "还没问" not in text_of(clerk.get(path(request))), (
        "now it waits for them, or they have no such thing"
    )
