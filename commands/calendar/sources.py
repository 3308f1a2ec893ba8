"""What the packages know of the holidays of a year, made one table: they must not contradict each other."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib import import_module
from typing import Any, Final, Literal, get_args

import msgspec

from commands.failing import CannotRun
from config.centers import Text
from server.rules.hall.year_table import whole_weekends

Source = Literal["chinesecalendar", "holidays"]
MODULES: Final[dict[Source, str]] = {"chinesecalendar": "chinese_calendar", "holidays": "holidays"}
"""A hall runs without them: they are asked once a year. `banshi[calendar]` brings both."""
NAMED: Final = 6
"""So many days that are contradicted are named: whoever reads them looks into the notice anyway."""
_DAY_OFF: Final = "Day off"


class Found(msgspec.Struct, frozen=True):
    """The days of a year: holidays with the weekends that belong to them, make-up workdays.

    All `sources` know them so, `silent` ones do not know them, or not yet as they were announced.
    """

    sources: tuple[Source, ...]
    holidays: dict[date, Text]
    workdays: frozenset[date]
    silent: tuple[Source, ...] = ()


def days_of(year: int, source: Source | None, *, unannounced: bool) -> Found:
    """Return the days of `year` as `source` knows them, or as all that are installed and know it do.

    Only where `unannounced` holds may a year lack make-up workdays, as before the yearly notice of the State Council.
    Raises `CannotRun`: calendar_package, calendar_year, calendar_contradiction, calendar_unannounced.
    """
    wanted = get_args(Source) if source is None else (source,)
    modules = {each: module for each in wanted if (module := _module(each)) is not None}
    if not modules:
        raise CannotRun(
            "calendar_package",
            "{source} is not installed. Install it: pip install 'banshi[calendar]'",
            source=", ".join(wanted),
        )
    found = [read for each, module in modules.items() if (read := _read(each, module, year)) is not None]
    if not found:
        raise CannotRun(
            "calendar_year",
            "{source} does not know the holidays of {year}. Install a newer one, or write them by hand.",
            source=", ".join(modules),
            year=year,
        )
    announced = [each for each in found if each.workdays]
    if not announced and not unannounced:
        raise CannotRun(
            "calendar_unannounced",
            "The make-up workdays of {year} are in no package yet: the notice of the State Council comes in November. "
            "Install newer packages then, or write the holidays of the law alone: --unannounced",
            year=year,
        )
    agreed = _agreed(announced or found, year)
    silent = tuple(each for each in modules if each not in agreed.sources)
    return msgspec.structs.replace(agreed, silent=silent)


def _agreed(found: Sequence[Found], year: int) -> Found:
    """Return the first of `found`, whose names are the best, unless another one knows other days."""
    first = found[0]
    for other in found[1:]:
        days = set(first.holidays) ^ set(other.holidays) | first.workdays ^ other.workdays
        if days:
            named = ", ".join(day.isoformat() for day in sorted(days)[:NAMED])
            raise CannotRun(
                "calendar_contradiction",
                "{one} and {other} contradict each other about {year}: {days}. "
                "Look into the notice of the State Council, and say which one is right: --from {one} or --from {other}",
                one=first.sources[0],
                other=other.sources[0],
                year=year,
                days=named if len(days) <= NAMED else f"{named} …",
            )
    return msgspec.structs.replace(first, sources=tuple(source for each in found for source in each.sources))


def _module(source: Source) -> Any:
    try:
        return import_module(MODULES[source])
    except ImportError:
        return None


def _read(source: Source, module: Any, year: int) -> Found | None:
    reads: Callable[[Any, int], tuple[dict[date, Text], Iterable[date]]]
    reads = _chinese_calendar if source == "chinesecalendar" else _holidays
    holidays, workdays = reads(module, year)
    if not holidays:
        return None
    worked = frozenset(day for day in workdays if day.year == year)
    return Found((source,), whole_weekends(year, holidays, worked), worked)


def _chinese_calendar(module: Any, year: int) -> tuple[dict[date, Text], Iterable[date]]:
    chinese = {each.value: each.chinese for each in module.Holiday}
    named = {day: Text(chinese[name], name) for day, name in module.holidays.items() if day.year == year}
    return named, module.workdays


def _holidays(module: Any, year: int) -> tuple[dict[date, Text], Iterable[date]]:
    zh, en = (module.country_holidays("CN", years=year, language=each) for each in ("zh_CN", "en_US"))
    days = [day for day in sorted(en) if day.year == year]
    festivals = {day: Text(_plain(zh[day]), _plain(en[day])) for day in days if not en[day].startswith(_DAY_OFF)}
    # A day off has no name of its own: it is one of the holiday beside it.
    return {day: festivals[_nearest(festivals, day)] for day in days}, getattr(zh, "weekend_workdays", ())


def _nearest(days: Iterable[date], day: date) -> date:
    return min(days, key=lambda each: abs(each - day))


def _plain(name: str) -> str:
    """Return `name` without the remark that the day is another one than the festival's."""
    return name.split("（")[0].split(" (observed)")[0]
