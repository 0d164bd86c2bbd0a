"""The whole way of three people: a son for a father, a student by keyboard, an assistant for a neighbour."""

import re

import pytest

from tests.browser.journey import Journey
from tests.browser.test_journeys import check
from tests.builders import make_id_number

pytestmark = pytest.mark.browser
MOST_TABS = 60
STUDENT = "我20岁，在淄博上大学，爸爸去年没了，妈妈48岁，得了癌症，看病花了十几万，家里没有收入，学费交不起"
NEIGHBOUR = "俺邻居王奶奶82了，一个人过，没儿没女，也没收入，瘫在床上"
ASSISTANT_PHONE = "13905330021"


class ByKeyboard(Journey):
    """Nothing but keys: Tab to move, arrows and the space bar to choose, Enter to go on."""

    own_name = "李小雨"

    @property
    def keys(self):
        return self.page.keyboard

    def reach(self, target):
        """Go on with Tab until `target` has the focus, which has to be seen."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                style = "getComputedStyle(document.activeElement).outlineStyle"
                assert self.page.evaluate(style) == "solid", self.path
                return
            self.keys.press("Tab")
        raise AssertionError(f"{target} cannot be reached on {self.path}")

    def write(self, selector, words):
        self.reach(self.page.locator(selector))
        self.keys.press("Control+A")
        self.keys.type(words)

    def choose(self, target):
        """Tick a box, or go down the radio buttons of a group to this one."""
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
        else:
            group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
            checked = group.locator("xpath=self::*[@checked]")
            self.reach(checked.first if checked.count() else group.first)
            while not target.evaluate("one => one === document.activeElement"):
                self.keys.press("ArrowDown")
        if not target.is_checked():
            self.keys.press("Space")
        assert target.is_checked()

    def press(self, target):
        """Enter on a button or a link, and wait for the page that comes."""
        self.reach(target)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def talk(self, said=STUDENT):
        self.open("/")
        self.write("#text", said)
        self.press(self.page.get_by_role("button", name="问一问"))

    def answer(self, label):
        self.choose(self.page.get_by_label(label, exact=True))
        self.press(self.page.get_by_role("button", name="选好了"))

    def fill_in(self, path):
        page, step = self.page, path.removeprefix("/apply/").partition("/")[0]
        for selector, words in {
            "name": [("#name", self.own_name)],
            "id-number": [("#id_number", self.own_id)],
            "phone": [("#phone", "13805330000")],
            "member-name": [("#name", "王秀英")],
            "member-id": [("#id_number", self.mother_id)],
            "address": [("#address", "边河村 12 号")],
            "card": [("#bank_card", "6222021603000000000")],
        }.get(step, []):
            self.write(selector, words)
        if step == "district":
            self.choose(page.get_by_label("临淄区"))
        if step == "town":
            self.choose(page.locator("input[name=town]").last)
        if step == "more" and page.locator("input[name=choice]").count():
            self.choose(page.locator("input[name=choice]").last)
        if path == "/apply/authorise/1" and page.locator("#read").count():
            self.press(page.locator("#read"))
        if path in ("/apply/authorise/1", "/apply/commit"):
            self.sign()
        later = page.get_by_role("button", name=re.compile("以后再[签交]"))
        self.press(later if later.count() else page.locator("form[novalidate] .foot-bar .button").first)

    def sign(self):
        """A hand that cannot draw opens the other way and types."""
        self.reach(self.page.locator("[data-typed] > summary"))
        self.keys.press("Enter")
        self.write("#signed_name", self.own_name)
        self.write("#id_tail", self.own_id[-4:])
        self.choose(self.page.locator("#agreed"))

    def look_up(self, number):
        self.open("/status")
        self.write("#number", number)
        self.write("#id_tail", self.own_id[-4:])
        self.press(self.page.get_by_role("button", name="查一查"))


class Assistant(Journey):
    """Fills in for somebody who has no phone: paper is signed in the village, later."""

    own_name = "王桂兰"

    def fill_in(self, path):
        page = self.page
        if path == "/apply/helper":
            page.get_by_label("村、社区的人").check()
            page.fill("#helper_name", "孙协理")
            page.fill("#helper_phone", ASSISTANT_PHONE)
        if path == "/apply/consent":
            page.get_by_role("button", name="本人不会用手机，到村里签纸的").click()
            page.wait_for_load_state()
        else:
            super().fill_in(path)


def test_a_son_says_what_is_wrong_with_his_father_files_it_and_looks_where_it_is(phone):
    journey = phone(touch=True)
    journey.talk()
    assert "父亲 78 岁" in journey.page.inner_text(".chips")
    journey.answer_all()
    page = journey.open("/result")
    assert "最低生活保障" in page.inner_text("main")
    page.get_by_role("link", name=re.compile("^申请")).first.click()
    page.wait_for_url("**/apply/**")
    journey.apply()
    number = journey.number()
    journey.look_up(number)
    assert page.inner_text("h1") == "已经交上去了"
    assert "最低生活保障" in page.inner_text("main") and "现在签" in page.inner_text("main")
    check(journey, "status")


def test_a_student_files_in_large_type_with_the_keyboard_alone(phone):
    journey = phone(ByKeyboard, large=True)
    journey.own_id = make_id_number("2006-03-05")
    journey.mother_id = make_id_number("1978-04-06")
    journey.talk()
    journey.answer_all()
    check(journey, "settled")
    journey.apply()
    journey.look_up(journey.number())
    assert journey.page.inner_text("h1") == "已经交上去了"
    check(journey, "status")


def test_a_village_assistant_files_for_a_neighbour_without_a_phone(phone):
    journey = phone(Assistant)
    journey.own_id = make_id_number("1944-05-06")
    journey.talk(NEIGHBOUR)
    journey.answer_all()
    seen = []
    journey.apply(look=lambda one, path: seen.append(path))
    assert "/apply/helper" in seen and "/apply/consent" in seen
    number = journey.number()
    helper = phone()
    helper.own_id = ASSISTANT_PHONE
    helper.look_up(number)
    assert "您在替申请人办" in helper.page.inner_text("main")
    assert "特困人员救助供养" in helper.page.inner_text("main")
    check(helper, "status of a helper")
