"""The editor's check: what is wrong, what is doubtful, what nobody has read."""

from datetime import date

from knowledge import load_guide
from knowledge.__main__ import check
from knowledge.editing.checking import describe_conflicts, find_doubts, find_expired, unchecked_documents
from tests.knowledge.small import leaf, make_guide, policy, small_files, standard, value, write_files


def test_the_real_data_is_right(guide):
    assert guide.version == load_guide().version


def test_check_says_that_nothing_is_wrong(tmp_path):
    said = []
    assert check(write_files(tmp_path, small_files()), said.append) == 0
    assert said[-1].startswith("数据没有错：1 项政策")


def test_check_says_what_is_wrong_and_fails(tmp_path):
    said = []
    assert check(write_files(tmp_path, small_files(policy(filing="never"))), said.append) == 1
    assert "filing" in said[0]
    assert said[-1] == "共 1 处要改。"


def doubts_of(*policies, **more):
    return [doubt.says for doubt in find_doubts(make_guide(*policies, **more))]


def check_files(tmp_path, files):
    said = []
    return check(write_files(tmp_path, files), said.append), said


def test_documents_that_somebody_read_are_not_listed():
    assert unchecked_documents(make_guide()) == []


def test_documents_marked_not_checked_are_listed_with_their_number(guide):
    assert any("国发〔2015〕52号" in line for line in unchecked_documents(guide))


def test_a_leaf_without_a_source_is_a_doubt():
    guide = policy(when={"all": [leaf("danger", source=[], unsourced="没有查到")]})
    assert any("没有查到" in says for says in doubts_of(guide))


def test_a_gap_between_versions_is_a_doubt():
    who = [
        {"unit": "household", "effective": "2020-01-01", "until": "2021-12-31", "all": [leaf("danger")]},
        {"unit": "household", "effective": "2023-01-01", "all": [leaf("danger")]},
    ]
    assert any("2022-01-01 到 2022-12-31 中间没有条件" in says for says in doubts_of(policy(who=who)))


def test_versions_that_overlap_fail_the_check(tmp_path):
    who = [
        {"unit": "household", "effective": "2020-01-01", "all": [leaf("danger")]},
        {"unit": "household", "effective": "2023-01-01", "all": [leaf("danger")]},
    ]
    code, said = check_files(tmp_path, small_files(policy(who=who)))
    assert code == 1
    assert any("policies/help.yaml:" in line and "who.0" in line and "2022-12-31" in line for line in said)


def test_values_that_overlap_fail_the_check_with_file_line_and_mend(tmp_path):
    twice = standard("twice", value(1, "2020-01-01", until="2022-12-31"), value(2, "2022-01-01"))
    code, said = check_files(tmp_path, small_files(standards=[twice]))
    line = next(line for line in said if "重叠" in line)
    assert code == 1
    assert line.startswith("standards/twice.yaml:7 values.0:")
    assert "2021-12-31" in line


def test_days_without_a_figure_are_a_notice():
    gap = standard("gap2", value(1, "2020-01-01", until="2020-12-31"), value(2, "2022-01-01"))
    assert any("2021-01-01 到 2021-12-31 没有数" in says for says in doubts_of(standards=[gap]))


def test_an_old_figure_without_an_end_is_a_notice():
    two = standard("two", value(1, "2020-01-01"), value(2, "2022-01-01"))
    assert any("until: 2021-12-31" in says for says in doubts_of(standards=[two]))


def test_a_source_that_the_policy_does_not_list_is_a_doubt():
    assert any("S1 却没有列出" in says for says in doubts_of(policy(sources=[])))


def test_conditions_that_shut_each_other_out_fail_the_check(tmp_path):
    tree = {"all": [leaf("cost > 10", id="more"), leaf("cost < 5", id="less")]}
    code, said = check_files(tmp_path, small_files(policy(when=tree)))
    assert code == 1
    assert any("没有哪一家能符合" in line for line in said)


def test_a_branch_that_nobody_can_take_is_named_with_its_line(tmp_path):
    either = {"any": [leaf("assets", id="a"), leaf("not danger", id="b")]}
    tree = {"all": [leaf("danger", id="first"), either]}
    _, said = check_files(tmp_path, small_files(policy(when=tree)))
    line = next(line for line in said if "any 里的 b" in line)
    assert "who.0.b" in line
    assert int(line.split(":")[1].split()[0]) > 10


def test_an_amount_that_nobody_gets_fails_the_check():
    rule = {"id": "never", "when": "not danger", "amount": "1", "unit": "元", "source": [{"id": "S1"}]}
    assert any("谁也用不到" in says for says in doubts_of(policy(amounts=[rule])))


def test_an_amount_that_only_the_office_may_grant_is_no_doubt():
    rule = {"id": "asked", "when": "not danger", "amount": "1", "unit": "元", "source": [{"id": "S1"}]}
    ask = [leaf("not danger and assets", id="ask")]
    who = [{"unit": "household", "effective": "2020-01-01", "all": [leaf("danger")], "ask_office": ask}]
    assert not any("谁也用不到" in says for says in doubts_of(policy(amounts=[rule], who=who)))


def test_a_condition_that_always_holds_is_a_notice():
    assert any("总是符合" in says for says in doubts_of(policy(when="cost >= 0")))


def test_every_rule_of_the_real_guide_can_be_met(guide):
    assert [doubt for doubt in find_doubts(guide) if doubt.fails] == []


def test_a_fact_that_no_policy_reads_is_a_notice():
    places = [doubt.place for doubt in find_doubts(make_guide()) if "没有哪项政策" in doubt.says]
    assert ("facts.yaml", "grade") in places
    assert ("facts.yaml", "danger") not in places


def test_a_link_to_itself_fails():
    doubts = find_doubts(make_guide(policy(related=[{"policy": "help", "why": "看看"}])))
    assert any(doubt.fails and "指到了自己" in doubt.says for doubt in doubts)


def test_what_has_run_out_by_the_day_is_named():
    guide = make_guide(policy(valid_until="2025-12-31"))
    assert find_expired(guide, date(2025, 12, 31)) == []
    assert any("2025-12-31 已经过了" in doubt.says for doubt in find_expired(guide, date(2026, 1, 1)))


CONFLICT = {
    "id": "line", "about": "低保线是多少", "used": "按900", "ask": "市民政局", "policies": ["help"],
    "says": [{"says": f"写的是{number}", "source": [{"id": "S1"}]} for number in (900, 901)],
}  # fmt: skip


def test_sources_in_conflict_are_shown_but_do_not_fail(tmp_path):
    code, said = check_files(tmp_path, {**small_files(), "conflicts.yaml": [CONFLICT]})
    assert code == 0
    assert any("写的是901" in line for line in said)
    assert any("眼下：按900" in line for line in said)


def test_a_conflict_names_two_statements_and_policies_that_exist(tmp_path):
    wrong = {**CONFLICT, "says": CONFLICT["says"][:1], "policies": ["nothing"]}
    code, said = check_files(tmp_path, {**small_files(), "conflicts.yaml": [wrong]})
    assert code == 1
    assert any("两处以上" in line for line in said)
    assert any("没有 nothing" in line for line in said)


def test_the_known_conflicts_of_the_real_sources_are_kept(guide):
    lines = "\n".join(describe_conflicts(guide))
    for words in ("3/1", "1.5 倍", "1.39", "5 类"):
        assert words in lines
