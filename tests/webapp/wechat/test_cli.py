"""The WeChat door from a terminal: a word as a citizen, an answer as the desk."""

import pytest

from tests.builders import make_env, make_push
from webapp import cli, clock
from webapp.app import create_app
from webapp.migrating import migrate
from webapp.settings import Settings


def use(monkeypatch, env):
    for name, value in env.items():
        monkeypatch.setenv(name, value)


def test_a_word_to_the_running_server_gets_its_reply(running, monkeypatch, capsys):
    use(monkeypatch, running.env)
    assert cli.main(["wechat", "say", "俺爹78了，瘫在炕上", "--sender", "o-cli"]) == 0
    assert "父亲 78 岁" in capsys.readouterr().out


def test_nobody_there_is_said(tmp_path, monkeypatch, capsys):
    use(monkeypatch, make_env(tmp_path, PORT="9"))
    assert cli.main(["wechat", "say", "你好"]) == 2
    assert "没有回话" in capsys.readouterr().err


@pytest.fixture
def waiting(tmp_path, guide, monkeypatch):
    """An installation in which one citizen waits for the desk."""
    env = make_env(tmp_path, DESK_HOURS="08:30-17:30")
    use(monkeypatch, env)
    settings = Settings.from_env(env)
    migrate(settings, env)
    app = create_app(settings, guide)
    query, body = make_push(env, int(clock.now().timestamp()), Content="转人工")
    assert app.test_client().post("/wechat", query_string=query, data=body).status_code == 200
    app.engine.dispose()


def test_the_stand_in_for_the_desk_takes_answers_and_gives_back(waiting, capsys):
    def run(*arguments):
        return cli.main(["wechat", "desk", *arguments]), capsys.readouterr().out

    assert "转人工" in run("list")[1]
    assert [run("take", "1")[0], run("take", "1")[0]] == [0, 1]
    assert run("say", "1", "材料收到了。")[0] == 0
    assert "材料收到了。" in run("list")[1]
    assert [run("close", "1")[0], run("say", "1", "还有一句")[0]] == [0, 1]
    assert run("list") == (0, "")
    assert run("take", "9")[0] == 1
