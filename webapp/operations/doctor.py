"""What is wrong with an installation, and how it is mended: one finding a thing that was looked at.

Nothing is changed by looking. No finding holds a secret, an address of a gateway or anything of a person.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

import knowledge
from webapp.applications.copies import FONT
from webapp.db import make_engine, make_sessions
from webapp.demo import NOWHERE
from webapp.gateways.probing import SECONDS, probe
from webapp.migrating import find_revision, newest_revision, serves
from webapp.models import ConversationRow, StaffAccount
from webapp.operations.standing import UNSEEN_SECONDS, Gateway, find_standing, gateways_of
from webapp.operations.troubles import find_redis_fault
from webapp.security.crypto import DecryptionError
from webapp.serving import THREADS
from webapp.settings import Settings, SettingsError

LEAST_FREE_BYTES, LEAST_FREE_SHARE = 1024**3, 0.05
LEAST_POSTGRES = 15
# WeChat's pushes are refused from ten minutes on; codes of a second factor fail from half a minute on.
MOST_SECONDS_OFF = 10
POLICIES = 51
SPARE_CONNECTIONS = 5


@dataclass(frozen=True)
class Finding:
    """`mend` is what to do about it; None where all is well."""

    about: str
    says: str
    mend: str | None = None


def examine(env: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """Everything that is looked at, in an order in which the first fault often explains the others."""
    try:
        settings = Settings.from_env(env)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding("设置", problem, "照 README 的 Settings 那张表改环境变量，再来一遍")
        return
    yield Finding("设置", "演示用的" if settings.demo else "齐了")
    yield _look_at_disk(settings)
    yield _look_at_guide(settings)
    yield _look_at_font()
    yield _look_at_redis(settings)
    yield from _look_at_database(settings, now)
    yield from _look_at_gateways(settings, now)
    yield _look_at_clock(settings, now)


def _look_at_disk(settings: Settings) -> Finding:
    place = settings.data_dir
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place)
    except OSError as error:
        says = f"DATA_DIR 写不进去（{type(error).__name__}）"
        return Finding("磁盘", says, "让运行服务的用户能写 DATA_DIR")
    says = f"DATA_DIR 那里还有 {free.free / 1024**3:.1f} GiB"
    if free.free < LEAST_FREE_BYTES or free.free < free.total * LEAST_FREE_SHARE:
        return Finding("磁盘", says, "快满了：腾地方，或者换一块大的；满了就存不进申请")
    return Finding("磁盘", says)


def _look_at_guide(settings: Settings) -> Finding:
    try:
        guide = knowledge.load_guide()
    except knowledge.KnowledgeError:
        return Finding("指南", "读不进来", "运行 zizhuni check，它说得出哪个文件哪一行")
    if len(guide.policies) != POLICIES:
        return Finding("指南", f"只有 {len(guide.policies)} 项政策", "重新安装，别漏了 knowledge/data")
    return Finding("指南", f"{len(guide.policies)} 项政策，版本 {guide.version[:12]}")


def _look_at_font() -> Finding:
    try:
        TTFont("doctor", FONT)
    except (TTFError, OSError):
        return Finding("字体", "文书要用的中文字体不在", "重新安装，别漏了 webapp/fonts")
    return Finding("字体", "在")


def _look_at_redis(settings: Settings) -> Finding:
    fault = find_redis_fault(settings.redis_url)
    if fault is not None:
        mend = "看看 Redis 开着没有、REDIS_URL 对不对；没有它服务照常，只是限速各进程各算各的"
        return Finding("Redis", f"连不上（{fault}）", mend)
    return Finding("Redis", "不用" if settings.redis_url.startswith("memory") else "通")


def _look_at_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        yield from _look_inside(settings, engine, now)
    except SQLAlchemyError as error:
        kind = type(getattr(error, "orig", error)).__name__
        mend = "看看数据库开着没有，DATABASE_URL 的地址、账号、库名对不对"
        yield Finding("数据库", f"连不上（{kind}）", mend)
    finally:
        engine.dispose()


def _look_inside(settings: Settings, engine: Engine, now: datetime) -> Iterator[Finding]:
    yield Finding("数据库", "通")
    if engine.dialect.name == "postgresql":
        yield from _look_at_postgres(settings, engine)
    revision = find_revision(settings)
    if revision is None or not serves(revision):
        yield Finding("数据表", f"是 {revision or '空的'}，要 {newest_revision()}", "运行 zizhuni migrate")
        return
    yield Finding("数据表", revision)
    with make_sessions(engine)() as session:
        yield _look_at_keys(session)
        yield from _look_at_worker(session, now)


def _look_at_postgres(settings: Settings, engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        version = connection.dialect.server_version_info[0]
        room = int(connection.execute(text("SHOW max_connections")).scalar())
    if version < LEAST_POSTGRES:
        yield Finding("PostgreSQL", f"是 {version}", f"升到 {LEAST_POSTGRES} 以上")
    pool = engine.pool.size() + engine.pool._max_overflow
    # A request holds one connection, one more where a turn of WeChat runs beside it; the worker has its own.
    wanted = (settings.web_concurrency + 1) * min(pool, 2 * THREADS) + SPARE_CONNECTIONS
    if wanted > room:
        mend = f"把 max_connections 调到 {wanted} 以上，或者把 WEB_CONCURRENCY 调小"
        yield Finding("PostgreSQL", f"只许 {room} 个连接，忙时要 {wanted} 个", mend)


def _look_at_keys(session: Session) -> Finding:
    """Whether what was written last, and what was written first, opens with the keys that are set."""
    newest = select(ConversationRow.said).order_by(ConversationRow.created_at.desc()).limit(1)
    oldest = select(StaffAccount.sign_in_name).order_by(StaffAccount.id).limit(1)
    try:
        session.scalar(newest)
        session.scalar(oldest)
    except DecryptionError:
        mend = "FIELD_KEYS 不是写这些数据的那一份：把当时的密钥找回来，加在后面；没有它谁也读不出来"
        return Finding("密钥", "存着的东西解不开", mend)
    finally:
        session.rollback()
    return Finding("密钥", "对得上")


def _look_at_worker(session: Session, now: datetime) -> Iterator[Finding]:
    stands = find_standing(session, now)
    session.rollback()
    if not stands.worker_is_there:
        seen = "没有来过" if stands.beat_seconds is None else f"{stands.beat_seconds:.0f} 秒没有动静"
        yield Finding("worker", seen, "启动 zizhuni worker（systemctl start zizhuni-worker），看它的日志")
    else:
        yield Finding("worker", f"{stands.beat_seconds:.0f} 秒前还在")
    longest = max(stands.waiting_seconds.values(), default=0)
    if not stands.outbox_moves:
        mend = "看 worker 在不在、短信和微信通不通；日志里 event 是 outbox 的行写着原因"
        yield Finding("待发的消息", f"最久的等了 {longest / 60:.0f} 分钟", mend)
    else:
        yield Finding("待发的消息", f"最久的等了 {longest:.0f} 秒")


def _look_at_gateways(settings: Settings, now: datetime) -> Iterator[Finding]:
    addresses = gateways_of(settings)
    sandboxes = [name for name, url in addresses.items() if url == f"{NOWHERE}/{name}"]
    if sandboxes:
        yield from _look_at_sandboxes(sandboxes, _find_checks(settings, now))
    asked = {name: url for name, url in addresses.items() if name not in sandboxes}
    for name, fault in probe(asked).items():
        setting = "WECHAT_API_URL" if name == "wechat" else f"{name.upper()}_URL"
        if fault is None:
            yield Finding(f"外面的系统 {name}", "有回应")
        else:
            mend = f"看看 {setting}、网络、防火墙和对方的证书；对方停了就等，要发的都留着"
            yield Finding(f"外面的系统 {name}", f"没有回应（{fault}）", mend)


def _look_at_sandboxes(names: list[str], seen: Mapping[str, Gateway]) -> Iterator[Finding]:
    """Those of a demonstration stand on a port that only it knows; its worker knocks there and notes it."""
    for name in names:
        about, check = f"沙盒 {name}", seen.get(name)
        if check is None or check.seconds >= UNSEEN_SECONDS:
            yield Finding(about, "zizhuni serve --demo 开着时自带，现在没有开着")
        elif check.fault is None:
            yield Finding(about, f"有回应（worker {check.seconds:.0f} 秒前看的）")
        else:
            yield Finding(about, f"没有回应（{check.fault}）", "把 zizhuni serve --demo 停了再开")


def _find_checks(settings: Settings, now: datetime) -> Mapping[str, Gateway]:
    """What a worker that is there has seen of the outside systems; nothing where none is there."""
    engine = make_engine(settings)
    try:
        with make_sessions(engine)() as session:
            standing = find_standing(session, now)
            return standing.gateways if standing.worker_is_there else {}
    except (OperationalError, ProgrammingError):
        return {}
    finally:
        engine.dispose()


def _look_at_clock(settings: Settings, now: datetime) -> Finding:
    """Beside the clock of the database's machine, or of WeChat's where the database is on this one."""
    found = _clock_of_database(settings) or _clock_of_wechat(settings)
    if found is None:
        return Finding("时钟", "没有别的钟可以对")
    off = abs((found - now).total_seconds())
    if off > MOST_SECONDS_OFF:
        return Finding("时钟", f"差了 {off:.0f} 秒", "打开对时（timedatectl set-ntp true）")
    return Finding("时钟", "对得上")


def _clock_of_database(settings: Settings) -> datetime | None:
    if settings.database_url.startswith("sqlite"):
        return None
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT clock_timestamp()")).scalar()
    except (OperationalError, ProgrammingError):
        return None
    finally:
        engine.dispose()


def _clock_of_wechat(settings: Settings) -> datetime | None:
    try:
        with requests.get(settings.wechat_api_url, timeout=SECONDS, stream=True) as answer:
            return parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None
