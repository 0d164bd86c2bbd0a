"""When somebody is back at the desk: over nights, weekends, holidays and the days that make up for them."""

from datetime import UTC, datetime, time

import pytest

from webapp import clock, handovers
from webapp.calendar import load_calendar

HOURS = (time(8, 30), time(17, 30))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23 09:00", None),
        ("2026-11-23 08:30", None),
        ("2026-11-23 17:30", ("11-24", 1, False)),
        ("2026-11-23 07:00", ("11-23", 0, False)),
        ("2026-11-26 20:00", ("11-27", 1, False)),
        ("2026-11-27 20:00", ("11-30", 3, False)),
        ("2026-11-28 09:00", ("11-30", 2, False)),
        ("2026-11-29 09:00", ("11-30", 1, False)),
        ("2026-09-20 09:00", None),  # a Sunday that makes up for National Day
        ("2026-09-18 20:00", ("09-20", 2, False)),
        ("2026-09-30 17:30", ("10-08", 8, True)),
        ("2026-10-01 09:00", ("10-08", 7, True)),
        ("2026-10-09 20:00", ("10-10", 1, False)),
        ("2026-10-10 16:00", None),  # a Saturday that makes up for it
        ("2026-10-10 18:00", ("10-12", 2, False)),
        ("2026-02-14 17:29", None),
        ("2026-02-16 10:00", ("02-24", 8, True)),
        ("2026-09-24 20:00", ("09-28", 4, True)),  # Mid-Autumn is a Friday
        ("2026-09-25 10:00", ("09-28", 3, True)),
        ("2026-09-26 10:00", ("09-28", 2, False)),
    ],
)
def test_out_of_hours_it_is_known_when_somebody_is_back(now, opens):
    moment = datetime.fromisoformat(now).replace(tzinfo=clock.SHANGHAI)
    found = handovers.find_opening(HOURS, load_calendar(), moment)
    assert (found and (f"{found.at:%m-%d}", found.days, found.after_holiday)) == opens
    assert found is None or (found.at.time(), found.is_estimate) == (time(8, 30), False)
    assert handovers.find_opening(HOURS, load_calendar(), moment.astimezone(UTC)) == found


def test_in_a_year_nobody_knows_when_somebody_is_back_is_an_estimate():
    friday = datetime(2045, 10, 6, 20, tzinfo=clock.SHANGHAI)
    assert handovers.find_opening(HOURS, load_calendar(), friday).is_estimate
    assert not handovers.is_sure(load_calendar(), friday)
    assert handovers.is_sure(load_calendar(), datetime(2026, 11, 23, tzinfo=clock.SHANGHAI))
