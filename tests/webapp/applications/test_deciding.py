"""Decisions rest on findings: in full, replayable, and a refusal names its conditions and clauses."""

import json
from dataclasses import replace
from datetime import date

import pytest

from knowledge import Situation, StandardMissing, Verdict, load_guide, load_kept_guide
from tests.builders import make_id_number
from webapp.applications import consent, deciding, moving, objecting
from webapp.applications.deciding import Proposal, Ruling, Subject
from webapp.applications.errors import AlreadyMovedError, NotAllowedError, UndecidedError
from webapp.applications.moving import By, advance, move
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit

S = RequestState
ON = date(2026, 11, 22)
DIBAO = Subject("subsistence-allowance", "household", None)
DISTRICT = By(Role.DISTRICT, who="staff:7")
PERSON = {"hukou": "zibo", "age_years": 60, "excluded_income_yuan_per_month": 0}
HOME = {
    "household": {
        "household_size": 1,
        "area_kind": "rural",
        "aid_status": [],
        "district": "linzi",
        "has_notable_assets": False,
        "income_per_member": 300,
    },
    "people": [{"id": "me", "relation": "self", "facts": PERSON}],
}


def home(guide, **household):
    raw = json.loads(json.dumps(HOME))
    raw["household"] |= household
    raw["household"] = {key: value for key, value in raw["household"].items() if value is not None}
    return Situation.parse(raw, guide.facts)


def find(guide, *, rulings=None, subject=DIBAO, **household):
    return deciding.make_findings(guide, home(guide, **household), subject, ON, rulings=rulings)


def leaf(findings, id):
    return next(one for one in findings["conditions"] if one["id"] == id)


def test_findings_hold_words_clause_values_figures_and_the_version_of_the_guide(guide):
    found = find(guide, income_per_member=2000)
    income = leaf(found, "income")
    assert (found["guide"], found["on"], found["verdict"]) == (guide.version, "2026-11-22", "unmet")
    assert found["failing"] == ["income"]
    assert income["says"] == "人均月收入低于当地低保标准" and "第九条" in income["source"]
    assert income["values"]["income_per_member"] == 2000
    line = next(one for one in found["standards"] if one["key"].startswith("dibao"))
    assert line["value"] and line["effective"] and line["source"]
    json.dumps(found, ensure_ascii=False)


def test_findings_replay_word_for_word_and_a_changed_one_is_found_out(guide):
    found = find(guide, income_per_member=2000)
    assert deciding.replays(guide, json.loads(json.dumps(found)))
    assert not deciding.replays(guide, found | {"failing": ["hukou"]})
    assert not deciding.replays(guide, found | {"guide": "another"})


def test_findings_replay_on_the_guide_that_was_kept(guide, tmp_path):
    load_guide(cache=tmp_path)
    found = find(guide, income_per_member=2000)
    assert deciding.replays(load_kept_guide(found["guide"], tmp_path), found)


def test_a_clerk_settles_what_the_facts_leave_open_and_says_why(guide):
    open_ = find(guide, has_notable_assets=None)
    assert (open_["verdict"], leaf(open_, "assets")["verdict"]) == ("unknown", "unknown")
    why = "查到名下一辆2024年的轿车"
    no = find(guide, has_notable_assets=None, rulings={"assets": Ruling(Verdict.UNMET, why)})
    assert (no["verdict"], no["failing"], leaf(no, "assets")["ruled"]) == ("unmet", ["assets"], why)
    yes = find(guide, has_notable_assets=None, rulings={"assets": Ruling(Verdict.MET, "存款没超")})
    assert (yes["verdict"], yes["failing"]) == ("met", [])
    assert deciding.replays(guide, json.loads(json.dumps(no)))


@pytest.mark.parametrize(
    "rulings",
    [
        {"income": Ruling(Verdict.UNMET, "看着不像穷的")},
        {"assets": Ruling(Verdict.UNMET, "  ")},
        {"assets": Ruling(Verdict.UNKNOWN, "不知道")},
        {"no-such-condition": Ruling(Verdict.UNMET, "没有这一条")},
    ],
)
def test_a_clerk_overrules_neither_the_facts_nor_the_guide(guide, rulings):
    with pytest.raises(UndecidedError) as wrong:
        find(guide, has_notable_assets=None, rulings=rulings)
    assert wrong.value.leaves == tuple(rulings)


def test_somebody_who_is_not_there_any_more_cannot_be_decided_on(guide):
    with pytest.raises(UndecidedError, match="不在这一户"):
        find(guide, subject=Subject("subsistence-allowance", "alone", "father"))


def test_an_approval_needs_every_condition_met_or_a_meeting_that_says_why(guide):
    met, unmet = find(guide), find(guide, income_per_member=2000)
    deciding.check(Proposal(S.APPROVED, met))
    deciding.check(Proposal(S.APPROVED, unmet, meeting="大火刚烧了房，会上一致同意"))
    for proposal in (Proposal(S.APPROVED, unmet), Proposal(S.APPROVED, unmet, meeting=" ")):
        with pytest.raises(UndecidedError) as wrong:
            deciding.check(proposal)
        assert wrong.value.leaves == ("income",)


def test_a_refusal_needs_a_condition_that_is_not_met(guide):
    deciding.check(Proposal(S.NOT_APPROVED, find(guide, income_per_member=2000)))
    with pytest.raises(UndecidedError):
        deciding.check(Proposal(S.NOT_APPROVED, find(guide)))
    with pytest.raises(UndecidedError) as wrong:
        deciding.check(Proposal(S.NOT_APPROVED, find(guide, has_notable_assets=None)))
    assert wrong.value.leaves == ("assets",)
    with pytest.raises(UndecidedError):
        deciding.check(Proposal(S.WITHDRAWN, find(guide)))


@pytest.fixture
def request_(sqlite_desk):
    """A request as it stands before the decision: publicised."""
    desk = sqlite_desk
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    for member in consent.unsigned_adults(draft):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
    submit(desk.session, desk.guide, draft, desk.now)
    request = draft.requests[0]
    while request.state != S.PUBLICISED:
        advance(desk.session, request, desk.now)
    return request


def refuse(desk, request, **about):
    found = find(desk.guide, income_per_member=2000)
    return deciding.decide(
        desk.session, request, Proposal(S.NOT_APPROVED, found), DISTRICT, at=desk.now, **about
    )


def test_a_decision_is_written_down_with_who_made_it_and_moves_the_request(sqlite_desk, request_):
    event = refuse(sqlite_desk, request_)
    (decided,) = request_.decisions
    assert (event.to_state, event.by, event.role) == (S.NOT_APPROVED, "staff:7", "district")
    assert (decided.by, decided.role, decided.guide_version) == (
        "staff:7",
        "district",
        decided.findings["guide"],
    )
    (ground,) = objecting.grounds_of(request_)
    assert ground.id == "income" and "第九条" in ground.source


def test_nothing_is_decided_without_findings(sqlite_desk, request_):
    for new in (S.APPROVED, S.NOT_APPROVED):
        with pytest.raises(UndecidedError):
            move(sqlite_desk.session, request_, new, DISTRICT, at=sqlite_desk.now)
    assert request_.state == S.PUBLICISED


def test_a_decision_pressed_twice_is_made_once_and_another_one_comes_too_late(sqlite_desk, request_):
    seen = request_.version
    first = refuse(sqlite_desk, request_, key="press-1", seen=seen)
    assert refuse(sqlite_desk, request_, key="press-1", seen=seen) is first
    with pytest.raises(AlreadyMovedError) as late:
        yes = Proposal(S.APPROVED, find(sqlite_desk.guide))
        deciding.decide(sqlite_desk.session, request_, yes, DISTRICT, at=sqlite_desk.now, seen=seen)
    assert late.value.says == "已经定了不批"
    assert [one.outcome for one in request_.decisions] == [S.NOT_APPROVED]


def test_who_may_not_decide_leaves_no_decision_behind(sqlite_desk, request_):
    with pytest.raises(NotAllowedError):
        yes = Proposal(S.APPROVED, find(sqlite_desk.guide))
        deciding.decide(sqlite_desk.session, request_, yes, By(Role.WORKER), at=sqlite_desk.now)
    sqlite_desk.session.expire_all()
    assert (request_.decisions, request_.state) == ([], S.PUBLICISED)


def test_an_objection_is_settled_by_the_decision_after_the_re_review(sqlite_desk, request_):
    desk = sqlite_desk
    refuse(desk, request_)
    words = By(Role.APPLICANT, "收入算多了，俺爹的药费没扣")
    grounds = objecting.grounds_of(request_)
    objecting.open_objection(desk.session, request_, grounds, words, at=desk.now)
    assert objecting.find_open(desk.session, request_).grounds[0]["id"] == "income"
    move(desk.session, request_, S.RE_REVIEWED, By(Role.CITY, "重新核了药费"), at=desk.now)
    yes = Proposal(S.APPROVED, find(desk.guide), amount_fen=57700)
    deciding.decide(desk.session, request_, yes, By(Role.CITY), at=desk.now)
    assert objecting.find_open(desk.session, request_) is None
    assert [one.outcome for one in request_.objections] == [S.APPROVED]
    assert objecting.grounds_of(request_) == []
    advance(desk.session, request_, desk.now)
    assert request_.state == S.PAYING


def test_urgent_help_is_decided_before_it_is_paid_and_paid_before_it_is_checked(sqlite_desk):
    desk = sqlite_desk
    draft = desk.fill_in(desk.open_draft())
    submit(desk.session, desk.guide, draft, desk.now)
    request = draft.requests[0]
    request.is_urgent = True
    move(desk.session, request, S.ACCEPTED, By(Role.CASEWORKER, "急难，手续后补"), at=desk.now)
    yes = Proposal(S.APPROVED, find(desk.guide), amount_fen=100000)
    event = deciding.decide(desk.session, request, yes, By(Role.CASEWORKER), at=desk.now)
    assert event.to_state == S.PAYING and request.decisions[0].amount_fen == 100000
    assert moving.words_of(request).step == "钱先发给您，接着补做核对"


def test_what_is_hung_in_the_village_says_a_surname_a_policy_and_when_it_comes_down(guide, request_):
    shown = deciding.make_publicity(guide, request_, "边河村", ON)
    assert shown.name == "王某" and shown.village == "边河村"
    assert (shown.ends - shown.begins).days == 7
    everything = "".join(str(value) for value in vars(shown).values())
    assert not any(secret in everything for secret in ("大山", "老根", "9900", "残疾", "护理费"))


def test_nothing_is_hung_for_a_time_that_no_source_gives(guide, request_):
    silent = replace(guide.standards, standards={})
    with pytest.raises(StandardMissing):
        deciding.make_publicity(replace(guide, standards=silent), request_, "边河村", ON)
