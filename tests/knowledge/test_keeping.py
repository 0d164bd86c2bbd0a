"""What one start keeps for the next ones."""

import os

from knowledge.keeping import MOST_KEPT, find_kept, keep


def test_what_was_kept_is_found(tmp_path):
    keep(tmp_path / "new" / "guide-a.json", {"one": 1})
    assert find_kept(tmp_path / "new" / "guide-a.json") == {"one": 1}
    assert find_kept(tmp_path / "guide-b.json") is None


def test_of_each_kind_the_newest_stay(tmp_path):
    keep(tmp_path / "wordings-a.json", {})
    for age, version in enumerate("edcba"):
        kept = tmp_path / f"guide-{version}.json"
        keep(kept, {})
        os.utime(kept, (age, age))
    keep(tmp_path / "guide-new.json", {})
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"wordings-a.json", "guide-new.json", "guide-a.json", "guide-b.json"}
    assert len(left) == MOST_KEPT + 1


def test_a_directory_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / "guide-a.json", {})
    assert find_kept(tmp_path / "file" / "guide-a.json") is None
