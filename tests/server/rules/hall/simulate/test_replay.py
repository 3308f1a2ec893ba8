"""A day told by its journal goes by once more as it was, and otherwise when something is changed."""

import random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import Counter
from server.rules.hall.fact import Fact, NameRef, Place, TicketRef
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import Strict, VirtualTime
from server.rules.hall.simulate.day import Day, day_of
from server.rules.hall.simulate.fairness import fairness
from server.rules.hall.simulate.hall import hall_of
from server.rules.hall.simulate.replay import Claim, Recorded, most_needed, recorded, with_more
from server.rules.hall.simulate.running import Called, run
from tests.server.rules.hall.simulate.journal import NAME, moved, told


def a_day(seed: int, counters: int = 3, load: float = 0.9) -> tuple[Day, list[Called], Recorded]:
    chance = random.Random(seed)
    day = day_of(hall_of(counters, chance), load, chance)
    calls = run(day, VirtualTime())
    claims = {str(each.place): Claim(each.priority, each.ready_at) for each in day.people}
    here = [Counter(each.id, NAME, tuple(sorted(each.services))) for each in day.hall.counters]
    return day, calls, recorded(told(day, calls), claims, here)


@given(st.integers(0, 300))
def test_a_day_that_is_replayed_unchanged_is_the_same(seed: int) -> None:
    _, calls, read = a_day(seed)

    def seen(those: list[Called]) -> list[tuple[int, int, str, str]]:
        return sorted((each.at, each.person.came_at, each.person.service, each.person.priority) for each in those)

    assert seen(list(read.calls)) == seen(calls)
    assert seen(run(read.day, VirtualTime())) == seen(calls)
    assert read.left == 0


def test_a_counter_more_shortens_the_waits_of_its_lines() -> None:
    _, calls, read = a_day(11, counters=4, load=1.0)
    like = most_needed(read.calls, read.day)
    more = run(with_more(read.day, like), VirtualTime())
    assert len(more) == len(calls)
    before, after = fairness([calls]).everybody.mean, fairness([more]).everybody.mean
    assert after < 0.8 * before


def test_another_policy_moves_the_waits_of_classes() -> None:
    _, calls, read = a_day(12, counters=4, load=1.0)
    assert fairness([run(read.day, Strict())]).priority.mean < fairness([calls]).priority.mean


HERE = [Counter("c1", NAME, ("a", "b"))]


def test_each_line_that_a_ticket_stood_in_is_a_visit() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1"),
        moved("ticket.started", 6 * MINUTE, "t", "a", "called", "serving", "c1"),
        Fact(
            "here",
            4,
            9 * MINUTE,
            "ticket.finished",
            ticket=TicketRef("t", "t"),
            counter=NameRef("c1", NAME),
            came_from=Place("serving", "a"),
            went_to=Place("waiting", "b"),
        ),
        moved("ticket.called", 20 * MINUTE, "t", "b", "waiting", "called", "c1"),
        moved("ticket.missed", 22 * MINUTE, "t", "b", "called", "missed", "c1"),
    ]
    read = recorded(facts, {"t": Claim("priority", 7)}, HERE)
    first, second = read.calls
    assert (first.at, first.until, first.person.service, first.person.comes) == (5 * MINUTE, 9 * MINUTE, "a", True)
    assert (second.at, second.person.service, second.person.comes) == (20 * MINUTE, "b", False)
    assert second.person.came_at == 9 * MINUTE
    assert first.person.ready_at == second.person.ready_at == 7


def test_whoever_left_is_left_out_and_counted() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.cancelled", MINUTE, "t", "a", "waiting", "cancelled"),
        moved("ticket.issued", MINUTE, "u", "a", None, "waiting"),
        moved("ticket.called", 2 * MINUTE, "u", "a", "waiting", "called", "taken away"),
        moved("ticket.finished", 3 * MINUTE, "u", "a", "called", "finished", "taken away"),
    ]
    read = recorded(facts, {}, HERE)
    assert (read.calls, read.day.people, read.left) == ((), (), 2)


def test_a_counter_is_there_at_the_latest_when_it_calls() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1"),
        moved("ticket.finished", 8 * MINUTE, "t", "a", "called", "finished", "c1"),
    ]
    read = recorded(facts, {}, HERE)
    assert read.day.shifts[0].away == ((0, 5 * MINUTE),)
    assert [call.at for call in run(read.day, VirtualTime())] == [5 * MINUTE]


def test_who_is_called_out_of_no_line_comes_at_that_moment() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1"),
        moved("ticket.missed", 6 * MINUTE, "t", "a", "called", "missed", "c1"),
        moved("ticket.called", 9 * MINUTE, "t", "a", "missed", "called", "c1"),
        moved("ticket.finished", 12 * MINUTE, "t", "a", "called", "finished", "c1"),
    ]
    first, second = recorded(facts, {}, HERE).calls
    assert (first.at, first.until, first.person.comes) == (5 * MINUTE, 6 * MINUTE, False)
    assert (second.person.came_at, second.at, second.until) == (9 * MINUTE, 9 * MINUTE, 12 * MINUTE)
    assert second.person.comes


def test_what_was_taken_back_has_not_been() -> None:
    """A wrong call ends no wait, a wrong finish no service, and a line that was joined by mistake is no visit."""
    call = moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1")
    finish = moved("ticket.finished", 9 * MINUTE, "t", "a", "serving", "finished", "c1")
    onward = moved("ticket.transferred", 9 * MINUTE, "t", "a", "serving", "waiting", "c1")
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        replace(call, at=2 * MINUTE),
        replace(
            call, at=2 * MINUTE, kind="ticket.undone", came_from=call.went_to, went_to=call.came_from, undone=call.kind
        ),
        call,
        moved("ticket.started", 6 * MINUTE, "t", "a", "called", "serving", "c1"),
        *(
            told
            for wrong in (finish, onward)
            for told in (
                replace(wrong, at=7 * MINUTE),
                replace(
                    wrong,
                    at=7 * MINUTE,
                    kind="ticket.undone",
                    came_from=wrong.went_to,
                    went_to=wrong.came_from,
                    undone=wrong.kind,
                ),
            )
        ),
        finish,
    ]
    read = recorded(facts, {"t": Claim("normal", 0)}, HERE)
    (only,) = read.calls
    assert (only.at, only.until, only.person.came_at, only.person.comes) == (5 * MINUTE, 9 * MINUTE, 0, True)
    assert read.left == 0
    still = recorded(facts[:3], {"t": Claim("normal", 0)}, HERE)
    assert (still.calls, still.left) == ((), 1)
    cut_off = [replace(onward, kind="ticket.issued", came_from=None), facts[8]]
    assert recorded(cut_off, {"t": Claim("normal", 0)}, HERE).left == 0
