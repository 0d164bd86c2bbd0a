"""The conversation in the mini-program: said, heard, corrected, begun anew."""

from sqlalchemy import select

from webapp.models import DemandRow, GapRow

SAID = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"


def test_what_is_said_comes_back_as_chips_cards_and_a_question(phone):
    shown = phone.post("chat", text=SAID)
    assert shown["said"] == SAID
    assert "父亲 78 岁" in [one["label"] for one in shown["heard"]]
    people = [one for one in shown["blocks"] if one["kind"] == "people"]
    assert any(card["policy"] == "subsistence-allowance" for one in people for card in one["cards"])
    assert shown["question"]["choices"][-1]["label"] == "不清楚"
    assert {"heard", "question"}.isdisjoint(one["kind"] for one in shown["blocks"])


def test_the_last_exchange_is_there_when_the_page_opens_again(phone):
    assert phone.post("chat", text=SAID) == phone.get("chat")


def test_rows_answer_the_pending_question(phone):
    asked = phone.post("chat", text=SAID)["question"]
    row = asked["choices"][0]
    shown = phone.post("chat", question=asked["id"], choices=[row["value"]])
    assert shown["said"] == row["label"]
    assert shown["question"]["id"] != asked["id"]


def test_nothing_said_is_refused_with_what_to_do(phone):
    problem = phone.post("chat", status=422, text="  ")
    assert problem["errors"] == [{"pointer": "/text", "detail": problem["detail"]}]
    assert problem["type"].endswith("form")


def test_a_fact_is_corrected_and_taken_back(phone):
    age = next(one for one in phone.post("chat", text=SAID)["heard"] if "78" in one["label"])
    fact = phone.get(f"chat/facts/{age['number']}")
    assert (fact["heard"], fact["question"]["input"]) == (age["label"], "number")
    phone.post(f"chat/facts/{age['number']}", status=422, subject=fact["subject"], typed="很老")
    shown = phone.post(f"chat/facts/{age['number']}", subject=fact["subject"], typed="68")
    labels = [one["label"] for one in shown["heard"] + shown["earlier"]]
    assert any("68 岁" in one for one in labels)
    assert not any("78" in one for one in labels)
    number = next(one["number"] for one in shown["heard"] + shown["earlier"] if "68" in one["label"])
    gone = phone.post(f"chat/facts/{number}", subject=fact["subject"], take_back=True)
    assert not any("岁" in one["label"] for one in gone["heard"] + gone["earlier"])


def test_a_fact_that_moved_is_not_corrected_by_mistake(phone):
    phone.post("chat", text=SAID)
    assert phone.post("chat/facts/1", status=409, subject="h1|mother|age_years", typed="68")["detail"]
    phone.get("chat/facts/99", status=404)


def test_what_can_be_had_is_told_by_person(phone):
    phone.post("chat", text="俺爹78了瘫在炕上，农村户口，在张店，一家2口人，一个月收入500块，有低保")
    shown = phone.get("result")
    assert shown["title"]
    assert [one["label"] for one in shown["blocks"] if one["kind"] == "people"]


def test_beginning_anew_forgets_everything_said(phone):
    phone.post("chat", text=SAID)
    phone.ask("delete", "chat")
    shown = phone.get("chat")
    assert (shown["said"], shown["heard"], shown["earlier"], shown["question"]) == (None, [], [], None)
    assert phone.post("chat", text="俺想问低保")["blocks"]


def test_an_unread_body_is_refused(phone):
    phone.post("chat", status=422, text=5)
    phone.post("chat", status=422, words="x")


def test_what_nobody_can_answer_is_in_the_ledger_and_what_is_asked_for_is_counted(house):
    phone = house.phone()
    phone.post("chat", text="小区里的路灯坏了好几天没人修")
    phone.post("chat", text=SAID)
    with house.sessions() as session:
        gap = session.scalars(select(GapRow)).one()
        doors = set(session.scalars(select(DemandRow.door)))
    assert (gap.door, gap.gap, gap.words) == ("miniprogram", "no-policy", "小区里的路灯坏了好几天没人修")
    assert doors == {"miniprogram"}
