"""A phone number out of WeChat, and messages that were agreed to."""

import pytest
from sqlalchemy import select

from webapp.models import WechatConsent

NUMBER = "13800000001"


def test_the_phone_number_comes_from_wechat_by_the_code_of_its_button(house, phone):
    house.switch(phones={"phone-code-1": NUMBER})
    assert phone.post("phone", code="phone-code-1") == {"phone": NUMBER}
    assert phone.post("phone", status=409, code="phone-code-1")["type"].endswith("phone-refused")


@pytest.mark.parametrize("code", ["", "a b", "x" * 129, 5, None])
def test_a_code_that_cannot_be_one_asks_wechat_nothing(phone, code):
    phone.post("phone", status=422, code=code)


def test_a_busy_wechat_leaves_the_number_to_be_typed(house, phone):
    house.switch(faults={"/wxa/business/getuserphonenumber": [-1]})
    assert "自己填" in phone.post("phone", status=503, code="phone-code-2")["detail"]


def test_an_agreement_is_good_for_one_message_and_a_refusal_takes_all_back(house, phone):
    template = phone.get("messages")["templates"][0]
    assert template["name"] == "progress"
    for _ in range(2):
        assert phone.post("messages", agreed=[template["id"], "unknown"]) == {"agreed": [template["id"]]}
    assert left(house, template["id"]) == [2]
    phone.post("messages", refused=[template["id"]])
    assert left(house, template["id"]) == [0]


def left(house, template):
    with house.sessions() as session:
        return list(session.scalars(select(WechatConsent.left).where(WechatConsent.template_id == template)))
