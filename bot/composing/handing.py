"""What is told of the people at the desk: that they answer, when they do, where, or where else to turn."""

from __future__ import annotations

import datetime

from bot.blocks import HandoverBlock
from bot.messages import HandoverClosed, HandoverElsewhere, HandoverLater, HandoverOpened, Opening
from bot.wording import load_wording, say

Told = HandoverOpened | HandoverLater | HandoverElsewhere | HandoverClosed


def compose(outcome: Told) -> HandoverBlock:
    """The words for what came of looking for somebody; `waiting` where somebody is on the way."""
    match outcome:
        case HandoverOpened(waiting, is_estimate):
            key = "handover_waiting" if waiting else "handover_open"
            key = "handover_open_estimate" if is_estimate and not waiting else key
            return HandoverBlock(say(key) + _where(outcome), waiting)
        case HandoverLater(opening):
            key = "handover_later_estimate" if opening.is_estimate else "handover_later"
            told = say(key, opens=in_words(opening))
            return HandoverBlock(told + _where(outcome), waiting=True)
        case HandoverElsewhere(begins, ends):
            hours = {"begins": time_of_day(begins), "ends": time_of_day(ends)}
            return HandoverBlock(say("handover_elsewhere", **hours))
    return HandoverBlock(say("handover_closed"))


def in_words(opening: Opening) -> str:
    """When the desk opens: 明天上午八点半以后; further off by its date, with 节后 behind a holiday."""
    time = time_of_day(opening.at.time())
    if opening.days < 2:
        return say("handover_opens_tomorrow" if opening.days else "handover_opens_today", time=time)
    key = "handover_opens_after_holiday" if opening.after_holiday else "handover_opens_on"
    weekday = load_wording()["clock"]["weekdays"][opening.at.weekday()]
    return say(key, month=opening.at.month, day=opening.at.day, weekday=weekday, time=time)


def time_of_day(value: datetime.time) -> str:
    """As people say it: 上午八点半, 下午两点零五分."""
    words = load_wording()["clock"]
    part = next(name for until, name in words["parts"] if value.hour < until)
    hour = words["two"] if value.hour % 12 == 2 else _spell((value.hour - 1) % 12 + 1)
    if value.minute in (0, 30):
        return words["half" if value.minute else "full"].format(part=part, hour=hour)
    minute = words["digits"][0] * (value.minute < 10) + _spell(value.minute)
    return words["minute"].format(part=part, hour=hour, minute=minute)


def _where(outcome: HandoverOpened | HandoverLater) -> str:
    """Where the answer comes, and what has to be done for it to come there."""
    if outcome.in_wechat:
        return say("handover_in_wechat")
    return say("handover_needs_word") if outcome.needs_word else ""


def _spell(number: int) -> str:
    """A number from 1 to 59 in Chinese."""
    digits = load_wording()["clock"]["digits"]
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return (digits[tens] if tens > 1 else "") + digits[10] + (digits[ones] if ones else "")
