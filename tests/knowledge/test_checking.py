"""The editor's check: what is wrong, what is doubtful, what nobody has read."""

from knowledge import load_guide
from knowledge.__main__ import check
from knowledge.checking import find_doubts, unchecked_documents
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


def test_documents_that_somebody_read_are_not_listed():
    assert unchecked_documents(make_guide()) == []


def test_documents_marked_not_checked_are_listed_with_their_number(guide):
    assert any("国发〔2015〕52号" in line for line in unchecked_documents(guide))


def test_a_leaf_without_a_source_is_a_doubt():
    guide = make_guide(policy(when={"all": [leaf("danger", source=[], unsourced="没有查到")]}))
    assert any("没有查到" in line for line in find_doubts(guide))


def test_a_gap_between_versions_is_a_doubt():
    who = [
        {"unit": "household", "effective": "2020-01-01", "until": "2021-12-31", "all": [leaf("danger")]},
        {"unit": "household", "effective": "2023-01-01", "all": [leaf("danger")]},
    ]
    assert any("中间没有条件" in line for line in find_doubts(make_guide(policy(who=who))))


def test_values_that_overlap_are_a_doubt():
    twice = standard("twice", value(1, "2020-01-01", until="2022-12-31"), value(2, "2022-01-01"))
    assert any("重叠" in line for line in find_doubts(make_guide(standards=[twice])))


def test_a_source_that_the_policy_does_not_list_is_a_doubt():
    assert any("S1 却没有列出" in line for line in find_doubts(make_guide(policy(sources=[]))))
