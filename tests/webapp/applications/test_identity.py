import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from tests.builders import make_id_number
from webapp.applications import identity
from webapp.applications.errors import IdentityError

TODAY = datetime.date(2026, 11, 22)


def message_of(parse, *arguments):
    with pytest.raises(IdentityError) as wrong:
        parse(*arguments)
    return str(wrong.value)


def test_an_id_number_tells_birth_date_age_and_sex():
    found = identity.parse_id_number(make_id_number("1948-11-23", "male"), TODAY)
    assert (found.birth_date, found.age(TODAY), found.sex) == (datetime.date(1948, 11, 23), 77, "male")
    assert found.is_adult(TODAY)


def test_a_birthday_counts_from_its_own_day():
    assert identity.parse_id_number(make_id_number("2008-11-22", "female"), TODAY).age(TODAY) == 18


def test_gaps_full_width_digits_and_a_small_x_are_taken():
    days = (f"1948-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29))
    number = next(one for one in map(make_id_number, days) if one.endswith("X"))
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    assert identity.parse_id_number(wide, TODAY).number == number
    typed = f"{number[:6]} {number[6:14]}-{number[14:].lower()}"
    assert identity.parse_id_number(typed, TODAY).number == number


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: "", "请填身份证号"),
        (lambda one: one[:-1], "身份证号少了一位，应该是 18 位"),
        (lambda one: one[:-2], "身份证号少了两位，应该是 18 位"),
        (lambda one: one[:6] + "1" + one[6:], "身份证号多了一位，应该是 18 位"),
        (lambda one: one[:5] + "A" + one[6:], "只有数字"),
        (lambda one: one[:15], "15 位的老号"),
        (lambda one: one[:-1] + ("1" if one[-1] != "1" else "2"), "有一位不对"),
        (lambda one: one[:10] + "1332" + one[14:], "出生日期不对"),
        (lambda one: one[:6] + "2027" + one[10:], "出生日期不对"),
        (lambda one: "00" + one[2:], "开头的 00 不对"),
    ],
)
def test_a_wrong_id_number_is_told_exactly(change, words):
    changed = change(make_id_number("1948-03-05"))
    assert words in message_of(identity.parse_id_number, changed, TODAY)


@given(st.dates(datetime.date(1905, 1, 1), TODAY), st.sampled_from(["male", "female"]))
def test_our_checksum_agrees_with_an_independent_one(birth, sex):
    number = make_id_number(birth.isoformat(), sex)
    assert ric.calc_check_digit(number) == number[-1]
    assert identity.parse_id_number(number, TODAY).number == number


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place, shift):
    number = make_id_number("1948-03-05")
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(IdentityError):
        identity.parse_id_number(wrong, TODAY)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    for parse in (
        identity.parse_name,
        identity.parse_phone,
        identity.parse_bank_card,
        identity.parse_id_tail,
    ):
        with contextlib.suppress(IdentityError):
            parse(text)
    with contextlib.suppress(IdentityError):
        identity.parse_id_number(text, TODAY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王大山", "王大山"),
        (" 王 大山 ", "王大山"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("𬍛先生", "𬍛先生"),
    ],
)
def test_names_are_taken_as_on_the_card(text, name):
    assert identity.parse_name(text) == name


@pytest.mark.parametrize(
    ("text", "words"), [("", "请填姓名"), ("王", "至少两个字"), ("王大山1", "认不出的字")]
)
def test_a_wrong_name_is_told_exactly(text, words):
    assert words in message_of(identity.parse_name, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 0533 0000", "13805330000"),
        ("+86 13805330000", "13805330000"),
        ("0533-3180000", "05333180000"),
        ("１３８０５３３００００", "13805330000"),
    ],
)
def test_phones_are_taken_as_people_write_them(text, number):
    assert identity.parse_phone(text) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请填电话"),
        ("138053300", "少了两位"),
        ("138053300001", "多了一位"),
        ("03180", "区号"),
        ("3581234", "加上区号，淄博是 0533"),
        ("1380533", "少了四位"),
        ("12805330000", "开头不对"),
        ("138abc30000", "只能有数字"),
    ],
)
def test_a_wrong_phone_is_told_exactly(text, words):
    assert words in message_of(identity.parse_phone, text)


@pytest.mark.parametrize(
    ("text", "words"), [("62220216", "现在是 8 位"), ("6" * 20, "现在是 20 位"), ("6222 x", "只有数字")]
)
def test_a_wrong_card_is_told_exactly(text, words):
    assert words in message_of(identity.parse_bank_card, text)
