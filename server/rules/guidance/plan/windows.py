"""What time does to a schedule: papers that expire before they are used, seasons that close too early. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.item import Document, Item
from config.words import both
from server.rules.guidance.judge.dates import full_date
from server.rules.guidance.judge.months import days_later
from server.rules.guidance.judge.verdict import Caution
from server.rules.guidance.judge.working_days import closing, in_season
from server.rules.guidance.route.errands import Errand
from server.rules.guidance.route.schedule import Schedule, schedule


@dataclass(frozen=True)
class Given:
    """A paper that `maker` gives within the plan and `user` hands in."""

    document: Document
    maker: str
    user: str


def fresh(
    errands: Sequence[Errand], found: Schedule, given: Sequence[Given], on: Callable[[int], date]
) -> tuple[Schedule, tuple[Given, ...]]:
    """Return the schedule with papers made as late as they must be, and those that expire all the same.

    `on` tells the date of a working day of the plan. Nothing is through later than before.
    """
    later: dict[str, int] = {}
    for each in given:
        if not _expires(found, each, on):
            continue
        maker = found.done[each.maker]
        tried = {**later, each.maker: _first_good_day(found, each, on) - maker.option.least_days}
        only = {item: (done.option,) for item, done in found.done.items()}
        again = schedule(errands, found.visits, only=only, not_before=tried)
        if again is not None and again.days <= found.days and not _expires(again, each, on):
            later, found = tried, again
    return found, tuple(each for each in given if _expires(found, each, on))


def cautions(
    found: Schedule,
    expiring: Sequence[Given],
    items: Mapping[str, Item],
    on: Callable[[int], date],
) -> tuple[Caution, ...]:
    """Say which papers expire before their use, and which seasons are over when an item's turn comes."""
    said = []
    for each in expiring:
        last = days_later(on(found.done[each.maker].through[0]), each.document.valid_days or 0)
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


def _expires(found: Schedule, given: Given, on: Callable[[int], date]) -> bool:
    got, used = on(found.done[given.maker].through[0]), on(found.done[given.user].began[0])
    return (used - got).days > (given.document.valid_days or 0)


def _first_good_day(found: Schedule, given: Given, on: Callable[[int], date]) -> int:
    """Return the first working day on which the paper may be got to be good when it is used."""
    used = found.done[given.user].began[0]
    return next(day for day in range(used + 1) if (on(used) - on(day)).days <= (given.document.valid_days or 0))
