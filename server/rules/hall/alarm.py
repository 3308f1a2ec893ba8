"""When staff are asked to open a counter for a long line, and when they are left in peace. Pure."""

from typing import Literal

import msgspec

from config.elastic import AlarmRule
from server.rules.hall.elastic import Crowd, is_long, is_short
from server.rules.hall.line import MINUTE

AlarmAnswer = Literal["opened", "coming", "impossible"]
"""What staff do about an alarm."""
AlarmWhy = Literal["nobody_free", "nobody_able", "technical", "other"]
"""Why no counter can be opened."""
AlarmState = Literal["asked", "answered", "over"]


class Alarm(msgspec.Struct, frozen=True):
    """That staff were asked, since when (ms) it is so, and until when they are left in peace (ms)."""

    state: AlarmState
    since: int
    quiet_until: int = 0


def looked(rule: AlarmRule, crowd: Crowd, before: Alarm | None, now: int, *, possible: bool) -> Alarm | None:
    """Return what becomes of an alarm at `now` (ms); it is `possible` while some counter could be opened for the line.

    It is over when its cause is: the line is short, or nobody is left who could open.
    """
    quiet = before is not None and now < before.quiet_until
    if before is None or before.state == "over":
        return Alarm("asked", now) if is_long(rule, crowd) and possible and not quiet else before
    if is_short(rule, crowd) or not possible:
        return Alarm("over", now, max(before.quiet_until, now + rule.again_minutes * MINUTE))
    if before.state == "answered" and not quiet and is_long(rule, crowd):
        return Alarm("asked", now)
    return before


def answered(rule: AlarmRule, now: int, minutes: int | None) -> Alarm:
    """Return the alarm after an answer at `now` (ms): quiet for as long as somebody needs, at least its own minutes."""
    return Alarm("answered", now, now + max(minutes or 0, rule.again_minutes) * MINUTE)
