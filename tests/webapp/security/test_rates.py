"""How often an address may ask, also where Redis is gone and the clock of the machine jumps."""

import time

import pytest
from redis import Redis
from structlog.testing import capture_logs

from webapp.security.rates import MOST_AT_ONCE, Lots, MemoryCount, Rates

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
REDIS = "redis://127.0.0.1:6379/9"
A_DAY = 24 * 60 * 60


def test_each_address_is_counted_by_itself_and_anew_in_the_next_window():
    moments = iter([0, 1, 2, 59, 60, 61])
    count = MemoryCount(60, lambda: next(moments))
    assert [count.add(who) for who in ("a", "b", "a", "a", "a", "b")] == [1, 1, 2, 3, 1, 1]


@pytest.mark.parametrize("jump", [A_DAY, -A_DAY])
@pytest.mark.parametrize("url", ["memory://", NOBODY_LISTENS])
def test_a_clock_that_jumps_neither_forgets_a_flood_nor_keeps_anybody_out(monkeypatch, url, jump):
    rates, real = Rates(url, seconds=10**9), time.time
    assert [rates.add("a") for _ in range(3)] == [1, 2, 3]
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert rates.add("a") == 4


def test_a_window_in_memory_ends_after_its_time_whatever_the_clock_says(monkeypatch):
    rates, real = Rates("memory://", seconds=1), time.time
    rates.add("a")
    monkeypatch.setattr(time, "time", lambda: real() - A_DAY)
    time.sleep(1.1)
    assert rates.add("a") == 1


def test_in_redis_every_process_counts_on_and_the_window_has_an_end():
    kept = Redis.from_url(REDIS)
    kept.delete("rate:test-rates")
    assert [Rates(REDIS).add("test-rates") for _ in range(3)] == [1, 2, 3]
    assert 0 < kept.ttl("rate:test-rates") <= 60


def test_while_redis_is_gone_it_is_not_asked_each_time():
    rates = Rates(NOBODY_LISTENS)
    with capture_logs() as logs:
        assert [rates.add("a") for _ in range(200)][-1] == 200
    assert [one["event"] for one in logs] == ["rates_in_memory"]


def test_a_process_counts_one_by_one():
    Redis.from_url(REDIS).delete("rate:test-rates")
    rates = Rates(REDIS)
    assert [rates.add("test-rates") for _ in range(100)] == list(range(1, 101))


def test_a_busy_address_is_asked_for_ever_more_seldom():
    lots, asked = Lots(60), []

    def ask(size):
        asked.append(size)
        return sum(asked), 60_000

    numbers = [lots.use("a") or lots.take("a", ask) for _ in range(100)]
    assert numbers == list(range(1, 101))
    assert asked == [1, 2, 4, 8] + [MOST_AT_ONCE] * 6


def test_processes_together_let_through_no_more_than_the_limit_and_hardly_less():
    Redis.from_url(REDIS).delete("rate:test-rates")
    processes, most = [Rates(REDIS) for _ in range(3)], 200
    let_through = sum(one.add("test-rates") <= most for _ in range(200) for one in processes)
    assert most - 2 * (MOST_AT_ONCE - 1) <= let_through <= most


def test_what_a_process_holds_ends_with_the_window_in_redis():
    Redis.from_url(REDIS).delete("rate:test-rates")
    rates = Rates(REDIS, seconds=1)
    assert [rates.add("test-rates") for _ in range(5)][-1] == 5
    time.sleep(1.1)
    assert rates.add("test-rates") == 1


@pytest.mark.parametrize("jump", [A_DAY, -A_DAY])
def test_what_a_process_holds_ends_in_time_where_the_clock_jumps(monkeypatch, jump):
    Redis.from_url(REDIS).delete("rate:test-rates")
    rates, real = Rates(REDIS, seconds=1), time.time
    assert [rates.add("test-rates") for _ in range(5)][-1] == 5
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert rates.add("test-rates") == 6
    time.sleep(1.1)
    assert rates.add("test-rates") == 1


def test_addresses_that_are_gone_are_forgotten():
    now = [0.0]
    lots = Lots(60, lambda: now[0])
    for number in range(100):
        lots.take(f"address-{number}", lambda size: (size, 60_000))
    now[0] = 61.0
    lots.take("another", lambda size: (size, 60_000))
    assert list(lots._held) == ["another"]
