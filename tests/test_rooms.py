"""Rooms use only rooms above them: `rooms.yaml` says which stand where."""

import pytest

from tests.cases import load_yaml
from tests.modules import ROOT, imported_when_run, module_files, relative

ROOMS = load_yaml(ROOT / "tests" / "rooms.yaml")


def room_of(name, package, order):
    """`people` of bot.understanding.people.kinship; a module beside the rooms is its own room."""
    rest = name.removeprefix(f"{package}.").split(".")[0] if name.startswith(f"{package}.") else None
    return rest if rest in order else None


@pytest.mark.parametrize(("package", "order"), ROOMS.items(), ids=ROOMS)
def test_rooms_use_only_rooms_above_them(package, order):
    wrong = []
    for path in module_files(package.replace(".", "/")):
        room = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts), package, order)
        if room is None:
            continue  # the package itself, which uses them all
        allowed = {None, *order[: order.index(room) + 1]}
        used = {name for name in imported_when_run(path) if room_of(name, package, order) not in allowed}
        wrong += [f"{relative(path)} imports {name}" for name in used]
    assert wrong == []


@pytest.mark.parametrize(("package", "order"), ROOMS.items(), ids=ROOMS)
def test_every_room_has_its_place_in_the_order(package, order):
    inside = {
        path.stem for path in (ROOT / package.replace(".", "/")).iterdir() if path.suffix in ("", ".py")
    }
    assert inside - {"__init__", "__main__", "__pycache__", "model", "training", "data"} == set(order)
