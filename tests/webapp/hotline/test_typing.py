"""A call while the agent types: regions that follow the words, keys that settle facts, nothing lost."""

import pytest
from sqlalchemy import select, text, update

from tests.webapp.hotline.conftest import AtDesk, asked, facts, policies
from webapp.db import begin_write
from webapp.models import CallRow, Role, StaffSession

CALL = "爹78 瘫炕上三年 没退休金 家里就他种地 住村里"
FATHER_AGE = ["h1", "father", "age_years"]


def test_typing_shows_facts_policies_a_question_and_what_to_read_out(agent):
    parts = agent.type(CALL)["parts"]
    assert ("father", "age_years") in facts(parts["heard"])
    assert "subsistence-allowance" in dict(policies(parts["policies"]))
    assert asked(parts["question"]) and "？" in parts["question"]
    assert "data-script=" in parts["script"] and "F2" in parts["actions"]


def test_what_was_typed_survives_a_reload(agent):
    agent.type(CALL)
    page = agent.page()
    assert CALL in page and ("father", "age_years") in facts(page)


def test_the_page_works_as_a_plain_form(agent):
    page = agent.send("/hotline/", text=CALL, act='{"do":"look"}')
    assert agent.answer.request.path == "/hotline/"
    assert ("father", "self_care") in facts(page) and policies(page)


def test_a_plain_form_presses_the_buttons_that_the_page_shows(agent):
    agent.send("/hotline/", text=CALL)
    page = agent.send("/hotline/", text=CALL, act='{"do":"remove","on":["h1","father","age_years"]}')
    assert ("father", "age_years") not in facts(page)


def test_an_answer_a_correction_and_a_removal_are_one_key_each(agent):
    parts = agent.type(CALL)["parts"]
    fact = asked(parts["question"])
    ticked = agent.type(CALL, {"do": "tick", "on": ["h1", None, fact]}, ticks=["[]"])["parts"]
    assert ("", fact) in facts(ticked["heard"]) and asked(ticked["question"]) != fact
    fixing = agent.type(CALL, {"do": "fix", "on": FATHER_AGE})["parts"]
    assert asked(fixing["question"]) == "age_years" and "改这一条" in fixing["question"]
    typed = agent.type(CALL, {"do": "type", "on": FATHER_AGE}, typed="六十八")["parts"]
    assert "68 岁" in typed["heard"] and "78 岁" not in typed["heard"]
    removed = agent.type(CALL, {"do": "remove", "on": FATHER_AGE})["parts"]
    assert ("father", "age_years") not in facts(removed["heard"])
    undone = agent.type(CALL, {"do": "undo"})["parts"]
    assert ("father", "age_years") in facts(undone["heard"])


def test_not_known_and_put_off_ask_for_something_else(agent):
    first = asked(agent.type(CALL)["parts"]["question"])
    unsure = agent.type(CALL, {"do": "answer", "on": ["h1", None, first], "value": None})["parts"]
    second = asked(unsure["question"])
    assert second != first
    later = agent.type(CALL, {"do": "later", "on": ["h1", "father", second]})["parts"]
    assert asked(later["question"]) not in (first,)


def test_a_number_that_is_none_is_told_kindly_and_changes_nothing(agent):
    agent.type(CALL, {"do": "fix", "on": FATHER_AGE})
    told = agent.type(CALL, {"do": "type", "on": FATHER_AGE}, typed="树上")
    assert agent.answer.status_code == 422 and "再写一遍" in told["detail"]
    assert "78 岁" in agent.type(CALL)["parts"]["heard"]


def test_without_scripts_too_a_wrong_number_is_told_and_the_words_are_kept(agent):
    agent.send("/hotline/", text=CALL, act='{"do":"fix","on":["h1","father","age_years"]}')
    act = '{"do":"type","on":["h1","father","age_years"]}'
    page = agent.send("/hotline/", text=CALL + " 没钱", act=act, typed="树上")
    assert agent.answer.status_code == 422 and "再写一遍" in page and CALL + " 没钱" in agent.page()


def test_picking_a_policy_reads_that_one_and_shows_its_clauses_on_demand(agent):
    shown = agent.type(CALL)["parts"]
    second = policies(shown["policies"])[1][0]
    picked = agent.type(CALL, {"do": "pick", "value": f"{second}/h1/"})["parts"]
    picked = picked if f'data-script="{second}"' in picked["script"] else agent.type(
        CALL, {"do": "pick", "value": f"{second}/h1/father"}
    )["parts"]  # fmt: skip
    assert f'data-script="{second}"' in picked["script"] and "data-condition" not in picked["script"]
    opened = agent.type(CALL, {"do": "sources"})["parts"]
    assert "data-condition" in opened["script"] and "依据" in opened["script"]
    assert "听您说的" in agent.type(CALL, {"do": "whole"})["parts"]["script"]


def test_another_household_has_a_tab_of_its_own(agent):
    agent.type(CALL)
    fresh = agent.type(CALL, {"do": "new"})
    assert fresh["text"] == "" and fresh["parts"]["tabs"].count("data-tab=") == 2
    second = agent.type("邻居家孩子上大学没学费")
    assert "higher-education-aid" in dict(policies(second["parts"]["policies"]))
    back = agent.type("邻居家孩子上大学没学费", {"do": "turn", "value": "0/"})
    assert back["text"] == CALL and ("father", "age_years") in facts(back["parts"]["heard"])
    assert agent.type(CALL, {"do": "drop"})["parts"]["tabs"].count("data-tab=") == 1


def test_several_households_in_one_box_are_tabs_that_say_what_hides_behind_them(agent):
    parts = agent.type("我家孩子上高中 学费交不起。邻居老王房子塌了没地方住")["parts"]
    assert parts["tabs"].count("data-tab=") == 2 and "<small>" in parts["tabs"]
    other = agent.type(
        "我家孩子上高中 学费交不起。邻居老王房子塌了没地方住", {"do": "turn", "value": "0/h2"}
    )["parts"]
    assert policies(other["policies"]) != policies(parts["policies"])


def test_danger_comes_first_with_phones_to_read_out(agent):
    parts = agent.type("他拿刀要砍我 我躲在厕所里")["parts"]
    assert "data-urgent" in parts["script"] and "110" in parts["script"]


def test_what_arrives_late_does_not_overwrite_what_is_newer(agent):
    agent.type(CALL)
    headers = {"Accept": "application/json", "X-CSRFToken": agent.token}
    late = agent.client.post("/hotline/typing", json={"seq": 1, "text": "爹7"}, headers=headers)
    assert late.status_code == 200 and CALL in agent.page()


def test_the_end_of_a_call_leaves_nothing(agent, rows):
    agent.type(CALL)
    assert rows.scalar(select(CallRow.id).where(CallRow.staff_id == agent.colleague.id))
    page = agent.send("/hotline/end")
    assert CALL not in page and not facts(page)
    rows.rollback()
    assert rows.scalar(select(CallRow.id).where(CallRow.staff_id == agent.colleague.id)) is None


def test_what_is_typed_is_encrypted_and_stands_in_no_address(agent, rows):
    agent.type(CALL)
    stored = rows.execute(
        text("SELECT state FROM calls WHERE staff_id = :who"), {"who": agent.colleague.id}
    ).scalar()
    assert "瘫炕".encode() not in bytes(stored)
    assert agent.answer.request.query_string == b""


def test_two_agents_do_not_see_each_other(house):
    one, other = AtDesk(house), AtDesk(house)
    one.type(CALL)
    assert CALL not in other.page()


def test_a_call_whose_session_is_lost_can_be_gone_on_with(house, rows):
    agent = AtDesk(house)
    agent.type(CALL)
    again = AtDesk(house, colleague=agent.colleague)
    assert "接着那一通" in again.page() and CALL not in again.page()
    assert CALL in again.send("/hotline/resume")
    assert CALL not in agent.page()


def test_a_session_that_has_ended_is_told_and_nothing_is_lost(house, rows):
    agent = AtDesk(house)
    agent.type(CALL)
    token = agent.token
    begin_write(rows)
    rows.execute(
        update(StaffSession).where(StaffSession.staff_id == agent.colleague.id).values(token_hash="0" * 64)
    )
    rows.commit()
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    ended = agent.client.post("/hotline/typing", json={"seq": 9, "text": CALL}, headers=headers)
    assert ended.status_code == 401
    assert CALL in AtDesk(house, colleague=agent.colleague).send("/hotline/resume")


@pytest.mark.parametrize(
    "sent",
    [
        {"seq": 1, "text": 5},
        {"seq": -1, "text": ""},
        {"seq": True, "text": ""},
        {"seq": 2, "text": "", "act": "{"},
        {"seq": 2, "text": "", "act": '{"do":"fly"}'},
        {"seq": 2, "text": "", "act": '{"do":"answer"}'},
        {"seq": 2, "text": "", "act": '{"do":"answer","on":["h1",null,"no_such_fact"],"value":true}'},
        {"seq": 2, "text": "", "act": '{"do":"turn","value":"7/h1"}'},
        {"seq": 2, "text": "", "ticks": "x"},
        [],
        "x",
    ],
)
def test_what_no_page_sends_is_refused_without_harm(agent, sent):
    headers = {"Accept": "application/json", "X-CSRFToken": agent.token}
    answer = agent.client.post("/hotline/typing", json=sent, headers=headers)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_typing_needs_the_token_of_the_page_and_the_role(house):
    agent = AtDesk(house)
    assert agent.client.post("/hotline/typing", json={"text": CALL}).status_code == 400
    lead = AtDesk(house, Role.LEAD)
    headers = {"Accept": "application/json", "X-CSRFToken": lead.token}
    assert lead.client.post("/hotline/typing", json={"text": CALL}, headers=headers).status_code == 403


def test_every_key_of_the_overlay_has_something_on_the_page(agent):
    agent.type(CALL)
    page = agent.page()
    for key in ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"):
        assert f'aria-keyshortcuts="{key}' in page and f"<kbd>{key}</kbd>" in page, key
