"""What is wrong is found, named, and comes with what to do."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.builders import make_env, make_key
from tests.webapp.test_jobs import queue
from webapp import clock, jobs
from webapp.db import make_engine, make_sessions
from webapp.demo import NOWHERE
from webapp.demo import make_env as make_demo_env
from webapp.migrating import migrate
from webapp.models import ConversationRow
from webapp.operations import doctor, standing
from webapp.operations.commands import run_doctor
from webapp.settings import Settings

NOBODY = "127.0.0.1:1"


def faults(env, now=None):
    """What is found wrong beside the outside systems, which nobody plays here."""
    found = [one for one in doctor.examine(env, now or clock.now()) if one.mend is not None]
    assert all(one.says and one.mend for one in found)
    return {one.about: one for one in found if not one.about.startswith("外面的系统")}


@pytest.fixture
def well(installation):
    """An installation whose worker has just been there."""
    engine = make_engine(Settings.from_env(installation))
    with make_sessions(engine)() as session:
        jobs.watch(session, {}, clock.now())
        yield installation, session
    engine.dispose()


def test_nothing_is_wrong_with_an_installation_that_works(well):
    assert faults(well[0]) == {}


def test_every_wrong_setting_is_named_and_nothing_else_is_looked_at():
    found = list(doctor.examine({}, clock.now()))
    assert {one.about for one in found} == {"设置"}
    assert any(one.says.startswith("DATABASE_URL") for one in found)


def test_without_tables_it_says_to_migrate(database_url, tmp_path):
    found = faults(make_env(tmp_path, DATABASE_URL=database_url))
    assert "zizhuni migrate" in found["数据表"].mend


def test_tables_of_an_older_release_are_told(well):
    env, session = well
    session.connection().execute(text("UPDATE alembic_version SET version_num = '0001_create_tables'"))
    session.commit()
    assert "0001_create_tables" in faults(env)["数据表"].says


def test_a_database_and_a_redis_that_do_not_answer(tmp_path):
    url = f"postgresql://nobody:secret-word@{NOBODY}/none"
    found = faults(make_env(tmp_path, DATABASE_URL=url, REDIS_URL=f"redis://{NOBODY}/0"))
    assert set(found) == {"数据库", "Redis"}
    assert "secret-word" not in str(found)


def test_keys_other_than_those_it_was_written_with(well):
    env, session = well
    now = clock.now()
    row = ConversationRow(id="c" * 24, version=1, door="api", said="俺爹78了", state={}, reply={})
    row.created_at, row.expires_at = now, now + timedelta(days=1)
    session.add(row)
    session.commit()
    assert faults(env) == {}
    assert "FIELD_KEYS" in faults(env | {"FIELD_KEYS": f"k1:{make_key()}"})["密钥"].mend


def test_a_worker_that_is_gone_and_messages_that_wait(well):
    env, session = well
    queue(session, due_at=clock.now())
    found = faults(env, clock.now() + timedelta(minutes=6))
    assert {"worker", "待发的消息"} <= set(found)
    assert "6 分钟" in found["待发的消息"].says


def test_a_clock_that_is_off_beside_that_of_the_database(well):
    env, _ = well
    found = faults(env, clock.now() - timedelta(seconds=30))
    assert ("时钟" in found) is env["DATABASE_URL"].startswith("postgresql")


def test_a_disk_that_is_nearly_full_and_one_that_nobody_may_write(well, tmp_path, monkeypatch):
    env, _ = well
    monkeypatch.setattr(doctor, "LEAST_FREE_SHARE", 1.1)
    assert "腾地方" in faults(env)["磁盘"].mend
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert "写不进去" in faults(env | {"DATA_DIR": str(tmp_path / "file")})["磁盘"].says


def test_gateways_are_asked_and_named_by_their_setting(well):
    found = [one for one in doctor.examine(well[0], clock.now()) if one.about == "外面的系统 sms"]
    assert found[0].says == "没有回应（unreachable）" and "SMS_URL" in found[0].mend


def sandboxes(env, now):
    found = [one for one in doctor.examine(env, now) if one.about.startswith("沙盒")]
    return {one.about.split()[1]: one for one in found}


def test_the_sandboxes_of_a_demonstration_are_those_that_it_runs(well):
    env, session = well
    urls = {name: "" for name in env if name.endswith("_URL") and env[name] == NOWHERE}
    env, now = make_demo_env(env | urls, NOWHERE), clock.now()
    standing.note(session, {"sms": None, "province": "unreachable"}, now)
    session.commit()
    found = sandboxes(env, now)
    assert found["sms"].mend is None and found["sms"].says.startswith("有回应")
    assert found["province"].mend == "把 zizhuni serve --demo 停了再开"
    later = sandboxes(env, now + timedelta(hours=1)).values()
    assert len(later) == 5 and all("serve --demo" in one.says and one.mend is None for one in later)


def test_the_command_says_how_many_and_fails(tmp_path, capsys):
    assert run_doctor(make_env(tmp_path)) == 1
    said = capsys.readouterr().out
    assert "怎么办：" in said and "处不对。" in said


def test_more_connections_than_the_server_has_are_counted_beforehand(well):
    env, _ = well
    found = faults(env | {"WEB_CONCURRENCY": "60"})
    assert ("PostgreSQL" in found) is env["DATABASE_URL"].startswith("postgresql")


def test_a_migration_by_hand_mends_what_was_told(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    assert "数据表" in faults(env)
    migrate(Settings.from_env(env), env)
    assert "数据表" not in faults(env)
