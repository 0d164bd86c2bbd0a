"""What wordings need of a text is kept from start to start."""

import importlib.util
import json
import sys

import pytest

from bot.understanding.wordings import tables


def started_anew():
    """The module as another process has it, with nothing worked out yet."""
    spec = importlib.util.spec_from_file_location("bot.understanding.wordings.anew", tables.__file__)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def anew():
    yield started_anew()
    del sys.modules["bot.understanding.wordings.anew"]


def needs_of(module):
    return [row.needs for row in module.wordings()]


def test_a_later_start_finds_what_the_first_kept(anew, tmp_path, monkeypatch):
    tables.use_kept(tmp_path)
    monkeypatch.setattr(anew, "needed_together", None)
    anew.use_kept(tmp_path)
    assert needs_of(anew) == needs_of(tables)


def test_a_spoiled_file_is_written_anew(anew, tmp_path):
    tables.use_kept(tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = json.loads(kept.read_text("utf8"))
    for spoiled in ("", "{", "[]", '{"needs": 1}', '{"other": []}', '{"needs": [[]]}'):
        kept.write_text(spoiled, "utf8")
        anew.use_kept(tmp_path)
        assert json.loads(kept.read_text("utf8")) == whole, spoiled
    assert needs_of(anew) == needs_of(tables)


def test_where_nothing_can_be_written_the_needs_are_worked_out(tmp_path):
    (tmp_path / "file").write_text("")
    tables.use_kept(tmp_path / "file")
    assert all(needs_of(tables))
