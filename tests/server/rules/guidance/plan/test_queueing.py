"""What can be queued for here today: never for what something else has to come before."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.item import Option
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Plan, Step, Stop, Wish
from server.rules.guidance.plan.queueing import Queueing, queueing
from tests.dongjiang import city, city_book
from tests.server.rules.guidance.plan.test_plan import item, planned
from tests.server.rules.guidance.small_pack import text
from tests.tries import one_in

APPROVAL = item("approval", Option(None, 5, channel="online"))


def names(found: Queueing) -> tuple[list[str], str | None, list[str]]:
    today = [step.item for step in found.today.steps] if found.today else []
    return today, found.later.on if found.later else None, [first.step.item for first in found.first]


def test_what_waits_for_nothing_is_for_today() -> None:
    plan = planned(item("move", Option("hall", 0), service="a"))
    assert names(queueing(plan, "c1")) == (["move"], None, [])
    assert queueing(plan, "c2") == queueing(plan, None) == Queueing()


def test_what_an_approval_from_home_comes_before_is_for_its_day() -> None:
    plan = planned(APPROVAL, item("move", Option("hall", 0), service="a", after=("approval",)))
    assert names(queueing(plan, "c1")) == ([], "2026-12-01", ["approval"])


def test_all_that_comes_before_is_named_also_what_waits_itself() -> None:
    first = item("register", Option(None, 2, channel="online"))
    second = item("permit", Option(None, 3, channel="online"), after=("register",))
    plan = planned(first, second, item("move", Option("hall", 0), service="a", after=("permit",)))
    assert names(queueing(plan, "c1")) == ([], "2026-12-01", ["register", "permit"])
    assert plan.stops[-1].after == ("register", "permit")


def test_what_is_settled_at_once_from_home_keeps_nobody_from_the_line() -> None:
    at_once = item("declare", Option(None, 0, channel="online"))
    plan = planned(at_once, item("move", Option("hall", 0), service="a", after=("declare",)))
    assert names(queueing(plan, "c1"))[0] == ["move"]


def test_another_place_on_the_same_day_comes_first() -> None:
    plan = planned(item("test", Option("town", 0)), item("move", Option("hall", 0), service="a", after=("test",)))
    assert names(queueing(plan, "c1")) == ([], "2026-11-24", ["test"])
    assert queueing(plan, "c1").first[0].stop.point == "town"


def test_of_what_is_possible_today_that_which_waits_for_nothing_comes_first() -> None:
    at_home = Stop(None, text("home"), None, (), None, (Step("a", text("a"), "submit", "online", 0),))
    waits = Stop("hall", text("hall"), "c1", ("a",), None, (Step("b", text("b"), "submit", "window", 1),), after=("a",))
    free = Stop("hall", text("hall"), "c1", ("b",), None, (Step("c", text("c"), "submit", "window", 1),))
    plan = Plan(2, (at_home, waits, free), (), 1, None)
    assert queueing(plan, "c1").today == free
    late = replace(plan, stops=(at_home, replace(waits, day=3), free))
    assert queueing(late, "c1") == Queueing(today=free)
    assert queueing(replace(plan, stops=(at_home, waits)), "c1").today == waits


def test_what_is_asked_for_online_and_fetched_here_is_no_line_for_today() -> None:
    plan = planned(item("card", Option(None, 4, collect=True, channel="online"), Option("hall", 9), service="a"))
    assert names(queueing(plan, "c1")) == ([], "2026-11-30", ["card"])


CASES = city().cases


@pytest.mark.city
@pytest.mark.parametrize("center", ["dj-city", "dj-shixi"])
def test_no_case_of_the_city_queues_today_for_what_must_come_later(center: str) -> None:
    book = city_book()
    found: set[str] = set()
    for case in one_in(6, CASES):
        plan = consult(book, case.checklists, case.answers, date.fromisoformat(case.on), Wish(here=center)).plan
        if plan is not None:
            found.add(_sound(plan, center))
    assert found == {"today", "later", "nowhere"}


def _sound(plan: Plan, center: str) -> str:
    answer = queueing(plan, center)
    here = [stop for stop in plan.stops if stop.center == center and stop.services]
    if answer.today is not None:
        assert answer.today in here
        assert answer.today.day == 0
        return "today"
    if answer.later is None:
        assert not here
        return "nowhere"
    assert answer.later == here[0]
    assert answer.first, "what keeps one from going today is said"
    assert all(first.stop.day <= answer.later.day for first in answer.first)
    return "later"


def test_an_authority_and_its_telephone_stand_at_each_step() -> None:
    pack = city()
    book = open_book(pack)
    case = max(CASES, key=lambda each: len(each.checklists))
    plan = consult(book, case.checklists, case.answers, date.fromisoformat(case.on), Wish()).plan
    assert plan is not None
    for step in (each for stop in plan.stops for each in stop.steps):
        authority = book.authorities[book.items[step.item].authority or ""]
        assert (step.authority, step.phone) == (authority.name, authority.phone)
