"""Whether a calendar of a hall can be used: holidays, make-up workdays and special days that do not contradict."""

from collections.abc import Callable, Iterator
from datetime import date

from config.centers import Calendar, Opens, SpecialDay
from server.rules.errors import Refusal

Times = Callable[[str, str, str], list[Refusal]]
"""Says what is wrong with a place's opening and closing time."""


def check_calendar(calendar: Calendar) -> Iterator[Refusal]:
    """Give what is wrong with the table of holidays and make-up workdays."""
    for number, holiday in enumerate(calendar.holidays):
        place = f"calendar.holidays[{number}]"
        found = [*_date(f"{place}.first", holiday.first), *_date(f"{place}.last", holiday.last)]
        yield from found
        if not found and holiday.last < holiday.first:
            yield Refusal("settings_dates_backwards", field=f"{place}.last", first=holiday.first, last=holiday.last)
        for other in calendar.holidays[:number]:
            if other.first <= holiday.last and holiday.first <= other.last:
                yield Refusal("settings_dates_overlap", field=f"{place}.first", date=max(other.first, holiday.first))
                break
    seen: set[str] = set()
    for number, workday in enumerate(calendar.workdays):
        place = f"calendar.workdays[{number}]"
        yield from _date(f"{place}.date", workday.date)
        if not 1 <= workday.like <= 7:
            yield Refusal("settings_number", field=f"{place}.like", least=1, most=7)
        if workday.date in seen:
            yield Refusal("settings_dates_overlap", field=f"{place}.date", date=workday.date)
        seen.add(workday.date)
        if any(each.first <= workday.date <= each.last for each in calendar.holidays):
            yield Refusal("settings_date_both", field=f"{place}.date", date=workday.date)


def check_special_days(days: tuple[SpecialDay, ...], times: Times) -> Iterator[Refusal]:
    """Give what is wrong with special days."""
    seen: set[str] = set()
    for number, day in enumerate(days):
        place = f"special_days[{number}]"
        yield from _date(f"{place}.date", day.date)
        if day.date in seen:
            yield Refusal("settings_dates_overlap", field=f"{place}.date", date=day.date)
        seen.add(day.date)
        before: list[Opens] = []
        for rank, span in enumerate(day.hours):
            found = times(f"{place}.hours[{rank}]", span.opens, span.closes)
            yield from found
            for other in before if not found else ():
                if span.opens < other.closes and other.opens < span.closes:
                    yield Refusal("settings_hours_overlap", field=f"{place}.hours[{rank}].opens", opens=other.opens)
            before += [] if found else [span]


def _date(field: str, written: str) -> Iterator[Refusal]:
    try:
        if date.fromisoformat(written).isoformat() == written:
            return
    except ValueError:
        pass
    yield Refusal("settings_date", field=field, date=written[:40])
