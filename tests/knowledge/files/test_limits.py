"""Time limits and what follows a grant: chosen by area and day, and refused when they do not fit together."""

from datetime import date

import pytest

from knowledge import GuideError
from tests.knowledge.small import SOURCE, make_guide, policy

DAY = date(2026, 11, 22)
DUE = {"id": "whole", "says": "三十天", "figure": 30, "unit": "工作日", "area": "national",
       "start": "acceptance", "source": SOURCE}  # fmt: skip
LONGER = {**DUE, "id": "longer", "figure": 45, "extends": "whole", "grounds": ["不好查"]}
GRANTED = {"fact": "aid_status", "value": "low", "personal": "ill"}


def limits_of(guide, id, district, on=DAY):
    return [
        (one.figure, one.unit, one.area, one.extends)
        for one in guide.policies[id].time_limits_on(guide.regions.path(district), on)
    ]


def refusal(*policies):
    with pytest.raises(GuideError) as refused:
        make_guide(*policies)
    return "\n".join(refused.value.problems)


def test_linzi_has_its_own_limit_before_that_of_the_country(guide):
    assert limits_of(guide, "subsistence-allowance", "linzi") == [
        (20, "工作日", "linzi", None),
        (30, "工作日", "national", None),
        (20, "工作日", "national", None),
        (45, "工作日", "national", "whole"),
    ]


def test_another_district_has_only_the_limits_of_the_country(guide):
    found = limits_of(guide, "subsistence-allowance", "zhangdian")
    assert [area for _, _, area, _ in found] == ["national"] * 3


def test_the_day_chooses_the_limits(guide):
    assert limits_of(guide, "rigid-expenditure", "zhangdian", date(2024, 12, 31)) == []
    found = limits_of(guide, "rigid-expenditure", "zhangdian", date(2025, 1, 1))
    assert [figure for figure, *_ in found] == [30, 45]


def test_an_extension_says_its_grounds(guide):
    longer = [one for each in guide.policies.values() for one in each.time_limits if one.extends is not None]
    assert {one.figure for one in longer} == {45}
    assert all("人户分离" in one.grounds for one in longer)


def test_a_publicity_time_is_a_shortest_time(guide):
    publicity = guide.policies["anti-relapse-monitoring"].time_limits[1]
    assert (publicity.start, publicity.bound) == ("publicity", "at_least")


def test_no_source_means_no_figure(guide):
    for one in (one for each in guide.policies.values() for one in each.time_limits):
        assert one.sources or one.figure is None, one.says


@pytest.mark.parametrize(
    ("policy_id", "index", "standard"),
    [
        ("subsistence-allowance", 0, "limit.dibao.days"),
        ("subsistence-allowance", 1, "limit.dibao.days_delegated"),
        ("subsistence-allowance", 2, "limit.dibao.days_extended"),
        ("subsistence-allowance", 3, "limit.linzi.approval_days"),
        ("extreme-poverty-support", 0, "limit.tekun.town_days"),
        ("extreme-poverty-support", 1, "limit.tekun.county_days"),
        ("extreme-poverty-support", 2, "limit.tekun.reassess_days"),
        ("rigid-expenditure", 0, "limit.rigid.days"),
        ("rigid-expenditure", 1, "limit.rigid.days_extended"),
        ("traffic-accident-fund", 0, "limit.traffic.review_days"),
        ("traffic-accident-fund", 1, "limit.traffic.pay_days"),
        ("temporary-assistance", 0, "temporary.linzi.emergency_hours"),
    ],
)
def test_a_limit_says_what_its_standard_says(guide, policy_id, index, standard):
    limit = guide.policies[policy_id].time_limits[index]
    value = guide.standards.standards[standard].values[-1]
    said = (limit.figure, limit.area, limit.effective)
    assert said == (value.value, value.area, value.effective)


def test_a_pause_is_kept_with_its_source():
    paused = {**DUE, "pauses": [{"says": "补材料的日子不算", "during": "supplement", "source": SOURCE}]}
    limit = make_guide(policy(time_limits=[paused])).policies["help"].time_limits[0]
    (pause,) = limit.pauses
    assert (pause.says, pause.during, len(pause.sources)) == ("补材料的日子不算", "supplement", 1)


def test_what_a_limit_ends_with_follows_from_its_start_unless_it_is_said(guide):
    ends = {
        (id, one.start, one.area): one.ends
        for id in ("subsistence-allowance", "extreme-poverty-support", "traffic-accident-fund", "legal-aid")
        for one in guide.policies[id].time_limits
    }
    assert ends["subsistence-allowance", "acceptance", "national"] == "decision"
    assert ends["extreme-poverty-support", "acceptance", "national"] == "town_opinion"
    assert ends["extreme-poverty-support", "report", "national"] is None
    assert ends["legal-aid", "objection", "national"] == "answer"
    assert ends["legal-aid", "approval", "national"] is None  # a lawyer is sent, no money
    assert ends["traffic-accident-fund", "approval", "national"] == "payment"
    urgent, ordinary, *_ = guide.policies["temporary-assistance"].time_limits
    assert (urgent.ends, ordinary.ends) == ("payment", "decision")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ([{**DUE, "unit": "礼拜"}], "没有 礼拜"),
        ([{**DUE, "start": "someday"}], "没有 someday"),
        ([{**DUE, "area": "moon"}], "没有 moon"),
        ([{**DUE, "source": []}], "有数就要有来源"),
        ([{key: DUE[key] for key in DUE if key != "start"}], "缺 start"),
        ([{**DUE, "pauses": [{"says": "不算", "during": "supplement", "source": []}]}], "哪里说这段时间不算"),
        ([{**DUE, "pauses": [{"says": "不算", "source": SOURCE}]}], "缺 during"),
        ([{**DUE, "ends": "someday"}], "没有 someday"),
        ([{**DUE, "figure": 7.5}], "天数要是整数"),
        ([{**DUE, "figure": 0}], "天数要是整数"),
        ([DUE, DUE], "用了两遍"),
        ([LONGER], "没有时限 whole"),
        ([DUE, {**LONGER, "figure": 20}], "要比原来的长"),
        ([DUE, {**LONGER, "grounds": []}], "凭什么延长"),
        ([DUE, {**LONGER, "ends": "payment"}], "ends 跟原来的一样"),
    ],
)
def test_a_limit_that_cannot_be_counted_is_refused(limits, words):
    assert words in refusal(policy(time_limits=limits))


def test_what_follows_names_the_grant_that_its_conditions_ask_for():
    base = policy("base", grants=GRANTED)
    guide = make_guide(base, policy("next", when="'low' in aid_status", follows=["base"]))
    assert guide.policies["next"].follows == ("base",)
    assert guide.policies["base"].grants.value == "low"


@pytest.mark.parametrize(
    ("base", "when", "words"),
    [
        ({}, "'low' in aid_status", "没有写 grants"),
        ({"grants": GRANTED}, "danger", "没有哪条要 low"),
        ({"grants": GRANTED}, "not ('low' in aid_status)", "没有哪条要 low"),
        ({"grants": {**GRANTED, "value": "high"}}, "'low' in aid_status", "没有 high"),
        ({"grants": {**GRANTED, "fact": "danger"}}, "'low' in aid_status", "没有 danger"),
        ({"grants": {**GRANTED, "personal": "assets"}}, "'low' in aid_status", "没有 assets"),
    ],
)
def test_what_cannot_follow_is_refused(base, when, words):
    assert words in refusal(policy("base", **base), policy("next", when=when, follows=["base"]))


def test_a_grant_is_a_status_of_its_own_policy(guide):
    granted = {id: one.grants.value for id, one in guide.policies.items() if one.grants}
    assert granted["subsistence-allowance"] == "subsistence"
    assert len(granted) == len(set(granted.values())) == 5


def test_medical_aid_follows_subsistence_allowance(guide):
    for id in ("medical-assistance", "insurance-premium-aid", "care-service"):
        assert "subsistence-allowance" in guide.policies[id].follows
