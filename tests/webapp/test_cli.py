"""The console script as a shell runs it."""

import json
import subprocess
import sys

import pytest

from bot.wording import say
from tests.conftest import give_guide
from webapp.cli import build_parser

TEXT = "俺爹78了，瘫在炕上三年，没有退休金"


@pytest.fixture
def zizhuni(tmp_path):
    """Run `zizhuni` with these arguments and this input; PATH and DATA_DIR are all of its environment."""
    give_guide(tmp_path)

    def run(*arguments, given="", **env):
        return subprocess.run(
            [sys.executable, "-m", "webapp.cli", *arguments],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path), **env},
            timeout=60,
            check=False,
        )

    return run


def lines_of(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_match_prints_one_match(zizhuni):
    done = zizhuni("match", TEXT)
    match = json.loads(done.stdout)
    assert (done.returncode, match["in_scope"]) == (0, True)
    assert match["policies"]


def test_match_lines_come_back_in_order_and_bad_ones_cost_only_themselves(zizhuni):
    given = [
        json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False),
        "not json",
        json.dumps({"id": "b"}),
        json.dumps({"id": 3, "text": "路灯坏了"}, ensure_ascii=False),
        "[1]",
        "[" * 5000,
        "",
        json.dumps({"id": "c", "text": "看病花了八万"}, ensure_ascii=False),
    ]
    done = zizhuni("match", "--jsonl", "-", given="\n".join(given))
    answers = lines_of(done)
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == ["a", None, "b", 3, None, None, "c"]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True, True, False]
    assert answers[1]["error"]["line"] == 2


def test_bytes_that_are_no_text_are_a_bad_line(zizhuni):
    given = b'{"id":"a","text":"\xff"}\n{"id":"b","text":"\xe4\xbd\x8e"}\n'
    done = zizhuni("match", "--jsonl", "-", given=given)
    assert ["error" in answer for answer in lines_of(done)] == [True, False]


def test_good_lines_end_with_success(zizhuni, tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", encoding="utf-8")
    assert zizhuni("match", "--jsonl", str(file)).returncode == 0


def test_assess_judges_on_the_day_of_the_line_or_of_the_command(zizhuni):
    situation = {"people": [{"id": "me", "relation": "self", "facts": {"age_years": 70, "hukou": "zibo"}}]}
    given = [
        {"id": "1", "situation": situation, "on": "2023-09-30"},
        {"id": "2", "situation": situation},
        {"id": "3", "situation": {"household": {"nobody_knows": 1}}},
        {"id": "4", "situation": situation, "on": "soon"},
        {"id": "5", "situation": situation, "on": 20230930},
    ]
    done = zizhuni("assess", "--jsonl", "-", "--on", "2024-06-01", given="\n".join(map(json.dumps, given)))
    answers = lines_of(done)
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == ["1", "2", "3", "4", "5"]
    assert answers[0]["assessments"]
    assert answers[1]["assessments"]
    assert all("error" in answer for answer in answers[2:])
    assert answers[2]["error"]["errors"][0]["pointer"].startswith("/situation/household")


def test_a_reader_that_leaves_early_is_no_fault(zizhuni, tmp_path):
    line = json.dumps({"id": "a", "text": "低保"}, ensure_ascii=False)
    (tmp_path / "many.jsonl").write_text("\n".join([line] * 300), encoding="utf-8")
    command = f"{sys.executable} -m webapp.cli match --jsonl {tmp_path}/many.jsonl | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, env={"DATA_DIR": str(tmp_path)}, timeout=60, check=True
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_a_missing_file_is_said_in_one_line(zizhuni):
    done = zizhuni("match", "--jsonl", "/nowhere/lines.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_check_finds_the_guide_in_order(zizhuni):
    done = zizhuni("check")
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_chat_talks_until_one_leaves(zizhuni):
    done = zizhuni("chat", given=f"{TEXT}\n张店\n退出\n")
    assert done.returncode == 0, done.stderr.decode()
    assert "78" in done.stdout.decode()


def test_chat_begins_with_a_greeting_and_takes_the_number_of_a_choice(zizhuni):
    done = zizhuni("chat", given=f"{TEXT}\n7\n退出\n")
    greeting, _, rest = done.stdout.decode().partition("\n\n")
    assert greeting == say("greeting")
    assert "没有低保、特困这些身份" in rest


def test_serving_without_settings_names_them_all(zizhuni):
    done = zizhuni("serve")
    assert done.returncode == 2
    for name in ("SECRET_KEY", "FIELD_KEYS", "WECHAT_TOKEN", "SMS_URL"):
        assert name.encode() in done.stderr


def test_advancing_an_unknown_application_says_so(zizhuni):
    done = zizhuni("application", "advance", "ZB0000000000")
    assert done.returncode == 1
    assert "没有" in done.stdout.decode()


def test_a_database_without_tables_says_what_to_run(zizhuni):
    done = zizhuni("rotate-keys", "--demo")
    assert done.returncode == 2
    assert "zizhuni migrate" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_one_round_of_the_worker_ends(zizhuni):
    zizhuni("migrate", "--demo")
    done = zizhuni("worker", "--demo", "--once")
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("arguments", [["match"], ["match", "a", "--jsonl", "-"], ["assess"], []])
def test_an_incomplete_command_is_refused_with_its_usage(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        wanted = build_parser().parse_args(arguments)
        wanted.run(wanted)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err
