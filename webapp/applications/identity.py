"""Reading what a citizen types about who they are. Every error says what is wrong and how to mend it."""

import datetime
import re
from dataclasses import dataclass

from webapp.applications.errors import IdentityError
from webapp.languages import Language, current, say

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
ID_LENGTH = 18
MOBILE_LENGTH = 11
OLDEST = 125
ADULT = 18
# Provinces as the first two digits count them; 81 to 83 are permits of Hong Kong, Macao and Taiwan residents.
# 99 belongs to no place, which makes it right for examples.
PROVINCES = frozenset(
    [
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
        99,
    ]
)
CHINESE_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+(?:·[\u3400-\u9fff\U00020000-\U000323af]+)*")
LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'\-]{1,48}[A-Za-z]")
LOCAL_LANDLINE = re.compile(r"[2-8]\d{6,7}")  # as it is dialled at home
LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")


@dataclass(frozen=True)
class Identity:
    """An ID number, and what it says about its holder."""

    number: str
    birth_date: datetime.date
    sex: str

    @property
    def tail(self) -> str:
        return self.number[-4:]

    def age(self, on: datetime.date) -> int:
        """Full years on the day `on`."""
        before = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - before

    def is_adult(self, on: datetime.date) -> bool:
        return self.age(on) >= ADULT


def normalise(text: str) -> str:
    """Digits and letters alone: full-width ones made narrow, gaps and dashes taken out, x made X."""
    narrow = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    return re.sub(r"[\s\-—－_·.,，。　]", "", narrow).upper()


def parse_id_number(text: str, today: datetime.date) -> Identity:
    """The ID number in `text`. Raises IdentityError with the one thing to mend first."""
    number = normalise(text)
    _check_shape(number)
    if int(number[:2]) not in PROVINCES:
        raise IdentityError(
            say("身份证号开头的 {start} 不对，请照着身份证再看一遍开头 6 位", start=number[:2])
        )
    birth_date = _parse_birth_date(number[6:14], today)
    if (
        CHECK_DIGITS[sum(int(one) * weight for one, weight in zip(number, WEIGHTS, strict=False)) % 11]
        != number[-1]
    ):
        raise IdentityError("身份证号有一位不对，请照着身份证从头对一遍")
    return Identity(number, birth_date, "male" if int(number[16]) % 2 else "female")


def _check_shape(number: str) -> None:
    if not number:
        raise IdentityError("请填身份证号，一共 18 位")
    if not re.fullmatch(r"[0-9X]+", number) or "X" in number[:-1]:
        raise IdentityError("身份证号只有数字，最后一位可能是字母 X，请把别的去掉")
    missing = ID_LENGTH - len(number)
    if missing == 3 and number.isdigit():
        raise IdentityError("这是 15 位的老号，请填现在身份证上的 18 位号")
    if missing > 0:
        raise IdentityError(say("身份证号少了{count}位，应该是 18 位", count=_count(missing)))
    if missing < 0:
        raise IdentityError(say("身份证号多了{count}位，应该是 18 位", count=_count(-missing)))


def _parse_birth_date(digits: str, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityError("身份证号中间的出生日期不对，请看一下第 7 到 14 位") from None
    if day > today or today.year - day.year > OLDEST:
        raise IdentityError("身份证号中间的出生日期不对，请看一下第 7 到 14 位")
    return day


def _count(number: int) -> str:
    if current() is Language.ENGLISH:
        return str(number)
    return "一两三四五六七八九"[number - 1] if number < 10 else f" {number} "


def parse_name(text: str) -> str:
    """A full name. Raises IdentityError."""
    name = re.sub(r"[•・‧･.．]", "·", re.sub(r"\s+", " ", text).strip())
    chinese = name.replace(" ", "")
    if not name:
        raise IdentityError("请填姓名，跟身份证上的一样")
    if CHINESE_NAME.fullmatch(chinese):
        if len(chinese) < 2:
            raise IdentityError("姓名至少两个字，请连姓带名写全")
        if len(chinese) <= 30:
            return chinese
    elif LATIN_NAME.fullmatch(re.sub(r"[·]", ".", name)):
        return re.sub(r"[·]", ".", name)
    raise IdentityError("姓名里有认不出的字，请照身份证上的写，不用写称呼")


def parse_phone(text: str) -> str:
    """A mobile number, or a landline with its area code. Raises IdentityError."""
    number = re.sub(
        r"^(\+?86)(?=1\d{10}$)", "", normalise(text).replace("+", "").replace("(", "").replace(")", "")
    )
    if not number:
        raise IdentityError("请填电话，手机号是 11 位")
    if not number.isdigit():
        raise IdentityError("电话里只能有数字，请把别的去掉")
    if LANDLINE.fullmatch(number):
        return number
    if number.startswith("0"):
        raise IdentityError("座机要带区号，比如淄博是 0533 开头")
    if LOCAL_LANDLINE.fullmatch(number):
        raise IdentityError("这像是座机号，前面加上区号，淄博是 0533；是手机号的，要写满 11 位")
    missing = MOBILE_LENGTH - len(number)
    if missing > 0:
        raise IdentityError(say("手机号少了{count}位，应该是 11 位", count=_count(missing)))
    if missing < 0:
        raise IdentityError(say("手机号多了{count}位，应该是 11 位", count=_count(-missing)))
    if not re.match(r"1[3-9]", number):
        raise IdentityError("手机号开头不对，应该是 13 到 19 开头")
    return number


def parse_bank_card(text: str) -> str:
    """A bank card number of 16 to 19 digits. Raises IdentityError."""
    number = normalise(text)
    if not number.isdigit():
        raise IdentityError("银行卡号只有数字，请照着卡正面的号写")
    if len(number) < 16:
        raise IdentityError(say("银行卡号少了，一般是 16 到 19 位，现在是 {count} 位", count=len(number)))
    if len(number) > 19:
        raise IdentityError(say("银行卡号多了，一般是 16 到 19 位，现在是 {count} 位", count=len(number)))
    if len(set(number)) == 1:
        raise IdentityError("银行卡号不对，请照着卡正面的号写")
    return number


def has_check_digit(number: str) -> bool:
    """Whether a card number ends in the check digit of ISO 7812, as most cards do."""
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(number)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def parse_id_tail(text: str) -> str:
    """The last four characters of an ID number. Raises IdentityError."""
    tail = normalise(text)
    if not re.fullmatch(r"\d{3}[\dX]", tail):
        raise IdentityError("请填身份证号最后 4 位，最后一位可能是字母 X")
    return tail
