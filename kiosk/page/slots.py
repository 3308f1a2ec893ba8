"""Booking the first stop of a plan: where a time can be booked, what is free, and how that is said. Pure."""

from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from config.centers import Language, Text
from config.words import say
from kiosk.page.elsewhere import sent_away
from kiosk.page.paging import GAP, PAGER
from kiosk.visit.session import Reserving, Session
from kiosk.visit.world import Service, World
from server.rules.guidance.judge.verdict import Paper, Stop
from server.rules.guidance.plan.booked_day import first_stop
from server.rules.guidance.plan.wording import day_words
from server.wire.bookings import Booking, DayAnswer

COLUMNS: Final = {False: 3, True: 2}
"""Times beside each other, in normal and in large type."""
LEAST: Final = {False: 120, True: 152}
"""Height of a line of times."""
TALLEST: Final = 176
CHOSEN: Final = {False: 208, True: 216}
"""Height of what says which time is chosen."""
NOTICE: Final = {False: 156, True: 220}
"""Height of what says that a time has gone."""


class Bookable(NamedTuple):
    """The first stop of the plan, for which a time of `service` can be booked in `center`."""

    stop: Stop
    center: str
    service: Service


def bookable(session: Session, world: World) -> Bookable | None:
    """Return what can be booked of the plan; None where its first stop is not booked, or nobody can book now."""
    stop = first_stop(session.plan)
    if stop is None or stop.center is None or world.center is None or world.link != "there":
        return None
    if stop.center == world.center:
        booked = {each.id: each for each in world.services if each.booked}
    else:
        other = world.others.get(stop.center)
        booked = {each.id: each for each in other.booked} if other else {}
    service = next((booked[each] for each in stop.services if each in booked), None)
    return None if service is None else Bookable(stop, stop.center, service)


def books_instead(session: Session, world: World) -> str | None:
    """Return the service of which a time can be booked here where a number of today leads nowhere, if there is one."""
    service = world.service(session.service)
    if service is None or not service.booked or world.link != "there":
        return None
    match session.place.screen:
        case "confirm":
            late = world.late.get(service.id)
            return service.id if late is not None and late.slot_at is not None else None
        case "refusal":
            return service.id if sent_away(session) else None
    return None


def books(session: Session, world: World) -> bool:
    """Return whether the plan leads to a booking: one that can be made, or that is made."""
    return had(session) is not None or bookable(session, world) is not None


def other_times(days: tuple[DayAnswer, ...], moved: Booking | None) -> tuple[DayAnswer, ...]:
    """Return `days` without the time that a booking has that is to be moved."""
    if moved is None:
        return days
    return tuple(
        replace(each, slots=tuple(slot for slot in each.slots if (each.day, slot.clock) != (moved.day, moved.clock)))
        for each in days
    )


def moves_words(session: Session) -> str:
    """Return when the booking is that is moved; empty where none is."""
    moved = session.reserving.moves
    if moved is None:
        return ""
    day = weekday_words(session.language, moved.day)
    return say(session.language, "Booked until now: {day}, {time}", day=day, time=moved.clock or "")


def open_days(session: Session) -> tuple[DayAnswer, ...]:
    """Return the days that have a free time."""
    return tuple(each for each in session.reserving.days if any(slot.free for slot in each.slots))


def full_days(reserving: Reserving) -> tuple[DayAnswer, ...]:
    """Return the days whose times are all taken, on which a place can be waited for: not while a booking is moved."""
    if reserving.moves is not None:
        return ()
    return tuple(each for each in reserving.days if each.slots and not any(slot.free for slot in each.slots))


def several_days(session: Session) -> bool:
    """Return whether there is another day to choose."""
    return len(open_days(session)) + len(full_days(session.reserving)) > 1


def waits(session: Session) -> bool:
    """Return whether the day that is chosen is full, and a place of it can be waited for."""
    chosen = session.reserving
    return not chosen.clock and any(each.day == chosen.day for each in full_days(chosen))


def had(session: Session) -> Booking | None:
    """Return what this visit has booked, or waits for a place with."""
    return session.reserving.made or session.reserving.listed


def clocks(session: Session) -> tuple[str, ...]:
    """Return the free times of the day that is chosen."""
    chosen = next((each for each in session.reserving.days if each.day == session.reserving.day), None)
    return tuple(slot.clock for slot in chosen.slots if slot.free) if chosen else ()


def first_free(days: tuple[DayAnswer, ...], day: str = "") -> tuple[str, str]:
    """Return day and clock of the first free time, of `day` where one is named; empty where there is none."""
    for each in days:
        if not day or each.day == day:
            for slot in each.slots:
                if slot.free:
                    return each.day, slot.clock
    return "", ""


def first_choice(reserving: Reserving, day: str = "") -> tuple[str, str]:
    """Return day and clock of the first free time, or the first full day to wait for, of `day` where one is named."""
    free = first_free(reserving.days, day)
    if free[0]:
        return free
    return next(((each.day, "") for each in full_days(reserving) if not day or each.day == day), ("", ""))


def pages_of_times(count: int, room: float, *, elder: bool) -> tuple[range, ...]:
    """Return `count` times by pages whose lines stand in `room` px; several pages leave room for turning them."""
    lines, high = -(-count // COLUMNS[elder]), LEAST[elder] + GAP
    fit = int((room + GAP) // high)
    if lines > fit:
        fit = int((room - PAGER) // high)
    many = max(fit, 1) * COLUMNS[elder]
    return tuple(range(start, min(start + many, count)) for start in range(0, count, many)) or (range(0),)


def time_height(room: float, count: int, *, elder: bool) -> float:
    """Return how high each of `count` times is: few of them are higher, so that they are easy to hit."""
    lines = -(-count // COLUMNS[elder])
    return min(max((room + GAP) / max(lines, 1) - GAP, LEAST[elder]), TALLEST)


def weekday_words(language: Language, day: str) -> str:
    """Return a day as people say it, with its day of the week."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    weekday = say(language, names[date.fromisoformat(day).weekday()])
    return say(language, "{weekday}, {day}", weekday=weekday, day=day_words(language, day))


def service_name(session: Session, world: World) -> Text:
    """Return what is booked, as its center calls it."""
    booked = session.reserving.service
    other = world.others.get(session.reserving.center)
    known = world.service(booked) or next(
        (each for each in other.booked if each.id == booked) if other else iter(()), None
    )
    return known.name if known else Text(booked, booked)


def place_of(session: Session, world: World) -> tuple[Text, Text | None]:
    """Return the name of the center that is booked in, and its address as far as that is known."""
    other = world.others.get(session.reserving.center)
    return (other.name, other.address) if other else (world.name, world.address)


def papers_to_bring(session: Session) -> tuple[Paper, ...]:
    """Return the papers that are handed over at the stop that is booked."""
    stop = session.booked_stop
    if stop is None or session.plan is None:
        return ()
    done = {step.item for step in stop.steps}
    brought = (each for each in session.plan.papers if each.how == "bring" and not (each.waived or each.on_spot))
    return tuple(each for each in brought if done & set(each.items))


def booked_words(session: Session) -> str:
    """Return on which day and at what time the first stop is booked; empty where it is not."""
    made = session.reserving.made
    if made is None or session.booked_stop is None:
        return ""
    day = weekday_words(session.language, made.day)
    return say(session.language, "Booked: {day}, {time}", day=day, time=made.clock or "")
