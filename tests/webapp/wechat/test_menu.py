"""The menu in the repository: within WeChat's limits, pushed and compared from the command line."""

import json

import pytest
import requests

from tests.builders import make_env
from webapp import cli
from webapp.migrating import migrate
from webapp.settings import Settings
from webapp.wechat.menu import differences, load_menu, make_menu

ROOT = "https://zizhu.gov.cn"


@pytest.fixture
def env(tmp_path, sandbox, monkeypatch):
    """The environment of a command, with the sandbox as WeChat."""
    made = make_env(tmp_path, WECHAT_API_URL=f"{sandbox}/wechat")
    migrate(Settings.from_env(made), made)
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    return made


def run(verb, capsys):
    code = cli.main(["wechat", "menu", verb, "--root", ROOT])
    return code, capsys.readouterr().out


def test_a_push_is_seen_by_diff_and_needs_no_second(env, capsys):
    assert run("diff", capsys)[0] == 1
    assert run("push", capsys)[0] == 0
    assert run("diff", capsys) == (0, "没有差别。\n")
    assert run("push", capsys) == (0, "没有差别。\n")


def test_diff_shows_what_somebody_changed_in_the_console(env, sandbox, capsys):
    run("push", capsys)
    menu = make_menu(Settings.from_env(env), ROOT)
    menu["button"][0]["name"] = "别的"
    token = {
        "grant_type": "client_credential",
        "appid": env["WECHAT_APP_ID"],
        "secret": env["WECHAT_APP_SECRET"],
    }
    got = requests.post(f"{sandbox}/wechat/cgi-bin/stable_token", json=token, timeout=5).json()
    url = f"{sandbox}/wechat/cgi-bin/menu/create"
    sent = json.dumps(menu, ensure_ascii=False).encode()
    requests.post(url, params={"access_token": got["access_token"]}, data=sent, timeout=5)
    code, shown = run("diff", capsys)
    assert code == 1
    assert "说难处" in shown


def test_a_refusal_is_said(env, sandbox, capsys):
    faults = {"faults": {"/cgi-bin/menu/get": [48001]}}
    requests.post(f"{sandbox}/wechat/sandbox", json=faults, timeout=5)
    assert cli.main(["wechat", "menu", "push", "--root", ROOT]) == 2
    assert "48001" in capsys.readouterr().err


def test_every_page_of_the_menu_exists(client):
    pages = [
        one["page"] for button in load_menu() for one in button.get("buttons", [button]) if "page" in one
    ]
    assert len(pages) == 2
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_what_wechat_adds_is_no_difference(settings):
    wanted = make_menu(settings, ROOT)
    shown = {
        "button": [one | {"sub_button": one.get("sub_button", [])} for one in wanted["button"]],
        "menuid": 1,
    }
    assert differences(shown, wanted) == []
