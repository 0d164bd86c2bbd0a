"""The worked examples of the editors' README: what it shows is taken out of it and really loads."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

import knowledge
from knowledge import GuideError, Situation, assess, load_guide
from knowledge.editing.checking import find_doubts

DATA = Path(knowledge.__file__).parent / "data"
BLOCK = re.compile(r"```yaml\n# (\S+\.yaml)\n(.*?)```", re.DOTALL)
RAISE, ADD = "## New year's standard", "## Adding a policy"


def blocks_of(heading):
    """The files that a section shows, by name."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    section = text[text.index(heading) :].split("\n## ")[0]
    return dict(BLOCK.findall(section))


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def follow(folder, blocks):
    """Do as the README says: add to sources.yaml, write the lines of a standard, or make a new file."""
    for name, text in blocks.items():
        path = folder / name
        if name == "sources.yaml":
            path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")
        elif name.startswith("standards/"):
            lines = path.read_text(encoding="utf-8").splitlines()
            shown = [line for line in text.splitlines() if line.startswith("- ")]
            days = re.findall(r"effective: (\S+),", text)
            kept = [line for line in lines if not any(f"effective: {day}" in line for day in days)]
            path.write_text("\n".join([*kept, *shown]) + "\n", encoding="utf-8")
        else:
            path.write_text(text, encoding="utf-8")
    return load_guide(folder)


def test_raising_a_standard_as_shown(folder, guide):
    raised = follow(folder, blocks_of(RAISE))
    figures = [
        raised.standards.get(key, "zhangdian", day).value
        for key in ("dibao.urban", "marginal.line.urban")
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert figures == [989, 1000, 1483.5, 1500]
    before = {doubt.says for doubt in find_doubts(guide)}
    assert not [doubt for doubt in find_doubts(raised) if doubt.says not in before]


def test_the_source_comes_before_the_figure(folder):
    blocks = {name: text for name, text in blocks_of(RAISE).items() if name != "sources.yaml"}
    with pytest.raises(GuideError, match="没有来源 X-2701"):
        follow(folder, blocks)


def test_adding_a_policy_as_shown(folder, guide):
    added = follow(folder, blocks_of(ADD))
    assert set(added.policies) - set(guide.policies) == {"lamp-service"}
    assert not [doubt for doubt in find_doubts(added) if doubt.fails]
    assert added.policies["lamp-service"].time_limits[0].figure is None


@pytest.mark.parametrize(("age", "verdict"), [(59, "unmet"), (60, "met"), (61, "met")])
def test_the_policy_shown_decides(folder, age, verdict):
    added = follow(folder, blocks_of(ADD))
    raw = {
        "household": {"household_size": 1, "aid_status": ["subsistence"]},
        "people": [{"id": "self", "relation": "self", "facts": {"hukou": "zibo", "age_years": age}}],
    }
    found = assess(added, Situation.parse(raw, added.facts), date(2026, 11, 22), ["lamp-service"])
    assert [one.verdict.value for one in found] == [verdict]


def test_the_examples_are_no_part_of_the_guide(guide):
    assert "lamp-service" not in guide.policies
    assert not {"X-LAMP", "X-2701"} & set(guide.sources)


def test_every_shown_piece_of_yaml_can_be_read():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        assert yaml.safe_load(block)
