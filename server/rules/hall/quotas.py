"""How many numbers of a service are given out in which part of a day. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from config.centers import Quota
from server.rules.day_time import minute_of
from server.rules.errors import Refusal
from server.rules.hall.numbering import LAST

WEEKDAYS: Final = frozenset(range(1, 8))
Times = Callable[[str, str, str], list[Refusal]]
"""Says what is wrong with a place's opening and closing time."""


def quota_at(quotas: Sequence[Quota], day: date, minute: int) -> Quota | None:
    """Return the quota that counts who takes a number at `minute` of `day`; None while nobody is counted."""
    return next((each for each in _on(quotas, day) if minute_of(each.begins) <= minute < minute_of(each.ends)), None)


def next_after(quotas: Sequence[Quota], day: date, minute: int) -> int | None:
    """Return the minute of `day` from which numbers are given out again, when the quota of `minute` is used up.

    None when no later part of the day gives out any by these quotas; it may lie outside of the opening hours.
    """
    now = quota_at(quotas, day, minute)
    while now is not None:
        minute = minute_of(now.ends)
        now = quota_at(quotas, day, minute)
        if now is None or now.numbers:
            return minute if minute < 24 * 60 else None
    return None


def check_quotas(place: str, quotas: tuple[Quota, ...], times: Times) -> Iterator[Refusal]:
    """Yield what is wrong with `quotas`, which stand in the field `place`; `times` checks a beginning and an end."""
    for number, quota in enumerate(quotas):
        own = f"{place}[{number}]"
        found = [_named(each) for each in times(own, quota.begins, quota.ends)]
        yield from found
        if not quota.days or len(set(quota.days)) != len(quota.days) or not set(quota.days) <= WEEKDAYS:
            yield Refusal("settings_days", field=f"{own}.days")
        if not 0 <= quota.numbers <= LAST:
            yield Refusal("settings_number", field=f"{own}.numbers", least=0, most=LAST)
        for other in quotas[:number] if not found else ():
            if set(quota.days) & set(other.days) and quota.begins < other.ends and other.begins < quota.ends:
                yield Refusal("settings_hours_overlap", field=f"{own}.begins", opens=other.begins)
                break


def _on(quotas: Sequence[Quota], day: date) -> Iterator[Quota]:
    return (each for each in quotas if day.isoweekday() in each.days)


def _named(found: Refusal) -> Refusal:
    """Return what is wrong with a time under the name that it has here."""
    field = str(found.values["field"])
    field = field.replace(".opens", ".begins").replace(".closes", ".ends")
    return Refusal(found.code, **{**found.values, "field": field})
