"""The one place where the wall clock is read. All else takes the day or the moment as an argument."""

from datetime import date, datetime, timedelta, timezone

# China has kept one offset without summer time since 1991; a fixed one needs no time zone files.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    return datetime.now(SHANGHAI)


def today() -> date:
    return now().date()


def stamp(at: datetime) -> str:
    """2026年11月22日 10:00, in Zibo: what WeChat's templates take for a time as well as for a day."""
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
