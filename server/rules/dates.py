"""Days of the calendar, and times of a day, as people write and say them. Pure."""

from datetime import date

from config.centers import Language, Text
from config.words import both, say
from server.rules.day_time import minute_of


def full_date(day: date) -> Text:
    """Return a day with its year, for what may lie in another one."""
    return both("{day} {month} {year}", day=day.day, month=_month(day, f"{day:%B}"), year=day.year)


def short_date(day: date) -> Text:
    """Return a day without its year, its month shortened where people do so."""
    return both("{day} {month}", day=day.day, month=_month(day, f"{day:%b}"))


def day_of_year(day: date) -> Text:
    """Return a day that comes every year."""
    return both("{day} {month}", day=day.day, month=_month(day, f"{day:%B}"))


def about_clock(language: Language, clock: str) -> str:
    """Return the time `clock` (`HH:MM`) to the nearest half hour, as people say it."""
    halves = (minute_of(clock) + 15) // 30
    hour, half = divmod(halves, 2)
    if hour == 12:
        return say(language, "half past 12" if half else "12 noon")
    if hour < 12:
        return say(language, "{hour}:30 am" if half else "{hour} am", hour=hour)
    return say(language, "{hour}:30 pm" if half else "{hour} pm", hour=hour - 12)


def _month(day: date, name: str) -> Text:
    return Text(str(day.month), name)
