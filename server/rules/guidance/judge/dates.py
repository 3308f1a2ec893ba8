"""Days of the calendar as people write and say them. Pure."""

from datetime import date

from config.centers import Text
from config.words import both


def full_date(day: date) -> Text:
    """Return a day with its year, for what may lie in another one."""
    return both("{day} {month} {year}", day=day.day, month=_month(day, f"{day:%B}"), year=day.year)


def short_date(day: date) -> Text:
    """Return a day without its year, its month shortened where people do so."""
    return both("{day} {month}", day=day.day, month=_month(day, f"{day:%b}"))


def day_of_year(day: date) -> Text:
    """Return a day that comes every year."""
    return both("{day} {month}", day=day.day, month=_month(day, f"{day:%B}"))


def _month(day: date, name: str) -> Text:
    return Text(str(day.month), name)
