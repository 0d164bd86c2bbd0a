"""One frozen value, and one error that names everything wrong at once."""

import base64
import json
import re
from datetime import time
from pathlib import Path

import pytest

from tests.builders import make_env, make_key
from webapp import demo
from webapp.settings import DEMO_FLAG, GATEWAY_URLS, NAMES, Settings, SettingsError, Template


def make_production_env(tmp_path, **changes):
    """A production environment that starts; the demo flag and all sandbox addresses are gone."""
    real = {name: f"https://{name.lower().replace('_', '-')}.gov.cn" for name in GATEWAY_URLS}
    env = make_env(tmp_path) | real
    env |= {
        "DATABASE_URL": "postgresql://zizhuni@db.gov.cn/zizhuni",
        "REDIS_URL": "redis://cache.gov.cn:6379/0",
    }
    del env["ZIZHUNI_DEMO"]
    return env | changes


def problems_of(env):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env)
    return caught.value.problems


def test_an_empty_environment_names_every_missing_setting():
    named = {problem.split(":")[0] for problem in problems_of({})}
    assert named == set(NAMES)


def test_production_starts_with_real_values(tmp_path):
    settings = Settings.from_env(make_production_env(tmp_path))
    assert settings.demo is False
    assert settings.database_url == "postgresql+psycopg://zizhuni@db.gov.cn/zizhuni"
    assert settings.field_keys[0][0] == "k1"


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_left_out_is_named(tmp_path, name):
    env = make_production_env(tmp_path)
    del env[name]
    assert [problem.split(":")[0] for problem in problems_of(env)] == [name]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9000/sms",
        "https://127.0.0.1/sms",
        "https://localhost",
        "https://[::1]:8443",
        "https://sandbox.gov.cn",
        "http://sms.gov.cn",
        "https://0.0.0.0",
        "https://sms",
    ],
)
def test_production_refuses_addresses_of_sandboxes(tmp_path, address):
    assert problems_of(make_production_env(tmp_path, SMS_URL=address))[0].startswith("SMS_URL: a sandbox")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://db/zizhuni"),
        ("REDIS_URL", "memory://"),
        ("SECRET_KEY", "short"),
        ("FIELD_KEYS", "k1"),
        ("FIELD_KEYS", "k1:" + base64.b64encode(b"too short").decode()),
        ("FIELD_KEYS", "k1:not base64!"),
        ("INDEX_KEY", "not base64!"),
        ("WECHAT_AES_KEY", "a" * 42),
        ("WECHAT_AES_KEY", ",".join(["a" * 43, "b" * 43, "c" * 43])),
        ("WECHAT_TOKEN", "no"),
        ("WECHAT_TOKEN", "new,old,older"),
        ("WECHAT_TEMPLATES", "{"),
        ("WECHAT_TEMPLATES", '{"progress": {"id": 1, "fields": {}}}'),
        ("DESK_HOURS", "half past eight"),
        ("DESK_HOURS", "17:30-08:30"),
        ("DESK_HOURS", "08:30-08:30"),
        ("DESK_HOURS", "08:30-24:00"),
        ("PUBLIC_URL", "the town hall"),
        ("WECHAT_API_URL", "ftp://api.weixin.qq.com"),
        ("SMS_URL", "https://"),
        ("PROXY_HOPS", "many"),
        ("WEB_CONCURRENCY", "0"),
    ],
)
def test_malformed_values_are_named(tmp_path, name, value):
    assert problems_of(make_production_env(tmp_path, **{name: value}))[0].startswith(f"{name}:")


def test_two_tokens_and_two_keys_stand_while_they_are_changed(tmp_path):
    keys = ("a" * 43, "b" * 43)
    env = make_production_env(tmp_path, WECHAT_TOKEN="new1, old1", WECHAT_AES_KEY=",".join(keys))
    settings = Settings.from_env(env)
    assert (settings.wechat_tokens, settings.wechat_aes_keys) == (("new1", "old1"), keys)


def test_optional_settings_are_off_unless_said(tmp_path):
    plain = Settings.from_env(make_production_env(tmp_path))
    assert (plain.wechat_templates, plain.desk_hours, plain.miniprogram_links) == ({}, None, False)
    templates = '{"reply": {"id": "T-12345678", "fields": {"said": "thing1", "at": "time2"}}}'
    changes = {"WECHAT_TEMPLATES": templates, "DESK_HOURS": "08:30-17:30", "MINIPROGRAM_LINKS": "1"}
    changes["MINIPROGRAM_TEMPLATES"] = '{"progress": {"id": "T-2", "fields": {"state": "thing2"}}}'
    said = Settings.from_env(make_production_env(tmp_path, **changes))
    assert said.wechat_templates["reply"] == Template("T-12345678", (("said", "thing1"), ("at", "time2")))
    assert said.miniprogram_templates == {"progress": Template("T-2", (("state", "thing2"),))}
    assert said.desk_hours == (time(8, 30), time(17, 30))
    assert said.miniprogram_links is True


def test_keys_may_be_written_in_either_base64(tmp_path):
    key = b"\xfb\xff" * 16
    written = [base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode()]
    read = [Settings.from_env(make_production_env(tmp_path, INDEX_KEY=one)).index_keys for one in written]
    assert read == [(key,), (key,)]


def test_while_the_index_key_is_changed_there_are_two_and_never_more(tmp_path):
    new, old, other = make_key(), make_key(), make_key()
    keys = Settings.from_env(make_production_env(tmp_path, INDEX_KEY=f"{new},{old}")).index_keys
    assert [base64.b64encode(one).decode() for one in keys] == [new, old]
    for wrong in (f"{new},{old},{other}", f"{new},{new}"):
        assert "INDEX_KEY" in problems_of(make_production_env(tmp_path, INDEX_KEY=wrong))[0]


def test_the_cipher_is_aes_unless_sm4_is_asked_for(tmp_path):
    assert Settings.from_env(make_production_env(tmp_path)).field_cipher == "aes"
    assert Settings.from_env(make_production_env(tmp_path, FIELD_CIPHER="sm4")).field_cipher == "sm4"
    assert "FIELD_CIPHER" in problems_of(make_production_env(tmp_path, FIELD_CIPHER="rot13"))[0]


def test_a_key_id_may_not_stand_twice(tmp_path):
    keys = f"k1:{make_key()},k1:{make_key()}"
    assert "twice" in problems_of(make_production_env(tmp_path, FIELD_KEYS=keys))[0]


def test_no_secret_is_shown_by_repr_or_by_an_error(tmp_path):
    env = make_env(tmp_path, SECRET_KEY="x" * 40)
    shown = repr(Settings.from_env(env)) + str(SettingsError(problems_of(env | {"INDEX_KEY": "leak-me"})))
    for secret in ("x" * 40, env["FIELD_KEYS"], env["WECHAT_TOKEN"], env["WECHAT_AES_KEY"], "leak-me"):
        assert secret not in shown


def test_demo_makes_the_rest_up_once_and_keeps_it_to_its_owner(tmp_path):
    first = demo.make_env({"DATA_DIR": str(tmp_path / "a")}, "http://127.0.0.1:5001")
    again = demo.make_env({"DATA_DIR": str(tmp_path / "a")}, "http://127.0.0.1:5001")
    other = demo.make_env({"DATA_DIR": str(tmp_path / "b")}, "http://127.0.0.1:5001")
    assert first == again
    assert first["FIELD_KEYS"] != other["FIELD_KEYS"]
    assert (tmp_path / "a" / demo.KEYS_FILE).stat().st_mode & 0o777 == 0o600
    assert Settings.from_env(first).demo is True


def test_demo_keeps_what_the_environment_says(tmp_path):
    given = {"DATA_DIR": str(tmp_path), "WECHAT_TOKEN": "mine", "PORT": "8123", "REDIS_URL": ""}
    env = demo.make_env(given, "http://127.0.0.1:5001")
    assert (env["WECHAT_TOKEN"], env["PORT"], env["REDIS_URL"]) == ("mine", "8123", "memory://")
    assert "mine" not in json.dumps(demo.load_keys(tmp_path))


class Asked(dict):
    """An environment that notes which names are looked up."""

    def __init__(self, env):
        super().__init__(env)
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)


def test_the_readme_lists_every_setting_that_is_read_and_says_which_are_optional(tmp_path):
    env = Asked(make_production_env(tmp_path))
    Settings.from_env(env)
    asked = env.names - {DEMO_FLAG}
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    listed = {name: says for names, says in rows for name in re.findall(r"`([A-Z_]+)`", names)}
    assert set(listed) == asked
    optional = {name for name, says in listed.items() if says.strip().startswith("optional")}
    assert optional == asked - set(NAMES)
