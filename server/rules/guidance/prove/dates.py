"""Dates are dates, validity does not overlap, nothing has run out. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from config.fact import Parameter
from config.item import Item
from config.pack import Pack
from server.rules.days_off import days_of, known_years
from server.rules.guidance.judge.months import FIRST_DAY, LAST_DAY, days_later, within_reach
from server.rules.guidance.prove.finding import Finding, doubled

SOON = timedelta(days=30)
SEASON = re.compile(r"\d\d-\d\d")
LEAP_YEAR = 2028
LEAP_DAY = "02-29"
ASKED_FROM = (11, 1)
"""Month and day from which the table of the next year should be there."""
DAYS_AT_MOST = 3650
"""Ten years: nothing takes longer, and a number beyond it is a slip of the hand."""


def check_dates(pack: Pack, today: date) -> Iterator[Finding]:
    """Find what is no date, overlaps, is expired, or expires within 30 days (a warning)."""
    yield from _calendar(pack, today)
    for parameter in pack.parameters:
        yield from _validity(parameter, today)
    for item in pack.items:
        for day in (day for season in item.every_season for day in (season.opens, season.closes)):
            if not SEASON.fullmatch(day) or _day(f"{LEAP_YEAR}-{day}") is None:
                yield Finding("items", item.id, "date_wrong", f"{day} is no day of the year", "write it as 05-20")
            elif day == LEAP_DAY:
                what = f"{day} comes every four years only"
                yield Finding("items", item.id, "season_leap", what, "write 02-28 or 03-01", "warning")
        yield from _lengths(item)
    for document in pack.documents:
        yield from _length("documents", document.id, "valid_days", document.valid_days)
    for source in pack.sources:
        yield from _is_date("sources", source.id, "read_on", source.read_on)
    for case in pack.cases:
        yield from _is_date("cases", case.name, "on", case.on)
    for point in pack.knowledge:
        for field in ("reviewed_on", "expires"):
            yield from _is_date("knowledge", point.id, field, getattr(point, field))
        if point.reviewed_by is None or _day(point.expires) is None:
            continue
        expires = date.fromisoformat(str(point.expires))
        if expires < today:
            what = f"it expired on {expires}"
            yield Finding("knowledge", point.id, "knowledge_expired", what, "have it reviewed, or take reviewed_by out")
        elif expires < today + SOON:
            what = f"it expires on {expires}"
            yield Finding("knowledge", point.id, "knowledge_expiring", what, "have it reviewed again", "warning")


def _calendar(pack: Pack, today: date) -> Iterator[Finding]:
    """Find days of the table that are none, that it says two things of, and years that it should know and does not."""
    where = "pack", pack.id
    found: list[Finding] = []
    for holiday in pack.calendar.holidays:
        found += [*_is_date(*where, "calendar", holiday.first), *_is_date(*where, "calendar", holiday.last)]
        if holiday.first > holiday.last:
            what = f"{holiday.first} is after {holiday.last}"
            found.append(Finding(*where, "validity_inverted", what, "write first before last"))
    for workday in pack.calendar.workdays:
        found += _is_date(*where, "calendar", workday.date)
    yield from found
    if found:
        return
    named = [day for each in pack.calendar.holidays for day in days_of(each)]
    named += [date.fromisoformat(each.date) for each in pack.calendar.workdays]
    for day in doubled(each.isoformat() for each in named):
        yield Finding(*where, "calendar_both", f"{day} is there twice", "let one line speak of it")
    year = today.year + ((today.month, today.day) >= ASKED_FROM)
    if known_years(pack.calendar) and year not in known_years(pack.calendar):
        what = f"the holidays of {year} are not in the table"
        yield Finding(*where, "calendar_missing", what, "write them: banshi calendar import", "warning")


def _validity(parameter: Parameter, today: date) -> Iterator[Finding]:
    where = "parameters", parameter.id
    for each in parameter.values:
        yield from _is_date(*where, "since", each.since)
        yield from _is_date(*where, "until", each.until)
    spans = sorted((each.since or "", each.until or "9999-12-31") for each in parameter.values)
    for since, until in spans:
        if since > until:
            yield Finding(*where, "validity_inverted", f"{since} is after {until}", "write since before until")
    for (_, until), (since, _) in pairwise(spans):
        if (last := _day(until)) is not None and (first := _day(since)) is not None and days_later(last, 1) < first:
            what = f"it has no value between {until} and {since}"
            yield Finding(*where, "validity_gap", what, "let one begin the day after the other ends", "warning")
        if since <= until:
            yield Finding(*where, "validity_overlaps", f"{since} is before {until}", "end one before the next begins")
    if spans and all(until < today.isoformat() for _, until in spans):
        yield Finding(*where, "validity_over", "its last value has run out", "write the new one, or null", "warning")


def _lengths(item: Item) -> Iterator[Finding]:
    for number, option in enumerate(item.options):
        yield from _length("items", item.id, f"options[{number}].days", option.days)
    for number, need in enumerate(item.needs):
        yield from _length("items", item.id, f"needs[{number}].deferred_days", need.deferred_days)


def _length(part: str, name: str, field: str, days: int | None) -> Iterator[Finding]:
    if days is not None and not 0 <= days <= DAYS_AT_MOST:
        yield Finding(part, name, "days_wild", f"{field}: {days} days", f"write 0 to {DAYS_AT_MOST}")


def _is_date(part: str, name: str, field: str, value: str | None) -> Iterator[Finding]:
    day = _day(value)
    if value is not None and day is None:
        yield Finding(part, name, "date_wrong", f"{field}: {value} is no date", "write it as 2026-11-24")
    elif day is not None and part == "parameters" and day.year in (date.min.year, date.max.year):
        yield Finding(part, name, "date_wrong", f"{field}: {value} stands for no end", f"leave {field} out")
    elif day is not None and part != "parameters" and not within_reach(day):
        remedy = f"write a day from {FIRST_DAY} to {LAST_DAY}"
        yield Finding(part, name, "date_wrong", f"{field}: nobody lives to see or saw {value}", remedy)


def _day(value: str | None) -> date | None:
    """Return the day that `value` writes as people and rules compare it; dates in other forms are none."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.isoformat() == value else None
