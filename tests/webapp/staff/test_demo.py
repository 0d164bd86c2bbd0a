"""Accounts of a demonstration: made once a DATA_DIR, random, told in a file for its owner alone."""

import pytest

from tests.builders import make_env
from tests.colleagues import Colleague
from webapp.app import create_app
from webapp.models import Role
from webapp.settings import Settings
from webapp.staff.cli import make_demo_staff
from webapp.staff.demo import PEOPLE
from webapp.staff.regions import parse_region
from webapp.staff.roles import LEVELS


@pytest.fixture
def make(tmp_path, guide, migrated_sqlite):
    """An installation at a place of its own, and the file of its staff."""

    def installation(name):
        place = tmp_path / name
        place.mkdir()
        (place / "test.db").write_bytes(migrated_sqlite)
        settings = Settings.from_env(make_env(place))
        return create_app(settings, guide), make_demo_staff(settings)

    return installation


def colleagues_in(file):
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return {name: Colleague(0, name, password, secret) for name, password, _, secret in rows}


def test_everybody_in_the_file_can_sign_in_to_the_desk_of_their_role(make):
    app, file = make("one")
    assert file.stat().st_mode & 0o077 == 0
    people = colleagues_in(file)
    assert set(people) == {f"demo-{role}" for role in Role}
    arrived = {name: one.sign_in(app.test_client()).request.path for name, one in people.items()}
    assert set(arrived.values()) == {"/casework/", "/hotline/", "/ledger/gaps"}
    assert "演示" in people["demo-town"].sign_in(app.test_client()).text
    app.engine.dispose()


def test_another_start_changes_nothing_and_a_lost_file_is_written_anew(make):
    app, file = make("one")
    before = file.read_text(encoding="utf-8")
    assert make_demo_staff(app.settings).read_text(encoding="utf-8") == before
    file.unlink()
    again = colleagues_in(make_demo_staff(app.settings))
    assert again["demo-town"].password not in before
    assert again["demo-city"].sign_in(app.test_client()).request.path == "/casework/"
    app.engine.dispose()


def test_two_installations_share_no_password(make):
    (one, first), (two, second) = make("one"), make("two")
    words = [{person.password for person in colleagues_in(file).values()} for file in (first, second)]
    assert len(words[0] & words[1]) == 0 and len(words[0]) == len(Role)
    one.engine.dispose()
    two.engine.dispose()


def test_their_regions_are_real_and_such_as_their_roles_may_have(guide):
    for role, _, region in PEOPLE:
        assert region.level in LEVELS[role]
        assert parse_region(guide.regions, region.code, role) == region
