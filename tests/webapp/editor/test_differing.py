"""`zizhuni guide diff`: a raised line, tried on made-up households."""

import shutil

import pytest

from knowledge.files.loading import DATA
from webapp.cli import main


@pytest.fixture(scope="module")
def raised(tmp_path_factory):
    """The real data with the urban subsistence line of 2024 at 1040."""
    folder = tmp_path_factory.mktemp("guide") / "data"
    shutil.copytree(DATA, folder)
    file = folder / "standards" / "dibao.urban.yaml"
    text = file.read_text(encoding="utf-8")
    assert "value: 989" in text
    file.write_text(text.replace("value: 989", "value: 1040"), encoding="utf-8")
    return folder


def diff(capsys, *more):
    assert main(["guide", "diff", str(DATA), *map(str, more)]) == 0
    return capsys.readouterr().out


def test_a_raised_line_says_who_gains_by_policy_and_district(capsys, raised):
    said = diff(capsys, raised, "--on", "2024-06-01", "--households", "300", "--workers", "1")
    assert "989 → 1040" in said
    assert "最低生活保障（subsistence-allowance）" in said
    assert "钱多了" in said
    assert "只用来比较，不是统计" in said


def test_the_number_of_workers_changes_nothing(capsys, raised):
    wanted = (raised, "--on", "2024-06-01", "--households", "300", "--workers")
    assert diff(capsys, *wanted, "1") == diff(capsys, *wanted, "2")


def test_examples_are_households_that_can_be_assessed(capsys, raised):
    wanted = ("--on", "2024-06-01", "--households", "200", "--workers", "1", "--examples")
    said = diff(capsys, raised, *wanted).split("举例的家庭：")[1]
    assert '"area_kind": "urban"' in said
    words = next(line for line in said.splitlines() if "最低生活保障，钱多了：" in line)
    assert "城里还是村里 城里" in words and "本人：年龄" in words and "subsistence" not in words
    assert "children_ever" not in said  # nothing that the policy does not read


def test_the_same_directory_twice_changes_nobody(capsys):
    said = diff(capsys, DATA, "--households", "10000000")
    assert "写法不同的有 0 处" in said
    assert "可能变的政策：0 项" in said


def test_a_directory_with_mistakes_is_refused_with_the_place(capsys, raised, tmp_path):
    broken = shutil.copytree(raised, tmp_path / "broken")
    (broken / "groups.yaml").write_text("- {id: x}\n", encoding="utf-8")
    assert main(["guide", "diff", str(DATA), str(broken)]) != 0
    assert "groups.yaml:1" in capsys.readouterr().err


def test_a_rare_rule_is_tried_on_households_made_for_it(capsys, tmp_path):
    changed = shutil.copytree(DATA, tmp_path / "data")
    file = changed / "policies" / "red-cross-child-illness.yaml"
    text = file.read_text(encoding="utf-8")
    assert "age_years <= 14" in text
    file.write_text(text.replace("age_years <= 14", "age_years <= 12"), encoding="utf-8")
    said = diff(capsys, changed, "--on", "2024-12-01", "--households", "20", "--workers", "1")
    assert "不再符合" in said.split("另按条件各造几户")[1]
