"""What a clerk sees at a glance: who was asked, what is back, what differs and what that changes."""

import pytest

from tests.webapp.applications.office import PLAIN, member
from webapp.applications import consent
from webapp.applications.comparing import Standing
from webapp.applications.records import summarise
from webapp.applications.reporting import compare_application, verification_report
from webapp.applications.verifying import second_look
from webapp.models import ResultState

CONTRADICTED = PLAIN | {"contradicted": True}
POOR = {
    "home__area_kind": "rural", "home__household_size": 2, "home__aid_status": [],
    "home__has_notable_assets": False, "self__hukou": "zibo", "father__hukou": "zibo",
    "self__income_yuan_per_month": 300, "father__household_member": True, "home__residence": "zibo",
}  # fmt: skip


def of(report, person):
    return next(one for one in report.members if one.member.person == person)


def source_of(found, id):
    return next(one for one in found.sources if one.source.id == id)


def test_every_member_has_every_source_with_its_state_and_moments(office):
    slow = PLAIN | {"sources": {"bank-icbc": "slow", "civil-affairs": "failed", "education": "not-found"}}
    application = office.verify(office.sign_older(office.file(father=slow)))
    office.work()
    report = verification_report(office.session, application)
    father = of(report, "father")
    assert len(father.sources) == 31 and len(father.asked) == 30
    assert {one.source.id for one in father.out} == {"bank-icbc", "civil-affairs"}
    assert (report.asked, report.back, report.is_complete) == (60, 58, False)
    bank = source_of(father, "bank-icbc")
    assert bank.state is ResultState.ASKED and bank.answer.since and bank.answer.answered_at is None
    failed = source_of(father, "civil-affairs")
    assert (failed.attempts, failed.answer.error) == (1, "source-unavailable") and failed.next_try_at
    assert source_of(father, "education").answer.as_of
    unasked = source_of(father, "medical-insurance")
    assert (unasked.state, unasked.is_covered) == (None, False)


def test_what_was_sent_and_not_taken_counts_as_not_asked(office):
    application = office.verify(office.file())
    office.switch(faults={"submit": [503, 503]})
    office.work(rounds=1)
    report = verification_report(office.session, application)
    assert {one.state for one in of(report, "father").asked} == {ResultState.WAITING}


def test_nothing_ordered_is_an_empty_report_that_says_who_may_be_asked(office):
    application = office.file()
    report = verification_report(office.session, application)
    assert report.asked == 0 and not report.is_complete
    assert {one.member.person: one.is_permitted for one in report.members} == {"self": True, "father": False}


def test_a_withdrawn_authorisation_is_seen(office):
    application = office.verified()
    consent.withdraw_authorisation(member(application, "father").authorisations[0], office.now)
    office.session.commit()
    father = of(verification_report(office.session, application), "father")
    assert not father.is_permitted and not any(one.is_covered for one in father.sources)
    assert len(father.back) == 31


@pytest.mark.parametrize("fate", ["deceased", "moved-out"])
def test_who_died_or_moved_stands_first(office, fate):
    application = office.verified(father=PLAIN | {"fate": fate})
    report = verification_report(office.session, application)
    ((found, said),) = report.fates
    assert found.member.person == "father"
    assert (said.source.id, said.state.value) == ("public-security", fate)
    assert said.answer.as_of


def test_a_list_knows_in_numbers_what_the_comparison_finds(office):
    assert summarise(office.session, office.file()) is None
    application = office.verified(
        father=CONTRADICTED | {"fate": "moved-out"}, father__income_yuan_per_month=800, home__homes_owned=9,
    )  # fmt: skip
    father, son = member(application, "father").id, member(application, "self").id
    found = summarise(office.session, application)
    assert found.asked == found.back == {father: 31, son: 31}
    assert found.fates == {father}
    rows = compare(office, application).differing
    assert found.differs == {
        father: sum(one.told_by == {"father"} for one in rows),
        son: sum(one.told_by == {"self"} for one in rows),
    }
    assert found.differs[father] > 0
    assert found.others_differ(son)
    office.switch(people={member(application, "father").id_number: PLAIN})
    second_look(office.session, member(application, "father"), "human-resources", at=office.now, by="clerk:1")
    office.session.commit()
    assert summarise(office.session, application).differs == found.differs, "until an answer is there"


def compare(office, application):
    office.session.expire_all()
    return compare_application(office.session, office.guide, application, office.now.date())


def verdict_of(comparison, policy):
    return next(one for one in comparison.verdicts if one.policy == policy)


def test_what_differs_changes_a_verdict_and_the_condition_is_named(office):
    application = office.verified(father=CONTRADICTED, father__income_yuan_per_month=800, **POOR)
    found = compare(office, application)
    (row,) = found.differing
    assert (row.person, row.fact, row.declared, row.verified) == (
        "father",
        "income_yuan_per_month",
        800,
        1013,
    )
    dibao = verdict_of(found, "subsistence-allowance")
    assert dibao.declared.verdict.value == "met" and dibao.declared.low > 0
    assert dibao.is_changed and dibao.verified != dibao.declared
    assert dibao.verified.low < dibao.declared.low, "more income, less to top up"


def test_a_verdict_may_be_lost_by_what_the_offices_say(office):
    application = office.verified(father=CONTRADICTED, father__income_yuan_per_month=1400, **POOR)
    dibao = verdict_of(compare(office, application), "subsistence-allowance")
    # The line is of 2024: somewhat above it nobody can say no, but nobody can say yes either.
    assert (dibao.declared.verdict.value, dibao.verified.verdict.value) == ("met", "unknown")
    (condition,) = dibao.changed
    assert (condition.declared.value, condition.verified.value) == ("met", "unknown")
    assert "低保标准" in condition.says


def test_what_agrees_changes_nothing_and_what_was_not_asked_of_anybody_fills_in(office):
    application = office.verified(father__income_yuan_per_month=800, **POOR)
    found = compare(office, application)
    assert found.differing == ()
    assert not verdict_of(found, "subsistence-allowance").is_changed
    standings = {one.fact: one.standing for one in found.rows}
    assert standings["has_notable_assets"] is Standing.AGREES
    assert standings["homes_owned"] is Standing.ONLY_VERIFIED
    assert standings["self_care"] is Standing.AGREES


def test_while_an_answer_is_missing_the_fact_says_since_when(office):
    slow = PLAIN | {"sources": {"bank-icbc": "slow"}}
    application = office.verified(father=slow, **POOR)
    row = next(one for one in compare(office, application).rows if one.fact == "has_notable_assets")
    assert row.standing is Standing.MISSING
    assert [one.source.name for one in row.out] == ["工商银行"] and row.since
    office.wait(hours=2)
    office.work()
    row = next(one for one in compare(office, application).rows if one.fact == "has_notable_assets")
    assert row.standing is Standing.AGREES


def test_what_requests_still_need_and_nobody_has_said_is_listed_as_missing(office):
    application = office.file()
    rows = {(one.person, one.fact): one for one in compare(office, application).rows}
    wanted = {
        (one["person"], one["fact"])
        for request in application.requests
        for one in request.findings["open_facts"]
        if one["person"]
    }
    assert wanted <= set(rows)
    assert {rows[one].standing for one in wanted} == {Standing.MISSING}
