"""What stands still, by name: for the health page, which shows no address, person or figure."""

import shutil
from pathlib import Path

from redis import Redis, RedisError

from webapp.operations.standing import Standing
from webapp.settings import Settings

REDIS_SECONDS = 0.5
SQLITE = "sqlite:///"
# Below this an application with its photos is not taken any more.
LEAST_ROOM_BYTES = 16 * 1024**2


def find_troubles(settings: Settings, standing: Standing) -> list[str]:
    """Names of what does not work though this process can serve; empty when all is well."""
    found = [f"gateway:{name}" for name, one in sorted(standing.gateways.items()) if not one.is_up]
    if not standing.worker_is_there:
        found.append("worker")
    if not standing.outbox_moves:
        found.append("outbox")
    if find_redis_fault(settings.redis_url) is not None:
        found.append("redis")
    if not has_room(settings):
        found.append("disk")
    return sorted(found)


def has_room(settings: Settings) -> bool:
    """Whether more can be stored on this machine. A database server's own disk is not seen from here."""
    places = [settings.data_dir]
    if settings.database_url.startswith(SQLITE):
        places.append(Path(settings.database_url.removeprefix(SQLITE)).parent)
    return all(shutil.disk_usage(place).free >= LEAST_ROOM_BYTES for place in places)


def find_redis_fault(url: str) -> str | None:
    """Why Redis does not answer, by name; None where it does, or where there is none to answer."""
    if url.startswith("memory"):
        return None
    try:
        with Redis.from_url(
            url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as server:
            server.ping()
    except (RedisError, ValueError) as error:
        return type(error).__name__
    return None
