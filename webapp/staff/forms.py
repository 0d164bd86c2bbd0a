"""What comes from the forms of signing in, and what is told where it cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from webapp.security.hardening import STAFF_PATHS

WRONG_PASSWORD = {"name": "登录名或者密码不对，再看一遍"}
WRONG_OWN_PASSWORD = {"current": "现在的密码不对，再看一遍"}
WRONG_CODE = {"code": "这个码不对。看手机上现在的 6 位数，或者用一个没用过的恢复码"}
WRONG_FIRST_CODE = {"code": "这个码不对。等手机上换了下一个 6 位数再填；还不对，就看看手机的时间准不准"}


@dataclass(frozen=True)
class SignIn:
    name: str
    password: str = field(repr=False)
    back: str | None

    @property
    def errors(self) -> dict[str, str]:
        wrong = {} if self.name else {"name": "写一下登录名"}
        return wrong | ({} if self.password else {"password": "写一下密码"})


@dataclass(frozen=True)
class NewPassword:
    current: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)

    @property
    def errors(self) -> dict[str, str]:
        if not self.new:
            return {"new": "写一下新密码"}
        return {} if self.new == self.again else {"again": "两次写的不一样，再写一遍"}


def parse_sign_in(form: MultiDict) -> SignIn:
    return SignIn(form.get("name", "").strip()[:80], form.get("password", "")[:400], parse_back(form))


def parse_new_password(form: MultiDict) -> NewPassword:
    return NewPassword(*(form.get(name, "")[:400] for name in ("current", "new", "again")))


def parse_code(form: MultiDict) -> str:
    return form.get("code", "")[:40]


def parse_back(values: MultiDict) -> str | None:
    """The page of a desk to return to; None for anything that is not one."""
    wanted = values.get("next", "")
    plain = wanted.isprintable() and "\\" not in wanted and len(wanted) <= 200
    return wanted if plain and wanted.startswith(STAFF_PATHS) else None


def wait_errors(place: str, minutes: int) -> dict[str, str]:
    return {place: f"试的次数多了，请过 {minutes} 分钟再试"}
