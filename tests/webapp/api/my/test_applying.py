"""The walk through a draft over JSON: every page asked, answered, signed by hand, and submitted once."""

import json

from tests.builders import make_id_number

SAID = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
BORN = {"id-number": "1970-01-01", "member-id": "1948-03-05"}
NAME = "[[100,100,300,120,500,300,700,120,820,400],[200,420,640,430]]"


class Walker:
    """Fills in whatever page comes, as a person of few words would."""

    def __init__(self, phone):
        self.phone, self.seen = phone, []
        self.ids = {}

    def open(self, **wanted):
        self.page = self.phone.post("draft", **wanted)["page"]
        return self.page

    def fill(self, status=200, **fields):
        link = self.page["link"].removeprefix("/apply/")
        answer = self.phone.post(f"draft/steps/{link}", status, fields=fields)
        if status == 200:
            self.page = answer["page"]
        return answer

    def walk(self, until="check"):
        while self.page["name"] != until:
            assert len(self.seen) < 60, self.seen
            self.seen.append(self.page["link"])
            if self.page["name"] == "documents":
                self.put_off_papers()
            else:
                self.fill(**self.answer_to(self.page))
        return self.page

    def put_off_papers(self):
        shown = {"link": self.page["buttons"][0]["link"]}
        while shown["link"].startswith("/apply/documents/"):
            place = shown["link"].removeprefix("/apply/documents/")
            shown = self.phone.post(f"draft/documents/{place}", fields={"do": "later"})
        self.open()

    def answer_to(self, page):
        fields = {part["name"]: part for part in flat(page["parts"]) if part.get("name")}
        if "served" in fields:
            return {"read": "yes", "served": fields["served"]["value"], "manner": "scrolled"}
        if "strokes" in fields:
            return {"strokes": NAME, "agreed": "yes"}
        answers = {
            "name": lambda: "王大山" if page["name"] == "name" else "王老栓",
            "id_number": lambda: make_id_number(BORN[page["name"]]),
            "phone": lambda: "13800000001",
            "address": lambda: "张店区某村 1 号",
            "bank_card": lambda: "",
            "note": lambda: "",
        }
        for name, answer in answers.items():
            if name in fields:
                return {name: answer()}
        if page["name"] == "sensitive":
            return {"do": "agree"}
        lists = [one for one in fields.values() if one["kind"] == "choices"]
        if page["name"] == "household":
            return {}
        carried = {one["name"]: one["value"] for one in fields.values() if one["kind"] == "carried"}
        chosen = lists[0]["chosen"] or [lists[0]["choices"][-1]["value"]] if lists else None
        return carried | ({lists[0]["name"]: chosen} if lists else {})


def flat(parts):
    for part in parts:
        yield part
        yield from flat(part.get("parts", []))


def test_the_walk_goes_from_the_talk_to_a_number(phone):
    phone.post("chat", text=SAID)
    walker = Walker(phone)
    assert walker.open()["title"] == "这几样一起申请？"
    page = walker.walk()
    assert page["title"] == "再看一遍，对了就交"
    assert "990000" not in json.dumps(page), "an ID number is shown masked"
    done = phone.post("draft/submission")
    assert done["number"].startswith("ZB")
    assert done["page"]["title"] == "交上去了"
    phone.post("draft/submission", status=404)
    assert phone.post("draft") == {"page": None, "submitted": done["number"]}
