"""The days of a plan are walkable: hours by date, and times to be there where a day has several stops."""

from datetime import date

from config.centers import Calendar, Holiday, Hours, Opens, SpecialDay, Way
from config.item import Item, Option
from config.pack import Point
from server.rules.guidance.judge.verdict import Plan, Wish
from server.rules.guidance.plan.at_a_glance import today_counted
from server.rules.guidance.plan.walked import wider, with_minutes
from server.rules.open_days import OpenDays
from tests.server.rules.guidance.plan.test_plan import item, planned
from tests.server.rules.guidance.small_pack import text

WEEKDAYS = (1, 2, 3, 4, 5)
DAY = (Hours(WEEKDAYS, "09:00", "12:00"), Hours(WEEKDAYS, "14:00", "17:00"))


def point(name: str, *hours: Hours, minutes: int = 20, special_days: tuple[SpecialDay, ...] = ()) -> Point:
    return Point(name, text(name), None, hours=hours, minutes=minutes, special_days=special_days)


def stops(plan: Plan) -> list[tuple[str | None, str | None, str | None]]:
    return [(stop.point, stop.on, stop.begins) for stop in plan.stops]


def test_six_stops_of_fifty_minutes_are_two_days() -> None:
    names = ("a", "b", "c", "d", "e", "f")
    plan = planned(
        *(item(name, Option(name, 0), minutes=50) for name in names),
        points=tuple(point(name, *DAY, minutes=10) for name in names),
    )
    assert sorted(stop.on or "" for stop in plan.stops) == ["2026-11-24"] * 5 + ["2026-11-25"]
    assert {stop.begins for stop in plan.stops} == {None}, "what is done today is done at once"


def test_late_today_nobody_is_sent_to_what_closes_before_they_are_through() -> None:
    long, short = item("long", Option("hall", 0), minutes=50), item("short", Option("hall", 0))
    hall = (Point("hall", text("hall"), "c1", hours=DAY, minutes=20), point("far", *DAY, minutes=45))
    here = Wish(here="c1")

    def first(*items: Item, clock: str, wish: Wish = here) -> str | None:
        hours, minutes = clock.split(":")
        return planned(*items, points=hall, wish=wish, minute=int(hours) * 60 + int(minutes)).stops[0].on

    assert first(long, clock="16:10") == "2026-11-24"
    assert first(long, clock="16:15") == "2026-11-25"
    assert first(short, clock="16:40") == "2026-11-24"
    assert first(short, clock="16:40", wish=Wish()) == "2026-11-25", "who is not there has to go there first"
    assert first(short, clock="21:00") == "2026-11-25"
    assert first(item("far", Option("far", 0)), clock="15:55") == "2026-11-24"
    assert first(item("far", Option("far", 0)), clock="16:05") == "2026-11-25"
    assert first(item("online", Option(None, 3)), clock="23:50") == "2026-11-24", "from home it is never too late"


def test_today_is_counted_where_there_is_time_for_it_and_else_not() -> None:
    here = (point("hall", *DAY),)
    for minute, counted in ((600, "Today is counted."), (1000, "Today is not counted.")):
        plan = planned(item("long", Option("hall", 0), minutes=50), points=here, minute=minute)
        assert today_counted("en", plan, today=plan.stops[0].on == "2026-11-24") == counted
        assert plan.visits == 1


def test_a_plan_that_begins_after_a_day_off_begins_with_a_whole_day() -> None:
    sunday = date(2026, 11, 22)
    plan = planned(item("long", Option("hall", 0), minutes=50), points=(point("hall", *DAY),), day=sunday, minute=1200)
    assert stops(plan) == [("hall", "2026-11-23", None)]


def test_a_way_that_somebody_measured_counts_from_where_one_is() -> None:
    two = (Point("hall", text("hall"), "c1", hours=DAY, minutes=20), point("bank", *DAY, minutes=45))
    near = Way(("bank", "hall"), 5)
    one = item("one", Option("bank", 0))
    assert planned(one, points=two, wish=Wish(here="c1"), minute=990).stops[0].day == 1
    assert planned(one, points=two, wish=Wish(here="c1"), minute=990, ways=(near,)).stops[0].day == 0
    assert planned(one, points=two, minute=990, ways=(near,)).stops[0].day == 1


def test_a_day_with_several_stops_says_when_to_be_where() -> None:
    wait = item("wait", Option(None, 2))
    plan = planned(
        wait,
        item("one", Option("hall", 0), after=("wait",), minutes=50),
        item("two", Option("town", 0), after=("one",)),
        item("far", Option("far", 0), after=("two",)),
        points=(point("hall", *DAY), point("town", *DAY), point("far")),
        ways=(Way(("town", "hall"), 25),),
    )
    assert stops(plan)[1:] == [
        ("hall", "2026-11-26", "09:00"),
        ("town", "2026-11-26", "10:15"),
        ("far", "2026-11-26", None),
    ]


def test_a_place_that_is_closed_on_a_day_is_gone_to_on_another() -> None:
    closed = SpecialDay("2026-11-24", (), text("stocktaking"))
    afternoon = SpecialDay("2026-11-25", (Opens("16:50", "17:00"),))
    plan = planned(item("one", Option("hall", 0)), points=(point("hall", *DAY, special_days=(closed, afternoon)),))
    assert stops(plan) == [("hall", "2026-11-26", None)], "ten minutes are too short for what takes fifteen"
    wednesdays = planned(item("one", Option("hall", 0)), points=(point("hall", Hours((3,), "09:00", "12:00")),))
    assert stops(wednesdays) == [("hall", "2026-11-25", None)]


def test_a_way_has_the_minutes_of_its_own_or_of_the_item_or_as_usual() -> None:
    assert with_minutes(Option("hall", 0), item("one", minutes=40)) == 40
    assert with_minutes(Option("hall", 0, minutes=5), item("one", minutes=40)) == 5
    assert with_minutes(Option("hall", 0), item("one")) == 15


def test_one_place_is_open_whenever_another_is() -> None:
    long, lunch = OpenDays((Hours(WEEKDAYS, "09:00", "17:00"),)), OpenDays(DAY)
    assert wider(long, lunch)
    assert not wider(lunch, long)
    assert wider(lunch, lunch)
    once = OpenDays(DAY, special_days=(SpecialDay("2026-11-24", (Opens("20:00", "21:00"),)),))
    assert not wider(long, once), "that evening it is not"
    assert not wider(OpenDays(long.hours, special_days=(SpecialDay("2026-11-24"),)), lunch)
    holiday = Calendar((Holiday("2026-11-24", "2026-11-24", text("holiday")),))
    assert not wider(OpenDays(long.hours, holiday), lunch)
    assert date(2026, 11, 24).isoweekday() == 2
