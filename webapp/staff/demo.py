"""Staff for a demonstration: an account a role, with random passwords in a file for its owner alone."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.models.staff import Role, StaffAccount
from webapp.security import passwords
from webapp.security.crypto import IndexHash
from webapp.staff import accounts, second_factor
from webapp.staff.regions import StaffRegion
from webapp.staff.roles import EXPORTERS

FILE = "demo-staff.txt"
TOWN, DISTRICT, CITY = StaffRegion("linzi", "370305111"), StaffRegion("linzi"), StaffRegion()
PEOPLE = (
    (Role.TOWN, "演示镇街经办人", TOWN),
    (Role.ASSISTANT, "演示协理员", TOWN),
    (Role.DISTRICT, "演示区县审核人", DISTRICT),
    (Role.CITY, "演示市级经办人", CITY),
    (Role.LEAD, "演示部门负责人", CITY),
    (Role.AGENT, "演示话务员", CITY),
    (Role.SUPERVISOR, "演示班长", CITY),
    (Role.EDITOR, "演示政策编辑", CITY),
)
HEAD = """# 淄助你 演示用的工作人员账号。密码是随机的，只在这台机器的这个数据目录里有用。
# 登录页：/staff/sign-in
# 带密钥的，登录时还要 6 位数：把密钥输进手机验证器，或者运行 zizhuni staff code 登录名 --demo
# 登录名\t密码\t岗位\t密钥
"""


def is_there(session: Session, index_hash: IndexHash, data_dir: Path) -> bool:
    """Whether the accounts were made, and the file that tells of them is there."""
    known = accounts.find_account(session, index_hash, _name(Role.EDITOR))
    return known is not None and (data_dir / FILE).exists()


def add_staff(session: Session, index_hash: IndexHash, data_dir: Path, at: datetime) -> Path:
    """Make the accounts, or give those that are there new passwords, and write the file."""
    lines = [_add(session, index_hash, one, at) for one in PEOPLE]
    return _write(data_dir / FILE, HEAD + "\n".join(lines) + "\n")


def _add(session: Session, index_hash: IndexHash, one: tuple[Role, str, StaffRegion], at: datetime) -> str:
    role, display, region = one
    password, account = passwords.make_password(), accounts.find_account(session, index_hash, _name(role))
    if account is None:
        new = accounts.NewAccount(_name(role), display, role, region, password)
        account = accounts.add_account(session, index_hash, new, at)
    else:
        accounts.reset_password(session, account, password, at)
    account.must_change_password = False
    secret = _enrol(session, index_hash, account, at) if role in EXPORTERS else ""
    return "\t".join((_name(role), password, display, secret))


def _enrol(session: Session, index_hash: IndexHash, account: StaffAccount, at: datetime) -> str:
    second_factor.take_away(session, account, at)
    second_factor.begin(account)
    second_factor.confirm(session, index_hash, account, at)
    return account.totp_secret


def _name(role: Role) -> str:
    return f"demo-{role}"


def _write(path: Path, text: str) -> Path:
    """For its owner alone, and whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
    return path
