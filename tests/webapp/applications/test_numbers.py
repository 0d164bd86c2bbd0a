from webapp.applications.numbers import CROCKFORD, find_application_number, make_application_number


def test_a_number_is_zb_and_ten_letters_that_are_hard_to_misread():
    number = make_application_number()
    assert number.startswith("ZB") and len(number) == 12
    assert set(number[2:]) <= set(CROCKFORD)


def test_numbers_do_not_repeat():
    assert len({make_application_number() for _ in range(2000)}) == 2000


def test_a_number_is_found_as_people_type_it():
    assert find_application_number(" zb 7k4m2-q0w11 ") == "ZB7K4M2Q0W11"
    assert find_application_number("ＺＢ７Ｋ４Ｍ２ＱＯＷＩＬ") == "ZB7K4M2Q0W11"
    assert find_application_number("7K4M2Q0W11") == "ZB7K4M2Q0W11"


def test_what_is_no_number_is_not_found():
    for text in ("", "ZB", "ZB123", "你好", "ZB7K4M2Q0W1U", "ZB7K4M2Q0W119"):
        assert find_application_number(text) is None
