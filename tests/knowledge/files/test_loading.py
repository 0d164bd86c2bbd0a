"""The loader: every mistake is refused with words that help; files, cache and version."""

import json
import re
from pathlib import Path

import pytest
import yaml

from knowledge import Guide, GuideError, KnowledgeError, load_guide, load_kept_guide
from tests.knowledge.small import policy, small_files, write_files

BROKEN = sorted((Path(__file__).parent.parent / "broken").glob("*.yaml"))


def spoil(files, case):
    """The files with the one mistake of the case."""
    if "text" in case:
        return {name: content for name, content in files.items() if name != case["file"]}
    target = files[case["file"]]
    path = case.get("drop") or case["at"]
    for step in path[:-1]:
        target = target[step]
    if "drop" in case:
        del target[path[-1]]
    else:
        target[path[-1]] = case["value"]
    return files


def write_broken(folder, case):
    write_files(folder, spoil(small_files(policy()), case))
    if "text" in case:
        (folder / case["file"]).write_text(case["text"], encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_refused_with_its_place_and_what_to_do(path, tmp_path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with pytest.raises(GuideError) as refused:
        load_guide(write_broken(tmp_path, case))
    found = [problem for problem in refused.value.problems if all(word in problem for word in case["says"])]
    assert found, refused.value.problems
    assert re.match(r"[\w/.]+\.yaml:\d+( \S+)?: .+", found[0])


def test_the_line_is_that_of_the_mistake(tmp_path):
    write_files(tmp_path, small_files())
    text = "- id: basic\n  code: G1\n  name: 甲\n  sumary: 紧\n"
    (tmp_path / "groups.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(GuideError) as refused:
        load_guide(tmp_path)
    assert any(problem.startswith("groups.yaml:4 0.sumary: ") for problem in refused.value.problems)


def test_all_mistakes_are_said_at_once(tmp_path):
    files = small_files(policy("one", when="happy", filing="never"))
    files["groups.yaml"][0]["colour"] = "red"
    with pytest.raises(GuideError) as refused:
        load_guide(write_files(tmp_path, files))
    assert len(refused.value.problems) == 3


def test_a_missing_file_is_a_mistake(tmp_path):
    files = small_files()
    del files["sources.yaml"]
    with pytest.raises(GuideError, match=r"sources\.yaml:1: 缺这个文件"):
        load_guide(write_files(tmp_path, files))


def test_the_cache_gives_the_same_guide(tmp_path):
    folder, cache = write_files(tmp_path / "data", small_files()), tmp_path / "cache"
    cold, warm = load_guide(folder, cache), load_guide(folder, cache)
    assert cold.version == warm.version
    assert list(cold.policies) == list(warm.policies)
    assert cold.facts == warm.facts
    assert [path.suffix for path in cache.iterdir()] == [".json"]


def test_an_earlier_version_can_be_loaded_again(tmp_path):
    folder, cache = write_files(tmp_path / "data", small_files()), tmp_path / "cache"
    old = load_guide(folder, cache).version
    write_files(folder, small_files(policy(name="换了名字")))
    load_guide(folder, cache)
    assert load_kept_guide(old, cache).policies["help"].name == "帮一把"
    for unknown in ("0" * 32, "../data/facts"):
        with pytest.raises(KnowledgeError, match="没有留存"):
            load_kept_guide(unknown, cache)


def test_a_changed_file_is_read_again(tmp_path):
    folder, cache = write_files(tmp_path / "data", small_files()), tmp_path / "cache"
    old = load_guide(folder, cache)
    write_files(folder, small_files(policy(name="换了名字")))
    new = load_guide(folder, cache)
    assert (new.policies["help"].name, new.version == old.version) == ("换了名字", False)


@pytest.mark.parametrize("content", ["", "not json", "[1]"])
def test_a_spoilt_cache_is_read_over(content, tmp_path):
    folder, cache = write_files(tmp_path / "data", small_files()), tmp_path / "cache"
    load_guide(folder, cache)
    kept = next(cache.iterdir())
    kept.write_text(content, encoding="utf-8")
    assert isinstance(load_guide(folder, cache), Guide)
    assert json.loads(kept.read_text(encoding="utf-8"))["groups.yaml"]


def test_bad_data_is_not_kept(tmp_path):
    folder, cache = write_files(tmp_path / "data", small_files(policy(filing="never"))), tmp_path / "cache"
    for _ in range(2):
        with pytest.raises(GuideError):
            load_guide(folder, cache)
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    folder = write_files(tmp_path / "data", small_files())
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert isinstance(load_guide(folder, tmp_path / "file"), Guide)


def test_the_real_guide_has_its_ten_groups_and_fifty_one_policies(guide):
    assert (len(guide.groups), len(guide.departments), len(guide.policies)) == (10, 18, 51)
    assert sum(len(district.towns) for district in guide.regions.districts.values()) == 88


def test_every_group_of_the_real_guide_has_policies(guide):
    assert {group for policy in guide.policies.values() for group in policy.groups} == set(guide.groups)


def test_a_source_is_cited_with_its_section(guide):
    leaf = guide.policies["subsistence-allowance"].clauses[0]
    assert guide.cite(leaf.sources[0]).startswith("《")


def test_regions_are_found_by_name(guide):
    district, town = guide.regions.find("马尚镇")
    assert (district.key, town.name) == ("zhangdian", "马尚街道")
    assert guide.regions.find("临淄")[0].key == "linzi"
    assert guide.regions.find("火星") is None


def test_used_by_follows_derived_facts(guide):
    assert "subsistence-allowance" in guide.used_by["income_yuan_per_month"]
    assert "elderly-hardship-subsidy" in guide.used_by["age_years"]
