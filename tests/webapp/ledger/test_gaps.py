"""An editor goes through what nobody could answer and makes proposals of it; the guide stays as it is."""

import pytest
import yaml
from sqlalchemy import select

from tests.webapp.ledger.conftest import LAMP, LINZI, AtLedger
from webapp import cli
from webapp.editor.proposals import find_faults
from webapp.ledger.counting import NOWHERE
from webapp.models import AuditRow, GapRow, Role

LAMPS = [("no-policy", "", words, LINZI) for words in LAMP]
OTHER = ("no-figure", "winter-heating", "取暖补贴今年给多少", NOWHERE)
WANTED = {"kind": "policy", "policy": "", "suggests": "写一句路灯归谁管，转 12345"}


def test_what_is_alike_is_one_row_with_its_count_and_place(editor, write):
    write(lacks=[*LAMPS, OTHER])
    page = editor.get("/ledger/gaps")
    assert page.count('<th scope="row">') == 2
    assert "金山镇" in page and "<td>3</td>" in page
    assert page.index("路灯") < page.index("取暖补贴")
    assert "取暖补贴" not in editor.get("/ledger/gaps?kind=no-policy")


def test_a_proposal_is_a_file_that_the_editors_command_takes(editor, write, guide, tmp_path, capsys):
    ids = write(lacks=LAMPS)
    assert LAMP[1] in editor.get(f"/ledger/gaps/{ids[-1]}")
    written = editor.post(f"/ledger/gaps/{ids[-1]}/proposal", rows=ids, **WANTED)
    assert editor.answer.headers["Content-Disposition"].endswith('.yaml"')
    assert find_faults(guide, written) == []
    assert [one["words"] for one in yaml.safe_load(written)["asked"]] == list(LAMP)
    file = tmp_path / "proposal.yaml"
    file.write_text(written, encoding="utf-8")
    assert cli.main(["guide", "proposal", str(file)]) == 0
    assert "写得对" in capsys.readouterr().out


def test_the_rows_of_a_proposal_are_settled_and_recorded(editor, write, session):
    ids = write(lacks=[*LAMPS, OTHER])
    editor.post(f"/ledger/gaps/{ids[0]}/proposal", rows=ids[1], **WANTED)
    states = dict(session.execute(select(GapRow.id, GapRow.state)).all())
    assert [states[one] for one in ids] == ["proposed", "proposed", "open", "open"]
    assert (
        session.scalar(select(AuditRow.subject).where(AuditRow.action == "gap-proposed")) == f"gap:{ids[0]}:2"
    )
    editor.post(f"/ledger/gaps/{ids[2]}/dismiss")
    assert LAMP[0] not in editor.get("/ledger/gaps")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "x"}, "选一种改法"),
        ({"kind": "phrasing"}, "选是哪项政策"),
        ({"policy": "nothing"}, "没有这项政策"),
        ({"suggests": " "}, "写一写建议"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_settled(editor, write, session, wrong, told):
    (gap_id,) = write(lacks=LAMPS[:1])
    assert told in editor.post(f"/ledger/gaps/{gap_id}/proposal", **WANTED | wrong)
    assert editor.answer.status_code == 422
    assert session.scalar(select(GapRow.state)) == "open"


def test_words_are_for_editors_alone(lead, write):
    (gap_id,) = write(lacks=LAMPS[:1])
    for path in ("/ledger/gaps", f"/ledger/gaps/{gap_id}"):
        lead.get(path)
        assert lead.answer.status_code == 403
    assert "没答上来的</a>" not in lead.get("/ledger/figures")


@pytest.mark.parametrize(
    "path", ["/ledger/gaps/999", "/ledger/figures?month=2020-01", "/ledger/figures?month=x"]
)
def test_what_is_not_there_is_not_found(app, path):
    role = Role.LEAD if "figures" in path else Role.EDITOR
    who = AtLedger(app, role)
    who.get(path)
    assert who.answer.status_code == 404


FAULTS = {
    "x: [": "读不成 YAML",
    "kind: policy": "要有这几样",
    "kind: x\npolicy: no\nsuggests: ''\nwritten: x\nasked: []": "kind 没有",
}


@pytest.mark.parametrize(("text", "told"), FAULTS.items())
def test_faults_of_a_proposal_are_told_with_what_to_do(guide, text, told):
    assert told in find_faults(guide, text)[0]
