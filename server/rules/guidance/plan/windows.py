"""What time does to a schedule: papers that expire before they are used, seasons that close too early. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.item import Document, Item
from config.words import both
from server.rules.dates import full_date
from server.rules.guidance.judge.months import FIRST_DAY, days_later
from server.rules.guidance.judge.verdict import Caution
from server.rules.guidance.judge.working_days import WorkingDays, closing, in_season
from server.rules.guidance.route.errands import Errand
from server.rules.guidance.route.schedule import Schedule, schedule
from server.rules.guidance.route.town import Town


@dataclass(frozen=True)
class Given:
    """A paper that `maker` gives within the plan and `user` hands in."""

    document: Document
    maker: str
    user: str


def fresh(
    errands: Sequence[Errand],
    found: Schedule,
    given: Sequence[Given],
    on: Callable[[int], date],
    days: WorkingDays,
    town: Town,
) -> tuple[Schedule, tuple[Given, ...]]:
    """Return the schedule with papers made as late as they must be, and those that expire all the same.

    `on` tells the date of a working day of the plan. Nothing is through later than before, and
    every day can still be walked in `town`.
    """
    later: dict[str, int] = {}
    for each in given:
        if not _expires(found, each, on, days):
            continue
        maker = found.done[each.maker]
        tried = {**later, each.maker: _first_good_day(found, each, on, days) - maker.option.least_days}
        only = {item: (done.option,) for item, done in found.done.items()}
        again = schedule(errands, found.visits, only=only, not_before=tried)
        if (
            again is not None
            and again.days <= found.days
            and not _expires(again, each, on, days)
            and town.walk(again) is not None
        ):
            later, found = tried, again
    return found, tuple(each for each in given if _expires(found, each, on, days))


def cautions(
    found: Schedule,
    expiring: Sequence[Given],
    items: Mapping[str, Item],
    on: Callable[[int], date],
    days: WorkingDays,
) -> tuple[Caution, ...]:
    """Say which papers expire before their use, and which seasons are over when an item's turn comes."""
    said = []
    for each in expiring:
        last = good_until(each.document, on(found.done[each.maker].through[0]), days)
        document, user = each.document.name, items[each.user].name
        pattern = "{document} expires on {day}, before “{item}”: get it anew by then"
        text = both(pattern, document=document, day=full_date(last), item=user)
        said.append(Caution("expires", each.user, last.isoformat(), text, each.document.id))
    for item, done in found.done.items():
        seasons, day = items[item].every_season, on(done.began[0])
        if seasons and not any(in_season(each, day) for each in seasons):
            last = min(closing(each, on(0)) for each in seasons)
            pattern = "“{item}” closes on {day}, and its turn comes on {turn} at the earliest: ask first"
            text = both(pattern, item=items[item].name, day=full_date(last), turn=full_date(day))
            said.append(Caution("season", item, last.isoformat(), text))
    return tuple(said)


def good_until(document: Document, got: date, days: WorkingDays) -> date:
    """Return the last day on which `document` that was got on `got` is taken."""
    return days.ending(days_later(got, document.valid_days or 0))


def good_from(document: Document, used: date, days: WorkingDays) -> date:
    """Return the first day on which `document` may have been got that is taken on `used`."""
    first = days_later(used, -(document.valid_days or 0))
    while first > FIRST_DAY and good_until(document, before := days_later(first, -1), days) >= used:
        first = before
    return first


def _expires(found: Schedule, given: Given, on: Callable[[int], date], days: WorkingDays) -> bool:
    got, used = on(found.done[given.maker].through[0]), on(found.done[given.user].began[0])
    return used > good_until(given.document, got, days)


def _first_good_day(found: Schedule, given: Given, on: Callable[[int], date], days: WorkingDays) -> int:
    """Return the first working day on which the paper may be got to be good when it is used."""
    used = found.done[given.user].began[0]
    return next(day for day in range(used + 1) if on(used) <= good_until(given.document, on(day), days))
